package ballot

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// Said is what a group answered to a question: how many ballots it cast, how many of them answered, and how often each
// option was chosen. Of fewer than Least ballots nothing but their number is shown.
type Said struct {
	Group       string
	Ballots     int
	Valid       int            // that chose an option, whether it counts or not
	By          map[string]int // by option
	Mean        *big.Rat       // out of a hundred; nil where no answer counts
	Weight      int64          // of the group as it was merged
	Few, Nobody bool           // fewer ballots than are broken down; none at all
}

// Answered is a question's result: the groups, and the mean of their means by weight; nil where nothing counts.
type Answered struct {
	Code   string
	Groups []Said
	Mean   *big.Rat
}

// Result is what a published file says.
type Result struct {
	Poll
	Count     int // of ballots
	Questions []Answered
	Voted     map[string]int // slips that voted, by the group they were issued to
}

// Count reads a published file with the list of issued slips beside it, and counts again what it says: every token was
// issued and stands once; each slice has as many ballots of each group as its tokens. Anybody may do so.
func Count(published, issued []byte) (Result, error) {
	f, err := readFile(published, publishedFile)
	if err != nil {
		return Result{}, err
	}
	list, err := f.issued(issued)
	if err != nil {
		return Result{}, err
	}
	out := Result{Poll: f.Poll, Voted: map[string]int{}}
	if out.Count, err = strconv.Atoi(f.head["count"]); err != nil {
		return Result{}, bad("count", f.head["count"])
	}
	groups := map[string]int{} // ballots by the group they are counted with
	tokens := map[string]bool{}
	for _, t := range f.lines["t"] {
		if len(t) != 2 || tokens[t[1]] || list[Hash(f.ID, t[1])] != t[0] || t[0] == "" {
			return Result{}, bad("token", strings.Join(t, " "))
		}
		tokens[t[1]] = true
		out.Voted[t[0]]++
		into, _ := f.group(t[0])
		groups[into]++
	}
	if len(tokens) != out.Count {
		return Result{}, bad("count", out.Count)
	}
	lines := f.slices()
	cut, answers := make([]map[string]int, len(lines)), map[int]map[string][]string{} // by question and group
	for _, b := range f.lines["b"] {
		n := -1
		if len(b) == 4 {
			n, _ = strconv.Atoi(b[0])
		}
		if n < 0 || n >= len(lines) || strconv.Itoa(n) != b[0] {
			return Result{}, bad("line", strings.Join(b, " "))
		}
		said := strings.Split(b[3], ",")
		if len(said) != len(lines[n]) {
			return Result{}, bad("line", strings.Join(b, " "))
		}
		if cut[n] == nil {
			cut[n] = map[string]int{}
		}
		cut[n][b[1]]++
		for i, q := range lines[n] {
			if said[i] != "" && !slices.ContainsFunc(f.Questions[q].Options, func(o Option) bool { return o.Code == said[i] }) {
				return Result{}, bad("answer", said[i])
			}
			if answers[q] == nil {
				answers[q] = map[string][]string{}
			}
			answers[q][b[1]] = append(answers[q][b[1]], said[i])
		}
	}
	for n := range lines {
		if !maps.Equal(cut[n], groups) && len(groups) > 0 {
			return Result{}, bad("slice", n)
		}
	}
	for q, asked := range f.Questions {
		if len(asked.Options) > 0 {
			out.Questions = append(out.Questions, f.answered(asked, answers[q]))
		}
	}
	return out, nil
}

func (p Poll) answered(q Question, by map[string][]string) Answered {
	out := Answered{Code: q.Code}
	sum, weights := new(big.Rat), int64(0)
	for _, g := range p.Groups {
		if g.Into != g.Code {
			continue
		}
		s := Said{Group: g.Code, Ballots: len(by[g.Code]), By: map[string]int{}, Weight: g.Weight}
		var worth []int64
		for _, a := range by[g.Code] {
			for _, o := range q.Options {
				if o.Code != a {
					continue
				}
				s.Valid++
				s.By[a]++
				if o.Counts {
					worth = append(worth, o.Worth)
				}
			}
		}
		s.Mean, s.Nobody, s.Few = mean(worth, p.Trim), s.Ballots == 0, s.Ballots < Least
		if s.Mean != nil {
			sum.Add(sum, new(big.Rat).Mul(s.Mean, new(big.Rat).SetInt64(s.Weight)))
			weights += s.Weight
		}
		out.Groups = append(out.Groups, s)
	}
	if weights > 0 {
		out.Mean = sum.Quo(sum, new(big.Rat).SetInt64(weights))
	}
	return out
}

// mean leaves out so many percent of the answers at each end, rounded down, and takes the mean of the rest.
func mean(worth []int64, trim int) *big.Rat {
	slices.Sort(worth)
	cut := len(worth) * trim / 100
	worth = worth[cut : len(worth)-cut]
	if len(worth) == 0 {
		return nil
	}
	sum := int64(0)
	for _, w := range worth {
		sum += w
	}
	return big.NewRat(sum, int64(len(worth)))
}

// Hundredths is a mean in hundredths, rounded half up.
func Hundredths(r *big.Rat) int64 {
	h := new(big.Rat).Add(new(big.Rat).Mul(r, big.NewRat(100, 1)), big.NewRat(1, 2))
	return new(big.Int).Div(h.Num(), h.Denom()).Int64()
}

// Find is what a voter checks: by their receipt and own word, what each slice of the published file holds of them.
// ok is false where one of the slices has no such line: the ballot is missing or was exchanged.
func Find(published []byte, receipt, word string) (answers map[string]string, ok bool, err error) {
	f, err := readFile(published, publishedFile)
	if err != nil {
		return nil, false, err
	}
	answers, ok = map[string]string{}, true
	for n, questions := range f.slices() {
		want, there := Found(f.ID, receipt, word, n), false
		for _, b := range f.lines["b"] {
			if len(b) != 4 || b[0] != strconv.Itoa(n) || b[2] != want {
				continue
			}
			there = true
			for i, a := range strings.Split(b[3], ",") {
				if i < len(questions) {
					answers[f.Questions[questions[i]].Code] = a
				}
			}
		}
		ok = ok && there
	}
	return answers, ok, nil
}
