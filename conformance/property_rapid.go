package conformance

import (
	"errors"
	"flag"
	"fmt"
	"reflect"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// rapid draws the lives, from go test and from a program alike. It keeps its
// settings in flags of the process, so that they are set under a lock, every
// one of them, and put back as soon as a life has begun: from there on rapid
// reads none, and lives of several runs go on side by side.

var (
	rapidLock  sync.Mutex
	rapidReady sync.Once
)

// rapidFlags are all settings of rapid with what a life needs. The environment
// sets defaults for them, so that none may be left alone.
func rapidFlags(seed uint64, shrink time.Duration) map[string]string {
	return map[string]string{
		"rapid.checks": oneCheck(), "rapid.steps": "30", "rapid.failfile": "", "rapid.nofailfile": "true", "rapid.log": "false", "rapid.v": "false",
		"rapid.debug": "false", "rapid.debugvis": "false", "rapid.shrinktime": shrink.String(), "rapid.seed": strconv.FormatUint(max(1, seed), 10),
	}
}

// oneCheck is how many checks rapid has to be asked for to make one: under
// go test -short it makes a fifth.
func oneCheck() string {
	if short := flag.Lookup("test.short"); short != nil && short.Value.String() == "true" {
		return "5"
	}
	return "1"
}

// drawLife lets rapid draw one life from a seed. A life that panics is an error,
// and so is one that rapid did not carry to its end.
func drawLife(seed uint64, life func(t *rapid.T)) error {
	var panicked error
	err := rapidly(seed, 0, func(t *rapid.T) {
		defer func() {
			if r := recover(); r != nil {
				if isRapid(r) {
					panic(r)
				}
				panicked = fmt.Errorf("%v, %s", r, faultPlace())
			}
		}()
		life(t)
	})
	return errors.Join(panicked, err)
}

// isRapid reports whether a panic is a signal of rapid's own.
func isRapid(r any) bool { return reflect.TypeOf(r).PkgPath() == "pgregory.net/rapid" }

// rapidly runs one check of rapid and returns what it complains of. With a time
// to shrink, rapid carries a failing property out again and again; the lock is
// held as long.
func rapidly(seed uint64, shrink time.Duration, property func(t *rapid.T)) error {
	rapidLock.Lock()
	var once sync.Once
	release := func() { once.Do(rapidLock.Unlock) }
	defer release()
	restore, err := setRapid(seed, shrink)
	if err != nil {
		return err
	}
	var begun sync.Once
	court := &rapidCourt{}
	passed := false
	done := make(chan struct{})
	go func() { // FailNow may end the goroutine
		defer close(done)
		defer func() {
			if r := recover(); r != nil {
				court.Errorf("panic: %v", r)
			}
		}()
		rapid.Check(court, func(t *rapid.T) {
			if shrink == 0 {
				begun.Do(func() {
					restore()
					release()
				})
			}
			court.asked = true
			property(t)
		})
		passed = true // only where Check has returned
	}()
	<-done
	if shrink != 0 {
		restore()
	}
	switch {
	case len(court.errors) > 0:
		return errors.New(court.errors[0])
	case !passed, !court.asked:
		return errors.New("rapid: the check did not come to its end")
	}
	return nil
}

// setRapid sets all flags of rapid for one life, and returns what puts them back.
func setRapid(seed uint64, shrink time.Duration) (restore func(), err error) {
	rapidReady.Do(func() {
		// rapid asks testing.Short, which wants flags that are declared and parsed; a
		// program that stands in a test binary has the first alone.
		if flag.CommandLine.Lookup("test.short") == nil {
			testing.Init()
		}
		if !flag.Parsed() {
			_ = flag.CommandLine.Parse(nil)
		}
	})
	before := map[string]string{}
	for name, value := range rapidFlags(seed, shrink) {
		before[name] = flag.Lookup(name).Value.String()
		if err := flag.Set(name, value); err != nil {
			return nil, fmt.Errorf("rapid: %w", err)
		}
	}
	return func() {
		for name, value := range before {
			_ = flag.Set(name, value) // it was read from there
		}
	}, nil
}

// rapidCourt is what rapid reports to: a testing.T of one check.
type rapidCourt struct {
	errors []string
	failed bool
	asked  bool // the property was carried out
}

var _ rapid.TB = (*rapidCourt)(nil)

// Name is one under which no fail file lies, wherever the program runs.
func (*rapidCourt) Name() string         { return "vouch-properties-without-fail-files" }
func (*rapidCourt) Helper()              {}
func (*rapidCourt) Logf(string, ...any)  {}
func (*rapidCourt) Log(...any)           {}
func (*rapidCourt) Skipf(string, ...any) { runtime.Goexit() }
func (*rapidCourt) Skip(...any)          { runtime.Goexit() }
func (*rapidCourt) SkipNow()             { runtime.Goexit() }
func (c *rapidCourt) Error(args ...any)  { c.Errorf("%s", fmt.Sprint(args...)) }
func (c *rapidCourt) Fatal(args ...any)  { c.Fatalf("%s", fmt.Sprint(args...)) }
func (c *rapidCourt) Fail()              { c.failed = true }
func (c *rapidCourt) Failed() bool       { return c.failed }
func (c *rapidCourt) FailNow()           { c.failed = true; runtime.Goexit() }
func (c *rapidCourt) Errorf(format string, args ...any) {
	c.errors = append(c.errors, fmt.Sprintf(format, args...))
	c.failed = true
}

func (c *rapidCourt) Fatalf(format string, args ...any) {
	c.Errorf(format, args...)
	runtime.Goexit()
}

// lifeSeed is the seed of a life of a campaign. Neighbouring seeds of rapid share
// draws, and zero draws at random: these do neither.
func lifeSeed(campaign uint64, n int) uint64 {
	z := campaign + uint64(n+1)*0x9e3779b97f4a7c15
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	z ^= z >> 31
	return max(1, z)
}
