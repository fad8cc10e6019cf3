package demo

import (
	"fmt"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/power"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// drafted is a power as the play writes it down for each body of some kinds.
type drafted struct {
	code, name, category, post, handler, basis, boundary, disclosure, accountability string
}

const (
	charter = "《中国共产党章程》"
	groups  = "《中国共产党党组工作条例》"
	cadres  = "《党政领导干部选拔任用工作条例》"
	inner   = "《中国共产党党内监督条例》"
	oldLaw  = "《中华人民共和国行政监察法》"
	newLaw  = "《中华人民共和国监察法》"
)

var principalPowers = []drafted{
	{"01", "“三重一大”事项集体决策", "decision", "班子集体", "办公室", charter + "第十条；" + groups,
		"须会前征求意见、集体讨论、逐项表决，主要负责人末位表态；不得以传阅、会签代替集体决策；涉及本人及亲属的应当回避。",
		"internal", "未经集体研究决定重大事项，或者个人改变集体决定的。"},
	{"02", "干部选拔任用", "decision", "书记", "组织人事岗位", cadres, "不得超职数配备；不得违反民主推荐、考察、公示程序；未征求纪检机构意见的不得上会。",
		"party", "违反选人用人程序，造成不良影响的。"},
	{"03", "党风廉政建设责任分解与检查考核", "execution", "书记", "办公室", charter + "第三十三条；" + inner,
		"分解到岗到人，年初分解、半年检查、年终考核；不得以会议落实会议，不得替下级填报。", "internal", "责任分解不到位、检查走过场的。"},
}

var supervisoryPowers = []drafted{
	{"01", "监督执纪谈话函询", "supervision", "纪委书记", "纪检监察室", charter + "第四十六条；" + inner,
		"须履行审批手续并全程留痕；不得泄露问题线索内容；不得私自接触被反映人。", "party", "擅自谈话函询或者泄露线索的。"},
	{"02", "对监察对象的监督检查", "supervision", "纪委书记", "纪检监察室", oldLaw + "第十八条",
		"不得超出权限检查与监察事项无关的内容；检查人员不少于两人。", "internal", "违反规定进行检查的。"},
	{"03", "问责建议", "supervision", "班子集体", "综合室", "《中国共产党问责条例》",
		"须经班子集体研究；只能提出建议，由有管理权限的党组织决定；必须告知本人并听取申辩。", "party", "以问责代替处分或者泛化问责的。"},
}

// steps are how some powers run, for their flow charts 权力运行流程图.
var steps = map[string][]string{
	principalPowers[0].name:   {"一、提出议题", "二、会前征求意见", "三、集体讨论", "四、逐项表决，书记末位表态", "五、形成纪要并公开"},
	principalPowers[1].name:   {"一、动议", "二、民主推荐", "三、考察并征求纪检机构意见", "四、集体讨论决定", "五、公示、任职"},
	supervisoryPowers[0].name: {"一、线索集中管理", "二、提出处置意见", "三、审批", "四、谈话或者函询", "五、了结、归档"},
}

// chart is the flow chart of a power as a small PDF.
func (p *play) chart(name string) evidence.Evidence {
	e, err := p.File(p.ctx, name+"流程图.pdf", paper(append([]string{name + "流程图", "虚构材料，仅供演示"}, steps[name]...)...))
	p.must(err)
	return e
}

// powers are the power lists of the county's bodies, written down in the first
// January; a law that was repealed long ago is still cited in some, and one office
// puts that right.
func (p *play) powers() {
	p.start(when.Date(p.first.Year(), time.January, 12), func(l *life) {
		n := 0
		for _, b := range p.on().Bodies() {
			list, by := principalPowers, p.office(actor.Principal, false)
			if b.Kind.Side() == bodies.Supervisory {
				list, by = supervisoryPowers, p.office(actor.Supervisory, false)
			}
			if !power.Exercises(b.Kind) || b.Kind == bodies.LeadingGroup {
				continue
			}
			for _, x := range list {
				l.p.set(l.p.now.Add(time.Duration(40+l.r.IntN(80)) * time.Second))
				var files []act.File
				if n < 30 && steps[x.name] != nil { // the others have drawn none yet
					files = append(files, p.chart(x.name).File())
				}
				p.power("add", by, noun.Call{Files: files, In: &power.Power{
					Code: fmt.Sprintf("%03d-%s", n/3+1, x.code), Name: x.name,
					Category: x.category, Body: b.ID, Post: x.post, Handler: x.handler, Basis: x.basis, Boundary: x.boundary,
					Disclosure: x.disclosure,
					Since:      when.Date(2016, time.January, 1), Accountability: x.accountability}})
				n++
			}
			if n%30 == 0 {
				l.wait(1)
			}
		}
	})
	p.start(when.Date(p.first.Year(), time.June, 9), func(l *life) {
		b, ok := p.on().Single(bodies.CountyDiscipline)
		if !ok {
			return
		}
		for _, id := range p.powersOf(b.ID) {
			x := p.powerNow(id)
			if x.Name != supervisoryPowers[1].name {
				continue
			}
			in := *x
			in.Basis = newLaw + "第十一条"
			p.power("change", p.office(actor.Supervisory, false), noun.Call{ID: id, Version: x.Version,
				In: &noun.Changed{V: &in, Reason: "《行政监察法》已废止，依据改为《监察法》。"}})
		}
		p.wrongFile(l, p.powersOf(b.ID)[0])
		b, _ = p.on().Single(bodies.WorkCommittee)
		for _, id := range p.powersOf(b.ID) {
			if x := p.powerNow(id); x.Name == principalPowers[1].name {
				l.wait(3)
				p.power("end", p.office(actor.Principal, false), noun.Call{ID: id,
					In: &noun.Ending{On: l.today(), Reason: "机构职能调整，由县委组织部统一办理。"}})
			}
		}
	})
}

// wrongFile attaches two files to a power and removes one, which was of another
// matter.
func (p *play) wrongFile(l *life, id ref.ID) {
	wrong, err := p.File(p.ctx, "会议签到照片.png", picture(3, 4))
	p.must(err)
	by := p.office(actor.Supervisory, false)
	l.wait(1)
	both := []act.File{p.chart(supervisoryPowers[0].name).File(), wrong.File()}
	p.power(noun.AttachAct, by, noun.Call{ID: id, Files: both,
		In: &noun.Attached{FileKind: power.FlowChart}})
	files, err := p.FilesOf(p.ctx, id)
	p.must(err)
	for _, e := range files {
		if e.Name == wrong.Name {
			l.wait(1)
			p.power(noun.DetachAct, by, noun.Call{ID: id,
				In: &noun.Detached{File: e.ID, Reason: "传错了文件，与这项职权无关。"}})
		}
	}
}

// power does an act on the power list.
func (p *play) power(name string, by actor.Actor, c noun.Call) {
	a, ok := p.Nouns(ref.Power).Act(name)
	if !ok {
		p.must(fmt.Errorf("nobody can %s a power", name))
	}
	c.Command = act.Command{Actor: by}
	p.did(a.Do(p.ctx, c))
}

func (p *play) powerNow(id ref.ID) *power.Power {
	x, _, err := p.Objects.One(p.ctx, ref.Power, id)
	p.must(err)
	return x.(*power.Power)
}

// powersOf are the powers of a body.
func (p *play) powersOf(body ref.ID) (out []ref.ID) {
	all, err := p.AllOf(p.ctx, ref.Power)
	p.must(err)
	for _, x := range all {
		if x.(*power.Power).Body == body {
			out = append(out, x.Head().ID)
		}
	}
	return out
}
