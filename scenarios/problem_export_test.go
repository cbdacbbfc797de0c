package scenarios

// WordsIn returns what is said in lang for words in English, "" where it is unknown.
var WordsIn = wordsIn

// SaidOfFiles lists in English all that the tables have other words for.
func SaidOfFiles() (all []string) {
	for _, part := range sayings {
		for english := range part {
			all = append(all, english)
		}
	}
	return all
}
