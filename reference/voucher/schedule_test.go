package voucher_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

const (
	astana   voucher.Territory = 710000000
	almaty   voucher.Territory = 750000000
	shymkent voucher.Territory = 790000000
)

// prices are a country's value and those of two cities, one of them raised.
func prices() []voucher.Dated {
	first, raised := voucher.Date(2025, 1, 1), voucher.Date(2026, 1, 1)
	return []voucher.Dated{
		{Parameter: voucher.GasPrice, Territory: almaty, From: raised, Value: 62_43, Source: "tax of 16 %"},
		{Parameter: voucher.GasPrice, From: first, Value: 50_00, Source: "model"},
		{Parameter: voucher.GasPrice, Territory: almaty, From: first, Value: 60_27, Source: "tax of 12 %"},
		{Parameter: voucher.GasPrice, Territory: astana, From: raised, Value: 54_79, Source: "tax of 16 %"},
		{Parameter: voucher.GasWindowTo, From: first, Value: 29, Source: "gas ¶6"},
	}
}

func newSchedule(t interface{ Fatalf(string, ...any) }, settings ...voucher.Setting) *voucher.Schedule {
	s, err := voucher.NewSchedule(prices(), settings)
	if err != nil {
		t.Fatalf("NewSchedule: %v", err)
	}
	return s
}

func TestValuesInForce(t *testing.T) {
	raised := voucher.Date(2026, 1, 1)
	changed := voucher.Date(2026, 2, 1)
	for _, tt := range []struct {
		name      string
		settings  []voucher.Setting
		territory voucher.Territory
		day       voucher.Day
		want      int64
		why       string
	}{
		{"day before the first", nil, almaty, voucher.Date(2024, 12, 31), 0, "no value yet"},
		{"first day", nil, almaty, voucher.Date(2025, 1, 1), 60_27, "from this day on"},
		{"day before the change", nil, almaty, raised - 1, 60_27, "the old value still holds"},
		{"day of the change", nil, almaty, raised, 62_43, "the new one holds from its first day"},
		{"day after the change", nil, almaty, raised + 1, 62_43, "and on"},
		{"another territory", nil, shymkent, raised, 50_00, "without a value of its own the country's holds"},
		{"a territory before its own", nil, astana, raised - 1, 50_00, "the country's until its own begins"},
		{"a territory's own", nil, astana, raised, 54_79, "its own goes before the country's"},
		{"the country", nil, voucher.Country, raised, 50_00, "no territory's value is the country's"},
		{"set from the beginning", []voucher.Setting{{Path: "gas.price", Territory: almaty, Value: 1}}, almaty, voucher.Date(2025, 1, 1), 1, "a setting without a day replaces all"},
		{"set elsewhere", []voucher.Setting{{Path: "gas.price", Territory: almaty, Value: 1}}, astana, raised, 54_79, "a territory's setting is its own"},
		{"set for the country", []voucher.Setting{{Path: "gas.price", From: changed, Value: 2}}, almaty, changed, 2, "a country's setting holds everywhere"},
		{"set for the country, day before", []voucher.Setting{{Path: "gas.price", From: changed, Value: 2}}, almaty, changed - 1, 62_43, "what held before stays"},
		{"set for the country, where nothing of its own was", []voucher.Setting{{Path: "gas.price", From: changed, Value: 2}}, shymkent, changed - 1, 50_00, "what held before stays"},
		{"set between two values", []voucher.Setting{{Path: "gas.price", From: voucher.Date(2025, 6, 1), Value: 3}}, almaty, raised, 3, "a setting ends what was to come"},
		{"a later setting", []voucher.Setting{{Path: "gas.price", From: changed, Value: 2}, {Path: "gas.price", Territory: almaty, From: changed + 9, Value: 4}}, almaty, changed + 9, 4, "the last word counts"},
		{"before the later setting", []voucher.Setting{{Path: "gas.price", From: changed, Value: 2}, {Path: "gas.price", Territory: almaty, From: changed + 9, Value: 4}}, almaty, changed + 8, 2, "from its day on only"},
		{"an earlier day set later", []voucher.Setting{{Path: "gas.price", From: changed + 9, Value: 2}, {Path: "gas.price", From: changed, Value: 4}}, almaty, changed + 9, 4, "the last word counts from its day on"},
		{"a new territory", []voucher.Setting{{Path: "gas.price", Territory: shymkent, From: changed, Value: 5}}, shymkent, changed, 5, "a territory gets a value of its own"},
	} {
		s := newSchedule(t, tt.settings...)
		if got := s.At(voucher.GasPrice, tt.territory, tt.day); got != tt.want {
			t.Errorf("%s: gas.price in %s on %s = %d, want %d\n%s", tt.name, tt.territory, tt.day, got, tt.want, tt.why)
		}
		if got := s.At(voucher.GasWindowTo, tt.territory, raised); got != 29 {
			t.Errorf("%s: gas.window.to_day = %d, want 29\na setting changes one parameter", tt.name, got)
		}
	}
}

func TestSettingsThatCannotBe(t *testing.T) {
	for _, tt := range []struct {
		s    voucher.Setting
		says string
	}{
		{voucher.Setting{Path: "gas.prize", Value: 1}, "no such parameter"},
		{voucher.Setting{Path: "gas.price", Value: -1}, "bounds"},
		{voucher.Setting{Path: "gas.window.to_day", Territory: almaty, Value: 29}, "bounds"},
	} {
		_, err := voucher.NewSchedule(prices(), []voucher.Setting{tt.s})
		if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), tt.s.Path) {
			t.Errorf("NewSchedule with %+v: %v, want an error that names the path and says %q", tt.s, err, tt.says)
		}
	}
	if panics(func() { newSchedule(t).Set(&voucher.Setting{Path: "gas.prize"}) }) == "" {
		t.Error("Set with an unknown path did not panic\nonly settings that pass Check are set")
	}
}

func TestNextChange(t *testing.T) {
	s := newSchedule(t, voucher.Setting{Path: "gas.window.to_day", From: voucher.Date(2026, 3, 1), Value: 31})
	for _, tt := range []struct {
		after, want voucher.Day
		ok          bool
		why         string
	}{
		{voucher.Date(2024, 12, 31), voucher.Date(2025, 1, 1), true, "the first values"},
		{voucher.Date(2025, 1, 1), voucher.Date(2026, 1, 1), true, "a change on the day itself is no longer to come"},
		{voucher.Date(2025, 12, 31), voucher.Date(2026, 1, 1), true, "the next day"},
		{voucher.Date(2026, 1, 1), voucher.Date(2026, 3, 1), true, "a change of any parameter"},
		{voucher.Date(2026, 3, 1), 0, false, "nothing changes any more"},
	} {
		if got, ok := s.NextChange(tt.after); got != tt.want || ok != tt.ok {
			t.Errorf("NextChange(%s) = %s, %v, want %s, %v\n%s", tt.after, got, ok, tt.want, tt.ok, tt.why)
		}
	}
}

func TestRowsAreACopy(t *testing.T) {
	s := newSchedule(t)
	rows := s.Rows(voucher.GasPrice)
	if len(rows) != 4 || rows[0].Territory != voucher.Country || rows[1].Territory != astana || rows[2].From >= rows[3].From {
		t.Fatalf("Rows = %+v, want four, sorted by territory and day", rows)
	}
	for i := range rows {
		rows[i].Value = 0
	}
	if got := s.At(voucher.GasPrice, voucher.Country, voucher.Date(2026, 1, 1)); got != 50_00 {
		t.Errorf("a caller's copy changed the value to %d, want 50.00", got)
	}
	s.Replace(voucher.GasPrice, rows[:1])
	if got := s.At(voucher.GasPrice, almaty, voucher.Date(2026, 1, 1)); got != 0 {
		t.Errorf("after Replace the value is %d, want that of the one row left", got)
	}
}

// drawSettings draws settings of two parameters over some days and territories.
func drawSettings(t *rapid.T) []voucher.Setting {
	one := rapid.Custom(func(t *rapid.T) voucher.Setting {
		return voucher.Setting{
			Path:      "gas.price",
			Territory: rapid.SampledFrom([]voucher.Territory{voucher.Country, astana, almaty, shymkent}).Draw(t, "territory"),
			From:      voucher.Date(2025, 12, 25) + voucher.Day(rapid.Int32Range(0, 14).Draw(t, "from")),
			Value:     rapid.Int64Range(1, 100).Draw(t, "value"),
		}
	})
	return rapid.SliceOfN(one, 0, 8).Draw(t, "settings")
}

// inForce says by the plainest means what holds on a day: the last setting that
// speaks of the day and of the territory or of the country, else the values
// that were there before.
func inForce(settings []voucher.Setting, t voucher.Territory, d voucher.Day) int64 {
	for i := len(settings) - 1; i >= 0; i-- {
		if s := settings[i]; s.From <= d && (s.Territory == t || s.Territory == voucher.Country) {
			return s.Value
		}
	}
	value, own := int64(0), false
	for _, row := range []voucher.Dated{prices()[1], prices()[2], prices()[0], prices()[3]} {
		if row.From <= d && (row.Territory == t || (row.Territory == voucher.Country && !own)) {
			value, own = row.Value, row.Territory == t
		}
	}
	return value
}

// TestTheLastSettingHolds: whatever was set, a value in force is that of the
// last setting that speaks of the day and place.
func TestTheLastSettingHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		settings := drawSettings(t)
		s := newSchedule(t, settings...)
		for _, territory := range []voucher.Territory{voucher.Country, astana, almaty, shymkent} {
			for d := voucher.Date(2025, 12, 23); d <= voucher.Date(2026, 1, 10); d++ {
				if got, want := s.At(voucher.GasPrice, territory, d), inForce(settings, territory, d); got != want {
					t.Fatalf("gas.price in %s on %s = %d, want %d", territory, d, got, want)
				}
			}
		}
	})
}

// TestAChangeNeverAltersThePast (FOOD-ADJUSTMENT-001): one more setting leaves
// every day before its own as it was.
func TestAChangeNeverAltersThePast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		settings := drawSettings(t)
		before, after := newSchedule(t, settings...), newSchedule(t, settings...)
		change := append(drawSettings(t), voucher.Setting{Path: "gas.price", From: voucher.Date(2026, 1, 3), Value: 7})[0]
		after.Set(&change)
		for _, territory := range []voucher.Territory{voucher.Country, astana, almaty, shymkent} {
			for d := voucher.Date(2024, 12, 30); d < change.From; d++ {
				was, is := before.At(voucher.GasPrice, territory, d), after.At(voucher.GasPrice, territory, d)
				if was != is {
					t.Fatalf("setting %+v turns gas.price in %s on %s from %d into %d", change, territory, d, was, is)
				}
			}
		}
	})
}

// TestNothingChangesBeforeTheNextChange: a machine that looks at the day of the
// next change alone misses nothing.
func TestNothingChangesBeforeTheNextChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newSchedule(t, drawSettings(t)...)
		day := voucher.Date(2025, 12, 20) + voucher.Day(rapid.Int32Range(0, 25).Draw(t, "day"))
		next, ok := s.NextChange(day)
		if ok && next <= day {
			t.Fatalf("after %s the next change is %s", day, next)
		}
		if !ok {
			next = day + 100
		}
		for _, territory := range []voucher.Territory{voucher.Country, astana, almaty, shymkent} {
			for d := day; d < next; d++ {
				if got, want := s.At(voucher.GasPrice, territory, d), s.At(voucher.GasPrice, territory, day); got != want {
					t.Fatalf("gas.price in %s is %d on %s and %d on %s; the next change is said to be on %s", territory, want, day, got, d, next)
				}
			}
		}
	})
}

// TestACountryEndsWhatATownHadOfItsOwn: after a value for the whole country a town
// follows its region again, until it is given a value of its own.
func TestACountryEndsWhatATownHadOfItsOwn(t *testing.T) {
	const akmola, kokshetau voucher.Territory = 110000000, 111010000
	day := func(n int) voucher.Day { return voucher.Date(2026, 2, n) }
	settings := []voucher.Setting{
		{Path: "gas.price", Territory: kokshetau, From: day(1), Value: 1}, {Path: "gas.price", From: day(3), Value: 2},
		{Path: "gas.price", Territory: akmola, From: day(5), Value: 3}, {Path: "gas.price", Territory: kokshetau, From: day(7), Value: 4},
		{Path: "gas.price", Territory: akmola, From: day(9), Value: 5},
	}
	s := newSchedule(t, settings...)
	for _, tt := range []struct {
		day  voucher.Day
		want int64
		why  string
	}{
		{day(2), 1, "the town's own"},
		{day(3), 2, "the country's replaces the town's"},
		{day(4), 2, "and goes on"},
		{day(5), 3, "the region's reaches a town without a value of its own"},
		{day(7), 4, "the town's own goes before its region's"},
		{day(9), 4, "a new value of the region leaves the town's own"},
	} {
		if got := s.At(voucher.GasPrice, kokshetau, tt.day); got != tt.want {
			t.Errorf("gas.price in %s on %s = %d, want %d\n%s", kokshetau, tt.day, got, tt.want, tt.why)
		}
	}
	if got := s.At(voucher.GasPrice, almaty, day(5)); got != 2 {
		t.Errorf("gas.price in %s on %s = %d, want 2\nanother region's value is nothing to it", almaty, day(5), got)
	}
}
