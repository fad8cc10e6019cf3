package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

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
	rows map[string][]*pastRow // by table, in order of id
	work pastValues
}

// pastRow is one row as far as the entries read made it, packed: a ledger of many years
// is held by some hundred bytes a row.
type pastRow struct {
	t           *covered
	id, version int64
	packed      []byte
}

// pastValues are the values of one row while it is worked on.
type pastValues struct {
	values []journal.Value
	from   []int64 // of each private column, the entry whose opening holds it; 0 = it is read
}

// unpack takes the values out of a row.
func (x *pastValues) unpack(p *pastRow) {
	x.values, x.from = x.values[:0], x.from[:0]
	for _, col := range p.t.cols {
		x.values, x.from = append(x.values, zeroOf(col)), append(x.from, 0)
	}
	for b := p.packed; len(b) > 0; {
		at, n := binary.Uvarint(b)
		what, m := binary.Varint(b[n:])
		b = b[n+m:]
		i, kind := at>>1, p.t.cols[at>>1].kind
		switch {
		case at&1 == 1:
			x.from[i] = what
		case kind == journal.TagInt:
			x.values[i] = journal.Int(what)
		case kind == journal.TagText:
			x.values[i], b = journal.Text(string(b[:what])), b[what:]
		default:
			x.values[i], b = journal.Bytes(bytes.Clone(b[:what])), b[what:]
		}
	}
}

// pack puts the values into a row, those alone that are not zero: the column's place, and
// its number, its length and bytes, or (the lowest bit) the entry whose opening holds it.
func (x *pastValues) pack(p *pastRow) {
	var b []byte
	for i, col := range p.t.cols {
		v, at := x.values[i], uint64(i)<<1
		switch {
		case x.from[i] != 0:
			b = binary.AppendVarint(binary.AppendUvarint(b, at|1), x.from[i])
		case v == zeroOf(col):
		case col.kind == journal.TagInt:
			b = binary.AppendVarint(binary.AppendUvarint(b, at), v.AsInt())
		case col.kind == journal.TagText:
			s := v.AsText()
			b = append(binary.AppendVarint(binary.AppendUvarint(b, at), int64(len(s))), s...)
		default:
			s := v.AsBytes()
			b = append(binary.AppendVarint(binary.AppendUvarint(b, at), int64(len(s))), s...)
		}
	}
	p.packed = bytes.Clone(b)
}

// rereading replays the entries of one journal for the rows of one body.
type rereading struct {
	s      *snapshot
	whose  map[string]whose
	rows   map[rowKey]*pastRow
	moved  map[rowKey]bool // given to the body after they were made: these are kept from their beginning
	behind bool            // moved grew: the entries are to be read again
	work   pastValues
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
		p = &pastRow{t: w.t, id: c.ID}
		r.rows[key] = p
	case p == nil:
		if here {
			r.moved[key], r.behind = true, true
		}
		return
	}
	p.version = c.Version
	r.work.unpack(p)
	defer r.work.pack(p)
	for _, f := range c.Sets {
		i, ok := w.at[f.Name]
		switch {
		case !ok:
		case w.t.cols[i].private:
			r.work.from[i] = entry
		default:
			r.work.values[i] = f.Value
		}
	}
}

// openMost is how many entries' openings one statement reads.
const openMost = 50

// open puts the private texts into the rows, a few entries at a time.
func (r *rereading) open() error {
	entries := map[int64]bool{}
	for key, p := range r.rows {
		r.work.unpack(p)
		if w := r.whose[key.table]; r.work.values[w.at[w.column]].AsInt() != w.is {
			delete(r.rows, key) // another's by then
			continue
		}
		for _, entry := range r.work.from {
			if entry != 0 {
				entries[entry] = true
			}
		}
	}
	var at *pastRow // the row that is worked on
	turn := func(p *pastRow) {
		if at == p {
			return
		}
		if at != nil {
			r.work.pack(at)
		}
		if at = p; p != nil {
			r.work.unpack(p)
		}
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(entries)), openMost) {
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
				table, rest, _ := strings.Cut(o.Path, "/")
				row, column, _ := strings.Cut(rest, "/")
				p := r.rows[rowKey{table, ref.Parse(row)}]
				i, ok := r.whose[table].at[column]
				if p == nil || !ok {
					continue
				}
				if turn(p); r.work.from[i] == entry {
					r.work.from[i], r.work.values[i] = 0, journal.Text(o.Text)
				}
			}
			return nil
		}, []any{&entry, &body}, `SELECT entry,body FROM opening WHERE `+in, w.args...)
		if err != nil {
			return err
		}
	}
	turn(nil)
	return nil
}

func asIDs(list []int64) (out []ref.ID) {
	for _, n := range list {
		out = append(out, ref.ID(n))
	}
	return out
}

// past sorts the rows by id.
func (r *rereading) past() *past {
	p := &past{rows: map[string][]*pastRow{}}
	for key, row := range r.rows {
		p.rows[key.table] = append(p.rows[key.table], row)
	}
	for _, list := range p.rows {
		slices.SortFunc(list, func(a, b *pastRow) int { return cmp.Compare(a.id, b.id) })
	}
	return p
}

// pastOf makes a value of a row; a text whose opening is gone is empty.
func pastOf[T any](p *past, t *table[T], row *pastRow) T {
	p.work.unpack(row)
	return t.decode(ref.ID(row.id), stored{version: row.version, values: p.work.values})
}

// Each hands over the objects of a noun, in order of id; of a query it knows conditions
// of one value and of several.
func (p *past) Each(_ context.Context, of ref.Kind, s access.Scope, q noun.Query, yield func(noun.Value) error) error {
	r := rooms[of]
	for _, row := range p.rows[r.t.name] {
		v := pastOf(p, r.t, row)
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

// EachProblem hands over the problems of a unit and side, the latest first.
func (p *past) EachProblem(_ context.Context, s access.Scope, f problem.Filter,
	yield func(problem.Problem) error) error {
	for _, row := range slices.Backward(p.rows[problems.name]) {
		x := pastOf(p, problems, row)
		if x.Side == f.Side && s.Holds(x.Object()) {
			if err := yield(x); err != nil {
				return err
			}
		}
	}
	return nil
}

// EachOrder hands over the orders of a unit and side, the latest first.
func (p *past) EachOrder(_ context.Context, s access.Scope, f order.Filter, yield func(order.Order) error) error {
	for _, row := range slices.Backward(p.rows[orders.name]) {
		x := pastOf(p, orders, row)
		if x.Side == f.Side && s.Holds(x.Object(order.Nobody)) {
			if err := yield(x); err != nil {
				return err
			}
		}
	}
	return nil
}

var _ ledgers.Reads = (*past)(nil)
