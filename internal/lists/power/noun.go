package power

import (
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of powers.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	inForce := noun.Cond{Column: "state", Text: []string{InForce}}
	return &noun.Noun{Shape: Shape, See: "power.see", List: "power.list", Tables: d.Tables,
		Columns: []string{"code", "name", "category", "body", "basis", "boundary"},
		Filters: []string{"category", "body", "unit", "side", "disclosure"},
		Tabs: []noun.Tab{
			{Name: "in-force", Where: []noun.Cond{inForce}},
			{Name: "no-boundary", Where: []noun.Cond{inForce, {Column: "boundary", Text: []string{""}}}},
			{Name: "ended", Where: []noun.Cond{{Column: "state", Text: []string{Ended}}}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "code", Column: "code", Text: true}, {Name: "since", Column: "since"},
			{Name: "new", Column: "id"}},
		Acts: []noun.Act{
			k.AddAct("Put a power on the list"),
			k.ChangeAct("Say anew what the list says of a power"),
			k.EndAct("Take a power off the list from a day on"),
			k.ResumeAct("Put a power back that was ended by mistake"),
		},
		Import: k.Import(titles, []string{"name", "body"}, like),
		Fits:   func(_ string, k bodies.BodyKind) bool { return Exercises(k) },
		Notes: func(v noun.Value, on when.Day) []text.Message {
			return Repealed(d.Statutes, v.(*Power).Basis, on)
		},
	}
}

// titles are the headings of 权力清单 as counties write them.
var titles = map[string][]string{
	"code":           {"编码", "权力编码", "事项编码", "权力编号"},
	"name":           {"权力名称", "权力事项", "职权事项", "事项名称", "职权"},
	"category":       {"权力类别", "权力类型", "职权类型", "事项类型"},
	"body":           {"行使主体", "实施主体", "权力主体", "办理主体"},
	"post":           {"行使岗位", "岗位", "职务"},
	"handler":        {"承办科室", "承办机构", "承办岗位", "责任科室", "经办科室"},
	"basis":          {"行使依据", "设定依据", "设置依据", "法律依据", "权力依据", "实施依据"},
	"boundary":       {"权力边界", "边界", "行使边界", "不得行为"},
	"disclosure":     {"公开形式", "公开方式", "公开范围"},
	"since":          {"更新时间", "行使起始时间"},
	"accountability": {"追责情形", "问责情形", "责任追究情形", "追责依据"},
	"remark":         {"备注", "说明"},
}

// like is the power in force that a row is about: of the same code, or of the same
// name and body where a row has no code.
func like(v noun.Value, all []noun.Value) noun.Value {
	p := v.(*Power)
	for _, x := range all {
		q := x.(*Power)
		same := p.Code != "" && p.Code == q.Code || p.Code == "" && p.Name == q.Name && p.Body == q.Body
		if q.State == InForce && same {
			return x
		}
	}
	return nil
}
