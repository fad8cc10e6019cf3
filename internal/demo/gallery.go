package demo

import (
	"shuangze/internal/actor"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/when"
)

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
		id := p.did(p.Orders.Draft(p.ctx, p.command(office(ss, false)), ss,
			l.draft(m, order.FromProblem, order.Ordinary))).Object.ID
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
	// issued
	show("曙坪镇", ps, back(1), problem.Ordinary, func(l *life, m matter) { create(l, m, p.today+18) })
	// not acknowledged in time
	show("水利局", ps, back(6), problem.Ordinary, func(l *life, m matter) { create(l, m, p.today+9) })
	// acknowledged
	show("民政局", ps, back(4), problem.Ordinary,
		func(l *life, m matter) { w := create(l, m, p.today+14); l.wait(1); w.acknowledge() })
	// in progress, near its day
	show("曙坪镇", ss, back(9), problem.Ordinary, func(l *life, m matter) {
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
	// its leader left after the issue; nobody is named yet
	show(vacant, ps, p.today-45, problem.Ordinary, func(l *life, m matter) {
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
	// a slight one put right in the unit, waits for review
	show("曙坪镇", ps, back(7), problem.Slight, func(l *life, m matter) {
		hand := p.as(p.hand(m.unit, 0))
		l.wait(2)
		p.did(p.Problems.MarkMeasure(p.ctx, p.command(hand), m.id, 0, true))
		p.did(p.Problems.Attach(p.ctx, p.command(hand), m.id, l.proof()))
		l.until(back(1))
		p.did(p.Problems.Rectify(p.ctx, p.command(hand), m.id, pick(l, dones)))
	})
	show("华坪镇", ps, back(6), problem.Slight, func(l *life, m matter) { // corrected
		l.wait(1)
		in := problem.Correction{Source: "public-report", Subsource: m.told.Subsource, Category: m.told.Category,
			Facts: m.told.Facts + "（经复核，数据以本次核实为准）", Rule: m.told.Rule, Cause: m.told.Cause, Found: m.told.Found,
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
