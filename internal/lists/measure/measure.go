// Package measure holds what is to be done about a matter: each measure with
// its text, who does it, until when, and whether it is done (spec 2.4, 2.5).
package measure

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"shuangze/internal/field"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Limits of a list of measures.
const (
	Most     = 20
	TextMost = 300
	WhoMost  = 60
)

// Rows is the type of a field that holds a list of measures: a row each.
const Rows field.Type = "measures"

// Measure is one thing to do. Due and Done are 0 when not set; Who is who does
// it, as written.
type Measure struct {
	Text string   `json:"text"`
	Who  string   `json:"who,omitempty"`
	Due  when.Day `json:"due,omitempty"`
	Done when.Day `json:"done,omitempty"`

	// Of measures that an imported ledger lists with people of their own: who
	// leads, as written, the persons when they are known, and that it was done on
	// a day the ledger does not name.
	Leader       string `json:"leader,omitempty"`
	Person       ref.ID `json:"person,omitempty"` // who Who is
	LeaderPerson ref.ID `json:"leaderPerson,omitempty"`
	Past         bool   `json:"past,omitempty"`
}

// IsDone says whether nothing is left to do about it.
func (m Measure) IsDone() bool { return m.Done != 0 || m.Past }

// List is the measures of one matter, in order.
type List []Measure

// FromLines reads one measure a line, as a form has it; empty lines do not
// count, and a leading "1." or "1、" is taken off.
func FromLines(s string) List {
	var out List
	for _, line := range strings.Split(s, "\n") {
		line = strings.TrimSpace(line)
		trimmed := strings.TrimLeft(line, "0123456789")
		if trimmed != line {
			for _, mark := range []string{".", "、", "．", ")", "）"} {
				if rest, ok := strings.CutPrefix(trimmed, mark); ok {
					line = strings.TrimSpace(rest)
					break
				}
			}
		}
		if line != "" {
			out = append(out, Measure{Text: line})
		}
	}
	return out
}

// Lines writes the texts one a line.
func (l List) Lines() string {
	out := make([]string, len(l))
	for i, m := range l {
		out[i] = m.Text
	}
	return strings.Join(out, "\n")
}

// Say writes the list for people, one measure a line, with who does it and until
// when: what an entry keeps of a change.
func (l List) Say() string {
	out := make([]string, len(l))
	for i, m := range l {
		out[i] = m.Text
		if m.Who != "" {
			out[i] += "（" + m.Who + "）"
		}
		if m.Due != 0 {
			out[i] += " " + m.Due.String()
		}
	}
	return strings.Join(out, "\n")
}

// Erased is the list without its words, which the law has taken away: says stands in the place of each. Days, and what
// was done, stay.
func (l List) Erased(says string) List {
	out := make(List, len(l))
	for i, m := range l {
		out[i] = Measure{Text: says, Due: m.Due, Done: m.Done, Past: m.Past}
	}
	return out
}

// Said is the list with each text as say puts it.
func (l List) Said(say func(string) string) List {
	out := slices.Clone(l)
	for i := range out {
		out[i].Text = say(out[i].Text)
	}
	return out
}

// Mark says that the n-th measure (from 0) was done today, or takes that back:
// a slip of the hand is put right as quickly as it was made.
func (l List) Mark(n int, done bool, today when.Day) (List, error) {
	switch {
	case n < 0 || n >= len(l):
		return l, text.InputErrors{{Field: "measure", Message: text.M("measure.no-such")}}
	case done && l[n].Past:
		return l, text.Refuse(text.Conflict, "measure.done-past", "no", n+1)
	case done && l[n].Done != 0:
		return l, text.Refuse(text.Conflict, "measure.done-already", "no", n+1, "day", l[n].Done)
	case !done && !l[n].IsDone():
		return l, text.Refuse(text.Conflict, "measure.not-done", "no", n+1)
	}
	next := append(List(nil), l...)
	next[n].Done, next[n].Past = 0, false
	if done {
		next[n].Done = today
	}
	return next, nil
}

// Rewrite gives the list other measures. One whose words stay keeps that it is
// done, who leads as a ledger wrote it, and, with the same name, who that is.
func (l List) Rewrite(next List) List {
	out := append(List(nil), next...)
	for i := range out {
		m := &out[i]
		for _, old := range l {
			if old.Text != m.Text {
				continue
			}
			m.Done, m.Past, m.Leader, m.LeaderPerson = old.Done, old.Past, old.Leader, old.LeaderPerson
			if old.Who == m.Who {
				m.Person = old.Person
			}
			break
		}
	}
	return out
}

// Check adds what is wrong with the list to errs, under the field. by is the
// matter's own day, after which none of its measures ends; 0 = none is known.
func (l List) Check(field string, required bool, by when.Day, errs *text.InputErrors) {
	if required && len(l) == 0 {
		errs.Add(field, "measure.required")
	}
	if len(l) > Most {
		errs.Add(field, "measure.too-many", "most", Most, "n", len(l))
	}
	for i, m := range l {
		if m.Due != 0 && by != 0 && m.Due > by {
			errs.Add(field, "measure.due-beyond", "line", i+1, "due", by)
		}
		if n := utf8.RuneCountInString(m.Text); n == 0 {
			errs.Add(field, "measure.words", "line", i+1)
		} else if n > TextMost {
			errs.Add(field, "measure.too-long", "line", i+1, "most", TextMost, "n", n)
		} else if !text.Fit(m.Text) {
			errs.Add(field, "measure.unfit", "line", i+1)
		}
		for _, who := range []string{m.Who, m.Leader} {
			if n := utf8.RuneCountInString(who); n > WhoMost {
				errs.Add(field, "measure.who-too-long", "line", i+1, "most", WhoMost, "n", n)
			} else if !text.Fit(who) {
				errs.Add(field, "measure.unfit", "line", i+1)
			}
		}
	}
}

// Pack writes the list for storage, always the same for the same list.
func (l List) Pack() string {
	if len(l) == 0 {
		return ""
	}
	b, err := json.Marshal(l)
	if err != nil {
		panic(fmt.Sprintf("measures of strings and days cannot fail to marshal: %v", err))
	}
	return string(b)
}

// Unpack reads what Pack wrote.
func Unpack(s string) (List, error) {
	if s == "" {
		return nil, nil
	}
	var l List
	if err := json.Unmarshal([]byte(s), &l); err != nil {
		return nil, fmt.Errorf("measures: %w", err)
	}
	return l, nil
}
