package app

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/demo"
	"shuangze/internal/handover"
	"shuangze/internal/ref"
)

// handoverWrites are the writes of handovers: the sheet is one that 曙坪镇's first
// responsible person takes over.
func (p *programs) handoverWrites(deeds map[string]func() write, next func() int) {
	delete(deeds, "signOutHandover") // in person, by no program
	delete(deeds, "signInHandover")
	deeds["reserveHandover"] = func() write {
		return write{fmt.Sprintf("/handovers/%d/reserve", p.handed(p.actor("shuping").Person).ID),
			fmt.Sprintf(`{"row":"1","note":"尚未核对%d"}`, next())}
	}
}

func (v *visitors) handovers() (out []*handover.Sheet) {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Handover, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		out = append(out, x.(*handover.Sheet))
	}
	return out
}

// handed is an unsigned sheet with something open that somebody takes over: there is
// one, or it is made of a post that ended, as the house does.
func (v *visitors) handed(to ref.ID) *handover.Sheet {
	v.Helper()
	has := map[ref.ID]bool{}
	find := func() *handover.Sheet {
		for _, s := range v.handovers() {
			has[s.Appointment] = true
			if s.Successor == to && s.InOn == 0 && s.Matters > 0 {
				return s
			}
		}
		return nil
	}
	if s := find(); s != nil {
		return s
	}
	for _, a := range v.county.Leaders(v.h.Clock().Day() - 366) {
		if has[a.ID] || a.Person == to {
			continue
		}
		if _, err := v.h.handovers().Make(context.Background(), act.Command{Actor: actor.Machine(1, "tick")}, a.ID,
			to); err != nil {
			v.Fatal(err)
		}
		if s := find(); s != nil {
			return s
		}
	}
	v.Fatal("nothing is open of whoever left")
	return nil
}

// The demonstration has a sheet that both signed and one that nobody has; the job makes
// no other, and one for a leader who left without a successor not at all.
func TestHandoversOfTheDemonstration(t *testing.T) {
	t.Parallel()
	v := visit(t)
	before := v.handovers()
	unit := map[string]*handover.Sheet{}
	for _, s := range before {
		unit[v.county.Name(s.Unit)] = s
		rows, err := v.h.DB.HandoverRows(t.Context(), s.ID)
		if err != nil || !s.Frozen(rows) || int64(len(rows)) != s.Matters {
			t.Errorf("%s: %d rows of %d, %v", s.Post, len(rows), s.Matters, err)
		}
	}
	town, bureau := unit["曙坪镇"], unit["财政局"]
	if town == nil || town.State != handover.Signed || town.OutBy != town.Leaver || town.Gone || town.Matters == 0 {
		t.Errorf("%+v", town)
	}
	if bureau == nil || bureau.State != handover.Open || !bureau.Gone || town != nil && bureau.Successor != town.Leaver {
		t.Errorf("%+v", bureau)
	}
	if n, err := v.h.MakeHandovers(t.Context()); n != 0 || err != nil || len(v.handovers()) != len(before) {
		t.Errorf("made %d again, %v", n, err)
	}
}

// confirms turns the second step on for an account and gives its codes, by how many
// half minutes from now.
func (v *visitors) confirms(login string) func(steps int64) string {
	v.Helper()
	ctx, who := context.Background(), v.actor(login)
	secret, _, err := v.h.Accounts.StartSecond(ctx, who, demo.Password)
	if err != nil {
		v.Fatal(err)
	}
	code := func(steps int64) string {
		c, _ := totp.GenerateCode(secret, v.h.Clock().Time().Add(time.Duration(steps)*30*time.Second))
		return c
	}
	if _, _, err := v.h.Accounts.ConfirmSecond(ctx, act.Command{Actor: who}, code(-1)); err != nil {
		v.Fatal(err)
	}
	return code
}

// Whoever takes over finds the sheet on the workbench, notes a reservation, is refused
// without saying who they are, and signs by password and one-time code; a second click,
// even at once, finds the receipt of the first.
func TestHandoverOnThePage(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		all := v.handovers()
		s := all[slices.IndexFunc(all, func(s *handover.Sheet) bool { return s.State == handover.Open && s.Matters > 0 })]
		v.admit("jieren", s.Successor)
		at := fmt.Sprintf("/handovers/%d", s.ID)
		code := v.confirms("jieren")
		v.sees(v.ask("jieren", "GET", "/"), 200, "接任签字："+s.Post, "您接任，接收未办结事项")
		v.sees(v.ask("jieren", "GET", at), 200, s.Digest, "/do/sign-in", "row=1")
		if w := v.ask("zhuti", "GET", at); w.Code != 200 || strings.Contains(w.Body.String(), "/do/sign-in") {
			t.Errorf("an office is offered to take over: %d", w.Code)
		}
		v.sees(v.ask("zhuti", "GET", at+"/do/sign-in"), 403)
		v.sees(v.ask("jieren", "GET", at+"/do/reserve?row=1"), 200, `value="1"`)
		note := url.Values{"key": {"RESERVESONTHEPAGE"}, "row": {"1"}, "note": {"台账尚未核对。"}}
		if w := v.post("jieren", at+"/do/reserve", note, ""); w.Code != 303 {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
		v.sees(v.ask("jieren", "GET", at), 200, "台账尚未核对。")
		v.sees(v.ask("jieren", "GET", at+"/do/sign-in"), 200, "动态码")
		form := url.Values{"key": {"SIGNSTHEHANDOVER"}, "old": {"wrong"}, "code": {code(0)}}
		v.sees(v.post("jieren", at+"/do/sign-in", form, ""), 422, "密码")
		form.Set("old", demo.Password)
		var both [2]*httptest.ResponseRecorder
		var done sync.WaitGroup
		for i := range both {
			done.Go(func() { both[i] = v.post("jieren", at+"/do/sign-in", form, "") })
		}
		done.Wait()
		for _, w := range append(both[:], v.post("jieren", at+"/do/sign-in", form, "")) {
			if w.Code != 303 || w.Header().Get("Location") != both[0].Header().Get("Location") {
				t.Fatalf("%d %s: %s", w.Code, w.Header().Get("Location"), w.Body)
			}
		}
		signed := 0 // the second proof that failed stands in the journal of access
		acts, err := v.h.DB.History(t.Context(), s.ID, 0)
		for _, e := range acts.Events {
			if e.Kind == "handover.signed-in.v1" {
				signed++
			}
		}
		if signed != 1 || err != nil {
			t.Errorf("signed %d times, %v", signed, err)
		}
		v.sees(v.ask("jieren", "GET", at), 200, "密码和动态码", "离任人未签字")
		form.Set("key", "SIGNSITANOTHERTIME")
		v.sees(v.post("jieren", at+"/do/sign-in", form, ""), 409, "已于")
	})
}

// An office signs for who left the county, and says why before its code is used up; it
// does not sign for who is here still.
func TestHandoverByAnOffice(t *testing.T) {
	t.Parallel()
	v := visit(t)
	var gone, here *handover.Sheet
	for _, s := range v.handovers() {
		if s.OutOn == 0 && s.Gone {
			gone = s
		}
	}
	here = v.handed(v.actor("shuping").Person)
	if gone == nil {
		t.Fatal("nobody left the county")
	}
	at, code := fmt.Sprintf("/handovers/%d", gone.ID), v.confirms("zhuti")
	v.sees(v.ask("zhuti", "GET", "/"), 200, "离任签字："+gone.Post, "由办公室代签")
	form := url.Values{"key": {"SIGNSFORWHOLEFT"}, "old": {demo.Password}, "code": {code(0)}}
	v.sees(v.post("zhuti", at+"/do/sign-out", form, ""), 422, "代签原因")
	form.Set("reason", "已退休，不在本县。")
	if w := v.post("zhuti", at+"/do/sign-out", form, ""); w.Code != 303 {
		t.Fatalf("the code was used up: %d: %s", w.Code, w.Body)
	}
	v.sees(v.ask("zhuti", "GET", at), 200, "已退休，不在本县。", "接任人未签字")
	if !here.Gone {
		form.Set("code", code(1))
		v.sees(v.post("zhuti", fmt.Sprintf("/handovers/%d/do/sign-out", here.ID), form, ""), 409, "本人签字")
	}
}
