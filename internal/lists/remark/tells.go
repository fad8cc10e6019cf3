package remark

import (
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
)

var toUnit = []kind.Hearer{kind.ToPerson("recorder"), kind.ToUnit}

// tells: a remark is made to the unit, whose answer goes to the office that decides.
var tells = []kind.Tell{
	{Of: "remark.made.v1", To: toUnit},
	{Of: "remark.replied.v1", Topic: "remark.reply", To: []kind.Hearer{kind.ToOffice.Asks()}},
	{Of: "remark.upheld.v1", Topic: "remark.decision", Ends: []string{"remark.reply"}, To: toUnit},
	{Of: "remark.dismissed.v1", Topic: "remark.decision", Ends: []string{"remark.reply"}, To: toUnit},
}

// recall: a reply is taken back as long as nobody decided about the remark.
var recall = noun.Recall{Topic: "remark.reply", To: []kind.Hearer{kind.ToOffice},
	Of: []noun.Request{{In: Open, Held: func(v noun.Value) bool { return v.(*Remark).RepliedOn != 0 },
		Own: func(v noun.Value, who actor.Hands) bool { return who.Has(v.(*Remark).RepliedBy) },
		Undo: func(_ noun.Tx, v noun.Value) error {
			r := v.(*Remark)
			r.Reply, r.RepliedBy, r.RepliedOn = "", 0, 0
			return nil
		}}}}
