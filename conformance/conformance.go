// Package conformance judges a build of the two voucher programmes, in any
// language, against every requirement that can be seen from outside.
//
// It asks and it judges, and keeps the two apart: what asks drives a
// voucher.System and writes down what was answered; what judges is a pure
// function of that record, so that a recorded run can be judged again without
// the build. It knows the stories of package scenarios, random lives drawn for
// properties, the wire's own checks, and how verdicts add up to an exit status.
//
// It must not know the reference: the suite states its own numbers in its
// stories, and the oracle that properties compare with, like the suspects for
// "behaves like", is handed in as a voucher.World.
package conformance
