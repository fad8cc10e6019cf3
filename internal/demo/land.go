package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/when"

	"shuangze/internal/access"
)

// late is a command that is only known once those before it are done.
type late func(*bodies.Register) bodies.Command

// Do makes the command and does it.
func (l late) Do(r *bodies.Register, mint bodies.Mint) (bodies.Change, error) {
	return l(r).Do(r, mint)
}

// agent founds the county, before there is anybody in it.
const agent = "console demo"

// acts gathers register commands that are done together.
type acts []bodies.Act

func (a *acts) add(verb access.Verb, kind journal.Kind, k bodies.Command) {
	*a = append(*a, bodies.Act{Verb: verb, Kind: kind, Command: k})
}

func (p *play) do(list acts) {
	c := p.command(actor.Machine(p.Jurisdiction, agent))
	c.Input = fmt.Sprintf("%d acts", len(list))
	p.did(p.Bodies.Do(p.ctx, c, list...))
	p.changed()
}

// found lays out the county as it stood on the first day.
func (p *play) found() {
	r := p.rand(1)
	all := plots()
	for _, x := range all {
		p.unit[x.name] = x
	}
	start := map[string]when.Day{}
	for _, name := range []string{"县委办公室", "县直机关工委", "县纪委监委机关"} { // seats of those who answer for the others
		start[p.unit[name].code] = when.Date(2012, time.January, 1)
	}
	since := func(code string) when.Day {
		if start[code] == 0 {
			start[code] = when.Date(2012+r.IntN(4), time.Month(1+r.IntN(12)), 1+r.IntN(28))
		}
		return start[code]
	}
	var units, seats acts
	for i, x := range all {
		from := since(x.code)
		if x.parent != "" {
			from = max(from, since(x.parent))
			start[x.code] = from
		}
		name := x.name
		if x.former != "" {
			name = x.former
		}
		units.add("unit.change", "unit.founded.v1", late(func(g *bodies.Register) bodies.Command {
			parent, _ := g.Code(x.parent)
			return bodies.FoundUnit{Code: x.code, Name: name, Category: x.category, Parent: parent,
				Order: int64(i+1) * 10, From: from,
				Document: fmt.Sprintf("镇编发〔%d〕%d号", from.Year(), 2+r.IntN(30))}
		}))
	}
	body := func(kind bodies.BodyKind, name, code string, from when.Day) {
		seats.add("body.change", "body.founded.v1", late(func(g *bodies.Register) bodies.Command {
			unit, _ := g.Code(code)
			return bodies.FoundBody{Kind: kind, Name: name, Unit: unit, From: from,
				Document: fmt.Sprintf("镇发〔%d〕%d号", from.Year(), 3+r.IntN(25))}
		}))
	}
	label := func(k bodies.BodyKind) string { return p.Policy.LabelOn(policy.Body, string(k), "zh", p.today) }
	code := func(name string) string { return p.unit[name].code }
	old := when.Date(2012, time.January, 1)
	body(bodies.CountyCommittee, label(bodies.CountyCommittee), "", old)
	body(bodies.CountyDiscipline, label(bodies.CountyDiscipline), code("县纪委监委机关"), since(code("县纪委监委机关")))
	body(bodies.WorkCommittee, label(bodies.WorkCommittee), code("县直机关工委"), since(code("县直机关工委")))
	body(bodies.WorkDiscipline, label(bodies.WorkDiscipline), code("县直机关工委"), since(code("县直机关工委")))
	body(bodies.LeadingGroup, label(bodies.LeadingGroup), "", when.Date(2015, time.March, 9))
	body(bodies.PrincipalOffice, label(bodies.PrincipalOffice), code("县委督查室"), since(code("县委督查室")))
	body(bodies.SupervisoryOffice, label(bodies.SupervisoryOffice), code("县纪委党风政风监督室"), since(code("县纪委党风政风监督室")))
	for _, x := range all {
		name := x.name
		if x.former != "" {
			name = x.former
		}
		switch x.party {
		case 'C':
			body(bodies.PartyCommittee, name+"党委", x.code, since(x.code))
		case 'G':
			body(bodies.PartyGroup, name+"党组", x.code, since(x.code))
		case 'H':
			body(bodies.AgencyBranch, name+"机关党支部", x.code, since(x.code))
		}
		if x.discipline == bodies.DisciplineCommittee {
			body(x.discipline, name+"纪委", x.code, since(x.code))
		} else if x.discipline != "" {
			body(x.discipline, "派驻"+name+label(bodies.DisciplineGroup), x.code, since(x.code))
		}
	}
	p.do(units)
	p.do(seats)
	p.hands(old)
	p.appointAll(r, all, since)
	p.villages()
	if p.Account != nil {
		for _, a := range Accounts() {
			if a.Person == outsider { // comes later
				continue
			}
			p.must(p.Account(p.ctx, a, p.on()))
		}
	}
}

// hands sets by hand what the rule leaves to a document, and lets two groups
// serve several units.
func (p *play) hands(day when.Day) {
	var list acts
	by := func(g *bodies.Register, kind bodies.BodyKind, unit ref.ID) ref.ID {
		for _, b := range g.Rows().Bodies {
			if b.Kind == kind && (unit == 0 || b.Unit == unit) {
				return b.ID
			}
		}
		return 0
	}
	for _, x := range plots() {
		if x.party != 'H' {
			continue
		}
		principal, supervisory := bodies.WorkCommittee, bodies.WorkDiscipline
		switch x.name {
		case "县直机关工委":
			principal, supervisory = bodies.CountyCommittee, bodies.CountyDiscipline
		case "县纪委监委机关":
			principal = bodies.CountyCommittee
		case "县委办公室":
			principal, supervisory = bodies.CountyCommittee, bodies.CountyDiscipline
		}
		for side, kind := range []bodies.BodyKind{principal, supervisory} {
			list.add("unit.change", "unit.assigned.v1", late(func(g *bodies.Register) bodies.Command {
				unit, _ := g.Code(x.code)
				return bodies.Assign{Unit: unit, Body: by(g, kind, 0), Side: bodies.Sides[side],
					From: when.Date(2016, time.June, 1), Document: "镇办发〔2016〕21号"}
			}))
		}
	}
	for _, x := range [][2]string{{"人大办", "政协办"}, {"农业农村局", "水利局"}, {"农业农村局", "林业局"}} {
		list.add("body.change", "body.stationed.v1", late(func(g *bodies.Register) bodies.Command {
			seat, _ := g.Code(p.unit[x[0]].code)
			unit, _ := g.Code(p.unit[x[1]].code)
			return bodies.Serve{Body: by(g, bodies.DisciplineGroup, seat), Unit: unit, From: when.Date(2018, time.April, 2),
				Document: "镇纪发〔2018〕11号"}
		}))
	}
	p.do(list)
}

// post is one appointment to be made.
type post struct {
	name, unit string
	kind       bodies.BodyKind // "" for the unit itself
	post       bodies.Post
	title      string
	party      string
	rank       string
	level      bodies.Level
	portfolio  string
	document   string
}

// appointAll fills every post.
func (p *play) appointAll(r *rand.Rand, all []plot, since func(string) when.Day) {
	names := newPeople(r)
	who := func(unit, chair string) string {
		if n, ok := chairs[unit+"/"+chair]; ok {
			return n
		}
		n, _ := names.next()
		return n
	}
	var posts []post
	add := func(x post) { posts = append(posts, x) }
	county := func(name string, kind bodies.BodyKind, at bodies.Post, title string) {
		add(post{name, "", kind, at, title, "", "", bodies.Lead, "", ""})
	}
	county("陈立川", bodies.CountyCommittee, bodies.Secretary, "县委书记")
	county("李静澜", bodies.CountyCommittee, bodies.DeputySecretary, "县委副书记、县长")
	county("王启明", bodies.CountyDiscipline, bodies.Secretary, "县委常委、县纪委书记、监委主任")
	county("陈立川", bodies.LeadingGroup, bodies.GroupLeader, "领导小组组长")
	county("李静澜", bodies.LeadingGroup, bodies.GroupMember, "领导小组副组长")
	county("王启明", bodies.LeadingGroup, bodies.GroupMember, "领导小组副组长")
	county("杨慧芳", bodies.LeadingGroup, bodies.GroupMember, "领导小组成员、县委办公室主任")
	for _, x := range all {
		switch {
		case x.category == bodies.Subordinate:
			lead := who(x.name, "主管")
			add(post{lead, x.name, "", bodies.Chief, x.name + x.chief, "", "股级", bodies.Lead, "全面工作", ""})
			hand := who(x.name, "工作人员")
			add(post{hand, x.name, "", bodies.StaffPost, x.name + "工作人员", "", "", bodies.Staff, "台账资料", ""})
			switch x.name {
			case "县委督查室":
				add(post{lead, x.name, bodies.PrincipalOffice, bodies.OfficeHead, "落实主体责任办公室主任", "", "正科级", bodies.Lead, "", ""})
				add(post{hand, x.name, bodies.PrincipalOffice, bodies.OfficeHandler, "落实主体责任办公室经办人", "", "", bodies.Staff, "", ""})
			case "县纪委党风政风监督室":
				add(post{lead, x.name, bodies.SupervisoryOffice, bodies.OfficeHead, "落实监督责任办公室主任", "", "正科级", bodies.Lead, "", ""})
				add(post{hand, x.name, bodies.SupervisoryOffice, bodies.OfficeHandler, "落实监督责任办公室经办人",
					"", "", bodies.Staff, "", ""})
			}
		case x.party == 'N' || x.party == 'H':
			lead := who(x.name, "主管")
			if x.name == "县委办公室" {
				lead = "杨慧芳"
			}
			add(post{lead, x.name, "", bodies.Chief, x.name + x.chief, "", "正科级", bodies.Lead, "全面工作", ""})
			if x.party == 'H' {
				add(post{who(x.name, "副职"), x.name, "", bodies.TeamMember, x.name + deputyOf(x.chief), "", "副科级",
					bodies.Deputy, "党风廉政建设、机关党建", ""})
			}
			add(post{who(x.name, "联络员"), x.name, "", bodies.Clerk, x.name + "干事、联络员", "", "", bodies.Staff, "台账资料", ""})
			if x.name == "县直机关工委" {
				add(post{lead, x.name, bodies.WorkCommittee, bodies.Secretary, "县直机关工委书记", "书记", "正科级", bodies.Lead, "全面工作", ""})
				add(post{who(x.name, "纪工委书记"), x.name, bodies.WorkDiscipline, bodies.Secretary, "县直机关工委纪工委书记", "纪工委书记",
					"副科级", bodies.Deputy, "监督执纪", ""})
			}
		default:
			p.team(x, who, add)
		}
	}
	county("程卫疆", bodies.CountyCommittee, bodies.TeamMember, "县委常委、常务副县长")
	county("苏映川", bodies.CountyCommittee, bodies.TeamMember, "县委常委、政法委书记")
	county("贺兰亭", bodies.CountyCommittee, bodies.TeamMember, "县委常委、宣传部部长")
	county("温砚秋", bodies.CountyDiscipline, bodies.TeamMember, "县纪委常委")
	var people, appointments acts
	seen := map[string]bool{}
	for _, x := range posts {
		if !seen[x.name] {
			seen[x.name] = true
			g := genderOf(x.name)
			people.add("person.change", "person.added.v1",
				bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: x.name, Gender: g,
					Birth: fmt.Sprintf("%d-%02d", 1966+r.IntN(30), 1+r.IntN(12)), Education: []string{"大学", "大专", "研究生"}[r.IntN(3)],
					Ethnicity: "汉族", Native: "陕西"}})
		}
		x, back := x, 40+r.IntN(1300)
		appointments.add("person.change", "person.appointed.v1", late(func(g *bodies.Register) bodies.Command {
			k := bodies.Appoint{Post: x.post, Title: x.title, PartyTitle: x.party, Rank: x.rank, Level: x.level,
				Portfolio: x.portfolio, Document: x.document,
				From: p.first - when.Day(back)}
			for _, y := range g.Rows().Persons {
				if y.Name == x.name {
					k.Person = y.ID
				}
			}
			if x.unit != "" {
				k.Unit, _ = g.Code(p.unit[x.unit].code)
				k.From = max(k.From, since(p.unit[x.unit].code))
			}
			for _, b := range g.Rows().Bodies {
				if x.kind != "" && b.Kind == x.kind && (b.Unit == k.Unit || x.unit == "") {
					k.Body = b.ID
				}
			}
			if x.unit == "" {
				k.Unit = 0
			}
			return k
		}))
	}
	p.do(people)
	p.do(appointments)
}

func deputyOf(chief string) string {
	switch chief {
	case "书记", "部长", "主任", "局长", "镇长", "主席", "院长", "校长", "馆长", "理事长", "检察长", "董事长":
		return "副" + chief
	}
	return "副职领导"
}

// team fills the posts of a unit with a committee or a group.
func (p *play) team(x plot, who func(unit, chair string) string, add func(post)) {
	kind, words := bodies.PartyCommittee, "党委"
	if x.party == 'G' {
		kind, words = bodies.PartyGroup, "党组"
	}
	name := x.name
	title := name + words + "书记"
	if x.category != bodies.Town {
		title += "、" + x.chief
	}
	add(post{who(name, "书记"), name, kind, bodies.Secretary, title, words + "书记", "正科级", bodies.Lead, "全面工作", ""})
	if x.category == bodies.Town {
		add(post{who(name, "镇长"), name, kind, bodies.DeputySecretary, name + "党委副书记、镇长", "党委副书记",
			"正科级", bodies.Deputy, "政府全面工作", ""})
	}
	member := map[bodies.BodyKind]string{bodies.PartyCommittee: "党委委员", bodies.PartyGroup: "党组成员"}[kind]
	add(post{who(name, "副职"), name, kind, bodies.TeamMember, name + member + "、" + deputyOf(x.chief), member, "副科级",
		bodies.Deputy, "党风廉政建设、机关党建", ""})
	switch x.discipline {
	case bodies.DisciplineCommittee:
		add(post{who(name, "纪委书记"), name, x.discipline, bodies.Secretary, name + "党委委员、纪委书记", "纪委书记",
			"副科级", bodies.Deputy, "纪检监察", ""})
		add(post{who(name, "纪委委员"), name, x.discipline, bodies.DisciplineMember, name + "纪委委员",
			"纪委委员", "", bodies.Staff, "监督执纪", ""})
	case bodies.DisciplineGroup:
		add(post{who(name, "组长"), name, x.discipline, bodies.Head, "派驻" + name + "纪检监察组组长", "纪检监察组组长",
			"副科级", bodies.Deputy, "监督执纪", ""})
	}
	add(post{who(name, "联络员"), name, "", bodies.Clerk, name + "办公室主任、联络员", "", "", bodies.Staff, "台账资料", ""})
	if x.category == bodies.Town || x.discipline != "" && x.category != bodies.Vertical || x.name == "县政府办公室" {
		add(post{who(name, "工作人员"), name, "", bodies.StaffPost, name + "工作人员", "", "", bodies.Staff, "具体承办", ""})
	}
}

// numbered writes a document's number of the day's year.
func numbered(form string, day when.Day) string { return fmt.Sprintf(form, day.Year()) }
