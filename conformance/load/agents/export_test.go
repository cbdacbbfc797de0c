package agents

import "time"

// LeftAfter is an agent that leaves a run when its asking side was silent for so long.
func LeftAfter(a Agent, silence time.Duration) Agent {
	a.gone = silence
	return a
}
