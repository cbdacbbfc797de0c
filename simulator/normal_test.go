package simulator_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the generated and golden files of this package anew")

// TestNormalTableIsGenerated holds normal.go against the inverse error
// function, so that nobody has to believe 2,048 numbers.
func TestNormalTableIsGenerated(t *testing.T) {
	const points, perLine = 4096, 12
	var want strings.Builder
	want.WriteString("package simulator\n\n" +
		"// normalHalf holds the upper half of 4,096 quantiles of the standard normal\n" +
		"// distribution, at the middle of each of 4,096 equally likely parts, in parts of\n" +
		"// 2^24. The lower half is its mirror. TestNormalTableIsGenerated writes it\n" +
		"// (go test ./simulator -run NormalTable -update) and checks it.\n" +
		"var normalHalf = [2048]int32{")
	for i := points / 2; i < points; i++ {
		if (i-points/2)%perLine == 0 {
			want.WriteString("\n\t")
		} else {
			want.WriteString(" ")
		}
		middle := (float64(i) + 0.5) / points
		fmt.Fprintf(&want, "%d,", int64(math.Round(math.Sqrt2*math.Erfinv(2*middle-1)*(1<<24))))
	}
	want.WriteString("\n}\n")

	if *update {
		if err := os.WriteFile("normal.go", []byte(want.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("normal.go")
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(got), "\r\n", "\n") != want.String() {
		t.Error("normal.go differs from the normal distribution; write it anew with -update and explain the change")
	}
}
