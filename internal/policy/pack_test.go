package policy_test

import (
	"io/fs"
	"math"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"shuangze/internal/policy"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

func shipped(t *testing.T) *policy.Pack {
	t.Helper()
	p, err := policy.Load(zhenping.Files)
	if err != nil {
		t.Fatalf("the shipped pack:\n%v", err)
	}
	return p
}

func TestShippedPack(t *testing.T) {
	p := shipped(t)
	if p.County.Zh != "镇坪县" || p.County.Code != "610927" || p.County.Field != "integrity-building" {
		t.Errorf("county %+v", p.County)
	}
	if d := p.Documents["order-supervisory-office"]; d.Zh != "镇纪督" || d.Organ != "supervisory-office" {
		t.Errorf("document code %+v", d)
	}
	if p.Word("supervisory-office", "reminder") != "镇纪督" || p.Word("principal-office", "caution") != "镇督" ||
		p.Word("town", "notice") != "" {
		t.Error("代字 of the offices' letters")
	}
	p.Documents["reminders"] = policy.DocumentCode{Organ: "principal-office", Kinds: []string{"reminder", "urging"},
		Zh: "镇督提"}
	if p.Word("principal-office", "urging") != "镇督提" || p.Word("principal-office", "caution") != "镇督" ||
		p.Word("supervisory-office", "reminder") != "镇纪督" {
		t.Error("a 代字 kept for some kinds of letters")
	}
	if got := strings.Join(p.Codes(policy.Source),
		" "); got != "studied spotcheck public-review daily-check yearend public-report" {
		t.Errorf("sources %s", got)
	}
	for code, want := range map[string]struct {
		limit         policy.Limit
		order, report bool
		rank          int
	}{
		"slight":   {policy.Limit{N: 15, Span: policy.WorkingDays}, false, false, 1},
		"ordinary": {policy.Limit{N: 1, Span: policy.Months}, true, false, 2},
		"serious":  {policy.Limit{N: 3, Span: policy.Months}, true, true, 3},
	} {
		l := p.Levels[code]
		if l.Limit != want.limit || l.NeedsOrder != want.order || l.ToLeadingGroup != want.report || l.Rank != want.rank ||
			l.Mark != policy.Text || l.Handling.Mark != policy.Default {
			t.Errorf("%s: %+v", code, l)
		}
	}
	o := p.Order
	if o.Acknowledge != (policy.Limit{N: 2, Span: policy.WorkingDays}) || o.Extensions != 2 || o.RejectionMin != 10 ||
		o.OpinionMax != 500 {
		t.Errorf("orders %+v", o)
	}
	if o.Urgencies["flash"].Limit != (policy.Limit{N: 1, Span: policy.Days}) || o.Urgencies["urgent"].Limit.N != 3 ||
		!o.Urgencies["ordinary"].Limit.None() {
		t.Errorf("urgencies %+v", o.Urgencies)
	}
	if r := o.Rules["opinion-max"]; r.Mark != policy.Regulation || r.File != "orders.txt" || r.Line == 0 {
		t.Errorf("opinion-max stands at %+v", r)
	}
	if e := p.Escalation["recurred"]; e.Times != 2 || e.Within != (policy.Limit{N: 12, Span: policy.Months}) {
		t.Errorf("recurred %+v", e)
	}
	if e := p.Escalation["overdue"]; e.Times != 2 || !e.Within.None() {
		t.Errorf("overdue %+v", e)
	}
	if got := p.Numbers["order"].Format(2025, 1); got != "DB2025-0001" {
		t.Errorf("number %s", got)
	}
	if got := p.Numbers["problem"].Format(2025, 12345); got != "WT2025-12345" {
		t.Errorf("number %s", got)
	}
	if len(p.Details) != 25 || len(p.Categories) != 9 || len(p.UnitCategories) != 9 || len(p.Bodies) != 13 ||
		len(p.PersonLevels) != 4 {
		t.Errorf("%d %d %d %d %d", len(p.Details), len(p.Categories), len(p.UnitCategories),
			len(p.Bodies), len(p.PersonLevels))
	}
	if d := p.Duties["principal-assess"]; d.Organ != "principal-office" || d.Mark != policy.Text || len(p.Duties) != 11 {
		t.Errorf("duty %+v of %d", d, len(p.Duties))
	}
	if p.Seats["principal-office"].Zh != "县委督查室" {
		t.Errorf("seat %+v", p.Seats)
	}
}

func TestWarnings(t *testing.T) {
	o := shipped(t).Order
	for since, want := range map[int]string{
		-4: "", -3: "blue", -1: "blue", 0: "blue", 1: "yellow", 2: "yellow", 3: "red", 40: "red", math.MaxInt: "red",
	} {
		got := ""
		for _, w := range o.Warnings {
			if w.From <= since && since <= w.To {
				got += w.Code
			}
		}
		if got != want {
			t.Errorf("%d working days since due: %q, want %q", since, got, want)
		}
	}
}

// The working days per month, counted apart from this code from the two notices, so that a
// day dropped from the file is found.
func TestShippedCalendar(t *testing.T) {
	c := shipped(t).Calendar
	for year, months := range map[int][12]int{
		2025: {19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23},
		2026: {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23},
	} {
		for i, want := range months {
			m := time.Month(i + 1)
			if got := c.WorkingBetween(when.Date(year, m, 0), when.Date(year, m+1, 0)); got != want {
				t.Errorf("%d-%02d has %d working days, want %d", year, m, got, want)
			}
		}
	}
	if !c.Known(2025) || !c.Known(2026) || c.Known(2027) {
		t.Error("known years")
	}
	d := shipped(t).Levels["slight"].Limit.From(c, when.Date(2026, time.February, 10))
	if d.Due.String() != "2026-03-09" || d.Assumed {
		t.Errorf("15 working days over the Spring Festival of 2026: %s %+v", d.Due, d.Steps)
	}
	for _, s := range d.Steps {
		if s.Code != "" && shipped(t).Label(policy.Holiday, s.Code, "zh") != "春节" {
			t.Errorf("step %+v has no name", s)
		}
	}
}

func TestLimitFrom(t *testing.T) {
	from := when.Date(2025, time.March, 7) // a Friday
	for s, want := range map[string]string{"1个工作日": "2025-03-10", "1工作日": "2025-03-10", "1天": "2025-03-08",
		"3日": "2025-03-10", "1个月": "2025-04-07", "1年": "2026-03-07"} {
		l, ok := policy.ParseLimit(s)
		if got := l.From(shipped(t).Calendar, from).Due.String(); !ok || got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
	for _, s := range []string{"", "0天", "3", "个月", "三个月", "-1天", "1周", "12345天"} {
		if l, ok := policy.ParseLimit(s); ok {
			t.Errorf("%q is read as %+v", s, l)
		}
	}
}

func TestLabels(t *testing.T) {
	p := shipped(t)
	for _, x := range []struct {
		kind             policy.Kind
		code, lang, want string
	}{
		{policy.ProblemLevel, "ordinary", "zh-CN", "一般"}, {policy.ProblemLevel, "ordinary", "en", "Ordinary"},
		{policy.Urgency, "ordinary", "zh", "平件"}, {policy.Source, "spotcheck", "", "明察暗访"},
		{policy.Field, p.County.Field, "zh", "党风廉政建设"}, {policy.Body, "discipline-group", "zh", "纪检监察组"},
		{policy.OrganSeat, "supervisory-office", "zh", "县纪委党风政风监督室"},
		{policy.Source, "given-up", "zh", "given-up"}, {"nothing", "x", "en", "x"},
	} {
		if got := p.Label(x.kind, x.code, x.lang); got != x.want {
			t.Errorf("%s %s in %q: %s, want %s", x.kind, x.code, x.lang, got, x.want)
		}
	}
	if !p.Has(policy.Category, "masses") || p.Has(policy.Category, "given-up") {
		t.Error("Has")
	}
	for day, want := range map[when.Day]string{when.Date(2018, 3, 19): "纪检组", when.Date(2018, 3, 20): "纪检监察组"} {
		if got := p.LabelOn(policy.Body, "discipline-group", "zh", day); got != want {
			t.Errorf("on %s: %s", day, got)
		}
	}
	han := regexp.MustCompile(`\p{Han}`)
	for _, kind := range []policy.Kind{policy.Field, policy.Holiday, policy.Source, policy.SourceGroup,
		policy.SourceDetail, policy.Category,
		policy.ProblemLevel, policy.Urgency, policy.Card, policy.Number, policy.UnitCategory, policy.Body, policy.PersonLevel,
		policy.OrganDuty, policy.OrganSeat} {
		if len(p.Codes(kind)) == 0 {
			t.Errorf("%s has no codes", kind)
		}
		for _, code := range p.Codes(kind) {
			zh, en := p.Label(kind, code, "zh"), p.Label(kind, code, "en")
			if !han.MatchString(zh) || en == "" || han.MatchString(en) {
				t.Errorf("%s %s: %q, %q", kind, code, zh, en)
			}
		}
	}
}

// The digest changes with any byte and any name, and with nothing else.
func TestDigest(t *testing.T) {
	one := copyOf(t)
	p, _ := policy.Load(one)
	if p.Digest != shipped(t).Digest || len(p.Digest) != 64 {
		t.Errorf("the same files have digests %s and %s", p.Digest, shipped(t).Digest)
	}
	one["README.md"] = &fstest.MapFile{Data: []byte("not part of the pack")}
	if q, err := policy.Load(one); err != nil || q.Digest != p.Digest {
		t.Errorf("a file that is not .txt counts: %v", err)
	}
	one["levels.txt"].Data = append(one["levels.txt"].Data, '\n')
	if q, _ := policy.Load(one); q.Digest == p.Digest {
		t.Error("a changed file has the same digest")
	}
	two := copyOf(t)
	two["z.txt"] = two["levels.txt"]
	delete(two, "levels.txt")
	if q, err := policy.Load(two); err != nil || q.Digest == p.Digest {
		t.Errorf("a renamed file has the same digest: %v", err)
	}
}

// What Notepad and a Chinese keyboard make of a file is read all the same.
func TestForgivingForms(t *testing.T) {
	fsys := copyOf(t)
	for _, f := range fsys {
		s := strings.ReplaceAll(strings.ReplaceAll(string(f.Data), "|", "|"), "\n", "\r\n")
		s = regexp.MustCompile(`(?m)^\[(.*)\]`).ReplaceAllString(s, "【$1】")
		s = regexp.MustCompile(`(?m)^#`).ReplaceAllString(s, "#")
		f.Data = []byte("\ufeff" + s)
	}
	p, err := policy.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if p.Label(policy.Source, "yearend", "zh") != "年终考核" {
		t.Error("labels")
	}
}

func copyOf(t testing.TB) fstest.MapFS {
	t.Helper()
	to := fstest.MapFS{}
	names, err := fs.Glob(zhenping.Files, "*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(zhenping.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		to[name] = &fstest.MapFile{Data: data}
	}
	return to
}
