package wire

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// LimitConnections returns a listener that takes so many connections at a time.
// One more is answered 503 with Retry-After, where plain says that it speaks
// HTTP without TLS, and closed at once: it costs neither memory nor a goroutine
// that waits. refused counts those.
func LimitConnections(l net.Listener, limit int, plain bool, refused *atomic.Int64) net.Listener {
	return &limited{Listener: l, limit: int64(limit), plain: plain, refused: refused}
}

type limited struct {
	net.Listener
	limit   int64
	plain   bool
	open    atomic.Int64
	refused *atomic.Int64
}

// busy is what a connection too many is told.
const busy = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

// refusal is how long a connection too many may take to be told: its first packet
// goes into the socket's own buffer.
const refusal = 10 * time.Millisecond

// Accept returns the next connection that there is room for.
func (l *limited) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if l.open.Add(1) <= l.limit {
			return &limitedConn{Conn: c, open: &l.open}, nil
		}
		l.open.Add(-1)
		l.refused.Add(1)
		if l.plain && c.SetWriteDeadline(time.Now().Add(refusal)) == nil {
			_, _ = c.Write([]byte(busy)) // who does not listen is not told
		}
		_ = c.Close() // it was never served
	}
}

// limitedConn gives its room back, once.
type limitedConn struct {
	net.Conn
	once sync.Once
	open *atomic.Int64
}

func (c *limitedConn) Close() error {
	c.once.Do(func() { c.open.Add(-1) })
	return c.Conn.Close()
}
