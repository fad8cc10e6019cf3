package exchange

import (
	"slices"
	"strconv"
	"strings"

	tables "shuangze/internal/exchange"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/text"
	"shuangze/internal/web/page"
)

func figures(d previewData) []page.Figure {
	p := d.View.P
	out := []page.Figure{{Label: p.T("import.good"), Number: p.Number(int64(d.P.Good))}}
	if d.P.Writes {
		out = append(out, counts(d.View, d.P)...)
	}
	tone := page.Plain
	if len(d.P.Errors) > 0 {
		tone = page.Red
	}
	return append(out, page.Figure{Label: p.T("import.wrong"), Number: p.Number(int64(len(d.P.Errors))), Tone: tone},
		page.Figure{Label: p.T("import.questions"), Number: p.Number(int64(len(d.P.Ask)))})
}

func counts(v page.View, x tables.Preview) []page.Figure {
	return []page.Figure{{Label: v.P.T("exchange.what.new"), Number: v.P.Number(int64(x.New))},
		{Label: v.P.T("exchange.what.changed"), Number: v.P.Number(int64(x.Changed))},
		{Label: v.P.T("exchange.what.same"), Number: v.P.Number(int64(x.Same))}}
}

func doneFigures(d doneData) []page.Figure {
	out := counts(d.View, d.P)
	if d.Receipt.Replayed { // nothing was written now
		out[0].Number, out[1].Number, out[2].Number = "0", "0", d.View.P.Number(int64(d.P.New+d.P.Changed+d.P.Same))
	}
	return append(out, page.Figure{Label: d.View.P.T("import.left-out"), Number: d.View.P.Number(int64(wrongRows(d.P)))})
}

func doneTitle(d doneData) string {
	if d.Receipt.Replayed {
		return d.View.P.T("import.no-change")
	}
	return d.View.P.T("import.done")
}

// wrongRows counts rows, not errors: a row may have several.
func wrongRows(x tables.Preview) int {
	rows := map[sheet.At]bool{}
	for _, e := range x.Errors {
		rows[sheet.At{Sheet: e.Sheet, Row: e.Row}] = true
	}
	for _, q := range x.Ask {
		rows[q.At] = true
	}
	return len(rows)
}

func bad(d previewData) int { return wrongRows(d.P) }

func columnName(letter, title string) string {
	if letter == "" {
		return title
	}
	return letter + "　" + title
}

func skippedAt(d previewData, i int) string {
	s := d.P.Skipped[i]
	if s.Number == 0 {
		return s.Sheet + "　"
	}
	return s.Sheet + " " + strconv.Itoa(s.Number) + "　"
}

func tone(what string) page.Tone {
	switch what {
	case tables.New:
		return page.Green
	case tables.Changed:
		return page.Blue
	case tables.Asked:
		return page.Amber
	case tables.Bad:
		return page.Red
	}
	return page.Grey
}

// effects are the rows that do something, those that change what is registered
// first, then those that were not read literally: they are what a look at the
// preview is for.
func effects(x tables.Preview) (out []tables.Row) {
	for _, first := range []func(tables.Row) bool{
		func(r tables.Row) bool { return r.What == tables.Changed },
		func(r tables.Row) bool { return r.What == tables.New && freely(r) },
		func(r tables.Row) bool { return r.What == tables.New && !freely(r) },
	} {
		for _, r := range x.Rows {
			if first(r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// freely says whether a cell of the row was not read literally.
func freely(r tables.Row) bool {
	return slices.ContainsFunc(r.Notes, func(n sheet.Reading) bool { return n.Column != "" })
}

func unchanged(x tables.Preview) (out []tables.Row) {
	for _, r := range x.Rows {
		if r.What == tables.Same {
			out = append(out, r)
		}
	}
	return out
}

func rowAt(r tables.Row) string { return r.Sheet + " " + strconv.Itoa(r.Row) + "　" + r.Name }

// hiddenIn says whether a notice is about something out of sight.
func hiddenIn(x tables.Preview) bool {
	return slices.ContainsFunc(x.Notices, func(m text.Message) bool { return strings.HasPrefix(m.Key, "sheet.hidden.") })
}

// deltaField and deltaWords say one change in the reader's language.
func deltaField(d previewData, x tables.Delta) string {
	if x.Label.Key != "" {
		return d.View.P.Message(x.Label)
	}
	return d.View.P.T("exchange.field." + x.Field)
}

func deltaWords(d previewData, x tables.Delta) string {
	say := func(s string) string {
		switch {
		case s == "":
			return d.View.P.T("import.delta.none")
		case x.Field == "gender":
			return d.View.P.T("register.gender." + s)
		case x.Kind != "":
			return d.V.Label(x.Kind, s)
		}
		return s
	}
	return d.View.P.T("import.delta", "before", say(x.Before), "after", say(x.After))
}

// place is where the imported things stand.
func place(kind string) string {
	switch kind {
	case tables.Units:
		return "/county"
	case tables.People:
		return "/people"
	case tables.Problems:
		return "/problems?tab=all&sort=-new"
	}
	return "/" + kind
}
