package demo

import (
	"slices"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/institutions/pledges"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// pledged is what a head pledges in the play.
type pledged struct {
	unit, sort, item, standard string
	month                      time.Month
	silent                     bool // nothing is told of it for months
	going                      []string
	own, grade                 string // "" = it runs yet
	satisfied, mostly, un      int64
}

var pledgedLast = []pledged{
	{"曙坪镇", "diligence", "集镇污水管网年内通水", "管网贯通，污水处理站出水检测合格。", time.November, false,
		[]string{"主管道完成六成。", "支管入户三百二十户。"}, "kept", "kept", 176, 15, 4},
	{"曙坪镇", "integrity", "公务接待一律按标准，每季度公示", "四个季度按时公示，无超标准接待。", time.December, false,
		[]string{"前两个季度已公示。"}, "kept", "mostly", 120, 48, 27},
	{"财政局", "diligence", "惠民惠农补贴资金十个工作日内拨付", "以到账时间计，无超期。", time.December, false,
		[]string{"上半年平均七个工作日。"}, "mostly", "mostly", 141, 39, 12},
}

var pledgedNow = []pledged{
	{"曙坪镇", "diligence", "新修通组公路十二公里", "十二公里全部硬化并验收。", time.November, false,
		[]string{"路基完成八公里。", "硬化完成十公里，其余十一月底前完成。"}, "kept", "", 88, 30, 7},
	{"曙坪镇", "integrity", "班子成员不插手工程招投标", "全年无插手干预登记，无此类信访。", time.December, true,
		[]string{"上半年无登记、无信访。"}, "", "", 0, 0, 0},
	{"财政局", "diligence", "政府采购合同三十日内付款", "以发票到账为准，无拖欠。", time.December, false,
		[]string{"一季度无拖欠。", "二季度两笔延迟，已说明。", "三季度无拖欠。"}, "", "", 0, 0, 0},
	{"城关镇", "diligence", "城区背街小巷路灯修复二百盏", "二百盏全部亮灯。", time.September, false,
		[]string{"完成一百二十盏。"}, "kept", "kept", 205, 22, 3},
	{"教育体育和科技局", "integrity", "招生入学全程公开，不打招呼", "报名、摇号、名单三公开。", time.October, false,
		[]string{"报名和摇号已公开。"}, "mostly", "broken", 60, 41, 97},
}

// pledges are those of the past year, judged, and of the running one: some judged, one
// reviewed, one of which nothing was heard for too long.
func (p *play) pledges() {
	for i, list := range [][]pledged{pledgedLast, pledgedNow} {
		year := p.today.Year() - 1 + i
		for _, x := range list {
			if first := when.Date(year-1, 12, 14); first > p.first { // written in December, made in January
				p.start(first, func(l *life) { p.pledge(l, x, year) })
			}
		}
	}
}

func (p *play) pledge(l *life, x pledged, year int) {
	unit := p.named(x.unit)
	body, clerk := p.seat(unit), p.hand(unit, 0)
	v := &pledges.Pledge{Year: int64(year), Body: body, Aspect: x.sort, Item: x.item, Standard: x.standard,
		Due: when.Date(year, x.month+1, 1) - 1}
	do := func(name string, by actor.Actor, in any, files ...act.File) {
		p.act(ref.Pledge, name, by, noun.Call{ID: v.ID, In: in, Files: files})
	}
	p.act(ref.Pledge, "add", p.as(clerk), noun.Call{In: v})
	l.until(when.Date(year, 1, 12))
	l.between(1, 8)
	proof, err := p.File(p.ctx, "公示照片.png", picture(6, 5))
	p.must(err)
	do("make", p.as(clerk), &pledges.Publishing{On: l.today(), Place: "place"}, proof.File())
	due := v.Due
	for i, going := range x.going {
		if l.until(when.Date(year, time.Month(3+3*i), 20)); l.today() >= due {
			break
		}
		do("tell", p.as(p.hand(unit, i)), &noun.Said{Text: going})
	}
	if x.own == "" {
		return
	}
	l.until(due - 4)
	do("review", p.as(p.hand(unit, 0)), &pledges.Reviewing{On: l.today(), Done: "对照标准逐项完成，资料已归档。", Grade: x.own})
	if x.grade == "" {
		return
	}
	l.between(6, 12)
	office := p.office(actor.Principal, false)
	do("rate", office, &pledges.Ballots{On: l.today(), Returned: x.satisfied + x.mostly + x.un + 2,
		Satisfied: x.satisfied, Mostly: x.mostly, Unsatisfied: x.un})
	l.between(2, 5)
	opinion := "对照标准和群众评议，予以认定。"
	if x.own != x.grade {
		opinion = "群众不满意较多，自评偏高，按评议结果认定。"
	}
	do("judge", office, &pledges.Judging{Grade: x.grade, Opinion: opinion})
}

// pledgesIn says whether the head of a unit pledges in the running year of the play.
func (p *play) pledgesIn(unit ref.ID) bool {
	return slices.ContainsFunc(pledgedNow, func(x pledged) bool { return p.named(x.unit) == unit })
}
