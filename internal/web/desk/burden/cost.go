package burden

import (
	"cmp"

	ledger "shuangze/internal/burden"
	tables "shuangze/internal/exchange"
	"shuangze/internal/web/page"
)

// Costing is the part of a page that says what a policy would cost.
type Costing struct {
	page.View
	Bill    ledger.Bill
	Ceiling int64 // minutes a week
}

// signed writes a number with its sign.
func signed(n int64, said string) string {
	if n > 0 {
		return "+" + said
	}
	return said
}

func (c Costing) hours(seconds int64) string {
	return signed(seconds, c.P.Fixed(ledger.Share(seconds, 360), 1))
}

// say is the whole in one sentence: +12 minutes a unit and month, 158 hours a year.
func (c Costing) say() string {
	return c.P.T("burden.cost.say", "minutes", signed(c.Bill.Monthly(), tables.Minutes(c.P, c.Bill.Monthly())),
		"units", c.Bill.Units, "hours", signed(c.Bill.Seconds, c.P.Number(ledger.Share(c.Bill.Seconds, 3600))))
}

func (c Costing) beside() string {
	key := "burden.cost.within"
	if c.above() {
		key = "burden.cost.above"
	}
	return c.P.T(key, "now", tables.Minutes(c.P, c.Bill.Now), "then", tables.Minutes(c.P, c.Bill.Then),
		"ceiling", c.Ceiling)
}

func (c Costing) above() bool { return c.Bill.Then > c.Ceiling*60 }

func (c Costing) tone() page.Tone {
	switch {
	case c.above():
		return page.Red
	case c.Bill.Seconds > 0:
		return page.Amber
	}
	return page.Green
}

// name is what a rule is called.
func (c Costing) name(x ledger.Cost) string {
	if c.P.Chinese() {
		return x.What
	}
	return cmp.Or(x.En, x.Rule)
}

// from says from what the time of one act is known.
func (c Costing) from(x ledger.Cost) string {
	say := c.P.T("burden.cost.from." + string(x.Likeness))
	if x.Events {
		say = c.P.List([]string{say, c.P.T("burden.cost.events")})
	}
	return say
}

func (c Costing) cols() page.List {
	l := page.List{Caption: c.P.T("burden.cost"), Cols: []page.Col{{Label: c.P.T("burden.rule"), Width: "name"}}}
	for _, k := range []string{"units", "acts", "mean", "hours"} {
		l.Cols = append(l.Cols, page.Col{Label: c.P.T("burden.cost.col." + k), Num: true})
	}
	return l
}
