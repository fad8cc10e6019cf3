package notify

import (
	"cmp"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// How near a due day is. Of one due day each is told once; one that is unread gives way
// to the next.
const (
	near = iota + 1
	lastDay
	over
)

var fallen = map[int64]string{near: "due.near", lastDay: "due.last-day", over: "due.over"}

// threshold is how near a day is; 0 = not yet.
func (r Rules) threshold(due, today when.Day) int64 {
	switch {
	case due == 0:
		return 0
	case due < today:
		return over
	case due == today:
		return lastDay
	case r.Near(due) <= today:
		return near
	}
	return 0
}

// Falling are the messages of what falls due among what waits for somebody on a day, and
// of what waits though nobody did anything to it.
func (r Rules) Falling(who actor.Actor, items []agenda.Item, now when.Instant) (out []Message) {
	seen := map[ref.Ref]bool{}
	for _, i := range items {
		of, t := ref.Ref{Kind: i.Kind, ID: i.ID}, r.threshold(i.Due, now.Day())
		if i.Told != "" {
			out = append(out, Message{Jurisdiction: who.Jurisdiction, Person: who.Person, OnBehalf: who.OnBehalf,
				Delegation: who.Delegation, Of: of, Group: string(i.Kind), Said: i.Told, Why: cmp.Or(i.Heard, "waits"),
				Topic: i.Told, Unit: i.Unit, Stamp: i.Stamp, Times: 1, At: now})
		}
		if t == 0 || seen[of] || i.Kept {
			continue
		}
		seen[of] = true
		out = append(out, Message{Jurisdiction: who.Jurisdiction, Person: who.Person, OnBehalf: who.OnBehalf,
			Delegation: who.Delegation, Of: of, Group: Falls, Said: fallen[t], Why: "waits", Topic: Falls, Unit: i.Unit,
			Stamp: int64(i.Due)*4 + t, Times: 1, Due: i.Due, At: now})
	}
	return out
}

// Left is a matter that is left lying: unread since a day, or over since one.
type Left struct {
	Of    ref.Ref
	Case  string // Unread or Overdue
	Since when.Day
}

// Overdue are the matters among what waits that are over.
func (r Rules) Overdue(items []agenda.Item, today when.Day) (out []Left) {
	for _, i := range items {
		if i.Due != 0 && i.Due < today && !i.Kept {
			out = append(out, Left{ref.Ref{Kind: i.Kind, ID: i.ID}, Overdue, i.Due})
		}
	}
	return out
}

// Rising are the messages to the posts above about what has lain too long. lines are those
// of the matters; each matter is told of once for each case and day.
func (h Hearing) Rising(left []Left, lines map[ref.Ref]kind.Line) (out []Message) {
	type once struct {
		Left
		who Inbox
	}
	told := map[once]bool{}
	for _, x := range left {
		rise, ok := h.Rules.Rises[x.Case]
		l, there := lines[x.Of]
		if !ok || !there || rise.By(x.Since) >= h.Now.Day() {
			continue
		}
		to := kind.Hearer{At: kind.TheUnit, Roles: []actor.Role{rise.Post}}
		if slices.Contains([]actor.Role{actor.PrincipalOffice, actor.SupervisoryOffice, actor.LeadingGroup}, rise.Post) {
			to.At = kind.TheSide
		}
		for _, who := range h.Cast {
			key := once{x, Of(who)}
			if told[key] || !to.Hears(who, kind.About{Object: l.Object}) ||
				!access.Can(who, h.Kinds.Of(x.Of.Kind).See, l.Object) {
				continue
			}
			told[key] = true
			out = append(out, Message{Jurisdiction: who.Jurisdiction, Person: who.Person, OnBehalf: who.OnBehalf,
				Delegation: who.Delegation, Of: x.Of, Group: Rose, Said: "raised." + x.Case, Why: "post",
				Topic: "raised." + x.Case, Unit: l.Object.Unit, Stamp: int64(x.Since), Times: 1, Due: l.Due, At: h.Now})
		}
	}
	return out
}
