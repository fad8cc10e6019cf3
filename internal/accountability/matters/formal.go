package matters

import (
	"slices"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/field"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Formal is the decision of the organ that took an outcome which the system only records.
type Formal struct {
	No     string
	Organ  string
	On     when.Day // its effect period begins with it
	Kind   string   // of a decision on a person: a code of effect.KindTable
	Months int64    // that it fixes; 0 = as the rule says
}

// formals are the fields of two such decisions: where both outcomes need one.
func formals[T any](at func(*T) (first, second *Formal)) field.Fields {
	of := func(which func(*T) *Formal, names ...string) field.Fields {
		return field.Fields{
			field.Line(names[0], 0, lineMost, func(t *T) *string { return &which(t).No }),
			field.Line(names[1], 0, lineMost, func(t *T) *string { return &which(t).Organ }),
			field.Day(names[2], false, func(t *T) *when.Day { return &which(t).On }),
			field.Policy(names[3], false, effect.KindTable, func(t *T) *string { return &which(t).Kind }),
			field.Count(names[4], 0, monthsMost, func(t *T) *int64 { return &which(t).Months }).OrNone(),
		}
	}
	return append(of(func(t *T) *Formal { f, _ := at(t); return f }, firstFormal...),
		of(func(t *T) *Formal { _, f := at(t); return f }, secondFormal...)...)
}

var (
	firstFormal  = []string{"formal", "formalOrgan", "formalOn", "formalKind", "formalMonths"}
	secondFormal = []string{"alsoFormal", "alsoOrgan", "alsoOn", "alsoKind", "alsoMonths"}
)

// check refuses what is lacking of such a decision, or is of another outcome.
func (f Formal) check(way Way, today when.Day, names []string, errs *text.InputErrors) {
	if f.No == "" {
		errs.Add(names[0], "matter.formal.needed")
	}
	if f.Organ == "" {
		errs.Add(names[1], "matter.formal-organ.needed")
	}
	switch {
	case f.On == 0:
		errs.Add(names[2], "matter.formal-on.needed")
	case f.On > today:
		errs.Add(names[2], "matter.formal-on.later", "today", today)
	}
	switch {
	case f.Kind == "" && len(way.Kinds) > 0:
		errs.Add(names[3], "matter.formal-kind.needed")
	case f.Kind != "" && !slices.Contains(way.Kinds, f.Kind):
		errs.Add(names[3], "matter.formal-kind.other")
	}
}

// formalOf are the outcomes that another organ decides.
func formalOf(ways map[string]Way, codes ...string) []string {
	return slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return !ways[c].Formal })
}

// fitFormal leaves what is asked of the decisions of other organs, each with the kinds that its outcome may be.
func (d Commands) fitFormal(fs field.Fields, formal []string) (out field.Fields) {
	for _, f := range fs {
		n := 0
		switch {
		case slices.Contains(secondFormal, f.Name):
			n = 1
		case !slices.Contains(firstFormal, f.Name):
			out = append(out, f)
			continue
		}
		if n >= len(formal) {
			continue
		}
		kinds := d.Law().Ways[formal[n]].Kinds
		switch {
		case f.Policy == effect.KindTable:
			f = field.Limit(f, kinds)
			fallthrough
		case f.Name == firstFormal[4] || f.Name == secondFormal[4]:
			if len(kinds) == 0 {
				continue
			}
		}
		out = append(out, f)
	}
	return out
}
