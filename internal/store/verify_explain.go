package store

import (
	"fmt"
	"sort"

	"shuangze/internal/journal"
)

// should is what a column of a differing row must hold and who said so.
type should struct {
	value  journal.Value
	by     int64 // entry
	erased bool
	shut   bool // sealed, and cannot be opened
}

// expected is a differing row as the journal leaves it.
type expected struct {
	version int64
	digest  [32]byte
	by      int64
	cols    map[int]should
}

// explain replays the rows that differ once more, with their values, and names
// the columns that differ and the entries that set them. Personal values are
// never written out.
func (r *replay) explain() error {
	if len(r.wrong) == 0 {
		return nil
	}
	type key struct {
		table string
		id    int64
	}
	want := map[key]*expected{}
	for _, x := range r.wrong {
		want[key{x.table.name, x.id}] = &expected{cols: map[int]should{}}
	}
	counted, lacking := r.out, r.lacking
	r.lacking = map[string]int{}
	r.out = &State{} // the second reading counts nothing again
	err := r.entries(func(id int64, e *journal.Entry) error {
		for i := len(e.Rows) - 1; i >= 0; i-- {
			c := &e.Rows[i]
			w := want[key{c.Table, c.ID}]
			if w == nil {
				continue
			}
			if w.by == 0 {
				w.by, w.version, w.digest = id, c.Version, c.After
			}
			t := r.tables[c.Table]
			for j := range c.Sets {
				n, ok := t.at[c.Sets[j].Name]
				if _, had := w.cols[n]; !ok || had {
					continue
				}
				x := should{value: c.Sets[j].Value, by: id}
				if t.cols[n].private {
					o, open := r.private(x.value, func() string { return fmt.Sprintf("%s/%d/%s", t.name, c.ID, c.Sets[j].Name) })
					x.value, x.erased, x.shut = journal.Text(o.text), !open, o.shut
				}
				w.cols[n] = x
			}
		}
		return nil
	})
	r.out, r.lacking = counted, lacking
	if err != nil {
		return fmt.Errorf("replay of what differs: %w", err)
	}
	sort.SliceStable(r.wrong, func(i, j int) bool { return r.wrong[i].last < r.wrong[j].last })
	for _, x := range r.wrong {
		r.name(x, want[key{x.table.name, x.id}])
	}
	return nil
}

// name reports everything in which one row differs.
func (r *replay) name(x suspect, w *expected) {
	place := fmt.Sprintf("%s/%d", x.table.name, x.id)
	if x.live == nil {
		r.out.add(r.fault(x.last, "state-missing", "%s: the row is gone", place))
		return
	}
	before := r.out.Total
	defer func() {
		if r.out.Total == before { // the two ways of replaying must agree
			r.out.add(r.fault(x.last, "state-row", "%s: differs, but in no column", place))
		}
	}()
	if x.live.version != w.version {
		r.out.add(r.fault(w.by, "state-version", "%s: version %d, the entry made %d", place, x.live.version, w.version))
	}
	if x.live.digest != w.digest {
		r.out.add(r.fault(w.by, "state-digest", "%s: digest %x, the entry made %x", place, x.live.digest, w.digest))
	}
	for i, col := range x.table.cols {
		live := x.live.values[i]
		s, set := w.cols[i]
		if !set {
			s = should{value: zeroOf(col), by: w.by}
		}
		switch {
		case x.live.shut[i] != nil && x.live.shut[i].Why == sealBroken:
			r.out.add(r.fault(s.by, "state-sealed", "%s.%s: %s", place, col.name, x.live.shut[i].Error()))
		case sameValue(live, s.value), s.shut, x.live.shut[i] != nil:
		case s.erased:
			r.out.add(r.fault(s.by, "state-unopened", "%s.%s: the opening of the value is gone, the value is not",
				place, col.name))
		case col.private:
			r.out.add(r.fault(s.by, "state-value", "%s.%s: the value is not the one that the entry commits to", place, col.name))
		default:
			r.out.add(r.fault(s.by, "state-value", "%s.%s: is %s, the entry made it %s", place,
				col.name, show(live), show(s.value)))
		}
	}
}

func show(v journal.Value) string {
	switch v.Tag() {
	case journal.TagInt:
		return fmt.Sprint(v.AsInt())
	case journal.TagText:
		return fmt.Sprintf("%.60q", v.AsText())
	}
	return fmt.Sprintf("%.32x", v.AsBytes())
}
