package reports

import (
	"io"
	"strings"

	"github.com/vouch-kz/vouch/conformance"
)

// DoctorText writes a line for each probe of a build, and below it what to do where
// something is amiss. Lines are broken at a width, in characters; 0 breaks none, so
// that programs find one probe in one line.
func DoctorText(w io.Writer, probes []conformance.Probe, l Language, width int) error {
	marks := map[conformance.ProbeState]string{conformance.Healthy: good, conformance.Sick: bad, conformance.NotLooked: none}
	var b strings.Builder
	for i := range probes {
		p := &probes[i]
		b.WriteString(hanging(marks[p.State]+" ", Told(p.Name, l)+": "+Told(p.Said, l), width))
		if fix := Told(p.Fix, l); fix != "" {
			b.WriteString(hanging("  → ", fix, width))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// hanging writes a text behind a mark; its further lines begin where the first does.
func hanging(mark, text string, width int) string {
	indent := len([]rune(mark))
	if width > 0 {
		text = Paragraph(text, max(1, width-indent))
	}
	return mark + strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", indent)) + "\n"
}
