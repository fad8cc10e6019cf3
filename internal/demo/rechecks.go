package demo

import (
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// seenTexts and lackTexts are what was found of drawn matters.
var (
	seenTexts = []string{"现场查看公开栏，本季度内容已按时更新，做法坚持得住。", "抽查近三个月台账，登记完整，制度仍在执行。",
		"电话回访两名群众，反映的问题没有再发生。", "查阅会议记录和凭证，整改措施落实，未见反弹。"}
	lackTexts = []string{"公开栏自上月起没有更新，整改措施没有坚持，问题反弹。", "抽查发现新的凭证仍缺附件，制度没有执行到位。"}
	replyText = "情况属实。已安排专人每周核对，并在班子会上通报，按新的期限完成整改。"
)

// openLeft is how many drawn matters of the last quarter wait still on each side.
const openLeft = 3

// rechecks are two draws: that of the quarter before the last one that is over was
// looked at to its end, and one matter did not hold; the last is under way.
func (p *play) rechecks() {
	last := recheck.Wanted(false, 0, p.today)[0]
	for i, of := range []recheck.Period{recheck.Of(false, last.From-1), last} {
		p.start(of.To+3, func(l *life) {
			for n := 0; n == 0; l.wait(1) { // its seed is signed in the first night after a day in office
				var err error
				n, err = p.Draws(p.ctx)
				p.must(err)
			}
			l.lookAgain(of, i == 0)
		})
	}
}

// lookAgain looks at what was drawn of a period, and leaves some when it is not to the end.
func (l *life) lookAgain(of recheck.Period, whole bool) {
	p := l.p
	all, err := p.AllOf(p.ctx, ref.Recheck)
	p.must(err)
	bySide := map[actor.Side][]*recheck.Check{}
	for _, v := range all {
		if c := v.(*recheck.Check); c.State == recheck.Open && of.From <= c.ClosedOn && c.ClosedOn <= of.To {
			bySide[c.Side] = append(bySide[c.Side], c)
		}
	}
	failed := false
	for _, side := range []actor.Side{actor.Principal, actor.Supervisory} {
		list := bySide[side]
		if !whole {
			list = list[:max(0, len(list)-openLeft)]
		}
		for i, c := range list {
			if l.wait(0); i%6 == 5 {
				l.wait(1)
			}
			if c.Checker == 0 {
				continue
			}
			o, isOrder, err := p.Order(p.ctx, c.Matter)
			p.must(err)
			if whole && !failed && isOrder && o.State == order.Closed {
				failed = true
				due := l.today() + 20
				p.act(ref.Recheck, "fail", p.as(c.Checker), noun.Call{ID: c.ID,
					In: &recheck.Said{Text: pick(l, lackTexts), Due: due}})
				p.start(l.today()+1, func(l *life) { l.putRight(c, due) })
				continue
			}
			p.act(ref.Recheck, "hold", p.as(c.Checker), noun.Call{ID: c.ID,
				In: &recheck.Said{Text: pick(l, seenTexts)}})
		}
	}
}

// putRight is what the unit does about what did not hold.
func (l *life) putRight(c *recheck.Check, due when.Day) {
	w := l.take(matter{side: c.Side, unit: c.Unit}, c.Matter, due)
	l.p.act(ref.Recheck, "reply", w.doer(), noun.Call{ID: c.ID, In: &recheck.Said{Text: replyText}})
	l.wait(4)
	w.report()
	l.wait(1)
	w.finish()
}
