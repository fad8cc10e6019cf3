package exchange

import (
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/lists/problem"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/when"
)

// Speech is how a table speaks: in the reader's language, with the words that
// the county's policy has on a day. Exports write with it and imports read with
// it, so that what was written is read again.
type Speech struct {
	P    *lang.Phraser
	Pack *policy.Pack
	Day  when.Day
}

// label is what the policy calls a code.
func (s Speech) label(kind policy.Kind, code string) string {
	if code == "" {
		return ""
	}
	return s.Pack.LabelOn(kind, code, s.P.Lang(), s.Day)
}

// say is the word of a value of a list.
func (s Speech) say(f sheet.Fixed, code string) string {
	if code == "" {
		return ""
	}
	switch f {
	case sheet.Gender:
		return s.P.T("register.gender." + code)
	case sheet.LedgerState:
		return s.P.T("sheet.state." + code)
	}
	return s.label(kindOf[f], code)
}

var kindOf = map[sheet.Fixed]policy.Kind{sheet.UnitCategory: policy.UnitCategory, sheet.PrincipalOrgan: policy.Body,
	sheet.SupervisorOrgan: policy.Body,
	sheet.PersonLevel:     policy.PersonLevel, sheet.Source: policy.Source, sheet.ProblemLevel: policy.ProblemLevel}

// codes are the values of a list that are written.
func codes(pack *policy.Pack, f sheet.Fixed) []string {
	switch f {
	case sheet.UnitCategory, sheet.PersonLevel, sheet.Source:
		return pack.Codes(kindOf[f])
	case sheet.ProblemLevel:
		var out []string
		for _, l := range problem.Levels {
			out = append(out, string(l))
		}
		return out
	}
	var out []string
	for _, s := range sheet.Written[f] {
		out = append(out, s.Code)
	}
	return out
}

// house is what this house calls the values of the lists, in both languages, and
// has called them.
func house(pack *policy.Pack, day when.Day) map[sheet.Fixed][]sheet.Called {
	out := map[sheet.Fixed][]sheet.Called{}
	words := lang.MustLoad()
	zh, en := Speech{words.In(lang.Chinese), pack, day}, Speech{words.In(lang.English), pack, day}
	for f := range sheet.Written {
		for _, code := range codes(pack, f) {
			c := sheet.Called{Code: code, Zh: zh.say(f, code), En: en.say(f, code)}
			if kind, ok := kindOf[f]; ok {
				for _, l := range []lang.Lang{lang.Chinese, lang.English} {
					c.Others = append(c.Others, pack.LabelOn(kind, code, string(l), 1), pack.Label(kind, code, string(l)))
				}
			}
			out[f] = append(out[f], c)
		}
	}
	return out
}

// categoryOf finds the category of problems that a ledger's words mean.
func categoryOf(pack *policy.Pack, written string) string {
	for _, code := range pack.Codes(policy.Category) {
		if written == code || slices.ContainsFunc([]lang.Lang{lang.Chinese, lang.English}, func(l lang.Lang) bool {
			return pack.Label(policy.Category, code, string(l)) == written
		}) {
			return code
		}
	}
	return ""
}

// organ is a body of a unit in the words of its column, "" if the column names no
// such body.
func (s Speech) organ(f sheet.Fixed, kind bodies.BodyKind) string {
	if !slices.Contains(codes(s.Pack, f), string(kind)) {
		return ""
	}
	return s.say(f, string(kind))
}
