package demo

import (
	"time"

	"shuangze/internal/institutions/screenings"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// screened are the units of the play whose committee screens, with what it finds.
var screened = []struct {
	unit    string
	concern screenings.Concern
}{
	{"曙坪镇", screenings.Concern{Category: "masses", What: "村级小额工程结算资料不全的问题连续两年出现。",
		Cause: "村报账员更换频繁，镇财政所没有逐笔把关。", Remedy: "结算前由财政所逐项核对资料清单。"}},
	{"财政局", screenings.Concern{Category: "work", What: "补贴资金拨付超过承诺时限。",
		Cause: "业务股室之间流转没有时限。", Remedy: "每个环节定时限，超时提醒。"}},
	{"城关镇", screenings.Concern{Category: "work", What: "便民服务大厅午间无人值守。", Cause: "排班没有明确到人。",
		Remedy: "每周公布排班表，明确到人。"}},
}

// screenings are those of the running year and of the one before: one was closed, the others are being put right; one
// of the year to come is prepared.
func (p *play) screenings() {
	for year := p.today.Year() - 1; year <= p.today.Year(); year++ {
		for i, x := range screened {
			if day := when.Date(year, time.January, 12+3*i); day > p.first {
				p.start(day, func(l *life) { p.screens(l, x.unit, x.concern, year) })
			}
		}
	}
	p.start(p.today-3, func(l *life) {
		unit := p.named("曙坪镇")
		p.act(ref.Screening, "add", p.as(p.hand(unit, 0)), noun.Call{In: &screenings.Screening{
			Year: int64(l.today().Year() + 1), Body: p.seat(unit)}})
	})
}

func (p *play) screens(l *life, name string, c screenings.Concern, year int) {
	unit := p.named(name)
	clerk := p.as(p.hand(unit, 0))
	s := &screenings.Screening{Year: int64(year), Body: p.seat(unit)}
	p.act(ref.Screening, "add", clerk, noun.Call{In: s})
	l.between(3, 8)
	c.Target, c.Level = unit, problem.Slight
	c.Leader, c.Handler = p.stand(unit, 0, 0)
	p.act(ref.Screening, "find", clerk, noun.Call{ID: s.ID, In: &c})
	l.between(8, 20)
	p.act(ref.Screening, "hold", clerk, noun.Call{ID: s.ID, In: &screenings.Holding{On: l.today(), Place: "会议室",
		Participants: "班子成员、各站所负责人", Sought: "座谈两场、问卷六十份", Opinions: 34,
		Conclusion: "总体平稳，重点盯住资金和作风两类问题。"}})
	all, err := p.AllOf(p.ctx, ref.Concern)
	p.must(err)
	for _, v := range all {
		if c := v.(*screenings.Concern); c.Screening == s.ID && c.Problem != 0 {
			l.solved(c.Problem, 2)
			if l.until(l.today() + 75); l.today() < p.today && !p.problemNow(c.Problem).State.Open() && name != "城关镇" {
				p.act(ref.Screening, "close", clerk, noun.Call{ID: s.ID,
					In: &noun.Said{Text: "问题已销号，做法写进制度。"}})
			}
		}
	}
}

// screensIn says that a unit of the play screens by itself.
func (p *play) screensIn(unit ref.ID) bool {
	for _, x := range screened {
		if p.named(x.unit) == unit {
			return true
		}
	}
	return false
}
