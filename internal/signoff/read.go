package signoff

import (
	"bytes"
	"context"
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// Reads is what is read of papers; the store answers it.
type Reads interface {
	County(ctx context.Context, jurisdiction int32, day when.Day) (*bodies.County, error)
	One(ctx context.Context, of ref.Kind, id ref.ID) (noun.Value, bool, error)
	Values(ctx context.Context, of ref.Kind, jurisdiction int32, where ...noun.Cond) ([]noun.Value, error)
	PaperVersions(ctx context.Context, paper ref.ID) ([]Version, error)
	PaperSignatures(ctx context.Context, papers ...ref.ID) ([]Signature, error)
	SignaturesUnkept(ctx context.Context, jurisdiction int32, most int) ([]Signature, error)
	ActsOf(ctx context.Context, object ref.ID, which trail.Which, kinds ...journal.Kind) ([]trail.Event, error)
	Entry(ctx context.Context, jurisdiction int32, seq int64) (trail.Entry, bool, error)
}

// SignatureTable is the table that signatures stand in, as entries name it.
const SignatureTable ref.Kind = "paper_signature"

const kindSigned journal.Kind = "signoff.signed.v1"

// Past reads a paper's versions and signatures, each with its entry.
func (d Commands) Past(ctx context.Context, paper ref.ID) (out Past, err error) {
	if out.Versions, err = d.Read.PaperVersions(ctx, paper); err != nil {
		return out, err
	}
	if out.Signatures, err = d.Read.PaperSignatures(ctx, paper); err != nil || len(out.Signatures) == 0 {
		return out, err
	}
	events, err := d.Read.ActsOf(ctx, paper, trail.All, kindSigned)
	if err != nil {
		return out, err
	}
	for i, s := range out.Signatures {
		for _, e := range events {
			if e.Put(ref.Ref{Kind: SignatureTable, ID: s.ID}) {
				out.Signatures[i].Entry = e.Entry
			}
		}
	}
	slices.SortFunc(out.Versions, func(a, b Version) int { return int(b.Number - a.Number) })
	slices.SortFunc(out.Signatures, func(a, b Signature) int { return int(b.Number - a.Number) })
	return out, nil
}

// Now is the digest of what each paper says today, read with one statement for each
// kind of list.
func (d Commands) Now(ctx context.Context, papers []*Paper, on when.Day) (map[ref.ID][]byte, error) {
	texts, err := d.Reading(ctx, papers, on)
	out := make(map[ref.ID][]byte, len(texts))
	for id, s := range texts {
		out[id] = Sum(s)
	}
	return out, err
}

// Reading is what each paper says today.
func (d Commands) Reading(ctx context.Context, papers []*Paper, on when.Day) (map[ref.ID]string, error) {
	out := make(map[ref.ID]string, len(papers))
	if len(papers) == 0 {
		return out, nil
	}
	c, err := d.Read.County(ctx, papers[0].Jurisdiction, on)
	if err != nil {
		return nil, err
	}
	of := map[string][]*Paper{}
	for _, p := range papers {
		of[p.Kind] = append(of[p.Kind], p)
	}
	for kind, list := range of {
		var rows []noun.Value
		if s, listed := d.Sources[kind]; listed {
			if rows, err = d.Read.Values(ctx, s.Shape.Of, list[0].Jurisdiction, s.asks(list)...); err != nil {
				return nil, err
			}
		}
		for _, p := range list {
			out[p.ID] = d.render(c, p, rows)
		}
	}
	return out, nil
}

// Stale are the papers that say today something else than what was signed last.
func (d Commands) Stale(ctx context.Context, papers []*Paper, on when.Day) (map[ref.ID]bool, error) {
	signed, ids := []*Paper{}, []ref.ID{}
	for _, p := range papers {
		if p.Endorsed != 0 {
			signed, ids = append(signed, p), append(ids, p.ID)
		}
	}
	out := map[ref.ID]bool{}
	if len(signed) == 0 {
		return out, nil
	}
	under, err := d.Read.PaperSignatures(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now, err := d.Now(ctx, signed, on)
	if err != nil {
		return nil, err
	}
	for _, p := range signed {
		out[p.ID] = !slices.ContainsFunc(under, func(s Signature) bool {
			return s.Paper == p.ID && s.Number == p.Endorsed && bytes.Equal(s.Digest, now[p.ID])
		})
	}
	return out, nil
}

// changed are those of some papers that say something else than what was signed.
func (d Commands) changed(ctx context.Context, list []noun.Value, on when.Day) (map[ref.ID]bool, error) {
	papers := make([]*Paper, 0, len(list))
	for _, v := range list {
		papers = append(papers, v.(*Paper))
	}
	return d.Stale(ctx, papers, on)
}

// seen says of papers that were changed since they were signed that they are.
func (d Commands) seen(ctx context.Context, list []noun.Value, on when.Day) (map[ref.ID][]text.Message, error) {
	papers := make([]*Paper, 0, len(list))
	for _, v := range list {
		papers = append(papers, v.(*Paper))
	}
	stale, err := d.Stale(ctx, papers, on)
	out := map[ref.ID][]text.Message{}
	for _, p := range papers {
		if stale[p.ID] {
			out[p.ID] = []text.Message{text.M("signoff.note.stale", "version", p.Endorsed)}
		}
	}
	return out, err
}

// Checked is what a verification code belongs to.
type Checked struct {
	Paper     *Paper
	Version   Version
	Signature Signature
	Altered   bool
}

// CheckCode finds what a verification code belongs to and whether it is unchanged; ok
// is false where the code belongs to nothing of the county.
func (d Commands) CheckCode(ctx context.Context, jurisdiction int32, typed string) (out Checked, ok bool, err error) {
	code, seq, ok := ParseCode(typed)
	if !ok {
		return out, false, nil
	}
	e, ok, err := d.Read.Entry(ctx, jurisdiction, seq)
	if err != nil || !ok || e.Kind != kindSigned || e.Object.Kind != ref.Signoff {
		return out, false, err
	}
	v, ok, err := d.Read.One(ctx, ref.Signoff, e.Object.ID)
	if err != nil || !ok {
		return out, false, err
	}
	past, err := d.Past(ctx, e.Object.ID)
	if err != nil {
		return out, false, err
	}
	out.Paper = v.(*Paper)
	i := slices.IndexFunc(past.Signatures, func(s Signature) bool { return s.Entry == seq })
	if i < 0 || Code(past.Signatures[i].Digest, seq) != code {
		return out, false, nil
	}
	out.Signature = past.Signatures[i]
	out.Version, ok = past.Of(out.Signature.Number)
	out.Altered = !ok || out.Signature.Altered(out.Version)
	return out, true, nil
}
