package scenarios

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Story is one demand told as steps with answers written by hand from the
// requirement, and cases that each change one thing of it: what must be refused
// stands beside what must be accepted.
type Story struct {
	Name        string // the path below story/ without .yaml: "gas/window_last_day"
	Requirement voucher.RequirementID
	Also        []voucher.RequirementID // further demands that it shows
	// Soft says that the story shows the half of a Must that is only a Should,
	// see Requirement.Should.
	Soft  bool
	Title voucher.Text
	// Needs are abilities of the target beside a clock and worlds, each one of
	// StoryNeeds.
	Needs    []string
	Tellings []Telling // the story as it stands, then one for each case; never empty
}

// Telling is one way through a story: what is asked of a fresh world, in order.
type Telling struct {
	ID       string       // "GAS-WINDOW-001/window_last_day", of a case ".../first_instant_after" behind it
	Case     string       // "" for the story as it stands
	Why      voucher.Text // of a case, if it says
	Setup    voucher.Setup
	Readings voucher.Readings // those of Setup
	Steps    []StoryStep
}

// StoryStep is one thing that is done or asked.
type StoryStep struct {
	Line int    // in the file, where the step or the case's change of it stands
	Name string // by which cases change it; "" for most
	As   string // binds what the step made, see Makes; "" for most
	// At is where the clock is moved first; zero: it stays.
	At    voucher.Instant
	Text  string // the command or the query as written, with $names; "": only the clock moves
	Ask   bool   // Text is a query
	Keyed bool   // Text gives an idempotency key of its own
	// Expect is what has to be answered; nil: anything accepted.
	Expect *Expectation
	Judged bool // the story is about this answer; else it only leads up to one

	setup  *voucher.Setup
	made   string
	number int // of the step in the file, the same in every telling
}

// Makes says what As is bound to: the field of the result, or of the record,
// that holds what the step made: code, purchase, loan, appeal, receipt or
// voucher; of a query for messages, message is the id of the last one listed.
// It is "" where a step makes nothing.
func (s *StoryStep) Makes() string { return s.made }

// nameUse is a field whose value is the name of what an earlier step made.
var nameUse = regexp.MustCompile(`(^|[ \t])([a-z_]+)=\$([^ \t]*)`)

// Command parses the step's line. resolve gives what stands in the place of
// $name: the number of a handle ("3"), or for a code its number among those
// shown ("$1"), which makes a voucher.Slot. Who naturally acts is filled in. It
// is an error that a name is not resolved; anything else is a fault of the
// caller, since the line was read before. Steps that do nothing give nil.
func (s *StoryStep) Command(resolve func(name string) (string, bool)) (voucher.Command, error) {
	if s.Ask || s.Text == "" {
		return nil, nil
	}
	line, err := fillNames(s.Text, resolve)
	if err != nil {
		return nil, err
	}
	c, _, err := voucher.ParseCommandIn(line, s.setup)
	return c, err
}

// Query is Command for a step that asks.
func (s *StoryStep) Query(resolve func(name string) (string, bool)) (*voucher.Query, error) {
	if !s.Ask {
		return nil, nil
	}
	line, err := fillNames(s.Text, resolve)
	if err != nil {
		return nil, err
	}
	return voucher.ParseQuery(line)
}

// fillNames puts what is resolved in the place of each $name.
func fillNames(line string, resolve func(name string) (string, bool)) (string, error) {
	var missing error
	filled := nameUse.ReplaceAllStringFunc(line, func(use string) string {
		head, name, _ := strings.Cut(use, "$")
		value, ok := resolve(name)
		if !ok {
			missing = fmt.Errorf("$%s stands for nothing: the step that makes it was not accepted, or made none", name)
		}
		return head + value
	})
	return filled, missing
}

// ReadStory reads a story strictly: what it does not know, what cannot be parsed
// and what cannot follow from what stands before is an error, never passed over.
// The name stands for the file in messages; what of it comes after "story/",
// without .yaml, is the story's name. An error is always Problems, with all that
// could be found at once.
func ReadStory(name string, data []byte) (*Story, error) {
	r := &storyReader{reader: &reader{name: name, opening: "kind: Story"}}
	body := r.parse(data)
	if body == nil {
		return nil, r.err()
	}
	r.source = strings.Split(string(data), "\n")
	s := r.story(body)
	if err := r.err(); err != nil {
		return nil, err
	}
	return s, nil
}

// storyName is the path of a story below the folder of all.
func storyName(file string) string {
	name := strings.TrimSuffix(file, ".yaml")
	if i := strings.LastIndex(name, "story/"); i >= 0 {
		name = name[i+len("story/"):]
	}
	return name
}

//go:embed story/*/*.yaml
var storyFiles embed.FS

// Stories returns the embedded library, sorted by name. The slice is the
// caller's; what it points to is shared and must not be changed. A bad file of
// ours panics.
func Stories() []Story { return slices.Clone(library()) }

var library = sync.OnceValue(func() []Story {
	files := must(fs.Glob(storyFiles, "story/*/*.yaml"))
	slices.Sort(files)
	all := make([]Story, len(files))
	for i, file := range files {
		all[i] = *must(ReadStory(file, must(storyFiles.ReadFile(file))))
	}
	return all
})
