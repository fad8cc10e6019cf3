package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// room holds the objects of one noun that stands on the frame (package noun):
// its table follows from its fields.
type room struct {
	noun.Shape
	t *table[noun.Value]
}

func roomsOf(shapes ...noun.Shape) map[ref.Kind]room {
	out := make(map[ref.Kind]room, len(shapes))
	for _, s := range shapes {
		out[s.Of] = newRoom(s)
	}
	return out
}

func newRoom(s noun.Shape) room {
	here := func(v *noun.Value) noun.Value {
		if *v == nil {
			*v = s.New()
		}
		return *v
	}
	head := func(v *noun.Value) (*ref.ID, *int64) { b := here(v).Head(); return &b.ID, &b.Version }
	return room{s, newTable(s.Table, head, func(c *codec, v *noun.Value) {
		b := here(v).Head()
		num(c, "jurisdiction", &b.Jurisdiction)
		num(c, "unit", &b.Unit)
		str(c, "side", &b.Side)
		str(c, "state", &b.State)
		num(c, "made_by", &b.MadeBy)
		num(c, "made_at", &b.MadeAt)
		if s.Series != nil {
			str(c, "part", &b.Part)
			num(c, noun.SerialColumn, &b.Serial)
		}
		for _, f := range s.Fields {
			held(c, f, *v)
		}
	})}
}

// held is the column of a field.
func held(c *codec, f field.Field, v noun.Value) {
	col := column{name: f.Column(), kind: journal.TagInt, private: f.Private || f.Sealed, sealed: f.Sealed}
	if f.IsText() {
		col.kind = journal.TagText
		c.field(col, func() journal.Value { return journal.Text(f.Str(v)) },
			func(x journal.Value) { f.SetStr(v, x.AsText()) })
		return
	}
	c.field(col, func() journal.Value { return journal.Int(f.Num(v)) },
		func(x journal.Value) { f.SetNum(v, x.AsInt()) })
}

// words is what the search finds an object by.
func (r room) words(v noun.Value, was int64) searchRow {
	b, reach := v.Head(), []ref.ID{v.Head().Unit}
	o := r.Object(v)
	if o.Person != 0 {
		reach = append(reach, o.Person)
	}
	if r.Shared != nil {
		reach = append(reach, o.Others...)
	}
	if r.Team != "" {
		reach = append(reach, o.Team...)
	}
	if o.Open {
		reach = append(reach, access.Everybody)
	}
	return searchRow{searchID(0, b.Side, b.ID), was, reach, r.Texts(v), false}
}

// withRooms adds the tables of all rooms, each of them covered.
func withRooms(classes map[string]class) map[string]class {
	out := maps.Clone(classes)
	for _, r := range rooms {
		out[r.Table] = coveredClass
	}
	return out
}

// counted is the highest number given in each series and year of a room.
func (r room) counted() string {
	code := fmt.Sprintf("'%s'", r.Series.Code)
	if len(r.Series.Sides) > 0 {
		when := ""
		for _, side := range slices.Sorted(maps.Keys(r.Series.Sides)) {
			when += fmt.Sprintf(" WHEN '%s' THEN '%s'", side, r.Series.Sides[side])
		}
		code = "CASE side" + when + " ELSE " + code + " END"
	}
	return fmt.Sprintf(`SELECT jurisdiction,%s||CASE WHEN part='' THEN '' ELSE '/' END||part,serial/%d,MAX(serial%%%d)
	FROM %s WHERE serial>0 GROUP BY 1,2,3`, code, number.PerYear, number.PerYear, r.Table)
}

// roomsCounted is the same of all rooms whose nouns are numbered.
func roomsCounted(rooms map[ref.Kind]room) (out string) {
	for _, of := range slices.Sorted(maps.Keys(rooms)) {
		if rooms[of].Series != nil {
			out += " UNION ALL " + rooms[of].counted()
		}
	}
	return out
}

// roomTables are the tables of all rooms.
func roomTables() (out []*covered) {
	for _, r := range rooms {
		out = append(out, &r.t.covered)
	}
	return out
}

func roomsFound() (out []findable) {
	for _, of := range slices.Sorted(maps.Keys(rooms)) {
		if !rooms[of].Unsung {
			out = append(out, found(of, rooms[of].t, rooms[of].words, nil))
		}
	}
	return out
}

// One loads an object of a noun.
func (tx *Tx) One(of ref.Kind, id ref.ID) (noun.Value, error) { return load(tx, rooms[of].t, id) }

// Keep saves an object with its search row.
func (tx *Tx) Keep(of ref.Kind, v noun.Value) error {
	r := rooms[of]
	old, known := tx.before(r.Table, v.Head().ID)
	if err := save(tx, r.t, v); err != nil {
		return err
	}
	tx.tallyRoom(v, 1)
	if !known {
		if !r.Unsung {
			tx.index(r.words(v, 0).fresh(true))
		}
		return nil
	}
	was := r.t.decode(v.Head().ID, old)
	tx.tallyRoom(was, -1)
	if r.Unsung {
		return nil
	}
	row := searchID(0, was.Head().Side, was.Head().ID)
	if next := r.words(v, row); !r.words(was, row).same(next) {
		tx.index(next)
	}
	return nil
}

// Find names the objects of the county that fulfil all conditions.
func (tx *Tx) Find(of ref.Kind, conds ...noun.Cond) ([]ref.ID, error) {
	r := rooms[of]
	w := &where{}
	w.is("jurisdiction", tx.cmd.Actor.Jurisdiction)
	w.conditions(conds)
	rows, err := tx.query(`SELECT id FROM `+r.Table+` WHERE `+w.String()+` ORDER BY id`, w.args...)
	return collect(rows, err, func(row rowsLike, id *ref.ID) error { return row.Scan(id) })
}

// All reads every object of a noun of the county, for an import.
func (tx *Tx) All(of ref.Kind) ([]noun.Value, error) {
	return everyRow(tx.query, rooms[of].t, "jurisdiction=$1", tx.cmd.Actor.Jurisdiction)
}

// OpenProblems says how many of some problems are not struck off.
func (tx *Tx) OpenProblems(ids []ref.ID) (n int64, err error) {
	if len(ids) == 0 {
		return 0, nil
	}
	w := &where{}
	w.is("jurisdiction", tx.cmd.Actor.Jurisdiction)
	among := w.in("id", ids)
	err = tx.queryRow(`SELECT COUNT(*) FROM problem WHERE `+w.String()+` AND open=1 AND `+among, w.args...).Scan(&n)
	return n, err
}

// Those loads the county's objects that fulfil all conditions, by one statement.
func (tx *Tx) Those(of ref.Kind, conds ...noun.Cond) ([]noun.Value, error) {
	w := &where{}
	w.is("jurisdiction", tx.cmd.Actor.Jurisdiction)
	w.conditions(conds)
	return loadAll(tx, rooms[of].t, w.String(), w.args...)
}

// One reads an object of a noun.
func (db *DB) One(ctx context.Context, of ref.Kind, id ref.ID) (noun.Value, bool, error) {
	return get(ctx, db, rooms[of].t, id)
}

// AllOf reads every object of a noun of a county.
func (db *DB) AllOf(ctx context.Context, of ref.Kind, jurisdiction int32) ([]noun.Value, error) {
	return every(ctx, db, rooms[of].t, "jurisdiction=$1", jurisdiction)
}

// MadeSince reads the objects of a noun of a county that were made at a moment or later.
func (db *DB) MadeSince(ctx context.Context, of ref.Kind, jurisdiction int32, at when.Instant) ([]noun.Value, error) {
	return every(ctx, db, rooms[of].t, "jurisdiction=$1 AND made_at>=$2", jurisdiction, int64(at))
}

// Fulfilling reads the objects of a noun of a county that fulfil all conditions.
func (db *DB) Fulfilling(ctx context.Context, of ref.Kind, jurisdiction int32, conds ...noun.Cond) ([]noun.Value,
	error) {
	w := &where{}
	w.is("jurisdiction", jurisdiction)
	w.conditions(conds)
	return every(ctx, db, rooms[of].t, w.String(), w.args...)
}

// Lines says of objects of a noun what every page may want of them.
func (db *DB) Lines(of ref.Kind) kind.Loader {
	r := rooms[of]
	return func(ctx context.Context, _ kind.Asking, ids []ref.ID) (map[ref.ID]kind.Line, error) {
		in, list := among(db, ids)
		values, err := every(ctx, db, r.t, "id IN ("+in+")", list)
		if err != nil {
			return nil, err
		}
		out := make(map[ref.ID]kind.Line, len(values))
		for _, v := range values {
			number, title := r.Called(v)
			l := kind.Line{Title: title, State: v.Head().State, Unit: v.Head().Unit, Object: r.Object(v),
				Due: r.Due(v), People: r.People(v)}
			if number != "" {
				l.Called = []string{number}
			}
			out[v.Head().ID] = l
		}
		return out, nil
	}
}

// asked is the condition of a query.
func (r room) asked(s access.Scope, q noun.Query) *where { return r.askedAfter(nil, s, q) }

// askedAfter asks behind other questions of the same statement, whose arguments come before.
func (r room) askedAfter(args []any, s access.Scope, q noun.Query) *where {
	w, person := &where{args: args}, ""
	if r.Person != "" {
		person = r.Fields.Must(r.Person).Column()
	}
	also := ""
	if r.Shared != nil {
		by := rooms[r.Shared.Of]
		also = "SELECT " + by.Fields.Must(r.Shared.In).Column() + " FROM " + by.Table
	}
	taker := ""
	if r.Taker != "" {
		taker = r.Fields.Must(r.Taker).Column()
	}
	team := ""
	if r.Team != "" {
		team = r.Fields.Must(r.Team).Column()
	}
	public := ""
	if r.Public != "" {
		public = r.Fields.Must(r.Public).Column()
	}
	w.reach(s, also, person, taker, team, public)
	if r.Hidden != "" {
		for _, who := range []ref.ID{s.Hands().By, s.Hands().For} {
			if who != 0 {
				w.add("%s<>%s", r.Fields.Must(r.Hidden).Column(), w.arg(int64(who)))
			}
		}
	}
	if r.Apart {
		w.apart(s, r.Parties, person, taker, team)
	}
	w.conditions(q.Where)
	return w
}

func (w *where) conditions(list []noun.Cond) {
	for _, c := range list {
		switch {
		case c.Holds != 0:
			w.add("%s LIKE %s", c.Column, w.arg("% "+c.Holds.String()+" %"))
		case c.Below != 0:
			w.add("%[1]s >= %[2]s AND %[1]s < %[3]s", c.Column, w.arg(max(c.Least, 1)), w.arg(c.Below))
		case len(c.Num) == 1 && (c.Num[0] == 0 || c.Num[0] == 1): // a flag: as written, so that its small index serves
			w.add("%s=%d", c.Column, c.Num[0])
		case len(c.Num) == 1: // somebody or something: as the small indexes of those that name any are written
			w.is(c.Column, c.Num[0])
			w.add("%s<>0", c.Column)
		case len(c.Num) > 1:
			marks := make([]string, len(c.Num))
			for i, n := range c.Num {
				marks[i] = w.arg(n)
			}
			w.add("%s IN (%s)", c.Column, strings.Join(marks, ","))
		case len(c.Text) == 1 && c.Column == "state": // the house's own word
			w.code(c.Column, c.Text[0])
		case len(c.Text) == 1: // typed by somebody: never part of a statement
			w.is(c.Column, c.Text[0])
		default:
			oneOf(w, c.Column, c.Text)
		}
	}
}

// key is the place of an object in an order, as the database compares it.
func (r room) key(s noun.Sort, v noun.Value) any {
	switch s.Column {
	case "id":
		return int64(v.Head().ID)
	case noun.SerialColumn:
		return v.Head().Serial
	}
	for _, f := range r.Fields {
		if f.Column() != s.Column {
			continue
		}
		if f.IsText() {
			return f.Str(v)
		}
		return f.Num(v)
	}
	panic("store: no column " + s.Column + " to sort by")
}

// after is the place that a cursor names.
func after(s noun.Sort, c noun.Cursor) (any, error) {
	if s.Text {
		return c.Key, nil
	}
	n, err := strconv.ParseInt(c.Key, 10, 64)
	if err != nil {
		return nil, text.InputErrors{{Field: "after", Message: text.M("api.cursor")}}
	}
	return n, nil
}

// Listed lists a page of a noun and counts its tabs; what the words find is read
// from the search index. All lengths are counted by one statement.
func (db *DB) Listed(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query, tabs []noun.Query) (
	p noun.Page, err error) {
	if s.Nothing() {
		return p, nil
	}
	r, limit := rooms[of], clampLimit(q.Limit)
	w, err := db.wordedRoom(ctx, r, s, q)
	if err != nil {
		return p, err
	}
	lists := []*where{{slices.Clone(w.parts), slices.Clone(w.args)}}
	for _, tab := range tabs {
		w, err := db.wordedRoom(ctx, r, s, tab)
		if err != nil {
			return p, err
		}
		lists = append(lists, w)
	}
	counts, err := db.countsUpTo(ctx, r.Table, lists)
	if err != nil {
		return p, err
	}
	p.Count, p.More, p.Tabs = counts[0].N, counts[0].More, counts[1:]
	var at any
	if q.After.ID != 0 {
		if at, err = after(q.Sort, q.After); err != nil {
			return p, err
		}
	}
	tail := w.keyset(q.Sort.Column, q.Sort.Down, q.After.ID != 0, at, int64(q.After.ID), q.After.Back, limit)
	ask := func(stmt string, args ...any) (*sql.Rows, error) { return db.query(ctx, stmt, args...) }
	p.Values, err = r.read(ask, w, tail)
	if err != nil {
		return p, err
	}
	cursor := func(v noun.Value, back bool) noun.Cursor {
		return noun.Cursor{Key: fmt.Sprint(r.key(q.Sort, v)), ID: v.Head().ID, Back: back}
	}
	p.Values, p.Newer, p.Older = turn(p.Values, limit, q.After.ID != 0, q.After.Back, cursor)
	return p, nil
}

// countsUpTo counts lists of one table by one statement, each as countUpTo does.
func (db *DB) countsUpTo(ctx context.Context, table string, lists []*where) ([]trail.Count, error) {
	var q strings.Builder
	var args []any
	n, into := make([]int, len(lists)), make([]any, len(lists))
	for i, w := range lists {
		cond := placeholder.ReplaceAllStringFunc(w.String(), func(p string) string {
			k, _ := strconv.Atoi(p[1:])
			return fmt.Sprintf("$%d", k+len(args))
		})
		fmt.Fprintf(&q, ",(SELECT COUNT(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT %d) AS t)", table, cond, order.CountMost+1)
		args, into[i] = append(args, w.args...), &n[i]
	}
	if err := db.queryRow(ctx, "SELECT "+q.String()[1:], args...).Scan(into...); err != nil {
		return nil, fmt.Errorf("count %s: %w", table, err)
	}
	out := make([]trail.Count, len(lists))
	for i := range out {
		out[i] = trail.Count{N: min(n[i], order.CountMost), More: n[i] > order.CountMost, Known: true}
	}
	return out, nil
}

func (db *DB) wordedRoom(ctx context.Context, r room, s access.Scope, q noun.Query) (*where, error) {
	w := r.asked(s, q)
	worded, err := db.worded(ctx, s, q.Words)
	if err != nil {
		return nil, err
	}
	worded(w)
	return w, nil
}

func (r room) read(ask asking, w *where, tail string) (out []noun.Value, err error) {
	rows, err := ask(strings.Replace(r.t.all, " ORDER BY id", " WHERE "+w.String()+tail, 1), w.args...)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", r.Table, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		s, err := r.t.scanRow(rows.Scan, &id)
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", r.Table, err)
		}
		out = append(out, r.t.decode(ref.ID(id), s))
	}
	return out, rows.Err()
}
