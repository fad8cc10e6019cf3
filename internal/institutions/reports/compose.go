package reports

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/duty"
	"shuangze/internal/handover"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/sift"
	"shuangze/internal/lists/task"
	"shuangze/internal/signoff"
	"shuangze/internal/when"
)

// Figure is one thing that is counted for a report of a year: Rows are what is counted,
// and At leads to the list of the same.
type Figure struct {
	Code string
	sift.Count
	At string
}

// the figures, in their order.
const (
	asked      = "duties"
	done       = "duties-done"
	late       = "duties-late"
	open       = "duties-open"
	records    = "records"
	papers     = "papers"
	tasks      = "tasks"
	handovers  = "handovers"
	registered = "problems"
	closed     = "problems-closed"
	unsolved   = "problems-open"
	issued     = "orders"
	ended      = "orders-closed"
	unended    = "orders-open"
)

// Counts are the figures of a report: what fell due, was done, found and put right in
// its year, and what is open still; of the body, or of the first responsible person alone.
func (r *Report) Counts() (out []Figure) {
	year := duty.YearOf(int(r.Year))
	add := func(code, table, at string, query url.Values, rows sift.All) {
		out = append(out, Figure{code, sift.Count{Table: table, Rows: rows}, "/" + at + "?" + query.Encode()})
	}
	in := func(column string, p when.Period) sift.All {
		return sift.All{sift.Num(column, sift.From, p.From), sift.Num(column, sift.Below, p.To)}
	}
	at := func(instant string) sift.All { return sift.On(instant, year) }
	whose := url.Values{"body": {r.Body.String()}}
	of := sift.All{sift.Num("body", sift.Equal, r.Body)}
	with := func(q url.Values, more ...string) url.Values {
		next := url.Values{}
		for k, v := range q {
			next[k] = v
		}
		for i := 0; i < len(more); i += 2 {
			next.Set(more[i], more[i+1])
		}
		return next
	}
	y := strconv.FormatInt(r.Year, 10)
	// Duties of a first responsible person are those of the level; the others are all of the body's.
	dutyOf, dutyAt := of, with(whose, "due", y)
	if r.Sort == OfFirst {
		dutyOf = append(slices.Clone(of), sift.Is("level", duty.First))
		dutyAt.Set("level", duty.First)
	}
	dutyOf = slices.Concat(dutyOf, in("due", year))
	for _, x := range []struct {
		code, tab string
		rows      sift.All
	}{
		{asked, "all", nil},
		{done, "done", sift.All{sift.Code("state", duty.Done)}},
		{late, "late", sift.All{sift.Code("state", duty.Done), sift.Yes("late")}},
		{open, "open", sift.All{sift.Code("state", duty.Open)}},
	} {
		add(x.code, duty.Shape.Table, duty.Shape.Name, with(dutyAt, "tab", x.tab), slices.Concat(dutyOf, x.rows))
	}
	mine, mineAt := of, whose
	if r.Sort == OfFirst {
		mine = append(slices.Clone(of), sift.Num("person", sift.Equal, r.Person))
		mineAt = with(whose, "person", r.Person.String())
	}
	yearly := sift.Num("year", sift.Equal, r.Year)
	add(records, record.Shape.Table, record.Shape.Name, with(mineAt, "year", y, "tab", "standing"),
		append(slices.Clone(mine), yearly, sift.In("state", record.Standing)))
	add(tasks, task.Shape.Table, task.Shape.Name, with(mineAt, "year", y, "tab", "all"),
		append(slices.Clone(mine), yearly))
	add(papers, signoff.Shape.Table, signoff.Shape.Name, with(whose, "year", y, "tab", "all"),
		append(slices.Clone(of), yearly))
	if r.Unit == 0 { // it has no matters of its own: what has no unit is the county's
		return out
	}
	unit := sift.All{sift.Num("unit", sift.Equal, r.Unit), sift.Is("side", r.Side)}
	unitAt := url.Values{"unit": {r.Unit.String()}, "side": {string(r.Side)}}
	if r.Sort == OfFirst {
		unit = append(unit, sift.Hands(r.Person))
		unitAt.Set("person", r.Person.String())
	} else {
		add(handovers, handover.Shape.Table, handover.Shape.Name, with(unitAt, "endedOn", y, "tab", "all"),
			slices.Concat(unit, in("ended_on", year)))
	}
	for _, x := range []struct {
		code string
		q    []string
		rows sift.All
	}{
		{registered, []string{"registered", y, "tab", "all", "standing", "1"},
			append(at("registered_at"), problem.Filter{Standing: true}.Rows()...)},
		{closed, []string{"closed", y, "tab", "closed"}, append(at("closed_at"), sift.Code("state", problem.Closed))},
		{unsolved, []string{"tab", "open"}, sift.All{sift.Yes("open")}},
	} {
		add(x.code, "problem", "problems", with(unitAt, x.q...), slices.Concat(unit, x.rows))
	}
	for _, x := range []struct {
		code string
		q    []string
		rows sift.All
	}{
		{issued, []string{"issued", y, "all", "1"}, at("issued_at")},
		{ended, []string{"closed", y, "all", "1"}, append(at("closed_at"), sift.Code("state", order.Closed))},
		{unended, []string{"tab", "open"}, sift.All{sift.Yes("open")}},
	} {
		add(x.code, "orders", "orders", with(unitAt, x.q...), slices.Concat(unit, x.rows))
	}
	return out
}

// Counted is what was counted, by the codes of figures.
type Counted map[string]int64

// pack writes what was counted as a report keeps it.
func pack(list []Figure, n []int64) string {
	var b strings.Builder
	for i, f := range list {
		b.WriteString(f.Code + "=" + strconv.FormatInt(n[i], 10) + "\n")
	}
	return b.String()
}

// Said reads what a report says was counted; nil = it was never composed.
func (r *Report) Said() Counted {
	if r.Figures == "" {
		return nil
	}
	out := Counted{}
	for line := range strings.Lines(r.Figures) {
		code, n, _ := strings.Cut(strings.TrimSpace(line), "=")
		out[code], _ = strconv.ParseInt(n, 10, 64)
	}
	return out
}

// Say writes a sentence of the catalogue in Chinese, the language of papers.
type Say func(key string, kv ...any) string

// sentences are the sections as they follow from what was counted; what figures do not
// say is left to who writes the report.
func (r *Report) sentences(t Say) map[string]string {
	n, out := r.Said(), map[string]string{}
	if n == nil {
		return out
	}
	say := func(section string, when bool, key string, kv ...any) {
		if when {
			out[section] += t(key, kv...)
		}
	}
	who := t("report.say.unit")
	if r.Sort == OfFirst {
		who = t("report.say.first")
	}
	say("duty", true, "report.say.duties", "year", strconv.FormatInt(r.Year, 10), "who", who, "n", n[asked],
		"done", n[done], "late", n[late], "open", n[open])
	say("duty", true, "report.say.records", "n", n[records], "tasks", n[tasks], "papers", n[papers])
	say("duty", n[handovers] > 0, "report.say.handovers", "n", n[handovers])
	if r.Unit != 0 {
		say("problems", n[registered]+n[closed] > 0, "report.say.problems", "n", n[registered], "closed", n[closed])
		say("problems", n[registered]+n[closed] == 0, "report.say.problems.none")
		say("problems", n[unsolved] > 0, "report.say.problems.open", "n", n[unsolved])
		say("orders", n[issued]+n[ended] > 0, "report.say.orders", "n", n[issued], "closed", n[ended])
		say("orders", n[issued]+n[ended] == 0, "report.say.orders.none")
		say("orders", n[unended] > 0, "report.say.orders.open", "n", n[unended])
	}
	say("shortcomings", n[late] > 0, "report.say.late", "n", n[late])
	say("shortcomings", n[open] > 0, "report.say.undone", "n", n[open])
	say("shortcomings", n[unsolved] > 0, "report.say.unsolved", "n", n[unsolved])
	say("outlook", n[open] > 0, "report.say.to-do", "n", n[open])
	say("outlook", n[unsolved] > 0, "report.say.to-solve", "n", n[unsolved])
	say("outlook", n[unended] > 0, "report.say.to-end", "n", n[unended])
	return out
}

// compose puts what was counted and the sentences that follow from it. What somebody
// edited stays, unless anew asks for all of it; it says how many sections it wrote.
func (r *Report) compose(list []Figure, n []int64, t Say, anew bool) (wrote int64) {
	was := r.sentences(t)
	r.Figures = pack(list, n)
	now := r.sentences(t)
	for _, f := range sections {
		s := f.Str(r)
		if next := now[f.Name]; s != next && (s == "" || s == was[f.Name] || anew && next != "") {
			f.SetStr(r, next)
			wrote++
		}
	}
	return wrote
}

// Lacks are the sentences that the record composes by what is counted now and that a section does not say, since
// somebody edited it or the record went on; a section that says all of them is left out.
func (r *Report) Lacks(list []Figure, n []int64, t Say) (out []Section) {
	now := *r
	now.Figures = pack(list, n)
	composed := now.sentences(t)
	for _, f := range sections {
		said, lacks := f.Str(r), ""
		for s := range strings.SplitAfterSeq(composed[f.Name], "。") {
			if s != "" && !strings.Contains(said, s) {
				lacks += s
			}
		}
		if lacks != "" {
			out = append(out, Section{"report.field." + f.Key(), lacks})
		}
	}
	return out
}
