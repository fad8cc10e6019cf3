package exchange

import (
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/paper/sheet"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Candidate is one answer to a question: a person who may be meant, a unit that
// may lead, or each of several units for itself.
type Candidate struct {
	Person ref.ID
	Unit   ref.ID
	Name   string
	Birth  string
	Posts  []string
	Others []string // the units that assist Unit, or all of them when Unit is 0
}

// Question is a row about which a human has to choose.
type Question struct {
	sheet.At
	Name       string
	Asks       string // the message that asks it
	Candidates []Candidate
	Notes      []sheet.Reading
}

// Choices that are no identifier.
const (
	NewPerson ref.ID = -1 // none of the candidates is meant
	EachUnit  ref.ID = -2 // every unit of the row for itself
)

// Choices answers questions: a candidate, NewPerson or EachUnit.
type Choices map[sheet.At]ref.ID

// ID is what a choice of the candidate is kept as.
func (c Candidate) ID() ref.ID {
	switch {
	case c.Person != 0:
		return c.Person
	case c.Unit != 0:
		return c.Unit
	}
	return EachUnit
}

// Word is the choice as people and programs write it.
func (c Candidate) Word() string {
	if id := c.ID(); id != EachUnit {
		return id.String()
	}
	return "each"
}

// Says is what choosing a unit, or each of them, means.
func (c Candidate) Says() text.Message {
	switch {
	case c.Unit == 0:
		return text.M("exchange.each", "n", len(c.Others), "units", c.Others)
	case len(c.Others) == 0:
		return text.M("exchange.lead-alone", "unit", c.Name)
	}
	return text.M("exchange.lead", "unit", c.Name, "others", c.Others)
}

// OfPeople says whether the question is who somebody is; then it may also be
// somebody new.
func (q Question) OfPeople() bool { return len(q.Candidates) > 0 && q.Candidates[0].Person != 0 }

// Message is the question in words.
func (q Question) Message() text.Message {
	return text.M(q.Asks, "name", q.Name, "n", len(q.Candidates))
}

// Said are the notes about the row in words.
func (q Question) Said() []text.Message { return said(q.At, q.Notes) }

// Answer reads a choice as it is written; ok is false for one nobody offered.
func (q Question) Answer(s string) (ref.ID, bool) {
	if s == "new" && q.OfPeople() {
		return NewPerson, true
	}
	i := slices.IndexFunc(q.Candidates, func(c Candidate) bool { return c.Word() == s })
	if i < 0 {
		return 0, false
	}
	return q.Candidates[i].ID(), true
}

// Chosen reads answers written as SHEET!ROW=ANSWER. One that names no asked row
// or nothing offered is an input error of the field "choose".
func Chosen(asked []Question, given []string) (Choices, error) {
	out := Choices{}
	var errs text.InputErrors
	at := make(map[string]Question, len(asked))
	for _, q := range asked {
		at[q.Sheet+"!"+strconv.Itoa(q.Row)] = q
	}
	for _, s := range given {
		i := strings.LastIndexByte(s, '=') // a sheet's name may hold one
		q, fits := at[s[:max(i, 0)]]
		if fits {
			var id ref.ID
			if id, fits = q.Answer(s[i+1:]); fits {
				out[q.At] = id
			}
		}
		if !fits {
			errs.Add("choose", "input.choose")
		}
	}
	return out, errs.Err()
}
