package signoff

import (
	"context"
	"encoding/hex"
	"slices"
	"time"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tx is what the commands ask of a transaction besides what every noun does.
type Tx interface {
	noun.Tx
	// Values are the county's objects that fulfil all conditions.
	Values(of ref.Kind, where ...noun.Cond) ([]noun.Value, error)
	// PaperVersion loads one version of a paper; one that is not there is a Missing
	// refusal. PaperSignature loads the signature under it.
	PaperVersion(paper ref.ID, number int64) (Version, error)
	PaperSignature(paper ref.ID, number int64) (Signature, error)
	SavePaperVersion(Version) error
	SavePaperSignature(Signature) error
}

// Commands performs the commands of papers. Texts is the same door, for versions and
// signatures.
type Commands struct {
	Door     act.Door[noun.Tx]
	Texts    act.Door[Tx]
	Tables   field.Tables
	Sources  map[string]Source // by the kind whose content they are
	Words    Words
	Opinions func() Opinions // of the policy in force
	Read     Reads
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: settle, Alike: alike, Look: look}
}

// Signs says that bodies of a kind have a first responsible person who signs papers:
// the responsible bodies and the leading group.
func Signs(k bodies.BodyKind) bool { return k.Side() != "" || k == bodies.LeadingGroup }

// settle finds out whose a paper is, its body's, and whether its text is typed.
func settle(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
	p := v.(*Paper)
	body, ok := c.Body(p.Body)
	switch {
	case p.Body != 0 && !ok:
		errs.Add("body", "input.choose")
	case ok && !Signs(body.Kind):
		errs.Add("body", "signoff.body.none", "body", body.Name)
	}
	p.Unit, p.Side = body.Unit, actor.Side(body.Kind.Side())
	if Listed(p.Kind) && p.Content != "" {
		errs.Add("content", "signoff.content.listed")
	}
	if len(others) > 0 && others[0] != p.ID {
		errs.Add("title", "signoff.title.taken", "title", p.Title)
	}
}

// alike finds the papers of the same kind, body, year and title.
func alike(v noun.Value) []noun.Cond {
	p := v.(*Paper)
	return []noun.Cond{{Column: "body", Num: []int64{int64(p.Body)}}, {Column: "year", Num: []int64{p.Year}},
		{Column: "kind", Text: []string{p.Kind}}, {Column: "title", Text: []string{p.Title}}}
}

// look keeps what a paper is of once a version of it is frozen: another body's is
// another paper.
func look(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
	p := v.(*Paper)
	if p.ID == 0 || p.Newest == 0 {
		return nil
	}
	x, err := tx.One(ref.Signoff, p.ID)
	if err != nil {
		return err
	}
	was := x.(*Paper)
	for name, same := range map[string]bool{"kind": was.Kind == p.Kind, "body": was.Body == p.Body,
		"year": was.Year == p.Year} {
		if !same {
			errs.Add(name, "signoff.fixed")
		}
	}
	return nil
}

// now is the text of a paper as it stands in a transaction.
func (d Commands) now(tx Tx, p *Paper) (string, error) {
	c, err := tx.CountyToday()
	if err != nil {
		return "", err
	}
	var rows []noun.Value
	if s, listed := d.Sources[p.Kind]; listed {
		if rows, err = tx.Values(s.Shape.Of, s.asks([]*Paper{p})...); err != nil {
			return "", err
		}
	}
	return d.render(c, p, rows), nil
}

// Freezing is why a version is made.
type Freezing struct{ Reason string }

var freezing = field.Fields{field.Text("reason", 1, reasonMost, func(f *Freezing) *string { return &f.Reason })}

func (d Commands) freeze(ctx context.Context, c noun.Call) (act.Receipt, error) {
	in := *c.In.(*Freezing)
	c.Command.Verb, c.Command.Input = "signoff.freeze", []any{c.ID, in}
	return noun.Step(ctx, d.Texts, c.Command, Shape, noun.At{ID: c.ID}, "signoff.frozen.v1",
		func(tx Tx, p *Paper) ([]act.Fact, error) {
			var errs text.InputErrors
			freezing.Check(&in, nil, &errs)
			if err := errs.Err(); err != nil {
				return nil, err
			}
			s, err := d.now(tx, p)
			if err != nil {
				return nil, err
			}
			next := Version{ID: tx.NewID(), Paper: p.ID, Jurisdiction: p.Jurisdiction, Number: p.Newest + 1,
				By: tx.Actor().Person, At: tx.Now(), Why: in.Reason, Text: s, Digest: Sum(s)}
			if err := d.mayFreeze(tx, p, next); err != nil {
				return nil, err
			}
			p.Newest, p.State = next.Number, Waiting
			return []act.Fact{act.Number("version", next.Number), act.Digest("digest", next.Digest),
				act.Words("reason", in.Reason)}, tx.SavePaperVersion(next)
		})
}

// mayFreeze refuses a version that says nothing, nothing new, or too much.
func (d Commands) mayFreeze(tx Tx, p *Paper, next Version) error {
	_, listed := d.Sources[p.Kind]
	switch {
	case !listed && p.Content == "":
		return text.Refuse(text.Conflict, "signoff.freeze.empty")
	case len(next.Text) > bytesMost:
		return text.Refuse(text.Conflict, "signoff.freeze.long", "most", bytesMost/1000, "n", len(next.Text)/1000)
	case p.Newest == 0:
		return nil
	}
	last, err := tx.PaperVersion(p.ID, p.Newest)
	if err == nil && !p.recalled() && slices.Equal(last.Digest, next.Digest) {
		return text.Refuse(text.Conflict, "signoff.freeze.same", "version", p.Newest)
	}
	return err
}

// before is the state of a paper without the version that waits for its signature.
func (p *Paper) before() string {
	switch {
	case p.Endorsed == 0:
		return Draft
	case p.Released == p.Endorsed:
		return Issued
	}
	return Signed
}

// recalled says that the newest version was taken back: the same words may be handed on
// again.
func (p *Paper) recalled() bool {
	return p.Newest > p.Endorsed && p.State != Waiting && p.State != Returned
}

// Signing is what the first responsible person puts under a version: the opinion, and
// that they said at that moment who they are.
type Signing struct {
	Number  int64  // of the version that was shown
	Digest  string // of it, hexadecimal
	Opinion string
	Proof   account.Confirmed
}

var signing = field.Fields{field.Text("opinion", 1, opinionMost, func(s *Signing) *string { return &s.Opinion })}

// proofFor is how long after somebody said who they are it stands for a signature.
const proofFor = 5 * time.Minute

// Check says what is wrong with an opinion; a page asks before it asks who signs, since
// a one-time code is good once.
func (d Commands) Check(in Signing) error {
	var errs text.InputErrors
	signing.Check(&in, nil, &errs)
	d.Opinions().check(in.Opinion, &errs)
	return errs.Err()
}

// MayAnswer refuses whoever is not the first responsible person of the paper's body
// today, in person: no token, no console, nobody for somebody else; and a paper of
// which no version waits.
func MayAnswer(c *bodies.County, p *Paper, who actor.Actor) (bodies.First, error) {
	first := c.FirstResponsible(p.Body)
	switch {
	case first.Vacant():
		return first, &text.Refusal{Why: text.Forbidden, Message: first.Reason}
	case first.Person != who.Person || who.Agent != "" || who.Scopes != nil || who.OnBehalf != 0:
		x, _ := c.Person(first.Person)
		return first, text.Refuse(text.Forbidden, "signoff.in-person", "name", x.Name)
	}
	return first, waits(p)
}

func waits(p *Paper) error {
	if p.State != Waiting {
		return text.Refuse(text.Conflict, "signoff.not-waiting", "state", text.M("signoff.state."+p.State))
	}
	return nil
}

func (d Commands) sign(ctx context.Context, c noun.Call) (act.Receipt, error) {
	in := *c.In.(*Signing)
	c.Command.Verb, c.Command.Input = "signoff.sign", []any{c.ID, in.Number, in.Digest, in.Opinion}
	return noun.Step(ctx, d.Texts, c.Command, Shape, noun.At{ID: c.ID}, kindSigned,
		func(tx Tx, p *Paper) ([]act.Fact, error) {
			county, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			first, err := MayAnswer(county, p, tx.Actor())
			if err != nil {
				return nil, err
			}
			if in.Number != p.Newest {
				return nil, text.Refuse(text.Stale, "signoff.stale", "version", p.Newest)
			}
			v, err := tx.PaperVersion(p.ID, p.Newest)
			if err != nil {
				return nil, err
			}
			if v.Altered() || hex.EncodeToString(v.Digest) != in.Digest {
				return nil, text.Refuse(text.Conflict, "signoff.altered", "version", p.Newest)
			}
			if err := d.Check(in); err != nil {
				return nil, err
			}
			by := in.Proof
			if by.Account == 0 || by.Account != tx.Actor().Account || by.Means == account.ByPassword || by.Means == "" ||
				tx.Now() > by.At.Add(proofFor) {
				return nil, text.Refuse(text.Forbidden, "signoff.unconfirmed")
			}
			s := Signature{ID: tx.NewID(), Paper: p.ID, Jurisdiction: p.Jurisdiction, Number: v.Number, Digest: v.Digest,
				Person: tx.Actor().Person, Acting: first.Acting, Opinion: in.Opinion, Means: by.Means, At: tx.Now()}
			x, _ := county.Person(s.Person)
			s.Name = x.Name
			for _, a := range county.PostsOf(s.Person) {
				if a.ID == first.Appointment {
					s.Post = a.Title
				}
			}
			p.Endorsed, p.State, p.Return = v.Number, Signed, ""
			return []act.Fact{act.Number("version", v.Number), act.Digest("digest", v.Digest), act.Code("means",
				string(by.Means)), act.Words("opinion", in.Opinion)}, tx.SavePaperSignature(s)
		})
}

// Returning is why a version is not signed.
type Returning struct{ Reason string }

var returning = field.Fields{field.Text("reason", 1, reasonMost, func(r *Returning) *string { return &r.Reason })}

func (d Commands) giveBack(ctx context.Context, c noun.Call) (act.Receipt, error) {
	in := *c.In.(*Returning)
	c.Command.Verb, c.Command.Input = "signoff.return", []any{c.ID, c.Version, in}
	return noun.Step(ctx, d.Texts, c.Command, Shape, noun.At{ID: c.ID, Version: c.Version}, "signoff.returned.v1",
		func(tx Tx, p *Paper) ([]act.Fact, error) {
			county, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			if _, err := MayAnswer(county, p, tx.Actor()); err != nil {
				return nil, err
			}
			var errs text.InputErrors
			returning.Check(&in, nil, &errs)
			p.State, p.Return = Returned, in.Reason
			return []act.Fact{act.Number("version", p.Newest), act.Words("reason", in.Reason)}, errs.Err()
		})
}

// Issuing is how a signed version is issued.
type Issuing struct {
	On       when.Day
	Document string
}

var issuing = field.Fields{
	field.Day("on", true, func(i *Issuing) *when.Day { return &i.On }),
	field.Line("document", 1, 60, func(i *Issuing) *string { return &i.Document }),
}

// mayIssue refuses what is not signed as it stands.
func mayIssue(p *Paper) error {
	switch {
	case p.State == Issued:
		return text.Refuse(text.Conflict, "signoff.issued-already", "version", p.Released, "document", p.Document)
	case p.State != Signed:
		return text.Refuse(text.Conflict, "signoff.unsigned", "state", text.M("signoff.state."+p.State))
	}
	return nil
}

func (d Commands) issue(ctx context.Context, c noun.Call) (act.Receipt, error) {
	in := *c.In.(*Issuing)
	c.Command.Verb, c.Command.Input = "signoff.issue", []any{c.ID, in}
	return noun.Step(ctx, d.Texts, c.Command, Shape, noun.At{ID: c.ID}, "signoff.issued.v1",
		func(tx Tx, p *Paper) ([]act.Fact, error) {
			if err := mayIssue(p); err != nil {
				return nil, err
			}
			v, err := tx.PaperVersion(p.ID, p.Endorsed)
			if err != nil {
				return nil, err
			}
			s, err := tx.PaperSignature(p.ID, p.Endorsed)
			if err != nil {
				return nil, err
			}
			if s.Altered(v) {
				return nil, text.Refuse(text.Conflict, "signoff.altered", "version", p.Endorsed)
			}
			now, err := d.now(tx, p)
			if err != nil {
				return nil, err
			}
			if !slices.Equal(Sum(now), s.Digest) {
				return nil, text.Refuse(text.Conflict, "signoff.issue.stale", "version", p.Endorsed)
			}
			var errs text.InputErrors
			issuing.Check(&in, nil, &errs)
			switch {
			case in.On == 0:
			case in.On > tx.Now().Day():
				errs.Add("on", "term.later")
			case in.On < s.At.Day():
				errs.Add("on", "signoff.issue.before", "signed", s.At.Day())
			}
			p.State, p.Released, p.IssuedOn, p.Document = Issued, p.Endorsed, in.On, in.Document
			return []act.Fact{act.Number("version", p.Released), act.Date("on", in.On),
				act.Words("document", in.Document)}, errs.Err()
		})
}
