package when

import (
	"testing"
	"time"
)

// The county's day begins at 16:00 UTC of the day before.
func TestInstantDay(t *testing.T) {
	for utc, want := range map[string]string{
		"2025-03-01T15:59:59Z": "2025-03-01", "2025-03-01T16:00:00Z": "2025-03-02",
		"1969-12-31T15:59:59Z": "1969-12-31", "1969-12-31T16:00:00Z": "1970-01-01",
	} {
		at, err := time.Parse(time.RFC3339, utc)
		if err != nil {
			t.Fatal(err)
		}
		d := At(at).Day()
		if d.String() != want || d.Start() > At(at) || (d+1).Start() <= At(at) {
			t.Errorf("%s falls on %s (from %s), want %s", utc, d, d.Start(), want)
		}
	}
}

func TestParseDay(t *testing.T) {
	for s, ok := range map[string]bool{"2020-02-29": true, "2020-02-30": false, "2021-02-29": false, "2020-2-3": false,
		"": false, "2020-13-01": false} {
		d, err := ParseDay(s)
		if (err == nil) != ok || ok && d.String() != s {
			t.Errorf("%q: %v, %v", s, d, err)
		}
	}
	if Open.String() != "" {
		t.Error("a day without end is written as nothing")
	}
}

func TestPeriod(t *testing.T) {
	p := Period{10, 20}
	if !p.Holds(10) || p.Holds(20) || p.Holds(9) || !p.Overlaps(Period{19, Open}) || p.Overlaps(Period{20, 30}) ||
		p.Overlaps(Period{0, 10}) {
		t.Error("periods hold their first day and not their last")
	}
}
