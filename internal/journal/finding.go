package journal

import (
	"cmp"
	"fmt"
	"slices"
)

// class orders findings about the same entry, the most exact first.
type class int

const (
	classEntry class = iota
	classNode
	classHead
	classStored
	classOutside
	classes
)

// keep is how many findings of one class a report lists; it counts them all.
const keep = 20

// finding is a fault together with the last entry at which what it shows can
// have happened, by which findings are put in order.
type finding struct {
	Fault
	class class
	upto  int64
}

func (a *audit) fault(c class, seq, upto int64, what, format string, args ...any) {
	a.total++
	if a.kept[c]++; a.kept[c] > keep {
		return
	}
	a.found = append(a.found, finding{Fault{a.name, seq, what, fmt.Sprintf(format, args...)}, c, upto})
}

func (a *audit) report() Report {
	slices.SortStableFunc(a.found, func(x, y finding) int {
		return cmp.Or(cmp.Compare(x.upto, y.upto), cmp.Compare(x.class, y.class))
	})
	r := Report{Journal: a.name, Entries: a.tree.Size(), Root: a.tree.Root(), Checkpoints: a.looked[0],
		Outside: a.looked[1], Total: a.total}
	for _, f := range a.found {
		r.Faults = append(r.Faults, f.Fault)
	}
	return r
}
