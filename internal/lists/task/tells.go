package task

import "shuangze/internal/kind"

// tells: who hears of what becomes of a task.
var tells = []kind.Tell{
	{Of: "task.added.v1", Until: true, To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
	{Of: "task.changed.v1", Until: true, To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
	{Of: "task.delivered.v1", Topic: "task.delivery", To: []kind.Hearer{kind.ToWhoever("task.accept")}},
	{Of: "task.withdrawn.v1", Topic: "task.delivery", To: []kind.Hearer{kind.ToWhoever("task.accept")}},
	{Of: "task.accepted.v1", Topic: "task.delivery", To: []kind.Hearer{kind.ToPerson("delivered-by"),
		kind.ToPerson("person"), kind.ToUnit}},
	{Of: "task.sent-back.v1", Until: true, Topic: "task.delivery", To: []kind.Hearer{kind.ToPerson("delivered-by"),
		kind.ToPerson("person"), kind.ToUnit}},
	{Of: "task.ended.v1", To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
}
