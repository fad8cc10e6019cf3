package recheck

import "shuangze/internal/kind"

// tells: a drawn matter is told to who looks at it again, and what was found to the unit.
var tells = []kind.Tell{
	{Of: "recheck.drawn.v1", Until: true, To: []kind.Hearer{kind.ToPerson("checker").Asks()}},
	{Of: "recheck.handed.v1", Until: true, Topic: "recheck.drawn", To: []kind.Hearer{kind.ToPerson("checker").Asks()}},
	{Of: "recheck.held.v1", Topic: "recheck.found", Ends: []string{"recheck.drawn"}, To: []kind.Hearer{kind.ToUnit}},
	{Of: "recheck.failed.v1", Topic: "recheck.found", Ends: []string{"recheck.drawn"}, To: []kind.Hearer{kind.ToUnit}},
	{Of: "recheck.replied.v1", To: []kind.Hearer{kind.ToPerson("checker"), kind.ToOffice}},
}
