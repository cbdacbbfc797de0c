package simulator

import (
	"fmt"
	"io/fs"
	"sync"

	"github.com/brianvoe/gofakeit/v6"
)

// The kinds of word in data/names.csv and the languages they come in.
var (
	nameKinds     = []string{"given_male", "given_female", "family_male", "family_female", "street", "store"}
	nameLanguages = []string{"kk", "ru"}
)

// nameLists holds the words by kind and language, "given_male.kk".
type nameLists map[string][]string

// readNames reads data/names.csv: common words only, so that no combination
// points to anybody.
func readNames(fsys fs.FS, sources sourceKeys) (nameLists, error) {
	s := openSheet(fsys, "data/names.csv", sources, "kind", "language", "word", "source")
	lists := nameLists{}
	for s.next() {
		kind := nameKinds[s.oneOf("kind", nameKinds...)]
		key := kind + "." + nameLanguages[s.oneOf("language", nameLanguages...)]
		word := s.text("word")
		s.source()
		s.once("word", key+" "+word)
		lists[key] = append(lists[key], word)
	}
	for _, kind := range nameKinds {
		for _, language := range nameLanguages {
			if len(lists[kind+"."+language]) == 0 {
				s.failWhole("has no %s in %s; write at least one", kind, language)
			}
		}
	}
	return lists, s.err
}

// registerNames teaches gofakeit, which knows neither Kazakh nor Russian, the
// embedded words: "{vouch.given_male.kk}". Its registry is global, hence once
// and under names of our own.
var registerNames = sync.OnceFunc(func() {
	for key, words := range DefaultFacts().names {
		info := gofakeit.Info{Display: key, Category: "vouch", Output: "string", Any: words}
		info.Generate = chooseWord
		gofakeit.AddFuncLookup("vouch."+key, info)
	}
})

// chooseWord draws one of the words that a lookup carries. The generator is
// the one behind the faker, and asking it for Intn is all there is to know
// about it.
func chooseWord[R interface{ Intn(n int) int }](r R, _ *gofakeit.MapParams, info *gofakeit.Info) (any, error) {
	words, ok := info.Any.([]string)
	if !ok {
		return nil, fmt.Errorf("lookup %s carries no words", info.Display)
	}
	return words[r.Intn(len(words))], nil
}

// keyedSource hands gofakeit the numbers of one stream in turn. Seeding does
// nothing: another person is another stream.
type keyedSource struct {
	stream Stream
	n      uint64
}

func (s *keyedSource) Uint64() uint64 {
	u := s.stream.At(s.n)
	s.n++
	return u
}

func (s *keyedSource) Int63() int64 { return int64(s.Uint64() >> 1) }

func (s *keyedSource) Seed(int64) {}
