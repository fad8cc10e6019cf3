package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// talliesIn are those of an assessment.
func (v *visitors) talliesIn(of ref.ID) []*course.Tally {
	return slices.DeleteFunc(every[*course.Tally](v, ref.Tally), func(x *course.Tally) bool { return x.Appraisal != of })
}

// tallyOf is the one of an item and a class on the sheet of a unit that stands first in a state.
func (v *visitors) tallyOf(of ref.ID, unit, item, class, state string) *course.Tally {
	v.Helper()
	for _, x := range v.talliesIn(of) {
		if x.Unit == v.unit(unit) && x.Item == item && x.Class == class && x.State == state {
			return x
		}
	}
	v.Fatalf("%s has no tally of %s %s that is %s", unit, item, class, state)
	return nil
}

func (v *visitors) counting(issued, returned, valid int64, answers map[scheme.Answer]int64) course.Paper {
	out := course.Paper{Issued: issued, Returned: returned, Valid: valid, Way: "paper", CountedOn: v.h.Clock().Day(),
		Place: "服务大厅"}
	for a, n := range answers {
		out.Answers[slices.Index(scheme.Answers[:], a)] = n
	}
	return out
}

// counts has the satisfaction with two towns counted: what does not add up is refused beside its field, nobody confirms
// what they entered, answers of few are nobody's to read, and a correction counts once another confirmed it.
func (v *visitors) counts(does func(string, ref.Kind, string, ref.ID, any, string), of ref.ID) {
	v.Helper()
	for _, x := range v.talliesIn(of) {
		if x.State == course.Entered { // by the demonstration
			does("jiandu-jb", ref.Tally, "drop", x.ID, &noun.Said{Text: "重录"}, "")
		}
	}
	const item = "10"
	x := v.tallyOf(of, "曙坪镇", item, "residents", course.Open)
	enter := func(login string, id ref.ID, p course.Paper, want string) {
		v.Helper()
		does(login, ref.Tally, "count", id, &course.Counting{Paper: p}, want)
	}
	right := v.counting(20, 18, 16, map[scheme.Answer]int64{scheme.Satisfied: 10, scheme.Mostly: 4, scheme.Unknown: 2})
	wrong := func(change func(*course.Paper)) course.Paper {
		p := right
		change(&p)
		return p
	}
	enter("jiandu-jb", x.ID, v.counting(0, 0, 0, nil), "issued tally.issued.none")
	enter("jiandu-jb", x.ID, wrong(func(p *course.Paper) { p.Returned = 21 }), "returned tally.returned.more")
	enter("jiandu-jb", x.ID, wrong(func(p *course.Paper) { p.Returned = 15 }), "valid tally.valid.more")
	enter("jiandu-jb", x.ID, wrong(func(p *course.Paper) { p.Valid = 17 }), "valid tally.valid.sum")
	enter("jiandu-jb", x.ID, wrong(func(p *course.Paper) { p.CountedOn++ }), "countedOn record.on.later")
	enter("jiandu-jb", x.ID, wrong(func(p *course.Paper) { p.CountedOn -= 800 }), "countedOn tally.on.early")
	enter("jiandu-jb", x.ID, wrong(func(p *course.Paper) { p.Answers[0], p.Answers[2] = 0, 10 }),
		"good tally.answer.unasked")
	enter("shuping-lly", x.ID, right, "access.forbidden")
	enter("zhuti-jb", x.ID, right, "access.missing")
	enter("jiandu-jb", x.ID, right, "")
	at, sheet := "/tallies/"+x.ID.String(), "/scoresheets/"+x.Sheet.String()
	v.sees(v.ask("jiandu", "GET", at), 200, "基本满意")
	known := func(login, class, state string) course.Paper {
		return v.h.Noun(ref.Tally).For(v.actor(login), v.tallyOf(of, "曙坪镇", item, class, state)).(*course.Tally).Paper
	}
	none := course.Paper{}.Answers
	if known("shuping-lly", "residents", course.Entered).Answers != none ||
		known("jiandu", "residents", course.Entered).Answers == none {
		v.Error("the office alone reads answers that nobody confirmed")
	}
	does("jiandu-jb", ref.Tally, "confirm", x.ID, nil, "tally.same")
	does("shuping-jw", ref.Tally, "confirm", x.ID, nil, "access.forbidden")
	does("jiandu", ref.Tally, "confirm", x.ID, nil, "")
	enter("jiandu-jb", x.ID, right, "tally.not-now")

	few := v.tallyOf(of, "曙坪镇", item, "clients", course.Open)
	enter("jiandu-jb", few.ID, v.counting(7, 6, 4, map[scheme.Answer]int64{scheme.Satisfied: 3,
		scheme.Dissatisfied: 1}), "")
	does("jiandu", ref.Tally, "confirm", few.ID, nil, "")
	for _, login := range []string{"jiandu-jb", "lingdao", "shuping-lly"} {
		if p := known(login, "clients", course.Confirmed); p.Valid != 4 || p.Answers != none {
			v.Errorf("%s reads %+v", login, p)
		}
		if known(login, "residents", course.Confirmed).Answers == none {
			v.Errorf("%s does not read the answers of sixteen", login)
		}
	}

	recount := func(change func(*course.Paper)) *course.Recounting {
		return &course.Recounting{Paper: wrong(change), Reason: "票箱复核"}
	}
	does("jiandu", ref.Tally, "correct", x.ID, recount(func(*course.Paper) {}), " field.unchanged")
	does("jiandu", ref.Tally, "correct", x.ID, recount(func(p *course.Paper) { p.Answers[0], p.Answers[1] = 9, 5 }), "")
	does("jiandu", ref.Tally, "correct", x.ID, recount(func(p *course.Paper) { p.Answers[0], p.Answers[1] = 8, 6 }),
		"tally.corrected-already")
	next := v.tallyOf(of, "曙坪镇", item, "residents", course.Entered)
	does("jiandu", ref.Tally, "drop", next.ID, &noun.Said{Text: "没有错"}, "")
	does("jiandu", ref.Tally, "correct", x.ID, recount(func(p *course.Paper) { p.Answers[0], p.Answers[1] = 8, 6 }), "")
	next = v.tallyOf(of, "曙坪镇", item, "residents", course.Entered)
	score := func() int64 {
		list, err := v.h.DB.Tallied(context.Background(), 1, int(x.Year), x.Body)
		if err != nil {
			v.Fatal(err)
		}
		m := schemeOf(v.h.Policy, x.Scheme, int(x.Year))
		var tallies []scheme.Tally
		for _, t := range list {
			if t.Item == item {
				tallies = append(tallies, t.Tally)
			}
		}
		n, _ := m.Poll(item, tallies).Result.Hundredths()
		return n
	}
	// (10 × 100 + 4 × 70) ÷ 14 by 40 %, (3 × 100) ÷ 4 by 30 %: the correction does not count yet.
	if got := score(); got != 84_39 {
		v.Errorf("%d before the correction was confirmed", got)
	}
	does("jiandu", ref.Tally, "confirm", next.ID, nil, "tally.same")
	does("jiandu-jb", ref.Tally, "confirm", next.ID, nil, "")
	if got := score(); got != 81_94 { // (8 × 100 + 6 × 70) ÷ 14
		v.Errorf("%d after it", got)
	}
	v.sees(v.ask("shuping-lly", "GET", fmt.Sprintf("/scores/%d?year=%d", x.Body, x.Year)), 200, "81.94", "不足 5 票",
		"发出 20、收回 18、有效 16")
	v.sees(v.ask("shuping-lly", "GET", sheet), 200, "测评计票")
}

// countedSheets: what was counted is in the bytes of the result and changes no more; a poll without any is not
// applicable.
func (v *visitors) countedSheets(does func(string, ref.Kind, string, ref.ID, any, string), of ref.ID) {
	v.Helper()
	for _, s := range v.sheetsIn(of) {
		sheet, _ := s.Sheet()
		for _, l := range sheet.Lines {
			if l.No != "10" {
				continue
			}
			n, _ := l.Value.Hundredths()
			switch own := s.Unit == v.unit("曙坪镇"); {
			case own && (len(l.Tallies) != 2 || n != 81_94 || l.State != scheme.Scored ||
				!strings.Contains(s.Packed, `"residents" 20 18 16 8 6 0 0 0 0 0 2`)):
				v.Errorf("%s: %+v\n%s", s.Title, l, s.Packed)
			case !own && (l.State != scheme.Absent || l.Counts != 0):
				v.Errorf("%s: %+v", s.Title, l)
			}
		}
	}
	x := v.tallyOf(of, "曙坪镇", "10", "residents", course.Told)
	does("jiandu", ref.Tally, "correct", x.ID, &course.Recounting{Paper: x.Paper, Reason: "晚了"}, "tally.not-now")
	open := v.tallyOf(of, "曙坪镇", "10", "third-party", course.Unpolled)
	does("jiandu", ref.Tally, "count", open.ID, &course.Counting{Paper: x.Paper}, "tally.not-now")
	v.sees(v.ask("shuping-lly", "GET", "/scoresheets/"+x.Sheet.String()), 200, "按权重合成 81.94 分", "没有测，不计")
}

// tallyWrites are the writes of programs on tallies.
func (p *programs) tallyWrites(deeds map[string]func() write, own func(ref.ID) *course.Scoresheet, next func() int) {
	at := func(id, name, body string, people ...string) {
		deeds[id] = func() write {
			a := p.begins(actor.Principal, "town", true)
			all := p.talliesIn(a)
			x := all[slices.IndexFunc(all, func(x *course.Tally) bool { return x.Sheet == own(a).ID && x.Class == "staff" })]
			paper := p.counting(9, 8, 7, map[scheme.Answer]int64{scheme.Good: 7})
			for i, login := range people {
				if i == 0 {
					p.must(login, ref.Tally, "count", x.ID, &course.Counting{Paper: paper})
					continue
				}
				p.must(login, ref.Tally, "confirm", x.ID, nil)
			}
			body := strings.NewReplacer("%d", fmt.Sprint(next()), "%on", p.h.Clock().Day().String()).Replace(body)
			return write{"/tallies/" + x.ID.String() + "/" + name, body}
		}
	}
	const said = `{"issued":20,"returned":18,"valid":12,"good":8,"fairly":4,"way":"meeting","countedOn":"%on",` +
		`"place":"会议室%d"}`
	at("countTally", "count", said)
	at("confirmTally", "confirm", "", "zhuti-jb")
	at("dropTally", "drop", `{"why":"重录%d"}`, "zhuti-jb")
	at("correctTally", "correct", strings.Replace(said, `"way"`, `"reason":"误计","way"`, 1), "zhuti-jb", "zhuti")
}
