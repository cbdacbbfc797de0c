package conformance

// GuardOurs is what stands between a panic of this suite and its caller.
var GuardOurs = guardOurs
