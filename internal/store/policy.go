package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

var policyTexts = newTable("policy_text", func(v *version.Text) (*ref.ID, *int64) { return &v.ID, &v.Version },
	func(c *codec, v *version.Text) {
		num(c, "jurisdiction", &v.Jurisdiction)
		str(c, "name", &v.Name)
		str(c, "body", &v.Text)
	})

var policyVersions = newTable("policy_version", func(v *version.Version) (*ref.ID, *int64) { return &v.ID, &v.Version },
	func(c *codec, v *version.Version) {
		num(c, "jurisdiction", &v.Jurisdiction)
		num(c, "no", &v.No)
		str(c, "state", &v.State)
		ids(c, "files", &v.Files)
		str(c, "pack", &v.Digest)
		words(c, "note", &v.Note)
		num(c, "proposed_by", &v.ProposedBy)
		num(c, "proposed_at", &v.ProposedAt)
		num(c, "from_day", &v.From)
		num(c, "adopted_by", &v.AdoptedBy)
		num(c, "adopted_at", &v.AdoptedAt)
		words(c, "reason", &v.Reason)
		num(c, "withdrawn_by", &v.WithdrawnBy)
		num(c, "withdrawn_at", &v.WithdrawnAt)
		num(c, "proposed_for", &v.ProposedFor)
		str(c, "pdf", &v.Pdf)
		str(c, "certificate", &v.Certificate)
	})

// PolicyVersions are all versions of a county's pack in the order in which they
// were proposed.
func (db *DB) PolicyVersions(ctx context.Context, jurisdiction int32) ([]version.Version, error) {
	return every(ctx, db, policyVersions, "jurisdiction=$1", jurisdiction)
}

// PolicyTexts are the texts of those identifiers, in the order of their names.
func (db *DB) PolicyTexts(ctx context.Context, of []ref.ID) ([]version.Text, error) {
	in, list := among(db, of)
	found, err := every(ctx, db, policyTexts, "id IN ("+in+")", list)
	return byName(found), err
}

// PolicyNumbers are the numbers of versions.
func (db *DB) PolicyNumbers(ctx context.Context, of []ref.ID) (map[ref.ID]int64, error) {
	in, list := among(db, of)
	found, err := every(ctx, db, policyVersions, "id IN ("+in+")", list)
	out := make(map[ref.ID]int64, len(found))
	for _, v := range found {
		out[v.ID] = v.No
	}
	return out, err
}

// PolicyEntries are the numbers of the entries by which versions were adopted.
func (db *DB) PolicyEntries(ctx context.Context, of []ref.ID) (map[ref.ID]int64, error) {
	in, list := among(db, of)
	rows, err := db.query(ctx, `SELECT object,seq FROM entry WHERE kind='policy.adopted.v1' AND object IN (`+in+`)`, list)
	type entry struct{ object, seq int64 }
	found, err := collect(rows, err, func(r rowsLike, e *entry) error { return r.Scan(&e.object, &e.seq) })
	if err != nil {
		return nil, fmt.Errorf("entries of policy versions: %w", err)
	}
	out := make(map[ref.ID]int64, len(found))
	for _, e := range found {
		out[ref.ID(e.object)] = e.seq
	}
	return out, nil
}

func byName(list []version.Text) []version.Text {
	slices.SortFunc(list, func(a, b version.Text) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// PolicyVersion loads one version.
func (tx *Tx) PolicyVersion(id ref.ID) (version.Version, error) {
	v, err := load(tx, policyVersions, id)
	if err == nil && v.Jurisdiction != tx.cmd.Actor.Jurisdiction {
		return version.Version{}, text.Refuse(text.Missing, "access.missing")
	}
	return v, err
}

// PolicyVersions are all versions of the actor's county.
func (tx *Tx) PolicyVersions() ([]version.Version, error) {
	return everyRow(tx.query, policyVersions, "jurisdiction=$1", tx.cmd.Actor.Jurisdiction)
}

// PolicyTexts are the texts of those identifiers, in the order of their names.
func (tx *Tx) PolicyTexts(of []ref.ID) ([]version.Text, error) {
	in, list := among(tx.w.db, of)
	found, err := everyRow(tx.query, policyTexts, "id IN ("+in+")", list)
	return byName(found), err
}

// SavePolicyVersion keeps a version.
func (tx *Tx) SavePolicyVersion(v version.Version) error { return save(tx, policyVersions, v) }

// SavePolicyText keeps a text.
func (tx *Tx) SavePolicyText(t version.Text) error { return save(tx, policyTexts, t) }
