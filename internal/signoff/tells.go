package signoff

import (
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
)

var signs = kind.Hearer{Why: "signs", At: kind.TheUnit, Roles: []actor.Role{actor.FirstResponsible}, Asked: true}

// tells: a version is told to whoever signs it; what became of it to its clerk. That a
// signed list was changed, and the signature is stale, is no act on the paper: its clerk and whoever signs are told in
// the morning (noun.Wait.Told, Heard).
var tells = []kind.Tell{
	{Of: "signoff.frozen.v1", Topic: "signoff.signature", To: []kind.Hearer{signs}},
	{Of: "signoff.signed.v1", Topic: "signoff.signature", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToUnit,
		kind.ToOffice}},
	{Of: "signoff.returned.v1", Topic: "signoff.signature", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToUnit}},
	{Of: "signoff.issued.v1", To: []kind.Hearer{kind.ToUnit}},
}

// recall: a version that waits for its signature is taken back. It stays as it was frozen;
// what was signed before it counts as it did.
var recall = noun.Recall{Topic: "signoff.signature", To: []kind.Hearer{signs},
	Of: []noun.Request{{In: Waiting, Undo: func(_ noun.Tx, v noun.Value) error {
		p := v.(*Paper)
		p.State = p.before()
		return nil
	}}}}
