package api

import (
	"context"
	"strings"

	"shuangze/internal/issued"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/text"
)

// Papers is what the API reads of what is signed: signoff.Commands.
type Papers interface {
	Sheet(v signoff.Version, s signoff.Signature, base string) (issued.Sheet, error)
	Past(ctx context.Context, paper ref.ID) (signoff.Past, error)
	CheckCode(ctx context.Context, jurisdiction int32, typed string) (signoff.Checked, bool, error)
}

// Signature is the block under a version of a paper.
type Signature struct {
	Person  ref.ID  `json:"person"`
	Name    string  `json:"name" doc:"As it was when it was signed."`
	Post    string  `json:"post,omitempty"`
	Acting  bool    `json:"acting" doc:"Signed in a vacancy."`
	Opinion string  `json:"opinion,omitempty"`
	Means   string  `json:"means" doc:"By what the signer said who they are: passkey or password+code."`
	At      instant `json:"at" doc:"The server's time, to the second."`
	Digest  string  `json:"digest" doc:"SHA-256 of the text that was signed, hexadecimal."`
	Entry   int64   `json:"entry" doc:"Number of its entry in the journal."`
	Code    string  `json:"code" doc:"Verification code, as papers bear it."`
}

// PaperVersion is a version of a paper; its text is left out of lists.
type PaperVersion struct {
	Number    int64      `json:"number"`
	By        ref.ID     `json:"by"`
	At        instant    `json:"at"`
	Why       string     `json:"why"`
	Digest    string     `json:"digest" doc:"SHA-256 of the text, hexadecimal."`
	Altered   bool       `json:"altered" doc:"What is stored is not what was frozen, or not what was signed."`
	Text      string     `json:"text,omitempty" doc:"In Chinese; its bytes are what is signed."`
	Signature *Signature `json:"signature,omitempty" doc:"Left out when it is not signed."`
}

// PaperVersions are all versions of a paper, the newest first.
type PaperVersions struct {
	Items []PaperVersion `json:"items"`
}

// PaperLine is a line of a comparison.
type PaperLine struct {
	Was  int    `json:"was" doc:"Its number in the earlier text; 0 = it is new."`
	Now  int    `json:"now" doc:"Its number in the later text; 0 = it is gone."`
	Text string `json:"text"`
}

// PaperChanges is what a version changes in another, with some lines around.
type PaperChanges struct {
	From  int64       `json:"from"`
	To    int64       `json:"to"`
	Lines []PaperLine `json:"lines"`
}

// CheckedPaper is what a verification code belongs to.
type CheckedPaper struct {
	Paper     ref.ID    `json:"paper"`
	Title     string    `json:"title"`
	Kind      string    `json:"kind"`
	Body      ref.ID    `json:"body"`
	Year      int64     `json:"year"`
	Version   int64     `json:"version"`
	Altered   bool      `json:"altered"`
	Signature Signature `json:"signature"`
}

type numberQuery struct {
	Number int64 `query:"number" doc:"Number of the version; left out for the newest."`
}

type compareQuery struct {
	From int64 `query:"from"`
	To   int64 `query:"to"`
}

type codeQuery struct {
	Code string `query:"code" maxLength:"60" doc:"As it stands on the paper."`
}

func signatureOf(s signoff.Signature) Signature {
	return Signature{s.Person, s.Name, s.Post, s.Acting, s.Opinion, string(s.Means), instant(s.At),
		signoff.Version{Digest: s.Digest}.Hex(), s.Entry, s.Code()}
}

func paperVersionOf(past signoff.Past, v signoff.Version, whole bool) PaperVersion {
	out := PaperVersion{Number: v.Number, By: v.By, At: instant(v.At), Why: v.Why, Digest: v.Hex(), Altered: v.Altered()}
	if whole {
		out.Text = v.Text
	}
	if s, ok := past.SignedBy(v.Number); ok {
		x := signatureOf(s)
		out.Signature, out.Altered = &x, s.Altered(v)
	}
	return out
}

// signedFile sends a version that was signed as a file: as PDF the one that is kept of it.
func signedFile(n *noun.Noun, as paper.Kind, past func(*call) (signoff.Past, error)) operation {
	named := strings.ToUpper(string(as))
	o := get("getSignoff"+named, "/"+n.Name+"/{id}/as/"+string(as), n.See, n.Name,
		"A version of a paper that was signed, as "+named, func(c *call, q signedQuery) (out none, err error) {
			p, err := past(c)
			if err != nil {
				return out, err
			}
			if q.Number == 0 && len(p.Signatures) > 0 {
				q.Number = p.Signatures[0].Number
			}
			v, found := p.Of(q.Number)
			s, signed := p.SignedBy(q.Number)
			if !found || !signed {
				return out, text.Refuse(text.Missing, "access.missing")
			}
			sheet, err := c.face.Papers.Sheet(v, s, c.face.Base)
			if err != nil {
				return out, err
			}
			if as == paper.PDF {
				return out, c.sendIssued(sheet)
			}
			return out, c.sendPaper(as, sheet.Document, sheet.At)
		})
	o.media = as.Media()
	return o
}

type signedQuery struct {
	Number int64 `query:"number" doc:"Number of the version; left out for the one that was signed last."`
}

// paperOperations are what programs read of papers beside what they read of every
// noun. Nobody's program signs.
func paperOperations(all []*noun.Noun) (out []operation) {
	for _, n := range all {
		if n.Name != signoff.Shape.Name {
			continue
		}
		past := func(c *call) (signoff.Past, error) {
			if _, err := c.object(n); err != nil {
				return signoff.Past{}, err
			}
			return c.face.Papers.Past(c.r.Context(), c.id())
		}
		at := "/" + n.Name + "/{id}"
		out = append(out,
			get("listPaperVersions", at+"/versions", n.See, n.Name, "The versions of a paper with their signatures",
				func(c *call, _ struct{}) (out PaperVersions, err error) {
					p, err := past(c)
					out.Items = []PaperVersion{}
					for _, v := range p.Versions {
						out.Items = append(out.Items, paperVersionOf(p, v, false))
					}
					return out, err
				}),
			get("getPaperText", at+"/text", n.See, n.Name, "One version of a paper, with its text and signature",
				func(c *call, q numberQuery) (out PaperVersion, err error) {
					p, err := past(c)
					if err != nil {
						return out, err
					}
					if q.Number == 0 && len(p.Versions) > 0 {
						q.Number = p.Versions[0].Number
					}
					v, ok := p.Of(q.Number)
					if !ok {
						return out, text.Refuse(text.Missing, "access.missing")
					}
					return paperVersionOf(p, v, true), nil
				}),
			get("comparePaper", at+"/compare", n.See, n.Name, "What one version of a paper changes in another",
				func(c *call, q compareQuery) (out PaperChanges, err error) {
					p, err := past(c)
					if err != nil {
						return out, err
					}
					from, ok := p.Of(q.From)
					to, is := p.Of(q.To)
					if !ok || !is {
						return out, text.Refuse(text.Missing, "access.missing")
					}
					out = PaperChanges{q.From, q.To, []PaperLine{}}
					for _, f := range signoff.Compare(from, to) {
						for _, part := range f.Parts {
							for _, l := range part {
								out.Lines = append(out.Lines, PaperLine{l.Old, l.New, l.Text})
							}
						}
					}
					return out, nil
				}),
			get("checkSignature", "/signature", "signoff.check", n.Name,
				"What a verification code belongs to, and whether it is unchanged",
				func(c *call, q codeQuery) (out CheckedPaper, err error) {
					x, ok, err := c.face.Papers.CheckCode(c.r.Context(), c.actor.Jurisdiction, q.Code)
					if err != nil || !ok {
						if err == nil {
							err = text.Refuse(text.Missing, "signoff.check.unknown")
						}
						return out, err
					}
					s := signatureOf(x.Signature)
					s.Opinion = "" // it belongs to the paper
					p := x.Paper
					return CheckedPaper{p.ID, p.Title, p.Kind, p.Body, p.Year, x.Signature.Number, x.Altered, s}, nil
				}))
		for _, as := range []paper.Kind{paper.PDF, paper.DOCX} {
			out = append(out, signedFile(n, as, past))
		}
	}
	return out
}
