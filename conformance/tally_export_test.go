package conformance

// Shown says how well a failed result shows its cause, the lower the better.
func Shown(r *Result) int { return shown(r) }

// Fingerprint is the fingerprint of a failure.
func Fingerprint(f *Failure) string { return fingerprint(f) }
