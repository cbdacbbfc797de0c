package voucher

import "strings"

// maxWord is the length in bytes up to which a word is compared with the known
// ones. No known word is half as long.
const maxWord = 80

// Nearest returns the known word that a mistyped one most likely stands for,
// the first of several: the one with the fewest letters that differ, at most a
// third of them; else one that holds the whole word; else "". Letters count the
// same in either case. It serves the hints of every reader.
func Nearest(word string, known []string) string {
	if len(word) > maxWord {
		return ""
	}
	best, least := "", max(1, len([]rune(word))/3)+1
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	for _, k := range known {
		if best == "" && len(word) > 2 && strings.Contains(strings.ToLower(k), strings.ToLower(word)) {
			best = k
		}
	}
	return best
}

// distance counts the letters to insert, drop or replace, and the neighbours to
// swap, on the way from a to b (optimal string alignment).
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	before, above, row := make([]int, len(to)+1), make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		before, above, row = above, row, before
		row[0] = i + 1
		for j := range to {
			changed := 1
			if from[i] == to[j] {
				changed = 0
			}
			row[j+1] = min(above[j]+changed, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && from[i] == to[j-1] && from[i-1] == to[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(to)]
}
