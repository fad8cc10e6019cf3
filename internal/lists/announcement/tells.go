package announcement

import "shuangze/internal/kind"

// tells: an inspection that is announced is told to the unit; one that is announced to
// all of them has no unit, and they were told otherwise.
var tells = []kind.Tell{
	{Of: "announcement.added.v1", Topic: "announcement", To: []kind.Hearer{kind.ToUnit}},
	{Of: "announcement.withdrawn.v1", Topic: "announcement", To: []kind.Hearer{kind.ToUnit}},
}
