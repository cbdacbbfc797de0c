package vouch_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// linkForm is a link or a picture of Markdown, headingForm a heading, and fencedForm what is shown as it is.
var (
	linkForm    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	headingForm = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *$`)
	fencedForm  = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
)

// deadLinks names each relative link of the pages below root that leads nowhere: to a file that is not there, or to a
// heading that its page has not. Addresses of the web are left alone, since a test asks nobody outside.
func deadLinks(root string) ([]string, error) {
	var bad []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != root && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(name) != ".md":
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, m := range linkForm.FindAllStringSubmatch(fencedForm.ReplaceAllString(string(text), ""), -1) {
			if why := dead(name, m[1]); why != "" {
				bad = append(bad, fmt.Sprintf("%s: the link %s leads nowhere: %s", filepath.ToSlash(name), m[1], why))
			}
		}
		return nil
	})
	return bad, err
}

// dead says why a link of a page leads nowhere, or nothing.
func dead(page, link string) string {
	if strings.Contains(link, "://") || strings.HasPrefix(link, "mailto:") {
		return ""
	}
	file, anchor, _ := strings.Cut(link, "#")
	to := page
	if file != "" {
		to = filepath.Join(filepath.Dir(page), filepath.FromSlash(file))
	}
	if _, err := os.Stat(to); err != nil {
		return "there is no such file"
	}
	if anchor == "" {
		return ""
	}
	text, err := os.ReadFile(to)
	if err != nil {
		return "a folder has no headings"
	}
	for _, m := range headingForm.FindAllStringSubmatch(string(text), -1) {
		if anchorOf(m[1]) == anchor {
			return ""
		}
	}
	return "there is no such heading"
}

// anchorOf is how GitHub and GitLab name a heading in a link: small letters and digits of any script, dashes for blanks.
func anchorOf(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		default:
			return -1
		}
	}, heading)
}

// TestLinksLeadSomewhere: whoever follows a link of a page of this tree arrives.
func TestLinksLeadSomewhere(t *testing.T) {
	bad, err := deadLinks(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range bad {
		t.Error(one)
	}
}

// TestDeadLinksAreFound plants links that lead nowhere, each beside a twin that leads somewhere.
func TestDeadLinksAreFound(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.md": "# One\n\n[there](b.md) [gone](c.md) [heading](b.md#что-выводится) [none](b.md#что) [here](#one) [away](#two)\n" +
			"[web](https://example.org/x.md) `[shown](d.md)`\n\n```\n[shown](e.md)\n```\n",
		"b.md": "## Что выводится\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bad, err := deadLinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"c.md", "b.md#что", "#two"} {
		if !slices.ContainsFunc(bad, func(one string) bool { return strings.Contains(one, " the link "+want+" leads") }) {
			t.Errorf("the planted link %s was not found in %q", want, bad)
		}
	}
	if len(bad) != 3 {
		t.Errorf("found %q, want the three that were planted", bad)
	}
}
