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

	"shuangze/internal/access"
	"shuangze/internal/erasure"
	"shuangze/internal/issued"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Subject is what access asks of an object of which something is to be erased, or erased again.
func (tx *Tx) Subject(of ref.Ref, again bool) (access.Object, error) {
	w, ok := worded(of.Kind)
	if !ok {
		return access.Object{}, text.Refuse(text.Missing, "erasure.kind", "kind", string(of.Kind))
	}
	return w.subject(tx, of.ID, again)
}

// Leaf is the leaf of the first entry on an object, on that of its home where it has no course. nil = there is none.
func (tx *Tx) Leaf(of ref.Ref) ([]byte, error) {
	id, frozen := of.ID, []byte(nil)
	if w, ok := worded(of.Kind); ok {
		var err error
		if id, err = w.home(tx, id); err != nil {
			return nil, err
		}
	}
	err := tx.queryRow(`SELECT frozen FROM entry WHERE object=$1 ORDER BY id LIMIT 1`, int64(id)).Scan(&frozen)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("first entry of %d: %w", id, err)
	}
	leaf := journal.LeafHash(frozen)
	return leaf[:], nil
}

// Erase destroys words of an object with the openings that hold them. Of a file the name is erased and its row
// marked; its bytes go after the commit. With words goes the file that is kept of the paper that says them. What other
// processes were told of it and not read yet goes too.
func (tx *Tx) Erase(o erasure.Order, says string) (g erasure.Gone, err error) {
	id := o.Object.ID
	w, _ := worded(o.Object.Kind)
	gone := map[string]bool{} // paths
	keep := func() error { return nil }
	if len(o.Fields) > 0 {
		if g.Fields, keep, err = w.erase(tx, id, o.Fields, says, gone); err != nil {
			return g, err
		}
	}
	if o.Files || len(o.Fields) > 0 {
		if g.Files, err = tx.eraseFiles(id, says, gone, !o.Files); err != nil {
			return g, err
		}
	}
	if g.Openings, err = tx.shred(id, gone, o.Course); err != nil {
		return g, err
	}
	if len(g.Fields) > 0 {
		if err := keep(); err != nil {
			return g, err
		}
	}
	for _, q := range []string{`DELETE FROM delivery WHERE message IN (SELECT id FROM message WHERE object=$1)`,
		`DELETE FROM message WHERE object=$1`, `DELETE FROM idempotency WHERE object=$1`} {
		if _, err := tx.exec(q, int64(id)); err != nil {
			return g, fmt.Errorf("erase what was told: %w", err)
		}
	}
	return g, nil
}

// eraseFiles marks the files of a matter, which are still to be shredded; issuedOnly those alone that are kept of what
// was issued.
func (tx *Tx) eraseFiles(matter ref.ID, says string, gone map[string]bool, issuedOnly bool) (out []ref.ID, err error) {
	files, err := tx.EvidenceOf(matter)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.ErasedAt != 0 || issuedOnly && f.Phase != issued.Phase {
			continue
		}
		e, err := tx.Evidence(f.ID)
		if err != nil {
			return nil, err
		}
		for _, c := range evidences.cols {
			if c.private {
				gone[fmt.Sprintf("%s/%d/%s", evidences.name, e.ID, c.name)] = true
			}
		}
		e.Name, e.Removal, e.ErasedAt = says, says, tx.now
		if e.RemovedAt == 0 {
			e.RemovedAt = tx.now
		}
		if err := tx.SaveEvidence(e); err != nil {
			return nil, err
		}
		out = append(out, e.ID)
	}
	return out, nil
}

// shred destroys openings: by their paths wherever an entry changed those rows, facts only
// in the entries on the object itself, with course all of these. It reads every opening of
// the journal, since the acts of one object may change another's rows.
func (tx *Tx) shred(id ref.ID, gone map[string]bool, course bool) (out []erasure.Opening, err error) {
	w := &where{}
	w.add("e.id>=%s AND e.id<%s", w.arg(entryID(tx.book.no, 0)), w.arg(entryID(tx.book.no+1, 0)))
	either := []string{"e.object=" + w.arg(int64(id))}
	rowsOf := map[string]bool{}
	for path := range gone {
		if row := path[:lastSlash(path)+1]; row != "fact/" && !rowsOf[row] {
			rowsOf[row] = true
		}
	}
	for _, row := range slices.Sorted(maps.Keys(rowsOf)) {
		either = append(either, "o.body LIKE "+w.arg(`%"p":"`+strings.ReplaceAll(row, "_", `\_`)+`%`)+` ESCAPE '\'`)
	}
	w.parts = append(w.parts, "("+strings.Join(either, " OR ")+")")
	rows, err := tx.query(`SELECT e.id,e.seq,e.object,o.body FROM entry e JOIN opening o ON o.entry=e.id WHERE `+
		w.String()+` ORDER BY e.id`, w.args...)
	type kept struct {
		entry, seq, object int64
		body               string
	}
	all, err := collect(rows, err, func(r rowsLike, k *kept) error { return r.Scan(&k.entry, &k.seq, &k.object, &k.body) })
	if err != nil {
		return nil, fmt.Errorf("openings to destroy: %w", err)
	}
	for _, k := range all {
		var list []opening
		if err := json.Unmarshal([]byte(k.body), &list); err != nil {
			return nil, fmt.Errorf("openings of entry %d: %w", k.seq, err)
		}
		before := len(list)
		list = slices.DeleteFunc(list, func(o opening) bool {
			fact := strings.HasPrefix(o.Path, "fact/")
			if fact && (k.object != int64(id) || !course && !gone[o.Path]) || !fact && !gone[o.Path] {
				return false
			}
			out = append(out, erasure.Opening{Entry: k.seq, Path: o.Path})
			return true
		})
		if err := tx.keepOpenings(k.entry, list, before); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Erasures are the orders that stand in the journals, each journal’s in their order, the first done first.
func (db *DB) Erasures(ctx context.Context) (out []erasure.Order, err error) {
	rows, err := db.query(ctx, `SELECT frozen FROM entry WHERE kind=$1 ORDER BY id`, string(erasure.Kind))
	all, err := collect(rows, err, func(r rowsLike, b *[]byte) error { return r.Scan(b) })
	for _, frozen := range all {
		e, err := journal.Parse(frozen)
		if err != nil {
			return nil, fmt.Errorf("an erasure does not parse (run verify): %w", err)
		}
		if o, _, ok := erasure.Read(e); ok {
			out = append(out, o)
		}
	}
	return out, err
}

// ErasedFile is what stands in the place of a file that was erased by law: the day and the ground, for noun.Shown to
// say; "" = no file of this digest was.
func (db *DB) ErasedFile(ctx context.Context, digest []byte) (string, error) {
	all, err := every(ctx, db, evidences, "digest_of=$1 AND erased_at<>0", digest)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0].Name, nil
}

// ErasedFiles are the digests of files that were erased and that no other row names.
func (db *DB) ErasedFiles(ctx context.Context) (map[[32]byte]bool, error) {
	rows, err := db.query(ctx, `SELECT DISTINCT digest_of FROM evidence WHERE erased_at<>0
		AND digest_of NOT IN (SELECT digest_of FROM evidence WHERE erased_at=0)`)
	all, err := collect(rows, err, func(r rowsLike, b *[]byte) error { return r.Scan(b) })
	out := map[[32]byte]bool{}
	for _, b := range all {
		var d [32]byte
		copy(d[:], b)
		out[d] = true
	}
	return out, err
}

// Scour takes what was deleted out of the database's own files: SQLite writes its file anew and empties its
// log, after the search index has merged; PostgreSQL writes the tables anew that hold words. It waits for who reads,
// and who writes waits meanwhile: as long as the file is large.
func (db *DB) Scour(ctx context.Context) error {
	if db.d.postgres {
		return db.scourPostgres(ctx)
	}
	err := db.submit(ctx, "", func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO search(search) VALUES('optimize')`)
		return err
	})
	if err != nil {
		return err
	}
	if _, err := db.tend.ExecContext(ctx, "VACUUM"); err != nil {
		return err
	}
	_, err = db.writeBack(ctx, "TRUNCATE")
	return err
}

// scourPostgres has a connection of its own: the one that writes belongs to the writer for good. A plain VACUUM would
// leave the bytes in the free space of pages.
func (db *DB) scourPostgres(ctx context.Context) (err error) {
	tables := []string{"opening", "evidence", "message", "delivery", "idempotency", "search"}
	tables = append(tables, problems.name, orders.name, letters.name, persons.name, accounts.name)
	for _, of := range rooms {
		tables = append(tables, of.Table)
	}
	slices.Sort(tables)
	own, err := sql.Open("pgx", db.url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, own.Close()) }()
	for _, table := range slices.Compact(tables) {
		if _, err := own.ExecContext(ctx, "VACUUM (FULL) "+table); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return nil
}
