package app

import (
	"context"
	"errors"
	"fmt"
	"os/user"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

// SchemaVersion is the database version this program knows.
var SchemaVersion = store.Version

// ConsoleAgent names whoever types at the console: no person of the county,
// but the user of the operating system.
func ConsoleAgent() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return "console " + u.Username
	}
	return "console"
}

// Found gives the database its county from the policy pack, once: the county
// itself, 县委, 县纪委监委, 县直机关工委 with its 纪工委, the leading group, the
// two offices, and the units in which the offices sit. Where something is to be
// written it asks first whether the past continues: a database that was lost or
// exchanged for an empty one is not founded anew beside what was signed.
func (h *House) Found(ctx context.Context, agent string) (store.County, error) {
	return h.found(ctx, agent, false)
}

func (h *House) found(ctx context.Context, agent string, demo bool) (store.County, error) {
	list, err := h.DB.Counties(ctx)
	if err != nil {
		return store.County{}, err
	}
	if len(list) > 0 {
		return list[0], h.organs(ctx, list[0], agent)
	}
	if err := h.Continues(ctx); err != nil {
		return store.County{}, err
	}
	c, err := h.DB.Found(ctx, store.County{Code: h.Policy.County.Code, Name: h.Policy.County.Zh, Demo: demo}, agent)
	if err != nil {
		// Of processes that start together on an empty database one founds the
		// county; to the others its code is taken, and the county there.
		if list, again := h.DB.Counties(ctx); again == nil && len(list) > 0 {
			return list[0], h.organs(ctx, list[0], agent)
		}
		return c, fmt.Errorf("found the county: %w", err)
	}
	return c, h.organs(ctx, c, agent)
}

// organs gives a county that has no body yet those of the policy pack. The
// county is an act in one journal and they are acts in another: a process that
// was killed in between left it without them.
func (h *House) organs(ctx context.Context, c store.County, agent string) error {
	if has, err := h.DB.HasBodies(ctx, c.No); err != nil || has {
		return err
	}
	if err := h.Continues(ctx); err != nil {
		return err
	}
	cmd := act.Command{Actor: actor.Machine(c.No, agent), Input: "organs of the policy pack"}
	acts := organs(h.Policy)
	acts[0].Command = first{acts[0].Command}
	if _, err := h.Bodies.Do(ctx, cmd, acts...); err != nil && !errors.Is(err, errOrgans) {
		return fmt.Errorf("found the organs: %w", err)
	}
	return nil
}

// first is a command that is done only where no body is: of processes that start
// together one founds the organs.
type first struct{ bodies.Command }

var errOrgans = errors.New("the organs are founded")

// Do does the command, or says that it is too late.
func (f first) Do(r *bodies.Register, mint bodies.Mint) (bodies.Change, error) {
	if len(r.Rows().Bodies) > 0 {
		return bodies.Change{}, errOrgans
	}
	return f.Command.Do(r, mint)
}

// organs are the bodies that every county has. When they were founded no pack
// says, so they count from a day before any appointment and say so.
func organs(p *policy.Pack) []bodies.Act {
	const basis = "建库登记，设立时间未录入"
	var acts []bodies.Act
	seat := func(kind, code string) {
		if s, ok := p.Seats[kind]; ok {
			acts = append(acts, bodies.Act{Verb: "unit.change", Kind: "unit.founded.v1",
				Command: bodies.FoundUnit{Code: code, Name: s.Zh,
					Category: bodies.Party, From: exchange.Unknown, Document: basis}})
		}
	}
	body := func(kind bodies.BodyKind, name, code string) {
		acts = append(acts, bodies.Act{Verb: "body.change", Kind: "body.founded.v1",
			Command: late(func(r *bodies.Register) bodies.Command {
				unit, _ := r.Code(code)
				return bodies.FoundBody{Kind: kind, Name: name, Unit: unit, From: exchange.Unknown, Document: basis}
			})})
	}
	label := func(kind bodies.BodyKind) string { return p.Label(policy.Body, string(kind), "zh") }
	seat("principal-office", "D001")
	seat("supervisory-office", "D002")
	for _, kind := range []bodies.BodyKind{bodies.CountyCommittee, bodies.CountyDiscipline, bodies.WorkCommittee,
		bodies.WorkDiscipline, bodies.LeadingGroup} {
		body(kind, label(kind), "")
	}
	body(bodies.PrincipalOffice, label(bodies.PrincipalOffice), "D001")
	body(bodies.SupervisoryOffice, label(bodies.SupervisoryOffice), "D002")
	// The units of the offices belong to 县委 and 县纪委监委, which answer for
	// them by hand.
	for _, code := range []string{"D001", "D002"} {
		for _, x := range []struct {
			side bodies.Side
			kind bodies.BodyKind
		}{{bodies.Principal, bodies.CountyCommittee}, {bodies.Supervisory, bodies.CountyDiscipline}} {
			acts = append(acts, bodies.Act{Verb: "body.change", Kind: "responsibility.set-by-hand.v1",
				Command: late(func(r *bodies.Register) bodies.Command {
					unit, _ := r.Code(code)
					return bodies.Assign{Unit: unit, Body: single(r, x.kind), Side: x.side, From: exchange.Unknown, Document: basis}
				})})
		}
	}
	return acts
}

func single(r *bodies.Register, kind bodies.BodyKind) ref.ID {
	for _, b := range r.Rows().Bodies {
		if b.Kind == kind {
			return b.ID
		}
	}
	return 0
}

// late is a command that is only known once those before it are done: what it
// names was founded by them.
type late func(*bodies.Register) bodies.Command

// Do makes the command and does it.
func (l late) Do(r *bodies.Register, mint bodies.Mint) (bodies.Change, error) {
	return l(r).Do(r, mint)
}
