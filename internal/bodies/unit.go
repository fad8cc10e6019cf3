// Package bodies says who answers for what: the county's units, the bodies
// seated in them, the people appointed to them, and the rule that finds the
// responsible bodies of a unit on a day (/spec/1-bodies.md).
//
// Everything is a dated row. Nothing is overwritten: a change ends one row and
// starts another, so any question can be asked as of any day. The package is
// pure: it reads no clock and no store.
package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// UnitCategory is the class within which units are ranked with their like. Two
// of them also carry a rule: Vertical and Party (see County.Responsible).
type UnitCategory string

// The categories of a county [T/D]: 镇, 党群部门, 人大政协法检, 政府部门, 群团,
// 事业国企, 垂管, 管辖单位, 村(社区).
const (
	Town        UnitCategory = "town"
	Party       UnitCategory = "party" // a department of the county committee: set by hand, never itself
	NPC         UnitCategory = "npc"
	Government  UnitCategory = "government"
	Mass        UnitCategory = "mass"
	Institution UnitCategory = "institution"
	Vertical    UnitCategory = "vertical" // answers to its own upper system; the county only watches
	Subordinate UnitCategory = "subordinate"
	Village     UnitCategory = "village"
)

// Categories lists every category in the order of screens and lists.
var Categories = []UnitCategory{Town, Party, NPC, Government, Mass, Institution, Vertical, Subordinate, Village}

// Unit is the lasting identity of a town, department or subordinate unit. What
// changes about it (name, category, parent) stands in its UnitFacts. The county
// itself is the jurisdiction and no unit.
type Unit struct {
	ID      ref.ID
	Version int64
	Code    string      // unique in the jurisdiction, short, never reused
	When    when.Period // from founding to end
	Into    ref.ID      // the unit it was merged into; 0 when it simply ended or still stands
	Out     ref.ID      // the unit it was split off from; 0 when it was simply founded
}

// UnitFacts is one dated row of what a unit is called and where it stands.
type UnitFacts struct {
	ID       ref.ID
	Version  int64
	Unit     ref.ID
	Name     string
	Category UnitCategory
	Parent   ref.ID // 0: stands directly under the county
	Order    int64  // place among its siblings
	Period   when.Period
	Basis    string // the document
}

// Below says whether the row makes the unit a subordinate one (管辖单位): it
// stands under another unit, or its category says that it must.
func (f UnitFacts) Below() bool {
	return f.Parent != 0 || f.Category == Subordinate || f.Category == Village
}
