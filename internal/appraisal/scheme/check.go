package scheme

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"shuangze/internal/formula"
	"shuangze/internal/text"
)

// The bounds of a scheme.
const (
	MostIndicators = 200
	MostExtras     = 50
)

var numberForm = regexp.MustCompile(`^[1-9][0-9]{0,2}(\.[1-9][0-9]{0,2}){0,3}$`)

// checker gathers what is wrong with a scheme.
type checker struct {
	*Sound
	facts, within *formula.Names // within an indicator its own points have a name too
	lang          string
	faults        []Fault
}

// Check checks a scheme whole and gives every fault, each with its place; only one without a fault can be scored. names
// are the facts of the pack and what formulas may say of cases (CaseNames); lang is the language in which a fault names
// what was perhaps meant.
func Check(s Scheme, names *formula.Names, lang string) (*Sound, []Fault) {
	c := &checker{Sound: &Sound{Scheme: s}, facts: names, lang: lang,
		within: names.With(formula.Name{Key: Points, Zh: PointsZh, En: PointsEn})}
	c.bodies()
	c.tree()
	c.voters()
	c.others()
	c.grades()
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	slices.SortStableFunc(c.leaves, func(a, b leaf) int { return Order(a.No, b.No) })
	return c.Sound, nil
}

// What the names of a scheme's own values are called.
const (
	PointsZh, PointsEn = "分值", "points"
	casesZh, casesEn   = "案件扣分", "Points deducted for cases"
	teamZh, teamEn     = "班子成员案件", "Cases of members of the team"
)

// CaseNames are what formulas may say of the cases of a body: what they cost, and how many are of members of the team,
// together and of each outcome, which are given with their words.
func CaseNames(outcomes []formula.Name) []formula.Name {
	out := []formula.Name{{Key: CaseDeduction, Zh: casesZh, En: casesEn}, {Key: CaseTeam, Zh: teamZh, En: teamEn}}
	for _, o := range outcomes {
		out = append(out, formula.Name{Key: TeamWith(o.Key), Zh: o.Zh + "·班子成员", En: o.En + ": members of the team"})
	}
	return out
}

func (c *checker) fault(p Part, i int, no, key string, kv ...any) {
	c.faults = append(c.faults, Fault{Part: p, Index: i, No: no, Message: text.M(key, append(kv, "no", no)...)})
}

// parsed reads a formula; nil after a fault.
func (c *checker) parsed(p Part, i int, no, s string, names *formula.Names) *formula.Formula {
	f, bad := formula.Parse(s, names, c.lang)
	if bad == nil {
		return f
	}
	m := bad.Message
	key := m.Key
	if near, _ := m.Data["near"].(string); near != "" {
		key += "-near"
	}
	kv := []any{"no", no, "at", bad.At + 1, "end", bad.End}
	for k, v := range m.Data {
		kv = append(kv, k, v)
	}
	c.faults = append(c.faults, Fault{Part: p, Index: i, No: no, At: bad.At, End: bad.End, Message: text.M(key, kv...)})
	return nil
}

func (c *checker) bodies() {
	if len(c.Bodies) == 0 {
		c.fault(InScheme, 0, c.Code, "scheme.bodies")
	}
	for _, k := range c.Bodies {
		if k.Side() != c.Side {
			c.fault(InScheme, 0, c.Code, "scheme.side", "value", string(k))
		}
	}
	if c.AddMost < 0 || c.AddMost > Full {
		c.fault(InScheme, 0, c.Code, "scheme.most", "value", Decimal(c.AddMost))
	}
	seen := map[string]bool{}
	for _, g := range c.Groups {
		for _, category := range g {
			if seen[category] {
				c.fault(InScheme, 0, c.Code, "scheme.group-twice", "value", category)
			}
			seen[category] = true
		}
	}
}

// tree checks numbers, sums and what each leaf says.
func (c *checker) tree() {
	if len(c.Indicators) > MostIndicators {
		c.fault(InScheme, 0, c.Code, "scheme.many", "most", MostIndicators)
		return
	}
	first, below, roots := map[string]bool{}, map[string]int64{}, int64(0)
	for i, x := range c.Indicators {
		switch {
		case !numberForm.MatchString(x.No):
			c.fault(InIndicator, i, x.No, "scheme.number")
		case first[x.No]:
			c.fault(InIndicator, i, x.No, "scheme.number-twice")
		case x.Points <= 0 || x.Points > Full:
			c.fault(InIndicator, i, x.No, "scheme.points", "value", Decimal(x.Points))
		}
		first[x.No] = true
		// A wrong number of points is bounded here, so that no sum of them runs over.
		if p := min(max(x.Points, 0), Full); Above(x.No) == "" {
			roots += p
		} else {
			below[Above(x.No)] += p
		}
	}
	if roots != Full {
		c.fault(InScheme, 0, c.Code, "scheme.sum", "sum", Decimal(roots))
	}
	for i, x := range c.Indicators {
		if up := Above(x.No); up != "" && !first[up] {
			c.fault(InIndicator, i, x.No, "scheme.parent", "parent", up)
		}
		if sum, parent := below[x.No]; parent {
			if sum != x.Points {
				c.fault(InIndicator, i, x.No, "scheme.children", "points", Decimal(x.Points), "sum", Decimal(sum))
			}
			if x.Source != "" || x.Formula != "" {
				c.fault(InIndicator, i, x.No, "scheme.parent-source")
			}
			continue
		}
		c.leaf(i, x)
	}
}

func (c *checker) leaf(i int, x Indicator) {
	l := leaf{Indicator: x}
	switch x.Source {
	case Facts:
		if l.formula = c.parsed(InIndicator, i, x.No, x.Formula, c.within); l.formula != nil {
			c.byCases = c.byCases || slices.Contains(l.formula.Uses(), CaseDeduction)
		}
	case Mark, Survey:
		c.given(InIndicator, i, x.No, x.Formula, string(x.Office))
	default:
		c.fault(InIndicator, i, x.No, "scheme.source", "value", string(x.Source))
	}
	c.leaves = append(c.leaves, l)
}

// given checks what people give: it has an office and no formula.
func (c *checker) given(p Part, i int, no, formula, office string) {
	if formula != "" {
		c.fault(p, i, no, "scheme.formula-unasked")
	}
	if office == "" {
		c.fault(p, i, no, "scheme.office")
	}
}

// others checks additions, deductions, what cases cost, and vetoes.
func (c *checker) others() {
	if len(c.Extras) > MostExtras || len(c.Vetoes) > MostExtras {
		c.fault(InScheme, 0, c.Code, "scheme.many-extras", "most", MostExtras)
		return
	}
	codes := map[string]bool{}
	once := func(p Part, i int, code string) {
		if codes[string(p)+code] {
			c.fault(p, i, code, "scheme.code-twice")
		}
		codes[string(p)+code] = true
	}
	for i, x := range c.Extras {
		once(InExtra, i, x.Code)
		if x.Most <= 0 || x.Most > Full {
			c.fault(InExtra, i, x.Code, "scheme.most", "value", Decimal(x.Most))
		}
		var f *formula.Formula
		switch x.Source {
		case Facts:
			f = c.parsed(InExtra, i, x.Code, x.Formula, c.facts)
		case Mark:
			c.given(InExtra, i, x.Code, x.Formula, string(x.Office))
		default:
			c.fault(InExtra, i, x.Code, "scheme.extra-source", "value", string(x.Source))
		}
		c.extras = append(c.extras, f)
	}
	for i, x := range c.Cases {
		once(InOutcome, i, x.Code)
		if x.Points < 0 || x.Points > Full {
			c.fault(InOutcome, i, x.Code, "scheme.deduction", "value", Decimal(x.Points))
		}
	}
	for _, n := range []int64{c.Times.Team, c.Times.Handled, c.Times.Reported, c.Times.Concealed} {
		if n < 0 || n > MostTimes {
			c.fault(InScheme, 0, c.Code, "scheme.times", "value", Decimal(n))
		}
	}
	for i, x := range c.Vetoes {
		once(InVeto, i, x.Code)
		if x.Document == "" {
			c.fault(InVeto, i, x.Code, "scheme.document")
		}
		var f *formula.Formula
		if x.Formula != "" {
			f = c.parsed(InVeto, i, x.Code, x.Formula, c.facts)
		}
		c.vetoes = append(c.vetoes, f)
	}
}

// grades checks that grades follow each other from the best to the last, which takes what all others leave.
func (c *checker) grades() {
	if len(c.Grades) == 0 {
		c.fault(InScheme, 0, c.Code, "scheme.grades")
		return
	}
	codes := map[string]bool{}
	for i, g := range c.Grades {
		last := i == len(c.Grades)-1
		switch {
		case codes[g.Code]:
			c.fault(InGrade, i, g.Code, "scheme.code-twice")
		case g.Quota < 0 || g.Quota > 100 || last && g.Quota != 0:
			c.fault(InGrade, i, g.Code, "scheme.quota", "value", g.Quota)
		case last && g.Least != 0:
			c.fault(InGrade, i, g.Code, "scheme.grade-last", "value", Decimal(g.Least))
		case i > 0 && cmp.Compare(g.Least, c.Grades[i-1].Least) >= 0:
			c.fault(InGrade, i, g.Code, "scheme.grade-order", "value", Decimal(g.Least), "before", Decimal(c.Grades[i-1].Least))
		}
		codes[g.Code] = true
	}
}

// Decimal is a number of hundredths with two decimals: 1250 is "12.50".
func Decimal(n int64) string {
	sign, u := "", uint64(n)
	if n < 0 {
		sign, u = "−", -u
	}
	return fmt.Sprintf("%s%d.%02d", sign, u/100, u%100)
}
