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
var Written = map[Fixed][]Says{UnitCategory: UnitCategories, PrincipalOrgan: PrincipalOrgans, SupervisorOrgan: SupervisoryOrgans, Gender: Genders,
	PersonLevel: Levels, Source: Sources, ProblemLevel: ProblemLevels, LedgerState: States}

// Called is a value with what this house calls it: what it writes in Chinese and
// in English, and what else it has been called.
type Called struct {
	Code, Zh, En string
	Others       []string
}

// Says are the words that are read for a list: those that the house writes, then
// those of counties. A word of the house means its own value and no other.
func (look Look) Says(f Fixed) []Says {
	house := look.House[f]
	if house == nil {
		return Written[f]
	}
	out := make([]Says, 0, 2*len(house))
	for _, c := range house {
		out = append(out, Says{c.Code, append([]string{c.Zh, c.En}, c.Others...)})
	}
	return append(out, Written[f]...)
}

// choices are the words to choose from, in the language of the table.
func (look Look) choices(f Fixed, p *lang.Phraser) (out []string) {
	for _, c := range look.House[f] {
		if p.Chinese() {
			out = append(out, c.Zh)
		} else {
			out = append(out, c.En)
		}
	}
	if out == nil {
		for _, s := range Written[f] {
			out = append(out, s.Words[0])
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
