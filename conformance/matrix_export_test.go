package conformance

// RoundsOf are the runs against one of several builds.
func RoundsOf(o *MatrixOptions, w *Wrong) []Options { return o.rounds(w, 2) }
