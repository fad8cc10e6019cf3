package formula

import (
	"maps"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"shuangze/internal/text"
)

// English is the language of English words; any other is written in Chinese.
const English = "en"

// words are the words of the language in Chinese and English. A formula may be written with either.
var words = []struct {
	kind   token
	op     op
	zh, en string
}{
	{wordIf, 0, "若", "if"}, {wordElse, 0, "否则", "else"}, {wordThen, 0, "则", "then"},
	{infix, both, "且", "and"}, {infix, either, "或", "or"}, {prefix, not, "非", "not"},
	{function, smallest, "最小", "min"}, {function, largest, "最大", "max"}, {function, within, "限于", "within"},
	{function, whole, "取整", "floor"}, {function, orElse, "若无", "ifabsent"}, {constant, absent, "不适用", "absent"},
}

// arity is how many arguments each function takes.
var arity = map[op][2]int{smallest: {2, 8}, largest: {2, 8}, within: {3, 3}, whole: {1, 1}, orElse: {2, 2}}

// signs are the operators, as they are shown, with what they may be typed as.
var signs = []struct {
	op    op
	shown string
	typed string // separated by blanks
}{
	{plus, "+", ""}, {minus, "−", "- – —"}, {times, "×", "* ✕"}, {over, "÷", "/"},
	{most, "≤", "<= =< ⩽"}, {least, "≥", ">= => ⩾"}, {unlike, "≠", "!= <>"},
	{less, "<", ""}, {more, ">", ""}, {equal, "=", "=="},
}

func shown(o op, lang string) string {
	for _, s := range signs {
		if s.op == o {
			return s.shown
		}
	}
	for _, w := range words {
		if w.op == o && w.kind != wordIf && w.kind != wordThen && w.kind != wordElse {
			if lang == English {
				return w.en
			}
			return w.zh
		}
	}
	return ""
}

type token int8

const (
	end token = iota
	numeral
	name
	infix
	prefix
	function
	constant
	wordIf
	wordThen
	wordElse
	open
	shut
	comma
)

type lexeme struct {
	token
	op      op
	num     *big.Rat
	percent bool
	key     string
	at, end int
}

type reader struct {
	names *Names
	lang  string
	in    []rune
	list  []lexeme
	next  int
	nodes int
	deep  int
}

// Parse reads and checks a formula: every name is known, numbers and yes or no stand where they belong, its value is a
// number, its bounds are kept. lang is the language in which a fault names what was perhaps meant.
func Parse(s string, names *Names, lang string) (*Formula, *Fault) {
	r := &reader{names: names, lang: lang, in: []rune(strings.Map(narrow, s))}
	if len(r.in) > MostRunes {
		return nil, r.fault(MostRunes, len(r.in), "formula.long", "most", MostRunes)
	}
	if f := r.split(); f != nil {
		return nil, f
	}
	if len(r.list) == 1 {
		return nil, r.fault(0, len(r.in), "formula.empty")
	}
	n, f := r.whole()
	if f != nil {
		return nil, f
	}
	if n.op.truth() || n.op == choice && n.args[1].op.truth() {
		return nil, r.fault(n.at, n.end, "formula.not-a-number")
	}
	return &Formula{root: n, text: strings.TrimSpace(s)}, nil
}

func (r *reader) fault(at, end int, key string, kv ...any) *Fault {
	return &Fault{At: at, End: max(end, at), Message: text.M(key, kv...)}
}

// narrow is a rune as it is typed in half width; what stands where in a text stays.
func narrow(c rune) rune {
	if c >= '！' && c <= '～' {
		return c - '！' + '!'
	}
	return c
}

var hooks = map[rune]rune{'「': '」', '[': ']', '“': '”', '【': '】', '『': '』', '"': '"'}

// split cuts the text into lexemes.
func (r *reader) split() *Fault {
	for i := 0; i < len(r.in); {
		c := r.in[i]
		switch {
		case unicode.IsSpace(c):
			i++
		case c >= '0' && c <= '9':
			x, f := r.numeral(i)
			if f != nil {
				return f
			}
			r.list = append(r.list, x)
			i = x.end
		case hooks[c] != 0:
			x, f := r.hooked(i)
			if f != nil {
				return f
			}
			r.list = append(r.list, x)
			i = x.end
		case c == '(' || c == ')' || c == ',' || c == '、':
			kind := map[rune]token{'(': open, ')': shut, ',': comma, '、': comma}[c]
			r.list = append(r.list, lexeme{token: kind, at: i, end: i + 1})
			i++
		default:
			x := r.sign(i)
			if x.end == 0 {
				x = r.word(i)
			}
			if x.end == 0 {
				e := r.unknown(i)
				s := string(r.in[i:e])
				return r.fault(i, e, "formula.unknown", "what", s, "near", r.names.near(s, r.lang))
			}
			r.list = append(r.list, x)
			i = x.end
		}
	}
	r.list = append(r.list, lexeme{token: end, at: len(r.in), end: len(r.in)})
	return nil
}

// numeral reads a number: at most nine places before the point and four behind it, perhaps a percentage.
func (r *reader) numeral(i int) (lexeme, *Fault) {
	j, points := i, 0
	var s strings.Builder
	for ; j < len(r.in); j++ {
		c := r.in[j]
		if c == '.' {
			points++
		} else if c < '0' || c > '9' {
			break
		}
		s.WriteRune(c)
	}
	front, back, _ := strings.Cut(s.String(), ".")
	x := lexeme{token: numeral, at: i, end: j}
	var ok bool
	if x.num, ok = new(big.Rat).SetString(s.String()); !ok || points > 1 || len(front) > 9 || len(back) > 4 {
		return x, r.fault(i, j, "formula.numeral", "what", s.String())
	}
	if j < len(r.in) && r.in[j] == '%' {
		x.num.Quo(x.num, big.NewRat(100, 1))
		x.percent, x.end = true, j+1
	}
	return x, nil
}

// hooked reads a name that stands in hooks.
func (r *reader) hooked(i int) (lexeme, *Fault) {
	shut := hooks[r.in[i]]
	for j := i + 1; j < len(r.in); j++ {
		if r.in[j] != shut {
			continue
		}
		s := strings.TrimSpace(string(r.in[i+1 : j]))
		key, ok := r.names.find(s)
		if !ok {
			return lexeme{}, r.fault(i, j+1, "formula.unknown", "what", s, "near", r.names.near(s, r.lang))
		}
		return lexeme{token: name, key: key, at: i, end: j + 1}, nil
	}
	return lexeme{}, r.fault(i, len(r.in), "formula.unclosed", "sign", string(shut))
}

// sign reads an operator; a lexeme without an end is none.
func (r *reader) sign(i int) (x lexeme) {
	for _, s := range signs {
		for _, t := range append(strings.Fields(s.typed), s.shown) {
			t := []rune(t)
			if i+len(t) <= len(r.in) && slices.Equal(r.in[i:i+len(t)], t) && i+len(t) > x.end {
				x = lexeme{token: infix, op: s.op, at: i, end: i + len(t)}
			}
		}
	}
	return x
}

// word reads a name or a word of the language, whichever is longer; of two as long the word of the language.
func (r *reader) word(i int) (x lexeme) {
	if key, l := r.names.prefix(r.in[i:]); l > 0 {
		x = lexeme{token: name, key: key, at: i, end: i + l}
	}
	for _, w := range words {
		for _, s := range [][]rune{[]rune(w.zh), []rune(w.en)} {
			e := i + len(s)
			if e > len(r.in) || e < x.end || !strings.EqualFold(string(r.in[i:e]), string(s)) {
				continue
			}
			if e < len(r.in) && wordly(s[len(s)-1]) && wordly(r.in[e]) {
				continue
			}
			x = lexeme{token: w.kind, op: w.op, at: i, end: e}
		}
	}
	return x
}

// unknown is where something that is neither a name nor a word ends.
func (r *reader) unknown(i int) int {
	j := i + 1
	for ; j < len(r.in); j++ {
		c := r.in[j]
		if unicode.IsSpace(c) || strings.ContainsRune("(),、", c) || hooks[r.in[j]] != 0 || r.sign(j).end != 0 ||
			r.word(j).end != 0 && !(wordly(r.in[j-1]) && wordly(c)) {
			break
		}
	}
	return j
}

func (r *reader) peek() lexeme { return r.list[r.next] }

func (r *reader) take() lexeme {
	x := r.list[r.next]
	if x.token != end {
		r.next++
	}
	return x
}

// written is a lexeme as it was written, for a fault.
func (r *reader) written(x lexeme) string { return string(r.in[x.at:x.end]) }

func (r *reader) unexpected(x lexeme) *Fault {
	if x.token == end {
		return r.fault(x.at, x.end, "formula.unfinished")
	}
	return r.fault(x.at, x.end, "formula.unexpected", "what", r.written(x))
}

func (r *reader) whole() (*node, *Fault) {
	n, f := r.binary(0)
	if f == nil && r.peek().token != end {
		f = r.unexpected(r.peek())
	}
	return n, f
}

// ranks are the operators between two things, from the loosest on.
var ranks = [][]op{{either}, {both}, {less, most, more, least, equal, unlike}, {plus, minus}, {times, over}}

// binary reads operators of one rank and of those that bind closer, from left to right; comparisons do not chain.
func (r *reader) binary(rank int) (*node, *Fault) {
	if rank == len(ranks) {
		return r.unary()
	}
	n, f := r.binary(rank + 1)
	for seen := 0; f == nil; seen++ {
		x := r.peek()
		if x.token != infix || !slices.Contains(ranks[rank], x.op) {
			break
		}
		if ranks[rank][0] == less && seen > 0 {
			return nil, r.fault(x.at, x.end, "formula.chained")
		}
		r.take()
		var right *node
		if right, f = r.binary(rank + 1); f == nil {
			n, f = r.made(x.op, n.at, right.end, n, right)
		}
	}
	return n, f
}

func (r *reader) unary() (*node, *Fault) {
	x := r.peek()
	o := x.op
	switch {
	case x.token == infix && x.op == minus:
		o = negative
	case x.token == prefix:
	default:
		return r.primary()
	}
	r.take()
	if r.deep++; r.deep > MostDepth {
		return nil, r.fault(x.at, x.end, "formula.deep", "most", MostDepth)
	}
	defer func() { r.deep-- }()
	n, f := r.unary()
	if f != nil {
		return nil, f
	}
	return r.made(o, x.at, n.end, n)
}

func (r *reader) primary() (*node, *Fault) {
	x := r.take()
	if r.deep++; r.deep > MostDepth {
		return nil, r.fault(x.at, x.end, "formula.deep", "most", MostDepth)
	}
	defer func() { r.deep-- }()
	switch x.token {
	case numeral:
		n, f := r.made(number, x.at, x.end)
		if f == nil {
			n.num, n.percent = x.num, x.percent
		}
		return n, f
	case name:
		n, f := r.made(named, x.at, x.end)
		if f == nil {
			n.key = x.key
		}
		return n, f
	case constant:
		return r.made(x.op, x.at, x.end)
	case open:
		n, f := r.binary(0)
		if f != nil {
			return nil, f
		}
		if y := r.take(); y.token != shut {
			return nil, r.fault(x.at, y.end, "formula.unclosed", "sign", ")")
		}
		return n, nil
	case function:
		return r.called(x)
	case wordIf:
		return r.chosen(x)
	}
	return nil, r.unexpected(x)
}

func (r *reader) called(x lexeme) (*node, *Fault) {
	if y := r.take(); y.token != open {
		return nil, r.fault(x.at, max(x.end, y.end), "formula.call", "what", r.written(x))
	}
	var args []*node
	for {
		n, f := r.binary(0)
		if f != nil {
			return nil, f
		}
		args = append(args, n)
		y := r.take()
		if y.token == shut {
			if a := arity[x.op]; len(args) < a[0] || len(args) > a[1] {
				return nil, r.fault(x.at, y.end, "formula.arity", "what", r.written(x), "least", a[0], "most", a[1], "n", len(args))
			}
			return r.made(x.op, x.at, y.end, args...)
		}
		if y.token != comma {
			return nil, r.unexpected(y)
		}
	}
}

func (r *reader) chosen(x lexeme) (*node, *Fault) {
	args := make([]*node, 3)
	for i, before := range []token{0, wordThen, wordElse} {
		if before != 0 {
			if y := r.take(); y.token != before {
				return nil, r.fault(x.at, y.end, "formula.choice")
			}
		}
		var f *Fault
		if args[i], f = r.binary(0); f != nil {
			return nil, f
		}
	}
	return r.made(choice, x.at, args[2].end, args...)
}

// made makes a node of checked arguments: numbers or yes and no, as what is done with them needs.
func (r *reader) made(o op, at, end int, args ...*node) (*node, *Fault) {
	if r.nodes++; r.nodes > MostNodes {
		return nil, r.fault(at, end, "formula.costly", "most", MostNodes)
	}
	for i, a := range args {
		want := o == both || o == either || o == not || o == choice && i == 0
		if truth := a.op.truth(); want != truth {
			key := "formula.number-wanted"
			if want {
				key = "formula.truth-wanted"
			}
			return nil, r.fault(a.at, a.end, key, "what", string(r.in[a.at:a.end]))
		}
	}
	return &node{op: o, args: args, at: at, end: end}, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
