package noun

import (
	"net/url"
	"strconv"

	"shuangze/internal/actor"
	"shuangze/internal/facts"
	"shuangze/internal/lists/sift"
	"shuangze/internal/when"
)

// Facts are what of a list is counted for the assessment: objects of a tab of the year, so that each figure is the
// length of the list it leads to, or the sum of one of its fields.
type Facts struct {
	Whose string // the field that names the body ("body") or the unit ("unit", or one that is no noun's own)
	Both  bool   // of a unit: for both its bodies, whatever side a row is of
	Year  string // the filter that holds the year; "" = the day of Span, "-" = of any year
	Split string // the field by which they are split; "" = none
	By    string // what the split is: facts.ByRule …; "" = it serves a mean alone
	// Where are filters that hold for all of them: name and value, by turns.
	Where  []string
	Counts []Fact
}

// Fact is one of them.
type Fact struct {
	Key   string // "" = it serves a mean alone, and is called by Tab
	Tab   string
	Where []string // filters, as those of Facts
	Sum   []string // fields that are added up; none = objects are counted
	// Decimals is how many of the sum's digits stand behind the point.
	Decimals int
	Over     string // makes it a mean, Of a sum: see facts.Measure
	Of       []string
}

// Sources are the facts of a noun as they are counted.
func (n *Noun) Sources() (out []facts.Source) {
	for _, x := range n.Facts {
		s := facts.Source{Table: n.Table, Kind: n.Of, Whose: n.column(x.Whose), Unit: x.Whose != "body", Both: x.Both,
			By: x.By, List: "/" + n.Name, Of: x.Split,
			Rows: func(y facts.Year) sift.All { return append(n.pairs(x.Where), n.year(x, y)...) },
			At: func(w facts.Whose, y facts.Year) url.Values {
				q := n.asked(x.Where)
				id := w.Body
				if x.Whose != "body" {
					id = w.Unit
					if !x.Both {
						q.Set("side", string(w.Side))
					}
				}
				q.Set(x.Whose, id.String())
				switch x.Year {
				case "-":
				case "":
					q.Set(n.Span, strconv.Itoa(y.Year))
				default:
					q.Set(x.Year, strconv.Itoa(y.Year))
				}
				return q
			}}
		if x.Split != "" {
			s.Split = n.column(x.Split)
		}
		for _, f := range x.Counts {
			m := facts.Measure{Key: f.Key, Decimals: f.Decimals, Over: f.Over, Of: f.Of}
			if len(f.Of) > 0 {
				s.Measures = append(s.Measures, m)
				continue
			}
			m.Rows, m.At = func(y facts.Year) sift.All {
				return append(n.tab(f.Tab, y.Today), n.pairs(f.Where)...)
			}, func(facts.Year) url.Values {
				q := n.asked(f.Where)
				q.Set("tab", f.Tab)
				return q
			}
			for _, name := range f.Sum {
				m.Sum = append(m.Sum, n.column(name))
			}
			s.Measures = append(s.Measures, m)
		}
		out = append(out, s)
	}
	return out
}

// column is where a field is kept.
func (n *Noun) column(name string) string {
	switch name {
	case "unit", "side", "state":
		return name
	}
	f, ok := n.Field(name)
	if !ok {
		panic("noun: " + n.Name + " counts by " + name + ", which it has not")
	}
	return f.Column()
}

func (n *Noun) year(x Facts, y facts.Year) sift.All {
	switch x.Year {
	case "-":
		return nil
	case "":
		return y.In(n.column(n.Span))
	}
	return sift.All{sift.Num(n.column(x.Year), sift.Equal, int64(y.Year))}
}

// pairs are filters as conditions: of codes and texts.
func (n *Noun) pairs(list []string) (out sift.All) {
	for i := 0; i < len(list); i += 2 {
		out = append(out, sift.Is(n.column(list[i]), list[i+1]))
	}
	return out
}

func (n *Noun) asked(list []string) url.Values {
	q := url.Values{}
	for i := 0; i < len(list); i += 2 {
		q.Set(list[i], list[i+1])
	}
	return q
}

// tab are the conditions of a tab on a day, for nobody in particular.
func (n *Noun) tab(name string, today when.Day) (out sift.All) {
	for _, t := range n.Tabs {
		if t.Name == name {
			for _, c := range t.For(actor.Actor{}, today) {
				out = append(out, c.sift()...)
			}
			return out
		}
	}
	panic("noun: " + n.Name + " has no tab " + name)
}

// sift is the condition in the words of counts.
func (c Cond) sift() sift.All {
	switch {
	case c.Below != 0:
		return sift.All{sift.Num(c.Column, sift.From, max(c.Least, 1)), sift.Num(c.Column, sift.Below, c.Below)}
	case len(c.Num) > 0:
		var ways []sift.All
		for _, x := range c.Num {
			ways = append(ways, sift.All{{Column: c.Column, Op: sift.Equal, Num: x, Fixed: true}})
		}
		if len(ways) == 1 {
			return ways[0]
		}
		return sift.All{sift.OneOf(ways...)}
	}
	return sift.All{sift.Code(c.Column, c.Text...)}
}

// Sourced are the facts of several nouns.
func Sourced(nouns []*Noun) (out []facts.Source) {
	for _, n := range nouns {
		out = append(out, n.Sources()...)
	}
	return out
}
