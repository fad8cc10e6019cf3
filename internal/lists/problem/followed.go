package problem

import (
	"slices"

	"shuangze/internal/lists/number"
	"shuangze/internal/lists/sift"
)

// Sequel is something that followed a problem, as far as rows name the problem or the order that puts it right.
// What was closed before the system has none: what followed it is not known here.
type Sequel string

const (
	Watched    Sequel = "any"      // whatever followed: all that the system can tell it of
	Supervised Sequel = "order"    // an order was issued for it
	Lettered   Sequel = "letter"   // an urging, a warning or a proposal to hand it over was sent about its order
	Singled    Sequel = "special"  // its order is listed for special supervision
	Prolonged  Sequel = "extended" // its order was given a later day
	Returned   Sequel = "rejected" // what was reported was sent back, of it or of its order
	Resumed    Sequel = "reopened" // its order was closed and taken up again
	Unproved   Sequel = "unproved" // a re-check after closing found it not put right
)

// Sequels are those that are compared, in the order of life.
var Sequels = []Sequel{Supervised, Lettered, Singled, Prolonged, Returned, Resumed, Unproved}

// Known says whether it is one of them, or all.
func (s Sequel) Known() bool { return s == Watched || slices.Contains(Sequels, s) }

// Rows are the problems that it followed.
func (s Sequel) Rows() sift.All {
	out := sift.All{sift.No("history")}
	switch s {
	case Supervised:
		out = append(out, sift.Given("order_id"))
	case Lettered:
		out = append(out, within("order_id", "letter", "order_id", sift.Code("state", "sent", ""),
			sift.Code("series", number.Urging, number.Warning, number.Transfer)))
	case Singled:
		out = append(out, byOrder("special"))
	case Prolonged:
		out = append(out, byOrder("extensions"))
	case Returned:
		out = append(out, sift.OneOf(sift.All{sift.Given("rejections")}, sift.All{byOrder("rejections")}))
	case Resumed:
		out = append(out, byOrder("reopenings"))
	case Unproved:
		out = append(out, sift.OneOf(sift.All{failed("id", "problem")}, sift.All{failed("order_id", "order")}))
	}
	return out
}

// within compares with what stands in other rows of the same county.
func within(column, table, of string, where ...sift.Cond) sift.Cond {
	return sift.Cond{Column: column, Op: sift.Within, Of: &sift.Sub{Table: table, Column: of, Where: where}}
}

// byOrder are the problems whose order has any of what a column counts.
func byOrder(column string) sift.Cond { return within("order_id", "orders", "id", sift.Given(column)) }

// failed are the matters that a re-check found not put right.
func failed(column, of string) sift.Cond {
	return within(column, "recheck", "matter", sift.Code("of", of), sift.Code("state", "failed"))
}
