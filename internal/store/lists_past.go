package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	ledgers "shuangze/internal/lists/ledger"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// past is what stood of a body when an entry of its county's journal was written: the
// rows that the entries up to it made, and nothing of what came later. It answers as
// the tables did then. A text whose opening was destroyed since is empty.
type past struct {
	values   map[ref.Kind][]noun.Value
	problems []problem.Problem
	orders   []order.Order
}

// pastRow is one row as far as the entries read made it.
type pastRow struct {
	t      *covered
	id     int64
	stored stored
	from   []int64 // of each private column, the entry whose opening holds it
}

// rereading replays the entries of one journal for the rows of one body.
type rereading struct {
	s      *snapshot
	whose  map[string]whose
	rows   map[rowKey]*pastRow
	moved  map[rowKey]bool // given to the body after they were made: these are kept from their beginning
	behind bool            // moved grew: the entries are to be read again
}

// whose says which rows of a table are the body's.
type whose struct {
	t      *covered
	at     map[string]int
	column string
	is     int64
}

// LedgerPast rebuilds from the journal what the ledger of a body is read from, as it was
// when an entry of the county's acts had been written, and when that was; ok is false when there is none of
// that number. It reads every entry up to it: some seconds for a million.
func (db *DB) LedgerPast(ctx context.Context, jurisdiction int32, b bodies.Body, seq int64) (from ledgers.Reads,
	at when.Instant, ok bool, err error) {
	e, ok, err := db.Entry(ctx, jurisdiction, seq)
	if err != nil || !ok {
		return nil, 0, false, err
	}
	name, err := db.JournalName(ctx, jurisdiction, act.Acts)
	if err != nil {
		return nil, 0, false, err
	}
	s, err := db.snapshot(ctx)
	if err != nil {
		return nil, 0, false, err
	}
	defer s.close()
	r := &rereading{s: s, whose: map[string]whose{}, moved: map[rowKey]bool{}}
	r.wants(&problems.covered, "unit", b.Unit)
	r.wants(&orders.covered, "unit", b.Unit)
	for _, of := range ledgers.Sorts {
		if room, ok := rooms[of]; ok {
			r.wants(&room.t.covered, "body", b.ID)
		}
	}
	if err := r.read(name, seq); err != nil {
		return nil, 0, false, fmt.Errorf("as known at entry %d: %w", seq, err)
	}
	return r.past(), e.At, true, nil
}

func (r *rereading) wants(t *covered, column string, id ref.ID) {
	w := whose{t: t, at: map[string]int{}, column: column, is: int64(id)}
	for i, c := range t.cols {
		w.at[c.name] = i
	}
	r.whose[t.name] = w
}

func (r *rereading) read(name string, seq int64) error {
	var no int64
	err := r.s.each(func() error { return nil }, []any{&no}, `SELECT no FROM head WHERE journal=$1`, name)
	if err != nil {
		return err
	}
	for again := true; again; again = r.behind {
		r.rows, r.behind = map[rowKey]*pastRow{}, false
		var id int64
		var frozen sql.RawBytes
		err := r.s.each(func() error {
			e, err := journal.Parse(frozen)
			if err != nil {
				return fmt.Errorf("entry %d does not parse (run verify): %w", id, err)
			}
			for i := range e.Rows {
				r.take(id, &e.Rows[i])
			}
			return nil
		}, []any{&id, &frozen}, `SELECT id,frozen FROM entry WHERE id>=$1 AND id<=$2 ORDER BY id`,
			entryID(no, 1), entryID(no, seq))
		if err != nil {
			return err
		}
	}
	return r.open()
}

// take puts one change on the row that it changed.
func (r *rereading) take(entry int64, c *journal.Row) {
	w, ok := r.whose[c.Table]
	if !ok {
		return
	}
	key := rowKey{c.Table, ref.ID(c.ID)}
	p, here := r.rows[key], false
	for i := range c.Sets {
		here = here || c.Sets[i].Name == w.column && c.Sets[i].Value.AsInt() == w.is
	}
	switch {
	case c.Gone:
		delete(r.rows, key)
		return
	case p == nil && c.Version == 1 && (here || r.moved[key]):
		p = &pastRow{t: w.t, id: c.ID, from: make([]int64, len(w.t.cols))}
		for _, col := range w.t.cols {
			p.stored.values = append(p.stored.values, zeroOf(col))
		}
		r.rows[key] = p
	case p == nil:
		if here {
			r.moved[key], r.behind = true, true
		}
		return
	}
	p.stored.version, p.stored.digest = c.Version, c.After
	for _, f := range c.Sets {
		i, ok := w.at[f.Name]
		switch {
		case !ok:
		case w.t.cols[i].private:
			p.from[i] = entry
		default:
			p.stored.values[i] = f.Value
		}
	}
}

// openMost is how many entries' openings one statement reads.
const openMost = 200

// open puts the private texts into the rows, a few entries at a time.
func (r *rereading) open() error {
	type place struct {
		row *pastRow
		col int
	}
	at := map[int64]map[string]place{}
	for key, p := range r.rows {
		if w := r.whose[key.table]; p.stored.values[w.at[w.column]].AsInt() != w.is {
			delete(r.rows, key) // another's by then
			continue
		}
		for i, entry := range p.from {
			if entry == 0 {
				continue
			}
			if at[entry] == nil {
				at[entry] = map[string]place{}
			}
			at[entry][fmt.Sprintf("%s/%d/%s", p.t.name, p.id, p.t.cols[i].name)] = place{p, i}
		}
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(at)), openMost) {
		w := &where{}
		in := w.in("entry", asIDs(ids))
		var entry int64
		var body sql.RawBytes
		err := r.s.each(func() error {
			var list []opening
			if err := json.Unmarshal(body, &list); err != nil {
				return fmt.Errorf("openings of entry %d (run verify): %w", entry, err)
			}
			for _, o := range list {
				if x, ok := at[entry][o.Path]; ok {
					x.row.stored.values[x.col] = journal.Text(o.Text)
				}
			}
			return nil
		}, []any{&entry, &body}, `SELECT entry,body FROM opening WHERE `+in, w.args...)
		if err != nil {
			return err
		}
	}
	return nil
}

func asIDs(list []int64) (out []ref.ID) {
	for _, n := range list {
		out = append(out, ref.ID(n))
	}
	return out
}

// past makes values of the rows, in the orders in which a ledger reads them: those of
// nouns as they were made, problems and orders the latest first.
func (r *rereading) past() *past {
	p := &past{values: map[ref.Kind][]noun.Value{}}
	for _, key := range slices.SortedFunc(maps.Keys(r.rows), func(a, b rowKey) int { return cmp.Compare(a.id, b.id) }) {
		row := r.rows[key]
		switch key.table {
		case problems.name:
			p.problems = append(p.problems, problems.decode(key.id, row.stored))
		case orders.name:
			p.orders = append(p.orders, orders.decode(key.id, row.stored))
		default:
			for _, of := range ledgers.Sorts {
				if x, ok := rooms[of]; ok && x.t.name == key.table {
					p.values[of] = append(p.values[of], x.t.decode(key.id, row.stored))
				}
			}
		}
	}
	slices.Reverse(p.problems)
	slices.Reverse(p.orders)
	return p
}

// Each hands over the objects of a noun, in order of id; of a query it knows conditions
// of one value and of several.
func (p *past) Each(_ context.Context, of ref.Kind, s access.Scope, q noun.Query, yield func(noun.Value) error) error {
	r := rooms[of]
	for _, v := range p.values[of] {
		lacks := func(c noun.Cond) bool { return !r.fulfils(v, c) }
		if !s.Holds(r.Object(v)) || slices.ContainsFunc(q.Where, lacks) {
			continue
		}
		if err := yield(v); err != nil {
			return err
		}
	}
	return nil
}

// fulfils says whether an object fulfils a condition on one of its fields.
func (r room) fulfils(v noun.Value, c noun.Cond) bool {
	for _, f := range r.Fields {
		if f.Column() != c.Column {
			continue
		}
		if f.IsText() {
			return slices.Contains(c.Text, f.Str(v))
		}
		return slices.Contains(c.Num, f.Num(v))
	}
	return false
}

// EachProblem hands over the problems of a unit and side.
func (p *past) EachProblem(_ context.Context, s access.Scope, f problem.Filter,
	yield func(problem.Problem) error) error {
	for _, x := range p.problems {
		if x.Side == f.Side && s.Holds(x.Object()) {
			if err := yield(x); err != nil {
				return err
			}
		}
	}
	return nil
}

// EachOrder hands over the orders of a unit and side.
func (p *past) EachOrder(_ context.Context, s access.Scope, f order.Filter, yield func(order.Order) error) error {
	for _, x := range p.orders {
		if x.Side == f.Side && s.Holds(x.Object(order.Nobody)) {
			if err := yield(x); err != nil {
				return err
			}
		}
	}
	return nil
}

var _ ledgers.Reads = (*past)(nil)
