package record

import "shuangze/internal/kind"

// tells: a record is told to whom it is about, who wrote it and who answers for it.
var tells = []kind.Tell{
	{Of: "record.added.v1", Topic: "record.confirmation", To: []kind.Hearer{kind.ToPerson("person")}},
	{Of: "record.confirmed.v1", Topic: "record.confirmation", To: []kind.Hearer{kind.ToPerson("made-by")}},
	{Of: "record.reviewed.v1", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToPerson("person")}},
	{Of: "record.corrected.v1", To: []kind.Hearer{kind.ToPerson("person")}},
	{Of: "record.marked.v1", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToPerson("person")}},
}
