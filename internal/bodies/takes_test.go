package bodies

import (
	"errors"
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// No matter is about a unit that the county only watches, that has ended, that
// another one continues, or that is not there.
func TestTakes(t *testing.T) {
	l := newLand(t).unit("镇", Town, "").unit("税", Vertical, "").unit("旧镇", Town, "").unit("撤局", Government, "")
	for i := range l.rows.Units {
		switch u := &l.rows.Units[i]; u.ID {
		case l.id("旧镇"):
			u.When.To, u.Into = day("2024-01-01"), l.id("镇")
		case l.id("撤局"):
			u.When.To = day("2024-01-01")
		}
	}
	c := Snapshot(day("2026-03-02"), l.rows)
	for name, x := range map[string]struct {
		unit ref.ID
		want string
	}{
		"in force":          {l.id("镇"), ""},
		"vertical":          {l.id("税"), "unit.watched-only"},
		"went into another": {l.id("旧镇"), "unit.continued"},
		"ended":             {l.id("撤局"), "unit.not-in-force"},
		"none":              {0, "order.unit-required"},
		"of another county": {999999, "order.unit-required"},
	} {
		err := c.Takes(x.unit)
		var in text.InputErrors
		if got := errors.As(err, &in); got != (x.want != "") || got && (in[0].Key != x.want || in[0].Field != "unit") {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
	}
}
