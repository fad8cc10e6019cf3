package education

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// How somebody who was expected came.
const (
	Awaited = "awaited" // it is not held yet
	Came    = "came"
	Away    = "away"
	Later   = "later" // and made it up
)

// marks are the same as a roll writes them.
var marks = map[string]string{"?": Awaited, "+": Came, "-": Away, "*": Later}

// Place is one of those expected.
type Place struct {
	Person ref.ID
	Mark   string
	On     when.Day // they made it up
	Took   bool     // they answered the quiz, and it is marked
	Points int64
	Passed bool
	Say    string // why they were away; how they made it up
}

// Places is the roll: before it is held, everybody who is expected.
func (e *Education) Places() (out []Place) {
	if e.Roll == "" {
		for _, id := range ids(e.People) {
			out = append(out, Place{Person: id, Mark: Awaited})
		}
		return out
	}
	for line := range strings.Lines(e.Roll) {
		at := strings.SplitN(strings.TrimRight(line, "\n"), " ", 5)
		if len(at) != 5 {
			continue
		}
		p := Place{Person: ref.Parse(at[0]), Mark: marks[at[1]], Say: at[4]}
		on, _ := strconv.ParseInt(at[2], 10, 32)
		p.On = when.Day(on)
		if points, passed, took := strings.Cut(at[3], "/"); took {
			p.Took, p.Passed = true, passed == "1"
			p.Points, _ = strconv.ParseInt(points, 10, 64)
		}
		out = append(out, p)
	}
	return out
}

// written is a roll as it is kept: a line a person, of identifier, mark, day, points and words.
func written(roll []Place) string {
	var b strings.Builder
	for _, p := range roll {
		for sign, mark := range marks {
			if mark == p.Mark {
				b.WriteString(p.Person.String() + " " + sign)
			}
		}
		took := "-"
		if p.Took {
			took = strconv.FormatInt(p.Points, 10) + "/0"
			if p.Passed {
				took = took[:len(took)-1] + "1"
			}
		}
		b.WriteString(" " + strconv.Itoa(int(p.On)) + " " + took + " " + strings.ReplaceAll(p.Say, "\n", " ") + "\n")
	}
	return b.String()
}

// callRoll reads a roll as it is typed: a line a person, of the identifier, + or -, and behind - why. Everybody who is
// expected has a line, and nobody else.
func callRoll(expected []ref.ID, typed string, called func(ref.ID) string) (out []Place, errs text.InputErrors) {
	said := map[ref.ID]Place{}
	n := 0
	for line := range strings.Lines(typed) {
		n++
		at := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if at[0] == "" {
			continue
		}
		p := Place{Person: ref.Parse(at[0])}
		switch {
		case len(at) == 2 && at[1] == "+":
			p.Mark = Came
		case len(at) > 1 && at[1] == "-":
			if p.Mark = Away; len(at) == 3 {
				p.Say = strings.TrimSpace(at[2])
			}
		default:
			errs.Add("roll", "education.roll.line", "n", n)
			return nil, errs
		}
		if !slices.Contains(expected, p.Person) {
			errs.Add("roll", "education.roll.stranger", "n", n)
			return nil, errs
		}
		said[p.Person] = p
	}
	for _, id := range expected {
		p, ok := said[id]
		switch {
		case !ok:
			errs.Add("roll", "education.roll.missing", "name", called(id))
		case p.Mark == Away && p.Say == "":
			errs.Add("roll", "education.roll.why", "name", called(id))
		case utf8.RuneCountInString(p.Say) > absentMost:
			errs.Add("roll", "education.roll.long", "name", called(id), "most", absentMost)
		}
		if len(errs) > 0 {
			return nil, errs // the first of them says what is to be done
		}
		out = append(out, p)
	}
	return out, nil
}
