package demo

import (
	"math/rand/v2"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
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
		weight := map[bodies.UnitCategory]int{bodies.Town: 12, bodies.Government: 4, bodies.Institution: 2, bodies.NPC: 2, bodies.Mass: 1, bodies.Party: 1, bodies.Subordinate: 1}[x.category]
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
		list.add("unit.change", "unit.renamed.v1", bodies.RenameUnit{Unit: unit, Name: renamed, On: l.today(), Document: numbered(paper, l.today())})
		list.add("body.change", "body.renamed.v1", bodies.RenameBody{Body: body, Name: renamed + "党组", On: l.today(), Document: numbered(paper, l.today())})
		p.do(list)
	})
	// A merger: the centre goes into the commission, its staff with it.
	p.start(day(140), func(l *life) {
		list := acts{}
		list.add("unit.change", "unit.merged.v1", bodies.MergeUnits{Unit: p.code(p.unit[merged].code), Into: p.code(p.unit[mergedTo].code), On: l.today(),
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
		list.add("person.change", "person.appointed.v1", bodies.Appoint{Person: deputy.Person, Body: deputy.Body, Post: bodies.Acting, Title: acting + "党组副书记（主持工作）",
			PartyTitle: "党组副书记", Rank: "副科级", Level: bodies.Lead, Portfolio: "主持全面工作", From: l.today(), To: p.today + 120, Document: numbered("镇任字〔%d〕17号", l.today())})
		p.do(list)
	})
	// The successor of the one who left is already appointed, from a day ahead.
	p.start(day(2), func(l *life) {
		deputy, ok := p.post(p.code(p.unit[vacant].code), bodies.TeamMember)
		if !ok {
			return
		}
		list := acts{}
		list.add("person.change", "person.transferred.v1", bodies.Transfer{Appointment: deputy.ID, Next: bodies.Appoint{Body: deputy.Body, Post: bodies.Secretary,
			Title: vacant + "党组书记、主任", PartyTitle: "党组书记", Rank: "正科级", Level: bodies.Lead, Portfolio: "全面工作", From: p.today + 10, Document: numbered("镇任字〔%d〕21号", l.today())}})
		p.do(list)
	})
	// A split: the centre leaves the bureau, with the station below it, and its
	// head comes from the bureau.
	p.start(day(100), func(l *life) {
		old := p.code(p.unit[splitFrom].code)
		deputy, _ := p.post(old, bodies.TeamMember)
		paper := numbered("镇编发〔%d〕11号", l.today())
		list := acts{}
		list.add("unit.change", "unit.split.v1", bodies.SplitUnit{Unit: old, Code: "B40", Name: splitOff, On: l.today(), Document: paper, Below: []ref.ID{p.named(splitWith)}})
		list.add("person.change", "person.transferred.v1", late(func(g *bodies.Register) bodies.Command {
			unit, _ := g.Code("B40")
			return bodies.Transfer{Appointment: deputy.ID, Next: bodies.Appoint{Unit: unit, Post: bodies.Chief, Title: splitOff + "主任", Rank: "副科级",
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
		list.add("person.change", "person.transferred.v1", bodies.Transfer{Appointment: old.ID, Next: bodies.Appoint{Unit: p.code(p.unit["城关镇"].code), Post: bodies.StaffPost,
			Title: "城关镇工作人员", Level: bodies.Staff, Portfolio: "具体承办", From: l.today(), Document: numbered("镇任字〔%d〕3号", l.today())}})
		list.add("person.change", "person.added.v1", bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: name, Gender: gender, Birth: "1994-05"}})
		list.add("person.change", "person.appointed.v1", late(func(g *bodies.Register) bodies.Command {
			var id ref.ID
			for _, x := range g.Rows().Persons {
				if x.Name == name {
					id = x.ID
				}
			}
			return bodies.Appoint{Person: id, Unit: unit, Post: bodies.Clerk, Title: "钟宝镇党政办主任、联络员", Level: bodies.Staff, Portfolio: "台账资料", From: l.today()}
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
		list.add("person.change", "person.appointment-ended.v1", bodies.EndAppointment{Appointment: a.ID, On: day, Document: numbered("镇任字〔%d〕12号", day)})
		p.do(list)
	}
}

// gallery leaves one order in every state, so that whoever looks finds each.
func (p *play) gallery() {
	c := p.Policy.Calendar
	// back is the working day so many working days before today.
	back := func(n int) when.Day {
		d := p.today - 1
		for n > 1 || !c.IsWorking(d) {
			if c.IsWorking(d) {
				n--
			}
			d--
		}
		return d
	}
	show := func(name string, side actor.Side, day when.Day, level problem.Level, tell func(l *life, m matter)) {
		p.start(day, func(l *life) {
			m, ok := l.register(p.code(p.unit[name].code), side, level, "daily-check")
			if !ok {
				return
			}
			l.wait(0)
			if day < back(5) && len(p.problemNow(m.id).Standing(l.today())) > 0 { // the newest wait for a decision
				p.did(p.Problems.KeepLevel(p.ctx, p.command(p.office(side, true)), m.id, pick(l, keeps)))
			}
			tell(l, m)
		})
	}
	office := func(side actor.Side, head bool) actor.Actor { return p.office(side, head) }
	create := func(l *life, m matter, due when.Day) *work {
		in := l.draft(m, order.FromProblem, order.Ordinary)
		x := p.problemNow(m.id)
		in.Due = min(due, p.Orders.Rules.LatestDue(string(x.Level), x.RegisteredAt.Day(), l.today()).Due)
		in.Measures = within(in.Measures, in.Due)
		id := p.did(p.Orders.Create(p.ctx, p.command(office(m.side, false)), m.side, in)).Object.ID
		p.did(p.Orders.Issue(p.ctx, p.command(office(m.side, true)), id))
		return l.take(m, id, in.Due)
	}
	ps, ss := actor.Principal, actor.Supervisory
	show("曾家镇", ps, back(2), problem.Ordinary, func(l *life, m matter) { // a draft
		p.did(p.Orders.Draft(p.ctx, p.command(office(ps, false)), ps, l.draft(m, order.FromProblem, order.Ordinary)))
	})
	show("林业局", ss, back(2), problem.Ordinary, func(l *life, m matter) { // awaiting approval
		id := p.did(p.Orders.Draft(p.ctx, p.command(office(ss, false)), ss, l.draft(m, order.FromProblem, order.Ordinary))).Object.ID
		l.wait(0)
		p.did(p.Orders.Submit(p.ctx, p.command(office(ss, false)), id))
	})
	show("曙坪镇", ps, back(3), problem.Ordinary, func(l *life, m matter) { // returned to its writer
		in := l.draft(m, order.FromProblem, order.Ordinary)
		id := p.did(p.Orders.Draft(p.ctx, p.command(office(ps, false)), ps, in)).Object.ID
		l.wait(0)
		p.did(p.Orders.Submit(p.ctx, p.command(office(ps, false)), id))
		l.wait(1)
		p.did(p.Orders.Return(p.ctx, p.command(office(ps, true)), id, pick(l, returns)))
	})
	show("曙坪镇", ps, back(1), problem.Ordinary, func(l *life, m matter) { create(l, m, p.today+18) })                                  // issued
	show("水利局", ps, back(6), problem.Ordinary, func(l *life, m matter) { create(l, m, p.today+9) })                                   // not acknowledged in time
	show("民政局", ps, back(4), problem.Ordinary, func(l *life, m matter) { w := create(l, m, p.today+14); l.wait(1); w.acknowledge() }) // acknowledged
	show("曙坪镇", ss, back(9), problem.Ordinary, func(l *life, m matter) {                                                              // in progress, near its day
		w := create(l, m, p.today+1)
		l.wait(1)
		w.acknowledge()
		l.wait(3)
		w.report(0)
	})
	show("财政局", ps, back(10), problem.Ordinary, func(l *life, m matter) { // an extension asked and not decided
		w := create(l, m, p.today+4)
		l.wait(1)
		w.acknowledge()
		l.wait(2)
		w.report(0)
		l.until(back(1))
		p.did(p.Orders.AskExtension(p.ctx, p.command(w.doer()), w.id, w.due+15, pick(l, asks), pick(l, progresses)))
	})
	for _, granted := range []bool{true, false} {
		show("牛头店镇", ps, back(14), problem.Ordinary, func(l *life, m matter) { // extension granted, refused
			w := create(l, m, p.today+2)
			l.wait(1)
			w.acknowledge()
			l.wait(4)
			w.extend(granted)
		})
	}
	show("曙坪镇", ps, back(12), problem.Ordinary, func(l *life, m matter) { // close-out asked
		w := create(l, m, p.today+5)
		l.wait(1)
		w.acknowledge()
		l.wait(5)
		w.attach()
		l.until(back(1))
		w.request()
	})
	show("财政局", ss, back(12), problem.Ordinary, func(l *life, m matter) { // confirmed by the leader, waits for review
		w := create(l, m, p.today+6)
		l.wait(1)
		w.acknowledge()
		l.wait(5)
		w.attach()
		l.until(back(2))
		w.request()
		l.until(back(1))
		w.confirm()
	})
	show("城关镇", ps, back(15), problem.Ordinary, func(l *life, m matter) { // rejected
		w := create(l, m, p.today+3)
		l.wait(1)
		w.acknowledge()
		l.wait(4)
		w.attach()
		l.wait(1)
		w.request()
		l.wait(0)
		w.confirm()
		l.wait(1)
		p.did(p.Orders.Reject(p.ctx, p.command(w.head()), w.id, missings[0]))
	})
	late := func(name string, side actor.Side, days int, tell func(*work)) {
		show(name, side, back(days+12), problem.Ordinary, func(l *life, m matter) {
			w := create(l, m, back(days))
			l.wait(1)
			w.acknowledge()
			l.wait(3)
			w.report(0)
			if tell != nil {
				tell(w)
			}
		})
	}
	late("曙坪镇", ps, 1, nil) // yellow card
	late("华坪镇", ss, 1, nil)
	late("上竹镇", ps, 7, func(w *work) { // red card, with all its letters
		w.until(w.due - 2)
		if w.today() <= w.due {
			w.letter(number.Reminder, reminders, 0)
		}
		w.until(w.due + 1)
		w.letter(number.Urging, urgings, 0)
		w.wait(2)
		w.letter(number.Warning, cautions, p.today+3)
	})
	late("曾家镇", ps, 16, func(w *work) { // nothing helped: the transfer is proposed
		w.until(w.due + 1)
		w.letter(number.Urging, urgings, 0)
		w.wait(4)
		final := w.today() + 3
		w.letter(number.Warning, cautions, final)
		w.until(final + 1)
		w.letter(number.Transfer, transfers, 0)
	})
	show("财政局", ps, back(8), problem.Ordinary, func(l *life, m matter) { // given to other people of the unit
		m.told.Handler = p.hand(m.unit, 1)
		w := create(l, m, p.today+11)
		l.wait(1)
		w.acknowledge()
		l.wait(2)
		w.reassign(reassigns[0])
	})
	show(vacant, ps, p.today-45, problem.Ordinary, func(l *life, m matter) { // its leader left after the issue; nobody is named yet
		w := create(l, m, p.today+12)
		l.wait(1)
		w.acknowledge()
		l.wait(3)
		w.report(0)
	})
	late("住房和城乡建设局", ps, 5, func(w *work) {
		w.until(w.due + 1)
		w.letter(number.Urging, urgings, 0)
	})
	show("林业局", ps, back(1), problem.Serious, func(*life, matter) {})      // waits to be noted, and for its order
	show("交通运输局", ps, back(18), problem.Serious, func(l *life, m matter) { // special supervision by the leading group
		l.wait(0)
		p.did(p.Problems.Note(p.ctx, p.command(p.group()), m.id, instructions[0]))
		w := create(l, m, p.today+20)
		l.wait(1)
		w.acknowledge()
		l.wait(3)
		w.report(0)
		p.did(p.Orders.Supervise(p.ctx, p.command(p.group()), w.id, true, specials[1]))
	})
	show("县医院", ps, back(16), problem.Ordinary, func(l *life, m matter) { // kept up for good
		w := create(l, m, p.today+8)
		l.wait(1)
		w.acknowledge()
		l.wait(4)
		w.report(0, 1)
		l.wait(1)
		p.did(p.Orders.MakeLongTerm(p.ctx, p.command(w.head()), w.id, longs[0]))
	})
	show("卫生健康局", ps, back(8), problem.Ordinary, func(l *life, m matter) { // withdrawn
		w := create(l, m, p.today+10)
		l.wait(2)
		p.did(p.Orders.Withdraw(p.ctx, p.command(w.head()), w.id, withdraws[0]))
	})
	show("钟宝镇", ps, back(55), problem.Ordinary, func(l *life, m matter) { // closed and taken up again
		w := create(l, m, l.today()+20)
		l.wait(1)
		w.acknowledge()
		l.wait(5)
		w.attach()
		l.wait(1)
		w.request()
		l.wait(0)
		w.confirm()
		l.wait(1)
		w.close()
		l.until(back(6))
		p.did(p.Orders.Reopen(p.ctx, p.command(w.head()), w.id, reopens[0], p.today+9))
		l.wait(1)
		w.report(0, 1)
	})
	show("曙坪镇", ps, back(7), problem.Slight, func(l *life, m matter) { // a slight one put right in the unit, waits for review
		hand := p.as(p.hand(m.unit, 0))
		l.wait(2)
		p.did(p.Problems.MarkMeasure(p.ctx, p.command(hand), m.id, 0, true))
		p.did(p.Problems.Attach(p.ctx, p.command(hand), m.id, l.proof()))
		l.until(back(1))
		p.did(p.Problems.Rectify(p.ctx, p.command(hand), m.id, pick(l, dones)))
	})
	show("华坪镇", ps, back(6), problem.Slight, func(l *life, m matter) { // corrected
		l.wait(1)
		in := problem.Correction{Source: "public-report", Subsource: m.told.Subsource, Category: m.told.Category, Facts: m.told.Facts + "（经复核，数据以本次核实为准）", Rule: m.told.Rule, Cause: m.told.Cause, Found: m.told.Found,
			Leader: m.told.Leader, Handler: m.told.Handler, Reason: corrections[0]}
		p.did(p.Problems.Correct(p.ctx, p.command(office(ps, true)), m.id, p.problemNow(m.id).Version, in))
	})
	show("上竹镇", ss, back(9), problem.Slight, func(l *life, m matter) { // registered twice, withdrawn
		l.wait(1)
		p.did(p.Problems.Withdraw(p.ctx, p.command(office(ss, true)), m.id, corrections[1]))
	})
	show("牛头店镇", ps, back(25), problem.Slight, func(l *life, m matter) { // closed and come back
		hand := p.as(p.hand(m.unit, 0))
		found := l.proof()
		found.Phase = evidence.Before
		p.did(p.Problems.Attach(p.ctx, p.command(office(ps, false)), m.id, found))
		l.wait(3)
		p.did(p.Problems.Attach(p.ctx, p.command(hand), m.id, l.proof()))
		l.wait(0)
		p.did(p.Problems.Rectify(p.ctx, p.command(hand), m.id, pick(l, dones)))
		l.wait(2)
		p.did(p.Problems.Close(p.ctx, p.command(office(ps, false)), m.id, pick(l, opinions)))
		l.until(back(3))
		p.did(p.Problems.Reopen(p.ctx, p.command(office(ps, true)), m.id, corrections[2], p.today+8))
	})
	show("上竹镇", ps, back(30), problem.Slight, func(l *life, m matter) { // a level raised
		l.wait(3)
		p.did(p.Problems.Raise(p.ctx, p.command(office(ps, true)), m.id, raises[0]))
		m.level, m.due = problem.Ordinary, p.today+4
		l.wait(1)
		w := create(l, m, p.today+4)
		l.wait(1)
		w.acknowledge()
	})
}
