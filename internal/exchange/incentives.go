package exchange

import (
	"context"
	"strings"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/field"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/eligible"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
)

// EligibleHeads are the columns of who may be nominated.
func (s Speech) EligibleHeads() []string {
	out := []string{s.P.T("eligible.col.unit"), s.P.T("eligible.col.who"), s.P.T("eligible.col.post")}
	for _, what := range eligible.Whats {
		out = append(out, s.P.T("eligible.what."+what))
	}
	return append(out, s.P.T("eligible.col.answer"), s.P.T("eligible.col.why"))
}

// EligibleAnswer says whether somebody may be nominated, or is already.
func (s Speech) EligibleAnswer(r eligible.Row) string {
	switch {
	case r.Honour != 0:
		return s.P.T("honour.state." + r.State)
	case r.Met():
		return s.P.T("eligible.met")
	}
	return s.P.T("eligible.unmet")
}

// EligibleStand is one thing that stands in somebody's way, as much of it as may be known.
func (s Speech) EligibleStand(h effect.Hindrance) string {
	switch {
	case h.By != "":
		var says []string
		for _, m := range clearances.Says(h, func(table, code string) string { return s.label(policy.Kind(table), code) }) {
			says = append(says, s.P.Message(m))
		}
		return strings.Join(says, "")
	case h.Until == effect.Forever:
		return s.P.T("eligible.stands.forever")
	case h.Until == 0:
		return s.P.T("eligible.stands.open")
	}
	return s.P.T("eligible.stands.until", "until", h.Until)
}

// EligibleFigure is what is on record of somebody under a condition; "" = nothing.
func (s Speech) EligibleFigure(r eligible.Row, what string) string {
	var out []string
	switch what {
	case eligible.ByGrade:
		for _, g := range r.Figures.Grades {
			out = append(out, s.label(policy.AppraisalGrade, g.Grade))
		}
	case eligible.ByPledges:
		for _, p := range r.Figures.Pledges {
			out = append(out, s.P.T("eligible.kept", "judged", p.Judged, "kept", p.Kept))
		}
	case eligible.ByStatement:
		for _, x := range r.Figures.Statements {
			out = append(out, field.Mark(x.Score))
		}
	case eligible.ByCheck:
		for _, h := range r.Stands {
			out = append(out, s.EligibleStand(h))
		}
		if len(out) == 0 {
			return s.P.T("eligible.clear")
		}
	}
	return strings.Join(out, "\n")
}

// EligibleCondition says what is asked.
func (s Speech) EligibleCondition(c eligible.Condition) string {
	var grades []string
	for _, code := range c.Codes {
		grades = append(grades, s.label(policy.AppraisalGrade, code))
	}
	return s.P.T("eligible.asks."+c.What, "grades", s.P.List(grades), "least", bound(c.Least),
		"clause", strings.TrimRight(c.Clause, "。"))
}

// bound is a bound as people write it: 85, not 85.00.
func bound(hundredths int64) string { return strings.TrimSuffix(field.Mark(hundredths), ".00") }

// EligibleWhy says which conditions are not met, and by which clause.
func (s Speech) EligibleWhy(r eligible.Row) (out []string) {
	for _, f := range r.Findings {
		if f.Met {
			continue
		}
		key := "eligible.not." + f.What
		if f.None {
			key = "eligible.none." + f.What
		}
		out = append(out, s.P.T(key, "least", bound(f.Least), "clause", strings.TrimRight(f.Clause, "。")))
	}
	return out
}

// EligibleRow is one line of the same; unit is what the unit is called.
func (s Speech) EligibleRow(r eligible.Row, unit string) []any {
	out := []any{unit, r.Name, r.Post}
	for _, what := range eligible.Whats {
		out = append(out, s.EligibleFigure(r, what))
	}
	return append(out, s.EligibleAnswer(r), strings.Join(s.EligibleWhy(r), "\n"))
}

// EligibleTable is who may be nominated and who may not. It is never read again.
func EligibleTable(s Speech, rows []eligible.Row, unit func(eligible.Row) string, title string) Table {
	head := sheet.Sheet{Name: s.P.T("eligible.list"), Title: title}
	for _, h := range s.EligibleHeads() {
		head.Columns = append(head.Columns, sheet.Field{Title: h})
	}
	return tableOf("eligible", "eligible.list", head, func(_ context.Context, yield func(...any) error) error {
		for _, r := range rows {
			if err := yield(s.EligibleRow(r, unit(r))...); err != nil {
				return err
			}
		}
		return nil
	})
}

// EligibleTitle is what the page, its print and its table are called.
func (s Speech) EligibleTitle(a eligible.Asked) string {
	of := "honour.kind." + honours.Team
	if a.Of == honours.Model {
		of = "honour.kind." + honours.Model
	}
	return s.P.T("eligible.title", "year", a.Year, "of", s.P.T(of))
}

// FollowingHeads are the columns of the year of consequences.
func (s Speech) FollowingHeads() []string {
	out := []string{s.P.T("following.col.unit")}
	for _, stand := range consequences.Stands {
		out = append(out, s.P.T("following.col."+stand))
	}
	return out
}

// FollowingRow is the line of a unit, or of all.
func (s Speech) FollowingRow(c consequences.Count, name string) []any {
	out := []any{name}
	for _, stand := range consequences.Stands {
		out = append(out, c.Of(stand))
	}
	return out
}

// FollowingTable is the year of consequences: all units, then each. It is never read again.
func FollowingTable(s Speech, all consequences.Count, units []consequences.Count, name func(consequences.Count) string,
	title string) Table {
	head := sheet.Sheet{Name: s.P.T("following.list"), Title: title}
	for _, h := range s.FollowingHeads() {
		head.Columns = append(head.Columns, sheet.Field{Title: h})
	}
	return tableOf("following", "consequence.list", head, func(_ context.Context, yield func(...any) error) error {
		if err := yield(s.FollowingRow(all, s.P.T("following.all"))...); err != nil {
			return err
		}
		for _, c := range units {
			if err := yield(s.FollowingRow(c, name(c))...); err != nil {
				return err
			}
		}
		return nil
	})
}
