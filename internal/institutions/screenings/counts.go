package screenings

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/duty"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/sift"
	"shuangze/internal/recheck"
	"shuangze/internal/when"
)

// Figure is one thing that the record says of the year before: what is counted, and the list of the same.
type Figure struct {
	Code string // what is counted; or a level, or a category
	Kind string // "", ByLevel, ByCategory, Earlier, or Points
	sift.Count
	At string
}

// The kinds of figures that count the problems registered by something: by level, by category, and by category in
// the year before that; Points are hundredths that the rows of the list add up to.
const (
	ByLevel    = "level"
	ByCategory = "category"
	Earlier    = "earlier"
	Points     = "points"
)

// DutiesOpen is the code of the duties of the year that are open.
const DutiesOpen = "duties-open"

// Overdue is the share of the year's duties that were done late or are open, in hundredths of a percent, rounded half
// up; false where no duty fell due.
func (s *Screening) Overdue() (rate int64, ok bool) {
	said := s.Said()
	all := said("", "duties")
	if all == 0 {
		return 0, false
	}
	return ((said("", "duties-late")+said("", DutiesOpen))*20_000 + all) / (2 * all), true
}

// often is how many times in a year make a category come again by itself [D].
const often = 3

// Recurs says of a category whether it comes again: by how often it came last year and the year before.
func Recurs(last, before int64) bool { return last >= often || last > 0 && before > 0 }

// Counts are what is counted for a screening: duties, cards, records, problems, orders, re-checks that failed,
// criticism, results of the assessment with what they deducted, and votes on the body, of the year before; of a body
// and its unit, or, for the county's own two, of all the county on their side. A result counts once it was approved.
// What is open or overdue is so today.
func (s *Screening) Counts(categories []string, today when.Day) (out []Figure) {
	last, before := duty.YearOf(int(s.Year)-1), duty.YearOf(int(s.Year)-2)
	y, yy := strconv.FormatInt(s.Year-1, 10), strconv.FormatInt(s.Year-2, 10)
	add := func(kind, code, table, at string, query url.Values, more []string, rows ...sift.All) {
		next := url.Values{}
		for k, v := range query {
			next[k] = v
		}
		for i := 0; i < len(more); i += 2 {
			next.Set(more[i], more[i+1])
		}
		out = append(out, Figure{code, kind, sift.Count{Table: table, Rows: slices.Concat(rows...)},
			"/" + at + "?" + next.Encode()})
		if kind == Points {
			out[len(out)-1].Sum = []string{"deducted", "for_cases"}
		}
	}
	unit, unitAt := sift.All{sift.Is("side", s.Side)}, url.Values{"side": {string(s.Side)}}
	body, bodyAt := unit, unitAt
	named, namedAt := unit, unitAt
	if s.Unit != 0 {
		body, bodyAt = sift.All{sift.Num("body", sift.Equal, s.Body)}, url.Values{"body": {s.Body.String()}}
		named, namedAt = sift.All{sift.Num("named", sift.Equal, s.Unit)}, url.Values{"named": {s.Unit.String()}}
		unit = append(unit, sift.Num("unit", sift.Equal, s.Unit))
		unitAt = url.Values{"side": {string(s.Side)}, "unit": {s.Unit.String()}}
	}
	days := func(column string) sift.All {
		return sift.All{sift.Num(column, sift.From, last.From), sift.Num(column, sift.Below, last.To)}
	}
	for _, x := range []struct {
		code string
		q    []string
		rows sift.All
	}{
		{"duties", []string{"tab", "all"}, nil},
		{"duties-late", []string{"tab", "late"}, sift.All{sift.Code("state", duty.Done), sift.Yes("late")}},
		{DutiesOpen, []string{"tab", "open"}, sift.All{sift.Code("state", duty.Open)}},
		{"cards-yellow", []string{"tab", "all", "card", duty.Yellow}, sift.All{sift.Is("card", duty.Yellow)}},
		{"cards-red", []string{"tab", "all", "card", duty.Red}, sift.All{sift.Is("card", duty.Red)}},
	} {
		add("", x.code, duty.Shape.Table, duty.Shape.Name, bodyAt, append(x.q, "due", y), body, days("due"), x.rows)
	}
	year := sift.All{sift.Num("year", sift.Equal, s.Year-1)}
	add("", "records", record.Shape.Table, record.Shape.Name, bodyAt, []string{"tab", "standing", "year", y}, body, year,
		sift.All{sift.In("state", record.Standing)})

	standing := problem.Filter{Standing: true}.Rows()
	problems := func(kind, code string, days when.Period, year string, more []string, rows sift.All) {
		add(kind, code, "problem", "problems", unitAt, append(more, "registered", year, "tab", "all", "standing", "1"),
			unit, standing, sift.On("registered_at", days), rows)
	}
	problems("", "problems", last, y, nil, nil)
	for _, l := range problem.Levels {
		problems(ByLevel, string(l), last, y, []string{"level", string(l)}, sift.All{sift.Is("level", l)})
	}
	add("", "problems-closed", "problem", "problems", unitAt, []string{"closed", y, "tab", "closed"}, unit,
		sift.On("closed_at", last), sift.All{sift.Code("state", problem.Closed)})
	add("", "problems-open", "problem", "problems", unitAt, []string{"tab", "open"}, unit, sift.All{sift.Yes("open")})
	add("", "orders", "orders", "orders", unitAt, []string{"issued", y, "all", "1"}, unit, sift.On("issued_at", last))
	add("", "orders-over", "orders", "orders", unitAt, []string{"due", "over"}, unit,
		order.Filter{DueFrom: 1, DueBelow: today}.Rows())
	add("", "rechecks-failed", recheck.Shape.Table, recheck.Shape.Name, unitAt, []string{"tab", "failed", "doneOn", y},
		unit, sift.All{sift.Code("state", recheck.Failed)}, days("done_on"))
	// Circulars are a subject beside this one: its words stand here as its list has them.
	add("", "criticised", "mention", "mentions", namedAt, []string{"tab", "criticised", "year", y}, named, year,
		sift.All{sift.Code("state", "issued"), sift.Is("verdict", "criticise")})
	// So are assessments, with the votes counted for them.
	results := sift.All{sift.In("state", []string{"approved", "circulated"})}
	resultsAt := []string{"tab", "results", "year", y}
	add("", "scoresheets", "scoresheet", "scoresheets", bodyAt, resultsAt, body, year, results)
	add(Points, "deducted", "scoresheet", "scoresheets", bodyAt, resultsAt, body, year, results)
	add("", "tallies", "voter_tally", "tallies", bodyAt, []string{"tab", "confirmed", "year", y}, body, year,
		sift.All{sift.In("state", []string{"confirmed", "told"})})
	for _, c := range categories {
		of, q := sift.All{sift.Is("category", c)}, []string{"category", c}
		problems(ByCategory, c, last, y, q, of)
		problems(Earlier, c, before, yy, q, of)
	}
	return out
}

// pack writes what was counted as a screening keeps it; levels and categories without a problem are left out.
func pack(list []Figure, n []int64) string {
	var b strings.Builder
	for i, f := range list {
		if f.Kind == "" || n[i] > 0 {
			b.WriteString(f.Kind + ":" + f.Code + "=" + strconv.FormatInt(n[i], 10) + "\n")
		}
	}
	return b.String()
}

// Said reads what a screening says was counted.
func (s *Screening) Said() func(kind, code string) int64 {
	out := map[string]int64{}
	for line := range strings.Lines(s.Figures) {
		of, n, _ := strings.Cut(strings.TrimSpace(line), "=")
		out[of], _ = strconv.ParseInt(n, 10, 64)
	}
	return func(kind, code string) int64 { return out[kind+":"+code] }
}
