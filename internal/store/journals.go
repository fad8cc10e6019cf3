package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// Journals says how long each journal of a jurisdiction is and where its last
// signed checkpoint stands.
func (db *DB) Journals(ctx context.Context, jurisdiction int32) ([]trail.Journal, error) {
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
	var out []trail.Journal
	for rows.Next() {
		var j trail.Journal
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
func (db *DB) Entry(ctx context.Context, jurisdiction int32, seq int64) (e trail.Entry, ok bool, err error) {
	name, err := db.JournalName(ctx, jurisdiction, "")
	if err != nil {
		return e, false, err
	}
	if seq < 1 || seq >= 1<<40 { // a number that no journal reaches
		return e, false, nil
	}
	var frozen []byte
	var kind string
	// By the primary key, as entryID makes it: entries have no index by number.
	err = db.queryRow(ctx, `SELECT e.kind,e.at,e.object_kind,e.object,e.person,e.frozen FROM head h JOIN entry e ON e.id=(h.no-1)*1099511627776+$2 WHERE h.journal=$1`, name, seq).
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
	e.Journal, e.Seq, e.Kind, e.Agent, e.Bytes, e.Leaf = name, seq, journal.Kind(kind), p.Agent, len(
		frozen), journal.LeafHash(frozen)
	e.Account, e.Appointment, e.OnBehalf = p.Account, p.Appointment, p.OnBehalf
	for _, r := range p.Rows {
		e.Rows = append(e.Rows, ref.Ref{Kind: ref.Kind(r.Table), ID: ref.ID(r.ID)})
	}
	return e, true, nil
}

// DayCode is the code of the last signed checkpoint of a jurisdiction's acts, as
// papers print it, and when it was signed; "" before the first one. Every page
// bears it for the case that it is printed, so it is read once for each checkpoint
// that this process signs. One that another process signed since is not missed: the
// older code is as true.
func (db *DB) DayCode(ctx context.Context, jurisdiction int32) (code string, at when.Instant, err error) {
	kept := db.codes.Load()
	if d, ok := kept.Load(jurisdiction); ok {
		return d.(dayCode).code, d.(dayCode).at, nil
	}
	name, err := db.JournalName(ctx, jurisdiction, "")
	if err != nil {
		return "", 0, err
	}
	var d dayCode
	var note []byte
	err = db.queryRow(ctx, `SELECT note FROM checkpoint WHERE journal=$1 ORDER BY size DESC LIMIT 1`, name).Scan(&note)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", 0, fmt.Errorf("day code: %w", err)
	}
	if err == nil {
		// Verify names a note that cannot be read; a paper bears none.
		if c, err := journal.ReadCheckpoint(note); err == nil {
			if of, ok := journal.DayCodeOf(c); ok {
				d = dayCode{of.String(), c.At}
			}
		}
	}
	kept.Store(jurisdiction, d)
	return d.code, d.at, nil
}

type dayCode struct {
	code string
	at   when.Instant
}
