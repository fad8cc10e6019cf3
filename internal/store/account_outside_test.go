package store

import (
	"testing"
	"time"

	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// The account of an assessor from outside ends on the day written in the appointment, with all that was
// opened by it, and without anybody doing anything: sign-in by password and by passkey is refused with a
// sentence, open sessions and tokens end. Engaged again, they sign in with what they had, and what had
// ended stays ended.
func TestExternalAssessorEndsByItself(t *testing.T) {
	accountHall(t, func(h *hall) {
		const office = ref.ID(900_001)
		today := h.db.clock().Day()
		engage := func(who ref.ID, from, to when.Day) {
			h.t.Helper()
			if err := h.register(bodies.Change{Rows: bodies.Rows{Appointments: []bodies.Appointment{{Version: 1,
				Person: who, Body: office, Post: bodies.Assessor, Title: "外聘评分人",
				Period: when.Period{From: from, To: to}}}}}); err != nil {
				h.t.Fatal(err)
			}
		}
		if err := h.register(bodies.Change{Rows: bodies.Rows{Bodies: []bodies.Body{{ID: office, Version: 1,
			Kind: bodies.PrincipalOffice, Name: "主体责任办公室", Unit: h.unit,
			Period: when.Period{From: 1, To: when.Open}}}}}); err != nil {
			h.t.Fatal(err)
		}
		who := h.another()
		engage(who, today, today+30)
		h.made("clerk", h.person)
		h.made("outside", who)
		engage(h.person, today+10, today+30) // their post as a clerk ends after ten days

		first := h.in("outside", newPassword, "")
		a := h.who(first)
		if !a.Outside() || !a.Is(actor.ExternalAssessor) || len(a.Units()) != 0 {
			h.t.Fatalf("acts as %+v", a.Grants)
		}
		token, _, err := h.desk.CreateToken(h.ctx, h.cmd(a), account.NewToken{Name: "x",
			Scopes: []string{"mark:read"}, Expires: today + 300})
		if err != nil {
			h.t.Fatal(err)
		}
		device := device()
		if err := h.adds(first, device, "x", h.proof(first)); err != nil {
			h.t.Fatal(err)
		}
		h.now.Store(int64((today + 30).Start().Add(-10 * time.Minute))) // the last evening
		session := h.in("outside", newPassword, "")
		if _, _, _, err := h.keeper.ActorByToken(h.ctx, token); err != nil {
			h.t.Errorf("the token on the last evening: %v", err)
		}
		h.move(15 * time.Minute) // the session is in use and not idle
		_, _, _, err = h.keeper.Actor(h.ctx, session)
		h.want("the session the day after", err, "account.signed-out")
		_, _, _, err = h.keeper.ActorByToken(h.ctx, token)
		h.want("the token the day after", err, "account.signed-out")
		_, err = h.desk.SignIn(h.ctx, "outside", newPassword, "", "x")
		h.want("the password the day after", err, "account.dismissed")
		_, err = h.desk.SignIn(h.ctx, "outside", "something else", "", "x")
		h.want("who does not know the password", err, "account.refused")
		_, err = h.enters(device, nil)
		h.want("the passkey the day after", err, "account.dismissed")
		// Who was an official too goes on as officials do: the own account, and nothing else
		if left := h.who(h.in("clerk", newPassword, "")); len(left.Grants) != 0 {
			h.t.Errorf("a former official acts as %+v", left.Grants)
		}

		again := h.db.clock().Day()
		engage(who, again+1, again+20)
		if a := h.who(h.in("outside", newPassword, "")); len(a.Grants) != 0 {
			h.t.Errorf("ahead of the first day they act as %+v", a.Grants)
		}
		h.now.Store(int64((again + 1).Start().Add(time.Hour)))
		if a := h.who(h.in("outside", newPassword, "")); !a.Outside() {
			h.t.Errorf("engaged again: %+v", a.Grants)
		}
		_, _, _, err = h.keeper.ActorByToken(h.ctx, token)
		h.want("a token that had ended", err, "account.signed-out")
	})
}
