package reports

import (
	"bytes"
	"fmt"
	"html/template"
	"io"

	"github.com/vouch-kz/vouch/reports/chart"
)

// The widths that pictures of a page are drawn in, in pixels: for a screen and for a
// phone. Style chooses.
const (
	wideWidth   = 780
	narrowWidth = 340
)

// voicesModel is what a page is filled with that holds a report once in each language.
type voicesModel struct {
	Lang      string
	Languages []pageChoice
	Kind      template.HTML // of report, in every language
	Title     string
	Titles    map[string]string
	Policy    string
	Style     template.CSS
	Script    template.JS
	Voices    []template.HTML // the report in each language
}

// voiceModel is what the report in one language is filled with.
type voiceModel struct {
	Name                               string // of the page
	State, Question, Sentence, Caution string
	Facts                              [][2]string
	Alerts                             []string
	Tiles                              []voiceTile
	Answers                            []voiceAnswer
	Chapters                           []voiceChapter
	Command                            string // that gives the same results; "": no command alone does
	Manifest                           [][2]string

	Lang string // set by writeVoices
}

// voiceTile is a figure that is read first, as a page writes it and as a workbook holds it.
type voiceTile struct {
	Word, Value, Below, State string
	figure                    figureCell // known where it is a number
}

type voiceAnswer struct{ Question, Sentence, State string }

type voiceChapter struct {
	ID, Title, Lead string
	Items           []string
	Exhibits        []voiceExhibit
}

type voiceExhibit struct {
	ID, Title, Note string
	File            string // under which the table is saved; "": it is not
	Address         template.URL
	Wide, Narrow    template.HTML
	Folded          bool
	Columns         []voiceColumn
	Rows            [][]voiceCell
}

// picture draws for a screen and for a phone; told is what somebody hears who does not
// see it.
func (v *voiceExhibit) picture(draw func(width int) *chart.Picture, told string) {
	v.Wide = template.HTML(draw(wideWidth).SVG(told))     //nolint:gosec // the drawing escapes
	v.Narrow = template.HTML(draw(narrowWidth).SVG(told)) //nolint:gosec // the drawing escapes
}

type voiceColumn struct {
	Head  string
	Right bool
}

type voiceCell struct {
	Text, Class string
	Head        bool
}

// writeVoices writes a page that holds a report once in each language and begins with
// one of them; kind is the id of what kind of report it is.
func writeVoices(w io.Writer, begin Language, kind string, tell func(Language) *voiceModel) error {
	p := newPage(begin)
	style, err := joined("page/page.css", "page/voices.css")
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	script, err := joined("page/choices.js", "page/voices.js")
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	m := &voicesModel{Lang: string(begin), Languages: p.choices(), Kind: p.say(kind), Titles: map[string]string{},
		Policy: policy(style, script), Style: template.CSS(style), Script: template.JS(script)} //nolint:gosec // our own files
	for i, l := range Languages() {
		voice := tell(l)
		voice.Lang = string(l)
		text, err := filled("voice", p.speeches[i].say, voice)
		if err != nil {
			return fmt.Errorf("page: %w", err)
		}
		m.Voices = append(m.Voices, template.HTML(text)) //nolint:gosec // made by a template that escapes
		m.Titles[string(l)] = voice.Name + " · vouch"
	}
	m.Title = m.Titles[string(begin)]
	text, err := filled("voices", p.say, m)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	_, err = w.Write(text)
	return err
}

// filled is a template of the page, filled in; say is how it says an id.
func filled(name string, say, model any) ([]byte, error) {
	parsed, err := template.New(name).Funcs(template.FuncMap{"say": say}).ParseFS(pageFiles, "page/*.html")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = parsed.ExecuteTemplate(&b, name, model)
	return b.Bytes(), err
}
