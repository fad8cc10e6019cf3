package demo

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// meeting are the classes of voters that vote at a meeting; the others are asked by questionnaires.
var meeting = []string{"leaders", "peers", "staff"}

// ballots are how many of a class are issued, and how they come back.
var ballots = map[string]struct {
	issued     int
	way, place string
}{
	"leaders":     {14, "meeting", "县双责办，测评大会当场计票"},
	"peers":       {32, "meeting", "县双责办，测评大会当场计票"},
	"staff":       {46, "meeting", "各镇会议室，双责办派员监票"},
	"clients":     {60, "paper", "便民服务大厅，双责办汇总"},
	"residents":   {120, "visit", "入户走访，双责办汇总"},
	"third-party": {150, "phone", "市社情民意调查中心报告"},
}

// polled enters and confirms what was voted at the meeting, enters one questionnaire's count, and gives what follows
// when the self-assessments are in: the rest, and a correction.
func (l *life) polled(of ref.ID, sheets []*course.Scoresheet, clerk, head func() actor.Actor) func() {
	p := l.p
	enter := func(i int, x *course.Tally) {
		p.act(ref.Tally, "count", clerk(), noun.Call{ID: x.ID, In: &course.Counting{Paper: l.ballot(i, x)}})
	}
	confirm := func() {
		for _, x := range l.talliesOf(of) {
			if x.State == course.Entered {
				p.act(ref.Tally, "confirm", head(), noun.Call{ID: x.ID})
			}
		}
	}
	each := func(f func(i int, x *course.Tally)) {
		for i, s := range sheets {
			for _, x := range l.talliesOf(of) {
				if x.Sheet == s.ID && x.State == course.Open {
					f(i, x)
				}
			}
		}
	}
	l.wait(1)
	each(func(i int, x *course.Tally) {
		if slices.Contains(meeting, x.Class) {
			enter(i, x)
		}
	})
	l.wait(1)
	confirm()
	l.wait(1)
	own := p.named("曙坪镇")
	each(func(i int, x *course.Tally) {
		if x.Unit == own && x.Class == "clients" {
			enter(i, x)
		}
	})
	return func() {
		each(func(i int, x *course.Tally) {
			if x.Class != "third-party" || i%2 == 0 { // the survey did not reach every town
				enter(i, x)
			}
		})
		l.wait(1)
		confirm()
		l.wait(1)
		for _, x := range l.talliesOf(of) {
			if x.Unit == own && x.Class == "staff" && x.Valid > 0 {
				in := &course.Recounting{Paper: x.Paper, Reason: "复核票箱，一张“较好”误计为“好”。"}
				in.Answers[2]--
				in.Answers[3]++
				p.act(ref.Tally, "correct", clerk(), noun.Call{ID: x.ID, In: in})
			}
		}
		l.wait(1)
		confirm()
	}
}

// ballot is what came back of a class. Of the leaders, four alone were at the second town's.
func (l *life) ballot(i int, x *course.Tally) course.Paper {
	b := ballots[x.Class]
	some := func(of, percent int) int { return l.r.IntN(of*percent/100 + 1) }
	returned := b.issued - some(b.issued, 12)
	valid := returned - some(returned, 6)
	if x.Class == "leaders" && i == 1 {
		returned, valid = 4, 4
	}
	unknown := some(valid, 8)
	worst := some(valid, 4)
	middling := some(valid, 9)
	second := (valid - unknown - worst - middling) * (15 + l.r.IntN(25)) / 100
	out := course.Paper{Issued: int64(b.issued), Returned: int64(returned), Valid: int64(valid), Way: b.way,
		Place: b.place, CountedOn: l.today()}
	put := func(a scheme.Answer, n int) { out.Answers[slices.Index(scheme.Answers[:], a)] = int64(n) }
	best, next, last := scheme.Satisfied, scheme.Mostly, scheme.Dissatisfied
	if slices.Contains(meeting, x.Class) {
		best, next, last = scheme.Good, scheme.Fairly, scheme.Poor
	}
	put(best, valid-unknown-worst-middling-second)
	put(next, second)
	put(scheme.Middling, middling)
	put(last, worst)
	put(scheme.Unknown, unknown)
	return out
}

// talliesOf are those of an assessment, as they were made.
func (l *life) talliesOf(of ref.ID) (out []*course.Tally) {
	all, err := l.p.AllOf(l.p.ctx, ref.Tally)
	l.p.must(err)
	for _, v := range all {
		if x := v.(*course.Tally); x.Appraisal == of {
			out = append(out, x)
		}
	}
	return out
}
