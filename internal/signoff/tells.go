package signoff

import (
	"shuangze/internal/actor"
	"shuangze/internal/kind"
)

// tells: a version is told to whoever signs it; what became of it to its clerk. That a
// signed list was changed, and the signature is stale, the workbench says.
var tells = []kind.Tell{
	{Of: "signoff.frozen.v1", Topic: "signoff.signature", To: []kind.Hearer{{Why: "signs", At: kind.TheUnit,
		Roles: []actor.Role{actor.FirstResponsible}}}},
	{Of: "signoff.signed.v1", Topic: "signoff.signature", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToUnit,
		kind.ToOffice}},
	{Of: "signoff.returned.v1", Topic: "signoff.signature", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToUnit}},
	{Of: "signoff.issued.v1", To: []kind.Hearer{kind.ToUnit}},
}
