package demo

import (
	"fmt"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// opened is an item of a unit in the play.
type opened struct {
	unit, code string
	months     int      // before this one it began
	missing    int      // of the last periods that were over, this many are not made known
	content    string   // what is made known, a period after the other
	matters    []string // of one bound to matters, what happened
}

var openedOnes = []opened{
	{"曙坪镇", "unit-spending", 17, 0, "公务接待、用车、差旅支出明细，均在预算以内，票据齐全。", nil},
	{"曙坪镇", "party-work", 14, 0, "党委开展警示教育、约谈提醒和作风检查的情况。", nil},
	{"曙坪镇", "village-finance-m", 4, 1, "各村集体收入、支出、结余，分村列表。", nil},
	{"曙坪镇", "public-aid", 11, 2, "低保、临时救助和惠农补贴发放名册，身份证号、账号已隐去。", nil},
	{"曙坪镇", "public-body", 16, 0, "镇机构职能、办公地址、联系电话和负责人。", nil},
	{"曙坪镇", "unit-people", 10, 0, "", []string{"站所负责人调整公示", "年度考核优秀人员公示"}},
	{"财政局", "unit-spending", 13, 1, "机关公务接待、用车、差旅支出明细。", nil},
	{"财政局", "public-budget", 16, 0, "县级部门预算、决算和三公经费说明。", nil},
	{"财政局", "public-purchase", 6, 0, "", []string{"办公设备集中采购中标公告", "机关食堂物业采购中标公告"}},
}

// affairs are the items that two units make known since last year, what they made known of them, and what they did not.
func (p *play) affairs() {
	for i, x := range openedOnes {
		y, m, _ := p.today.Date()
		day := when.Date(y, m-time.Month(x.months), 6+i%3)
		if day > p.first {
			p.start(day, func(l *life) { p.open(l, x) })
		}
	}
}

func (p *play) open(l *life, x opened) {
	unit := p.named(x.unit)
	var item *affairs.Affair
	for _, s := range p.Policy.Affairs {
		if s.Code == x.code {
			item = s.Affair(unit, p.leader(unit), l.today())
		}
	}
	p.act(ref.Affair, "add", p.as(p.hand(unit, 0)), noun.Call{In: item})
	switch item.Period {
	case affairs.Standing:
		l.between(3, 8)
		p.disclose(l, item, item.Since, item.Item, x.content, false)
	case affairs.Prompt:
		for i, title := range x.matters {
			l.wait(25)
			about := l.today()
			l.between(1, 2)
			id := p.disclose(l, item, about, title, title+"，公示期五个工作日。", false)
			if i == 0 {
				l.wait(8)
				p.act(ref.Disclosure, "take-down", p.as(p.hand(unit, 0)), noun.Call{ID: id,
					In: &affairs.Taking{Why: "公示期满。"}})
			}
		}
	default:
		p.periods(l, item, x)
	}
}

// periods makes an item known period by period, as far as the play goes: of the last that were over some are left
// out, and where one is, its latest waits for its approval.
func (p *play) periods(l *life, item *affairs.Affair, x opened) {
	var ends []when.Period
	for s := affairs.Span(item.Period, item.Since); s.To <= p.today-12; s = affairs.Span(item.Period, s.To) {
		ends = append(ends, s)
	}
	for i, s := range ends[:max(0, len(ends)-x.missing)] {
		l.until(s.To + 1)
		late := i == 1 && x.code == "unit-spending" // once it was sent back, and came late
		title := fmt.Sprintf("%s（%s）", item.Item, numbered("%d年", s.From)+monthOf(s))
		p.disclose(l, item, s.From, title, x.content, late)
	}
	if n := len(ends); x.code == "unit-spending" && x.missing > 0 && n > 0 {
		l.until(ends[n-1].To + 3)
		p.drafted(item, ends[n-1].From, item.Item+"（待审核）", x.content)
	}
}

func monthOf(s when.Period) string {
	_, from, _ := s.From.Date()
	_, to, _ := (s.To - 1).Date()
	if from == to {
		return fmt.Sprintf("%d月", from)
	}
	return fmt.Sprintf("%d至%d月", from, to)
}

// drafted writes what is to be made known of a period and hands it in.
func (p *play) drafted(item *affairs.Affair, about when.Day, title, content string) (id ref.ID, clerk actor.Actor) {
	clerk = p.as(p.hand(item.Publisher, 0))
	p.act(ref.Affair, "prepare", clerk, noun.Call{ID: item.ID, In: &affairs.Disclosure{About: about, Title: title,
		Content: content, Form: item.Form, Place: p.boardOf(item.Publisher)}})
	v, _, err := p.Objects.One(p.ctx, ref.Affair, item.ID)
	p.must(err)
	id = v.(*affairs.Affair).Draft
	p.act(ref.Disclosure, "submit", clerk, noun.Call{ID: id})
	return id, clerk
}

// disclose takes what is made known from the draft until it is public.
func (p *play) disclose(l *life, item *affairs.Affair, about when.Day, title, content string, late bool) ref.ID {
	id, clerk := p.drafted(item, about, title, content)
	approver := p.as(p.leader(item.Publisher))
	l.between(1, 2)
	if late {
		p.act(ref.Disclosure, "return", approver, noun.Call{ID: id, In: &noun.Said{Text: "两笔接待没有写事由，补齐再报。"}})
		l.between(12, 14)
		p.act(ref.Disclosure, "submit", clerk, noun.Call{ID: id})
		l.wait(1)
	}
	p.act(ref.Disclosure, "approve", approver, noun.Call{ID: id,
		In: &affairs.Approval{Privacy: true, Opinion: "内容属实，个人信息已隐去，同意公开。"}})
	l.wait(0)
	p.act(ref.Disclosure, "publish", clerk, noun.Call{ID: id, In: &affairs.Publishing{On: l.today(), Form: item.Form,
		Place: p.boardOf(item.Publisher)}, Files: []act.File{p.proof()}})
	return id
}
