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
	"shuangze/internal/issued"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Sheet is the document that is kept, and the moment that its file names: both follow from the row alone. base is the
// address of the pages. ok is false before it was sealed, for until then the paper may still change.
func (l *Life) Sheet(base string) (s issued.Sheet, ok bool) {
	if l.SealedOn == 0 {
		return s, false
	}
	s = issued.Sheet{Document: l.Paper(), At: cmp.Or(when.Instant(l.SealedAt), l.SealedOn.Start()), Kept: l.Kept()}
	s.Document.Address = issued.Address(base, "/verify", s.Code)
	return s, true
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
			return l.Put(tx, d.Kind.Shape.Ref(v), e, by)
		})
}

// Waiting is one that was sealed, with how its file is kept.
func (d Commands) Waiting(v Value, base string) issued.Waiting {
	s, _ := v.Course().Sheet(base)
	return issued.Waiting{Of: d.Kind.Shape.Ref(v), Sheet: s,
		Keep: func(ctx context.Context, c act.Command, e evidence.Evidence, by string) (act.Receipt, error) {
			return d.Keep(ctx, c, v.Head().ID, e, by)
		}}
}

// Annexed counts the files that go with one, and vouches for them: names, what they are and their digests.
func Annexed(files []evidence.Evidence) (n int64, sum string) {
	var all []string
	for _, e := range files {
		if !e.Removed() && e.Phase != issued.Phase {
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
