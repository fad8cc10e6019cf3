package sheet

import (
	"regexp"
	"strings"
	"sync"

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
		out = append(out, regexp.MustCompile("^(?:"+gap("measure.leader", "who", ".+?")+"(?:"+part+"))?(?:"+gap("measure.who", "who", ".+?")+"(?:"+part+"))?(?:"+
			gap("measure.due", "day", day)+"(?:"+part+"))?(?:"+gap("measure.done", "day", day)+"|("+regexp.QuoteMeta(p.T("sheet.beside.past"))+"))?$"))
	}
	return out
})

// besides takes off a measure what Beside wrote behind it. Brackets that say
// anything else belong to the measure.
func besides(measure string) (bare string, own Step, ok bool) {
	folded := []rune(measure)
	if len(folded) == 0 || !strings.ContainsRune("）)", folded[len(folded)-1]) {
		return measure, own, false
	}
	for i := len(folded) - 2; i > 0; i-- {
		if !strings.ContainsRune("（(", folded[i]) {
			continue
		}
		inside := string(folded[i+1 : len(folded)-1])
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
			return strings.TrimSpace(string(folded[:i])), own, true
		}
	}
	return measure, own, false
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
