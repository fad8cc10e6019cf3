package task

import (
	"strings"

	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
)

// What of a task is material for its list: what is to be done, and not how far it has
// come.
var material = []string{"number", "origin", "category", "task", "detail", "document", "person", "lead", "assisting",
	"period", "proof", "points"}

var (
	onTheList = []noun.Cond{{Column: "state", Text: []string{Open, Delivered, Done}}}
	byNumber  = func(a, b noun.Value) int { return strings.Compare(a.(*Task).Number, b.(*Task).Number) }
)

// Paper is how the task list of a body and year is frozen to be signed; what the body
// itself broke its tasks down to is Parts.
var Paper = signoff.Source{Shape: Shape, Yearly: true, Where: onTheList, Fields: material, Order: byNumber,
	Pick: func(rows []noun.Value, body ref.ID) []noun.Value { return apart(rows, body, false) }}

// Parts is how the breakdown of a body's tasks is frozen: each part with the body or
// the person that it was given to.
var Parts = signoff.Source{Shape: Shape, Yearly: true, Wide: true, Where: onTheList, Order: byNumber,
	Fields: append([]string{"body"}, material...),
	Pick:   func(rows []noun.Value, body ref.ID) []noun.Value { return apart(rows, body, true) }}

// apart are the parts of a body's own tasks, or the tasks of a body that are none.
func apart(rows []noun.Value, body ref.ID, parts bool) (out []noun.Value) {
	own := map[ref.ID]bool{}
	for _, v := range rows {
		if t := v.(*Task); t.Body == body {
			own[t.ID] = true
		}
	}
	for _, v := range rows {
		switch t := v.(*Task); {
		case parts && own[t.Parent], !parts && t.Body == body && !own[t.Parent]:
			out = append(out, v)
		}
	}
	return out
}
