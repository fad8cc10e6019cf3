package store

import (
	"context"
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

// bare is a row without what is sealed in it.
func (t *covered) bare(s stored) stored {
	s.values = slices.Clone(s.values)
	for i, c := range t.cols {
		if c.sealed {
			s.values[i] = journal.Text("")
		}
	}
	return s
}

// sealedColumns are the indexes of them.
func (t *covered) sealedColumns() (out []int) {
	for i, c := range t.cols {
		if c.sealed {
			out = append(out, i)
		}
	}
	return out
}

// sealedTables are the tables that have any, in order of their names.
func (s *Schema) sealedTables() (out []*covered) {
	for _, name := range slices.Sorted(maps.Keys(s.covered)) {
		if t := s.covered[name]; len(t.sealedColumns()) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// sealing is the key that seals now. The first is made when it is needed, but
// never where something is sealed already: then the file of keys is lost, and a
// new one beside it would hide that.
func (tx *Tx) sealing() (sealKey, error) {
	keys := tx.w.db.seals
	k, ok, err := keys.current()
	if err == nil && !ok {
		var highest uint32
		if highest, err = highestSeal(tx.query, tx.w.db.tables); err == nil && highest > 0 {
			err = &Unsealed{Key: highest, Why: keyMissing}
		}
		if err == nil {
			_, err = keys.add(0, true)
		}
		if err == nil {
			k, ok, err = keys.current()
		}
		if err == nil && !ok {
			err = &Unsealed{Why: keyFile, Cause: errors.New("a key that was just made is not there")}
		}
	}
	if u := (*Unsealed)(nil); errors.As(err, &u) {
		return k, u.refuse()
	}
	return k, err
}

// sealOpening puts salt and text of an opening under the newest key.
func (tx *Tx) sealOpening(entry int64, o *opening) error {
	if !o.seal {
		return nil
	}
	k, err := tx.sealing()
	if err != nil {
		return err
	}
	o.Sealed = k.seal(openingPlace(entry, o.Path), append(slices.Clone(o.Salt), o.Text...))
	o.Salt, o.Text, o.seal = nil, "", false
	return nil
}

// highestSeal is the highest number of a key that sealed any cell; 0 = none did.
func highestSeal(ask asking, tables *Schema) (highest uint32, err error) {
	for _, t := range tables.sealedTables() {
		for _, i := range t.sealedColumns() {
			name := t.cols[i].name
			rows, err := ask(`SELECT DISTINCT substr(` + name + `,1,5) FROM ` + t.name + ` WHERE length(` + name + `)>0`)
			heads, err := collect(rows, err, func(r rowsLike, b *[]byte) error { return r.Scan(b) })
			if err != nil {
				return 0, fmt.Errorf("keys of %s.%s: %w", t.name, name, err)
			}
			for _, h := range heads {
				if len(h) == 5 {
					highest = max(highest, uint32(h[1])<<24|uint32(h[2])<<16|uint32(h[3])<<8|uint32(h[4]))
				}
			}
		}
	}
	return highest, nil
}

// CheckSeals opens the first and the last sealed value of every sealed column and
// says in one sentence what keeps it from being read. It is asked when the house
// starts; the whole is for Verify.
func (db *DB) CheckSeals(ctx context.Context) error {
	for _, t := range db.tables.sealedTables() {
		for _, i := range t.sealedColumns() {
			name := t.cols[i].name
			for _, way := range []string{"", " DESC"} {
				rows, err := db.query(ctx, `SELECT id,`+name+` FROM `+t.name+` WHERE length(`+name+`)>0 ORDER BY id`+way+` LIMIT 1`)
				cells, err := collect(rows, err, func(r rowsLike, c *sealedCell) error { return r.Scan(&c.id, &c.body) })
				if err != nil {
					return fmt.Errorf("sealed columns: %w", err)
				}
				for _, c := range cells {
					if _, u := db.seals.open(sealPlace(t.name, ref.ID(c.id), name), c.body); u != nil {
						u.Place = fmt.Sprintf("%s/%d.%s", t.name, c.id, name)
						return u.refuse()
					}
				}
			}
		}
	}
	return nil
}

type sealedCell struct {
	id   int64
	body []byte
}

// Resealed is what a rotation did.
type Resealed struct {
	Key      uint32 // the new key's number
	Cells    int64  // sealed anew in rows
	Openings int64  // sealed anew beside entries
	Shut     int64  // could not be opened and stay as they are
}

// resealAtOnce is how many rows, or entries with their openings, one transaction
// takes: commands wait for no more than these.
const resealAtOnce = 50

// Reseal adds a key and puts everything that an older one sealed under it, a few
// rows at a time, while others read and write. No value changes: no entry is
// written, and every digest stays. One that is broken off leaves cells under two
// keys, both in the file; it may be done again.
func (db *DB) Reseal(ctx context.Context) (out Resealed, err error) {
	// A key of a number that lies in no file any more is not given its number again.
	ask := func(q string, args ...any) (*sql.Rows, error) { return db.query(ctx, q, args...) }
	highest, err := highestSeal(ask, db.tables)
	if err != nil {
		return out, err
	}
	if out.Key, err = db.seals.add(highest, false); err != nil {
		return out, fmt.Errorf("add a key of sealed columns: %w", err)
	}
	for _, t := range db.tables.sealedTables() {
		err := db.inParts(ctx, func(tx *Tx, after int64) (int64, error) { return tx.resealRows(t, after, &out) })
		if err != nil {
			return out, fmt.Errorf("reseal %s: %w", t.name, err)
		}
	}
	err = db.inParts(ctx, func(tx *Tx, after int64) (int64, error) { return tx.resealOpenings(after, &out) })
	if err != nil {
		return out, fmt.Errorf("reseal openings: %w", err)
	}
	return out, nil
}

// inParts does a work in transactions of its own, each after the id that the one
// before came to; none means that it is done.
func (db *DB) inParts(ctx context.Context, part func(tx *Tx, after int64) (int64, error)) error {
	for last := int64(-1); ; {
		var came int64
		if err := db.submit(ctx, "", func(tx *Tx) (err error) {
			came, err = part(tx, last)
			return err
		}); err != nil || came == 0 {
			return err
		}
		last = came
	}
}

// resealed is a value under the newest key; same where it was already, shut where
// it cannot be opened.
func (tx *Tx) resealed(place string, b []byte, out *Resealed) (sealed []byte, same bool, err error) {
	k, err := tx.sealing()
	if err != nil {
		return nil, false, err
	}
	if number, mark, ok := sealedBy(b); ok && number == k.number && mark == k.mark {
		return b, true, nil
	}
	plain, u := tx.w.db.seals.open(place, b)
	if u != nil {
		out.Shut++
		return b, true, nil
	}
	return k.seal(place, plain), false, nil
}

func (tx *Tx) resealRows(t *covered, after int64, out *Resealed) (last int64, err error) {
	columns := t.sealedColumns()
	names := make([]string, len(columns))
	for i, n := range columns {
		names[i] = t.cols[n].name
	}
	rows, err := tx.query(fmt.Sprintf(`SELECT id,%s FROM %s WHERE id>$1 ORDER BY id LIMIT %d`,
		strings.Join(names, ","), t.name, resealAtOnce), after)
	type line struct {
		id    int64
		cells [][]byte
	}
	list, err := collect(rows, err, func(r rowsLike, l *line) error {
		l.cells = make([][]byte, len(names))
		dest := []any{&l.id}
		for i := range l.cells {
			dest = append(dest, &l.cells[i])
		}
		return r.Scan(dest...)
	})
	if err != nil {
		return 0, err
	}
	for _, l := range list {
		last = l.id
		for i, was := range l.cells {
			if len(was) == 0 {
				continue
			}
			now, same, err := tx.resealed(sealPlace(t.name, ref.ID(l.id), names[i]), was, out)
			if err != nil {
				return 0, err
			}
			if same {
				continue
			}
			// Only where nobody has written the cell since.
			n, err := tx.exec(`UPDATE `+t.name+` SET `+names[i]+`=$1 WHERE id=$2 AND `+names[i]+`=$3`, now, l.id, was)
			if err != nil {
				return 0, err
			}
			out.Cells += n
		}
	}
	return last, nil
}

func (tx *Tx) resealOpenings(after int64, out *Resealed) (last int64, err error) {
	rows, err := tx.query(fmt.Sprintf(`SELECT entry,body FROM opening
		WHERE entry>$1 AND body LIKE '%%"x":"%%' ORDER BY entry LIMIT %d`, resealAtOnce), after)
	type kept struct {
		entry int64
		body  string
	}
	list, err := collect(rows, err, func(r rowsLike, k *kept) error { return r.Scan(&k.entry, &k.body) })
	if err != nil {
		return 0, err
	}
	for _, k := range list {
		last = k.entry
		var all []opening
		if err := json.Unmarshal([]byte(k.body), &all); err != nil {
			continue // verify names it
		}
		changed := int64(0)
		for i, o := range all {
			if len(o.Sealed) == 0 {
				continue
			}
			now, same, err := tx.resealed(openingPlace(k.entry, o.Path), o.Sealed, out)
			if err != nil {
				return 0, err
			}
			if !same {
				all[i].Sealed = now
				changed++
			}
		}
		if changed == 0 {
			continue
		}
		body, err := json.Marshal(all)
		if err != nil {
			return 0, err
		}
		n, err := tx.exec(`UPDATE opening SET body=$1 WHERE entry=$2 AND body=$3`, string(body), k.entry, k.body)
		if err != nil {
			return 0, err
		}
		out.Openings += n * changed
	}
	return last, nil
}
