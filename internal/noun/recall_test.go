package noun

import (
	"errors"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

type paper struct {
	Base
	asked ref.ID // who asked that it be cancelled
	done  bool   // somebody acted on it
}

var papers = Shape{Word: "paper"}

var recalls = Recall{Of: []Request{
	{In: "checking", Back: "draft", Own: func(v Value, who actor.Hands) bool { return who.Has(v.Head().MadeBy) }},
	{In: "signing", Back: "checking", Undo: func(_ Tx, v Value) error {
		if v.(*paper).done {
			return text.Refuse(text.Conflict, "done")
		}
		return nil
	}},
	{Held: func(v Value) bool { return v.(*paper).asked != 0 },
		Undo: func(_ Tx, v Value) error { v.(*paper).asked = 0; return nil }},
}}

// Who handed something on takes it back to where it was, and says why; not somebody else,
// not twice, and not what somebody acted on.
func TestTakeBack(t *testing.T) {
	mine, others, deputy := actor.Hands{By: 7}, actor.Hands{By: 8}, actor.Hands{By: 9, For: 7}
	for name, c := range map[string]struct {
		p         paper
		who       actor.Hands
		why       string
		refuse    string
		state     string
		stillThus ref.ID
	}{
		"checking":        {paper{Base: Base{State: "checking", MadeBy: 7}}, mine, "写错", "", "draft", 0},
		"for somebody":    {paper{Base: Base{State: "checking", MadeBy: 7}}, deputy, "写错", "", "draft", 0},
		"somebody else's": {paper{Base: Base{State: "checking", MadeBy: 7}}, others, "写错", "recall.not-own", "checking", 0},
		"no reason":       {paper{Base: Base{State: "checking", MadeBy: 7}}, mine, "", "input.required", "checking", 0},
		"signing":         {paper{Base: Base{State: "signing"}}, others, "写错", "", "checking", 0},
		"acted on":        {paper{Base: Base{State: "signing"}, done: true}, others, "写错", "done", "signing", 0},
		"no state":        {paper{Base: Base{State: "sent"}, asked: 7}, mine, "写错", "", "sent", 0},
		"nothing waits":   {paper{Base: Base{State: "draft", MadeBy: 7}}, mine, "写错", "recall.nothing", "draft", 0},
	} {
		p := c.p
		_, err := recalls.TakeBack(nil, papers, &p, c.who, Recalled{c.why})
		key := ""
		var refused *text.Refusal
		var wrong text.InputErrors
		switch {
		case errors.As(err, &refused):
			key = refused.Key
		case errors.As(err, &wrong):
			key = wrong[0].Key
		}
		if key != c.refuse || p.State != c.state || p.asked != c.stillThus {
			t.Errorf("%s: %v, %s, %d", name, err, p.State, p.asked)
		}
	}
}

// The act is offered to whom it is and while something waits; its tell withdraws what was
// asked.
func TestRecallIsDeclared(t *testing.T) {
	r := recalls
	r.Topic = "paper.step"
	n := (&Noun{Shape: papers, Recall: &r}).TakeBack(act.Door[Tx]{})
	a, ok := n.Act("recall")
	if !ok || a.Verb != "paper.recall" || a.Records != "paper.recalled.v1" {
		t.Fatalf("%+v", a)
	}
	p := &paper{Base: Base{State: "checking", MadeBy: 7}}
	who := func(id ref.ID) actor.Actor { return actor.Actor{Person: id} }
	if !a.For(who(7), p) || a.For(who(8), p) || a.Rule(p, when.Instant(1)) != nil {
		t.Error("offered to others, or not to whom it is")
	}
	if p.State = "draft"; a.For(who(7), p) || a.Rule(p, when.Instant(1)) == nil {
		t.Error("offered where nothing waits")
	}
	if told := n.tells(); len(told) != 1 || !told[0].Back || told[0].Topic != "paper.step" {
		t.Errorf("%+v", told)
	}
}
