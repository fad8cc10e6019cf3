package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// sums are a county's tallies added up as far as the tabs of a list tell them
// apart: of its due days only on which side of today's bounds they lie. They
// follow every commit, so that the counts on eight tabs are a hundred
// additions and not a walk over all units, states and days.
type sums struct {
	bounds order.Bounds
	of     map[ref.ID]*sum // by unit; 0 is all of them together
}

type sum struct {
	at   map[trail.Tally]int // place in list, by the tally with N=0
	list []trail.Tally
}

func newSums(b order.Bounds, list []trail.Tally) *sums {
	s := &sums{bounds: b, of: map[ref.ID]*sum{}}
	for _, t := range list {
		s.add(t)
	}
	return s
}

// tell says whether the sums can be asked about lists with these bounds. Of
// problems only being late counts, on the same day.
func (s *sums) tell(subject string, b order.Bounds) bool {
	return b.Today == 0 || s.bounds == b || subject == "problem" && s.bounds.Today == b.Today
}

// band is a day that stands for all days on the same side of the bounds.
func (s *sums) band(d when.Day) when.Day {
	switch b := s.bounds; {
	case d < b.RedBefore:
		return b.RedBefore - 1
	case d < b.Today:
		return b.Today - 1
	case d < b.ClearFrom:
		return b.Today
	default:
		return b.ClearFrom
	}
}

func (s *sums) add(t trail.Tally) {
	if trail.ByMonth(t.Subject) {
		return // no list asks for it
	}
	t.Due = s.band(t.Due)
	for _, unit := range [...]ref.ID{0, t.Unit} {
		x := s.of[unit]
		if x == nil {
			x = &sum{at: map[trail.Tally]int{}}
			s.of[unit] = x
		}
		key := t
		key.Unit, key.N = unit, 0
		i, ok := x.at[key]
		if !ok {
			i = len(x.list)
			x.at[key] = i
			x.list = append(x.list, key)
		}
		x.list[i].N += t.N
	}
}

// within gives the sums that a scope allows, each matter once.
func (s *sums) within(scope access.Scope, unit ref.ID, yield func(*trail.Tally)) {
	each := func(unit ref.ID, wanted func(side string) bool) {
		x := s.of[unit]
		if x == nil {
			return
		}
		for i := range x.list {
			if wanted(x.list[i].Side) {
				yield(&x.list[i])
			}
		}
	}
	sided := func(side string) bool { return scope.All() || slices.Contains(scope.Sides(), actor.Side(side)) }
	if unit != 0 && slices.Contains(scope.Units(), unit) {
		each(unit, func(string) bool { return true })
		return
	}
	each(unit, sided)
	if unit == 0 {
		for _, u := range scope.Units() {
			each(u, func(side string) bool { return !sided(side) })
		}
	}
}

// tallied is one list to be counted: which tallies belong to it, of one unit
// or (0) of all, because sums are kept by unit.
type tallied struct {
	unit   ref.ID
	holds  func(*trail.Tally) bool
	beyond bool // the filter asks what tallies do not know: not counted
}

// rereadAfter is how old the memory of what other processes commit may grow
// before a list reads the tallies again; until then it counts its rows.
const rereadAfter = 2 * time.Second

// countTallied counts lists from the tallies, each exactly up to
// order.CountMost; nil when they do not tell now, because memory is older than
// what is committed. Bounds are needed where a list depends on them.
func (db *DB) countTallied(ctx context.Context, s access.Scope, subject string, bounds order.Bounds,
	lists []tallied) (out []trail.Count, err error) {
	size, err := db.acts(ctx, s.Jurisdiction())
	if err != nil {
		return nil, err
	}
	if db.stale(s.Jurisdiction(), size) {
		if _, err := db.tallies(ctx, s.Jurisdiction()); err != nil {
			return nil, err
		}
	}
	var assisted []trail.Tally
	if subject == "order" && len(s.Units()) > 0 {
		if assisted, err = db.assisted(ctx, s, size); err != nil {
			return nil, err
		}
	}
	db.counts.mu.Lock()
	defer db.counts.mu.Unlock()
	k := db.counts.of[s.Jurisdiction()]
	if k == nil || k.size < size {
		return nil, nil
	}
	if k.sums == nil || !k.sums.tell(subject, bounds) {
		k.sums = newSums(bounds, k.list)
	}
	out = make([]trail.Count, len(lists))
	for i, l := range lists {
		if l.beyond {
			continue
		}
		n := int64(0)
		count := func(t *trail.Tally) {
			if t.Subject == subject && l.holds(t) {
				n += t.N
			}
		}
		k.sums.within(s, l.unit, count)
		for j := range assisted {
			t := &assisted[j]
			if l.unit == 0 || l.unit == t.Unit {
				count(t)
			}
		}
		out[i] = trail.Count{N: int(min(n, order.CountMost)), More: n > order.CountMost, Known: true}
	}
	return out, nil
}

// stale says whether the tallies should be read again for what is committed.
func (db *DB) stale(jurisdiction int32, size int64) bool {
	db.counts.mu.Lock()
	defer db.counts.mu.Unlock()
	k := db.counts.of[jurisdiction]
	return k == nil || k.size < size && db.clock() >= k.read.Add(rereadAfter)
}

// assistedKept is what a scope's units assist with, as of a size of the journal.
type assistedKept struct {
	size int64
	list []trail.Tally
}

// boundDue is the day under which an order is counted: see tallyCount.
const boundDue = `CASE WHEN open=0 THEN 0 WHEN long_term=1 THEN 2147483647 ELSE due END`

// problemDue is the same for a problem: one without a day is bound by none.
const problemDue = `CASE WHEN open=0 THEN 0 WHEN long_term=1 OR due=0 THEN 2147483647 ELSE due END`

// assistedMost bounds how many scopes are remembered.
const assistedMost = 1000

// assisted are the few orders in which the scope's units only assist: the list
// shows them, so the counts must. They are remembered until the next commit.
func (db *DB) assisted(ctx context.Context, s access.Scope, size int64) ([]trail.Tally, error) {
	if s.All() { // every order is counted already
		return nil, nil
	}
	key := fmt.Sprint(s.Jurisdiction(), s.Sides(), s.Units())
	db.counts.mu.Lock()
	kept, ok := db.counts.assisted[key]
	db.counts.mu.Unlock()
	if ok && kept.size == size {
		return kept.list, nil
	}
	w := &where{}
	w.within(s, false)
	led := strings.Join(w.parts[1:], " AND ")
	among := ` FROM orders WHERE jurisdiction=$1 AND id IN (SELECT order_id FROM assist WHERE ` + w.in("unit", s.Units()) +
		`) AND NOT ` + led
	rows, err := db.query(ctx, `SELECT 'order',unit,side,state,level,`+boundDue+`,COUNT(*)`+among+` GROUP BY 1,2,3,4,5,6
		UNION ALL SELECT '`+trail.Issued+`',unit,side,'','',{month:issued_at:month},COUNT(*)`+among+` AND issued_at>0 GROUP BY 1,2,3,4,5,6
		UNION ALL SELECT '`+trail.Closed+`',unit,side,'','',{month:closed_at:month},COUNT(*)`+among+
		` AND closed_at>0 AND state='closed' GROUP BY 1,2,3,4,5,6`, w.args...)
	list, err := collect(rows, err, func(r rowsLike, t *trail.Tally) error {
		return r.Scan(&t.Subject, &t.Unit, &t.Side, &t.State, &t.Level, &t.Due, &t.N)
	})
	if err != nil {
		return nil, fmt.Errorf("orders assisted with: %w", err)
	}
	db.counts.mu.Lock()
	defer db.counts.mu.Unlock()
	if db.counts.assisted == nil || len(db.counts.assisted) >= assistedMost {
		db.counts.assisted = map[string]assistedKept{}
	}
	db.counts.assisted[key] = assistedKept{size, list}
	return list, nil
}
