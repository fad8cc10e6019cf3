package demo

import (
	"cmp"
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/comment"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/task"
	"shuangze/internal/ref"
)

// talked tells what office and units say to each other about orders and a task in the
// last days: open and within the office, answered, addressed to somebody, taken back.
func (p *play) talked() {
	p.start(p.today-5, func(l *life) {
		said := 0
		for _, name := range []string{"曙坪镇", "财政局"} {
			unit := p.named(name)
			all, err := p.Written(p.ctx)
			p.must(err)
			all = slices.DeleteFunc(all, func(o order.Order) bool {
				return o.Unit != unit || !o.State.Open() || o.IssuedAt == 0
			})
			slices.SortFunc(all, func(a, b order.Order) int { return cmp.Compare(a.ID, b.ID) })
			for _, o := range all[:min(2, len(all))] {
				p.talk(l, o, said)
				said++
			}
		}
		l.wait(1)
		tasks, err := p.AllOf(p.ctx, ref.Task)
		p.must(err)
		town := p.named("曙坪镇")
		for _, v := range tasks {
			if x := v.(*task.Task); x.Unit == town && x.Side == actor.Principal {
				of := ref.Ref{Kind: task.Shape.Of, ID: x.ID}
				p.say(p.as(p.hand(town, 0)), of, comment.Input{Words: "年初分解到村的部分，两个村因换届推迟，能否先按片区报？"})
				p.say(p.office(x.Side, false), of, comment.Input{Words: "可以，按片区报，12 月补齐到村。"})
				return
			}
		}
	})
	p.lives-- // the chance of later lives stays what it was
}

// takenUp tells that offices took up what waits to be reviewed and to be approved.
func (p *play) takenUp() {
	p.start(p.today-1, func(*life) {
		all, err := p.Written(p.ctx)
		p.must(err)
		slices.SortFunc(all, func(a, b order.Order) int { return cmp.Compare(a.ID, b.ID) })
		taken := map[order.State]bool{} // one of each
		for _, o := range all {
			name, waits := map[order.State]string{order.Confirmed: "close", order.Awaiting: "issue"}[o.State]
			if waits && !taken[o.State] {
				taken[o.State] = true
				p.did(p.Charges.Take(p.ctx, p.command(p.office(o.Side, true)), o.Ref(), name))
			}
		}
	})
	p.lives-- // the chance of later lives stays what it was
}

// talk is one conversation about an order.
func (p *play) talk(l *life, o order.Order, n int) {
	office, clerk := p.office(o.Side, false), p.as(p.hand(o.Unit, 0))
	asked := p.say(office, o.Ref(), comment.Input{Mentions: p.reads(o, clerk.Person, false),
		Words: []string{"请补一张整改后的公示栏照片，能看清日期。\n原来那张看不出是哪一天。",
			"材料里两处金额对不上，请核对后再报。", "责任分工表请盖章后上传。", "公示时间请写到日。"}[n%4]})
	inside := p.say(office, o.Ref(), comment.Input{Within: true,
		Words: []string{"上次同类事项也是照片不清，这次从严看。", "金额差异不大，等单位核对后再定。", "盖章件到了再进入审核。",
			"与去年同期口径一致。"}[n%4], Mentions: p.reads(o, p.office(o.Side, true).Person, true)})
	p.say(p.office(o.Side, true), o.Ref(), comment.Input{Within: true, ReplyTo: inside, Words: "同意。"})
	answer := p.say(clerk, o.Ref(), comment.Input{ReplyTo: asked,
		Words: []string{"已重新拍摄，明天上午上传。", "已核对，是小数点录错了，更正后的表今天报。", "主要领导出差，周五前盖章上传。",
			"好的，已改。"}[n%4]})
	if n == 0 {
		wrong := p.say(clerk, o.Ref(), comment.Input{Words: "（发错了地方）"})
		p.did(p.Comments.Withdraw(p.ctx, p.command(clerk), wrong))
	}
	p.say(office, o.Ref(), comment.Input{ReplyTo: answer, Words: "收到。"})
}

// say puts a comment on record, and names it.
func (p *play) say(by actor.Actor, of ref.Ref, in comment.Input) ref.ID {
	return p.did(p.Comments.Add(p.ctx, p.command(by), of, in)).Object.ID
}

// reads is a person who can sign in and may read what is said about an order; nobody else.
func (p *play) reads(o order.Order, person ref.ID, within bool) []ref.ID {
	cast, err := p.Comments.Cast(p.ctx, p.Jurisdiction)
	p.must(err)
	for _, who := range comment.Readers(cast, o.Object(order.Nobody), within) {
		if who.Person == person {
			return []ref.ID{person}
		}
	}
	return nil
}
