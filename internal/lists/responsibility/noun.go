package responsibility

import (
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
)

// Noun is the whole declaration of duties.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	inForce := noun.Cond{Column: "state", Text: []string{InForce}}
	return &noun.Noun{Shape: Shape, See: "responsibility.see", List: "responsibility.list", Tables: d.Tables,
		Columns: []string{"number", "duty", "level", "heading", "body", "frequency", "due", "person", "points"},
		Filters: []string{"year", "level", "heading", "frequency", "body", "unit", "side"},
		Tabs: []noun.Tab{
			{Name: "in-force", Where: []noun.Cond{inForce}},
			{Name: "nobody", Where: []noun.Cond{inForce, {Column: "person", Num: []int64{0}}}},
			{Name: "ended", Where: []noun.Cond{{Column: "state", Text: []string{Ended}}}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "number", Column: "number", Text: true}, {Name: "year", Column: "year"},
			{Name: "due", Column: "due"}, {Name: "points", Column: "points"}, {Name: "new", Column: "id"}},
		Acts: []noun.Act{
			k.AddAct("Put a duty on the list of a body"),
			k.ChangeAct("Say anew what the list says of a duty"),
			k.EndAct("Take a duty off the list from a day on"),
			k.ResumeAct("Put a duty back that was ended by mistake"),
		},
		Import: k.Import(titles, []string{"duty", "body"}, like),
		Fits:   func(field string, k bodies.BodyKind) bool { return field != "body" || Answers(k) },
	}
}

// titles are the headings of 责任清单 as counties write them.
var titles = map[string][]string{
	"number":      {"编号", "责任编号", "清单编号"},
	"year":        {"年度", "年份", "所属年度"},
	"body":        {"责任主体", "所属责任主体", "责任单位"},
	"level":       {"责任层级", "层级", "责任对象"},
	"heading":     {"责任类别", "责任分类", "类别", "责任方面"},
	"duty":        {"责任事项", "责任内容", "履责事项", "分解行动", "工作任务"},
	"requirement": {"具体要求", "工作要求", "履责要求", "落实措施"},
	"frequency":   {"履责频次", "频次", "完成频次"},
	"due":         {"完成时限", "时限要求", "完成时间"},
	"person":      {"责任人", "具体责任人"},
	"supervisor":  {"监督主体", "监督单位", "督促单位"},
	"proof":       {"佐证材料要求", "佐证材料", "印证资料", "需提供的材料"},
	"points":      {"分值", "计分", "考核分值"},
	"document":    {"依据文件", "制定依据", "文件依据"},
	"clause":      {"依据条款", "条款"},
}

// like is the duty in force that a row is about: of the same body and number, or of
// the same body, year and words where a row has no number.
func like(v noun.Value, all []noun.Value) noun.Value {
	d := v.(*Duty)
	for _, x := range all {
		o := x.(*Duty)
		same := d.Number != "" && d.Number == o.Number || d.Number == "" && d.Level == o.Level && d.Duty == o.Duty
		if o.State == InForce && d.Body == o.Body && d.Year == o.Year && same {
			return x
		}
	}
	return nil
}
