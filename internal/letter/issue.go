package letter

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Issued is what the file is that is kept of what was issued, among the files of the object.
const Issued evidence.Phase = "issued"

// Sheet is the document that is kept, and the moment that its file names: both follow from the row alone, so that it is
// the same file whoever makes it. base is the address of the pages, "" = no QR code stands on it. ok is false before it
// was sealed, for until then the paper may still change.
func (l *Life) Sheet(base string) (d official.Document, at when.Instant, ok bool) {
	if l.SealedOn == 0 {
		return d, 0, false
	}
	d = l.Paper()
	if base != "" {
		d.Address = strings.TrimSuffix(base, "/") + "/verify?code=" + d.Code
	}
	return d, cmp.Or(when.Instant(l.SealedAt), l.SealedOn.Start()), true
}

// Kept is the digest of the file that is kept; nil = none is yet.
func (l *Life) Kept() []byte {
	if l.Pdf == "" {
		return nil
	}
	b, _ := hex.DecodeString(l.Pdf)
	return b
}

// Keep puts on record the file of what was issued, and by which certificate it is signed; its bytes are stored already.
// It is done once: again it is refused.
func (d Commands) Keep(ctx context.Context, c act.Command, id ref.ID, e evidence.Evidence,
	by string) (act.Receipt, error) {
	c.Verb, c.Input = d.Kind.Verb("issue"), evidence.Input([]evidence.Evidence{e}, id, by)
	return noun.Step(ctx, d.Door, c, d.Kind.Shape, noun.At{ID: id}, d.Kind.Entry("issued"),
		func(tx noun.Tx, v Value) ([]act.Fact, error) {
			l := v.Course()
			if err := l.MayIssue(); err != nil {
				return nil, err
			}
			l.Pdf, l.Certificate = hex.EncodeToString(e.Digest), by
			e.ID, e.Jurisdiction, e.Matter, e.At = tx.NewID(), l.Jurisdiction, d.Kind.Shape.Ref(v), tx.Now()
			e.By, e.Phase = tx.Actor().Person, Issued
			return []act.Fact{act.Digest("digest", e.Digest), act.Code("certificate", by)}, tx.SaveEvidence(e)
		})
}

// Annexed counts the files that go with one, and vouches for them: names, what they are and their digests.
func Annexed(files []evidence.Evidence) (n int64, sum string) {
	var all []string
	for _, e := range files {
		if !e.Removed() && e.Phase != Issued {
			all = append(all, fmt.Sprintf("%s %x %q\n", e.Phase, e.Digest, e.Name))
		}
	}
	slices.Sort(all)
	h := sha256.Sum256([]byte(strings.Join(all, "")))
	return int64(len(all)), hex.EncodeToString(h[:])
}

// Unchanged says whether the files are those that were there when it was signed; told is false of what was signed
// before that was noted, and of what is not signed.
func (l *Life) Unchanged(files []evidence.Evidence) (same, told bool) {
	n, sum := Annexed(files)
	return n == l.Annexes && sum == l.AnnexesSum, l.AnnexesSum != ""
}
