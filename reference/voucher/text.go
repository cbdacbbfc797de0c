package voucher

// Text is one wording in the three languages of the project's readers.
type Text struct {
	En string `yaml:"en"`
	Ru string `yaml:"ru"`
	Kk string `yaml:"kk"`
}

// In returns the wording in lang ("en", "ru" or "kk"), and English for any
// other language.
func (t Text) In(lang string) string {
	switch lang {
	case "ru":
		return t.Ru
	case "kk":
		return t.Kk
	}
	return t.En
}
