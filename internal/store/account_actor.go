package store

import (
	"cmp"
	"context"
	"slices"

	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// castOfDay is who is what in one county on one day: it lasts as long as the
// snapshot it was read from.
type castOfDay struct {
	county  *bodies.County
	players map[ref.ID]actor.Actor
}

// actorOf is the account as the one who acts today, and the county of the day.
func (k *Doorkeeper) actorOf(ctx context.Context, a account.Account, today when.Day) (actor.Actor,
	*bodies.County, error) {
	c, err := k.db.County(ctx, a.Jurisdiction, today)
	if err != nil {
		return actor.Actor{}, nil, err
	}
	if a.MustChange || a.Held || a.Admin != "" || a.Person == 0 {
		return ActorOf(c, a), c, nil
	}
	k.mu.Lock()
	cast := k.actors[a.Jurisdiction]
	if cast == nil || cast.county != c {
		cast = &castOfDay{c, map[ref.ID]actor.Actor{}}
		k.actors[a.Jurisdiction] = cast
	}
	player, ok := cast.players[a.Person]
	k.mu.Unlock()
	if !ok {
		player = ActorOf(c, a)
		k.mu.Lock()
		cast.players[a.Person] = player
		k.mu.Unlock()
	}
	player.Account = a.ID
	return player, c, nil
}

// outlived says whether a session was opened before the last post of the
// account's person ended: it ends with it, and a new one opens no more than the
// own account. An administrator's grant is no post.
func outlived(c *bodies.County, a account.Account, s account.Session) bool {
	end, over := c.LastPost(a.Person)
	return a.Admin == "" && over && s.Created.Day() < end
}

// Dismissed is the day from which the account of an assessor from outside opens nothing; false for all
// others. An administrator's grant is no post.
func (k *Doorkeeper) Dismissed(ctx context.Context, a account.Account) (when.Day, bool, error) {
	if a.Admin != "" || a.Person == 0 {
		return 0, false, nil
	}
	c, err := k.db.County(ctx, a.Jurisdiction, k.db.clock().Day())
	if err != nil {
		return 0, false, err
	}
	on, over := c.Dismissed(a.Person)
	return on, over, nil
}

// ActorOf makes the actor of an account from the posts its person holds on the
// county's day (spec 6.1). An administrator is that and nothing else; whoever
// must change the password first is nothing yet.
func ActorOf(c *bodies.County, a account.Account) actor.Actor {
	out := a.Self()
	if p, ok := c.Person(a.Person); ok {
		out.Name = p.Name
	}
	switch {
	case a.MustChange || a.Closed || a.Held:
		return out
	case a.Admin != "":
		out.Grants = []actor.Grant{{Role: a.Admin}}
		return out
	case a.Person == 0:
		return out
	}
	for _, r := range c.Roles(a.Person) {
		g := actor.Grant{Role: actor.Role(r.Role), Unit: r.Unit, Body: r.Body, Appointment: r.Appointment,
			Side: actor.Side(r.Side)}
		if g.Unit != 0 { // an assessor from outside has none
			g.Own = c.Reach(g.Unit)
		}
		g.Answers = answers(c, g)
		out.Grants = append(out.Grants, g)
	}
	out.Appointment, out.Post = highest(c, out.Grants, a.Person)
	return out
}

// highest is the post acted in of those of a person: the highest, the earliest of equals.
func highest(c *bodies.County, grants []actor.Grant, person ref.ID) (id ref.ID, title string) {
	if len(grants) == 0 {
		return 0, ""
	}
	first := slices.MinFunc(grants, func(a, b actor.Grant) int {
		return cmp.Or(cmp.Compare(slices.Index(actor.All, a.Role), slices.Index(actor.All, b.Role)),
			cmp.Compare(a.Appointment, b.Appointment))
	})
	for _, p := range c.PostsOf(person) {
		if p.ID == first.Appointment {
			title = p.Title
		}
	}
	return first.Appointment, title
}

// answers is every unit for which the post's body answers: it is supervised by
// the members of discipline bodies and of the work committee, not by its clerks.
func answers(c *bodies.County, g actor.Grant) []ref.ID {
	b, ok := c.Body(g.Body)
	if !ok || g.Role == actor.Clerk || g.Role == actor.Staff ||
		(b.Kind.Side() != bodies.Supervisory && b.Kind != bodies.WorkCommittee) {
		return nil
	}
	return c.Supervised(b.ID)
}
