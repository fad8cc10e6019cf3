package delegation

import "shuangze/internal/kind"

// tells: a delegation is told to the deputy, and its end to both.
var tells = []kind.Tell{
	{Of: "delegation.added.v1", Topic: "delegation", To: []kind.Hearer{kind.ToPerson("deputy"),
		kind.ToPerson("delegator")}},
	{Of: "delegation.revoked.v1", Topic: "delegation", To: []kind.Hearer{kind.ToPerson("deputy"),
		kind.ToPerson("delegator")}},
}
