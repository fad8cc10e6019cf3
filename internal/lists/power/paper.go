package power

import (
	"strings"

	"shuangze/internal/noun"
	"shuangze/internal/signoff"
)

// Paper is how the power list of a body is frozen to be signed: the powers in force,
// by their codes.
var Paper = signoff.Source{Shape: Shape, Where: []noun.Cond{{Column: "state", Text: []string{InForce}}},
	Order: func(a, b noun.Value) int { return strings.Compare(a.(*Power).Code, b.(*Power).Code) },
	Fields: []string{"code", "name", "category", "post", "handler", "basis", "boundary", "disclosure", "since",
		"accountability", "remark"}}
