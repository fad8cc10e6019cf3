package demo

import (
	"fmt"
	"strings"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/document"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// countyPaper is the county's paper on the two responsibilities, invented like
// everything else here; of real laws the play registers titles only.
const countyPaper = "关于落实党风廉政建设党委主体责任和纪委监督责任的实施意见"

var countyClauses = []string{
	"落实两个责任，由党委担主体责任、纪委担监督责任，分工负责，不互相代替。",
	"每个责任主体每年列出责任清单，写明责任事项、责任人、时限和佐证材料。",
	"责任清单由第一责任人签字后执行，随年度更新。",
	"班子每季度至少专题研究一次党风廉政建设工作，有议题、有讨论、有分工。",
	"第一责任人每半年听取一次班子成员履责情况汇报，逐人点评。",
	"班子成员对分管范围内的党风廉政建设负责，管业务也管责任。",
	"班子成员每年与分管范围的负责人廉政谈话不少于两次，发现苗头及时提醒。",
	"第一责任人每年讲一次廉政党课，结合本单位的事例。",
	"“三重一大”事项集体研究，会前征求意见，主要负责人末位表态。",
	"发现的问题列入问题清单，写明措施、责任人和期限，办结以后销号。",
	"履责情况事毕三个工作日内登记，佐证材料一并存入。",
	"两个责任办公室按季度汇总情况，报领导小组。",
	"纪委每半年向党委通报一次监督情况，并提出书面建议。",
	"纪委每季度对主体责任落实情况检查一次，发现的问题当场交办。",
}

// registered are documents of which only the title is on record.
var registered = []document.Document{
	{Title: "中国共产党章程", Short: "党章", Kind: "party-rule", Level: "central"},
	{Title: "中国共产党党内监督条例", Short: "党内监督条例", Kind: "party-rule", Level: "central"},
	{Title: "中国共产党问责条例", Short: "问责条例", Kind: "party-rule", Level: "central", Since: when.Date(2016, 7, 8)},
	{Title: lawOfOld, Short: "行政监察法", Kind: "law", Level: "central", Since: when.Date(1997, 5, 9)},
	{Title: lawOfNow, Short: "监察法", Kind: "law", Level: "central", Since: when.Date(2018, 3, 20)},
	{Title: "落实两个责任考核办法（试行）", Short: "考核办法", Kind: "appraisal", Level: "county"},
	{Title: "落实两个责任问责办法（试行）", Short: "问责办法", Kind: "accountability", Level: "county"},
}

const (
	lawOfOld = "中华人民共和国行政监察法"
	lawOfNow = "中华人民共和国监察法"
)

// documents are registered in the first January: the county's paper with its clauses,
// one of which is changed later, and titles whose text nobody has entered yet.
func (p *play) documents() {
	p.start(when.Date(p.first.Year(), time.January, 8), func(l *life) {
		by := p.office(actor.Principal, false)
		for _, x := range registered {
			p.document("add", by, noun.Call{In: &x})
		}
		p.document("end", by, noun.Call{ID: p.documentOf(lawOfOld), In: &document.Repealed{
			Ending:    noun.Ending{On: when.Date(2018, time.March, 20), Reason: "监察体制改革，新法施行。"},
			Successor: lawOfNow}})
		for _, unit := range []string{"曙坪镇", "财政局"} {
			p.document("add", by, noun.Call{In: &document.Document{Title: unit + "三定方案", Short: "三定方案", Kind: "three-fixes",
				Level: "unit", Owner: p.named(unit)}})
		}
		l.wait(1)
		file, err := p.File(p.ctx, "实施意见.pdf", paper(countyPaper, "虚构材料，仅供演示"))
		p.must(err)
		issued := when.Date(p.first.Year(), time.January, 5)
		p.document("add", by, noun.Call{Files: []act.File{file.File()}, In: &document.Document{Title: countyPaper,
			Short: dutyPaper, Number: fmt.Sprintf("镇发〔%d〕1号", p.first.Year()), Organ: "中共镇坪县委",
			Kind: "committee", Level: "county", Issued: issued, Since: issued}})
		p.document(document.EnterAct, by, noun.Call{ID: p.documentOf(countyPaper),
			In: &document.Entered{Text: clausesOf(countyClauses)}})
	})
	p.start(when.Date(p.first.Year(), time.March, 2), func(l *life) {
		p.document(document.RewordAct, p.office(actor.Principal, false), noun.Call{ID: p.documentOf(countyPaper),
			In: &document.Reworded{Clause: "第五条", On: l.today(), Reason: "领导小组会议决定。",
				Text: "第一责任人每半年听取一次班子成员履责情况汇报，逐人点评，指出的问题列入问题清单。"}})
	})
}

// clausesOf writes clauses as a paper does.
func clausesOf(clauses []string) string {
	figures := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
	var b strings.Builder
	for i, c := range clauses {
		n := figures[min((i+1)/10, 1)*10] + figures[(i+1)%10]
		fmt.Fprintf(&b, "第%s条　%s\n", n, c)
	}
	return b.String()
}

// document does an act on registered documents.
func (p *play) document(name string, by actor.Actor, c noun.Call) {
	a, ok := p.Nouns(ref.Document).Act(name)
	if !ok {
		p.must(fmt.Errorf("nobody can %s a document", name))
	}
	c.Command = act.Command{Actor: by}
	p.did(a.Do(p.ctx, c))
}

// documentOf finds a document by its title.
func (p *play) documentOf(title string) ref.ID {
	all, err := p.AllOf(p.ctx, ref.Document)
	p.must(err)
	for _, x := range all {
		if x.(*document.Document).Title == title {
			return x.Head().ID
		}
	}
	p.must(fmt.Errorf("no document is called %s", title))
	return 0
}
