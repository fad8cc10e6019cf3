package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"shuangze/internal/journal"
	"shuangze/internal/text"
)

// Export says what a bundle is to hold.
type Export struct {
	Journals []string // by name; empty = all
	Openings bool     // with the personal values: for backups, not for handing out
	Key      string   // verifier key of the checkpoints
}

// Export writes whole journals into one file that anyone can verify anywhere.
func (db *DB) Export(ctx context.Context, w io.Writer, x Export) error {
	s, err := db.snapshot(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	books, err := s.books()
	if err != nil {
		return err
	}
	var sources []journal.Source
	for _, name := range x.Journals {
		if !slices.ContainsFunc(books, func(b *bookSource) bool { return b.name == name }) {
			return fmt.Errorf("export: there is no journal %s", name)
		}
	}
	for _, b := range books {
		if len(x.Journals) > 0 && !slices.Contains(x.Journals, b.name) {
			continue
		}
		if x.Openings {
			sources = append(sources, openBook{b})
		} else {
			sources = append(sources, b)
		}
	}
	return journal.WriteBundle(w, x.Key, sources...)
}

// openBook is a journal together with its openings.
type openBook struct{ *bookSource }

// Openings yields them in the order of their entries.
func (b openBook) Openings(yield func(journal.Opening) error) error {
	var id int64
	var body []byte
	return b.s.each(func() error {
		var list []opening
		if err := json.Unmarshal(body, &list); err != nil {
			return fmt.Errorf("openings of entry id %d: %w", id, err)
		}
		for _, o := range list {
			if len(o.Sealed) > 0 {
				continue // what is sealed leaves the house by no export
			}
			if len(o.Salt) != 16 {
				return fmt.Errorf("openings of entry id %d: a salt of %d bytes", id, len(o.Salt))
			}
			if err := yield(journal.Opening{Entry: id, Path: o.Path, Salt: [16]byte(o.Salt),
				Value: journal.Text(o.Text)}); err != nil {
				return err
			}
		}
		return nil
	}, []any{&id, &body}, `SELECT entry,body FROM opening WHERE entry>=$1 AND entry<$2 ORDER BY entry`,
		entryID(b.no, 0), entryID(b.no+1, 0))
}

// ReceiptFor proves one entry by the latest checkpoint of its journal. An
// entry that is not there, or not yet covered by a checkpoint, is Missing.
func (db *DB) ReceiptFor(ctx context.Context, name string, seq int64, vkey string) (r journal.Receipt, err error) {
	var no, size int64
	var signed string
	err = db.queryRow(ctx, `SELECT h.no,c.size,c.note FROM head h JOIN checkpoint c ON c.journal=h.journal WHERE h.journal=$1 AND c.size>=$2 ORDER BY c.size DESC LIMIT 1`, name, seq).
		Scan(&no, &size, &signed)
	if errors.Is(err, sql.ErrNoRows) || seq < 1 {
		return r, text.Refuse(text.Missing, "access.missing")
	}
	if err != nil {
		return r, fmt.Errorf("receipt: %w", err)
	}
	var frozen []byte
	if err := db.queryRow(ctx, `SELECT frozen FROM entry WHERE id=$1`, entryID(no, seq)).Scan(&frozen); err != nil {
		return r, fmt.Errorf("receipt of %s/%d: %w", name, seq, err)
	}
	proof, err := journal.Inclusion(seq-1, size, db.nodes(ctx, no))
	if err != nil {
		return r, fmt.Errorf("receipt of %s/%d: %w", name, seq, err)
	}
	return journal.NewReceipt(frozen, []byte(signed), proof, vkey)
}

// Consistency proves that the journal as it was with old entries is the
// beginning of the journal as it is with size.
func (db *DB) Consistency(ctx context.Context, name string, old, size int64) ([][32]byte, error) {
	var no, have int64
	err := db.queryRow(ctx, `SELECT no,size FROM head WHERE journal=$1`, name).Scan(&no, &have)
	if errors.Is(err, sql.ErrNoRows) || err == nil && size > have {
		return nil, text.Refuse(text.Missing, "access.missing")
	}
	if err != nil {
		return nil, fmt.Errorf("consistency of %s: %w", name, err)
	}
	return journal.Consistency(old, size, db.nodes(ctx, no))
}

// nodes fetches one node of a journal's tree; leaves are hashed from their
// entries.
func (db *DB) nodes(ctx context.Context, no int64) func(level int, index int64) ([32]byte, error) {
	return func(level int, index int64) (hash [32]byte, err error) {
		var b []byte
		if level == 0 {
			if err = db.queryRow(ctx, `SELECT frozen FROM entry WHERE id=$1`, entryID(no, index+1)).Scan(&b); err == nil {
				hash = journal.LeafHash(b)
			}
			return hash, err
		}
		err = db.queryRow(ctx, `SELECT hash FROM node WHERE journal=$1 AND level=$2 AND idx=$3`, no, level, index).Scan(&b)
		if err == nil && len(b) != 32 {
			err = fmt.Errorf("%d bytes", len(b))
		}
		copy(hash[:], b)
		return hash, err
	}
}
