package sheet

import (
	"iter"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"shuangze/internal/lang"
	"shuangze/internal/when"
)

// Beside is a measure with what it has of its own in brackets behind it, as our
// ledgers write it: who leads, who does it, until when, and that it is done. The
// words are those of the pages.
func Beside(p *lang.Phraser, measure string, s Step) string {
	var own []string
	if len(s.Leaders) > 0 {
		own = append(own, p.T("measure.leader", "who", strings.Join(s.Leaders, "、")))
	}
	if len(s.Handlers) > 0 {
		own = append(own, p.T("measure.who", "who", strings.Join(s.Handlers, "、")))
	}
	if s.Due != 0 {
		own = append(own, p.T("measure.due", "day", s.Due.String()))
	}
	switch {
	case s.Closed != 0:
		own = append(own, p.T("measure.done", "day", s.Closed.String()))
	case s.Done:
		own = append(own, p.T("sheet.beside.past"))
	}
	if len(own) > 0 {
		measure = p.T("sheet.beside", "measure", measure, "own", strings.Join(own, partedBy(p)))
	}
	return measure
}

// partedBy is what parts the words beside a measure.
func partedBy(p *lang.Phraser) string {
	if p.Chinese() {
		return "，"
	}
	return ", "
}

// besideForms are the words that Beside writes, in each language.
var besideForms = sync.OnceValue(func() (out []*regexp.Regexp) {
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		p := in(l)
		gap := func(key, name, form string) string {
			return "(?:" + strings.Replace(regexp.QuoteMeta(p.T(key, name, "\x00")), "\x00", "("+form+")", 1) + ")"
		}
		part := regexp.QuoteMeta(strings.TrimSpace(partedBy(p))) + `\s*|$`
		const day = `\d{4}-\d\d-\d\d`
		out = append(out, regexp.MustCompile("^(?:"+gap("measure.leader", "who", ".+?")+"(?:"+part+"))?(?:"+
			gap("measure.who", "who", ".+?")+"(?:"+part+"))?(?:"+
			gap("measure.due", "day", day)+"(?:"+part+"))?(?:"+gap("measure.done", "day", day)+"|("+
			regexp.QuoteMeta(p.T("sheet.beside.past"))+"))?$"))
	}
	return out
})

// besideMost is more than Beside ever writes in brackets, in characters: two people
// of the sixty each that a measure holds, two days, and the words about them.
const besideMost = 300

// besides takes off a measure what Beside wrote behind it. Brackets that say
// anything else belong to the measure.
func besides(measure string) (bare string, own Step, ok bool) {
	for before, inside := range openings(measure) {
		for _, form := range besideForms() {
			m := form.FindStringSubmatch(inside)
			if m == nil || inside == "" {
				continue
			}
			due, wrong := when.ParseDay(m[3])
			done, wrong2 := when.ParseDay(m[4])
			if m[3] != "" && wrong != nil || m[4] != "" && wrong2 != nil {
				continue
			}
			own = Step{Leaders: whoWrites(m[1]), Handlers: whoWrites(m[2]), Done: m[4] != "" || m[5] != ""}
			if m[3] != "" {
				own.Due = due
			}
			if m[4] != "" {
				own.Closed = done
			}
			return strings.TrimSpace(before), own, true
		}
	}
	return measure, own, false
}

// openings are the places where the bracket may open that ends a measure, from the
// last on: what stands before it and what in it. A cell may be nothing but
// brackets, so they end where what stands in it is longer than Beside writes.
func openings(measure string) iter.Seq2[string, string] {
	return func(yield func(before, inside string) bool) {
		last, size := utf8.DecodeLastRuneInString(measure)
		if last != '）' && last != ')' {
			return
		}
		end := len(measure) - size
		for at, n := end, 0; n <= besideMost; n++ {
			r, size := utf8.DecodeLastRuneInString(measure[:at])
			from := at - size
			if from <= 0 || (r == '（' || r == '(') && !yield(measure[:from], measure[at:end]) {
				return
			}
			at = from
		}
	}
}

func whoWrites(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "、")
}

// beside gives measures what stands in brackets behind them, and tells it.
func (p *problemRows) beside() {
	var told []int
	for i, m := range p.Measures {
		bare, own, ok := besides(m)
		if !ok {
			continue
		}
		if p.Steps == nil {
			p.Steps = make([]Step, len(p.Measures))
		}
		s := &p.Steps[i]
		p.Measures[i] = bare
		if own.Leaders != nil {
			s.Leaders = own.Leaders
		}
		if own.Handlers != nil {
			s.Handlers = own.Handlers
		}
		if own.Due != 0 {
			s.Due = own.Due
		}
		if own.Done {
			s.Done, s.Closed = true, own.Closed
		}
		told = append(told, i+1)
	}
	if len(told) > 0 {
		p.r.told = nil
		p.r.tell("measures", "sheet.read.beside", "measures", spans(told), "n", len(told))
		p.Readings = append(p.Readings, p.r.told...)
	}
}
