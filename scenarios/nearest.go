package scenarios

import "strings"

// maxWord is the length in bytes up to which a word is compared with the known
// ones. No known word is half as long.
const maxWord = 80

// nearest returns the known word that a mistyped one most likely stands for,
// the first of several: the one with the fewest letters that differ, at most a
// third of them or two; else one that holds the whole word; else "". Letters
// count the same in either case.
func nearest(word string, known []string) string {
	if len(word) > maxWord {
		return ""
	}
	best, least := "", max(2, len([]rune(word))/3)+1
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least && d < len([]rune(k)) {
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

// distance counts the letters to insert, drop or replace on the way from a to b
// (Levenshtein), in one row of the usual table.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			replaced := diagonal
			if r != s {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
