package lists

import (
	"net/url"
	"strconv"
	"strings"

	"shuangze/internal/lists/measure"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// The measures of a form are rows of three fields with the same names each: what
// is done, who does it, until when (spec 2.4, 2.5).
const (
	measureText = "measures"
	measureWho  = "measure-who"
	measureDue  = "measure-due"
)

// readMeasures reads the rows of a form. A text of several lines is several
// measures of the same person and day, as pasted from a list; rows in which
// nothing stands do not count.
func readMeasures(v *desk.Visit, errs *text.InputErrors) measure.List {
	texts, whos, dues := v.Forms(measureText), v.Forms(measureWho), v.Forms(measureDue)
	var out measure.List
	for i := range max(len(texts), len(whos), len(dues)) {
		m := measure.Measure{Who: nth(whos, i)}
		if s := nth(dues, i); s != "" {
			d, err := when.ParseDay(s)
			if err != nil {
				errs.Add(measureText, "measure.no-such-day", "line", i+1)
			}
			m.Due = d
		}
		lines := measure.FromLines(nth(texts, i))
		if len(lines) == 0 && (m.Who != "" || m.Due != 0) {
			lines = measure.List{{}} // named by Check: it has no words
		}
		for _, l := range lines {
			m.Text = l.Text
			out = append(out, m)
		}
	}
	return out
}

func nth(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// measureValues puts a list into the fields of a form.
func measureValues(values url.Values, l measure.List) url.Values {
	for _, m := range l {
		values.Add(measureText, m.Text)
		values.Add(measureWho, m.Who)
		values.Add(measureDue, written(m.Due))
	}
	return values
}

// measureRow is one row of the form.
type measureRow struct {
	N        string
	ID       string // of the first field; the first row carries the group's
	Text     string
	Who, Due string
}

// measureRows are the rows to show: those filled in and room for more, at least
// three, never more than a list may hold.
func measureRows(f page.Filled) []measureRow {
	texts, whos, dues := f.Values[measureText], f.Values[measureWho], f.Values[measureDue]
	filled := 0
	for i := range max(len(texts), len(whos), len(dues)) {
		if strings.TrimSpace(nth(texts, i)+nth(whos, i)+nth(dues, i)) != "" {
			filled = i + 1
		}
	}
	n := max(3, filled+1)
	if f.Values.Get("then") == "measures" {
		n = filled + 3
	}
	out := make([]measureRow, max(filled, min(n, measure.Most)))
	for i := range out {
		out[i] = measureRow{N: strconv.Itoa(i + 1), ID: "f-" + measureText, Text: nth(texts, i),
			Who: nth(whos, i), Due: nth(dues, i)}
		if i > 0 {
			out[i].ID += "-" + out[i].N
		}
	}
	return out
}
