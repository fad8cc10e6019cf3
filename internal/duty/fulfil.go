package duty

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Forms are the nouns whose acts discharge duties, by their words, with the names of
// their lists: what stands in 用表 of a rule.
var Forms = map[string]string{
	"visit":      "visits",
	"talk":       "talks",
	"pledge":     "pledges",
	"statement":  "statements",
	"report":     "reports",
	"circular":   "circulars",
	"inspection": "inspections",
	"screening":  "screenings",
	"risk":       "risks",
	"riskcheck":  "riskchecks",
	"lecture":    "educations", // of the first responsible person
	"education":  "educations", // that warns
	Talker:       "talks",      // of whoever holds it, with those in their charge
}

// Talker is what a rule names that asks members of a team to hold talks; "talk" asks that one be held with somebody.
const Talker = "talker"

// wordOf is the word of the noun whose form a rule opens that names something narrower.
func wordOf(form string) string {
	switch form {
	case Talker:
		return "talk"
	case "lecture":
		return "education"
	}
	return form
}

// Fulfilled is what an act of a noun did that a rule may ask for.
type Fulfilled struct {
	Form         string   // the noun's word
	Body, Person ref.ID   // whose duty; one that names a person is that person's alone
	On           when.Day // when it was done
	How          string   // in a line
	By           ref.Ref  // the object that shows it
	Rule         string   // the rule alone; "" = any of the form
	Level        string   // of whom it was asked alone: First or Member; "" = of anybody
	Duty         ref.ID   // the duty alone; 0 = any that fits
}

// Fulfil discharges, in the transaction of the act, the duty that it fulfils: of those
// open that had begun by the day, whose rule names the form, the one due first. Whoever
// may do the act need not be one who may discharge duties: it follows. It answers which
// duty it was; 0 where nothing asks for it, or only the first responsible person may say
// that it was done and the actor is not that person.
func (d Commands) Fulfil(tx noun.Tx, c act.Command, in Fulfilled) (ref.ID, error) {
	fit, err := d.Fulfilling(tx, in)
	if err != nil || len(fit) == 0 {
		return 0, err
	}
	x := fit[0]
	var refused *text.Refusal
	if err := d.inPerson(tx, x); errors.As(err, &refused) {
		return 0, nil
	} else if err != nil {
		return 0, err
	}
	r, _ := d.Rule(x.Rule, x.BeginsOn)
	return x.ID, d.follow(tx, c, x.ID, r, Discharge{On: in.On, How: in.How}, in.By)
}

// Fulfilling are the open duties that ask for what was done, the one due first before the others: of what a single
// duty asks for may be more than one act.
func (d Commands) Fulfilling(tx noun.Tx, in Fulfilled) (fit []*Duty, err error) {
	ids := []ref.ID{in.Duty}
	if in.Duty == 0 {
		if ids, err = tx.Find(ref.Duty, noun.Cond{Column: "body", Num: []int64{int64(in.Body)}},
			noun.Cond{Column: "state", Text: []string{Open, Paused}}); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		v, err := tx.One(ref.Duty, id)
		if err != nil {
			return nil, err
		}
		x := v.(*Duty)
		if r, ok := d.Rule(x.Rule, x.BeginsOn); ok && x.MayDischarge() == nil && r.fits(x, in) {
			fit = append(fit, x)
		}
	}
	slices.SortFunc(fit, func(a, b *Duty) int { return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.ID, b.ID)) })
	return fit, nil
}

// Lacking says of open duties of one form what is still to be done before they are done, where that is more than one
// act; for all of them in a fixed number of statements.
type Lacking func(ctx context.Context, list []*Duty, on when.Day) (map[ref.ID][]text.Message, error)

// seen are the notes of duties of which something is still to be done.
func (d Commands) seen(ctx context.Context, list []noun.Value, on when.Day) (map[ref.ID][]text.Message, error) {
	byForm := map[string][]*Duty{}
	for _, v := range list {
		x := v.(*Duty)
		if r, ok := d.Rule(x.Rule, x.BeginsOn); ok && x.MayDischarge() == nil && d.Lacks[r.Form] != nil {
			byForm[r.Form] = append(byForm[r.Form], x)
		}
	}
	out := map[ref.ID][]text.Message{}
	for form, of := range byForm {
		said, err := d.Lacks[form](ctx, of, on)
		if err != nil {
			return nil, err
		}
		maps.Copy(out, said)
	}
	return out, nil
}

// fits says whether a duty of the rule asks for what was done. What follows a case is asked of one body about somebody
// else: it is discharged where it is named alone.
func (r Rule) fits(x *Duty, in Fulfilled) bool {
	if r.Form != in.Form || r.ahead(x.BeginsOn) > in.On {
		return false
	}
	return in.Duty != 0 || !r.Cadence.OfCase() && (in.Rule == "" || r.Code == in.Rule) &&
		(in.Level == "" || x.Level == in.Level) && (x.Person == 0 || x.Person == in.Person)
}
