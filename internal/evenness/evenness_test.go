package evenness

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
)

// read makes a count of a line: unit, problems, how many had an order, days to closing of those closed.
func read(t *testing.T, fields []string) Count {
	num := func(s string) int64 {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	c := Count{Like: Like{"c", problem.Ordinary}, Unit: ref.ID(num(fields[0])), N: num(fields[1]),
		Followed: make([]int64, len(problem.Sequels))}
	c.Followed[0] = num(fields[2])
	for _, d := range fields[3:] {
		c.Closed = c.Closed.merged(Days{{num(d), 1}}, 1)
	}
	return c
}

// says are the outliers of groups in a line each, as the cases write them.
func says(groups []Group) (out []string) {
	for _, g := range groups {
		for _, o := range g.Outliers {
			if o.After == "" {
				out = append(out, fmt.Sprintf("unit %d days %d halves, others %d", o.Own.Unit, o.Own.Closed.Halves(),
					o.Others.Closed.Halves()))
				continue
			}
			out = append(out, fmt.Sprintf("unit %d %s %d of %d, others %d of %d", o.Own.Unit, o.After,
				o.Own.Share(o.After), o.Own.N, o.Others.Share(o.After), o.Others.N))
		}
	}
	return out
}

// Each case: a title, the counts of units, and what stands apart.
func TestCases(t *testing.T) {
	f, err := os.Open("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	title, counts, want, n := "", []Count(nil), []string(nil), 0
	check := func() {
		if title == "" {
			return
		}
		n++
		if got := says(Compare(Usual, counts)); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nand not\n%s", title, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		title, counts, want = "", nil, nil
	}
	for s := bufio.NewScanner(f); s.Scan(); {
		switch line := strings.TrimSpace(s.Text()); {
		case line == "":
			check()
		case strings.HasPrefix(line, "#"):
			title = line
		case strings.HasPrefix(line, "= "):
			want = append(want, line[2:])
		default:
			counts = append(counts, read(t, strings.Fields(line)))
		}
	}
	check()
	if n < 8 {
		t.Errorf("only %d cases", n)
	}
}

// drawn are counts of a few units and kinds.
func drawn(t *rapid.T) (out []Count) {
	for _, like := range []Like{{"a", problem.Slight}, {"a", problem.Serious}, {"b", problem.Slight}} {
		for unit := range rapid.IntRange(0, 5).Draw(t, "units") {
			c := Count{Like: like, Unit: ref.ID(unit + 1), N: rapid.Int64Range(1, 30).Draw(t, "n")}
			for range problem.Sequels {
				c.Followed = append(c.Followed, rapid.Int64Range(0, c.N).Draw(t, "followed"))
			}
			for range rapid.Int64Range(0, c.N).Draw(t, "closed") {
				c.Closed = c.Closed.merged(Days{{rapid.Int64Range(0, 90).Draw(t, "days"), 1}}, 1)
			}
			out = append(out, c)
		}
	}
	return out
}

// The order of units changes nothing; what units have adds up to what all have; an outlier has as many problems as the
// rule asks, and of fewer than three units none is one.
func TestOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := drawn(t)
		groups := Compare(Usual, counts)
		seed := rapid.Uint64().Draw(t, "seed")
		turned := slices.Clone(counts)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(turned), func(i, j int) { turned[i], turned[j] = turned[j], turned[i] })
		if again := Compare(Usual, turned); !reflect.DeepEqual(groups, again) {
			t.Fatalf("%v\nand turned\n%v", groups, again)
		}
		for _, g := range groups {
			var n int64
			for _, c := range g.Units {
				n += c.N
				if o := g.Others(c); o.N+c.N != g.All.N || o.Closed.N()+c.Closed.N() != g.All.Closed.N() {
					t.Fatalf("%v and the others %v are not all: %v", c, o, g.All)
				}
			}
			if n != g.All.N {
				t.Fatalf("%d problems of units, %d of all", n, g.All.N)
			}
			for _, o := range g.Outliers {
				if o.Own.N < Usual.Least || o.Others.N < Usual.Others || len(g.Units) < 3 {
					t.Fatalf("asked about %v", o)
				}
			}
		}
	})
}

// Where the same share of problems had the same consequence in each unit, and all took the same days, nobody stands
// apart, however many problems there are and whatever the rule asks.
func TestEqualSharesAskNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 12).Draw(t, "n")
		one := Count{Like: Like{"a", problem.Slight}, N: n}
		for range problem.Sequels {
			one.Followed = append(one.Followed, rapid.Int64Range(0, n).Draw(t, "followed"))
		}
		for range rapid.Int64Range(0, n).Draw(t, "closed") {
			one.Closed = one.Closed.merged(Days{{rapid.Int64Range(0, 90).Draw(t, "days"), 1}}, 1)
		}
		var counts []Count
		for unit := range rapid.IntRange(1, 6).Draw(t, "units") {
			times, c := rapid.Int64Range(1, 5).Draw(t, "times"), Count{Like: one.Like, Unit: ref.ID(unit + 1),
				Followed: make([]int64, len(problem.Sequels))}
			for range times {
				c = c.plus(one, 1)
			}
			counts = append(counts, c)
		}
		if got := says(Compare(Rule{Least: 1, Others: 1, Times: 1}, counts)); len(got) > 0 {
			t.Fatalf("%v", got)
		}
	})
}
