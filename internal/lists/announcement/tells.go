package announcement

import "shuangze/internal/kind"

// tells: an inspection that is announced is told to the unit that it concerns; one that is
// announced to all of them is told to each.
var tells = []kind.Tell{
	{Of: "announcement.added.v1", Topic: "announcement", To: []kind.Hearer{kind.ToUnit, kind.ToEveryUnit}},
	{Of: "announcement.withdrawn.v1", Topic: "announcement", To: []kind.Hearer{kind.ToUnit, kind.ToEveryUnit}},
}
