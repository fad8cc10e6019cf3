package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"shuangze/internal/journal"
	"shuangze/internal/ref"
)

// bench is what the edits are done to: one journal, and an entry in its middle.
type bench struct {
	*hand
	book *bookSource
	kept *Kept
	seq  int64
	list []edit
	last map[string]place // "table/id" and "table/id/column" → the entry that set it last
}

type place struct {
	journal string
	seq     int64
}

func (b *bench) add(what string, at place, do func() error) {
	b.list = append(b.list, edit{Trial: Trial{What: what, Journal: at.journal, Seq: at.seq}, do: do})
}

func (b *bench) sql(what string, at place, q string, args ...any) {
	b.add(what, at, func() error { return b.exec(q, args...) })
}

func (h *hand) edits(o DrillOptions, kept *Kept) ([]edit, error) {
	books, err := h.books()
	if err != nil {
		return nil, err
	}
	b := &bench{hand: h, kept: kept}
	for _, x := range books {
		if b.book == nil || x.size > b.book.size {
			b.book = x
		}
	}
	if b.book == nil || b.book.size < 4 {
		return nil, errors.New("there are fewer than four entries: nothing to try on")
	}
	b.seq = b.book.size/2 | 1 // its tree node of level 1 begins with it
	rows, err := b.chosen()
	if err != nil {
		return nil, err
	}
	for _, f := range []func() error{b.entries, b.tree, b.openings,
		func() error { return b.covered(rows, o.Every) }, b.derivedRows, b.indexWords, b.shapes, b.noteEdits,
		func() error { return b.rewrites(o) }} {
		if err := f(); err != nil {
			return nil, err
		}
	}
	return b.list, nil
}

func (b *bench) entries() error {
	id, at := entryID(b.book.no, b.seq), place{b.book.name, b.seq}
	end := entryID(b.book.no, b.book.size+1)
	var frozen []byte
	if err := b.row([]any{&frozen}, `SELECT frozen FROM entry WHERE id=$1`, id); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		byte int
	}{{"its first byte", 0}, {"a byte in its middle", len(frozen) / 2}, {"its last byte", len(frozen) - 1}} {
		changed := slices.Clone(frozen)
		changed[part.byte] ^= 1
		b.sql("entry.frozen: "+part.name+" changed", at, `UPDATE entry SET frozen=$1 WHERE id=$2`, changed, id)
	}
	b.sql("entry.id: moved behind the last", at, `UPDATE entry SET id=$1 WHERE id=$2`, end+7, id)
	b.sql("entry.id: moved out of every journal", at, `UPDATE entry SET id=$1 WHERE id=$2`, int64(900)<<40|5, id)
	for _, c := range []string{"journal", "seq", "at", "object", "person"} {
		b.sql("entry."+c+" changed", at, `UPDATE entry SET `+c+`=`+c+`+1000 WHERE id=$1`, id)
	}
	for _, c := range []string{"kind", "object_kind"} {
		b.sql("entry."+c+" changed", at, `UPDATE entry SET `+c+`=`+c+`||'x' WHERE id=$1`, id)
	}
	b.sql("an entry dropped", at, `DELETE FROM entry WHERE id=$1`, id)
	last := entryID(b.book.no, b.book.size)
	b.sql("the last entry dropped", place{b.book.name, b.book.size}, `DELETE FROM entry WHERE id=$1`, last)
	b.add("two entries swapped", at, func() error {
		return errors.Join(b.exec(`UPDATE entry SET id=$1 WHERE id=$2`, end+7, id),
			b.exec(`UPDATE entry SET id=$1 WHERE id=$2`, id, id+1),
			b.exec(`UPDATE entry SET id=$1 WHERE id=$2`, id+1, end+7))
	})
	b.add("two entries swapped with their numbers", at, func() error {
		return errors.Join(b.exec(`UPDATE entry SET id=$1 WHERE id=$2`, end+7, id),
			b.exec(`UPDATE entry SET id=$1,seq=$2 WHERE id=$3`, id, b.seq, id+1),
			b.exec(`UPDATE entry SET id=$1,seq=$2 WHERE id=$3`, id+1, b.seq+1, end+7))
	})
	b.sql("an entry repeated at the end", place{b.book.name, b.book.size + 1}, `INSERT INTO entry(id,journal,seq,at,kind,object_kind,object,person,frozen)
		SELECT $1,journal,$2,at,kind,object_kind,object,person,frozen FROM entry WHERE id=$3`, end, b.book.size+1, id)
	b.add("an entry invented at the end", place{b.book.name, b.book.size + 1}, func() error {
		e, err := journal.Parse(frozen)
		if err != nil {
			return err
		}
		e.Seq, e.Rows = b.book.size+1, nil
		return b.exec(`INSERT INTO entry(id,journal,seq,at,kind,object_kind,object,person,frozen) SELECT $1,journal,$2,at,kind,object_kind,object,person,$3 FROM entry WHERE id=$4`,
			end, e.Seq, journal.Freeze(nil, e), id)
	})
	return nil
}

func (b *bench) tree() error {
	at, no, none := place{b.book.name, b.seq}, b.book.no, place{}
	n := (b.seq - 1) / 2 // the node over this entry and the next
	b.sql("node.hash changed", at, `UPDATE node SET hash=$1 WHERE journal=$2 AND level=1 AND idx=$3`,
		make([]byte, 32), no, n)
	b.sql("node.hash cut short", at, `UPDATE node SET hash=$1 WHERE journal=$2 AND level=1 AND idx=$3`,
		make([]byte, 31), no, n)
	b.sql("node.level changed", at, `UPDATE node SET level=30 WHERE journal=$1 AND level=1 AND idx=$2`, no, n)
	b.sql("node.idx changed", at, `UPDATE node SET idx=idx+1000000 WHERE journal=$1 AND level=1 AND idx=$2`, no, n)
	b.sql("node.journal changed", at, `UPDATE node SET journal=900 WHERE journal=$1 AND level=1 AND idx=$2`, no, n)
	b.sql("a node dropped", at, `DELETE FROM node WHERE journal=$1 AND level=1 AND idx=$2`, no, n)
	b.sql("a node invented", none, `INSERT INTO node(journal,level,idx,hash) VALUES($1,1,$2,$3)`,
		no, int64(1)<<30, make([]byte, 32))
	frontier := slices.Clone(b.book.frontier)
	frontier[len(frontier)-1] ^= 1
	b.sql("head.frontier changed", none, `UPDATE head SET frontier=$1 WHERE no=$2`, frontier, no)
	b.sql("head.size raised", none, `UPDATE head SET size=size+1 WHERE no=$1`, no)
	b.sql("head.size lowered", none, `UPDATE head SET size=size-1 WHERE no=$1`, no)
	b.sql("head.next_id set back", none, `UPDATE head SET next_id=1 WHERE no=$1`, no)
	b.sql("head.next_id moved on", none, `UPDATE head SET next_id=next_id+1 WHERE no=$1`, no)
	b.sql("head.at changed", none, `UPDATE head SET at=at+1 WHERE no=$1`, no)
	b.sql("head.no changed", none, `UPDATE head SET no=900 WHERE no=$1`, no)
	b.sql("head.journal changed", none, `UPDATE head SET journal=journal||'x' WHERE no=$1`, no)
	b.sql("the head dropped", none, `DELETE FROM head WHERE no=$1`, no)
	var size int64
	var signed string
	err := b.hand.row([]any{&size, &signed}, `SELECT size,note FROM checkpoint WHERE journal=$1 ORDER BY size LIMIT 1`,
		b.book.name)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // none was made yet
	}
	if err != nil {
		return err
	}
	of := ` WHERE journal=$1 AND size=$2`
	b.sql("checkpoint.size changed", none, `UPDATE checkpoint SET size=size+100000`+of, b.book.name, size)
	b.sql("checkpoint.at changed", none, `UPDATE checkpoint SET at=at+1`+of, b.book.name, size)
	b.sql("checkpoint.journal changed", none, `UPDATE checkpoint SET journal=journal||'x'`+of, b.book.name, size)
	b.sql("checkpoint.note: signed by another as well", place{b.book.name, size}, `UPDATE checkpoint SET note=note||$3`+of,
		b.book.name, size, "— aside AAAAAGFzaWRl\n")
	for i, part := range []string{"its first line", "its middle", "its signature"} {
		text := []byte(signed)
		n := []int{0, len(text) / 2, len(text) - 3}[i]
		for text[n] == '\n' || text[n] >= 0x7f || text[n] == '=' {
			n--
		}
		text[n] = map[bool]byte{true: 'B', false: 'A'}[text[n] == 'A']
		b.sql("checkpoint.note: a letter of "+part+" changed", none, `UPDATE checkpoint SET note=$3`+of,
			b.book.name, size, string(text))
	}
	return nil
}

// openings tries the secrets behind one commitment.
func (b *bench) openings() error {
	var id int64
	var body string
	err := b.hand.row([]any{&id, &body},
		`SELECT entry,body FROM opening WHERE entry>=$1 AND entry<$2 AND body NOT LIKE '%"x":"%' ORDER BY entry DESC LIMIT 1`,
		entryID(b.book.no, 0), entryID(b.book.no+1, 0))
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	var list []opening
	if err == nil {
		err = json.Unmarshal([]byte(body), &list)
	}
	if err != nil || len(list) == 0 {
		return err
	}
	at := place{b.book.name, id & (1<<40 - 1)}
	// The first is usually of a row, the last of a fact that stands in no row.
	change := func(what string, f func(*opening)) (err error) {
		for _, i := range []int{0, len(list) - 1} {
			changed := slices.Clone(list)
			f(&changed[i])
			text, wrong := json.Marshal(changed)
			b.sql(what+" ("+list[i].Path+")", at, `UPDATE opening SET body=$1 WHERE entry=$2`, string(text), id)
			err = errors.Join(err, wrong)
		}
		return err
	}
	b.sql("opening.body: not readable", at, `UPDATE opening SET body='x' WHERE entry=$1`, id)
	b.sql("opening.entry: moved to another entry", place{b.book.name, b.book.size + 50},
		`UPDATE opening SET entry=$1 WHERE entry=$2`, entryID(b.book.no, b.book.size+50), id)
	b.sql("opening.body: written otherwise", at, `UPDATE opening SET body=' '||body WHERE entry=$1`, id)
	b.sql("an opening destroyed", at, `DELETE FROM opening WHERE entry=$1`, id)
	if last := len(list) - 1; last > 0 {
		text, err := json.Marshal(list[:last])
		if err != nil {
			return err
		}
		b.sql("opening.body: one taken away ("+list[last].Path+")", at, `UPDATE opening SET body=$1 WHERE entry=$2`,
			string(text), id)
	}
	return errors.Join(
		change("opening.body: a text changed", func(o *opening) { o.Text += "改" }),
		change("opening.body: a salt changed", func(o *opening) { o.Salt = append([]byte{o.Salt[0] ^ 1}, o.Salt[1:]...) }),
		change("opening.body: a place changed", func(o *opening) { o.Path += "x" }))
}

func (b *bench) derivedRows() error {
	for _, x := range []struct{ from, what, q string }{
		{"tally", "tally.n changed", `UPDATE tally SET n=n+1`},
		{"tally", "tally emptied", `DELETE FROM tally`},
		{"counter WHERE series<>'" + registersSeries + "'", "counter.no changed",
			`UPDATE counter SET no=no+1 WHERE series<>'` + registersSeries + `'`},
		{"assist", "assist emptied", `DELETE FROM assist`},
		{"orders", "search rows dropped", `DELETE FROM search WHERE ` + b.d.rowid() + `>>2=(SELECT MAX(id) FROM orders)`},
	} {
		var n int64
		if err := b.hand.row([]any{&n}, `SELECT COUNT(*) FROM `+x.from); err != nil {
			return err
		}
		if n > 0 {
			b.sql(x.what, place{}, x.q)
		}
	}
	return nil
}

// indexWords edits the words of one matter in the search index.
func (b *bench) indexWords() error {
	var id int64
	if err := b.hand.row([]any{&id}, `SELECT COALESCE(MAX(id),0) FROM orders`); err != nil {
		return err
	}
	for _, x := range []struct {
		what string
		do   func(words, scope []string) ([]string, []string)
	}{
		{"a word added", func(w, s []string) ([]string, []string) { return append(w, "王某"), s }},
		{"a word removed", func(w, s []string) ([]string, []string) { return w[:len(w)-1], s }},
		{"two words swapped", func(w, s []string) ([]string, []string) { w[0], w[1] = w[1], w[0]; return w, s }},
		{"another unit's", func(w, _ []string) ([]string, []string) { return w, []string{"u7"} }},
		{"no words", func(_, s []string) ([]string, []string) { return nil, s }},
	} {
		b.add("search: "+x.what, place{}, func() error { return b.reindex(ref.ID(id), x.do) })
		b.list[len(b.list)-1].Absent = id == 0
	}
	b.add("search: a matter that is none", place{}, func() error { return b.index(1<<50, "王某", "u7") })
	return nil
}

// reindex writes one matter's row of the search index otherwise.
func (b *bench) reindex(id ref.ID, do func(words, scope []string) ([]string, []string)) error {
	s, err := orders.scanRow(b.conn.QueryRowContext(b.ctx, b.d.sql(orders.selects), int64(id)).Scan)
	if err != nil {
		return err
	}
	r := orderWords(orders.decode(id, s), 0)
	names, err := evidenceNames(func(q string, args ...any) (*sql.Rows, error) {
		return b.conn.QueryContext(b.ctx, b.d.sql(q), args...)
	}, "$1", int64(id))
	if err != nil {
		return err
	}
	r = r.named(names[int64(id)])
	if err := b.exec(`DELETE FROM search WHERE `+b.d.rowid()+`=$1`, r.id); err != nil {
		return err
	}
	words, scope := do(strings.Fields(grams(r.texts...)), strings.Fields(unitWords(r.units, " ")))
	return b.index(r.id, strings.Join(words, " "), strings.Join(scope, " "))
}

// index writes a row of the search index.
func (b *bench) index(id int64, words, scope string) error {
	vector := func(x string) string { return x }
	if b.d.postgres {
		vector = func(x string) string { return "to_tsvector('simple'," + x + ")" }
	}
	return b.exec(`INSERT INTO search(`+b.d.rowid()+`,words,scope) SELECT id,`+vector("words")+`,`+vector("scope")+
		` FROM (SELECT CAST($1 AS BIGINT) AS id,CAST($2 AS TEXT) AS words,CAST($3 AS TEXT) AS scope) AS x`, id, words, scope)
}

// chosen picks a row in the middle of every covered table and finds which
// entries set it, by reading forwards: not the way the state pass does.
func (b *bench) chosen() (map[string]int64, error) {
	rows := map[string]int64{}
	for _, name := range slices.Sorted(maps.Keys(b.tables.covered)) {
		var n, id int64
		if err := b.hand.row([]any{&n}, `SELECT COUNT(*) FROM `+name); err != nil {
			return nil, err
		}
		if n == 0 {
			continue
		}
		if err := b.hand.row([]any{&id}, fmt.Sprintf(`SELECT id FROM %s ORDER BY id LIMIT 1 OFFSET %d`,
			name, n/2)); err != nil {
			return nil, err
		}
		rows[name] = id
	}
	b.last = map[string]place{}
	var frozen sql.RawBytes
	return rows, b.each(func() error {
		e, err := journal.Parse(frozen)
		if err != nil {
			return err
		}
		for _, r := range e.Rows {
			if id, ok := rows[r.Table]; !ok || id != r.ID {
				continue
			}
			b.last[r.Table] = place{e.Journal, e.Seq}
			for _, f := range r.Sets {
				b.last[r.Table+"."+f.Name] = place{e.Journal, e.Seq}
			}
		}
		return nil
	}, []any{&frozen}, `SELECT frozen FROM entry ORDER BY id`)
}

func (b *bench) covered(rows map[string]int64, every bool) error {
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		t, id := b.tables.covered[name], rows[name]
		live, err := t.scanRow(b.conn.QueryRowContext(b.ctx, b.d.sql(t.selects), id).Scan)
		if err != nil {
			return err
		}
		tried := map[string]bool{}
		for i, c := range t.cols {
			sort := fmt.Sprint(c.kind, c.private, c.sealed)
			if tried[sort] && !every {
				continue
			}
			tried[sort] = true
			at, set := b.last[name+"."+c.name]
			if !set {
				at = b.last[name]
			}
			set1 := `UPDATE ` + name + ` SET ` + c.name + `=$1 WHERE id=$2`
			if c.sealed {
				b.sql(name+"."+c.name+" changed", at, set1, []byte("改"), id)
				continue
			}
			b.sql(name+"."+c.name+" changed", at, set1, arg(other(live.values[i])), id)
			if every && !live.values[i].Equal(zeroOf(c)) {
				b.sql(name+"."+c.name+" emptied", at, set1, arg(zeroOf(c)), id)
			}
		}
		at := b.last[name]
		digest := live.digest
		digest[31] ^= 1
		b.sql(name+".version changed", at, `UPDATE `+name+` SET version=version+1 WHERE id=$1`, id)
		b.sql(name+".digest changed", at, `UPDATE `+name+` SET digest=$1 WHERE id=$2`, digest[:], id)
		b.sql(name+".digest lengthened", at, `UPDATE `+name+` SET digest=$1 WHERE id=$2`, append(live.digest[:], 0), id)
		b.sql(name+".id changed", at, `UPDATE `+name+` SET id=$1 WHERE id=$2`, id+1<<39, id)
		b.sql(name+": the row dropped", at, `DELETE FROM `+name+` WHERE id=$1`, id)
		args := []any{id + 1<<39, live.version, live.digest[:]}
		for i, v := range live.values {
			if t.cols[i].sealed {
				args = append(args, []byte{})
				continue
			}
			args = append(args, arg(other(v)))
		}
		b.sql(name+": a row invented", place{}, t.insert, args...)
	}
	return nil
}

// other is a value of the same sort that no row has.
func other(v journal.Value) journal.Value {
	switch v.Tag() {
	case journal.TagInt:
		return journal.Int(v.AsInt() + 1000003)
	case journal.TagText:
		return journal.Text(v.AsText() + "改")
	}
	return journal.Bytes(append(v.AsBytes(), 9))
}
