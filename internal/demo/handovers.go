package demo

import (
	"encoding/hex"

	"shuangze/internal/bodies"
	"shuangze/internal/handover"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// handovers: a deputy of the finance bureau retires, one of a town takes the post, and
// somebody new comes to the town. The sheet of the town is signed by both; that of the
// bureau waits for its new deputy, and for an office to sign for who retired.
func (p *play) handovers() {
	p.start(p.today-7, func(l *life) {
		town, bureau, today := p.named("曙坪镇"), p.named("财政局"), l.today()
		from, _ := p.post(town, bodies.TeamMember)
		retires, _ := p.post(bureau, bodies.TeamMember)
		names := newPeople(l.r)
		for _, x := range p.rows0() {
			names.used[x.Name] = true
		}
		name, gender := names.next()
		paper := numbered("镇任字〔%d〕20号", today)
		next := func(a bodies.Appointment) bodies.Appoint {
			return bodies.Appoint{Body: a.Body, Unit: a.Unit, Post: a.Post, Title: a.Title, PartyTitle: a.PartyTitle,
				Rank: a.Rank, Level: a.Level, Portfolio: a.Portfolio, From: today, Document: paper}
		}
		list := acts{}
		list.add("person.change", "person.appointment-ended.v1",
			bodies.EndAppointment{Appointment: retires.ID, On: today, Document: paper})
		list.add("person.change", "person.transferred.v1", bodies.Transfer{Appointment: from.ID, Next: next(retires)})
		list.add("person.change", "person.added.v1",
			bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: name, Gender: gender, Birth: "1988-03"}})
		list.add("person.change", "person.appointed.v1", late(func(g *bodies.Register) bodies.Command {
			to := next(from)
			for _, x := range g.Rows().Persons {
				if x.Name == name {
					to.Person = x.ID
				}
			}
			return to
		}))
		p.do(list)
		l.wait(1) // the sheets are made in the night
		all, err := p.AllOf(p.ctx, ref.Handover)
		p.must(err)
		for _, v := range all {
			if s := v.(*handover.Sheet); s.Appointment == from.ID {
				l.handedOver(s)
			}
		}
	})
}

// handedOver has both sign a sheet, as by password and one-time code; the one who takes
// over reserves something about the first row.
func (l *life) handedOver(s *handover.Sheet) {
	p := l.p
	frozen, err := hex.DecodeString(s.Digest)
	p.must(err)
	sign := func(name string, who ref.ID) {
		a, _ := p.Nouns(ref.Handover).Act(name)
		p.did(a.Do(handover.Confirmed(p.ctx, "code", frozen), noun.Call{Command: p.command(p.as(who)), ID: s.ID,
			In: &handover.Signing{}}))
	}
	sign(handover.SignOut, s.Leaver)
	l.wait(0)
	if s.Matters > 0 {
		p.act(ref.Handover, "reserve", p.as(s.Successor), noun.Call{ID: s.ID,
			In: &handover.Reserved{Row: "1", Note: "台账与现场尚未核对，两周内核对后补充。"}})
	}
	sign(handover.SignIn, s.Successor)
}
