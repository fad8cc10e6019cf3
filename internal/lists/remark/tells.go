package remark

import "shuangze/internal/kind"

// tells: a remark is made to the unit, whose answer goes to the office that decides.
var tells = []kind.Tell{
	{Of: "remark.made.v1", To: []kind.Hearer{kind.ToPerson("recorder"), kind.ToUnit}},
	{Of: "remark.replied.v1", To: []kind.Hearer{kind.ToOffice}},
	{Of: "remark.upheld.v1", Topic: "remark.decision", To: []kind.Hearer{kind.ToPerson("recorder"), kind.ToUnit}},
	{Of: "remark.dismissed.v1", Topic: "remark.decision", To: []kind.Hearer{kind.ToPerson("recorder"), kind.ToUnit}},
}
