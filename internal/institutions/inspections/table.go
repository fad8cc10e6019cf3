package inspections

import (
	"errors"
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// titles are the headings that counties write, beside our own.
var titles = map[string][]string{
	"kind":     {"检查类型", "督导类型"},
	"body":     {"检查机构", "组织单位"},
	"target":   {"被督查单位", "被检查单位", "受检单位"},
	"subject":  {"督查内容", "检查内容"},
	"begins":   {"督查时间", "督查日期", "检查时间", "检查日期"},
	"ends":     {"截止日期"},
	"leader":   {"督查组组长", "带队领导"},
	"members":  {"督查组成员", "检查人员", "督查人员"},
	Way:        {"检查方式", "督导方式"},
	"opinion":  {"发现问题", "发现的问题", "存在问题", "督查发现问题"},
	"toldOn":   {"反馈时间"},
	"due":      {"整改时限", "整改期限", "整改完成时限"},
	"closedOn": {"办结时间", "整改完成日期"},
}

// Way is the column in which a county's own table writes all ways of an inspection in one cell; what is taken out has a
// column for each.
const Way = "methods"

// past are the fields that a table says of an inspection which was made: they are not typed, acts make them.
var past = func() (out field.Fields) {
	for _, name := range []string{"opinion", "toldOn", "due", "closedOn"} {
		f := Fields.Must(name)
		f.Set = false
		out = append(out, f)
	}
	return out
}()

// nothing are the words for findings by which a table says that there were none.
var nothing = []string{"无", "未发现问题", "没有发现问题", "无问题", "None", "none"}

// Made says that a row is of an inspection that was made, and not of one that is planned.
func (x *Inspection) Made() bool {
	return x.Opinion != "" || x.ToldOn != 0 || x.Due != 0 || x.ClosedOn != 0
}

// whole puts what a table need not say: the last day is the first, the organ that of the office that brings it, the
// feedback was given on the last day, and without findings it was closed then. Ways in one cell become one each.
func (x *Inspection) whole(c *bodies.County, who actor.Actor) {
	if x.Ends == 0 {
		x.Ends = x.Begins
	}
	if x.Body == 0 {
		kind := bodies.CountyCommittee
		if who.Is(actor.SupervisoryOffice) {
			kind = bodies.CountyDiscipline
		}
		if b, ok := c.Single(kind); ok {
			x.Body = b.ID
		}
	}
	if x.Subject == "" {
		x.Subject = c.Name(x.Target)
	}
	if x.Made() {
		if x.ToldOn == 0 {
			x.ToldOn = x.Ends
		}
		if x.Due == 0 && x.ClosedOn == 0 && slices.Contains(nothing, strings.TrimRight(x.Opinion, "。.")) {
			x.ClosedOn = x.ToldOn
		}
	}
	_ = x.ways(&x.Methods)
}

// ways reads the ways of one cell; what is none of them comes back.
func (x *Inspection) ways(m *Methods) (wrong []string) {
	of := map[string]*bool{"听汇报": &m.Hear, "听取汇报": &m.Hear, "查资料": &m.Read, "查阅资料": &m.Read, "访谈": &m.Talk,
		"个别访谈": &m.Talk, "明察暗访": &m.Visit, "实地查看": &m.Visit, "问卷": &m.Ask, "问卷调查": &m.Ask}
	for _, word := range strings.FieldsFunc(x.Way, func(r rune) bool { return strings.ContainsRune("、，,；;+ ", r) }) {
		if at, ok := of[word]; ok {
			*at = true
		} else {
			wrong = append(wrong, word)
		}
	}
	return wrong
}

// settlePast checks what a table says of an inspection that was made, on today.
func settlePast(c *bodies.County, x *Inspection, errs *text.InputErrors) {
	today := c.Day()
	later := func(field string, day, from when.Day) {
		switch {
		case day == 0:
		case day > today:
			errs.Add(field, "record.on.later", "today", today)
		case day < from:
			errs.Add(field, "inspection.on.before", "on", from)
		}
	}
	if x.Opinion == "" {
		errs.Add("opinion", "inspection.past.unsaid")
	}
	later("begins", x.Begins, 0)
	later("ends", x.Ends, 0) // that it is not before it begins, settle says
	later("toldOn", x.ToldOn, x.Begins)
	later("closedOn", x.ClosedOn, x.ToldOn)
	switch {
	case x.Due == 0 && x.ClosedOn == 0:
		errs.Add("due", "inspection.past.open")
	case x.Due != 0 && x.Due < x.ToldOn:
		errs.Add("due", "inspection.on.before", "on", x.ToldOn)
	}
	if x.Methods == (Methods{}) {
		errs.Add(Way, "inspection.method.none")
	}
	x.Unit = x.Target
	if x.State = Told; x.ClosedOn != 0 {
		x.State = Closed
	}
}

// likeRow finds the inspection that a row is about: of the same unit, organ, kind and first day.
func likeRow(v noun.Value, all []noun.Value) noun.Value {
	x := v.(*Inspection)
	for _, y := range all {
		o := y.(*Inspection)
		if o.State != Withdrawn && o.Target == x.Target && o.Body == x.Body && o.Sort == x.Sort && o.Begins == x.Begins {
			return o
		}
	}
	return nil
}

// table reads inspections of a sheet: of a past round, as they were made, or planned ones. What was made stands as the
// row says: being put right until its day, or closed; its findings are words, and come on the problem list by the table
// of problems. One that is on record and has begun is not rewritten by a table.
func (d Commands) table() noun.Import {
	k := d.keeper()
	k.Lax = []string{"body", "ends"}
	in := k.Import(titles, []string{"kind", "target", "begins"}, likeRow)
	in.More = past
	in.Only = field.Fields{field.Line(Way, 0, lineMost, func(x *Inspection) *string { return &x.Way })}
	in.States = []string{Told, Closed}
	in.Whose = func(c *bodies.County, who actor.Actor, v noun.Value) { v.(*Inspection).whole(c, who) }
	planned := in
	in.Settle = func(c *bodies.County, v noun.Value, all []noun.Value) error {
		x := v.(*Inspection)
		if x.ID != 0 && (x.State != Ahead || x.Made()) {
			return text.InputErrors{{Message: text.M("inspection.past.there")}}
		}
		var errs text.InputErrors
		if err := planned.Settle(c, v, all); err != nil && !errors.As(err, &errs) {
			return err
		}
		if wrong := x.ways(&x.Methods); len(wrong) > 0 {
			errs.Add(Way, "inspection.past.way", "value", strings.Join(wrong, "、"))
		}
		if x.Made() {
			settlePast(c, x, &errs)
		}
		return errs.Err()
	}
	in.Take = func(tx noun.Tx, c act.Command, v noun.Value) error {
		if !v.(*Inspection).Made() {
			return planned.Take(tx, c, v)
		}
		return d.enter(tx, c, v.(*Inspection))
	}
	return in
}

// enter puts on record, from a table, an inspection that was made.
func (d Commands) enter(tx noun.Tx, c act.Command, row *Inspection) error {
	county, err := tx.CountyToday()
	if err != nil {
		return err
	}
	x, errs := &Inspection{}, text.InputErrors{}
	append(Fields.Asked(), past...).Copy(x, row)
	Fields.Asked().Check(x, d.Tables, &errs)
	past.Check(x, d.Tables, &errs)
	settle(county, x, nil, &errs)
	settlePast(county, x, &errs)
	if err := errs.Err(); err != nil {
		return err
	}
	c.Verb = "inspection.add"
	err = noun.Make(tx, c, Shape, x, nil, "inspection.entered.v1", act.Date("begins", x.Begins), act.Date("on", x.ToldOn),
		act.Date("due", x.Due), act.Code("state", x.State))
	row.ID = x.ID
	return err
}
