package demo

import (
	"fmt"
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/dossiers"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// dossiers are those of the leaders of a dozen units: declarations in every state, one sent back and one corrected, an
// entry that the holder never sees, and access for each purpose, asked, given, refused, opened and over.
func (p *play) dossiers() {
	units := []string{"曙坪镇", "财政局", "城关镇", "钟宝镇", "牛头店镇", "华坪镇", "水利局", "林业局", "曾家镇", "上竹镇"}
	purposes := []string{"promotion", "honour", "annual", "keeping", "discipline", "inspection"}
	for i, unit := range units {
		day := p.today - when.Day(150-2*i)
		if i > 2 && i < 5 { // whose access is open today
			day = p.today - 28
		}
		p.start(day, func(l *life) { l.dossier(unit, i, purposes[i%len(purposes)]) })
	}
}

// dossier is the life of one.
func (l *life) dossier(unit string, i int, purpose string) {
	p := l.p
	office := func(head bool) actor.Actor { return p.office(actor.Supervisory, head) }
	person := p.filed(unit)
	if person == 0 {
		return
	}
	x := &dossiers.Dossier{Person: person, Keeper: office(false).Person, Shelf: fmt.Sprintf("县纪委档案室1柜%d号盒", i+1),
		Paper: dossiers.Paper{HandedOn: l.today() - 3, HandedBy: unit, Pages: int64(28 + 3*i)}}
	p.act(ref.Dossier, "add", office(false), noun.Call{In: x})
	for _, w := range []dossiers.Writing{
		{Part: "family", Content: "配偶为小学教师，一子在外地上大学，均不在本县机关任职。"},
		{Part: "ceremonies", On: l.today() - 40, Content: "为子女办升学宴一次，三桌，均为亲属，未收受管理服务对象礼金。"},
	} {
		l.wait(1)
		p.act(ref.Dossier, "declare", p.as(person), noun.Call{ID: x.ID, In: &w})
		id := p.declared(person)
		if i == 8 && w.Part == "ceremonies" { // saved and not signed yet
			return
		}
		l.wait(1)
		p.act(ref.Declaration, "sign", p.as(person), noun.Call{ID: id})
		if i == 7 { // waits for the head of the unit, or for the discipline body
			return
		}
		l.wait(1)
		if head := p.reader(id); head != 0 {
			p.act(ref.Declaration, "pass", p.as(head), noun.Call{ID: id})
		}
		if i == 6 && w.Part == "ceremonies" {
			p.act(ref.Declaration, "return", office(true), noun.Call{ID: id,
				In: &noun.Said{Text: "请补写操办的日期和地点。"}})
			return
		}
		l.wait(1)
		p.act(ref.Declaration, "file", office(false), noun.Call{ID: id})
		if i == 0 && w.Part == "ceremonies" { // corrected: both stay
			l.wait(3)
			p.act(ref.Declaration, "correct", p.as(person), noun.Call{ID: id, In: &dossiers.Writing{On: w.On,
				Content: "为子女办升学宴一次，四桌，均为亲属，未收受管理服务对象礼金。", Reason: "桌数记错"}})
		}
	}
	if i == 1 {
		p.act(ref.Dossier, "record", office(false), noun.Call{ID: x.ID, In: &dossiers.Writing{Part: dossiers.Leads,
			Content: "县纪委信访室〔2026〕17号，经核查不实，予以了结。"}})
		l.wait(1)
		p.act(ref.Declaration, "file", office(true), noun.Call{ID: p.kept(person)})
	}
	l.wait(10)
	asked := &dossiers.Asking{Purpose: purpose, Reason: "核对任职以来的履责和廉政情况"}
	for n, code := range dossiers.Codes {
		asked.On[n] = slices.Contains([]string{"duties", "pledges", "talks", "measures", "ceremonies"}, code)
	}
	p.act(ref.Dossier, "ask", office(false), noun.Call{ID: x.ID, In: asked})
	id := p.wanted(person)
	if i == 9 {
		return
	}
	l.wait(1)
	if i == 5 {
		p.act(ref.DossierAccess, "refuse", office(true), noun.Call{ID: id,
			In: &noun.Said{Text: "事由不够具体，请写明要核对的事项。"}})
		return
	}
	p.act(ref.DossierAccess, "approve", office(true), noun.Call{ID: id, In: &dossiers.Giving{On: asked.On,
		Expires: l.today() + 20}})
	l.wait(1)
	p.act(ref.DossierAccess, "open", office(false), noun.Call{ID: id})
	if unit == "曙坪镇" || unit == "财政局" { // what was to be looked at was seen
		l.wait(1)
		p.act(ref.DossierAccess, "withdraw", office(false), noun.Call{ID: id})
	}
}

// filed is the first member of a unit's leadership of whom a dossier is kept, and who does not head it.
func (p *play) filed(unit string) ref.ID {
	rules := &p.Policy.Dossiers
	head := p.leader(p.named(unit))
	for _, a := range p.on().PostsIn(p.named(unit)) {
		if rules.Rank(a.Rank) != "" && a.Person != head && a.Post != bodies.Secretary {
			return a.Person
		}
	}
	return 0
}

// newest is the newest object of a kind that fulfils a condition.
func (p *play) newest(of ref.Kind, is func(noun.Value) bool) noun.Value {
	all, err := p.AllOf(p.ctx, of)
	p.must(err)
	for _, v := range slices.Backward(all) {
		if is(v) {
			return v
		}
	}
	return nil
}

func (p *play) declared(person ref.ID) ref.ID {
	return p.newest(ref.Declaration, func(v noun.Value) bool {
		return v.(*dossiers.Declaration).Owner == person
	}).Head().ID
}

func (p *play) kept(person ref.ID) ref.ID {
	return p.newest(ref.Declaration, func(v noun.Value) bool {
		return v.(*dossiers.Declaration).Hidden == person
	}).Head().ID
}

func (p *play) wanted(person ref.ID) ref.ID {
	return p.newest(ref.DossierAccess, func(v noun.Value) bool { return v.(*dossiers.Access).Holder == person }).Head().ID
}

// reader is for whom a declaration waits.
func (p *play) reader(id ref.ID) ref.ID {
	return p.newest(ref.Declaration, func(v noun.Value) bool { return v.Head().ID == id }).(*dossiers.Declaration).Reader
}
