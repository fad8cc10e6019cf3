package document

import (
	"slices"
	"unicode/utf8"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

const (
	clauseMost  = 2000   // characters of a clause
	clausesMost = 500    // clauses of a document that stand on one day
	pastedMost  = 60_000 // characters that are entered at once [D]: a form sends no more than a megabyte
	numberMost  = 30     // characters of a clause's number
)

// Clause is the text of one clause from a day on. A change of it is a further row, so
// that what it said on any day can be read.
type Clause struct {
	ID, Document ref.ID
	Version      int64
	Jurisdiction int32
	Place        int64  // its place in the document, from 1
	Number       string // 第三条第二款, as it was typed
	Text         string
	Since        when.Day // 0 = since the document holds
	Until        when.Day // the first day on which it reads so no more; 0 = it stands
	By           ref.ID
	At           when.Instant
}

// On says that the clause reads so on a day.
func (c Clause) On(day when.Day) bool { return c.Since <= day && (c.Until == 0 || day < c.Until) }

// OnDay are the clauses as they read on a day, in their order.
func OnDay(all []Clause, day when.Day) (out []Clause) {
	for _, c := range all {
		if c.On(day) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Clause) int { return int(a.Place - b.Place) })
	return out
}

// Earlier are the texts that a clause had before a day, the latest first.
func Earlier(all []Clause, number string, day when.Day) (out []Clause) {
	for _, c := range all {
		if same(c.Number, number) && c.Until != 0 && c.Until <= day && c.Since < c.Until {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Clause) int { return int(b.Until - a.Until) })
	return out
}

// Standing finds the clause of a number that has no end.
func Standing(all []Clause, number string) (Clause, bool) {
	i := slices.IndexFunc(all, func(c Clause) bool { return c.Until == 0 && same(c.Number, number) })
	if i < 0 {
		return Clause{}, false
	}
	return all[i], true
}

// Cuts is a text as it is cut into clauses.
type Cuts struct {
	Clauses []Clause // Number and Text, in their order
	Left    []string // lines that belong to none: headings, and what stands before the first
}

// Plan is what entering clauses would do: those that are new; how many stand already
// with the same words.
type Plan struct {
	New  []Clause
	Same int
	Left []string
}

// plan compares a cut with the clauses that there are. What reads otherwise is not
// entered over: it is a change, with its day and its reason.
func plan(all []Clause, cut Cuts, field string) (p Plan, errs text.InputErrors) {
	p.Left = cut.Left
	place, stand := int64(0), 0
	for _, c := range all {
		place = max(place, c.Place)
		if c.Until == 0 {
			stand++
		}
	}
	for i, c := range cut.Clauses {
		twice := slices.ContainsFunc(cut.Clauses[:i], func(x Clause) bool { return same(x.Number, c.Number) })
		old, known := Standing(all, c.Number)
		switch n := utf8.RuneCountInString(c.Text); {
		case twice:
			errs.Add(field, "document.clause.twice", "clause", c.Number)
		case c.Text == "":
			errs.Add(field, "document.clause.empty", "clause", c.Number)
		case n > clauseMost:
			errs.Add(field, "document.clause.long", "clause", c.Number, "most", clauseMost, "n", n)
		case known && old.Text != c.Text:
			errs.Add(field, "document.clause.differs", "clause", c.Number)
		case known:
			p.Same++
		default:
			place++
			c.Place = place
			p.New = append(p.New, c)
		}
	}
	switch {
	case len(errs) > 0:
	case len(cut.Clauses) == 0:
		errs.Add(field, "document.clause.none")
	case len(p.New) == 0:
		errs.Add(field, "document.clause.all-there")
	case stand+len(p.New) > clausesMost:
		errs.Add(field, "document.clause.many", "most", clausesMost, "n", stand+len(p.New))
	}
	return p, errs
}
