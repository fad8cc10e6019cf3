package demo

import (
	"errors"
	"fmt"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/incentives/comparisons"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// incentives are what followed from decisions and results and was carried out in part, honours of the year before in
// every state, and a comparison.
func (p *play) incentives() {
	year := int64(p.today.Year() - 1)
	p.start(p.today-120, func(l *life) { l.carries() })
	for _, x := range []struct {
		ago    when.Day
		unit   string
		model  bool
		object bool
		revoke bool
		upto   string
		deeds  string
	}{
		{175, "曙坪镇", false, false, false, honours.Approved, "班子四次专题研究党风廉政建设，问题全部按期销号，村务公开逐月核对。"},
		{140, "财政局", true, false, true, honours.Approved, "牵头清理惠民补贴账户，三个月核对四万余户，资金全部按期拨付。"},
		{60, "水利局", true, true, false, honours.Noticed, "驻点督办饮水工程，群众反映的二十一处断水点全部修复。"},
		{4, "钟宝镇", false, false, false, honours.Noticed, "承诺事项年底前全部兑现并公开，述责评议居全县前列。"},
		{2, "林业局", false, false, false, honours.Nominated, "廉政风险点逐项设防，两项审批时限压缩一半。"},
	} {
		p.start(p.today-x.ago, func(l *life) {
			clerk, head := p.office(actor.Principal, false), p.office(actor.Principal, true)
			unit := p.named(x.unit)
			first, body := p.on().FirstOf(unit)
			h := &honours.Honour{Kind: honours.Team, Year: year, Body: body, Deeds: x.deeds}
			if x.model {
				h.Kind, h.Body, h.Person = honours.Model, 0, first.Person
			}
			if !l.tries(ref.Honour, "add", clerk, noun.Call{In: h}) {
				return // what stands in the way of one of them is on record by then
			}
			if x.upto == honours.Nominated {
				return
			}
			l.wait(1)
			if !l.tries(ref.Honour, "notice", clerk, noun.Call{ID: h.ID}) {
				return
			}
			if x.object {
				l.wait(2)
				p.act(ref.Honour, "object", p.as(p.hand(p.named("城关镇"), 0)), noun.Call{ID: h.ID,
					In: &honours.Objecting{Claim: "两处断水点修复后又停水，群众另有反映，请核实后再定。"}})
				l.wait(2)
				for _, v := range p.all(ref.Protest) {
					if o := v.(*honours.Protest); o.Honour == h.ID {
						p.act(ref.Protest, "decide", head, noun.Call{ID: o.ID, In: &honours.Deciding{Answer: honours.Upheld,
							Reason: "实地核实，两处断水点确未稳定供水，本年度不再授予。"}})
					}
				}
				return
			}
			if x.upto != honours.Approved {
				return
			}
			l.wait(12)
			if !l.tries(ref.Honour, "approve", p.group(), noun.Call{ID: h.ID,
				In: &honours.Approving{Meeting: fmt.Sprintf("领导小组%d年第2次会议", year+1)}}) {
				return
			}
			l.wait(2)
			if !l.tries(ref.Honour, "publish", clerk, noun.Call{ID: h.ID, In: &honours.Publishing{Media: "县有线电视台",
				On: l.today()}}) {
				return
			}
			if x.revoke {
				l.wait(60)
				p.act(ref.Honour, "revoke", clerk, noun.Call{ID: h.ID, In: &honours.Revoking{
					No: fmt.Sprintf("镇廉发〔%d〕18号", l.today().Year()), On: l.today(),
					Why: "申报材料中一项数据不实，经核查撤销荣誉。"}})
			}
		})
	}
	p.start(p.today-1, func(l *life) {
		var names []string
		for _, unit := range []string{"城关镇", "曾家镇", "财政局", "水利局"} {
			who, _ := p.on().Person(p.teamOf(unit))
			names = append(names, who.Name+"　"+unit)
		}
		p.act(ref.Comparison, "add", p.office(actor.Supervisory, false), noun.Call{In: &comparisons.Comparison{
			Purpose: "科级领导职务拟任人选推荐", Subject: comparisons.People, Use: "promotion", Years: 3,
			Names: strings.Join(names, "\n")}})
	})
}

// all are the objects of a kind by now.
func (p *play) all(of ref.Kind) []noun.Value {
	list, err := p.AllOf(p.ctx, of)
	p.must(err)
	return list
}

// tries does an act that a rule may refuse by what is on record; it says whether it was done.
func (l *life) tries(of ref.Kind, name string, who actor.Actor, c noun.Call) bool {
	a, ok := l.p.Nouns(of).Act(name)
	if !ok {
		l.p.must(fmt.Errorf("%s has no act %s", of, name))
	}
	c.Command = act.Command{Actor: who}
	_, err := a.Do(l.p.ctx, c)
	var refused *text.Refusal
	if err != nil && !errors.As(err, &refused) {
		l.p.must(err)
	}
	return err == nil
}

// carries notes what the offices and heads carried out of what followed by then: most, and not the last.
func (l *life) carries() {
	p := l.p
	for range 3 {
		open := p.all(ref.Consequence)
		for i, v := range open {
			x := v.(*consequences.Consequence)
			if x.State != consequences.Open || i%4 == 3 || x.Use != "" {
				continue
			}
			by := p.office(x.Side, false)
			if x.Taker != 0 {
				by = p.as(x.Taker)
			}
			l.tries(ref.Consequence, "carry", by, noun.Call{ID: x.ID, Files: []act.File{l.proof().File()},
				In: &noun.Said{Text: "已按要求办理，存档备查。"}})
		}
		l.wait(40)
	}
}
