package bodies

import (
	_ "embed"
	"errors"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// land is a small county in the making: names instead of identifiers.
type land struct {
	t    testing.TB
	rows Rows
	n    ref.ID
	ids  map[string]ref.ID
}

func newLand(t testing.TB) *land { return &land{t: t, ids: map[string]ref.ID{}} }

func (l *land) mint() ref.ID { l.n++; return l.n }

func day(s string) when.Day {
	if s == "" {
		return when.Open
	}
	d, err := when.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// span reads "2020-01-01/2021-01-01", "2020-01-01" (open) or "" (since 2010).
func span(s string) when.Period {
	if s == "" {
		s = "2010-01-01"
	}
	from, to, _ := strings.Cut(s, "/")
	return when.Period{From: day(from), To: day(to)}
}

func (l *land) id(name string) ref.ID {
	if name == "" {
		return 0
	}
	id, ok := l.ids[name]
	if !ok {
		l.t.Fatalf("no %q in this county", name)
	}
	return id
}

func (l *land) unit(name string, cat UnitCategory, parent string) *land {
	u := Unit{ID: l.mint(), Version: 1, When: span("")}
	u.Code = "U" + u.ID.String()
	l.ids[name] = u.ID
	l.rows.Units = append(l.rows.Units, u)
	l.rows.Facts = append(l.rows.Facts, UnitFacts{ID: l.mint(), Version: 1, Unit: u.ID, Name: name, Category: cat,
		Parent: l.id(parent), Period: u.When})
	return l
}

func (l *land) body(name string, kind BodyKind, unit, dates string) *land {
	b := Body{ID: l.mint(), Version: 1, Kind: kind, Name: name, Unit: l.id(unit), Period: span(dates)}
	l.ids[name] = b.ID
	l.rows.Bodies = append(l.rows.Bodies, b)
	return l
}

func (l *land) serve(body, unit, dates string) *land {
	l.rows.Services = append(l.rows.Services, Service{ID: l.mint(), Version: 1, Body: l.id(body),
		Unit: l.id(unit), Period: span(dates)})
	return l
}

func (l *land) hand(unit, body string, side Side, dates string) *land {
	l.rows.Assignments = append(l.rows.Assignments, Assignment{ID: l.mint(), Version: 1, Unit: l.id(unit),
		Body: l.id(body), Side: side, Period: span(dates), Basis: "镇发〔2024〕9号"})
	return l
}

func (l *land) person(name string) *land {
	l.ids[name] = l.mint()
	l.rows.Persons = append(l.rows.Persons, Person{ID: l.ids[name], Version: 1, Name: name, Birth: "1970-01"})
	return l
}

// post appoints; label names the appointment for id.
func (l *land) post(label, person string, post Post, unit, body, dates, basis string) *land {
	a := Appointment{ID: l.mint(), Version: 1, Person: l.id(person), Unit: l.id(unit), Body: l.id(body), Post: post,
		Title: string(post), Level: Lead, Period: span(dates), Basis: basis}
	l.ids[label] = a.ID
	l.rows.Appointments = append(l.rows.Appointments, a)
	return l
}

func (l *land) on(s string) *County { return Snapshot(day(s), l.rows) }

func (l *land) reg() *Register { return NewRegister(l.rows) }

func (l *land) name(id ref.ID) string {
	for n, x := range l.ids {
		if x == id {
			return n
		}
	}
	return id.String()
}

// county is the frame every table stands in.
func county(t testing.TB) *land {
	return newLand(t).
		unit("县委办", Party, "").unit("工委", Party, "").unit("纪委机关", Party, "").
		body("县委", CountyCommittee, "县委办", "").body("县纪委", CountyDiscipline, "纪委机关", "").
		body("工委会", WorkCommittee, "工委", "").body("纪工委", WorkDiscipline, "工委", "")
}

//go:embed keys.txt
var keysFile string

var hole = regexp.MustCompile(`\{([a-z]+)\}`)

// phrases reads keys.txt: key to the values its sentence needs.
func phrases(t testing.TB) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for line := range strings.Lines(keysFile) {
		key, rest, ok := strings.Cut(strings.TrimSpace(line), " = ")
		zh, en, ok2 := strings.Cut(rest, " | ")
		if !ok || !ok2 || zh == "" || en == "" {
			t.Fatalf("keys.txt: %q", line)
		}
		if out[key] != nil {
			t.Errorf("keys.txt: %s twice", key)
		}
		need := [2]map[string]bool{{}, {}}
		for i, s := range []string{zh, en} {
			for _, m := range hole.FindAllStringSubmatch(s, -1) {
				need[i][m[1]] = true
			}
		}
		if len(need[0]) != len(need[1]) {
			t.Errorf("keys.txt: %s needs other values in the two languages", key)
		}
		for k := range need[0] {
			if !need[1][k] {
				t.Errorf("keys.txt: %s: {%s} is missing in English", key, k)
			}
		}
		out[key] = need[0]
	}
	return out
}

// said fails when a message has no sentence or lacks a value of its sentence.
func said(t testing.TB, m text.Message) {
	t.Helper()
	need, ok := phrases(t)[m.Key]
	if !ok {
		t.Errorf("%s has no sentence in keys.txt", m.Key)
	}
	for k := range need {
		if _, ok := m.Data[k]; !ok {
			t.Errorf("%s lacks {%s}", m.Key, k)
		}
	}
}

// saidErr does the same for what a command answers, and returns its keys.
func saidErr(t testing.TB, err error) string {
	t.Helper()
	var in text.InputErrors
	var no *text.Refusal
	switch {
	case err == nil:
		return ""
	case errors.As(err, &in):
		var keys []string
		for _, e := range in {
			said(t, e.Message)
			keys = append(keys, e.Key)
		}
		return strings.Join(keys, " ")
	case errors.As(err, &no):
		said(t, no.Message)
		return no.Key
	}
	t.Fatalf("neither input errors nor a refusal: %v", err)
	return ""
}
