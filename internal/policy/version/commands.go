package version

import (
	"context"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tx is what the commands ask of a transaction.
type Tx interface {
	act.Tx
	// PolicyVersions are all of the actor's county, in their order.
	PolicyVersions() ([]Version, error)
	PolicyVersion(id ref.ID) (Version, error)
	PolicyTexts(ids []ref.ID) ([]Text, error)
	SavePolicyVersion(Version) error
	SavePolicyText(Text) error
}

// Reader reads versions outside a command.
type Reader interface {
	PolicyVersions(ctx context.Context, jurisdiction int32) ([]Version, error)
	PolicyTexts(ctx context.Context, ids []ref.ID) ([]Text, error)
}

// Commands performs the commands of policy versions.
type Commands struct {
	Door act.Door[Tx]
	Read Reader
	// Ground is the text that holds before any version.
	Ground []File
	// Check reads a text as a pack and gives its digest. Everything wrong with it
	// comes back as input errors by file, each with its line.
	Check func([]File) (digest string, err error)
	// Changed is told when something was adopted or withdrawn, after the commit.
	Changed func(context.Context)
}

// Versions are the county's versions, the latest first.
func (d Commands) Versions(ctx context.Context, jurisdiction int32) ([]Version, error) {
	all, err := d.Read.PolicyVersions(ctx, jurisdiction)
	if err != nil {
		return nil, err
	}
	out := make([]Version, 0, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		out = append(out, all[i])
	}
	return out, nil
}

// Find is one version of a county; the ground has the identifier 0 and the
// number 0. ok is false when there is none.
func Find(all []Version, id ref.ID) (v Version, ok bool) {
	if id == 0 {
		return Version{}, true
	}
	for _, v := range all {
		if v.ID == id {
			return v, true
		}
	}
	return v, false
}

// Text is the whole text of a version, the ground's for the zero Version.
func (d Commands) Text(ctx context.Context, v Version) ([]File, error) {
	if v.ID == 0 {
		return Tidy(d.Ground), nil
	}
	texts, err := d.Read.PolicyTexts(ctx, v.Files)
	return files(texts), err
}

func files(texts []Text) []File {
	out := make([]File, len(texts))
	for i, t := range texts {
		out[i] = t.File
	}
	return out
}

// Sound judges a text as a version would be judged, and writes nothing.
func (d Commands) Sound(in []File) (tidy []File, digest string, err error) {
	tidy = Tidy(in)
	if err := limits(tidy); err != nil {
		return tidy, "", err
	}
	digest, err = d.Check(tidy)
	return tidy, digest, err
}

// Propose puts a version on record for somebody else to adopt.
func (d Commands) Propose(ctx context.Context, c act.Command, in []File, note string) (act.Receipt, error) {
	c.Verb, c.Input = "policy.change", []any{in, note}
	if err := access.May(c.Actor, c.Verb, access.Object{Jurisdiction: c.Actor.Jurisdiction}); err != nil {
		return act.Receipt{}, err
	}
	tidy, digest, err := d.judged(in, note, "note")
	if err != nil {
		return act.Receipt{}, err
	}
	return d.Door.Do(ctx, c, func(tx Tx) error {
		_, err := d.propose(tx, tidy, digest, note)
		return err
	})
}

// judged judges a text and the words that go with it, so that all errors are
// told at once.
func (d Commands) judged(in []File, words, field string) (tidy []File, digest string, err error) {
	var errs text.InputErrors
	text.Limits(&errs, field, words, 1, NoteMost)
	tidy, digest, err = d.Sound(in)
	if wrong, ok := err.(text.InputErrors); ok {
		return nil, "", append(errs, wrong...)
	}
	if err == nil {
		err = errs.Err()
	}
	return tidy, digest, err
}

// propose writes the version and those of its files that no version has yet.
func (d Commands) propose(tx Tx, tidy []File, digest, note string) (v Version, err error) {
	county := tx.Actor().Jurisdiction
	if err := tx.Allow("policy.change", access.Object{Jurisdiction: county}); err != nil {
		return v, err
	}
	all, err := tx.PolicyVersions()
	if err != nil {
		return v, err
	}
	v = Version{ID: tx.NewID(), Jurisdiction: county, State: Proposed, Digest: digest, Note: note,
		ProposedBy: by(tx.Actor()), ProposedFor: tx.Actor().OnBehalf, ProposedAt: tx.Now()}
	var had []ref.ID
	for _, w := range all {
		v.No = max(v.No, w.No)
		had = append(had, w.Files...)
		if w.State == Proposed && w.Digest == digest {
			return v, text.Refuse(text.Conflict, "version.proposed-before", "no", w.No)
		}
	}
	v.No++
	today := tx.Now().Day()
	// The present text may be wanted again after one that is still to come.
	back := slices.ContainsFunc(all, func(w Version) bool { return w.Ahead(today) })
	if err := differs(all, digest, today); err != nil && !back {
		return v, err
	}
	texts, err := tx.PolicyTexts(had)
	if err != nil {
		return v, err
	}
	kept := map[File]ref.ID{}
	for _, t := range texts {
		kept[t.File] = t.ID
	}
	for _, f := range tidy {
		id := kept[f]
		if id == 0 {
			id = tx.NewID()
			if err := tx.SavePolicyText(Text{ID: id, Jurisdiction: county, File: f}); err != nil {
				return v, err
			}
		}
		v.Files = append(v.Files, id)
	}
	if err := tx.SavePolicyVersion(v); err != nil {
		return v, err
	}
	tx.Answer(strconv.FormatInt(v.No, 10))
	return v, tx.Record("policy.proposed.v1", v.Ref(), act.Number("no", v.No),
		act.Code("text", digest), act.Words("note", note))
}

// differs refuses a text that is in force on the day anyway.
func differs(all []Version, digest string, day when.Day) error {
	if now, ok := InForce(all, day); ok && now.Digest == digest {
		return text.Refuse(text.Conflict, "version.same", "no", now.No, "day", day)
	}
	return nil
}

// Adoption is what decides about a version.
type Adoption struct {
	From   when.Day
	Reason string
	// Beside is the version with which it was compared, 0 for the ground: when
	// another one is in force meanwhile, what was shown no longer holds.
	Beside ref.ID
}

// Adopt puts a version in force from a day on. Whoever proposed it cannot.
func (d Commands) Adopt(ctx context.Context, c act.Command, id ref.ID, a Adoption) (act.Receipt, error) {
	c.Verb, c.Input = "policy.adopt", []any{id, a}
	r, err := d.Door.Do(ctx, c, func(tx Tx) error {
		v, err := own(tx, id, "policy.adopt")
		if err != nil {
			return err
		}
		all, err := tx.PolicyVersions()
		if err != nil {
			return err
		}
		if now, _ := InForce(all, tx.Now().Day()); now.ID != a.Beside {
			return text.Refuse(text.Stale, "version.other-in-force")
		}
		return d.adopt(tx, v, all, a)
	})
	return d.told(ctx, r, err)
}

func (d Commands) adopt(tx Tx, v Version, all []Version, a Adoption) error {
	next, err := v.adopt(by(tx.Actor()), a.From, a.Reason, tx.Now())
	if err != nil {
		return err
	}
	if err := differs(all, v.Digest, a.From); err != nil {
		return err
	}
	texts, err := tx.PolicyTexts(v.Files)
	if err != nil {
		return err
	}
	// It was sound when it was proposed; the program may be a newer one since.
	if _, err := d.Check(files(texts)); err != nil {
		return err
	}
	if err := tx.SavePolicyVersion(next); err != nil {
		return err
	}
	tx.Answer(strconv.FormatInt(v.No, 10))
	return tx.Record("policy.adopted.v1", v.Ref(), act.Number("no", v.No), act.Date("from", a.From),
		act.Code("text", v.Digest), act.Words("reason", a.Reason))
}

// Install proposes a text and adopts it at once: what the console may do, where
// the second person is whoever runs the machine.
func (d Commands) Install(ctx context.Context, c act.Command, in []File, a Adoption) (act.Receipt, error) {
	c.Verb, c.Input = "policy.adopt", []any{in, a}
	if c.Actor.Agent == "" {
		return act.Receipt{}, text.Refuse(text.Forbidden, "access.own-request")
	}
	tidy, digest, err := d.judged(in, a.Reason, "reason")
	if err != nil {
		return act.Receipt{}, err
	}
	r, err := d.Door.Do(ctx, c, func(tx Tx) error {
		all, err := tx.PolicyVersions()
		if err != nil {
			return err
		}
		v, err := d.propose(tx, tidy, digest, a.Reason)
		if err != nil {
			return err
		}
		if v, err = own(tx, v.ID, "policy.adopt"); err != nil {
			return err
		}
		return d.adopt(tx, v, all, a)
	})
	return d.told(ctx, r, err)
}

// Withdraw takes back a version that is not in force yet.
func (d Commands) Withdraw(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	c.Verb, c.Input = "policy.change", []any{id, reason}
	r, err := d.Door.Do(ctx, c, func(tx Tx) error {
		v, err := own(tx, id, "policy.change")
		if err != nil {
			return err
		}
		next, err := v.withdraw(by(tx.Actor()), reason, tx.Now())
		if err != nil {
			return err
		}
		if err := tx.SavePolicyVersion(next); err != nil {
			return err
		}
		return tx.Record("policy.withdrawn.v1", v.Ref(), act.Number("no", v.No), act.Words("reason", reason))
	})
	return d.told(ctx, r, err)
}

// own loads a version and asks whether the actor may do the verb to it.
func own(tx Tx, id ref.ID, verb access.Verb) (Version, error) {
	v, err := tx.PolicyVersion(id)
	if err != nil {
		return v, err
	}
	return v, tx.Allow(verb, v.Object())
}

func (d Commands) told(ctx context.Context, r act.Receipt, err error) (act.Receipt, error) {
	if err == nil && d.Changed != nil {
		d.Changed(ctx)
	}
	return r, err
}
