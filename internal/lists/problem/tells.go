package problem

import "shuangze/internal/kind"

// tells: who hears of what becomes of a problem.
func tells() []kind.Tell {
	leader, handler := kind.ToPerson("leader"), kind.ToPerson("handler")
	unit := []kind.Hearer{handler, leader, kind.ToUnit}
	asker := append([]kind.Hearer{kind.ToPerson("requester")}, unit...)
	above := []kind.Hearer{kind.ToWhoever("problem.note"), kind.ToOffice}
	return []kind.Tell{
		{Of: "problem.registered.v1", Until: true, To: append(unit[:3:3], kind.ToOffice)},
		{Of: "problem.corrected.v1", To: unit},
		{Of: "problem.raised.v1", Until: true, Topic: "problem.level", To: append(unit[:3:3], above...)},
		{Of: "problem.noted.v1", Topic: "problem.level", To: []kind.Hearer{kind.ToOffice}},
		{Of: "problem.rectified.v1", Until: true, Topic: "problem.closing",
			To: []kind.Hearer{kind.ToWhoever("problem.close")}},
		{Of: "problem.recalled.v1", Topic: "problem.closing", Back: true,
			To: []kind.Hearer{kind.ToWhoever("problem.close")}},
		{Of: "problem.closed.v1", Topic: "problem.closing", To: asker},
		{Of: "problem.rejected.v1", Until: true, Topic: "problem.closing", To: asker},
		{Of: "problem.reopened.v1", Until: true, Topic: "problem.closing", To: unit},
		{Of: "problem.withdrawn.v1", Topic: "problem.closing", To: unit},
	}
}
