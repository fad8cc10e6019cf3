package issued

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// VersionTx is what keeping the document of a version of the pack asks of a transaction.
type VersionTx interface {
	Tx
	PolicyVersion(id ref.ID) (version.Version, error)
	SavePolicyVersion(version.Version) error
}

// Adopted says whether a version has a document of its schemes to keep: it was adopted, and two people stand for it.
func Adopted(v version.Version) bool { return v.ID != 0 && v.State == version.Adopted }

// Of is what a version says of the file that is kept of its schemes.
func Of(v version.Version) File { return File{Pdf: v.Pdf, Certificate: v.Certificate} }

// KeepSchemes puts on record the file of the schemes of an adopted version, and by which certificate it is signed; its
// bytes are stored already. It is done once, by no person: again it is refused.
func KeepSchemes(ctx context.Context, door act.Door[VersionTx], c act.Command, id ref.ID, e evidence.Evidence,
	by string) (act.Receipt, error) {
	c.Verb, c.Input = "policy.keep", evidence.Input([]evidence.Evidence{e}, id, by)
	return door.Do(ctx, c, func(tx VersionTx) error {
		v, err := tx.PolicyVersion(id)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, v.Object()); err != nil {
			return err
		}
		m := Of(v)
		if !Adopted(v) || m.Kept() != nil {
			return text.Refuse(text.Conflict, "version.kept-already", "no", v.No)
		}
		facts, err := m.Put(tx, v.Ref(), e, by)
		if err != nil {
			return err
		}
		v.Pdf, v.Certificate = m.Pdf, m.Certificate
		if err := tx.SavePolicyVersion(v); err != nil {
			return err
		}
		return tx.Record("policy.kept.v1", v.Ref(), append(facts, act.Number("no", v.No))...)
	})
}
