package app

import (
	"context"
	"fmt"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/incentives/comparisons"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/eligible"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/incentives"
	"shuangze/internal/when"
)

// inChinese is what a code is called in what is kept and printed.
func (h *House) inChinese(table, code string) string {
	return h.Policy.Label(policy.Kind(table), code, "")
}

// consequences are the commands of what follows from decisions and grades.
func (h *House) consequences() consequences.Commands {
	return consequences.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Rules:   func() *consequences.Rules { return h.Policy.Consequences.Follow(h.Policy.Calendar) },
		Effects: h.effects, Style: func(s number.Series) number.Style { return styles(h.Policy)[s] },
		Label: h.inChinese, Check: h.clearances().Check}
}

// approved does what follows from results that the leading group approved.
func (h *House) approved(tx noun.Tx, list []*course.Scoresheet) error {
	return h.consequences().Approved(tx, list, func(code string) string {
		return h.Policy.Label(policy.AppraisalGrade, code, "")
	})
}

// honours are the commands of 勤廉兼优.
func (h *House) honours() honours.Commands {
	return honours.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Style: func(s number.Series) number.Style { return styles(h.Policy)[s] }, Label: h.inChinese,
		Check: h.clearances().Check,
		Limits: func() honours.Limits {
			c, calendar := &h.Policy.Consequences, h.Policy.Calendar
			return honours.Limits{Reward: c.Reward, Use: c.Use,
				Notice: func(day when.Day) when.Day { return c.Notice.From(calendar, day).Due },
				Answer: func(day when.Day) when.Day { return c.Answer.From(calendar, day).Due }}
		}}
}

// eligible says who may be nominated for an honour.
func (h *House) eligible() eligible.Board {
	return eligible.Board{Read: h.DB, Check: h.clearances().Check, Rules: func() eligible.Rules {
		return eligible.Rules{All: h.Policy.Consequences.Eligible, Use: h.Policy.Consequences.Use}
	}}
}

// comparisons are the commands of looks on equal terms.
func (h *House) comparisons() comparisons.Commands {
	return comparisons.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Style: func(s number.Series) number.Style { return styles(h.Policy)[s] }, Label: h.inChinese,
		Check: h.clearances().Check}
}

// incentivePages are what the pages of honours and comparisons show.
func (h *House) incentivePages() pages.Pages {
	return pages.Pages{Eligible: h.eligible(), Following: consequences.Board{Read: h.DB}}
}

// EndConsequences notes what followed from a decision or a grade and is over, once.
func (h *House) EndConsequences(ctx context.Context) (ended int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	today, commands := h.Clock().Day(), h.consequences()
	for _, c := range counties {
		all, err := h.DB.Fulfilling(ctx, ref.Consequence, c.No, consequences.Past(today)...)
		if err != nil {
			return ended, err
		}
		for _, v := range all {
			x := v.(*consequences.Consequence)
			if !x.Over(today) {
				continue
			}
			_, err := commands.End(ctx, act.Command{Actor: actor.Machine(c.No, "tick")}, x.ID)
			if err = passed(err, "consequence.ended"); err != nil {
				return ended, fmt.Errorf("last day of consequence %d: %w", x.ID, err)
			}
			ended++
		}
	}
	return ended, nil
}
