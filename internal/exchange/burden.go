package exchange

import (
	"cmp"
	"context"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/burden"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
)

// Minutes are seconds as minutes: whole ones from ten on, with a tenth below.
func Minutes(p *lang.Phraser, seconds int64) string {
	tenths := burden.Minutes(seconds)
	if tenths >= 100 || tenths <= -100 || tenths == 0 {
		return p.Number(burden.Share(seconds, 60))
	}
	return p.Fixed(tenths, 1)
}

// BurdenCalled is what is counted under a code of the burden ledger: a rule by the
// county's words, an act by its own and its list's.
func (s Speech) BurdenCalled(nouns []*noun.Noun, code string) string {
	if burden.IsRule(code) {
		return cmp.Or(s.label(policy.DutyRule, code), code)
	}
	word, _, _ := strings.Cut(code, ".")
	list := map[string]string{"problem": "menu.problems", "order": "menu.orders"}[word]
	for _, n := range nouns {
		if n.Word == word {
			list = word + ".list"
		}
	}
	act := code
	if key := "event." + code; s.P.Has(key) {
		act = s.P.T(key)
	}
	if list == "" || !s.P.Has(list) {
		return act
	}
	return s.P.T("burden.act", "list", s.P.T(list), "act", act)
}

// BurdenFigure is a column of the burden ledger: a row's figure beside the total.
type BurdenFigure struct {
	Key string // minutes are seconds, share is per cent
	Of  func(x, total burden.Sum) int64
}

// BurdenFigures are its columns, in their order.
var BurdenFigures = []BurdenFigure{
	{"acts", func(x, _ burden.Sum) int64 { return x.Acts }},
	{"typed", func(x, _ burden.Sum) int64 { return x.Typed }},
	{"filled", func(x, _ burden.Sum) int64 { return x.Filled }},
	{"files", func(x, _ burden.Sum) int64 { return x.Files }},
	{"minutes", func(x, _ burden.Sum) int64 { return x.Seconds }},
	{"share", func(x, total burden.Sum) int64 { return burden.Share(x.Seconds*100, total.Seconds) }},
}

// BurdenTable is a month of the burden ledger: what rules asked, then what units were
// asked. It is never read again.
func BurdenTable(s Speech, c *bodies.County, nouns []*noun.Noun, b burden.Sheet, title string) Table {
	head := sheet.Sheet{Name: s.P.T("burden.title"), Title: title,
		Columns: []sheet.Field{{Title: s.P.T("burden.of")}, {Title: s.P.T("burden.rule"), Width: 40}}}
	for _, f := range BurdenFigures {
		head.Columns = append(head.Columns, sheet.Field{Title: s.P.T("burden.col." + f.Key)})
	}
	rows := func(_ context.Context, yield func(...any) error) error {
		line := func(of, name string, x burden.Sum) error {
			row := []any{s.P.T(of), name}
			for _, f := range BurdenFigures {
				n := f.Of(x, b.Total)
				if f.Key == "minutes" {
					row = append(row, s.P.Fixed(burden.Minutes(n), 1))
					continue
				}
				row = append(row, int(n))
			}
			return yield(row...)
		}
		for _, x := range b.Rules {
			if err := line("burden.rule", s.BurdenCalled(nouns, x.Rule), x); err != nil {
				return err
			}
		}
		for _, x := range b.Units {
			if err := line("overview.unit", c.Name(x.Unit), x); err != nil {
				return err
			}
		}
		return nil
	}
	return Table{Name: "burden", Verb: "burden.list", sheet: head, rows: rows}
}
