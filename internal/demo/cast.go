package demo

import (
	"math/rand/v2"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// cast hands out the stories: what happens to the county itself, some
// seventeen problems a month, orders from decisions, and in the last weeks one
// order in every state that an order can be in.
func (p *play) cast() {
	p.fates()
	r := p.rand(2)
	var draw []string
	for _, x := range plots() {
		if x.name == merged || x.name == vacant || x.category == bodies.Vertical {
			continue
		}
		weight := map[bodies.UnitCategory]int{bodies.Town: 12, bodies.Government: 4, bodies.Institution: 2, bodies.NPC: 2,
			bodies.Mass: 1, bodies.Party: 1, bodies.Subordinate: 1}[x.category]
		if x.code == p.unit["县委督查室"].code || x.code == p.unit["县纪委党风政风监督室"].code {
			continue
		}
		for range weight {
			draw = append(draw, x.code)
		}
	}
	for month := p.first; month < p.today; month = nextMonth(month) {
		end := min(nextMonth(month), p.today)
		n := 17 * int(end-month) / 30
		for range n {
			day := month + when.Day(r.IntN(int(end-month)))
			p.problem(r, draw, day)
		}
		for range 2 {
			day := month + when.Day(r.IntN(int(end-month)))
			code, side := draw[r.IntN(len(draw))], sideDrawn(r)
			if day > p.today-12 {
				continue
			}
			source := []order.Source{order.FromDecision, order.FromInstruction, order.FromInspection}[r.IntN(3)]
			p.start(day, func(l *life) {
				l.supervision(matter{side: side, unit: p.code(code), due: l.today() + when.Day(20+l.r.IntN(15))}, source)
			})
		}
	}
	p.gallery()
}

func nextMonth(d when.Day) when.Day {
	y, m, _ := d.Date()
	return when.Date(y, m+1, 1)
}

func sideDrawn(r *rand.Rand) actor.Side {
	if r.IntN(100) < 38 {
		return actor.Supervisory
	}
	return actor.Principal
}

// code is the unit of a code; codes never change.
func (p *play) code(code string) ref.ID {
	p.on()
	for _, u := range p.rows.Units {
		if u.Code == code {
			return u.ID
		}
	}
	return 0
}

// problem casts one problem with what follows from its level.
func (p *play) problem(r *rand.Rand, draw []string, day when.Day) {
	code, side, level := draw[r.IntN(len(draw))], sideDrawn(r), problem.Ordinary
	switch n := r.IntN(100); {
	case n < 44:
		level = problem.Slight
	case n >= 88:
		level = problem.Serious
	}
	_, month, _ := day.Date()
	sources := p.Policy.Codes(policy.Source)
	source := sources[r.IntN(len(sources))]
	if source == "yearend" && month > 2 && month < 12 { // the assessment is at the turn of the year
		source = "daily-check"
	}
	raise := level == problem.Slight && r.IntN(100) < 6
	recent := day > p.today-35
	p.start(day, func(l *life) {
		m, ok := l.register(p.code(code), side, level, source)
		if !ok {
			return
		}
		if raise && !recent {
			l.between(2, 6)
			m = l.raise(m, pick(l, raises))
		}
		l.note(m)
		m = l.consider(m)
		if m.level != level { // raised
			l.between(1, 2)
			l.supervision(m, order.FromProblem)
			return
		}
		if level == problem.Slight {
			l.slight(m)
			return
		}
		l.between(0, 2)
		l.supervision(m, order.FromProblem)
	})
}

// fates are what happens to the county itself.
func (p *play) fates() {
	day := func(back when.Day) when.Day { return max(p.first+20, p.today-back) }
	// A rename within the last year, of the unit and of its group.
	p.start(day(230), func(l *life) {
		unit := p.code(p.unit[renamed].code)
		var body ref.ID
		for _, b := range p.on().Seated(unit) {
			body = b.ID
		}
		const paper = "镇编发〔%d〕4号"
		list := acts{}
		list.add("unit.change", "unit.renamed.v1", bodies.RenameUnit{Unit: unit, Name: renamed, On: l.today(),
			Document: numbered(paper, l.today())})
		list.add("body.change", "body.renamed.v1", bodies.RenameBody{Body: body, Name: renamed + "党组", On: l.today(),
			Document: numbered(paper, l.today())})
		p.do(list)
	})
	// A merger: the centre goes into the commission, its staff with it.
	p.start(day(140), func(l *life) {
		list := acts{}
		list.add("unit.change", "unit.merged.v1", bodies.MergeUnits{Unit: p.code(p.unit[merged].code),
			Into: p.code(p.unit[mergedTo].code), On: l.today(),
			Document: numbered("镇编发〔%d〕9号", l.today())})
		p.do(list)
	})
	// A secretary leaves and nobody follows yet: a gap.
	p.start(day(33), func(l *life) {
		p.leave(p.code(p.unit[vacant].code), bodies.Secretary, l.today())
	})
	// A secretary leaves and the deputy is in charge by document, with an end.
	p.start(day(75), func(l *life) {
		unit := p.code(p.unit[acting].code)
		deputy, _ := p.post(unit, bodies.TeamMember)
		p.leave(unit, bodies.Secretary, l.today())
		list := acts{}
		list.add("person.change", "person.appointed.v1", bodies.Appoint{Person: deputy.Person, Body: deputy.Body,
			Post: bodies.Acting, Title: acting + "党组副书记（主持工作）",
			PartyTitle: "党组副书记", Rank: "副科级", Level: bodies.Lead, Portfolio: "主持全面工作", From: l.today(), To: p.today + 120,
			Document: numbered("镇任字〔%d〕17号", l.today())})
		p.do(list)
	})
	// The successor of the one who left is already appointed, from a day ahead.
	p.start(day(2), func(l *life) {
		deputy, ok := p.post(p.code(p.unit[vacant].code), bodies.TeamMember)
		if !ok {
			return
		}
		list := acts{}
		list.add("person.change", "person.transferred.v1", bodies.Transfer{Appointment: deputy.ID,
			Next: bodies.Appoint{Body: deputy.Body, Post: bodies.Secretary,
				Title: vacant + "党组书记、主任", PartyTitle: "党组书记", Rank: "正科级", Level: bodies.Lead, Portfolio: "全面工作", From: p.today +
					10, Document: numbered("镇任字〔%d〕21号", l.today())}})
		p.do(list)
	})
	// A split: the centre leaves the bureau, with the station below it, and its
	// head comes from the bureau.
	p.start(day(100), func(l *life) {
		old := p.code(p.unit[splitFrom].code)
		deputy, _ := p.post(old, bodies.TeamMember)
		paper := numbered("镇编发〔%d〕11号", l.today())
		list := acts{}
		list.add("unit.change", "unit.split.v1", bodies.SplitUnit{Unit: old, Code: "B40", Name: splitOff, On: l.today(),
			Document: paper, Below: []ref.ID{p.named(splitWith)}})
		list.add("person.change", "person.transferred.v1", late(func(g *bodies.Register) bodies.Command {
			unit, _ := g.Code("B40")
			return bodies.Transfer{Appointment: deputy.ID, Next: bodies.Appoint{Unit: unit, Post: bodies.Chief,
				Title: splitOff + "主任", Rank: "副科级",
				Level: bodies.Lead, Portfolio: "全面工作", From: l.today(), Document: numbered("镇任字〔%d〕14号", l.today())}}
		}))
		p.do(list)
	})
	// A town's clerk is moved to another town, and a new one comes.
	p.start(day(300), func(l *life) {
		unit := p.code(p.unit["钟宝镇"].code)
		old, _ := p.post(unit, bodies.Clerk)
		names := newPeople(l.r)
		for _, x := range p.rows0() {
			names.used[x.Name] = true
		}
		name, gender := names.next()
		list := acts{}
		list.add("person.change", "person.transferred.v1", bodies.Transfer{Appointment: old.ID,
			Next: bodies.Appoint{Unit: p.code(p.unit["城关镇"].code), Post: bodies.StaffPost,
				Title: "城关镇工作人员", Level: bodies.Staff, Portfolio: "具体承办", From: l.today(),
				Document: numbered("镇任字〔%d〕3号", l.today())}})
		list.add("person.change", "person.added.v1",
			bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: name, Gender: gender, Birth: "1994-05"}})
		list.add("person.change", "person.appointed.v1", late(func(g *bodies.Register) bodies.Command {
			var id ref.ID
			for _, x := range g.Rows().Persons {
				if x.Name == name {
					id = x.ID
				}
			}
			return bodies.Appoint{Person: id, Unit: unit, Post: bodies.Clerk, Title: "钟宝镇党政办主任、联络员", Level: bodies.Staff,
				Portfolio: "台账资料", From: l.today()}
		}))
		p.do(list)
	})
}

// post is who holds a post in a unit today.
func (p *play) post(unit ref.ID, post bodies.Post) (bodies.Appointment, bool) {
	for _, a := range p.on().PostsIn(unit) {
		if a.Post == post {
			return a, true
		}
	}
	return bodies.Appointment{}, false
}

func (p *play) rows0() []bodies.Person { p.on(); return p.rows.Persons }

func (p *play) leave(unit ref.ID, post bodies.Post, day when.Day) {
	if a, ok := p.post(unit, post); ok {
		list := acts{}
		list.add("person.change", "person.appointment-ended.v1", bodies.EndAppointment{Appointment: a.ID, On: day,
			Document: numbered("镇任字〔%d〕12号", day)})
		p.do(list)
	}
}
