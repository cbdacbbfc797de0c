package conformance

import (
	"context"
	"runtime"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Target is a build to be judged.
type Target struct {
	// World makes fresh systems of the build.
	World voucher.World
	// Wire is the client below World where the build is reached over HTTP; nil
	// elsewhere: checks that need a wire are then unsupported.
	Wire *wire.Client
	// Address says in reports how the build was reached.
	Address string
	// Production is a client of the same build in production mode, whose control
	// plane, where the client looks for it, must not be there; nil: that is not
	// looked at.
	Production *wire.Client

	// Restart stops the build and starts it again; it returns when a system that World
	// made answers again, with what was there before. nil: over HTTP the control plane
	// is asked, elsewhere nothing is started again. errors.ErrUnsupported says that the
	// build cannot.
	Restart func(ctx context.Context, s voucher.System) error

	// Logs are the files that the build writes its log into; what a run adds to them is
	// looked through for secrets. None: that is not looked at.
	Logs []string
	// Metrics is the address of the build's metrics, such as
	// "http://127.0.0.1:9090/metrics"; "": they are not looked at.
	Metrics string

	// Of a recorded run: it had a wire, a build in production mode, a token of the
	// control plane, test identities, a log and metrics, and was started again.
	wired, produced, guarded, named, logged, measured, restarted bool
}

// Of makes a world of what a build in Go has anyway: what it can do, and a function
// that makes a fresh system of a setup. It must serve several goroutines.
func Of(can voucher.Capabilities, fresh func(*voucher.Setup) (voucher.System, error)) voucher.World {
	return ofBuild{can, fresh}
}

type ofBuild struct {
	can   voucher.Capabilities
	fresh func(*voucher.Setup) (voucher.System, error)
}

func (b ofBuild) New(_ context.Context, s *voucher.Setup) (voucher.System, error) { return b.fresh(s) }

func (b ofBuild) Capabilities(context.Context) (voucher.Capabilities, error) { return b.can, nil }

// Shared makes a world whose systems take several callers at a time of one whose
// systems serve a single goroutine: each stands behind voucher.Serial, and the
// capabilities say Concurrent. A build in Go that is used behind such a lock is raced
// through it; one that takes several callers by itself says so, and needs no other
// door.
func Shared(w voucher.World) voucher.World { return shared{w} }

type shared struct{ world voucher.World }

func (w shared) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.world.New(ctx, s)
	if err != nil {
		return nil, err
	}
	return &sharedSystem{voucher.Serial(&patient{system}), system}, nil
}

// sharedSystem is a system behind its lock.
type sharedSystem struct {
	voucher.System
	inner voucher.System
}

// RestartShared makes a Target.Restart for the world that Shared made of one whose
// systems a function starts again. Nobody else may be asking the system meanwhile.
func RestartShared(restart func(context.Context, voucher.System) error) func(context.Context, voucher.System) error {
	return func(ctx context.Context, s voucher.System) error {
		if one, ok := s.(*sharedSystem); ok {
			s = one.inner
		}
		return restart(ctx, s)
	}
}

func (w shared) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	c, err := w.world.Capabilities(ctx)
	c.Concurrent = err == nil
	return c, err
}

// patient lets others come to the door before it begins: a call in process is over
// so soon that on one processor nobody would ever meet there.
type patient struct{ system voucher.System }

func (p *patient) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	runtime.Gosched()
	return p.system.Do(ctx, cmd)
}

func (p *patient) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	return p.system.Advance(ctx, to)
}

func (p *patient) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	runtime.Gosched()
	return p.system.Query(ctx, q)
}

// Suspect is a build that is known to be wrong in one way. A failure that it
// shares in every answer is said to be like it.
type Suspect struct {
	ID          string
	Title       voucher.Text
	Requirement voucher.RequirementID // the demand that it breaks
	World       voucher.World
}
