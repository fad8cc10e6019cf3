package course

import (
	"slices"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/official"
)

// correctionForm is 考核结果更正通知: score, place and grade before and after, each deduction that was given back, and the
// number and day of the decision on the appeal that it rests on (spec 4.3). It says nothing of whom the appeal was: a
// result is read by all of its unit.
func correctionForm(v noun.Value, x noun.Printer) official.Document {
	s, b := v.(*Scoresheet), x.Beside.(beside)
	was, _ := s.First()
	now, _ := s.Sheet()
	f := &form{x: x, say: "scoresheet.form.correction."}
	f.Form, f.Title, f.To = official.Letter, []string{f.t("title", "year", decimal(s.Year))}, bodyName(x.County, s)
	f.Organ, f.Date = office(x.County, s.Side), x.Day(s.CorrectedOn)
	f.Mark = f.Organ
	f.text(f.t("intro", "year", decimal(s.Year), "scheme", x.Label(SchemeTable, s.Scheme), "number", s.CorrectedBy,
		"day", x.Day(s.CorrectedOn)))
	f.head(f.t("result"))
	place := func(rank int64) string {
		if rank == 0 {
			return "—"
		}
		return decimal(rank) + " / " + decimal(s.Among)
	}
	f.table([][]string{
		{x.T("appraisal.form.col.total"), field.Mark(s.FormerTotal), field.Mark(s.Total)},
		{x.T("appraisal.form.col.place"), place(s.FormerRank), place(s.Rank)},
		{x.T("appraisal.form.col.grade"), x.Label(GradeTable, s.FormerGrade), x.Label(GradeTable, s.Grade)},
	}, f.labels("item", "before", "after"), 2, 3, 3)
	f.head(f.t("undone"))
	var rows [][]string
	for _, c := range Changes(b.M, was, now) {
		name := c.Item
		if c.Case != 0 {
			name = x.T("appraisal.form.case", "n", c.Case)
		}
		rows = append(rows, []string{name, c.Sign + field.Mark(c.Before), c.Sign + field.Mark(c.After),
			"+" + field.Mark(c.Back)})
	}
	rows = append(rows, []string{x.T("score.total"), field.Mark(was.Total), field.Mark(now.Total),
		signed(now.Total - was.Total)})
	f.table(rows, f.labels("item", "before", "after", "back"), 6, -3, -3, -3)
	f.text(f.t("others"))
	f.text(f.t("kept"))
	return f.Document
}

// signed is a difference of points.
func signed(n int64) string {
	if n > 0 {
		return "+" + field.Mark(n)
	}
	return field.Mark(n)
}

// Change is one thing in which a corrected result differs from the one that was fed back: what it gave, or took
// (Sign −), before and after, and what was given back; in hundredths. A case has its number in the order of the sheet
// and no name: a result does not say whose it is.
type Change struct {
	Item                string
	Case                int
	Sign                string
	Before, After, Back int64
}

// Changes are what was undone, in the order of the sheet: indicators, additions and deductions, cases.
func Changes(m *scheme.Sound, was, now scheme.Sheet) (out []Change) {
	add := func(x Change) {
		if x.Back = x.After - x.Before; x.Sign == "−" {
			x.Back = -x.Back
		}
		if x.Back != 0 {
			out = append(out, x)
		}
	}
	for _, l := range was.Lines {
		at := slices.IndexFunc(now.Lines, func(o scheme.Line) bool { return o.No == l.No })
		if at < 0 {
			continue
		}
		name := l.No
		if m != nil {
			if i := m.Indicator(l.No); i != nil {
				name += " " + i.Zh
			}
		}
		add(Change{Item: name, Before: l.Gained, After: now.Lines[at].Gained})
	}
	for i, e := range was.Extras {
		at := slices.IndexFunc(now.Extras, func(o scheme.ExtraLine) bool { return o.Code == e.Code })
		if at < 0 {
			continue
		}
		x := Change{Item: e.Code, Sign: "+", Before: e.Gained, After: now.Extras[at].Gained}
		if m != nil && i < len(m.Extras) {
			x.Item = m.Extras[i].Zh
		}
		if e.Deducts {
			x.Sign = "−"
		}
		add(x)
	}
	for i, c := range was.Cases {
		x := Change{Case: i + 1, Sign: "−", Before: c.Deducted}
		if at := slices.IndexFunc(now.Cases, func(o scheme.CaseLine) bool { return o.Ref == c.Ref }); at >= 0 {
			x.After = now.Cases[at].Deducted
		}
		add(x)
	}
	return out
}
