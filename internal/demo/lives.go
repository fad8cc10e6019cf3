package demo

import (
	"fmt"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// matter is a problem as it was registered.
type matter struct {
	id    ref.ID
	side  actor.Side
	unit  ref.ID
	level problem.Level
	due   when.Day
	told  problem.Input
}

// tell writes a problem down that fits the unit and has not been told before.
func (l *life) tell(unit ref.ID, side actor.Side, level problem.Level, source string) (problem.Input, bool) {
	c := l.p.on()
	plot := l.p.unit[c.Name(unit)]
	if plot.name == "" { // under its former name
		for _, x := range l.p.unit {
			if x.former != "" && x.former == c.Name(unit) {
				plot = x
			}
		}
	}
	var fit []tale
	for _, x := range tales {
		if x.side == side && x.fits(plot) && (x.level == "" || x.level == string(level)) {
			fit = append(fit, x)
		}
	}
	if len(fit) == 0 {
		return problem.Input{}, false
	}
	_, month, _ := l.today().Date()
	for range 12 {
		x := pick(l, fit)
		say := figures(l.r, c.Name(unit), plot, l.today().Year(), int(month))
		in := problem.Input{Side: side, Source: source, Subsource: pick(l, l.p.Policy.Codes(policy.SourceDetail)),
			Category: x.category, Level: level, Unit: unit,
			Facts: say.Replace(x.facts), Rule: x.rule, Cause: x.cause, Leader: l.p.leader(unit),
			Handler: l.p.hand(unit, l.r.IntN(2)),
			Found:   l.today() - when.Day(l.r.IntN(4))}
		if side == actor.Supervisory {
			if d := l.p.discipline(unit); d != 0 {
				in.Leader = d
			}
		}
		if l.p.told[in.Facts] {
			continue
		}
		l.p.told[in.Facts] = true
		most := l.p.Problems.Rules.Limit(level, l.today()).Due
		in.Due = most - when.Day(l.r.IntN(max(1, int(most-l.today())/4)))
		for i, m := range strings.Split(say.Replace(x.measures), "|") {
			who, _ := c.Person(in.Handler)
			in.Measures = append(in.Measures, measure.Measure{Text: m, Who: who.Name,
				Due: min(in.Due, l.today()+when.Day(5+5*i))})
		}
		return in, true
	}
	return problem.Input{}, false
}

// register puts a problem on the list: an office does, or the unit itself for
// what it found with its own eyes.
func (l *life) register(unit ref.ID, side actor.Side, level problem.Level, source string) (matter, bool) {
	in, ok := l.tell(unit, side, level, source)
	if !ok {
		return matter{}, false
	}
	who := l.p.office(side, false)
	if d := l.p.discipline(unit); d != 0 && level == problem.Slight && l.chance(30) {
		who = l.p.as(d)
	}
	r := l.p.did(l.p.Problems.Register(l.p.ctx, l.p.command(who), in))
	return matter{r.Object.ID, side, unit, level, in.Due, in}, true
}

// raise lifts a problem one level.
func (l *life) raise(m matter, reason string) matter {
	l.p.did(l.p.Problems.Raise(l.p.ctx, l.p.command(l.p.office(m.side, true)), m.id, reason))
	if m.level == problem.Slight {
		m.level, m.due = problem.Ordinary, l.today()+25
	} else {
		m.level, m.due = problem.Serious, l.today()+60
	}
	return m
}

// note is the leading group's, soon after a serious problem was reported to it;
// the newest still wait, and now and then one is noted late.
func (l *life) note(m matter) {
	if m.level != problem.Serious || l.p.group().StandsIn(m.unit) {
		return
	}
	if l.chance(8) {
		l.between(3, 5)
	} else {
		l.between(0, 1)
	}
	instruction := ""
	if l.chance(40) {
		instruction = pick(l, instructions)
	}
	l.p.did(l.p.Problems.Note(l.p.ctx, l.p.command(l.p.group()), m.id, instruction))
}

// consider answers what the system proposes about the level: mostly with no,
// sometimes with yes, within the days the office has for it.
func (l *life) consider(m matter) matter {
	head := l.p.office(m.side, true)
	if len(l.p.problemNow(m.id).Standing(l.today())) == 0 || head.StandsIn(m.unit) {
		return m
	}
	l.between(1, 4)
	if len(l.p.problemNow(m.id).Standing(l.today())) == 0 {
		return m
	}
	if l.chance(80) {
		l.p.did(l.p.Problems.KeepLevel(l.p.ctx, l.p.command(head), m.id, pick(l, keeps)))
		return m
	}
	m = l.raise(m, raises[0])
	l.note(m)
	return m
}

// solved has a problem that an inspection or a visit found handled in the unit, from so many days from now on.
func (l *life) solved(id ref.ID, after when.Day) {
	x := l.p.problemNow(id)
	l.p.start(l.today()+after, func(l *life) {
		l.slight(matter{id: id, side: x.Side, unit: x.Unit, level: x.Level, due: x.Due})
	})
}

// slight is the life of a problem handled in the unit.
func (l *life) slight(m matter) {
	p := l.p
	hand := p.hand(m.unit, l.r.IntN(2))
	if l.chance(12) {
		l.until(m.due + when.Day(1+l.r.IntN(6))) // late
	} else {
		l.between(3, 12)
	}
	if l.chance(50) {
		p.did(p.Problems.MarkMeasure(p.ctx, p.command(p.as(hand)), m.id, 0, true))
	}
	p.did(p.Problems.Attach(p.ctx, p.command(p.as(hand)), m.id, l.proof()))
	if l.chance(30) {
		l.wait(0)
		p.did(p.Problems.Attach(p.ctx, p.command(p.as(hand)), m.id, l.proof()))
	}
	for {
		l.wait(0)
		p.did(p.Problems.Rectify(p.ctx, p.command(p.as(hand)), m.id, pick(l, dones)))
		l.between(1, 4)
		who := p.office(m.side, false)
		if d := p.discipline(m.unit); d != 0 && d != hand && l.chance(50) && !p.as(d).StandsIn(m.unit) {
			who = p.as(d) // nobody reviews what is their own unit's
		}
		if !l.chance(12) {
			p.did(p.Problems.Close(p.ctx, p.command(who), m.id, pick(l, opinions)))
			return
		}
		p.did(p.Problems.Reject(p.ctx, p.command(who), m.id, pick(l, missings)))
		l.between(2, 5)
	}
}

// draft is the order for a problem, or for a decision when m has none.
func (l *life) draft(m matter, source order.Source, urgency order.Urgency) order.DraftInput {
	c := l.p.on()
	d := order.DraftInput{Problem: m.id, Source: source, Urgency: urgency, Unit: m.unit, Quality: pick(l, qualities),
		Measures: m.told.Measures,
		Leader:   l.p.leader(m.unit), Handler: m.told.Handler, Due: max(m.due, l.today()+5)}
	if m.id != 0 {
		x := l.p.problemNow(m.id)
		d.Due = min(d.Due, l.p.Orders.Rules.LatestDue(string(x.Level), x.RegisteredAt.Day(), l.today()).Due)
		d.Measures = within(d.Measures, d.Due)
	}
	d.Leader, d.Handler = l.p.stand(m.unit, d.Leader, d.Handler)
	who, _ := c.Person(d.Handler)
	d.Contact = who.Name
	if m.id != 0 {
		facts := []rune(m.told.Facts)
		d.Subject = "关于" + string(facts[:min(len(facts), 40)]) + "的督办"
		d.Content = m.told.Facts + "。请对照" + m.told.Rule + "，查明原因，限期整改。"
	} else {
		subject := pick(l, decisions)
		d.Subject = subject + "(" + c.Name(m.unit) + ")"
		d.Content = "请" + c.Name(m.unit) + "按照" + subject + "，制定落实方案，逐项推进并报送结果。"
		for i, t := range []string{"制定落实方案并报备", "对照要求逐项自查，列出问题清单", "完成整改并报送书面报告"} {
			d.Measures = append(d.Measures, measure.Measure{Text: t, Who: who.Name,
				Due: min(d.Due, l.today()+when.Day(7*(i+1)))})
		}
	}
	if l.chance(18) {
		if units := c.ResponsibleUnits(); true {
			if u := pick(l, units); u != m.unit && l.p.unit[c.Name(u)].category == bodies.Government {
				d.Assist = []ref.ID{u}
			}
		}
	}
	return d
}

// within ends measures by the day of their matter.
func within(list measure.List, due when.Day) measure.List {
	out := append(measure.List(nil), list...)
	for i := range out {
		out[i].Due = min(out[i].Due, due)
	}
	return out
}

// issue brings an order from its draft to the unit. It waits between drafting
// and approval, so that two people have seen it.
func (l *life) issue(m matter, source order.Source, urgency order.Urgency) ref.ID {
	p := l.p
	in := l.draft(m, source, urgency)
	if l.chance(25) { // written and sent for approval in one go
		id := p.did(p.Orders.Create(p.ctx, p.command(p.office(m.side, false)), m.side, in)).Object.ID
		p.did(p.Orders.Issue(p.ctx, p.command(p.office(m.side, true)), id))
		return id
	}
	id := p.did(p.Orders.Draft(p.ctx, p.command(p.office(m.side, false)), m.side, in)).Object.ID
	l.wait(0)
	p.did(p.Orders.Submit(p.ctx, p.command(p.office(m.side, false)), id))
	l.between(0, 1)
	if l.chance(7) {
		p.did(p.Orders.Return(p.ctx, p.command(p.office(m.side, true)), id, pick(l, returns)))
		l.between(0, 1)
		in.Quality = pick(l, qualities) + "以书面报告和佐证材料为准。"
		if m.id == 0 {
			in.Due = max(in.Due, l.today()+5)
		}
		p.did(p.Orders.Revise(p.ctx, p.command(p.office(m.side, false)), id, 3, in))
		l.wait(0)
		p.did(p.Orders.Submit(p.ctx, p.command(p.office(m.side, false)), id))
		l.wait(0)
	}
	who := p.office(m.side, true)
	if m.level == problem.Serious && l.chance(40) {
		who = p.group()
	}
	// moved since it was drafted
	if leader, hand := p.stand(in.Unit, in.Leader, in.Handler); leader != in.Leader || hand != in.Handler {
		in.Leader, in.Handler = leader, hand
		p.did(p.Orders.Return(p.ctx, p.command(p.office(m.side, true)), id, returns[0]))
		p.did(p.Orders.Revise(p.ctx, p.command(p.office(m.side, false)), id, p.order(id).Version, in))
		p.did(p.Orders.Submit(p.ctx, p.command(p.office(m.side, false)), id))
	}
	p.did(p.Orders.Issue(p.ctx, p.command(who), id))
	return id
}

// work is an order in the hands of its unit.
type work struct {
	*life
	m    matter
	id   ref.ID
	due  when.Day
	hand ref.ID
}

func (l *life) take(m matter, id ref.ID, due when.Day) *work {
	return &work{l, m, id, due, l.p.hand(m.unit, 0)}
}

func (w *work) head() actor.Actor { return w.p.office(w.m.side, true) }
func (w *work) doer() actor.Actor { return w.p.as(w.hand) }

func (w *work) acknowledge() {
	w.p.did(w.p.Orders.Acknowledge(w.p.ctx, w.p.command(w.p.as(w.p.hand(w.m.unit, 1))), w.id))
}

// keepUp looks at a matter that is kept up for good in the last month of each
// quarter, until the day that is today.
func (w *work) keepUp() {
	for by := order.QuarterEnd(w.today()); ; by = order.QuarterEnd(by + 1) {
		from := order.ReviewFrom(by) + when.Day(7+w.r.IntN(12))
		w.until(w.p.Policy.Calendar.AddWorking(from, 1).Due)
		w.p.did(w.p.Orders.Review(w.p.ctx, w.p.command(w.head()), w.id, pick(w.life, looks)))
	}
}

func (w *work) report(done ...int) {
	measures := 3
	if w.m.id != 0 {
		measures = len(w.m.told.Measures)
	}
	done = done[:min(len(done), measures)]
	w.p.did(w.p.Orders.Report(w.p.ctx, w.p.command(w.doer()), w.id, pick(w.life, progresses), done))
}

func (w *work) attach() {
	w.p.did(w.p.Orders.Attach(w.p.ctx, w.p.command(w.doer()), w.id, w.proof()))
}

func (w *work) request() {
	w.p.did(w.p.Orders.RequestClose(w.p.ctx, w.p.command(w.doer()), w.id, pick(w.life, dones)))
}

func (w *work) confirm() {
	o := w.p.order(w.id)
	list := o.Confirmers(w.p.on().Team(o.Unit))
	if len(list) == 0 {
		w.p.must(fmt.Errorf("nobody confirms %s", o.Number))
	}
	w.p.did(w.p.Orders.ConfirmClose(w.p.ctx, w.p.command(w.p.as(list[0])), w.id, pick(w.life, confirms)))
}

// reassign gives the order to another leader of the unit and another hand.
func (w *work) reassign(reason string) {
	o := w.p.order(w.id)
	t := w.p.on().Team(o.Unit)
	other := func(list []ref.ID, old ref.ID) ref.ID {
		for _, x := range list {
			if x != old && x != o.Leader {
				return x
			}
		}
		return old
	}
	leader, hand := other(t.Leaders, o.Leader), other([]ref.ID{w.p.hand(o.Unit, 0), w.p.hand(o.Unit, 1)}, o.Handler)
	w.p.did(w.p.Orders.Reassign(w.p.ctx, w.p.command(w.head()), w.id, o.Version, leader, hand, reason))
	w.hand = hand
}

func (w *work) close() {
	w.p.did(w.p.Orders.Close(w.p.ctx, w.p.command(w.head()), w.id, pick(w.life, opinions)))
}

// letter is written by the office's handler, sent by its head on the same day,
// and mostly read soon by the unit.
func (w *work) letter(s number.Series, words []string, final when.Day) {
	o, _, err := w.p.Order(w.p.ctx, w.id)
	w.p.must(err)
	if s == number.Reminder && w.today() > o.Due { // brought forward meanwhile: a reminder has no use
		return
	}
	w.p.did(w.p.Orders.WriteLetter(w.p.ctx, w.p.command(w.p.office(w.m.side, false)), w.id, s, pick(w.life, words), final))
	id := w.p.waiting(w.id)
	w.p.did(w.p.Orders.SendLetter(w.p.ctx, w.p.command(w.head()), id))
	if s != number.Transfer && w.chance(85) {
		w.p.did(w.p.Orders.ReadLetter(w.p.ctx, w.p.command(w.doer()), id))
	}
}

// extend asks for a later day and hears the answer.
func (w *work) extend(granted bool) {
	to := w.due + when.Day(10+w.r.IntN(11))
	w.p.did(w.p.Orders.AskExtension(w.p.ctx, w.p.command(w.doer()), w.id, to, pick(w.life, asks),
		pick(w.life, progresses)))
	w.between(0, 1)
	if granted {
		w.p.did(w.p.Orders.GrantExtension(w.p.ctx, w.p.command(w.head()), w.id, 0, pick(w.life, grants)))
		w.due = to
	} else {
		w.p.did(w.p.Orders.RefuseExtension(w.p.ctx, w.p.command(w.head()), w.id, pick(w.life, refuses)))
	}
}

// finish asks, confirms, reviews, and begins again when something is missing.
func (w *work) finish() {
	w.attach()
	w.wait(0)
	if w.chance(40) {
		w.attach()
		w.wait(0)
	}
	for {
		w.request()
		w.between(0, 1)
		w.confirm()
		w.between(0, 2)
		if !w.chance(11) {
			break
		}
		w.p.did(w.p.Orders.Reject(w.p.ctx, w.p.command(w.head()), w.id, pick(w.life, missings)))
		w.between(1, 4)
		w.attach()
		w.wait(0)
	}
	w.close()
}

// supervision is the usual life of an order from its issue on.
func (l *life) supervision(m matter, source order.Source) {
	p, urgency := l.p, order.Ordinary
	switch n := l.r.IntN(100); {
	case n < 3:
		urgency = order.Flash
	case n < 13:
		urgency = order.Urgent
	}
	id := l.issue(m, source, urgency)
	due := p.Orders.Rules.DueBy(urgency, l.today(), max(m.due, l.today()+5))
	w := l.take(m, id, due)
	l.between(0, 2)
	if l.chance(6) {
		l.between(2, 3) // not acknowledged in time
	}
	w.acknowledge()
	if l.chance(4) {
		l.between(1, 4)
		p.did(p.Orders.Withdraw(p.ctx, p.command(w.head()), id, pick(l, withdraws)))
		if m.id != 0 { // nothing is left to be done about it
			l.wait(0)
			p.did(p.Problems.Withdraw(p.ctx, p.command(w.head()), m.id, pick(l, withdraws)))
		}
		return
	}
	if l.chance(5) {
		l.wait(0)
		p.did(p.Orders.Supervise(p.ctx, p.command(p.group()), id, true, pick(l, specials)))
	}
	span := int(w.due - l.today())
	l.until(l.today() + when.Day(max(0, span/3)))
	w.report(0)
	if l.chance(3) {
		l.wait(1)
		p.did(p.Orders.MakeLongTerm(p.ctx, p.command(w.head()), id, pick(l, longs)))
		w.keepUp()
	}
	if urgency == order.Ordinary && l.chance(14) && l.today() < w.due {
		l.wait(0)
		if l.today() < w.due {
			w.extend(l.chance(70))
		}
	}
	if l.chance(16) { // late
		if l.chance(60) && l.today() < w.due-4 {
			l.until(w.due - 3)
			if l.today() <= w.due {
				w.letter(number.Reminder, reminders, 0)
			}
		}
		l.until(w.due + 1 + when.Day(l.r.IntN(3)))
		if l.today() > w.due {
			w.letter(number.Urging, urgings, 0)
			l.between(1, 6)
			if l.chance(35) {
				w.letter(number.Warning, cautions, l.today()+when.Day(5+l.r.IntN(6)))
				l.between(1, 5)
			}
		}
		w.report(0, 1)
		l.between(0, 3)
		w.finish()
	} else {
		if l.today() < w.due {
			l.until(l.today() + when.Day(max(0, int(w.due-l.today())*2/3)))
		}
		if l.chance(50) {
			w.report(0, 1, 2)
			l.wait(0)
		}
		w.finish()
	}
	if l.chance(4) {
		l.until(l.today() + when.Day(25+l.r.IntN(40)))
		p.did(p.Orders.Reopen(p.ctx, p.command(w.head()), id, pick(l, reopens), l.today()+15))
		l.between(2, 8)
		w.report(0, 1, 2)
		l.wait(1)
		w.finish()
	}
}
