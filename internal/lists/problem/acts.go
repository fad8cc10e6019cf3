package problem

import (
	"context"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/measure"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Matter is a problem with what else decides about what may be done.
type Matter struct {
	Problem
	Files int64 // that it has
}

// Head is what the frame asks of every object.
func (m *Matter) Head() *noun.Base {
	return &noun.Base{ID: m.ID, Version: m.Version, Jurisdiction: m.Jurisdiction, Unit: m.Unit, Side: m.Side,
		State: string(m.State), MadeBy: m.Registrar, MadeAt: m.RegisteredAt}
}

// Called is its number, and what is wrong.
func (m *Matter) Called() (number, title string) { return m.Number.String(), m.Facts }

// takes are the phases of which files are taken now.
func (m *Matter) takes() []evidence.Phase {
	return slices.DeleteFunc(slices.Clone(evidence.Phases), func(p evidence.Phase) bool {
		return m.MayAttach(p, m.Files) != nil
	})
}

// attach refuses files of any phase.
func (m *Matter) attach() error {
	if len(m.takes()) > 0 {
		return nil
	}
	return m.MayAttach(evidence.Before, m.Files)
}

// Asked is what the acts ask for, but for a correction.
type Asked struct {
	Words           string
	Due             when.Day
	Phase           evidence.Phase
	Leader, Handler ref.ID
}

// said is the text that an act asks for.
func said(name string, least, most int) field.Field {
	return field.Text(name, least, most, func(a *Asked) *string { return &a.Words })
}

var (
	reason = field.Fields{said("reason", 1, ReasonMost)}
	due    = field.Day("due", true, func(a *Asked) *when.Day { return &a.Due })
	phase  = field.Code("phase", true, evidence.Phases, "evidence.phase.",
		func(a *Asked) *evidence.Phase { return &a.Phase }).Spread("evidence.hint.")
	people = field.Fields{
		field.Person("leader", false, func(a *Asked) *ref.ID { return &a.Leader }).From(field.OfUnit),
		field.Person("handler", false, func(a *Asked) *ref.ID { return &a.Handler }).From(field.OfUnit),
	}
	correction = field.Fields{
		field.Policy("source", true, "source", func(c *Correction) *string { return &c.Source }),
		field.Policy("subsource", false, "source-detail", func(c *Correction) *string { return &c.Subsource }),
		field.Policy("category", false, "category", func(c *Correction) *string { return &c.Category }),
		field.Text("facts", 1, FactsMost, func(c *Correction) *string { return &c.Facts }),
		field.Own(measures, measure.Rows, false, func(c *Correction) *measure.List { return &c.Measures }).
			Says("Left out they stay. Not under an order, whose measures bind."),
		field.Text("rule", 0, RuleMost, func(c *Correction) *string { return &c.Rule }),
		field.Text("cause", 0, CauseMost, func(c *Correction) *string { return &c.Cause }),
		field.Day("found", false, func(c *Correction) *when.Day { return &c.Found }),
		field.Person("leader", false, func(c *Correction) *ref.ID { return &c.Leader }).From(field.OfUnit),
		field.Person("handler", false, func(c *Correction) *ref.ID { return &c.Handler }).From(field.OfUnit),
		field.Text("reason", 1, ReasonMost, func(c *Correction) *string { return &c.Reason }),
	}
)

const measures = "measures"

// Noun declares what can be done about problems.
func (d Commands) Noun() *noun.Noun {
	n := &noun.Noun{See: "problem.see", List: "problem.list", Acts: d.acts()}
	n.Of, n.Name, n.Word = ref.Problem, "problems", "problem"
	return n
}

func (d Commands) acts() []noun.Act {
	r, most := d.Rules, d.Rules.Opinion()
	asked := func() any { return &Asked{} }
	return []noun.Act{
		{Name: "rectify", Verb: "problem.rectify", Records: "problem.rectified.v1", Main: true,
			Summary: "Report a slight problem put right", Body: "DoneInput", New: asked,
			Fields: field.Fields{said("done", 1, most).Says("What was done."), field.Files("file", false)},
			Rule:   on(func(m *Matter, now when.Instant) error { return noun.Says(m.Report(actor.Hands{}, "", r, now)) }),
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				return d.Rectify(ctx, c.Command, c.ID, c.In.(*Asked).Words, evidence.Came(c.Files)...)
			}},
		{Name: "recall", Verb: "problem.recall", Records: "problem.recalled.v1", Danger: true,
			Summary: "Take the report that it was put right back, while nobody has answered it",
			Body:    "ReasonInput", New: asked, Fields: reason,
			Rule: on(func(m *Matter, _ when.Instant) error { return noun.Says(m.Recall("")) }), Do: by(d.Recall)},
		{Name: "attach", Verb: "problem.attach", Records: "problem.evidence-added.v1", Main: true, Screen: true,
			New: asked, Fields: field.Fields{phase, field.Files("file", true)},
			Rule: on(func(m *Matter, _ when.Instant) error { return m.attach() }),
			Fit: func(v noun.Value, fs field.Fields) field.Fields {
				return field.Fields{field.Limit(fs[0], v.(*Matter).takes()), fs[1]}
			},
			Fill: func(v noun.Value) any {
				fit := v.(*Matter).takes()
				return &Asked{Phase: fit[len(fit)-1]}
			},
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				return evidence.Each(evidence.Came(c.Files), c.In.(*Asked).Phase, c.Command,
					func(one act.Command, e evidence.Evidence) (act.Receipt, error) { return d.Attach(ctx, one, c.ID, e) })
			}},
		{Name: "close", Verb: "problem.close", Records: "problem.closed.v1", Main: true,
			Summary: "Review and strike off", Body: "OpinionInput", New: asked, Fields: field.Fields{said("opinion", 1, most)},
			Rule: on(func(m *Matter, now when.Instant) error { return noun.Says(m.Close("", r, now)) }), Do: by(d.Close)},
		{Name: "reject", Verb: "problem.close", Records: "problem.rejected.v1", Main: true, Danger: true,
			Summary: "Send a report back", Body: "MissingInput", New: asked,
			Fields: field.Fields{said("missing", r.Missing(), most).ByCounty().Says("What is still missing.")},
			Rule:   on(func(m *Matter, _ when.Instant) error { return noun.Says(m.Reject("", r)) }), Do: by(d.Reject)},
		{Name: "note", Verb: "problem.note", Records: "problem.noted.v1", Main: true,
			Summary: "Note, for the leading group, a problem reported to it", Body: "NoteInput", New: asked,
			Fields: field.Fields{said("instruction", 0, most).Says("What is to be done.")},
			Rule:   on(func(m *Matter, now when.Instant) error { return noun.Says(m.Note(0, "", r, now)) }), Do: by(d.Note)},
		{Name: "keep-level", ID: "keepProblemLevel", Verb: "problem.keep-level", Records: "problem.level-kept.v1",
			Summary: "Answer the proposal of a higher level: the level stays", Body: "ReasonInput", New: asked, Fields: reason,
			Rule: on(func(m *Matter, now when.Instant) error { return noun.Says(m.KeepLevel("", now.Day())) }),
			Do:   by(d.KeepLevel)},
		{Name: "raise", Verb: "problem.raise", Records: "problem.raised.v1",
			Summary: "Lift the level by one", Body: "ReasonInput", New: asked, Fields: reason,
			Rule: on(func(m *Matter, now when.Instant) error { return noun.Says(m.Raise("", r, now.Day())) }), Do: by(d.Raise)},
		{Name: "correct", Verb: "problem.correct", Records: "problem.corrected.v1", Guarded: true,
			Summary: "Put right what was registered", Body: "ProblemCorrection", Fields: correction,
			New: func() any { return &Correction{} },
			Rule: on(func(m *Matter, now when.Instant) error {
				return noun.Says(m.Correct(Correction{}, r, now.Day()))
			}),
			Fit: func(v noun.Value, fs field.Fields) field.Fields { // under an order those of the order bind
				return slices.DeleteFunc(slices.Clone(fs), func(f field.Field) bool {
					return f.Name == measures && !v.(*Matter).MarksMeasures()
				})
			},
			Fill: func(v noun.Value) any { c := v.(*Matter).CorrectionOf(); return &c },
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				return d.Correct(ctx, c.Command, c.ID, c.Version, *c.In.(*Correction))
			}},
		{Name: "reopen", Verb: "problem.reopen", Records: "problem.reopened.v1",
			Summary: "Take a closed problem up again", Body: "ReopenInput", New: asked, Fields: field.Fields{reason[0], due},
			Rule: on(func(m *Matter, now when.Instant) error { return noun.Says(m.Reopen("", 0, r, now.Day())) }),
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				return d.Reopen(ctx, c.Command, c.ID, c.In.(*Asked).Words, c.In.(*Asked).Due)
			}},
		{Name: "withdraw", Verb: "problem.withdraw", Records: "problem.withdrawn.v1", Danger: true,
			Summary: "Take a problem off the list; its number stays used", Body: "ReasonInput", New: asked, Fields: reason,
			Rule: on(func(m *Matter, _ when.Instant) error { return noun.Says(m.Withdraw("")) }), Do: by(d.Withdraw)},
		{Name: "match", Verb: "problem.match", Records: "problem.matched.v1",
			Summary: "Name the people behind written names", Body: "MatchInput", New: asked, Fields: people,
			Offer: func(v noun.Value) bool { return v.(*Matter).Unmatched() },
			Fill:  func(v noun.Value) any { return &Asked{Leader: v.(*Matter).Leader, Handler: v.(*Matter).Handler} },
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				return d.Match(ctx, c.Command, c.ID, c.In.(*Asked).Leader, c.In.(*Asked).Handler)
			}},
	}
}

func on(rule func(*Matter, when.Instant) error) func(noun.Value, when.Instant) error {
	return func(v noun.Value, now when.Instant) error { return rule(v.(*Matter), now) }
}

// by does an act that asks for words alone.
func by(f func(context.Context, act.Command, ref.ID, string) (act.Receipt, error)) noun.Does {
	return func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		return f(ctx, c.Command, c.ID, c.In.(*Asked).Words)
	}
}
