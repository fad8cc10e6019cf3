package api

import (
	"errors"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/charge"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

type chargeQuery struct {
	Kind   string `query:"kind" maxLength:"40" doc:"Of the matter: order, problem, task …"`
	Object ref.ID `query:"object" doc:"The matter."`
}

// Charges are who of the office has taken a matter up: at most one.
type Charges struct {
	Items []Charge `json:"items"`
}

// Charge says that somebody of the office took a matter up. It reserves nothing.
type Charge struct {
	ID     ref.ID `json:"id"`
	Act    string `json:"act" doc:"What waits to be done about it: close, accept …"`
	Holder ref.ID `json:"holder" doc:"The person."`
	Since  day    `json:"since"`
}

// ChargeInput names a matter to take up.
type ChargeInput struct {
	Kind   string `json:"kind" maxLength:"40" doc:"Of the matter: order, problem, task …"`
	Object ref.ID `json:"object" doc:"The matter."`
	Act    string `json:"act" maxLength:"40" doc:"What waits to be done about it, and one may do."`
}

// ChargeTo names a colleague.
type ChargeTo struct {
	To ref.ID `json:"to" doc:"A person of the office who may do what waits."`
}

func getCharges(c *call, q chargeQuery) (out Charges, err error) {
	out.Items = []Charge{}
	of := ref.Ref{Kind: ref.Kind(q.Kind), ID: q.Object}
	lines, err := c.face.Kinds.Lines(c.r.Context(), c.asking(), []ref.Ref{of})
	if err != nil {
		return out, err
	}
	k, l := c.face.Kinds.Of(of.Kind), lines[of]
	if err := c.see(k.See, l.Object.ID != 0 && k.Talks, l.Object); err != nil {
		return out, err
	}
	if err := c.see("charge.see", true, l.Object); err != nil {
		return out, err
	}
	list, err := c.face.Said.ChargesOn(c.r.Context(), []ref.ID{of.ID})
	for _, x := range list {
		if c.face.Charges.Live(x, l.State, c.today()) {
			out.Items = append(out.Items, Charge{x.ID, x.Act, x.Holder, day(x.Since)})
		}
	}
	return out, err
}

func chargeOperations() []operation {
	return []operation{
		get("listCharges", "/charges", "charge.see", "comments", "Who of the office has taken a matter up", getCharges),
		made("takeUp", "/charges", "charge.take", "comments",
			"Take a matter up that waits for one’s office; others may still act",
			func(c *call, b ChargeInput) (act.Receipt, error) {
				of, err := c.matter("charge.take", b.Kind, b.Object)
				if strings.Trim(b.Act, "abcdefghijklmnopqrstuvwxyz-") != "" {
					err = errors.Join(err, text.InputErrors{{Field: "act", Message: text.M("input.choose")}})
				}
				if err != nil {
					return act.Receipt{}, err
				}
				return c.charges().Take(c.r.Context(), c.command(), of, b.Act)
			}),
		do("putBack", "POST", "/charges/{id}/put-back", "charge.put-back", "comments",
			"Put back what one has taken up",
			func(c *call, _ none) (act.Receipt, error) {
				return c.charges().PutBack(c.r.Context(), c.command(), c.id())
			}),
		do("handCharge", "POST", "/charges/{id}/hand", "charge.hand", "comments",
			"Hand what one has taken up to a colleague",
			func(c *call, b ChargeTo) (act.Receipt, error) {
				return c.charges().Hand(c.r.Context(), c.command(), c.id(), b.To)
			}),
	}
}

func (c *call) charges() charge.Commands { return c.face.Charges.With(c.face.Kinds) }
