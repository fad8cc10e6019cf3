package order

import (
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
)

var (
	seven    = actor.Hands{By: 7}
	by5, by6 = actor.Actor{Person: 5}, actor.Actor{Person: 6}
)

// Whoever drafted is no second person, in whichever of the two parts either has: 8 for 7.
func TestDrafterApprovesInNoPart(t *testing.T) {
	team := bodies.Team{Leaders: []ref.ID{3}, Posted: []ref.ID{3, 4}}
	for name, x := range map[string]struct {
		drafted, by actor.Hands
		refused     bool
	}{
		"as the deputy, then as oneself":             {actor.Hands{By: 8, For: 7}, actor.Hands{By: 8}, true},
		"in their place, then themselves":            {actor.Hands{By: 8, For: 7}, actor.Hands{By: 7}, true},
		"as oneself, then as the deputy":             {actor.Hands{By: 8}, actor.Hands{By: 8, For: 7}, true},
		"themselves, then in their place":            {actor.Hands{By: 7}, actor.Hands{By: 8, For: 7}, true},
		"as the deputy of one, then of another":      {actor.Hands{By: 8, For: 7}, actor.Hands{By: 8, For: 9}, true},
		"by one deputy, then by another":             {actor.Hands{By: 8, For: 7}, actor.Hands{By: 9, For: 7}, true},
		"by a deputy, whose own deputy approves":     {actor.Hands{By: 8, For: 7}, actor.Hands{By: 9, For: 8}, true},
		"somebody else":                              {actor.Hands{By: 8, For: 7}, actor.Hands{By: 9}, false},
		"somebody else's deputy":                     {actor.Hands{By: 7}, actor.Hands{By: 8, For: 9}, false},
		"the console drafted, the approver is known": {actor.Hands{}, actor.Hands{By: 9}, false},
	} {
		o := Order{State: Awaiting, Leader: 3, Handler: 4, Drafter: x.drafted.By, DrafterFor: x.drafted.For}
		if err := o.MayIssue(x.by, team); (err != nil) != x.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A leader's deputy confirms for the leader, and neither confirms what the other asked.
func TestConfirmedByADeputy(t *testing.T) {
	team := bodies.Team{Unit: 1, First: bodies.First{Person: 6}, Leaders: []ref.ID{6, 7}, Posted: []ref.ID{5, 6, 7, 8}}
	for name, x := range map[string]struct {
		asked   actor.Hands
		by      actor.Actor
		refused bool
	}{
		"for the leader awaited":              {actor.Hands{By: 5}, actor.Actor{Person: 8, OnBehalf: 6}, false},
		"for somebody else":                   {actor.Hands{By: 5}, actor.Actor{Person: 8, OnBehalf: 7}, true},
		"what they asked themselves":          {actor.Hands{By: 8}, actor.Actor{Person: 8, OnBehalf: 6}, true},
		"what was asked in the leader's name": {actor.Hands{By: 8, For: 6}, actor.Actor{Person: 6}, true},
		"the other leader, then":              {actor.Hands{By: 8, For: 6}, actor.Actor{Person: 7}, false},
		"the leader, not for themselves":      {actor.Hands{By: 5}, actor.Actor{Person: 6, OnBehalf: 7}, true},
	} {
		o := Order{State: Requested, Leader: 6, Requester: x.asked.By, RequesterFor: x.asked.For}
		if err := o.MayConfirm(x.by, team); (err != nil) != x.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}
