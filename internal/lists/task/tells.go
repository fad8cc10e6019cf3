package task

import (
	"shuangze/internal/kind"
	"shuangze/internal/noun"
)

// tells: who hears of what becomes of a task.
var tells = []kind.Tell{
	{Of: "task.added.v1", Until: true, To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
	{Of: "task.changed.v1", Until: true, To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
	{Of: "task.delivered.v1", Topic: "task.delivery", To: []kind.Hearer{kind.ToWhoever("task.accept")}},
	{Of: "task.accepted.v1", Topic: "task.delivery", To: []kind.Hearer{kind.ToPerson("delivered-by"),
		kind.ToPerson("person"), kind.ToUnit}},
	{Of: "task.sent-back.v1", Until: true, Topic: "task.delivery", To: []kind.Hearer{kind.ToPerson("delivered-by"),
		kind.ToPerson("person"), kind.ToUnit}},
	{Of: "task.ended.v1", Ends: []string{"task.delivery"}, To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
}

// recall: a delivery is taken back as long as nobody accepted it.
var recall = noun.Recall{Act: "withdraw", Done: "withdrawn",
	Topic: "task.delivery", To: []kind.Hearer{kind.ToWhoever("task.accept")},
	Of: []noun.Request{{In: Delivered, Undo: func(_ noun.Tx, v noun.Value) error { v.(*Task).reopen(); return nil }}}}
