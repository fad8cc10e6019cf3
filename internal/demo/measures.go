package demo

import (
	"strings"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/measures"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// decided is a decision on somebody of a unit: when it was taken, which number it has, and what became of it.
type decided struct {
	unit    string
	ago, no int
	word    string
	organ   string
	m       measures.Measure
	entered int  // days ago, when it was taken longer ago than the play goes back; 0 = soon after
	told    bool // the person, and the head of the unit
	revoked int  // days ago
	varied  string
}

// measures are decisions on invented people in every state: running, over, one added to another, revoked and changed on
// appeal, and one that waits for its confirmation; then the check before the honours of the year.
func (p *play) measures() {
	const commission, party, service = "县纪委", "《中国共产党纪律处分条例》（2023年）", "《公职人员政务处分法》"
	of := []decided{
		{unit: "钟宝镇", ago: 800, entered: 300, no: 8, word: "镇监处", organ: "县监委", told: true, m: measures.Measure{
			Kind: "service-demerit", Ground: service + "第八条", Fact: "项目验收把关不严"}},
		{unit: "牛头店镇", ago: 400, entered: 280, no: 11, word: "镇监处", organ: "县监委", told: true, varied: "service-demerit",
			m: measures.Measure{Kind: "service-major", Ground: service + "第三十九条", Fact: "违规发放补贴"}},
		{unit: "曾家镇", ago: 260, no: 4, word: "镇纪处", organ: commission, told: true, revoked: 150, m: measures.Measure{
			Kind: "party-serious", Ground: party, Fact: "未按规定报告个人事项"}},
		{unit: "财政局", ago: 200, no: 9, word: "镇纪处", organ: commission, told: true, m: measures.Measure{
			Kind: "party-warning", Ground: party + "第一百三十二条", Fact: "会议期间多次迟到早退"}},
		{unit: "城关镇", ago: 160, no: 15, word: "镇监处", organ: "县监委", told: true, m: measures.Measure{
			Kind: "service-warning", Ground: service + "第三十九条", Fact: "公务接待超标准"}},
		{unit: "城关镇", ago: 90, no: 22, word: "镇监处", organ: "县监委", m: measures.Measure{
			Kind: "service-demerit", Ground: service + "第三十九条", Fact: "整改期间再次超标准接待"}},
		{unit: "曙坪镇", ago: 60, no: 31, word: "镇纪办", organ: commission, told: true, m: measures.Measure{
			Kind: "admonition", Ground: "《中国共产党党内监督条例》第二十一条", Fact: "分管领域整改不到位"}},
		{unit: "曙坪镇", ago: 3, no: 36, word: "镇纪办", organ: commission, m: measures.Measure{
			Kind: "self-criticism", Ground: "《中国共产党问责条例》（2019年）第八条", Fact: "督办事项逾期"}},
	}
	for _, x := range of {
		entered := x.ago
		if x.entered != 0 {
			entered = x.entered
		}
		p.start(p.today-when.Day(entered), func(l *life) { l.decided(x) })
	}
	p.start(p.today-2, func(l *life) {
		var names []string
		for _, unit := range []string{"城关镇", "曾家镇", "财政局", "钟宝镇", "水利局"} {
			who, _ := p.on().Person(p.teamOf(unit))
			names = append(names, who.Name+"　"+unit)
		}
		p.act(ref.Clearance, "add", p.office(actor.Supervisory, false), noun.Call{In: &clearances.Clearance{
			Purpose: "年度评优推荐人选", Use: "honour", Day: l.today(), Names: strings.Join(names, "\n")}})
	})
}

// teamOf is the first of a unit's team who is not its head.
func (p *play) teamOf(unit string) ref.ID {
	for _, a := range p.on().PostsIn(p.named(unit)) {
		if b, ok := p.on().Body(a.Body); ok && a.Post == bodies.TeamMember && b.Kind.Side() == bodies.Principal {
			return a.Person
		}
	}
	return p.at(p.named(unit), bodies.TeamMember)[0]
}

// decided registers a decision, has it confirmed by the head of the office, and plays what became of it.
func (l *life) decided(x decided) {
	p := l.p
	hand, head := p.office(actor.Supervisory, false), p.office(actor.Supervisory, true)
	m := x.m
	m.DecidedOn = p.today - when.Day(x.ago)
	if m.DecidedOn >= l.today() {
		m.DecidedOn = l.today() - 1
	}
	m.Decision = number.Document(x.word, m.DecidedOn.Year(), int64(x.no))
	m.Organ, m.Place, m.Person, m.Post, m.FactsOn = x.organ, p.named(x.unit), p.teamOf(x.unit), "党委委员", m.DecidedOn-45
	if strings.HasSuffix(x.unit, "局") {
		m.Post = "党组成员"
	}
	p.act(ref.Measure, "add", hand, noun.Call{In: &m})
	if x.ago < 10 {
		return // another has not compared it yet
	}
	l.wait(1)
	p.act(ref.Measure, "confirm", head, noun.Call{ID: m.ID})
	if x.told {
		l.wait(1)
		p.act(ref.Measure, "notify", hand, noun.Call{ID: m.ID, In: &noun.Said{Text: "当面宣布并送达"}})
		p.act(ref.Measure, "inform", hand, noun.Call{ID: m.ID, In: &noun.Said{Text: "当面告知"}})
	}
	undone := measures.Undoing{Organ: "市纪委监委", Why: "申诉成立，原认定事实有误"}
	switch {
	case x.revoked > 0:
		l.until(p.today - when.Day(x.revoked))
		undone.No, undone.On = number.Document("安纪申", l.today().Year(), 3), l.today()-2
		p.act(ref.Measure, "revoke", hand, noun.Call{ID: m.ID, In: &undone})
	case x.varied != "":
		l.wait(30)
		undone.No, undone.On, undone.Why = number.Document("安监复", l.today().Year(), 2), l.today()-2, "情节认定过重，予以变更"
		p.act(ref.Measure, "vary", hand, noun.Call{ID: m.ID,
			In: &measures.Varying{Undoing: undone, Kind: x.varied, Ground: m.Ground}})
		l.wait(1)
		all, err := p.AllOf(p.ctx, ref.Measure)
		p.must(err)
		for _, v := range all {
			if n := v.(*measures.Measure); n.Origin == m.ID {
				p.act(ref.Measure, "confirm", head, noun.Call{ID: n.ID})
			}
		}
	}
}
