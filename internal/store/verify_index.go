package store

import (
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strings"

	"shuangze/internal/journal"
	"shuangze/internal/ref"
)

// recountSearch compares the search index word by word with what the matters say:
// which matters stand in it, and every word of each at its place.
func recountSearch(s *snapshot, found *Findings) error {
	left := map[int64]int64{}
	var id int64
	if err := s.each(func() error { left[id]++; return nil }, []any{&id},
		`SELECT `+s.d.rowid()+` FROM search`); err != nil {
		return err
	}
	compare, end := s.compareTerms, s.differTerms
	if s.d.postgres {
		compare, end = s.compareVectors, func(*terms, *Findings) error { return nil }
	}
	t := &terms{seed: maphash.MakeSeed(), sums: map[int64]uint64{}}
	each := func(rows []searchRow) error {
		for _, r := range rows {
			left[r.id]--
		}
		return compare(t, rows, found)
	}
	for _, f := range s.tables.finds {
		if err := indexed(s, f.table, f.words, each); err != nil {
			return err
		}
	}
	differ("search", left, found)
	for id, n := range left {
		if n != 0 {
			delete(t.sums, id) // named already
			t.passed = append(t.passed, id)
		}
	}
	return end(t, found)
}

// indexed gives what the index must hold of every row of a table, by pages.
func indexed(s *snapshot, t *covered, words func(ref.ID, stored) searchRow, yield func([]searchRow) error) error {
	const page = 200
	for last := int64(0); ; {
		rows, err := s.conn.QueryContext(s.ctx, s.d.sql(strings.Replace(t.all, " ORDER BY id", " WHERE id>$1 ORDER BY id", 1)+
			fmt.Sprintf(" LIMIT %d", page)), last)
		if err != nil {
			return err
		}
		ids, list, err := readPage(t, rows)
		if err != nil || len(list) == 0 {
			return err
		}
		out := make([]searchRow, len(list))
		for i, r := range list {
			out[i] = words(ref.ID(ids[i]), r)
		}
		in, these := amongOf(s.d, ids)
		names, err := evidenceNames(func(q string, args ...any) (*sql.Rows, error) {
			return s.conn.QueryContext(s.ctx, s.d.sql(q), args...)
		}, in, these)
		if err != nil {
			return err
		}
		for i, id := range ids {
			out[i] = out[i].named(names[id])
		}
		if err := yield(out); err != nil {
			return err
		}
		last = ids[len(ids)-1]
	}
}

func otherWords(id int64) journal.Fault {
	return journal.Fault{What: "derived-search",
		Detail: fmt.Sprintf("the index holds other words of matter %d than stand in it", id>>2)}
}

// compareVectors asks PostgreSQL itself which words it would make of the texts.
func (s *snapshot) compareVectors(_ *terms, rows []searchRow, found *Findings) error {
	marks, args := make([]string, len(rows)), make([]any, 0, 3*len(rows))
	for i, r := range rows {
		marks[i] = fmt.Sprintf("($%d::bigint,$%d::text,$%d::text)", 3*i+1, 3*i+2, 3*i+3)
		args = append(args, r.id, grams(r.texts...), unitWords(r.units, " "))
	}
	var id int64
	return s.each(func() error { found.add(otherWords(id)); return nil }, []any{&id}, `SELECT s.id FROM (VALUES `+strings.Join(marks, ",")+`) AS x(id,words,scope)
		JOIN search s ON s.id=x.id WHERE s.words<>to_tsvector('simple',x.words) OR s.scope<>to_tsvector('simple',x.scope)
			OR s.words::text<>to_tsvector('simple',x.words)::text ORDER BY s.id`, args...)
}

// terms are the words of an index as one sum for each matter, computed minus
// stored. The key is new in every run.
type terms struct {
	seed   maphash.Seed
	sums   map[int64]uint64
	passed []int64
	odd    []searchRow // with characters that SQLite may cut otherwise than we do
}

func (t *terms) mix(term []byte, scope bool, offset int64) uint64 {
	var b [256]byte
	buf := append(b[:0], term...)
	buf = append(buf, 0, map[bool]byte{true: 1}[scope])
	return maphash.Bytes(t.seed, binary.BigEndian.AppendUint64(buf, uint64(offset)))
}

func (t *terms) text(id int64, words string, scope bool) {
	n := int64(0)
	for w := range strings.FieldsSeq(words) {
		t.sums[id] += t.mix([]byte(w), scope, n)
		n++
	}
}

// plainWords says whether the words are of characters that every version of
// every table of Unicode calls letters or digits without another case.
func plainWords(words string) bool {
	return strings.IndexFunc(words, func(r rune) bool {
		return !(r == ' ' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 0x4e00 && r <= 0x9fa5)
	}) < 0
}

// compareTerms counts what the index must hold. Where a text has characters that
// SQLite might cut otherwise, an index of the same form is asked, in memory.
func (s *snapshot) compareTerms(t *terms, rows []searchRow, _ *Findings) error {
	for _, r := range rows {
		words, scope := grams(r.texts...), unitWords(r.units, " ")
		if !plainWords(words) {
			t.odd = append(t.odd, r)
			continue
		}
		t.sums[r.id] += 0
		t.text(r.id, words, false)
		t.text(r.id, scope, true)
	}
	return nil
}

// differTerms takes from the sums what the index holds and names what is left.
func (s *snapshot) differTerms(t *terms, found *Findings) error {
	if err := s.oddTerms(t); err != nil {
		return err
	}
	if err := s.vocabulary(t, ^uint64(0)); err != nil {
		return err
	}
	for _, id := range t.passed {
		delete(t.sums, id)
	}
	for _, id := range slices.Sorted(maps.Keys(t.sums)) {
		if t.sums[id] != 0 {
			found.add(otherWords(id))
		}
	}
	return nil
}

// oddTerms makes an index in memory of the texts with rare characters.
func (s *snapshot) oddTerms(t *terms) error {
	if len(t.odd) == 0 {
		return nil
	}
	var declared string
	if err := s.each(func() error { return nil }, []any{&declared},
		`SELECT sql FROM sqlite_master WHERE name='search'`); err != nil {
		return err
	}
	pool, err := sql.Open("sqlite", "file::memory:")
	if err != nil {
		return err
	}
	defer pool.Close()
	conn, err := pool.Conn(s.ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	aside := &snapshot{ctx: s.ctx, d: s.d, tables: s.tables, conn: conn}
	if _, err := conn.ExecContext(s.ctx, declared); err != nil {
		return err
	}
	for _, r := range t.odd {
		t.sums[r.id] += 0
		if _, err := conn.ExecContext(s.ctx, `INSERT INTO search(rowid,words,scope) VALUES(?1,?2,?3)`, r.id,
			grams(r.texts...), unitWords(r.units, " ")); err != nil {
			return err
		}
	}
	return aside.vocabulary(t, 1)
}

// vocabulary adds every word of an index to the sums, times a factor. The table
// through which SQLite shows them is the connection's own and in memory.
func (s *snapshot) vocabulary(t *terms, factor uint64) (err error) {
	var only int
	if err := s.each(func() error { return nil }, []any{&only}, `PRAGMA query_only`); err != nil {
		return err
	}
	hands := func(list ...string) error {
		for _, q := range list {
			if _, err := s.conn.ExecContext(s.ctx, q); err != nil {
				return fmt.Errorf("%w in %s", err, q)
			}
		}
		return nil
	}
	back := fmt.Sprintf(`PRAGMA query_only=%d`, only)
	if err := hands(`PRAGMA query_only=0`, `CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab(main,search,instance)`,
		back); err != nil {
		return err
	}
	defer func() {
		err = firstError(err, hands(`PRAGMA query_only=0`, `DROP TABLE temp.search_terms`, back))
	}()
	var term, col sql.RawBytes
	var id, offset int64
	return s.each(func() error {
		t.sums[id] += factor * t.mix(term, col[0] == 's', offset)
		return nil
	}, []any{&term, &id, &col, &offset}, `SELECT term,doc,col,"offset" FROM temp.search_terms`)
}
