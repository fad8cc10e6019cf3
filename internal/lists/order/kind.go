package order

import (
	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// Kind declares orders. How they are read is handed in.
func Kind(lines kind.Loader, held kind.Holder) kind.Kind {
	return kind.Kind{Of: ref.Order, Word: "journal.of.order", See: "order.see", Page: "/orders/", API: "/orders/",
		Lines: lines, Bears: true, Talks: true, Tells: tells(),
		Counts: []string{trail.Unsaid, trail.Issued, trail.Closed},
		Search: &kind.Search{States: "order.state.", Unnumbered: "order.no-number", Held: held}}
}

// LetterKind declares letters: a letter is shown where its order may be seen.
func LetterKind() kind.Kind {
	return kind.Kind{Of: ref.Letter, Word: "journal.of.letter", Page: "/letters/", API: "/letters/", Part: true}
}
