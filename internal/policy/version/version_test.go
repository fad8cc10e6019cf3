package version

import (
	"errors"
	"strings"
	"testing"
	"time"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Which version is in force on a day: the latest first day that is not after it;
// of two from one day the one that was adopted last.
func TestInForce(t *testing.T) {
	all := []Version{
		{ID: 1, No: 1, State: Adopted, From: 100, AdoptedAt: 10},
		{ID: 2, No: 2, State: Adopted, From: 200, AdoptedAt: 11},
		{ID: 3, No: 3, State: Adopted, From: 150, AdoptedAt: 12}, // adopted later for an earlier day
		{ID: 4, No: 4, State: Proposed},
		{ID: 5, No: 5, State: Withdrawn, From: 160, AdoptedAt: 13},
		{ID: 6, No: 6, State: Adopted, From: 200, AdoptedAt: 14}, // takes the place of 2
		{ID: 7, No: 7, State: Adopted, From: 200, AdoptedAt: 14 - 1},
	}
	for day, want := range map[when.Day]ref.ID{99: 0, 100: 1, 149: 1, 150: 3, 160: 3, 199: 3, 200: 6, 9999: 6} {
		if v, ok := InForce(all, day); v.ID != want || ok != (want != 0) {
			t.Errorf("on day %d version %d is in force, want %d", day, v.ID, want)
		}
	}
	for i, want := range map[int]when.Day{0: 150, 2: 200, 1: 200, 5: when.Open, 6: 200} {
		if got := all[i].Until(all); got != want {
			t.Errorf("version %d ends on %d, want %d", i+1, got, want)
		}
	}
	same := []Version{{ID: 1, State: Adopted, From: 5, AdoptedAt: 9}, {ID: 2, State: Adopted, From: 5, AdoptedAt: 9}}
	if v, _ := InForce(same, 5); v.ID != 2 {
		t.Errorf("adopted at the same moment: %d", v.ID)
	}
}

// Every refusal of the rule, one row each.
func TestAdoptAndWithdraw(t *testing.T) {
	now := when.Date(2026, time.November, 24).Start()
	today := now.Day()
	proposed, reason := Version{No: 1, State: Proposed}, "理由"
	for _, c := range []struct {
		name string
		do   func() (Version, error)
		key  string
	}{
		{"today", func() (Version, error) { return proposed.adopt(1, today, reason, now) }, ""},
		{"yesterday", func() (Version, error) { return proposed.adopt(1, today-1, reason, now) }, "version.from-past"},
		{"no day", func() (Version, error) { return proposed.adopt(1, 0, reason, now) }, "input.required"},
		{"far", func() (Version, error) { return proposed.adopt(1, today+7*366, reason, now) }, "version.from-far"},
		{"no reason", func() (Version, error) { return proposed.adopt(1, today, "", now) }, "input.required"},
		{"a long reason", func() (Version, error) {
			return proposed.adopt(1, today, strings.Repeat("长", NoteMost+1), now)
		}, "input.too-long"},
		{"twice", func() (Version, error) { return Version{State: Adopted}.adopt(1, today, reason, now) },
			"version.not-proposed"},
		{"withdrawn", func() (Version, error) { return Version{State: Withdrawn}.adopt(1, today, reason, now) },
			"version.not-proposed"},
		{"take back a proposal", func() (Version, error) { return proposed.withdraw(1, reason, now) }, ""},
		{"take back what comes", func() (Version, error) {
			return Version{State: Adopted, From: today + 1}.withdraw(1, reason, now)
		}, ""},
		{"take back what holds", func() (Version, error) {
			return Version{State: Adopted, From: today}.withdraw(1, reason, now)
		}, "version.in-force"},
		{"take back twice", func() (Version, error) { return Version{State: Withdrawn}.withdraw(1, reason, now) },
			"version.withdrawn-before"},
		{"take back for nothing", func() (Version, error) { return proposed.withdraw(1, "", now) }, "input.required"},
	} {
		v, err := c.do()
		key := ""
		var no *text.Refusal
		var in text.InputErrors
		switch {
		case errors.As(err, &no):
			key = no.Key
		case errors.As(err, &in):
			key = in[0].Key
		}
		if key != c.key {
			t.Errorf("%s: %q, want %q", c.name, key, c.key)
		}
		if err == nil && v.State == Proposed {
			t.Errorf("%s: nothing happened", c.name)
		}
	}
}

// What can be kept at all is judged before it is read as a pack.
func TestLimits(t *testing.T) {
	many := make([]File, FilesMost+1)
	for _, c := range []struct {
		name, key string
		files     []File
	}{
		{"good", "", []File{{"a.txt", "x"}, {"B-2_c.txt", "y"}}},
		{"many", "version.many", many},
		{"twice", "version.twice", []File{{"a.txt", "x"}, {"a.txt", "y"}}},
		{"a folder", "version.name", []File{{"a/b.txt", "x"}}},
		{"another kind", "version.name", []File{{"a.md", "x"}}},
		{"a long name", "version.name", []File{{strings.Repeat("a", nameMost) + ".txt", "x"}}},
		{"long", "input.too-long", []File{{"a.txt", strings.Repeat("长", FileMost+1)}}},
		{"a control character", "input.unfit", []File{{"a.txt", "x\x00"}}},
	} {
		var in text.InputErrors
		err := limits(Tidy(c.files))
		if errors.As(err, &in) != (c.key != "") || c.key != "" && in[0].Key != c.key {
			t.Errorf("%s: %v, want %q", c.name, err, c.key)
		}
	}
}
