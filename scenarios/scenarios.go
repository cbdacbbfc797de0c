// Package scenarios holds what is written in words rather than in Go: the
// catalogue of requirements, the profiles, the stories and the what-if worlds,
// each embedded and read strictly, so that a mistyped word is an error with its
// place and never a silent default. What is wrong with a file that officials
// write, a scenario, a study or known figures, it says in their languages.
//
// It knows the shape of these files and the vocabulary of package voucher. It
// must not know a rule, ask a system anything, or judge an answer.
package scenarios
