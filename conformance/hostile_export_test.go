package conformance

// HostileWindow is a lot of refused requests in a hand-made transcript.
type HostileWindow = window

// JudgeHostile is the judge of hostile input, for a build that gives reasons or not.
func JudgeHostile(t *Transcript, reasons bool) Finding { return judgeHostile(t, reasons) }

// SampleBlow is the clause that stands for a hostile request in hand-made transcripts.
func SampleBlow() string { return badValue.line("operation", "rate", "place", "/score", "blow", "-1") }

// InsideOf reports whether a body shows the inside of a build.
func InsideOf(body string) bool { return insideOf(body) }
