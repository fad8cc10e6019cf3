package risks

import (
	"testing"

	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Likelihood times severity, and the bounds of the levels to the point.
func TestGrade(t *testing.T) {
	by := Grading{High: 15, Middle: 8}
	for _, x := range []struct {
		g     Grade
		value int64
		level string
	}{
		{Grade{"5", "5"}, 25, High}, {Grade{"3", "5"}, 15, High}, {Grade{"3", "4"}, 12, Middle},
		{Grade{"2", "4"}, 8, Middle}, {Grade{"2", "3"}, 6, Low}, {Grade{"1", "1"}, 1, Low}, {Grade{"", "5"}, 0, Low},
	} {
		if x.g.Value() != x.value || by.Level(x.g.Value()) != x.level {
			t.Errorf("%v: %d %s", x.g, x.g.Value(), by.Level(x.g.Value()))
		}
	}
	if by.Level(14) != Middle || by.Level(7) != Low {
		t.Error("14 is middle, 7 is low")
	}
}

// A review lies ahead, a year at most.
func TestReviewed(t *testing.T) {
	today := when.Date(2026, 6, 1)
	for next, want := range map[when.Day]string{0: "", today: "", today - 1: "risk.review.past",
		when.Date(2027, 6, 1): "", when.Date(2027, 6, 2): "risk.review.far"} {
		var errs text.InputErrors
		if reviewed(next, today, &errs); first(errs) != want {
			t.Errorf("%s: %q", next, first(errs))
		}
	}
}

func first(errs text.InputErrors) string {
	if len(errs) == 0 {
		return ""
	}
	return errs[0].Key
}

// Measures that are not in place are a problem, and a problem has a remedy; no day to come.
func TestCheckSays(t *testing.T) {
	c := bodies.Snapshot(when.Date(2026, 6, 1), bodies.Rows{})
	for name, x := range map[string]struct {
		c    Check
		want string
	}{
		"in place":         {Check{InPlace: Yes}, ""},
		"not, and what":    {Check{InPlace: No}, "riskcheck.found"},
		"without a remedy": {Check{InPlace: Yes, Found: "缺签字"}, "riskcheck.remedy"},
		"whole":            {Check{InPlace: No, Found: "缺签字", Remedy: "补签"}, ""},
		"tomorrow":         {Check{InPlace: Yes, On: when.Date(2026, 6, 2)}, "record.on.later"},
		"no body":          {Check{InPlace: Yes, Body: ref.ID(9)}, "riskcheck.body.none"},
	} {
		var errs text.InputErrors
		if x.c.settle(c, &errs); first(errs) != x.want {
			t.Errorf("%s: %q", name, first(errs))
		}
	}
}
