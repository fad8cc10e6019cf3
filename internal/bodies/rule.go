package bodies

import (
	"slices"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Row names the row of the rule that gave an answer. Rows are tried in the
// order of Rules.
type Row string

const (
	RowVertical Row = "vertical"    // 垂管: its own upper system
	RowHand     Row = "set-by-hand" // by document, never itself
	RowOwn      Row = "own-organ"
	RowBelow    Row = "subordinate" // through the parent
	RowDefault  Row = "default"     // 县直机关工委 or its 纪工委 alone
)

// Rules lists the rows in the order in which they are tried.
var Rules = []Row{RowVertical, RowHand, RowOwn, RowBelow, RowDefault}

// Source marks where a row comes from.
type Source string

const (
	FromText Source = "T" // fixed by the source text
	Default  Source = "D" // our default, where the text is silent
)

// Trouble is why nobody answers although a row applies.
type Trouble string

const (
	NoTrouble Trouble = ""
	Absent    Trouble = "absent" // the unit is not in force on the day
	Unset     Trouble = "unset"  // must be set by hand and is not
	Unfit     Trouble = "unfit"  // set by hand to a body that has ended or is of the wrong side
	Itself    Trouble = "itself" // set by hand to a body of its own
	Broken    Trouble = "broken" // the chain to the parent is broken or runs in a circle
	Nobody    Trouble = "nobody" // the row names 县直机关工委 or 纪工委, and the county has none
)

// Charge is one body that answers. Keeper keeps the ledger, signs, reports and
// is scored; the other one is co-responsible: it counter-signs the annual
// breakdown in one batch and files one report over all its units [D].
type Charge struct {
	Body   ref.ID
	Keeper bool
}

// Half is the answer for one side.
type Half struct {
	Side    Side
	Row     Row
	Base    Row    // the row that applied where the chain ended; Row itself unless subordinate
	Source  Source // of the row
	Charges []Charge
	Found   []ref.ID // the unit's own and serving bodies that were looked at
	Chain   []ref.ID // the unit, its parent … up to the unit whose organ answers
	By      ref.ID   // the assignment, when set by hand
	Since   when.Day // since when this row has applied with these bodies
	Trouble Trouble
	// Lacking: 县直机关工委 should be co-responsible and the county has none.
	Lacking bool
	Reason  text.Message
	Notes   []text.Message
}

// Keeper is the body that keeps the ledger, signs, reports and is scored; 0
// when nobody in the county answers.
func (h Half) Keeper() ref.ID {
	for _, x := range h.Charges {
		if x.Keeper {
			return x.Body
		}
	}
	return 0
}

// Co is the co-responsible body, 0 for none.
func (h Half) Co() ref.ID {
	for _, x := range h.Charges {
		if !x.Keeper {
			return x.Body
		}
	}
	return 0
}

// Watched says that the unit answers to its own upper system and the county
// only watches.
func (h Half) Watched() bool { return h.Base == RowVertical }

// Has says whether the body answers for the unit, alone or with another.
func (h Half) Has(body ref.ID) bool {
	return slices.ContainsFunc(h.Charges, func(x Charge) bool { return x.Body == body })
}

// Answer says who answers for a unit on a day.
type Answer struct {
	Unit                   ref.ID
	Day                    when.Day
	Principal, Supervisory Half
}

// Half is the answer for one side.
func (a Answer) Half(s Side) Half {
	if s == Supervisory {
		return a.Supervisory
	}
	return a.Principal
}

// Responsible says who answers for the unit on the snapshot's day, and why.
//
// The rule, per side, in this order: a vertical unit answers to its own upper
// system [D]; what is set by hand with a document holds, and the departments of
// the county committee, 县纪委监委机关 and 县直机关工委 must be set by hand [D];
// a unit's own committee answers [T], its own party group together with
// 县直机关工委 [T], its own discipline body [T] or the group that serves it [D];
// a subordinate unit without goes with its parent (principal [D], supervisory
// [T]); a unit with none of these falls to 县直机关工委 (principal [D]) and its
// 纪工委 (supervisory [T]). 机关党委 and 机关党支部 are no party committee here.
// A body never answers for its own unit by hand. It always terminates and never
// fails: where nobody answers, Trouble says why.
func (c *County) Responsible(unit ref.ID) Answer {
	a := Answer{Unit: unit, Day: c.day}
	i, ok := c.at[unit]
	if !ok {
		for _, side := range Sides {
			*a.half(side) = Half{Side: side, Trouble: Absent, Reason: text.M("bodies.why.absent")}
		}
		return a
	}
	a.Principal, a.Supervisory = c.half(i, Principal), c.half(i, Supervisory)
	return a
}

func (a *Answer) half(s Side) *Half {
	if s == Supervisory {
		return &a.Supervisory
	}
	return &a.Principal
}

func (c *County) half(start int32, side Side) Half {
	h := Half{Side: side, Since: never}
	i := start
	for {
		p := &c.places[i]
		h.Chain = append(h.Chain, p.unit.ID)
		if c.tryRow(&h, p) {
			break
		}
		h.since(p.stands)
		if p.parent == noParent {
			c.byDefault(&h)
			break
		}
		up := p.parent
		if up == lostParent || p.loose && slices.Contains(h.Chain, c.places[up].unit.ID) {
			h.Row, h.Source, h.Trouble = RowBelow, Default, Broken
			break
		}
		i = up
	}
	h.Base = h.Row
	if len(h.Chain) > 1 {
		h.Row = RowBelow
		// The text itself names the parent's discipline body and 纪工委 for
		// subordinate units; for the principal side it is silent.
		if side == Principal || h.Base == RowVertical || h.Base == RowHand {
			h.Source = Default
		}
	}
	h.since(c.places[start].unit.When.From)
	c.look(&h, &c.places[start])
	h.Reason = c.reason(&h, start, i)
	return h
}

// since moves the answer's start to a later day: a row applies only since the
// last of the facts it rests on.
func (h *Half) since(days ...when.Day) {
	for _, d := range days {
		h.Since = max(h.Since, d)
	}
}

// tryRow tries the rows that a unit can answer by itself; false sends the
// question to its parent or to the default.
func (c *County) tryRow(h *Half, p *place) bool {
	h.since(p.class)
	if p.facts.Category == Vertical {
		h.Row, h.Source = RowVertical, Default
		return true
	}
	if c.byHand(h, p) {
		return true
	}
	h.since(p.party, p.ended[handPrincipal+sideIndex(h.Side)])
	if h.Side == Principal {
		return c.ownPrincipal(h, p)
	}
	return c.ownSupervisory(h, p)
}

// MustBeSet says whether the unit may only be answered for by hand: a
// department of the county committee, or the seat of 县委, 县纪委监委,
// 县直机关工委 or its 纪工委 [D].
func (c *County) MustBeSet(unit ref.ID) bool {
	i, ok := c.at[unit]
	return ok && c.places[i].mustBeSet()
}

func (p *place) mustBeSet() bool { return p.facts.Category == Party || p.seat }

func (c *County) byHand(h *Half, p *place) bool {
	j := p.hand[sideIndex(h.Side)]
	if j < 0 && !p.mustBeSet() {
		return false
	}
	h.Row, h.Source = RowHand, Default
	if j < 0 {
		h.Trouble = Unset
		return true
	}
	a := c.assignments[j]
	h.By = a.ID
	h.since(a.Period.From)
	b, ok := c.Body(a.Body)
	switch {
	case !ok || b.Kind.Side() != h.Side:
		h.Trouble = Unfit
	case b.Unit != 0 && slices.Contains(h.Chain, b.Unit):
		// Also when the question came up from a subordinate unit: its own
		// organ is not made its judge by a document about its parent.
		h.Trouble = Itself
	default:
		h.Charges = []Charge{{b.ID, true}}
		h.since(c.start(b))
	}
	return true
}

func (c *County) ownPrincipal(h *Half, p *place) bool {
	if b, ok := c.seated(p, PartyCommittee); ok {
		h.Row, h.Source, h.Charges = RowOwn, FromText, []Charge{{b.ID, true}}
		h.since(c.start(b))
		return true
	}
	h.since(p.ended[slotCommittee])
	if b, ok := c.seated(p, PartyGroup); ok {
		h.Row, h.Source, h.Charges = RowOwn, FromText, []Charge{{b.ID, true}}
		h.since(c.start(b))
		if w, ok := c.Single(WorkCommittee); ok {
			h.Charges = append(h.Charges, Charge{w.ID, false})
			h.since(c.start(w))
		} else {
			h.Lacking = true
		}
		return true
	}
	h.since(p.ended[slotGroup])
	return false
}

func (c *County) ownSupervisory(h *Half, p *place) bool {
	for _, kind := range []BodyKind{DisciplineCommittee, DisciplineGroup} {
		if b, ok := c.seated(p, kind); ok {
			h.Row, h.Source, h.Charges = RowOwn, FromText, []Charge{{b.ID, true}}
			h.since(c.start(b))
			return true
		}
		h.since(p.ended[slotOf(kind)])
	}
	if len(p.serving) > 0 {
		s := c.services[p.serving[0]]
		for _, j := range p.serving[1:] {
			if c.services[j].Period.From < s.Period.From {
				s = c.services[j]
			}
		}
		b, _ := c.Body(s.Body)
		h.Row, h.Source, h.Charges = RowOwn, Default, []Charge{{b.ID, true}}
		h.since(s.Period.From, c.start(b))
		return true
	}
	h.since(p.ended[slotServed])
	return false
}

func (c *County) byDefault(h *Half) {
	kind, source := WorkCommittee, Default
	if h.Side == Supervisory {
		kind, source = WorkDiscipline, FromText
	}
	h.Row, h.Source = RowDefault, source
	b, ok := c.Single(kind)
	if !ok {
		h.Trouble = Nobody
		return
	}
	h.Charges = []Charge{{b.ID, true}}
	h.since(c.start(b))
}

// seated finds the unit's body of a kind; of several (a gap of its own) the one
// that stands longest.
func (c *County) seated(p *place, kind BodyKind) (Body, bool) {
	best := int32(-1)
	for _, j := range p.bodies {
		if c.bodies[j].Kind == kind && (best < 0 || c.bodies[j].Period.From < c.bodies[best].Period.From) {
			best = j
		}
	}
	if best < 0 {
		return Body{}, false
	}
	return c.bodies[best], true
}

// start is since when the body has stood, earlier names included.
func (c *County) start(b Body) when.Day {
	from := b.Period.From
	for n := 0; b.Succeeds != 0 && n < 100; n++ {
		old, ok := c.older[b.Succeeds]
		if !ok || old.Period.To != from || old.Kind != b.Kind || old.Unit != b.Unit {
			break
		}
		b, from = old, old.Period.From
	}
	return from
}

// All answers for every unit, as the chart shows them. It is worked out once.
func (c *County) All() []Answer {
	c.allOnce.Do(func() {
		c.all = make([]Answer, len(c.order))
		for k, i := range c.order {
			c.all[k] = c.Responsible(c.places[i].unit.ID)
		}
	})
	return c.all
}

// Supervised lists the units for which the body answers, and those that they
// continue.
func (c *County) Supervised(body ref.ID) []ref.ID { return c.withMerged(c.Charged(body)) }

// Charged lists the units for which the body answers, as the chart shows them.
func (c *County) Charged(body ref.ID) []ref.ID {
	var out []ref.ID
	for _, a := range c.All() {
		if a.Principal.Has(body) || a.Supervisory.Has(body) {
			out = append(out, a.Unit)
		}
	}
	return out
}
