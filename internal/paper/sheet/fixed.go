package sheet

import "shuangze/internal/lang"

// Fixed is a list of values of which a cell holds one.
type Fixed string

// The lists that this house also writes.
const (
	UnitCategory    Fixed = "unit-category"
	PrincipalOrgan  Fixed = "principal"
	SupervisorOrgan Fixed = "supervisory"
	Gender          Fixed = "gender"
	PersonLevel     Fixed = "person-level"
	Source          Fixed = "source"
	ProblemLevel    Fixed = "problem-level"
	LedgerState     Fixed = "ledger-state"
)

// Written says of each list how counties write its values.
var Written = map[Fixed][]Says{UnitCategory: UnitCategories, PrincipalOrgan: PrincipalOrgans,
	SupervisorOrgan: SupervisoryOrgans, Gender: Genders,
	PersonLevel: Levels, Source: Sources, ProblemLevel: ProblemLevels, LedgerState: States}

// Called is a value with what this house calls it: what it writes in Chinese and
// in English, and what else it has been called.
type Called struct {
	Code, Zh, En string
	Others       []string
}

// House is what a house calls the values of the lists.
type House struct {
	called map[Fixed][]Called
	says   map[Fixed][]Says
}

// NewHouse makes the words that are read for each list: those that the house
// writes, then those of counties. A word of the house means its own value and no
// other.
func NewHouse(called map[Fixed][]Called) *House {
	h := &House{called, map[Fixed][]Says{}}
	for f, list := range called {
		for _, c := range list {
			h.says[f] = append(h.says[f], Says{c.Code, append([]string{c.Zh, c.En}, c.Others...)})
		}
		h.says[f] = append(h.says[f], Written[f]...)
	}
	return h
}

// Says are the words that are read for a list.
func (look Look) Says(f Fixed) []Says {
	if look.House == nil {
		return Written[f]
	}
	return look.House.says[f]
}

// choices are the words to choose from, in the language of the table.
func (look Look) choices(f Fixed, p *lang.Phraser) (out []string) {
	if look.House == nil {
		for _, s := range Written[f] {
			out = append(out, s.Words[0])
		}
		return out
	}
	for _, c := range look.House.called[f] {
		if p.Chinese() {
			out = append(out, c.Zh)
		} else {
			out = append(out, c.En)
		}
	}
	return out
}

// one reads a value of a list.
func (r *reader) one(f Fixed, look Look) func(Cell) (string, Fault) {
	return func(c Cell) (string, Fault) {
		code, wrong := Choice(c, look.Says(f))
		if wrong != nil && wrong.Data["known"] != nil {
			wrong.Data["known"] = look.choices(f, r.table.speaks())
		}
		return code, wrong
	}
}
