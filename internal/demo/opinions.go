package demo

import (
	"slices"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	integrity "shuangze/internal/opinions"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// asking is one letter that asks for integrity opinions.
type asking struct {
	ago  int // days
	from string
	o    integrity.Opinion
	of   []string // units whose team members it names
	far  string   // the state that it reaches
	void string   // why it was cancelled after it was out; "" = it was not
	lead bool     // one of them has an answer that rests on leads, and a section differs about another
}

// opinions are one request of the organisation department that was answered and is out, two of a town, one worked
// on and one without names yet, and one of a department that is late and waits for its review.
func (p *play) opinions() {
	for _, x := range []asking{
		{ago: 40, from: "组织部", far: integrity.Issued, lead: true, o: integrity.Opinion{
			Title: "征求第三批拟提拔人选党风廉政意见", Purpose: "promotion"},
			of: []string{"城关镇", "曾家镇", "牛头店镇", "钟宝镇", "财政局", "水利局", "曙坪镇", "林业局", "教育体育和科技局",
				"交通运输局", "民政局", "审计局"}},
		{ago: 6, from: "曙坪镇", far: integrity.Working, o: integrity.Opinion{Title: "征求年度先进个人推荐对象党风廉政意见",
			Purpose: "honour"}, of: []string{"曙坪镇", "华坪镇", "上竹镇"}},
		{ago: 3, from: "曙坪镇", far: integrity.Registered, o: integrity.Opinion{Title: "征求村“两委”推荐人选党风廉政意见",
			Purpose: "promotion"}},
		{ago: 21, from: "财政局", far: integrity.Reviewing, o: integrity.Opinion{Title: "征求职级晋升人选党风廉政意见",
			Purpose: "rank"}, of: []string{"财政局", "统计局"}},
	} {
		p.start(p.today-when.Day(x.ago), func(l *life) { l.asked(x) })
	}
}

// asked registers a request, names the people as its table does, and goes on with it as far as it came.
func (l *life) asked(x asking) {
	p := l.p
	hand, head := p.office(actor.Supervisory, false), p.office(actor.Supervisory, true)
	x.o.Office, x.o.ReceivedOn = p.named(x.from), l.today()
	x.o.LetterNo = number.Document("镇组函", l.today().Year(), int64(60-x.ago/2))
	if x.from != "组织部" {
		x.o.LetterNo = number.Document(strings.TrimRight(x.from, "镇局")+"函", l.today().Year(), int64(30-x.ago))
	}
	do := func(name string, by actor.Actor, in any) {
		l.wait(1)
		p.act(ref.Opinion, name, by, noun.Call{ID: x.o.ID, In: in})
	}
	p.act(ref.Opinion, "add", hand, noun.Call{In: &x.o})
	if x.far == integrity.Registered {
		return // its list of names has not come yet
	}
	l.wait(1) // the names are of that day: somebody may move at any time
	var rows []string
	for _, unit := range x.of {
		id := p.teamOf(unit)
		who, _ := p.on().Person(id)
		post := ""
		if posts := p.on().PostsOf(id); len(posts) > 0 {
			post = posts[0].Title
		}
		rows = append(rows, who.Name+"\t"+unit+"\t"+post)
	}
	p.act(ref.Opinion, integrity.ListAct, hand, noun.Call{ID: x.o.ID, In: &integrity.Listing{
		Names: "姓名\t单位\t职务\n" + strings.Join(rows, "\n")}})
	all := p.askedAbout(x.o.ID)
	of := func(name string, c *integrity.Candidate, in any) {
		p.act(ref.Candidate, name, hand, noun.Call{ID: c.ID, In: in})
	}
	if x.lead {
		of("lead", all[9], &integrity.Lead{As: integrity.Pending, No: "信〔2026〕第117号"})
		of("differ", all[10], &integrity.Differ{Section: "petition", Answer: integrity.Closed, Reason: "曾有信访反映，已函询了结。"})
		l.wait(1)
		of("settle", all[10], &integrity.Ruling{Answer: integrity.Closed, Reason: "曾有信访反映，经函询予以采信了结"})
	}
	sections := strings.Fields(p.askedFor(x.o.ID).Sections)
	for i, s := range sections {
		if x.far == integrity.Working && i > 0 {
			return
		}
		p.act(ref.Opinion, integrity.AnswerAct, hand, noun.Call{ID: x.o.ID, In: &integrity.Saying{Section: s}})
	}
	// What is on record may have changed since the names were entered.
	do("propose", hand, nil)
	p.act(ref.Opinion, "submit", hand, noun.Call{ID: x.o.ID})
	if x.far == integrity.Reviewing {
		return
	}
	p.act(ref.Opinion, "pass", head, noun.Call{ID: x.o.ID, In: &noun.Said{Text: "意见与在案记录一致，同意报签。"}})
	for _, kind := range []bodies.BodyKind{bodies.CountyDiscipline, bodies.CountyCommittee} {
		b, _ := p.on().Single(kind)
		p.act(ref.Opinion, integrity.SignAct, p.as(p.on().FirstResponsible(b.ID).Person), noun.Call{ID: x.o.ID})
	}
	if x.void != "" {
		l.voids(x.o.ID, x.void)
	}
}

func (p *play) askedFor(id ref.ID) *integrity.Opinion {
	x, _, err := p.Objects.One(p.ctx, ref.Opinion, id)
	p.must(err)
	return x.(*integrity.Opinion)
}

// askedAbout are the people of a request, in the order of its list.
func (p *play) askedAbout(id ref.ID) (out []*integrity.Candidate) {
	all, err := p.AllOf(p.ctx, ref.Candidate)
	p.must(err)
	for _, v := range all {
		if c := v.(*integrity.Candidate); c.Opinion == id {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b *integrity.Candidate) int { return int(a.Row - b.Row) })
	return out
}
