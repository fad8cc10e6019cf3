package formula

import (
	"math/big"
	"slices"
	"strings"
)

// Result is a formula reckoned with the values of one body: what it comes to and how.
type Result struct {
	Value
	trace *traced
}

// answer is a node's value: a number, or yes and no.
type answer struct {
	Value
	yes, known bool // known: it is yes or no and not absent
}

// traced is a node with its answer.
type traced struct {
	*node
	answer
	args []*traced
}

// Reckon reckons the formula; values tells what a name stands for. It reads each value once for each time that the
// formula names it and nothing else.
func (f *Formula) Reckon(values func(key string) Value) Result {
	t := reckon(f.root, values)
	return Result{t.Value, t}
}

func reckon(n *node, values func(string) Value) *traced {
	t := &traced{node: n}
	for _, a := range n.args {
		t.args = append(t.args, reckon(a, values))
	}
	at := func(i int) Value { return t.args[i].Value }
	switch n.op {
	case number:
		t.Value = Value{n.num}
	case named:
		t.Value = values(n.key)
	case negative:
		t.Value = arithmetic(minus, Value{new(big.Rat)}, at(0))
	case plus, minus, times, over:
		t.Value = arithmetic(n.op, at(0), at(1))
	case less, most, more, least, equal, unlike:
		if t.known = !at(0).Absent() && !at(1).Absent(); t.known {
			c := at(0).Cmp(at(1))
			t.yes = map[op]bool{less: c < 0, most: c <= 0, more: c > 0, least: c >= 0, equal: c == 0, unlike: c != 0}[n.op]
		}
	case both, either:
		// One that decides alone decides, though the other is absent.
		decides := n.op == either
		a, b := t.args[0].answer, t.args[1].answer
		switch {
		case a.known && a.yes == decides, b.known && b.yes == decides:
			t.yes, t.known = decides, true
		default:
			t.yes, t.known = !decides, a.known && b.known
		}
	case not:
		t.yes, t.known = !t.args[0].yes, t.args[0].known
	case choice:
		if c := t.args[0]; c.known {
			t.Value = t.taken().Value
		}
	case smallest, largest:
		t.Value = at(0)
		for i := 1; i < len(t.args); i++ {
			if n.op == smallest {
				t.Value = least2(t.Value, at(i))
			} else {
				t.Value = most2(t.Value, at(i))
			}
		}
	case within:
		t.Value = at(0).Within(at(1), at(2))
	case whole:
		if v := at(0); !v.Absent() {
			q := new(big.Int).Div(v.rat.Num(), v.rat.Denom())
			t.Value = Value{new(big.Rat).SetInt(q)}
		}
	case orElse:
		if t.Value = at(0); t.Value.Absent() {
			t.Value = at(1)
		}
	}
	return t
}

// taken is the branch of a choice that is taken.
func (t *traced) taken() *traced {
	if t.args[0].yes {
		return t.args[1]
	}
	return t.args[2]
}

// Read are the values that the formula read, by key.
func (r Result) Read() map[string]Value {
	out := map[string]Value{}
	var see func(*traced)
	see = func(t *traced) {
		if t.op == named {
			out[t.key] = t.Value
		}
		for _, a := range t.args {
			see(a)
		}
	}
	see(r.trace)
	return out
}

// Steps is the working, as it would be done on paper: the formula with its values put in, then each step with what can
// be reckoned next, down to the result. lang is the language of its words.
func (r Result) Steps(lang string) (lines []string) {
	done := map[*traced]bool{}
	for {
		s := r.trace.put(lang, done, 0)
		if len(lines) == 0 || lines[len(lines)-1] != s {
			lines = append(lines, s)
		}
		if done[r.trace] || !reduce(r.trace, done) {
			return lines
		}
	}
}

// reduce marks what can be reckoned from what stands there already; it says whether there was any.
func reduce(t *traced, done map[*traced]bool) bool {
	if done[t] {
		return false
	}
	if t.op == choice {
		if c := t.args[0]; !settled(c, done) {
			return reduce(c, done)
		}
		if b := t.taken(); t.args[0].known && !settled(b, done) {
			return reduce(b, done)
		}
		done[t] = true
		return true
	}
	some, all := false, true
	for _, a := range t.args {
		if !settled(a, done) {
			all = false
			some = reduce(a, done) || some
		}
	}
	if all && len(t.args) > 0 {
		done[t] = true
		return true
	}
	return some
}

// settled says that nothing of it is left to be reckoned; a number with a sign is a number.
func settled(t *traced, done map[*traced]bool) bool {
	return done[t] || len(t.args) == 0 || t.op == negative && t.args[0].op == number
}

// put writes a node with values for names, and with results where they are reckoned.
func (t *traced) put(lang string, done map[*traced]bool, outer int) string {
	if t.op != number && settled(t, done) {
		return t.said(lang, outer)
	}
	if t.op == choice && done[t.args[0]] && t.args[0].known {
		return t.taken().put(lang, done, outer)
	}
	return layout(t.node, lang, outer, func(i, inner int) string { return t.args[i].put(lang, done, inner) }, nil)
}

// said is a node's answer in words.
func (t *traced) said(lang string, outer int) string {
	yes, no := "是", "否"
	if lang == English {
		yes, no = "yes", "no"
	}
	switch {
	case t.op.truth() && t.known && t.yes:
		return yes
	case t.op.truth() && t.known:
		return no
	case t.op.truth() || t.Absent():
		return shown(absent, lang)
	}
	s := t.Value.String()
	if strings.HasPrefix(s, "−") {
		return bracketed(s, outer, rankOf(negative))
	}
	return s
}

// Write is the formula with its names in a language.
func (f *Formula) Write(names *Names, lang string) string {
	var write func(n *node, outer int) string
	write = func(n *node, outer int) string {
		return layout(n, lang, outer, func(i, inner int) string { return write(n.args[i], inner) },
			func(key string) string { return "「" + names.Called(key, lang) + "」" })
	}
	return write(f.root, 0)
}

// rankOf is how close an operator binds: even numbers, so that what stands on the right of an operator can ask for one
// more than what stands on the left.
func rankOf(o op) int {
	for i, list := range ranks {
		if slices.Contains(list, o) {
			return 2 * (i + 1)
		}
	}
	switch o {
	case choice:
		return 0
	case negative, not:
		return 2 * (len(ranks) + 1)
	}
	return 2 * (len(ranks) + 2)
}

// bracketed puts brackets around what binds looser than its place asks; and around a sign behind another.
func bracketed(s string, outer, rank int) string {
	if outer > rank || strings.HasPrefix(s, "−") && (outer%2 == 1 || outer == rank) {
		return "(" + s + ")"
	}
	return s
}

// layout writes one node; in brackets where what is around it binds closer.
func layout(n *node, lang string, outer int, arg func(i, inner int) string, called func(string) string) (s string) {
	rank := rankOf(n.op)
	switch n.op {
	case number:
		v := Value{n.num}
		if n.percent {
			v = v.Times(Of(100, 0))
			return v.String() + "%"
		}
		return v.String()
	case named:
		return called(n.key)
	case absent:
		return shown(absent, lang)
	case negative, not:
		s = "−"
		if n.op == not {
			s = shown(not, lang) + " "
		}
		s += arg(0, rank)
	case choice:
		w := []string{"若 ", " 则 ", " 否则 "}
		if lang == English {
			w = []string{"if ", " then ", " else "}
		}
		s = w[0] + arg(0, 0) + w[1] + arg(1, 0) + w[2] + arg(2, 0)
	case smallest, largest, within, whole, orElse:
		args := make([]string, len(n.args))
		for i := range args {
			args[i] = arg(i, 0)
		}
		return shown(n.op, lang) + "(" + strings.Join(args, ", ") + ")"
	default:
		s = arg(0, rank) + " " + shown(n.op, lang) + " " + arg(1, rank+1)
	}
	return bracketed(s, outer, rank)
}
