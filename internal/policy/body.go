package policy

import "sort"

// Seat is where a leading organ sits [T].
type Seat struct {
	Word // Code is the organ, a body kind; the words are the seat's
}

// Duty is one duty of the leading group or of one of its offices [T].
type Duty struct {
	Word
	Organ string // a body kind
}

func (p *Pack) readBodies(r *parser) {
	// The rule of who answers for a unit names these categories and kinds.
	p.UnitCategories = p.plain(r, "unitcategories.txt", UnitCategory, "town", "vertical", "subordinate")
	const file = "bodies.txt"
	p.Bodies = p.plain(r, file, Body,
		"party-committee", "party-group", "agency-committee", "agency-branch", "discipline-committee", "discipline-group",
		"county-committee", "county-discipline", "work-committee", "work-discipline",
		"leading-group", "principal-office", "supervisory-office")
	p.PersonLevels = p.plain(r, file, PersonLevel, "lead", "deputy", "member", "staff")

	names := map[string][]rename{}
	r.table(file, "机构更名", "机构类型", "自", "中文", "英文").each(func(c cursor) {
		code := c.of("机构类型", p, Body)
		from, _ := c.day("自")
		c.once("机构类型", code+" "+from.String(), "policy.code-repeated")
		names[code] = append(names[code], rename{from, Word{Code: code, Zh: c.text("中文"), En: c.text("英文"), Rule: c.rule()}})
	})
	for _, list := range names {
		sort.Slice(list, func(i, j int) bool { return list[i].from < list[j].from })
	}
	p.renames[Body] = names
}

func (p *Pack) readDuties(r *parser) {
	const file = "duties.txt"
	p.Seats = map[string]Seat{}
	r.table(file, OrganSeat.section(), "机构", "设在", "英文").each(func(c cursor) {
		code := c.of("机构", p, Body)
		w := Word{Code: code, Zh: c.text("设在"), En: c.text("英文"), Rule: c.rule()}
		if c.once("机构", code, "policy.code-repeated") {
			p.name(OrganSeat, w)
		}
		p.Seats[code] = Seat{w}
	})
	p.Duties = map[string]Duty{}
	p.words(r.table(file, OrganDuty.section(), "代码", "机构", "中文", "英文"), OrganDuty, func(c cursor, w Word) {
		p.Duties[w.Code] = Duty{w, c.of("机构", p, OrganSeat)}
	})
}
