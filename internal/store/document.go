package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/lists/document"
	"shuangze/internal/ref"
)

var clauses = newTable("clause", func(x *document.Clause) (*ref.ID, *int64) { return &x.ID, &x.Version },
	func(c *codec, x *document.Clause) {
		num(c, "jurisdiction", &x.Jurisdiction)
		num(c, "document", &x.Document)
		num(c, "place", &x.Place)
		words(c, "number", &x.Number)
		words(c, "text", &x.Text)
		num(c, "since", &x.Since)
		num(c, "until_day", &x.Until)
		num(c, "by_person", &x.By)
		num(c, "made_at", &x.At)
	})

// Clauses are all texts of a document's clauses, those that stand no more as well.
func (tx *Tx) Clauses(of ref.ID) ([]document.Clause, error) {
	return everyRow(tx.query, clauses, "document=$1", int64(of))
}

// SaveClause adds a clause or changes one that Clauses read.
func (tx *Tx) SaveClause(c document.Clause) error {
	if c.Version != 0 {
		if _, err := load(tx, clauses, c.ID); err != nil {
			return err
		}
	}
	return save(tx, clauses, c)
}

// Clauses are all texts of the clauses of some documents.
func (db *DB) Clauses(ctx context.Context, of ...ref.ID) ([]document.Clause, error) {
	in, list := among(db, of)
	return every(ctx, db, clauses, "document IN ("+in+")", list)
}

// Documents are all documents of a county.
func (db *DB) Documents(ctx context.Context, jurisdiction int32) (out []*document.Document, err error) {
	all, err := db.AllOf(ctx, ref.Document, jurisdiction)
	for _, v := range all {
		out = append(out, v.(*document.Document))
	}
	return out, err
}

// citingMost is how many rows that may cite a document are read [D].
const citingMost = 1000

// Citing finds, with one statement, the rows of every noun that hold one of the names
// of a document, in reach of who asks. Which of them cite the document, and at which
// clause, package document tells from their words.
func (db *DB) Citing(ctx context.Context, reach func(ref.Kind) access.Scope, names []string) (
	out []document.Citing, err error) {
	var parts []string
	w := &where{}
	for _, of := range slices.Sorted(maps.Keys(rooms)) {
		r := rooms[of]
		if r.Cites.In == "" || reach(of).Nothing() {
			continue
		}
		in, at, number, title := r.Fields.Must(r.Cites.In).Column(), "''", "''", r.Fields.Must(r.Title).Column()
		if r.Cites.At != "" {
			at = r.Fields.Must(r.Cites.At).Column()
		}
		if r.Code != "" {
			number = r.Fields.Must(r.Code).Column()
		}
		each := &where{args: w.args}
		each.within(reach(of), false)
		each.code("state", r.States[0])
		var holds []string
		for _, n := range names {
			holds = append(holds, fmt.Sprintf("replace(%s,%s,'')<>%s", in, each.arg(n), in))
		}
		each.add("%s", "("+strings.Join(holds, " OR ")+")")
		w.args = each.args
		parts = append(parts, fmt.Sprintf("SELECT '%s' AS kind,id,unit,%s,%s,%s,%s FROM %s WHERE %s", of, in, at, number,
			title, r.Table, each.String()))
	}
	if len(parts) == 0 || len(names) == 0 {
		return nil, nil
	}
	rows, err := db.query(ctx, strings.Join(parts, " UNION ALL ")+fmt.Sprintf(" ORDER BY kind,id LIMIT %d", citingMost),
		w.args...)
	return collect(rows, err, func(row rowsLike, c *document.Citing) error {
		return row.Scan(&c.Kind, &c.ID, &c.Unit, &c.In, &c.At, &c.Number, &c.Title)
	})
}
