package statements

import (
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// AskerTable is the table of the pack that says who asks.
const AskerTable = "inquiry-asker"

// The states of a question.
const (
	Stands = "stands"
	Struck = "struck"
)

// Question is one that was put at the meeting (质询), with its answer.
type Question struct {
	noun.Base
	Statement ref.ID
	Person    ref.ID // who was asked
	Asker     string // what sort of person asked; no name is kept
	Question  string
	Answer    string
	Why       string // it was struck
}

// Questions are what is known of one.
var Questions = field.Fields{
	field.Object("statement", func(q *Question) *ref.ID { return &q.Statement }),
	field.Person("person", false, func(q *Question) *ref.ID { return &q.Person }).Silent(),
	field.Policy("asker", true, AskerTable, func(q *Question) *string { return &q.Asker }),
	field.Text("question", 1, textMost, func(q *Question) *string { return &q.Question }),
	field.Text("answer", 1, answerMost, func(q *Question) *string { return &q.Answer }),
	field.Text("why", 0, reasonMost, func(q *Question) *string { return &q.Why }).Silent(),
}

// QuestionShape is what a question is made of.
var QuestionShape = noun.Shape{Of: ref.Inquiry, Name: "inquiries", Word: "inquiry", Table: "inquiry",
	New: func() noun.Value { return &Question{} }, Fields: Questions, Title: "question", Person: "person",
	States: []string{Stands, Struck}, Mute: true}

func (q *Question) mayStrike() error {
	if q.State == Stands {
		return nil
	}
	return text.Refuse(text.Conflict, "inquiry.struck-already")
}

// Inquiries is the declaration of questions: they are made at the meeting (see ask).
func (d Commands) Inquiries() *noun.Noun {
	return &noun.Noun{Shape: QuestionShape, See: "inquiry.see", List: "inquiry.list", Tables: d.Tables,
		Institution: "talks", // of no day: counted with its statement
		Columns:     []string{"question", "asker", "person", "unit", "state"},
		Filters:     []string{"asker", "person", "unit"},
		Tabs:        []noun.Tab{{Name: "stands", Where: stateIs(Stands)}, {Name: "all"}},
		Sorts:       []noun.Sort{{Name: "new", Column: "id", Down: true}},
		Acts:        []noun.Act{d.strike()},
	}
}
