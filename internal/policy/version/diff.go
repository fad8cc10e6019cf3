package version

import (
	"slices"
	"strings"
)

// Line is one line of a comparison. Old and New are its numbers in either text, 0
// where it does not stand.
type Line struct {
	Text     string
	Old, New int
}

// Gone and Fresh say whether the line stood before only, or stands now only.
func (l Line) Gone() bool  { return l.New == 0 }
func (l Line) Fresh() bool { return l.Old == 0 }

// Change is one file of a comparison: its lines in stretches, each with what
// changed and some lines around it. Before and After say whether the file stood
// before, and stands now.
type Change struct {
	Name          string
	Before, After bool
	Parts         [][]Line
	Gone, Fresh   int // lines
}

// Compare tells what a text changes in another, file by file; files that are the
// same are left out.
func Compare(was, now []File) (out []Change) {
	names := map[string]bool{}
	texts := func(files []File) map[string]string {
		m := map[string]string{}
		for _, f := range files {
			m[f.Name], names[f.Name] = f.Text, true
		}
		return m
	}
	before, after := texts(was), texts(now)
	var sorted []string
	for name := range names {
		sorted = append(sorted, name)
	}
	slices.Sort(sorted)
	for _, name := range sorted {
		a, had := before[name]
		b, has := after[name]
		if had && has && a == b {
			continue
		}
		c := Change{Name: name, Before: had, After: has}
		all := lines(cut(a), cut(b))
		for _, l := range all {
			switch {
			case l.Gone():
				c.Gone++
			case l.Fresh():
				c.Fresh++
			}
		}
		c.Parts = around(all)
		out = append(out, c)
	}
	return out
}

func cut(s string) []string {
	if s = strings.TrimSuffix(s, "\n"); s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// cellsMost bounds what comparing two files may cost; beyond it the middle of one
// is told as gone and that of the other as new.
const cellsMost = 4_000_000

// lines sets two texts side by side: the longest common sequence of lines stays,
// what lies between is gone or new.
func lines(a, b []string) (out []Line) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	for i := range head {
		out = append(out, Line{a[i], i + 1, i + 1})
	}
	i, j := head, head
	n, m := len(a)-tail, len(b)-tail
	var longest [][]int32
	if (n-head)*(m-head) <= cellsMost {
		longest = common(a[head:n], b[head:m])
	}
	for i < n || j < m {
		switch {
		case i < n && j < m && longest != nil && a[i] == b[j]:
			out = append(out, Line{a[i], i + 1, j + 1})
			i, j = i+1, j+1
		case i < n && (j == m || longest == nil || longest[i-head+1][j-head] >= longest[i-head][j-head+1]):
			out = append(out, Line{a[i], i + 1, 0})
			i++
		default:
			out = append(out, Line{b[j], 0, j + 1})
			j++
		}
	}
	for k := range tail {
		out = append(out, Line{a[n+k], n + k + 1, m + k + 1})
	}
	return out
}

// common holds at [i][j] how many lines the rests from i and from j have in
// common in their order.
func common(a, b []string) [][]int32 {
	t := make([][]int32, len(a)+1)
	for i := range t {
		t[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				t[i][j] = t[i+1][j+1] + 1
			} else {
				t[i][j] = max(t[i+1][j], t[i][j+1])
			}
		}
	}
	return t
}

// near is how many unchanged lines are told before and after a change.
const near = 3

func around(all []Line) (out [][]Line) {
	last := -near - 2 // the last line told
	for i, l := range all {
		if !l.Gone() && !l.Fresh() {
			continue
		}
		from := max(i-near, 0)
		if from > last+1 || len(out) == 0 {
			out = append(out, nil)
		} else {
			from = last + 1
		}
		end := min(i+near+1, len(all))
		if from < end {
			out[len(out)-1] = append(out[len(out)-1], all[from:end]...)
			last = end - 1
		}
	}
	return out
}
