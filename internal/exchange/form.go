package exchange

import (
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/when"
)

// Printed is a form of an object, in the words of the speech.
func (s Speech) Printed(n *noun.Noun, f noun.Form, c *bodies.County, v noun.Value) official.Document {
	return f.Paper(v, noun.Printer{County: c, T: s.P.T,
		Day: func(d when.Day) string {
			if d == 0 {
				return ""
			}
			return s.P.Day(d)
		},
		Said: func(name string) string { return s.Said(c, n.Fields.Must(name), v) },
		Name: func(name string) string { return s.P.T(n.Label(name, s.P.Has)) }})
}

// FormMoment is the moment that the file of a form says it was made, so that the same object gives the same bytes: when
// the object was made.
func FormMoment(v noun.Value) when.Instant { return v.Head().MadeAt }
