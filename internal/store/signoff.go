package store

import (
	"bytes"
	"context"
	"fmt"
	"reflect"

	"shuangze/internal/issued"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/text"
)

var paperVersions = newTable("paper_version", func(x *signoff.Version) (*ref.ID, *int64) { return &x.ID, &x.Version },
	func(c *codec, x *signoff.Version) {
		num(c, "jurisdiction", &x.Jurisdiction)
		num(c, "paper", &x.Paper)
		num(c, "number", &x.Number)
		num(c, "by_person", &x.By)
		num(c, "made_at", &x.At)
		words(c, "why", &x.Why)
		words(c, "text", &x.Text)
		bytesOf(c, "sum", &x.Digest)
	})

var paperSignatures = newTable(string(signoff.SignatureTable),
	func(x *signoff.Signature) (*ref.ID, *int64) { return &x.ID, &x.Version },
	func(c *codec, x *signoff.Signature) {
		num(c, "jurisdiction", &x.Jurisdiction)
		num(c, "paper", &x.Paper)
		num(c, "number", &x.Number)
		bytesOf(c, "sum", &x.Digest)
		num(c, "person", &x.Person)
		words(c, "name", &x.Name)
		words(c, "post", &x.Post)
		flag(c, "acting", &x.Acting)
		words(c, "opinion", &x.Opinion)
		str(c, "means", &x.Means)
		num(c, "signed_at", &x.At)
		kept(c, &x.File)
	})

// Values reads the county's objects of a noun that fulfil all conditions.
func (tx *Tx) Values(of ref.Kind, conds ...noun.Cond) ([]noun.Value, error) {
	w := &where{}
	w.is("jurisdiction", tx.cmd.Actor.Jurisdiction)
	w.conditions(conds)
	return rooms[of].read(tx.query, w, " ORDER BY id")
}

// Values reads the objects of a noun of a county that fulfil all conditions.
func (db *DB) Values(ctx context.Context, of ref.Kind, jurisdiction int32, conds ...noun.Cond) ([]noun.Value, error) {
	w := &where{}
	w.is("jurisdiction", jurisdiction)
	w.conditions(conds)
	return every(ctx, db, rooms[of].t, w.String(), w.args...)
}

// PaperVersion loads one version of a paper.
func (tx *Tx) PaperVersion(paper ref.ID, number int64) (signoff.Version, error) {
	return theOne(everyRow(tx.query, paperVersions, "paper=$1 AND number=$2", int64(paper), number))
}

// PaperSignature loads the signature under a version of a paper.
func (tx *Tx) PaperSignature(paper ref.ID, number int64) (signoff.Signature, error) {
	return theOne(everyRow(tx.query, paperSignatures, "paper=$1 AND number=$2", int64(paper), number))
}

func theOne[T any](list []T, err error) (one T, _ error) {
	if err == nil && len(list) == 0 {
		err = text.Refuse(text.Missing, "access.missing")
	}
	if err != nil {
		return one, err
	}
	return list[0], nil
}

// SavePaperVersion adds a version; none ever changes.
func (tx *Tx) SavePaperVersion(v signoff.Version) error {
	if v.Version != 0 {
		return fmt.Errorf("version %d of paper %d stands already", v.Number, v.Paper)
	}
	return save(tx, paperVersions, v)
}

// SavePaperSignature adds a signature; of one that stands nothing ever changes but which file is kept of it, once.
func (tx *Tx) SavePaperSignature(s signoff.Signature) error {
	if s.Version != 0 {
		was, err := load(tx, paperSignatures, s.ID)
		if err != nil {
			return err
		}
		none := was.File == issued.File{}
		if was.File = s.File; !none || !reflect.DeepEqual(was, s) {
			return fmt.Errorf("the signature under version %d of paper %d stands already", s.Number, s.Paper)
		}
	}
	return save(tx, paperSignatures, s)
}

// PaperVersions are all versions of a paper.
func (db *DB) PaperVersions(ctx context.Context, paper ref.ID) ([]signoff.Version, error) {
	return every(ctx, db, paperVersions, "paper=$1", int64(paper))
}

// PaperSignatures are all signatures under versions of some papers, by one statement.
func (db *DB) PaperSignatures(ctx context.Context, papers ...ref.ID) ([]signoff.Signature, error) {
	in, list := among(db, papers)
	return every(ctx, db, paperSignatures, "paper IN ("+in+")", list)
}

// SignaturesUnkept are signatures of a county of whose versions no file is kept yet, the first so many.
func (db *DB) SignaturesUnkept(ctx context.Context, jurisdiction int32, most int) ([]signoff.Signature, error) {
	return every(ctx, db, paperSignatures, `id IN (SELECT id FROM paper_signature WHERE jurisdiction=$1 AND pdf=''
		ORDER BY id LIMIT $2)`, jurisdiction, most)
}

// AlteredPaper is a version of a paper that is not what was frozen, or not what was
// signed.
type AlteredPaper struct {
	Paper          ref.ID
	Number         int64
	Signed, Frozen bool // whose digest does not fit: that of the signature, that of the version
}

// AlteredPapers reads every version with what was signed of it, one at a time, and
// names those whose bytes have another digest.
func (db *DB) AlteredPapers(ctx context.Context) (out []AlteredPaper, err error) {
	rows, err := db.query(ctx, `SELECT v.paper,v.number,v.text,v.sum,COALESCE(s.sum,v.sum)
	FROM paper_version v LEFT JOIN paper_signature s ON s.paper=v.paper AND s.number=v.number ORDER BY v.id`)
	if err != nil {
		return nil, fmt.Errorf("papers: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var x AlteredPaper
		var said string
		var frozen, signed []byte
		if err := rows.Scan(&x.Paper, &x.Number, &said, &frozen, &signed); err != nil {
			return nil, fmt.Errorf("papers: %w", err)
		}
		is := signoff.Sum(said)
		x.Frozen, x.Signed = !bytes.Equal(is, frozen), !bytes.Equal(is, signed)
		if x.Frozen || x.Signed {
			out = append(out, x)
		}
	}
	return out, rows.Err()
}
