package liaison

import (
	"slices"
	"testing"
	"time"

	"shuangze/internal/duty"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// A duty to visit waits for each unit that its member links for its body, since its quarter began.
func TestLacking(t *testing.T) {
	day := func(m time.Month, d int) when.Day { return when.Date(2026, m, d) }
	const me, other, body ref.ID = 1, 2, 9
	link := func(unit ref.ID, since when.Day, change func(*Link)) *Link {
		l := &Link{Base: noun.Base{State: noun.InForce, Unit: unit}, Year: 2026, Member: me, Body: body, Since: since}
		if change != nil {
			change(l)
		}
		return l
	}
	visit := func(unit ref.ID, on when.Day, change func(*Visit)) *Visit {
		v := &Visit{Base: noun.Base{State: Confirmed, Unit: unit}, Member: me, Body: body, PaidOn: on}
		if change != nil {
			change(v)
		}
		return v
	}
	x := &duty.Duty{Body: body, BeginsOn: day(4, 1), EndsOn: day(6, 30)}
	both := []*Link{link(10, day(1, 5), nil), link(11, day(2, 5), nil)}
	for name, c := range map[string]struct {
		links  []*Link
		visits []*Visit
		want   []ref.ID
		on     when.Day
	}{
		"nobody yet":       {both, nil, []ref.ID{10, 11}, 0},
		"one of two":       {both, []*Visit{visit(10, day(5, 1), nil)}, []ref.ID{11}, day(5, 1)},
		"both":             {both, []*Visit{visit(10, day(5, 1), nil), visit(11, day(6, 2), nil)}, nil, day(6, 2)},
		"one of them late": {both, []*Visit{visit(10, day(5, 1), nil), visit(11, day(7, 2), nil)}, nil, day(7, 2)},
		"twice to one": {both, []*Visit{visit(10, day(6, 9), nil), visit(10, day(5, 1), nil)}, []ref.ID{11},
			day(5, 1)},
		"in the quarter before": {both, []*Visit{visit(10, day(3, 31), nil), visit(11, day(4, 1), nil)}, []ref.ID{10},
			day(4, 1)},
		"not confirmed": {both[:1], []*Visit{visit(10, day(5, 1), func(v *Visit) { v.State = Recorded })},
			[]ref.ID{10}, 0},
		"by somebody else": {both[:1], []*Visit{visit(10, day(5, 1), func(v *Visit) { v.Member = other })},
			[]ref.ID{10}, 0},
		"for another body": {both[:1], []*Visit{visit(10, day(5, 1), func(v *Visit) { v.Body = 8 })}, []ref.ID{10}, 0},
		"begun in the second month": {[]*Link{both[0], link(12, day(5, 2), nil)}, []*Visit{visit(10, day(5, 1), nil)}, nil,
			day(5, 1)},
		"ended": {[]*Link{both[0], link(12, day(1, 5), func(l *Link) { l.State = noun.Ended })},
			[]*Visit{visit(10, day(5, 1), nil)}, nil, day(5, 1)},
		"of another year":  {[]*Link{link(10, day(1, 5), func(l *Link) { l.Year = 2025 })}, nil, nil, 0},
		"of somebody else": {[]*Link{link(10, day(1, 5), func(l *Link) { l.Member = other })}, nil, nil, 0},
		"of another body":  {[]*Link{link(10, day(1, 5), func(l *Link) { l.Body = 8 })}, nil, nil, 0},
	} {
		if got, on := lacking(x, me, c.links, c.visits); !slices.Equal(got, c.want) || on != c.on {
			t.Errorf("%s: waits for %v, others by %s", name, got, on)
		}
	}
}
