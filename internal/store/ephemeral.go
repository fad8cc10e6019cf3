package store

import (
	"context"
	"fmt"
	"regexp"

	"shuangze/internal/act"
)

// written finds the tables that a statement writes.
var written = regexp.MustCompile(`(?i)\b(?:INTO|UPDATE|FROM|TABLE|JOIN)\s+([a-z_]+)`)

// onlyEphemeral refuses statements that name any other table: this handle
// cannot reach covered rows or the journal.
func (db *DB) onlyEphemeral(q string) error {
	if v, ok := db.checked.Load(q); ok {
		if v == nil {
			return nil
		}
		err, _ := v.(error)
		return err
	}
	var err error
	found := written.FindAllStringSubmatch(q, -1)
	if len(found) == 0 {
		err = fmt.Errorf("not an ephemeral statement: %s", q)
	}
	for _, m := range found {
		if m[1] != "SET" && db.tables.classes[m[1]] != ephemeral {
			err = fmt.Errorf("table %s is not ephemeral: %s", m[1], q)
		}
	}
	db.checked.Store(q, err)
	return err
}

// keep writes ephemeral rows through the same writer queue.
func (db *DB) keep(ctx context.Context, q string, args ...any) (n int64, err error) {
	if err := db.onlyEphemeral(q); err != nil {
		return 0, err
	}
	err = db.submit(ctx, "", func(tx *Tx) error {
		n, err = tx.exec(q, args...)
		return err
	})
	return n, err
}

// Found makes a jurisdiction with its two journals, once. It is the one command
// that has no journal to join yet: it opens them, and records itself in the
// system journal.
func (db *DB) Found(ctx context.Context, c County, agent string) (County, error) {
	if err := db.openBook(ctx, "system"); err != nil {
		return c, err
	}
	n := namesOf(c.Code, c.Demo)
	if err := db.openBook(ctx, n.acts); err != nil {
		return c, err
	}
	if err := db.openBook(ctx, n.access); err != nil {
		return c, err
	}
	_, err := db.Perform(ctx, act.Command{Actor: machine(agent), Verb: "county.found", Journal: act.System},
		func(t act.Tx) error {
			tx := t.(*Tx)
			tx.allowed = true // nobody can be authorised before there is a county
			if err := tx.queryRow(`SELECT COALESCE(MAX(no),0)+1 FROM jurisdiction`).Scan(&c.No); err != nil {
				return err
			}
			c.ID = tx.NewID()
			if err := save(tx, jurisdictions, c); err != nil {
				return err
			}
			return tx.Record("county.founded.v1", c.ref(), act.Code("code", c.Code), act.Code("name", c.Name))
		})
	return c, err
}

// openBook makes a journal's head row when there is none. The number places
// its entries and identifiers among those of the other journals.
func (db *DB) openBook(ctx context.Context, name string) error {
	return db.submit(ctx, "", func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO head(journal,no,size,frontier,next_id,at) SELECT $1,COALESCE(MAX(no),0)+1,0,$2,1,0 FROM head WHERE true ON CONFLICT(journal) DO NOTHING`, name, []byte{})
		return err
	})
}

// Counties lists the jurisdictions of the database.
func (db *DB) Counties(ctx context.Context) ([]County, error) {
	return every(ctx, db, jurisdictions, "")
}
