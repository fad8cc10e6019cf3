package signoff

import (
	"context"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/issued"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// CheckPage is where the code of a signature is typed.
const CheckPage = "/signoff/check"

// Sheet is a version that was signed as a document: its words as they were frozen, the signature, and the code. It
// follows from both rows alone; base is the address of the pages. A version that is not the one that was signed is
// refused, unless its file was kept before.
func (d Commands) Sheet(v Version, s Signature, base string) (out issued.Sheet, err error) {
	if s.Altered(v) && s.Kept() == nil {
		return out, text.Refuse(text.Conflict, "signoff.altered", "version", v.Number)
	}
	kind, rest, _ := strings.Cut(v.Text, "\n")
	title, rest, _ := strings.Cut(rest, "\n") // render writes both
	if _, said, ok := strings.Cut(title, "："); ok {
		title = said
	}
	doc := official.Document{Form: official.Plain, Title: []string{title}, Code: s.Code()}
	doc.Body = append(official.Paragraphs(kind), official.Paragraphs(rest)...)
	for i, b := range doc.Body {
		if heads(b.Text) {
			doc.Body[i].Level = official.First
		}
	}
	for i, line := range d.Words.Block(s) {
		b := official.Block{Text: line}
		if i == 0 {
			b.Level = official.First
		}
		doc.Body = append(doc.Body, b)
	}
	doc.Address = issued.Address(base, CheckPage, doc.Code)
	return issued.Sheet{Document: doc, At: s.At, Kept: s.Kept()}, nil
}

// heads says whether a line of a version is the number of a row, under which what is said of it follows.
func heads(line string) bool {
	n, ok := strings.CutPrefix(line, "第 ")
	n, last := strings.CutSuffix(n, " 项")
	return ok && last && n != "" && strings.Trim(n, "0123456789") == ""
}

// Keep puts on record the file of a version that was signed, and by which certificate the file is signed; its bytes are
// stored already. It is done once: again it is refused.
func (d Commands) Keep(ctx context.Context, c act.Command, paper ref.ID, number int64, e evidence.Evidence,
	by string) (act.Receipt, error) {
	c.Verb, c.Input = "signoff.keep", evidence.Input([]evidence.Evidence{e}, paper, number, by)
	return d.Texts.Do(ctx, c, func(tx Tx) error {
		x, err := tx.One(ref.Signoff, paper)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, Shape.Object(x)); err != nil {
			return err
		}
		s, err := tx.PaperSignature(paper, number)
		if err != nil {
			return err
		}
		v, err := tx.PaperVersion(paper, number)
		if err != nil {
			return err
		}
		if s.Kept() != nil || s.Altered(v) {
			return text.Refuse(text.Conflict, "signoff.kept-already")
		}
		facts, err := s.Put(tx, Shape.Ref(x), e, by)
		if err != nil {
			return err
		}
		if err := tx.SavePaperSignature(s); err != nil {
			return err
		}
		return tx.Record("signoff.kept.v1", Shape.Ref(x), append(facts, act.Number("version", number))...)
	})
}

// Waiting are versions of a county that were signed and of which no file is kept yet, at most so many. What was altered
// since is none of them: verify names it.
func (d Commands) Waiting(ctx context.Context, jurisdiction int32, base string, most int) (out []issued.Waiting,
	err error) {
	unkept, err := d.Read.SignaturesUnkept(ctx, jurisdiction, most)
	if err != nil {
		return nil, err
	}
	past := map[ref.ID]Past{}
	for _, s := range unkept {
		p, read := past[s.Paper]
		if !read {
			if p, err = d.Past(ctx, s.Paper); err != nil {
				return nil, err
			}
			past[s.Paper] = p
		}
		v, _ := p.Of(s.Number)
		s, _ = p.SignedBy(s.Number) // with its entry
		sheet, err := d.Sheet(v, s, base)
		if err != nil {
			continue
		}
		out = append(out, issued.Waiting{Of: ref.Ref{Kind: ref.Signoff, ID: s.Paper}, Sheet: sheet,
			Keep: func(ctx context.Context, c act.Command, e evidence.Evidence, by string) (act.Receipt, error) {
				return d.Keep(ctx, c, s.Paper, s.Number, e, by)
			}})
	}
	return out, nil
}
