package reports

import "io"

// Pictures are the pictures of a report as PNG, each with its title and with what
// has to be known to read it, in one language.
func (s *Study) Pictures(l Language) []File {
	t := s.in(l)
	var all []File
	for _, e := range t.exhibits() {
		if e.draw == nil {
			continue
		}
		all = append(all, File{"charts/" + e.id + ".png", func(w io.Writer) error {
			return e.draw(wideWidth).Framed(e.title, e.pictured()).PNG(w, 2)
		}})
	}
	return all
}
