package conformance

import "time"

// JudgeRaces is the judge of one race.
func JudgeRaces(t *Transcript) Finding { return judgeRaces(t) }

// OrderOf says whether an order explains a round: "Ok", "Illegal", or "Unknown" where
// it was not found in time.
func OrderOf(told *Told, within time.Duration) string { return string(order(told, within).result) }

// RacesIn counts what a transcript holds of races.
func RacesIn(t *Transcript) Races { return racesIn(t) }
