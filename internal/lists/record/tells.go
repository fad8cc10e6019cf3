package record

import (
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
)

// tells: a record is told to whom it is about, who wrote it and who answers for it.
var tells = []kind.Tell{
	{Of: "record.added.v1", Topic: "record.confirmation", To: []kind.Hearer{kind.ToPerson("person")}},
	{Of: "record.confirmed.v1", Topic: "record.confirmation", To: []kind.Hearer{kind.ToPerson("made-by")}},
	{Of: "record.reviewed.v1", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToPerson("person")}},
	{Of: "record.corrected.v1", To: []kind.Hearer{kind.ToPerson("person")}},
	{Of: "record.marked.v1", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToPerson("person")}},
}

// recall: the person takes their own confirmation back as long as nobody reviewed it.
var recall = noun.Recall{Topic: "record.confirmation", To: []kind.Hearer{kind.ToPerson("made-by")},
	Of: []noun.Request{{In: Confirmed, Back: Registered,
		Own:  func(v noun.Value, who actor.Hands) bool { return who.By == v.(*Record).Person },
		Undo: func(_ noun.Tx, v noun.Value) error { v.(*Record).ConfirmedOn = 0; return nil }}}}
