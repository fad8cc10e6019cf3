package signoff

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// row is a row of a list of this test alone.
type row struct {
	noun.Base
	Number, Duty string
	Year         int64
	Body         ref.ID
	Progress     int64
}

var rowShape = noun.Shape{Of: "row", Word: "row", New: func() noun.Value { return &row{} }, Fields: field.Fields{
	field.Line("number", 0, 30, func(r *row) *string { return &r.Number }),
	field.Text("duty", 0, 100, func(r *row) *string { return &r.Duty }),
	field.Year("year", true, 2000, func(r *row) *int64 { return &r.Year }),
	field.Body("body", true, func(r *row) *ref.ID { return &r.Body }),
	field.Count("progress", 0, 100, func(r *row) *int64 { return &r.Progress }),
}}

type plainWords struct{}

func (plainWords) Label(_ noun.Shape, name string) string { return name }
func (plainWords) Block(s Signature) []string             { return []string{s.Opinion, s.Name} }
func (plainWords) Kind(code string) string                { return code }
func (plainWords) Said(_ *bodies.County, f field.Field, v noun.Value) string {
	if f.IsText() {
		return f.Str(v)
	}
	return fmt.Sprint(f.Num(v))
}

func commands() Commands {
	return Commands{Words: plainWords{}, Sources: map[string]Source{TaskList: {Shape: rowShape, Yearly: true,
		Order:  func(a, b noun.Value) int { return strings.Compare(a.(*row).Number, b.(*row).Number) },
		Fields: []string{"number", "duty"}}}}
}

// The same rows give the same bytes in whatever order they are read; what is material
// changes them, what is not does not; rows of others and other years do not count, and
// no text can pretend to be another row.
func TestRender(t *testing.T) {
	p := &Paper{Kind: TaskList, Title: "清单", Body: 7, Year: 2026}
	rows := func() []noun.Value {
		return []noun.Value{
			&row{Base: noun.Base{ID: 3}, Number: "2", Duty: "乙\n\n第 9 项\nnumber：9", Year: 2026, Body: 7},
			&row{Base: noun.Base{ID: 2}, Number: "1", Duty: "甲", Year: 2026, Body: 7},
			&row{Base: noun.Base{ID: 4}, Number: "1", Duty: "丙", Year: 2026, Body: 7},
			&row{Base: noun.Base{ID: 5}, Number: "0", Duty: "别家的", Year: 2026, Body: 8},
			&row{Base: noun.Base{ID: 6}, Number: "0", Duty: "去年的", Year: 2025, Body: 7},
		}
	}
	d := commands()
	was := d.render(nil, p, rows())
	want := "task-list\ntitle：清单\nbody：7\nyear：2026\n共 3 项\n\n第 1 项\nnumber：1\nduty：甲\n\n第 2 项\n" +
		"number：1\nduty：丙\n" +
		"\n第 3 项\nnumber：2\nduty：乙\n　　\n　　第 9 项\n　　number：9\n"
	if was != want {
		t.Errorf("got\n%s\nwant\n%s", was, want)
	}
	turned := rows()
	slices.Reverse(turned)
	if d.render(nil, p, turned) != was {
		t.Error("the order in which rows are read changes the text")
	}
	other := rows()
	other[1].(*row).Progress = 50
	if d.render(nil, p, other) != was {
		t.Error("what is not material changes the text")
	}
	other[1].(*row).Duty = "甲二"
	if d.render(nil, p, other) == was {
		t.Error("another duty gives the same text")
	}
	typed := &Paper{Kind: "summary", Title: "总结", Content: "一\r\n二\n\n"}
	if s := d.render(nil, typed, nil); s != "summary\ntitle：总结\nbody：0\nyear：0\n\n一\n二\n" {
		t.Errorf("%q", s)
	}
}

// An opinion of formulas alone is refused, however they are spelled and marked, and
// one that is too short; what says something stands, formulas in it or not.
func TestOpinions(t *testing.T) {
	d := Commands{Opinions: func() Opinions {
		return Opinions{Least: 6, Formulas: []string{"同意", "已阅", "OK", "无意见"}}
	}}
	for opinion, want := range map[string]string{
		"":                       "opinion input.required",
		"同意":                     "opinion signoff.opinion.formulaic",
		" 同 意。 ":                 "opinion signoff.opinion.formulaic",
		"已阅，同意！":                 "opinion signoff.opinion.formulaic",
		"ＯＫ":                     "opinion signoff.opinion.formulaic",
		"ok, Ok; oK ok":          "opinion signoff.opinion.formulaic",
		"同意，无意见，已阅，同意":           "opinion signoff.opinion.formulaic",
		"。。。。。。。。":               "opinion signoff.opinion.formulaic",
		"同意下发":                   "opinion signoff.opinion.short",
		"写，得、很！短。":               "opinion signoff.opinion.short",
		"同意，请按季度报告":              "",
		"责任分工明确":                 "",
		strings.Repeat("长", 501): "opinion input.too-long",
	} {
		if got := wrong(d.Check(Signing{Opinion: opinion})); got != want {
			t.Errorf("%q: %s, want %s", opinion, got, want)
		}
	}
}

func wrong(err error) string {
	var in text.InputErrors
	var no *text.Refusal
	switch {
	case errors.As(err, &in):
		return in[0].Field + " " + in[0].Message.Key
	case errors.As(err, &no):
		return no.Key
	case err != nil:
		return err.Error()
	}
	return ""
}

// Only the first responsible person of the body answers, in person: no token, no
// console, nobody for somebody else.
func TestMayAnswer(t *testing.T) {
	always := when.Period{From: 1, To: when.Open}
	day := when.Date(2026, 11, 29)
	county := bodies.Snapshot(day, bodies.Rows{
		Units:        []bodies.Unit{{ID: 1, When: always}},
		Facts:        []bodies.UnitFacts{{ID: 2, Unit: 1, Name: "甲镇", Period: always}},
		Bodies:       []bodies.Body{{ID: 3, Kind: bodies.PartyCommittee, Unit: 1, Name: "甲镇党委", Period: always}},
		Persons:      []bodies.Person{{ID: 4, Name: "张三"}},
		Appointments: []bodies.Appointment{{ID: 5, Person: 4, Unit: 1, Body: 3, Post: bodies.Secretary, Period: always}}})
	waiting := &Paper{Base: noun.Base{State: Waiting}, Body: 3}
	for name, c := range map[string]struct {
		p    *Paper
		who  actor.Actor
		want string
	}{
		"the first":    {waiting, actor.Actor{Person: 4}, ""},
		"somebody":     {waiting, actor.Actor{Person: 9}, "signoff.in-person"},
		"by token":     {waiting, actor.Actor{Person: 4, Scopes: []string{"signoff:write"}}, "signoff.in-person"},
		"by nobody":    {waiting, actor.Actor{Agent: "console root"}, "signoff.in-person"},
		"for somebody": {waiting, actor.Actor{Person: 4, OnBehalf: 4}, "signoff.in-person"},
		"no body":      {&Paper{Base: noun.Base{State: Waiting}, Body: 9}, actor.Actor{Person: 4}, "bodies.first.none"},
		"not waiting":  {&Paper{Base: noun.Base{State: Signed}, Body: 3}, actor.Actor{Person: 4}, "signoff.not-waiting"},
	} {
		if _, err := MayAnswer(county, c.p, c.who); wrong(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// A code names the entry and the digest, is read as people type it, and another digest
// or entry has another one.
func TestCodes(t *testing.T) {
	digest := Sum("正文\n")
	code := Code(digest, 5407)
	shown := ShowCode(code)
	if len(shown) != 19 || shown != (Signature{Digest: digest, Entry: 5407}).Code() {
		t.Errorf("%s", shown)
	}
	for _, s := range []string{shown, strings.ToLower(shown), strings.ReplaceAll(shown, "-", " "),
		strings.ReplaceAll(shown, "0", "o")} {
		if got, entry, ok := ParseCode(s); !ok || got != code || entry != 5407 {
			t.Errorf("%s: %s %d %v", s, got, entry, ok)
		}
	}
	for _, s := range []string{"", "abc", shown + "0", strings.Repeat("0", 16), "UUUU-UUUU-UUUU-UUUU",
		strings.Repeat("1", 300)} {
		if _, _, ok := ParseCode(s); ok {
			t.Errorf("%q is a code", s)
		}
	}
	if Code(digest, 5408) == code || Code(Sum("正文"), 5407) == code || (Signature{Digest: digest}).Code() != "" {
		t.Error("codes do not tell signatures apart")
	}
}

// A version is altered when its text or its digest is another than was signed.
func TestAltered(t *testing.T) {
	v := Version{Paper: 1, Number: 2, Text: "甲", Digest: Sum("甲")}
	s := Signature{Paper: 1, Number: 2, Digest: Sum("甲")}
	if v.Altered() || s.Altered(v) {
		t.Error("what nobody touched is altered")
	}
	edited := v
	edited.Text = "乙"
	if !edited.Altered() || !s.Altered(edited) {
		t.Error("another text is not found")
	}
	edited.Digest = Sum("乙")
	if edited.Altered() || !s.Altered(edited) {
		t.Error("another text with its digest is not found")
	}
}

// Only what is signed and not issued yet is issued.
func TestMayIssue(t *testing.T) {
	for state, want := range map[string]string{Signed: "", Issued: "signoff.issued-already", Waiting: "signoff.unsigned",
		Draft: "signoff.unsigned", Returned: "signoff.unsigned"} {
		if got := wrong(mayIssue(&Paper{Base: noun.Base{State: state}})); got != want {
			t.Errorf("%s: %s, want %s", state, got, want)
		}
	}
}

// said are the words under a signature, as somebody says them.
type said struct{ Words }

func (said) Block(Signature) []string { return []string{"签字", "意见：同意"} }

// On paper the number of each row of a list and the signature are headings, and nothing else is.
func TestSheetHasHeadings(t *testing.T) {
	words := "责任清单\n标题：镇2026年责任清单\n共 2 项\n\n第 1 项\n责任事项：第 3 项工作\n第 3 项工作\n\n第 12 项\n第 二 项\n第  项\n"
	v := Version{Number: 1, Text: words, Digest: Sum(words)}
	s := Signature{Number: 1, Digest: v.Digest}
	sheet, err := Commands{Words: said{}}.Sheet(v, s, "")
	if err != nil {
		t.Fatal(err)
	}
	var heads []string
	for _, b := range sheet.Body {
		if b.Level == official.First {
			heads = append(heads, b.Text)
		}
	}
	if want := []string{"第 1 项", "第 12 项", "签字"}; !slices.Equal(heads, want) {
		t.Errorf("headings are %q", heads)
	}
}
