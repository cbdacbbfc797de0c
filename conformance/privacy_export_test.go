package conformance

// SecretsIn looks for secrets, by their kinds, in a text.
func SecretsIn(planted map[string]string, text string) []string {
	c := newCanaries()
	for secret, kind := range planted {
		c.plant(secret, kind)
	}
	return c.in(text)
}
