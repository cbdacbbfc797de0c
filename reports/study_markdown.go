package reports

import (
	"io"
	"strings"
)

// WriteMarkdown writes the report as a letter: the answer first, then the figures
// that are read first, what was changed, the tables that are short, and what the
// study cannot say.
func (s *Study) WriteMarkdown(w io.Writer, l Language) error {
	t := s.in(l)
	var b strings.Builder
	b.WriteString("# " + markdown(clean(t.in(s.r.Manifest.Title))) + "\n\n")
	for _, a := range t.answers() {
		b.WriteString("**" + markdown(a.question) + "** " + markdown(a.sentence) + "\n\n")
	}
	if caution := t.caution(t.listed()); caution != "" {
		b.WriteString("> " + markdown(caution) + "\n\n")
	}
	for _, alert := range t.alerts() {
		b.WriteString("> ⚠ " + markdown(alert) + "\n\n")
	}
	t.markdownTiles(&b)
	for _, c := range t.chapters() {
		t.markdownChapter(&b, c)
	}
	b.WriteString("## " + t.say("study.chapter.reproduce") + "\n\n    " + clean(t.command) + "\n\n")
	for _, pair := range append(t.identity(), t.manifest()...) {
		b.WriteString("- " + markdown(pair[0]) + ": " + markdown(pair[1]) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// listed says where a letter names what is invented: at its end, or on the page where it is too much for a letter.
func (t *studyTeller) listed() string {
	if len(t.r.Assumed) > mostMailed {
		return "letter"
	}
	return "page"
}

func (t *studyTeller) markdownTiles(b *strings.Builder) {
	b.WriteString("| | | |\n|---|---:|---|\n")
	for _, x := range t.tiles(t.first()) {
		b.WriteString("| " + markdown(x.Word) + " | **" + markdown(x.Value) + "** | " + markdown(x.Below) + " |\n")
	}
	b.WriteString("\n")
}

// mostMailed is how many rows a table of a letter has at most; longer ones are in the
// page and in the workbook.
const mostMailed = 40

func (t *studyTeller) markdownChapter(b *strings.Builder, c *chapter) {
	b.WriteString("## " + markdown(c.title) + "\n\n")
	if c.lead != "" {
		b.WriteString(markdown(c.lead) + "\n\n")
	}
	for _, p := range c.points {
		b.WriteString("- " + markdown(p) + "\n")
	}
	if len(c.points) > 0 {
		b.WriteString("\n")
	}
	for _, e := range c.exhibits {
		if len(e.table.rows) == 0 {
			continue
		}
		b.WriteString("### " + markdown(e.title) + "\n\n")
		if len(e.table.rows) > mostMailed {
			b.WriteString(t.sayCount("study.mail.long", int64(len(e.table.rows))) + "\n\n")
			continue
		}
		markdownTable(b, e)
		if e.note != "" {
			b.WriteString("_" + markdown(e.note) + "_\n\n")
		}
	}
}

func markdownTable(b *strings.Builder, e *exhibit) {
	for _, c := range e.table.columns {
		b.WriteString("| " + markdown(c.head) + " ")
	}
	b.WriteString("|\n")
	for _, c := range e.table.columns {
		if c.kind == ofWords {
			b.WriteString("|---")
		} else {
			b.WriteString("|---:")
		}
	}
	b.WriteString("|\n")
	for _, r := range e.table.rows {
		for _, c := range r {
			b.WriteString("| " + markdown(c.text) + " ")
		}
		b.WriteString("|\n")
	}
	b.WriteString("\n")
}
