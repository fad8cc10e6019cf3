package problem

import (
	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// Kind declares problems. How they are read is handed in.
func Kind(lines kind.Loader, held kind.Holder) kind.Kind {
	return kind.Kind{Of: ref.Problem, Word: "journal.of.problem", See: "problem.see", Page: "/problems/",
		API: "/problems/", Lines: lines, Bears: true, Talks: true, Tells: tells(),
		Counts: []string{trail.Registered, trail.Ended},
		Search: &kind.Search{States: "problem.state.", Unnumbered: "order.no-number", Held: held}}
}
