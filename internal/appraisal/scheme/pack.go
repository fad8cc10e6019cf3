package scheme

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/formula"
)

// Pack is the sheet as plain text lines, sorted: the same sheet gives the same bytes. A line is a word, its place on
// the sheet, and fields between blanks; values are exact fractions, "-" one that is absent. What a formula did is not
// kept: Working does it again from what it read.
func (s Sheet) Pack() []byte {
	var out []string
	put := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	read := func(word string, i int, values map[string]formula.Value) {
		for _, key := range keysOf(values) {
			put("%s %03d %s %s", word, i, key, packed(values[key]))
		}
	}
	for i, l := range s.Lines {
		put("line %03d %s %s %d %d %d %s", i, l.No, l.State, l.Points, l.Counts, l.Gained, packed(l.Value))
		read("line-read", i, l.Read)
		for j, t := range l.Tallies {
			put("tally %03d %02d %s %d %d %d %s", i, j, strconv.Quote(t.Class), t.Issued, t.Returned, t.Valid,
				strings.Trim(fmt.Sprint(t.Answers), "[]"))
		}
	}
	for i, e := range s.Extras {
		put("extra %03d %s %t %s %d %s", i, e.Code, e.Deducts, e.State, e.Gained, packed(e.Value))
		read("extra-read", i, e.Read)
	}
	for i, c := range s.Cases {
		back := "" // written where there is one alone: what was frozen before appeals gave points back reads as it did
		if c.Back > 0 {
			back = " " + strconv.FormatInt(c.Back, 10)
		}
		put("case %03d %s %s %t %q %d %d %d%s", i, strconv.Quote(c.Ref), strconv.Quote(c.Outcome), c.Team, string(c.Found),
			c.Points, c.Times, c.Deducted, back)
	}
	for i, p := range s.Proposed {
		put("proposed %03d %s", i, p.Code)
		read("proposed-read", i, p.Read)
	}
	for i, code := range s.Vetoed {
		put("vetoed %03d %s", i, code)
	}
	for i, d := range s.Decided {
		put("decided %03d %s %d", i, strconv.Quote(d.Code), d.Points)
	}
	put("sum %d %d %d %d %d %d %d", s.Raw, s.Applicable, s.Normal, s.Added, s.Deducted, s.ForCases, s.Total)
	// How many lines there are is said in one of them: else a sheet without its last would be another sheet.
	put("sheet %s %t %d", s.Scheme, s.Closed, len(out)+1)
	slices.Sort(out)
	return []byte(strings.Join(out, "\n") + "\n")
}

func packed(v formula.Value) string {
	if v.Absent() {
		return "-"
	}
	return v.Fraction()
}

// ErrNoSheet says of bytes that they are not what Pack makes of any sheet.
var ErrNoSheet = errors.New("these bytes are no sheet")

// Read is the sheet that Pack made the bytes of, without the results of its formulas. Bytes that Pack would not give
// back are none.
func Read(b []byte) (Sheet, error) {
	var s Sheet
	for line := range strings.Lines(string(b)) {
		r := fields{list: words(strings.TrimSuffix(line, "\n"))}
		r.line(&s)
		if r.bad || r.next != len(r.list) {
			return Sheet{}, ErrNoSheet
		}
	}
	if !bytes.Equal(s.Pack(), b) {
		return Sheet{}, ErrNoSheet
	}
	return s, nil
}

// fields are the words of a line, taken one after the other.
type fields struct {
	list []string
	next int
	bad  bool
}

// words cuts a line at its blanks, those in quotation marks aside.
func words(s string) (out []string) {
	for s != "" {
		w, rest := s, ""
		if q, err := strconv.QuotedPrefix(s); err == nil && s[0] == '"' {
			w, rest = q, strings.TrimPrefix(s[len(q):], " ")
		} else {
			w, rest, _ = strings.Cut(s, " ")
		}
		out, s = append(out, w), rest
	}
	return out
}

func (r *fields) line(s *Sheet) {
	switch word := r.str(); word {
	case "sheet":
		s.Scheme, s.Closed = r.str(), r.yes()
		r.num() // how many lines: Read compares the whole
	case "line":
		if r.at(len(s.Lines)); !r.bad {
			s.Lines = append(s.Lines, Line{No: r.str(), State: State(r.str()), Points: r.num(), Counts: r.num(),
				Gained: r.num(), Value: r.value()})
		}
	case "extra":
		if r.at(len(s.Extras)); !r.bad {
			s.Extras = append(s.Extras, ExtraLine{Code: r.str(), Deducts: r.yes(), State: State(r.str()), Gained: r.num(),
				Value: r.value()})
		}
	case "case":
		if r.at(len(s.Cases)); !r.bad {
			c := Case{Ref: r.quoted(), Outcome: r.quoted(), Team: r.yes(), Found: Found(r.quoted())}
			x := CaseLine{Case: c, Points: r.num(), Times: r.num(), Deducted: r.num()}
			if r.next < len(r.list) {
				x.Back = r.num()
			}
			s.Cases = append(s.Cases, x)
		}
	case "proposed":
		if r.at(len(s.Proposed)); !r.bad {
			s.Proposed = append(s.Proposed, Proposal{Code: r.str()})
		}
	case "vetoed":
		if r.at(len(s.Vetoed)); !r.bad {
			s.Vetoed = append(s.Vetoed, r.str())
		}
	case "decided":
		if r.at(len(s.Decided)); !r.bad {
			s.Decided = append(s.Decided, Decision{Code: r.quoted(), Points: r.num()})
		}
	case "line-read":
		if i := r.num(); i < int64(len(s.Lines)) {
			r.read(&s.Lines[i].Read)
			return
		}
		r.bad = true
	case "tally":
		i := r.num()
		if r.bad || i >= int64(len(s.Lines)) {
			r.bad = true
			return
		}
		l := &s.Lines[i]
		r.at(len(l.Tallies))
		t := Tally{Class: r.quoted(), Issued: r.num(), Returned: r.num(), Valid: r.num()}
		for j := range t.Answers {
			t.Answers[j] = r.num()
		}
		l.Tallies = append(l.Tallies, t)
	case "extra-read":
		if i := r.num(); i < int64(len(s.Extras)) {
			r.read(&s.Extras[i].Read)
			return
		}
		r.bad = true
	case "proposed-read":
		if i := r.num(); i < int64(len(s.Proposed)) {
			r.read(&s.Proposed[i].Read)
			return
		}
		r.bad = true
	case "sum":
		for _, to := range []*int64{&s.Raw, &s.Applicable, &s.Normal, &s.Added, &s.Deducted, &s.ForCases, &s.Total} {
			*to = r.num()
		}
	default:
		r.bad = true
	}
}

func (r *fields) str() string {
	if r.next == len(r.list) {
		r.bad = true
		return ""
	}
	r.next++
	return r.list[r.next-1]
}

func (r *fields) num() int64 {
	n, err := strconv.ParseInt(r.str(), 10, 64)
	r.bad = r.bad || err != nil || n < 0
	return max(n, 0)
}

// at takes the place of a row, which is the next.
func (r *fields) at(next int) { r.bad = r.num() != int64(next) || r.bad }

func (r *fields) yes() bool {
	yes, err := strconv.ParseBool(r.str())
	r.bad = r.bad || err != nil
	return yes
}

func (r *fields) quoted() string {
	s, err := strconv.Unquote(r.str())
	r.bad = r.bad || err != nil
	return s
}

func (r *fields) value() (v formula.Value) {
	if s := r.str(); s != "-" {
		var ok bool
		v, ok = formula.FromFraction(s)
		r.bad = r.bad || !ok
	}
	return v
}

func (r *fields) read(to *map[string]formula.Value) {
	if *to == nil {
		*to = map[string]formula.Value{}
	}
	key := r.str()
	(*to)[key] = r.value()
}
