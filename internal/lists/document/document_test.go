package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func wrong(err error) string {
	var in text.InputErrors
	var refused *text.Refusal
	switch {
	case errors.As(err, &in):
		return in[0].Field + " " + in[0].Key
	case errors.As(err, &refused):
		return refused.Key
	}
	return ""
}

// A pasted text is cut at 第X条; without those at 一、, without those at 1. What
// follows belongs to the clause above it, headings to none.
func TestCut(t *testing.T) {
	for name, c := range map[string]struct{ pasted, want, left string }{
		"clauses": {"实施意见\n\n第一章　总则\n第一条　为了落实。\n（一）甲；\n1.乙。\n第二章 分则\n第二条之一：另款。\n第三条第二款第（一）项 丙",
			"第一条=为了落实。/（一）甲；/1.乙。|第二条之一=另款。|第三条第二款第（一）项=丙", "实施意见|第一章　总则|第二章 分则"},
		"headings between": {"第一条 甲\n第二节\n散句\n第二条 乙", "第一条=甲|第二条=乙", "第二节|散句"},
		"on its own line":  {"第12条\n甲\r\n乙", "第12条=甲/乙", ""},
		"figures":          {"前言\n一、甲\n二、乙\n1.丙", "一=甲|二=乙/1.丙", "前言"},
		"arabic":           {"1. 甲\n2．乙\n10、丙", "1=甲|2=乙|10=丙", ""},
		"a table":          {"条款\t条文\n第一条\t甲\n第二条第一款\t乙", "第一条=甲|第二条第一款=乙", "条款\t条文"},
		"none":             {"没有条款\n2026年工作要点", "", "没有条款|2026年工作要点"},
		"nothing":          {" \n", "", ""},
	} {
		cut := Cut(c.pasted)
		var got []string
		for _, x := range cut.Clauses {
			got = append(got, x.Number+"="+strings.ReplaceAll(x.Text, "\n", "/"))
		}
		if s := strings.Join(got, "|"); s != c.want || strings.Join(cut.Left, "|") != c.left {
			t.Errorf("%s: %q, left %q", name, s, cut.Left)
		}
	}
}

// 第5条 is 第五条; a paragraph is not its clause.
func TestNumbersOfClauses(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"第五条", "第5条", true}, {"第十二条", "第12条", true}, {"第一百零三条", "第１０３条", true}, {"第二十条", "第20条", true},
		{"第一二条", "第12条", true}, {"第三条第（一）项", "第3条第1项", true}, {"第一千条", "第1000条", true},
		{"第五条", "第五条第一款", false}, {"第三条之一", "第三条", false}, {"第二十条", "第二条", false}, {"第1条", "第一一条", false},
	} {
		if got := same(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %t", c.a, c.b, got)
		}
	}
	if same(strings.Repeat("第"+strings.Repeat("9", 400)+"条", 1), "第0条") {
		t.Error("a number without end is none")
	}
}

var papers = []*Document{
	{Base: noun.Base{ID: 1, State: InForce}, Title: "县委实施意见", Short: "实施意见、两个责任意见", Number: "镇发〔2025〕1号"},
	{Base: noun.Base{ID: 2, State: Ended}, Title: "中华人民共和国行政监察法", Short: "行政监察法"},
	{Base: noun.Base{ID: 3, State: InForce}, Title: "中华人民共和国监察法", Short: "监察法"},
	{Base: noun.Base{ID: 4, Unit: 7, State: InForce}, Title: "甲镇三定方案", Short: "三定方案", Owner: 7},
	{Base: noun.Base{ID: 5, Unit: 8, State: InForce}, Title: "乙局三定方案", Short: "三定方案", Owner: 8},
	{Base: noun.Base{ID: 6, State: Ended}, Title: "考核办法"},
	{Base: noun.Base{ID: 7, State: InForce}, Title: "考核办法"},
	{Base: noun.Base{ID: 8, State: InForce}, Title: "监察法实施条例"},
}

// Rows name documents by title, short name or number, in brackets or without, with
// their clauses behind them or in a field; what is not registered is said too.
func TestCited(t *testing.T) {
	for name, c := range map[string]struct {
		unit   ref.ID
		in, at string
		want   string
	}{
		"title and clauses":    {0, "《中华人民共和国监察法》第十一条、第十二条；《中国共产党章程》第十条", "", "3 第十一条,3 第十二条,0 第十条"},
		"short":                {0, "监察法第11条第一款", "", "3 第11条第一款"},
		"from the left":        {0, "依据行政监察法", "", "2 "},
		"longer first":         {0, "监察法实施条例第二条", "", "8 第二条"},
		"brackets are whole":   {0, "《某监察法》", "", "0 "},
		"number":               {0, "镇发〔2025〕1号", "第四条", "1 第四条"},
		"clause in a field":    {0, "两个责任意见", "第四条", "1 第四条"},
		"clause behind wins":   {0, "两个责任意见第五条", "第四条", "1 第五条"},
		"each once":            {0, "《监察法》《监察法》", "", "3 "},
		"in force before":      {0, "考核办法", "", "7 "},
		"a unit's own":         {7, "三定方案", "", "4 "},
		"another unit's own":   {8, "三定方案", "", "5 "},
		"nobody else's":        {9, "三定方案", "", ""},
		"unknown with clause":  {0, "某某办法", "第一条", "0 第一条"},
		"words that name none": {0, "县委要求", "", ""},
		"nothing":              {0, "", "第一条", ""},
	} {
		var got []string
		for _, x := range Cited(papers, c.unit, c.in, c.at) {
			id := ref.ID(0)
			if x.Document != nil {
				id = x.Document.ID
			}
			got = append(got, fmt.Sprint(id, " ", x.Clause))
		}
		if s := strings.Join(got, ","); s != c.want {
			t.Errorf("%s: %s, want %s", name, s, c.want)
		}
	}
	rows := []Citing{{ID: 1, In: "《行政监察法》第一条"}, {ID: 2, In: "《监察法》第二条、第三条"}, {ID: 3, In: "中华人民共和国监察法"}}
	got := Of(papers[2], papers, rows)
	if len(got) != 2 || got[0].ID != 2 || got[0].At != "第二条、第三条" || got[1].ID != 3 || got[1].At != "" {
		t.Errorf("%+v", got)
	}
}

// What a clause says on a day: the old text up to the day of its change, the new one
// from that day on; a paragraph is found in its clause.
func TestReads(t *testing.T) {
	day := when.Date(2026, 3, 2)
	all := []Clause{{ID: 1, Place: 2, Number: "第二条", Text: "旧", Until: day}, {ID: 2, Place: 2, Number: "第二条", Text: "新",
		Since: day}, {ID: 3, Place: 1, Number: "第一条", Text: "甲"}}
	for _, c := range []struct {
		number string
		on     when.Day
		want   string
	}{
		{"第2条", day - 1, "旧"}, {"第二条", day, "新"}, {"第二条第一款", day, "新"}, {"第三条", day, ""}, {"", day, ""}, {"第一条", 1, "甲"},
	} {
		if x, _ := Reads(all, c.number, c.on); x.Text != c.want {
			t.Errorf("%s on %s: %q, want %q", c.number, c.on, x.Text, c.want)
		}
	}
	if list := OnDay(all, day); len(list) != 2 || list[0].ID != 3 || list[1].ID != 2 {
		t.Errorf("%+v", list)
	}
	if list := Earlier(all, "第二条", day); len(list) != 1 || list[0].Text != "旧" {
		t.Errorf("%+v", list)
	}
	if list := Earlier(all, "第二条", day-1); len(list) != 0 {
		t.Errorf("before its change it had %+v", list)
	}
}

// A clause is changed from a day that is over or today, not before it began to read
// as it does, with words and a reason; striking needs no words.
func TestReword(t *testing.T) {
	today := when.Date(2026, 11, 29)
	all := []Clause{{ID: 1, Place: 3, Number: "第三条", Text: "甲", Since: today - 10},
		{ID: 2, Number: "第四条", Text: "乙", Until: today}}
	for name, c := range map[string]struct {
		in     Reworded
		strike bool
		want   string
	}{
		"changed":       {Reworded{"第3条", "新", today, "修订"}, false, ""},
		"the same day":  {Reworded{"第三条", "新", today - 10, "更正"}, false, ""},
		"struck":        {Reworded{"第三条", "", today, "修订"}, true, ""},
		"before":        {Reworded{"第三条", "新", today - 11, "修订"}, false, "on document.clause.before"},
		"later":         {Reworded{"第三条", "新", today + 1, "修订"}, false, "on term.later"},
		"unknown":       {Reworded{"第九条", "新", today, "修订"}, false, "clause document.clause.unknown"},
		"is no more":    {Reworded{"第四条", "新", today, "修订"}, false, "clause document.clause.unknown"},
		"the same text": {Reworded{"第三条", "甲", today, "修订"}, false, "text field.unchanged"},
		"no text":       {Reworded{"第三条", "", today, "修订"}, false, "text input.required"},
		"no reason":     {Reworded{"第三条", "新", today, ""}, false, "reason input.required"},
		"no day":        {Reworded{"第三条", "新", 0, "修订"}, false, "on input.required"},
		"struck before": {Reworded{"第三条", "", today - 11, "修订"}, true, "on document.clause.before"},
	} {
		old, next, err := Reword(all, c.in, c.strike, today)
		if wrong(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if err != nil {
			continue
		}
		if old.ID != 1 || old.Text != "甲" || old.Until != c.in.On || (next == nil) != c.strike {
			t.Errorf("%s: %+v, %+v", name, old, next)
		}
		if next != nil && (next.Number != "第三条" || next.Place != 3 || next.Since != c.in.On || next.ID != 0) {
			t.Errorf("%s: %+v", name, next)
		}
	}
}

// Entering adds what is new and leaves what stands with the same words; other words
// are a change and no entry.
func TestPlan(t *testing.T) {
	d := &Document{Issued: when.Date(2026, 1, 5)}
	all := []Clause{{ID: 1, Place: 4, Number: "第一条", Text: "甲"}, {ID: 2, Number: "第二条", Text: "乙", Until: 3}}
	long := strings.Repeat("长", clauseMost+1)
	var many strings.Builder
	for i := range clausesMost {
		fmt.Fprintf(&many, "第%d条 文\n", i+2)
	}
	for name, c := range map[string]struct {
		in   Entered
		want string
	}{
		"new":       {Entered{"第1条 甲\n第二条 丙", 0}, ""},
		"dated":     {Entered{"第二条 丙", d.Issued}, ""},
		"before":    {Entered{"第二条 丙", d.Issued - 1}, "on document.clause.before"},
		"differs":   {Entered{"第一条 乙\n第二条 丙", 0}, "text document.clause.differs"},
		"all there": {Entered{"第一条 甲", 0}, "text document.clause.all-there"},
		"none":      {Entered{"甲乙丙", 0}, "text document.clause.none"},
		"twice":     {Entered{"第二条 丙\n第2条 丁", 0}, "text document.clause.twice"},
		"empty":     {Entered{"第二条\n第三条 丁", 0}, "text document.clause.empty"},
		"long":      {Entered{"第二条 " + long, 0}, "text document.clause.long"},
		"many":      {Entered{many.String(), 0}, "text document.clause.many"},
		"nothing":   {Entered{"", 0}, "text input.required"},
	} {
		p, err := c.in.Plan(d, all)
		if wrong(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if name == "new" && (p.Same != 1 || len(p.New) != 1 || p.New[0].Place != 5) {
			t.Errorf("%+v", p)
		}
	}
}

// A document is repealed from a day that is over, in favour of another one.
func TestRepeal(t *testing.T) {
	today := when.Date(2026, 11, 29)
	for name, c := range map[string]struct {
		in   Repealed
		want string
	}{
		"superseded": {Repealed{noun.Ending{On: today, Reason: "修订"}, "新办法"}, ""},
		"alone":      {Repealed{noun.Ending{On: today, Reason: "修订"}, ""}, ""},
		"itself":     {Repealed{noun.Ending{On: today, Reason: "修订"}, "《旧办法》"}, "successor document.successor.itself"},
		"later":      {Repealed{noun.Ending{On: today + 1, Reason: "修订"}, ""}, "on term.later"},
		"before":     {Repealed{noun.Ending{On: 9, Reason: "修订"}, ""}, "on document.end.before"},
		"no reason":  {Repealed{noun.Ending{On: today}, ""}, "reason input.required"},
	} {
		d := &Document{Base: noun.Base{State: InForce}, Title: "旧办法", Issued: 10, Since: 20}
		if err := (Commands{}).Repeal(d, c.in, today); wrong(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	d := &Document{Base: noun.Base{State: InForce}, Successor: "新办法"}
	settle(bodies.Snapshot(today, bodies.Rows{}), d, nil, &text.InputErrors{})
	if d.Successor != "" {
		t.Error("what is in force has a successor")
	}
}

// A document is issued before today and holds from then on; its title stands once.
func TestSettle(t *testing.T) {
	today := when.Date(2026, 11, 29)
	county := bodies.Snapshot(today, bodies.Rows{Units: []bodies.Unit{{ID: 1, When: when.Period{From: 1, To: when.Open}}},
		Facts: []bodies.UnitFacts{{ID: 2, Unit: 1, Name: "甲镇", Period: when.Period{From: 1, To: when.Open}}}})
	for name, c := range map[string]struct {
		d      Document
		others []ref.ID
		want   string
	}{
		"the county's": {Document{Issued: today, Since: today + 30}, nil, ""},
		"a unit's":     {Document{Owner: 1}, nil, ""},
		"no unit":      {Document{Owner: 9}, nil, "owner input.choose"},
		"later":        {Document{Issued: today + 1}, nil, "issued document.issued.later"},
		"before issue": {Document{Issued: today, Since: today - 1}, nil, "since document.since.before"},
		"taken":        {Document{}, []ref.ID{5}, "title document.title.taken"},
		"its own":      {Document{Base: noun.Base{ID: 5}}, []ref.ID{5}, ""},
	} {
		var errs text.InputErrors
		settle(county, &c.d, c.others, &errs)
		if got := wrong(errs.Err()); got != c.want {
			t.Errorf("%s: %v, want %q", name, errs, c.want)
		}
		if c.d.Owner == 1 && c.d.Unit != 1 {
			t.Errorf("%s is of unit %d", name, c.d.Unit)
		}
	}
}

// Names are trimmed, and an empty one names nothing.
func TestNames(t *testing.T) {
	d := Document{Title: "《甲》", Short: "乙、 丙，", Number: ""}
	if got := d.Names(); !slices.Equal(got, []string{"甲", "乙", "丙"}) {
		t.Errorf("%q", got)
	}
}
