package exchange

import (
	"context"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/policy"
	"shuangze/internal/when"
)

// Printed is a form of an object, in the words of the speech, as whoever takes it may read it.
func (s Speech) Printed(ctx context.Context, who actor.Actor, n *noun.Noun, f noun.Form, c *bodies.County,
	v noun.Value) (d official.Document, err error) {
	x, err := f.Read(ctx, who, v, noun.Printer{County: c, T: s.P.T,
		Day: func(d when.Day) string {
			if d == 0 {
				return ""
			}
			return s.P.Day(d)
		},
		Said:  func(name string) string { return s.Said(c, n.Fields.Must(name), v) },
		Name:  func(name string) string { return s.P.T(n.Label(name, s.P.Has)) },
		Label: func(table, code string) string { return s.label(policy.Kind(table), code) }})
	if err != nil {
		return d, err
	}
	return f.Paper(v, x), nil
}

// FormMoment is the moment that the file of a form says it was made, so that the same object gives the same bytes: when
// the object was made.
func FormMoment(v noun.Value) when.Instant { return v.Head().MadeAt }
