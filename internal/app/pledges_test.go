package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/pledges"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

func (v *visitors) pledge(id ref.ID) *pledges.Pledge {
	v.Helper()
	x, _, err := v.h.DB.One(context.Background(), ref.Pledge, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*pledges.Pledge)
}

// The first pledge that a head makes public fulfils the duty that asked for it, and says
// what it was; silence raises one card in one night; the office of the county judges and
// the unit does not.
func TestPledgesFulfilAndFallSilent(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, today := context.Background(), v.h.Clock().Day()
		all, err := v.h.DB.AllOf(ctx, ref.Pledge, 1)
		if err != nil {
			t.Fatal(err)
		}
		town := v.unit("曙坪镇")
		var own, silent *pledges.Pledge
		for _, x := range all {
			switch p := x.(*pledges.Pledge); {
			case p.Unit == town && p.Year == int64(today.Year()) && own == nil:
				own = p
			}
			if p := x.(*pledges.Pledge); p.Over(today) {
				silent = p
			}
		}
		if own == nil || silent == nil {
			t.Fatal("the demonstration has no such pledges")
		}
		found := false
		for _, d := range v.h.dutiesOf(t) {
			if d.Rule != "pledge" || d.Body != own.Body || d.BeginsOn.Year() != today.Year() {
				continue
			}
			if found = true; d.State != duty.Done || d.DoneOn == 0 || d.Person != 0 {
				t.Errorf("%+v", d)
			}
			var how bool
			for _, x := range all {
				how = how || x.(*pledges.Pledge).Item == d.How
			}
			if !how {
				t.Errorf("the duty was done by %q, which is no pledge", d.How)
			}
		}
		if !found {
			t.Error("no duty asked for a pledge")
		}
		// The house raised the card in the play already; a silence more raises none.
		raised, err := v.h.RaiseSilent(ctx)
		if err != nil || v.pledge(silent.ID).Card != pledges.Silent {
			t.Fatalf("%d raised, %v, %+v", raised, err, v.pledge(silent.ID))
		}
		if raised, err = v.h.RaiseSilent(ctx); raised != 0 || err != nil {
			t.Errorf("raised again: %d, %v", raised, err)
		}
		if _, no := v.does("shuping-lly", ref.Pledge, "tell", silent.ID, &noun.Said{Text: "有进展"}); no != "" {
			t.Fatal(no)
		}
		if p := v.pledge(silent.ID); p.Card != "" || p.ToldOn != today {
			t.Errorf("%+v", p)
		}

		in := &pledges.Pledge{Year: int64(today.Year()), Body: own.Body, Aspect: "integrity", Item: "不收礼金",
			Standard: "无登记", Due: when.Date(today.Year(), 12, 31)}
		id, no := v.does("shuping-lly", ref.Pledge, "add", 0, in)
		if no != "" {
			t.Fatal(no)
		}
		public := &pledges.Publishing{On: today, Place: "tv"}
		if _, no := v.does("shuping-lly", ref.Pledge, "make", id, public); no != "file evidence.choose" {
			t.Errorf("made public without proof: %q", no)
		}
		_, no = v.does("caizheng-jb", ref.Pledge, "tell", silent.ID, &noun.Said{Text: "他人"})
		if no != "access.forbidden" {
			t.Errorf("another unit tells: %q", no)
		}
		review := &pledges.Reviewing{On: today, Done: "无", Grade: "kept"}
		if _, no := v.does("shuping-lly", ref.Pledge, "review", silent.ID, review); no != "" {
			t.Fatal(no)
		}
		ballots := &pledges.Ballots{On: today, Returned: 3, Satisfied: 2, Unsatisfied: 1}
		if _, no := v.does("shuping-lly", ref.Pledge, "rate", silent.ID, ballots); no == "" {
			t.Error("the unit rates itself")
		}
		if _, no := v.does("zhuti-jb", ref.Pledge, "rate", silent.ID, ballots); no != "" {
			t.Fatal(no)
		}
		judging := &pledges.Judging{Grade: "kept", Opinion: "好"}
		if _, no := v.does("shuping", ref.Pledge, "judge", silent.ID, judging); no == "" {
			t.Error("the unit judges itself")
		}
		if _, no := v.does("zhuti-jb", ref.Pledge, "judge", silent.ID, judging); no != "" {
			t.Error(no)
		}
		if p := v.pledge(silent.ID); p.Rating != 6667 || p.State != pledges.Judged {
			t.Errorf("%+v", p)
		}
	})
}

// pledgeWrites are the writes of pledges, each on one of 曙坪镇 that stands where the act is for.
func (p *programs) pledgeWrites(deeds map[string]func() write, next func() int) {
	today := p.h.Clock().Day()
	at := func(id, name, state, body string) {
		deeds[id] = func() write {
			n := next()
			return write{fmt.Sprintf("/pledges/%d/%s", p.pledgedIn(n, state), name),
				strings.ReplaceAll(body, "%d", fmt.Sprint(n))}
		}
	}
	at("makePledge", "make", pledges.Drafted, fmt.Sprintf(`{"on":"%s","place":"tv"}`, today))
	at("tellPledge", "tell", pledges.Made, `{"going":"进展%d"}`)
	at("reviewPledge", "review", pledges.Made, fmt.Sprintf(`{"on":"%s","done":"做到了%%d","grade":"kept"}`, today))
	at("recallPledge", "recall", pledges.Reviewed, `{"reason":"改一改%d"}`)
	at("ratePledge", "rate", pledges.Reviewed,
		fmt.Sprintf(`{"on":"%s","returned":%%d,"satisfied":1,"mostly":0,"unsatisfied":0}`, today))
	at("judgePledge", "judge", pledges.Rated, `{"grade":"kept","opinion":"认定%d"}`)
	at("withdrawPledge", "withdraw", pledges.Drafted, `{"why":"不做了%d"}`)
	at("releasePledge", "release", pledges.Made, `{"why":"客观原因%d"}`)
}

// pledgedIn is a pledge of 曙坪镇 in a state, with a file.
func (p *programs) pledgedIn(n int, state string) ref.ID {
	p.Helper()
	today := p.h.Clock().Day()
	town, _ := p.county.Body(p.actor("shuping").Grants[0].Body)
	in := &pledges.Pledge{Year: int64(today.Year()), Body: town.ID, Aspect: "integrity", Item: fmt.Sprint("承诺", n),
		Standard: "无登记", Due: when.Date(today.Year(), 12, 31)}
	a, _ := p.h.Noun(ref.Pledge).Act("add")
	r, err := a.Do(p.Context(), noun.Call{Command: act.Command{Actor: p.actor("shuping-lly")}, In: in})
	if err != nil {
		p.Fatal(err)
	}
	c := act.Command{Actor: p.actor("shuping-lly"), Verb: "pledge.change"}
	file := p.proof()
	if _, err := noun.Step(p.Context(), p.h.pledges().Door, c, pledges.Shape,
		noun.At{ID: r.Object.ID, Files: []evidence.Evidence{file}}, "pledge.changed.v1",
		func(_ noun.Tx, v *pledges.Pledge) ([]act.Fact, error) {
			if v.State = state; state != pledges.Drafted {
				v.Person, v.MadeOn, v.ToldOn, v.Next = p.actor("shuping").Person, today, today, v.Due
			}
			if state == pledges.Reviewed || state == pledges.Rated {
				v.DoneOn, v.Done, v.OwnWord = today, "做到了", "kept"
			}
			return []act.Fact{act.Words("reason", fmt.Sprint("试", n))}, nil
		}); err != nil {
		p.Fatal(err)
	}
	return r.Object.ID
}

// proof is a file that the demonstration holds, once more.
func (p *visitors) proof() evidence.Evidence {
	all, err := p.h.DB.AllOf(p.Context(), ref.Pledge, 1)
	if err != nil {
		p.Fatal(err)
	}
	files, err := p.h.DB.EvidenceOf(p.Context(), all[0].Head().ID)
	if err != nil || len(files) == 0 {
		p.Fatal("the demonstration has no proof of a pledge: ", err)
	}
	return evidence.Evidence{Name: files[0].Name, Type: files[0].Type, Size: files[0].Size, Digest: files[0].Digest}
}
