package handover

import "shuangze/internal/kind"

// tells: a sheet is told to both who sign it, and each signature to the other.
var tells = []kind.Tell{
	{Of: "handover.made.v1", Until: true, To: []kind.Hearer{kind.ToPerson("leaver"),
		kind.ToPerson("successor"), kind.ToUnit}},
	{Of: "handover.signed-out.v1", Topic: "handover.signed", To: []kind.Hearer{kind.ToPerson("successor")}},
	{Of: "handover.signed-in.v1", Topic: "handover.signed", To: []kind.Hearer{kind.ToPerson("leaver")}},
	{Of: "handover.reserved.v1", To: []kind.Hearer{kind.ToPerson("leaver"), kind.ToPerson("successor")}},
}
