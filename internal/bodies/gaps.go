package bodies

import (
	"cmp"
	"slices"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// GapCode sorts gaps. The order of Gaps is the order of the page.
type GapCode string

const (
	GapNobody    GapCode = "nobody"     // nobody answers for the unit on a side
	GapChain     GapCode = "chain"      // a subordinate unit with a broken chain
	GapCo        GapCode = "co"         // a party group without its co-responsible 县直机关工委
	GapFirst     GapCode = "first"      // a body without a first responsible person
	GapChief     GapCode = "chief"      // a unit with neither committee nor group, without a chief
	GapTwoBodies GapCode = "two-bodies" // two bodies of one kind where there can be one
	GapTwoFirst  GapCode = "two-first"  // two people in a post that one holds
	GapSeat      GapCode = "seat"       // a body whose seat is not in force
	GapFacts     GapCode = "facts"      // a unit without a name on the day
)

var gapOrder = []GapCode{GapNobody, GapChain, GapCo, GapFirst, GapChief, GapTwoBodies, GapTwoFirst, GapSeat, GapFacts}

// Gap is a hole in the county's responsibilities on the day. It is a problem
// the system raises by itself, no error.
type Gap struct {
	Code    GapCode
	Side    Side // only of GapNobody and GapCo
	Subject ref.Ref
	Unit    ref.ID // where it shows; 0 for a body of the county without a seat
	Message text.Message
}

// Gaps lists every gap, by code, then as the chart shows the units, then by
// side and subject: always the same order for the same rows. Vertical units and
// their bodies have none: the county only watches them. The caller must not
// change the list.
func (c *County) Gaps() []Gap {
	c.gapOnce.Do(func() { c.gaps = c.findGaps() })
	return c.gaps
}

func (c *County) findGaps() []Gap {
	var out []Gap
	for k, a := range c.All() {
		out = append(out, c.unitGaps(&c.places[c.order[k]], a)...)
	}
	out = append(out, c.bodyGaps()...)
	if !c.Recorded() { // what is missing is not known to have been missing
		out = slices.DeleteFunc(out, func(g Gap) bool {
			return slices.Contains([]GapCode{GapNobody, GapCo, GapFirst, GapChief, GapFacts}, g.Code)
		})
	}
	at := func(u ref.ID) int32 {
		if i, ok := c.at[u]; ok {
			return c.places[i].pos
		}
		return -1
	}
	slices.SortStableFunc(out, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(slices.Index(gapOrder, a.Code), slices.Index(gapOrder, b.Code)),
			cmp.Compare(at(a.Unit), at(b.Unit)), cmp.Compare(a.Side, b.Side), cmp.Compare(a.Subject.ID, b.Subject.ID))
	})
	return out
}

func (c *County) unitGaps(p *place, a Answer) []Gap {
	var out []Gap
	self := ref.Ref{Kind: ref.Unit, ID: p.unit.ID}
	add := func(code GapCode, side Side, m text.Message) {
		out = append(out, Gap{code, side, self, p.unit.ID, m})
	}
	if !p.known {
		add(GapFacts, "", text.M("bodies.gap.facts", "unit", p.unit.Code))
	}
	if p.loose {
		add(GapChain, "", text.M("bodies.gap.chain", "unit", p.name()))
	}
	watched := true
	for _, side := range Sides {
		h := a.Half(side)
		watched = watched && h.Watched()
		switch {
		case h.Trouble == Broken: // said once, as a chain
		case h.Trouble != NoTrouble:
			add(GapNobody, side, h.Reason)
		case h.Lacking && len(h.Chain) == 1:
			add(GapCo, side, text.M("bodies.gap.co", "unit", p.name(), "body", c.bodyName(h.Keeper())))
		}
	}
	if watched {
		return out
	}
	if _, own := c.ownOrgan(p.unit.ID); !own {
		if c.Chief(p.unit.ID).Vacant() {
			add(GapChief, "", text.M("bodies.gap.chief", "unit", p.name()))
		}
		if n := c.count(p.posts, 0, Chief); n > 1 {
			add(GapTwoFirst, "", text.M("bodies.gap.two-first", "body", p.name(), "count", n))
		}
	}
	return out
}

func (c *County) count(posts []int32, body ref.ID, post Post) int {
	n := 0
	for _, j := range posts {
		if c.posts[j].Body == body && c.posts[j].Post == post {
			n++
		}
	}
	return n
}

func (c *County) bodyGaps() []Gap {
	var out []Gap
	type one struct {
		unit ref.ID
		kind BodyKind
	}
	seen := map[one]bool{}
	for _, b := range c.bodies {
		i, seated := c.at[b.Unit]
		add := func(code GapCode, m text.Message) {
			out = append(out, Gap{code, "", ref.Ref{Kind: ref.Body, ID: b.ID}, b.Unit, m})
		}
		if !seated && (b.Unit != 0 || !b.Kind.Single()) {
			add(GapSeat, text.M("bodies.gap.seat", "body", b.Name))
		}
		if seated && c.places[i].facts.Category == Vertical || b.Kind.First() == "" {
			continue
		}
		place := one{b.Unit, b.Kind}
		if b.Kind.Single() {
			place.unit = 0
		}
		if (b.Kind.Single() || seated) && seen[place] {
			add(GapTwoBodies, text.M("bodies.gap.two-bodies", "body", b.Name))
		}
		seen[place] = true
		if c.FirstResponsible(b.ID).Vacant() {
			add(GapFirst, text.M("bodies.gap.first", "body", b.Name))
		}
		if n := c.count(c.byBody[b.ID], b.ID, b.Kind.First()); n > 1 {
			add(GapTwoFirst, text.M("bodies.gap.two-first", "body", b.Name, "count", n))
		}
	}
	return out
}
