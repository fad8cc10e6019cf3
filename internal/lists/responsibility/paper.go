package responsibility

import (
	"strings"

	"shuangze/internal/noun"
	"shuangze/internal/signoff"
)

// Paper is how the responsibility list of a body and year is frozen to be signed: the
// duties in force, by their numbers.
var Paper = signoff.Source{Shape: Shape, Yearly: true,
	Where: []noun.Cond{{Column: "state", Text: []string{InForce}}},
	Order: func(a, b noun.Value) int { return strings.Compare(a.(*Duty).Number, b.(*Duty).Number) },
	Fields: []string{"number", "level", "heading", "duty", "requirement", "frequency", "due", "person", "supervisor",
		"proof", "points", "document", "clause"}}
