package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"shuangze/internal/journal"
	"shuangze/internal/record"
	"shuangze/internal/ref"
)

// Journals says how long each journal of a jurisdiction is and where its last
// signed checkpoint stands.
func (db *DB) Journals(ctx context.Context, jurisdiction int32) ([]record.Journal, error) {
	acts, err := db.JournalName(ctx, jurisdiction, "")
	if err != nil {
		return nil, err
	}
	access, err := db.JournalName(ctx, jurisdiction, "access")
	if err != nil {
		return nil, err
	}
	rows, err := db.query(ctx, `SELECT h.journal,h.size,h.frontier,h.at,COALESCE(c.size,0),COALESCE(c.at,0),COALESCE(c.note,'') FROM head h
		LEFT JOIN checkpoint c ON c.journal=h.journal AND c.size=(SELECT MAX(size) FROM checkpoint x WHERE x.journal=h.journal)
		WHERE h.journal IN ($1,$2,'system') ORDER BY h.no`, acts, access)
	if err != nil {
		return nil, fmt.Errorf("journals: %w", err)
	}
	defer rows.Close()
	var out []record.Journal
	for rows.Next() {
		var j record.Journal
		var frontier []byte
		if err := rows.Scan(&j.Name, &j.Size, &frontier, &j.At, &j.CheckpointSize, &j.CheckpointAt, &j.Note); err != nil {
			return nil, fmt.Errorf("journals: %w", err)
		}
		tree, err := journal.OpenRange(j.Size, frontier)
		if err != nil {
			return nil, fmt.Errorf("head of %s: %w", j.Name, err)
		}
		j.Root = tree.Root()
		j.Code = journal.ShortCode(j.Root, j.Size)
		out = append(out, j)
	}
	return out, rows.Err()
}

// Entry reads one entry of the jurisdiction's acts; ok is false when there is
// none with this number.
func (db *DB) Entry(ctx context.Context, jurisdiction int32, seq int64) (e record.Entry, ok bool, err error) {
	name, err := db.JournalName(ctx, jurisdiction, "")
	if err != nil {
		return e, false, err
	}
	var frozen []byte
	var kind string
	err = db.queryRow(ctx, `SELECT e.kind,e.at,e.object_kind,e.object,e.person,e.frozen FROM entry e JOIN head h ON h.no=e.journal WHERE h.journal=$1 AND e.seq=$2`, name, seq).
		Scan(&kind, &e.At, &e.Object.Kind, &e.Object.ID, &e.Person, &frozen)
	if errors.Is(err, sql.ErrNoRows) {
		return e, false, nil
	}
	if err != nil {
		return e, false, fmt.Errorf("entry: %w", err)
	}
	p, err := journal.Parse(frozen)
	if err != nil {
		return e, false, fmt.Errorf("entry %d does not parse (run verify): %w", seq, err)
	}
	e.Journal, e.Seq, e.Kind, e.Agent, e.Bytes, e.Leaf = name, seq, journal.Kind(kind), p.Agent, len(frozen), journal.LeafHash(frozen)
	for _, r := range p.Rows {
		e.Rows = append(e.Rows, ref.Ref{Kind: ref.Kind(r.Table), ID: ref.ID(r.ID)})
	}
	return e, true, nil
}

// Log reads the latest entries of one of the jurisdiction's journals, for the
// audit administrator; before is the number to go on from, 0 = the end.
func (db *DB) Log(ctx context.Context, name string, before int64, limit int) ([]record.Entry, error) {
	if before <= 0 {
		before = 1 << 40
	}
	rows, err := db.query(ctx, `SELECT e.seq,e.kind,e.at,e.object_kind,e.object,e.person FROM entry e JOIN head h ON h.no=e.journal
		WHERE h.journal=$1 AND e.id<(h.no-1)*1099511627776+$2 AND e.id>(h.no-1)*1099511627776 ORDER BY e.id DESC LIMIT $3`, name, before, clampLimit(limit))
	return collect(rows, err, func(r rowsLike, e *record.Entry) error {
		e.Journal = name
		return r.Scan(&e.Seq, &e.Kind, &e.At, &e.Object.Kind, &e.Object.ID, &e.Person)
	})
}

// DayCode is the code of the last signed checkpoint of a jurisdiction's acts, as
// papers print it; "" before the first one.
func (db *DB) DayCode(ctx context.Context, jurisdiction int32) (string, error) {
	name, err := db.JournalName(ctx, jurisdiction, "")
	if err != nil {
		return "", err
	}
	var note []byte
	err = db.queryRow(ctx, `SELECT note FROM checkpoint WHERE journal=$1 ORDER BY size DESC LIMIT 1`, name).Scan(&note)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("day code: %w", err)
	}
	c, err := journal.ReadCheckpoint(note)
	if err != nil {
		return "", nil // verify names a note that cannot be read; a paper bears none
	}
	d, ok := journal.DayCodeOf(c)
	if !ok {
		return "", nil
	}
	return d.String(), nil
}
