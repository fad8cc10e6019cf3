package order

import "shuangze/internal/kind"

// tells: who hears of what becomes of an order. Whoever works on it in its unit, the
// office that issued it, and those who have to decide.
func tells() []kind.Tell {
	leader, handler := kind.ToPerson("leader"), kind.ToPerson("handler")
	unit := []kind.Hearer{handler, leader, kind.ToUnit}
	all := append(unit[:3:3], kind.ToOthers)
	asker := append([]kind.Hearer{kind.ToPerson("requester")}, unit...)
	office := []kind.Hearer{kind.ToPerson("drafter"), kind.ToOffice}
	confirms := []kind.Hearer{kind.ToWhoever("order.confirm-close")}
	return []kind.Tell{
		{Of: "order.submitted.v1", Until: true, Topic: "order.draft", To: []kind.Hearer{kind.ToWhoever("order.issue")}},
		{Of: "order.returned.v1", Topic: "order.draft", To: []kind.Hearer{kind.ToPerson("drafter")}},
		{Of: "order.issued.v1", Until: true, Topic: "order.draft", To: append(all[:4:4], kind.ToPerson("drafter"))},
		{Of: "order.acknowledged.v1", Topic: "order.progress", To: office},
		{Of: "order.reported.v1", Topic: "order.progress", To: office},
		{Of: "order.letter-sent.v1", Until: true, To: unit},
		{Of: "order.close-requested.v1", Until: true, Topic: "order.closing", To: confirms},
		{Of: "order.close-recalled.v1", Topic: "order.closing", Back: true, To: confirms},
		{Of: "order.close-confirmed.v1", Until: true, Topic: "order.closing",
			To: []kind.Hearer{kind.ToWhoever("order.close"),
				kind.ToPerson("requester")}},
		{Of: "order.closed.v1", Topic: "order.closing", Ends: []string{"order.extension"},
			To: append(asker[:4:4], kind.ToOthers)},
		{Of: "order.rejected.v1", Until: true, Topic: "order.closing", To: asker},
		{Of: "order.extension-asked.v1", Until: true, Topic: "order.extension",
			To: []kind.Hearer{kind.ToWhoever("order.grant-extension")}},
		{Of: "order.extension-recalled.v1", Topic: "order.extension", Back: true,
			To: []kind.Hearer{kind.ToWhoever("order.grant-extension")}},
		{Of: "order.extension-granted.v1", Until: true, Topic: "order.extension",
			To: append(all[:4:4], kind.ToPerson("asker"))},
		{Of: "order.extension-refused.v1", Until: true, Topic: "order.extension",
			To: append(unit[:3:3], kind.ToPerson("asker"))},
		{Of: "order.supervised.v1", Until: true, To: append(all[:4:4], kind.ToGroup)},
		{Of: "order.reassigned.v1", Until: true, To: []kind.Hearer{handler, leader}},
		{Of: "order.reopened.v1", Until: true, Topic: "order.closing", To: all},
		{Of: "order.withdrawn.v1", Topic: "order.closing", Ends: []string{"order.extension"}, To: all},
	}
}
