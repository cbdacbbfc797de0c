package wire

import (
	"cmp"
	"time"
)

// Limits bound what a server takes. A zero field has the value of
// StandardLimits.
type Limits struct {
	Body        int64         // bytes of a request of the data plane
	ControlBody int64         // bytes of a request of the control plane: a setup may name ten thousands of people
	Bodies      int64         // bytes of all bodies that are read and not yet answered: one more is answered busy
	Turn        time.Duration // that a body above 64 KiB waits until two others are done with: then it is answered busy
	InFlight    int           // requests at a time, those that wait for their turn included: one more is answered busy
	Headers     int           // bytes of a request's headers
	Worlds      int           // worlds at a time
	Events      int           // of the ledgers of all worlds: one that has no room ends, and who reads to its end is told
	Tokens      int           // of all worlds, by the control plane: one more is refused
	WorldIdle   time.Duration // a world that nobody used for so long makes room when the limit is reached
	ReadHeaders time.Duration // to read a request's headers
	Read        time.Duration // to read a request
	Write       time.Duration // to answer it
	Idle        time.Duration // between two requests of a connection
}

// standardLimits returns 16 MiB for a request, so that the longest list fits,
// 32 MiB for a setup, 128 MiB for all bodies, five seconds for the turn of a large
// one, 1,024 requests at a time, 64 KiB of headers, 1,024 worlds that make room after ten idle minutes, 2,097,152 events of
// all ledgers (some 300 MB) and 524,288 tokens, ten seconds to
// read the headers and half a minute the request, two minutes to answer and two
// minutes between requests.
func standardLimits() Limits {
	return Limits{Body: 16 << 20, ControlBody: 32 << 20, Bodies: 128 << 20, Turn: 5 * time.Second, InFlight: 1024, Headers: 64 << 10,
		Worlds: 1024, Events: 1 << 21, Tokens: 1 << 19, WorldIdle: 10 * time.Minute,
		ReadHeaders: 10 * time.Second, Read: 30 * time.Second, Write: 2 * time.Minute, Idle: 2 * time.Minute}
}

// orStandard fills what is zero.
func (l Limits) orStandard() Limits {
	s := standardLimits()
	return Limits{Body: cmp.Or(l.Body, s.Body), ControlBody: cmp.Or(l.ControlBody, s.ControlBody), Bodies: cmp.Or(l.Bodies, s.Bodies),
		Turn: cmp.Or(l.Turn, s.Turn), InFlight: cmp.Or(l.InFlight, s.InFlight), Headers: cmp.Or(l.Headers, s.Headers),
		Worlds: cmp.Or(l.Worlds, s.Worlds), Events: cmp.Or(l.Events, s.Events), Tokens: cmp.Or(l.Tokens, s.Tokens), WorldIdle: cmp.Or(l.WorldIdle, s.WorldIdle),
		ReadHeaders: cmp.Or(l.ReadHeaders, s.ReadHeaders), Read: cmp.Or(l.Read, s.Read),
		Write: cmp.Or(l.Write, s.Write), Idle: cmp.Or(l.Idle, s.Idle)}
}
