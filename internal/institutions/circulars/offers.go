package circulars

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/letter"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Figures are what the record says of a unit in some days, by what fell due in them.
type Figures struct {
	Unit     ref.ID
	Duties   int // that fell due
	Late     int // of them: done late, or open and over
	Yellow   int // of them: the gravest card that fell
	Red      int
	Orders   int // that fell due and were not closed by the day
	Problems int // the same
}

// Offer is one whom a draft may name. It is never taken by itself.
type Offer struct {
	Figures
	Verdict string
	// What the result of an assessment suggests says itself what is to read of it: Said and Grounds, which of the unit's
	// bodies, and where that is from. "" and 0 = it follows from the figures.
	Said, Grounds, Behind string
	Body                  ref.ID
}

// Fact is what the figures say, in the words of the paper.
func (o Offer) Fact(days when.Period) string {
	if o.Said != "" {
		return o.Said
	}
	if o.Verdict == Commend {
		return fmt.Sprintf("%s应履责%d项，全部按时完成，无督办逾期、问题逾期销号", spoken(days), o.Duties)
	}
	var parts []string
	for _, x := range []struct {
		n    int
		form string
	}{{o.Late, "履责逾期%d项"}, {o.Red, "红牌%d张"}, {o.Yellow, "黄牌%d张"}, {o.Orders, "督办逾期%d件"}, {o.Problems, "问题逾期销号%d个"}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf(x.form, x.n))
		}
	}
	return fmt.Sprintf("%s应履责%d项，%s", spoken(days), o.Duties, strings.Join(parts, "，"))
}

func spoken(days when.Period) string {
	y, from, _ := days.From.Date()
	_, to, _ := (days.To - 1).Date()
	return fmt.Sprintf("%d年%d月至%d月", y, int(from), int(to))
}

// weight is how grave it is: red before yellow, cards before the rest.
func (f Figures) weight() int { return 4*f.Red + 2*f.Yellow + 2*f.Orders + f.Late + f.Problems }

// Offers are whom the record suggests: the gravest first, and those of whom nothing was late, the busiest first; at
// most so many of each sort, and only what the circular may name.
func (x *Circular) Offers(all []Figures, most int) (out []Offer) {
	for _, verdict := range []string{Criticise, Commend} {
		var of []Offer
		for _, f := range all {
			if bad := f.weight() > 0; x.takes(verdict) && bad == (verdict == Criticise) && (bad || f.Duties > 0) {
				of = append(of, Offer{Figures: f, Verdict: verdict})
			}
		}
		slices.SortFunc(of, func(a, b Offer) int {
			return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(b.Duties, a.Duties),
				cmp.Compare(a.Unit, b.Unit))
		})
		out = append(out, of[:min(len(of), most)]...)
	}
	return out
}

// Suggest finds whom a draft may name: from the result of an assessment where it makes one known, else from what fell
// due in its part of the year.
type Suggest struct {
	Conduct func(ctx context.Context, s access.Scope, days when.Period, today when.Day) ([]Figures, error)
	// Worth are whom the result of an assessment suggests to the circular that makes it known.
	Worth func(ctx context.Context, s access.Scope, of ref.ID) ([]Offer, error)
	Most  func() int // of each sort
}

// To are the suggestions to a draft, as far as who writes it may see what they rest on. A circular that is no draft is
// refused, and whoever may not name somebody in it.
func (g Suggest) To(ctx context.Context, who actor.Actor, x *Circular, c *bodies.County, today when.Day) ([]Offer,
	error) {
	if err := access.May(who, "mention.add", x.Naming()); err != nil {
		return nil, err
	}
	if x.State != letter.Draft {
		return nil, text.Refuse(text.Conflict, "circular.offers.draft")
	}
	if x.Appraisal != 0 {
		return g.Worth(ctx, access.ScopeOf(who, "scoresheet.see"), x.Appraisal)
	}
	all, err := g.Conduct(ctx, access.ScopeOf(who, "duty.see"), x.Days(), today)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(f Figures) bool { return !x.Reaches(c, f.Unit) })
	return x.Offers(all, g.Most()), nil
}

// Naming is what access asks before somebody is named in a draft.
func (x *Circular) Naming() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Mention, Unit: x.Unit, Side: x.Side}
}
