// Package formula is the language in which a county writes how points follow from what was counted:
//
//	4 × 最小(1, 「专题研究·完成」 ÷ 2)
//	若 按期完成率 ≥ 95% 则 15 否则 15 × 按期完成率
//
// A formula knows numbers, named values of one body and year, arithmetic, comparisons and a choice. It has no
// loop, no variable of its own, no text and no way to anything outside: what it costs is what it is long, and
// that is bounded (MostRunes, MostNodes, MostDepth). Numbers are exact fractions; nothing is rounded before Hundredths.
//
// What cannot be told is absent (不适用): a division by nothing, a value that nobody has. Whatever is reckoned
// from something absent is absent, but for what OrElse and a decided 且 or 或 say.
package formula

import (
	"math/big"
	"slices"

	"shuangze/internal/text"
)

// The bounds of a formula. A value is never longer than its formula makes it: no power, no loop.
const (
	MostRunes = 600
	MostNodes = 200
	MostDepth = 24
)

// Formula is a formula that was checked; it never changes.
type Formula struct {
	root *node
	text string
}

// op is what a node does; the functions among them are named by their Chinese words in syntax.go.
type op int8

const (
	number op = iota
	named
	negative
	plus
	minus
	times
	over
	less
	most // ≤
	more
	least // ≥
	equal
	unlike
	both
	either
	not
	choice
	smallest
	largest
	within // 限于(x, low, high)
	whole  // 取整, downwards
	orElse // 若无(x, y): y where x is absent
	absent // 不适用
)

// truth says that a node's value is yes or no.
func (o op) truth() bool { return o >= less && o <= not }

// node is one step of a formula: where it stands in the text (runes), and what it works on.
type node struct {
	op      op
	num     *big.Rat // of number; never changed
	key     string   // of named
	args    []*node
	at, end int
	percent bool // of number: as it was written
}

// Fault is what is wrong with the text of a formula, from one rune to another (End is not in it).
type Fault struct {
	At, End int
	text.Message
}

// Error names the place and the key, for logs and tests; screens phrase the message.
func (f *Fault) Error() string { return f.Key }

// Text is the formula as it was written.
func (f *Formula) Text() string { return f.text }

// Uses are the keys of the values that the formula names, in their order, each once.
func (f *Formula) Uses() (keys []string) {
	f.root.walk(func(n *node) {
		if n.op == named && !slices.Contains(keys, n.key) {
			keys = append(keys, n.key)
		}
	})
	return keys
}

// Cost is how many steps it takes to reckon the formula once, at most MostNodes.
func (f *Formula) Cost() (n int) {
	f.root.walk(func(*node) { n++ })
	return n
}

func (n *node) walk(see func(*node)) {
	see(n)
	for _, a := range n.args {
		a.walk(see)
	}
}
