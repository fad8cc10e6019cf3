package duty

import "shuangze/internal/kind"

// tells: cards and changed days are told to whom the duty binds. That one is to be done,
// its day says.
var tells = []kind.Tell{
	{Of: "duty.carded.v1", Until: true, Topic: "duty.card", To: []kind.Hearer{kind.ToPerson("person"),
		kind.ToUnit, kind.ToOffice}},
	{Of: "duty.extended.v1", Until: true, Topic: "duty.day", To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
	{Of: "duty.waived.v1", Topic: "duty.day", To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
}
