package demo

import (
	"slices"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/liaison"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// linked is who links which unit in the play.
type linked struct {
	who, unit string
	kind      bodies.BodyKind
	idle      bool // pays no visit
}

var linkedLast = []linked{
	{"李静澜", "曙坪镇", bodies.CountyCommittee, false},
	{"王启明", "财政局", bodies.CountyDiscipline, false},
	{"程卫疆", "城关镇", bodies.CountyCommittee, false},
}

var linkedNow = []linked{
	{"陈立川", "城关镇", bodies.CountyCommittee, false},
	{"李静澜", "曙坪镇", bodies.CountyCommittee, false},
	{"王启明", "财政局", bodies.CountyDiscipline, false},
	{"程卫疆", "教育体育和科技局", bodies.CountyCommittee, false},
	{"温砚秋", "水利局", bodies.CountyDiscipline, false},
	{"苏映川", "农业农村局", bodies.CountyCommittee, true},
}

// paid is what a visit of a quarter found, with what followed.
var paid = []liaison.Visit{
	{Place: "便民服务大厅", Checked: "听取班子履责情况汇报，抽查上季度会议记录和谈话记录。", Help: "协调补齐窗口人员两名。",
		Steps: "完善谈话记录，下季度回头看。", Problems: [liaison.ProblemsMost]string{"两次专题会没有会议记录"}},
	{Place: "会议室", Checked: "查阅问题清单和督办单，走访三户群众了解公开情况。", Steps: "公开栏每季度更新，由纪委书记负责。"},
	{Place: "项目现场", Checked: "检查在建项目廉政风险防控措施和资金拨付。", Help: "与财政部门商定拨付时限。",
		Steps: "项目变更一律上会。", Problems: [liaison.ProblemsMost]string{"项目变更未按程序上会", "签证资料不全"}},
	{Place: "会议室", Checked: "听取年度责任落实情况，核对任务完成进度。", Steps: "年底前完成剩余任务。"},
}

// liaison is who links which unit in the past year and the running one, and the visits paid.
func (p *play) liaison() {
	for i, list := range [][]linked{linkedLast, linkedNow} {
		year := p.today.Year() - 1 + i
		for n, x := range list {
			p.start(max(p.first+30, when.Date(year, 1, 6)), func(l *life) { p.linkedBy(l, x, year, n) })
		}
	}
}

func (p *play) linkedBy(l *life, x linked, year, n int) {
	if l.today().Year() != year { // the records of the play begin later
		return
	}
	unit, office := p.named(x.unit), p.office(actor.Principal, false)
	b, _ := p.on().Single(x.kind)
	who := p.person(x.who)
	v := &liaison.Link{Year: int64(year), Member: who, Body: b.ID, Point: unit, Since: l.today()}
	p.act(ref.Link, "add", office, noun.Call{In: v})
	if x.idle {
		return
	}
	for q, in := range paid {
		day := when.Date(year, time.Month(2+3*q), 10+2*n)
		if day < l.today() {
			continue
		}
		l.until(day)
		in.Link, in.PaidOn = v.ID, l.today()
		by := p.as(p.hand(unit, 0))
		if n == 0 {
			by = office
		}
		p.act(ref.Visit, "add", by, noun.Call{In: &in})
		l.between(1, 5)
		if q == 3 && n == 1 && year == p.today.Year() {
			return // waits for the member
		}
		p.act(ref.Visit, "confirm", p.as(who), noun.Call{ID: in.ID})
		paid, _, err := p.Objects.One(p.ctx, ref.Visit, in.ID)
		p.must(err)
		for _, id := range paid.(*liaison.Visit).Found {
			if id != 0 {
				l.solved(id, 3)
			}
		}
		if q != 1 || n != 2 {
			continue
		}
		l.between(2, 4)
		again := in
		again.Checked += "另查看了学习笔记。"
		p.act(ref.Visit, "correct", office, noun.Call{ID: in.ID,
			In: &noun.Changed{V: &again, Reason: "漏记一项检查内容"}})
	}
}

// person is somebody of the play by name.
func (p *play) person(name string) ref.ID {
	p.on()
	i := slices.IndexFunc(p.rows.Persons, func(x bodies.Person) bool { return x.Name == name })
	return p.rows.Persons[i].ID
}

// links says whether the visits of the play do a duty.
func (p *play) links(d *duty.Duty) bool {
	who := d.Person
	if who == 0 {
		who = p.on().FirstResponsible(d.Body).Person
	}
	return slices.ContainsFunc(linkedNow, func(x linked) bool { return p.person(x.who) == who })
}
