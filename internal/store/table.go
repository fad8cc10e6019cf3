package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sort"
	"strings"

	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// table is one covered table holding values of T.
type table[T any] struct {
	covered
	row  func(*codec, *T)
	head func(*T) (*ref.ID, *int64)
}

// covered is what the verifier needs of a covered table.
type covered struct {
	name    string
	cols    []column
	byName  []int // indexes of cols sorted by name, as entries list them
	insert  string
	update  string
	selects string // version, digest and all columns by id
	all     string // id, version, digest and all columns, in order of id
}

func newTable[T any](name string, head func(*T) (*ref.ID, *int64), row func(*codec, *T)) *table[T] {
	var zero T
	c := codec{declare: true}
	row(&c, &zero)
	t := &table[T]{row: row, head: head}
	t.name, t.cols = name, c.cols
	names, marks, sets := []string{}, []string{}, []string{}
	for i, col := range t.cols {
		names = append(names, col.name)
		marks = append(marks, fmt.Sprintf("$%d", i+4))
		sets = append(sets, fmt.Sprintf("%s=$%d", col.name, i+3))
		t.byName = append(t.byName, i)
	}
	sort.Slice(t.byName, func(a, b int) bool { return t.cols[t.byName[a]].name < t.cols[t.byName[b]].name })
	list := strings.Join(names, ",")
	n := len(t.cols)
	t.insert = fmt.Sprintf("INSERT INTO %s(id,version,digest,%s) VALUES($1,$2,$3,%s)",
		name, list, strings.Join(marks, ","))
	t.update = fmt.Sprintf("UPDATE %s SET version=$1,digest=$2,%s WHERE id=$%d AND version=$%d", name,
		strings.Join(sets, ","), n+3, n+4)
	t.selects = fmt.Sprintf("SELECT version,digest,%s FROM %s WHERE id=$1", list, name)
	t.all = fmt.Sprintf("SELECT id,version,digest,%s FROM %s ORDER BY id", list, name)
	return t
}

// stored is a row as last read or written by this command.
type stored struct {
	version int64
	digest  [32]byte
	values  []journal.Value
	shut    map[int]*Unsealed // sealed columns that could not be opened, by their index
}

// whole is the refusal of a row of which a sealed column cannot be opened.
func (s stored) whole() error {
	for _, u := range s.shut {
		return u.refuse()
	}
	return nil
}

// scanRow reads version, digest and the columns; sealed ones stay empty.
func (t *covered) scanRow(scan func(...any) error, before ...any) (stored, error) {
	return t.scanOpened(nil, nil, scan, before...)
}

// scanOpened is scanRow that opens sealed columns with keys; the row's id is read
// after scan.
func (t *covered) scanOpened(keys *sealKeys, id *int64, scan func(...any) error, before ...any) (stored, error) {
	var s stored
	var digest []byte
	s.values = make([]journal.Value, len(t.cols))
	dest := append(before, &s.version, &digest)
	ints := make([]int64, len(t.cols))
	texts := make([]string, len(t.cols))
	blobs := make([][]byte, len(t.cols))
	for i, c := range t.cols {
		switch {
		case c.sealed:
			dest = append(dest, &blobs[i])
		case c.kind == journal.TagInt:
			dest = append(dest, &ints[i])
		case c.kind == journal.TagText:
			dest = append(dest, &texts[i])
		default:
			dest = append(dest, &blobs[i])
		}
	}
	if err := scan(dest...); err != nil {
		return s, err
	}
	copy(s.digest[:], digest)
	for i, c := range t.cols {
		switch {
		case c.sealed:
			s.values[i] = journal.Text("")
			if keys != nil && len(blobs[i]) > 0 {
				s.unseal(t, keys, ref.ID(*id), i, blobs[i])
			}
		case c.kind == journal.TagInt:
			s.values[i] = journal.Int(ints[i])
		case c.kind == journal.TagText:
			s.values[i] = journal.Text(texts[i])
		default:
			s.values[i] = journal.Bytes(blobs[i])
		}
	}
	return s, nil
}

func (s *stored) unseal(t *covered, keys *sealKeys, id ref.ID, i int, b []byte) {
	plain, u := keys.open(sealPlace(t.name, id, t.cols[i].name), b)
	if u == nil {
		s.values[i] = journal.Text(string(plain))
		return
	}
	u.Place = fmt.Sprintf("%s/%d.%s", t.name, id, t.cols[i].name)
	if s.shut == nil {
		s.shut = map[int]*Unsealed{}
	}
	s.shut[i] = u
}

func arg(v journal.Value) any {
	switch v.Tag() {
	case journal.TagInt:
		return v.AsInt()
	case journal.TagText:
		return v.AsText()
	case journal.TagBytes:
		return v.AsBytes()
	}
	return nil
}

func (t *table[T]) encode(v *T) []journal.Value {
	c := codec{values: make([]journal.Value, 0, len(t.cols))}
	t.row(&c, v)
	return c.values
}

func (t *table[T]) decode(id ref.ID, s stored) T {
	var v T
	pid, pver := t.head(&v)
	*pid, *pver = id, s.version
	t.row(&codec{values: s.values, reading: true}, &v)
	return v
}

// load reads one row in the transaction and remembers it, so that save can
// tell what changed. A row that is not there is a Missing refusal.
func load[T any](tx *Tx, t *table[T], id ref.ID) (T, error) {
	var zero T
	row := int64(id)
	s, err := t.scanOpened(tx.w.db.seals, &row, tx.queryRow(t.selects, row).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return zero, text.Refuse(text.Missing, "access.missing")
	}
	if err != nil {
		return zero, fmt.Errorf("load %s %d: %w", t.name, id, err)
	}
	if err := s.whole(); err != nil {
		return zero, err
	}
	tx.loaded[rowKey{t.name, id}] = s
	return t.decode(id, s), nil
}

// loadAll is load of every row that fulfils a condition, by one statement.
func loadAll[T any](tx *Tx, t *table[T], where string, args ...any) (out []T, err error) {
	rows, err := tx.query(strings.Replace(t.all, " ORDER BY id", " WHERE "+where+" ORDER BY id", 1), args...)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", t.name, err)
	}
	defer rows.Close()
	for rows.Next() {
		var row int64
		s, err := t.scanOpened(tx.w.db.seals, &row, rows.Scan, &row)
		if err == nil {
			err = s.whole()
		}
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", t.name, err)
		}
		tx.loaded[rowKey{t.name, ref.ID(row)}] = s
		out = append(out, t.decode(ref.ID(row), s))
	}
	return out, rows.Err()
}

type rowKey struct {
	table string
	id    ref.ID
}

// zeroOf is what a column holds when an entry does not set it.
func zeroOf(c column) journal.Value {
	switch c.kind {
	case journal.TagInt:
		return journal.Int(0)
	case journal.TagText:
		return journal.Text("")
	}
	return journal.Bytes(nil)
}

// save writes a new row (version 0) or the next version of a loaded one, and
// notes the change for the entry that Record will append. It is the only way
// in which covered rows are written.
func save[T any](tx *Tx, t *table[T], v T) error {
	pid, pver := t.head(&v)
	id, version := *pid, *pver
	values := t.encode(&v)
	key := rowKey{t.name, id}
	before, known := tx.loaded[key]
	if version != 0 && !known {
		return fmt.Errorf("save %s %d: not loaded in this transaction", t.name, id)
	}
	if version != 0 && before.version != version {
		return text.Refuse(text.Stale, "input.stale")
	}
	change := journal.Row{Table: t.name, ID: int64(id), Version: version + 1, Before: before.digest}
	for _, i := range t.byName {
		old := zeroOf(t.cols[i])
		if known {
			old = before.values[i]
		}
		if values[i].Equal(old) {
			continue
		}
		set := values[i]
		if t.cols[i].private {
			set = tx.commit(fmt.Sprintf("%s/%d/%s", t.name, id, t.cols[i].name), set, t.cols[i].sealed)
		}
		change.Sets = append(change.Sets, journal.Field{Name: t.cols[i].name, Value: set})
	}
	if known && len(change.Sets) == 0 {
		return nil
	}
	change.Seal()
	cells, err := tx.cells(&t.covered, id, values)
	if err != nil {
		return err
	}
	args := make([]any, 0, len(values)+4)
	if version == 0 {
		args = append(args, int64(id), change.Version, change.After[:])
		args = append(args, cells...)
		_, err = tx.exec(t.insert, args...)
	} else {
		args = append(args, change.Version, change.After[:])
		args = append(args, cells...)
		args = append(args, int64(id), version)
		var n int64
		if n, err = tx.exec(t.update, args...); err == nil && n != 1 {
			return text.Refuse(text.Stale, "input.stale")
		}
	}
	if err != nil {
		return fmt.Errorf("save %s %d: %w", t.name, id, err)
	}
	tx.rows = append(tx.rows, change)
	tx.loaded[key] = stored{version: change.Version, digest: change.After, values: values}
	return nil
}

// cells are the values of a row as they are written: sealed columns under the
// newest key.
func (tx *Tx) cells(t *covered, id ref.ID, values []journal.Value) ([]any, error) {
	out := make([]any, 0, len(values))
	for i, v := range values {
		switch c := t.cols[i]; {
		case !c.sealed:
			out = append(out, arg(v))
		case v.AsText() == "":
			out = append(out, []byte{})
		default:
			k, err := tx.sealing()
			if err != nil {
				return nil, err
			}
			out = append(out, k.seal(sealPlace(t.name, id, c.name), []byte(v.AsText())))
		}
	}
	return out, nil
}

// get reads one row outside a command; ok is false when it is not there.
func get[T any](ctx context.Context, db *DB, t *table[T], id ref.ID) (v T, ok bool, err error) {
	row := int64(id)
	s, err := t.scanOpened(db.seals, &row, db.queryRow(ctx, t.selects, row).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	if err != nil {
		return v, false, fmt.Errorf("read %s %d: %w", t.name, id, err)
	}
	if err := s.whole(); err != nil {
		return v, false, err
	}
	return t.decode(id, s), true, nil
}

// every reads all rows that the condition names, in order of id.
func every[T any](ctx context.Context, db *DB, t *table[T], where string, args ...any) ([]T, error) {
	return everyRow(func(q string, args ...any) (*sql.Rows, error) { return db.query(ctx, q, args...) }, t, where, args...)
}

func everyRow[T any](ask asking, t *table[T], where string, args ...any) ([]T, error) {
	q := t.all
	if where != "" {
		q = strings.Replace(t.all, " ORDER BY id", " WHERE "+where+" ORDER BY id", 1)
	}
	rows, err := ask(q, args...)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.name, err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var id int64
		s, err := t.scanRow(rows.Scan, &id)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", t.name, err)
		}
		out = append(out, t.decode(ref.ID(id), s))
	}
	return out, rows.Err()
}

// sameValue compares what the journal says of a column with what the row holds.
func sameValue(a, b journal.Value) bool {
	if a.Tag() == journal.TagBytes {
		return bytes.Equal(a.AsBytes(), b.AsBytes())
	}
	return a.Equal(b)
}
