package conformance

// SecretsIn looks for secrets, by their kinds, in a text.
func SecretsIn(planted map[string]string, text string) []string {
	c := newCanaries()
	for secret, kind := range planted {
		switch kind {
		case secretName:
			c.plantName(secret)
		case secretAccount:
			c.plantNumber(secret, kind)
		default:
			c.plant(secret, kind)
		}
	}
	return c.in(text)
}
