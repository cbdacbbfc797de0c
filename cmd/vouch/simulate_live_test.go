package main

import (
	"testing"
	"time"
)

func TestTimeLeftIsToldOnceItCanBeKnown(t *testing.T) {
	for _, tt := range []struct {
		after      time.Duration
		lived, all int64
		want       bool
		why        string
	}{
		{time.Millisecond, 1, 100_000, false, "a first block says nothing of the others"},
		{time.Second - 1, 4_999, 100_000, false, "just before both"},
		{time.Second, 1, 100_000, true, "a second has passed"},
		{time.Millisecond, 5_000, 100_000, true, "a twentieth is done"},
	} {
		if got := foreseeable(tt.after, tt.lived, tt.all); got != tt.want {
			t.Errorf("foreseeable(%v, %d, %d) = %v, want %v\n%s", tt.after, tt.lived, tt.all, got, tt.want, tt.why)
		}
	}
}
