package risks

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of risk points.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	return &noun.Noun{Shape: Shape, See: "risk.see", List: "risk.list", Tables: d.Tables,
		Institution: "education", Span: "reviewedOn",
		Columns: []string{"name", "section", "kind", "level", "head", "leader", "review", "state"},
		Filters: []string{"level", "kind", "likelihood", "severity", "body", "unit", "leader"},
		About:   noun.About{Unit: "unit", Shows: []string{"level"}},
		Tabs: []noun.Tab{
			{Name: "in-force", Where: []noun.Cond{noun.StateIs(InForce)}},
			{Name: "drafted", Where: []noun.Cond{noun.StateIs(Drafted)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(InForce)}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "review", Below: int64(today)}}
			}},
			{Name: "ended", Where: []noun.Cond{noun.StateIs(Ended, Withdrawn)}},
			{Name: "all"},
		},
		Facts: []noun.Facts{
			{Whose: "body", Year: "-", Counts: []noun.Fact{{Key: "risk-standing", Tab: "in-force"}}},
			{Whose: "body", Counts: []noun.Fact{{Key: "risk-reviewed", Tab: "in-force"}}}},
		Sorts: []noun.Sort{{Name: "value", Column: "value", Down: true}, {Name: "review", Column: "review"},
			{Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{k.AddAct("Put a risk point of a post, a section or a process on record"),
			d.confirm(), d.review(), d.regrade(), k.ChangeAct("Write anew a risk point that is not confirmed"),
			d.leave("end", "ended", "End a risk point that is one no more", InForce, Ended),
			d.leave("withdraw", "withdrawn", "Withdraw a risk point that was not confirmed", Drafted, Withdrawn)},
		Import: d.table(k), Forms: forms(),
		Fits:   func(_ string, k bodies.BodyKind) bool { return Has(k) },
		Beside: []noun.Link{{Label: "risk.map", Href: "/risks/map"}, {Label: "riskcheck.list", Href: "/riskchecks"}},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			r := v.(*Risk)
			out := []noun.Link{{Label: "risk.map", Href: "/risks/map?unit=" + r.Unit.String()}}
			if r.State == InForce {
				out = append(out, noun.Link{Label: "riskcheck.act.add", Href: "/riskchecks/new?risk=" + r.ID.String()})
			}
			return out
		},
		Notes: func(v noun.Value, on when.Day) []text.Message {
			if r := v.(*Risk); r.Late(on) {
				return []text.Message{text.M("risk.note.late", "due", r.Review)}
			}
			return nil
		},
		Waits: []noun.Wait{
			{Acts: []string{"review"}, Of: func(who actor.Actor, today when.Day) []noun.Cond {
				return noun.OfUnits(noun.StateIs(InForce), noun.Cond{Column: "review", Below: int64(today + soon)})(who, today)
			}, Act: noun.Clerks(func(*Risk) (string, text.Message) { return "review", text.M("risk.why.review") }),
				Due: func(v noun.Value) when.Day { return v.(*Risk).Review }},
			{Acts: []string{"confirm"}, Of: noun.OfUnits(noun.StateIs(Drafted)),
				Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
					unit := v.Head().Unit
					for _, g := range who.Grants {
						if g.Role == actor.FirstResponsible && g.Unit == unit && g.Side == v.Head().Side && who.InPerson() {
							return "confirm", []text.Message{text.M("risk.why.confirm")}
						}
					}
					return "", nil
				}, Since: func(v noun.Value) when.Day { return v.Head().MadeAt.Day() }},
		},
		Tells: []kind.Tell{
			{Of: "risk.confirmed.v1", To: []kind.Hearer{kind.ToPerson("leader"), kind.ToPerson("head")}},
			{Of: "risk.regraded.v1", To: []kind.Hearer{kind.ToPerson("leader"), kind.ToPerson("head")}},
		},
	}
}

// soon is how many days before its review a risk point stands on the workbench [D].
const soon = 30

// table is how a table of risk points is read. The sheets that units fill in have no column for the body: it is that of
// the unit in which both people of the row are, or, where they are not known, that of whoever brings the table.
func (d Commands) table(k noun.Keeper) noun.Import {
	in := k.Import(titles, []string{"name", "likelihood", "severity"}, like)
	in.Whose = func(c *bodies.County, who actor.Actor, v noun.Value) {
		r := v.(*Risk)
		if r.Body != 0 {
			return
		}
		var units []ref.ID
		for _, a := range c.PostsOf(r.SectionHead) {
			if _, ok := c.Principal(a.Unit); ok && c.Team(a.Unit).Works(r.Leader) {
				units = append(units, a.Unit)
			}
		}
		for _, g := range who.Grants {
			if _, ok := c.Principal(g.Unit); ok && len(units) == 0 {
				units = append(units, g.Unit)
			}
		}
		slices.Sort(units)
		if units = slices.Compact(units); len(units) == 1 {
			b, _ := c.Principal(units[0])
			r.Body = b.ID
		}
	}
	return in
}

// titles are the headings of 廉政风险点 as counties write them.
var titles = map[string][]string{
	"body":       {"责任主体", "单位名称", "单位"},
	"section":    {"单位/科室", "科室", "岗位", "科室/岗位", "风险项目"},
	"kind":       {"风险类别", "风险类型", "类别"},
	"name":       {"风险点", "廉政风险点", "风险点名称"},
	"content":    {"内容及表现形式", "风险内容及表现形式", "廉政风险主要内容及表现形式", "主要内容及表现形式", "风险点描述", "表现形式"},
	"likelihood": {"可能性", "可能性L", "可能性（L）", "L"},
	"severity":   {"严重性", "严重性C", "严重性（C）", "C"},
	"measures":   {"防控措施", "预防和控制措施", "防范措施"},
	"head":       {"部门负责人", "科室负责人"},
	"leader":     {"责任领导", "分管领导"},
	"review":     {"复查日期", "复查时间"},
}

// ChecksNoun is the whole declaration of checks.
func (d Commands) ChecksNoun() *noun.Noun {
	return &noun.Noun{Shape: CheckShape, See: "riskcheck.see", List: "riskcheck.list", Tables: d.Tables,
		Institution: "education", Span: "checkedOn",
		Columns: []string{"seen", "body", "unit", "checkedOn", "inPlace", "found"},
		Filters: []string{"inPlace", "body", "unit"},
		Tabs: []noun.Tab{{Name: "recorded", Where: []noun.Cond{noun.StateIs(Recorded)}},
			{Name: "lacking", Where: []noun.Cond{noun.StateIs(Recorded), {Column: "in_place", Text: []string{No}}}},
			{Name: "all"}},
		Sorts: []noun.Sort{{Name: "on", Column: "checked_on", Down: true}, {Name: "new", Column: "id", Down: true}},
		Acts:  []noun.Act{d.addCheck(), d.correct(), d.withdrawCheck()},
		Fits:  func(_ string, k bodies.BodyKind) bool { return k.Side() != "" },
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			x := v.(*Check)
			out := []noun.Link{{Label: "riskcheck.risk", Href: "/risks/" + x.Risk.String()}}
			if x.Problem != 0 {
				out = append(out, noun.Link{Label: "riskcheck.problem", Href: "/problems/" + x.Problem.String()})
			}
			return append(out, CheckShape.ChainLinks(x, "riskcheck.corrects", "riskcheck.corrected-by")...)
		},
		Tells: []kind.Tell{{Of: "riskcheck.added.v1", To: []kind.Hearer{kind.ToUnit}},
			{Of: "riskcheck.corrected.v1", To: []kind.Hearer{kind.ToUnit}},
			{Of: "riskcheck.withdrawn.v1", To: []kind.Hearer{kind.ToUnit}}},
	}
}

// Counter counts objects by one statement.
type Counter interface {
	CountedBy(ctx context.Context, of ref.Kind, s access.Scope, base []noun.Cond,
		lists ...[]noun.Cond) ([]noun.Counted, error)
}

// Cell is one of the map: how many risk points in force have this likelihood and severity.
type Cell struct {
	Grade
	Value int64
	Level string
	N     int64
}

// Map counts the risk points in force of a unit, or of all that the scope reaches (unit 0): the gravest likelihood
// first, and in it the least severity.
func Map(ctx context.Context, r Counter, s access.Scope, unit ref.ID, by Grading) ([]Cell, error) {
	var cells []Cell
	var lists [][]noun.Cond
	for i := range Scale {
		for _, severity := range Scale {
			g := Grade{Scale[len(Scale)-1-i], severity}
			cells = append(cells, Cell{Grade: g, Value: g.Value(), Level: by.Level(g.Value())})
			lists = append(lists, []noun.Cond{{Column: "likelihood", Text: []string{g.Likelihood}},
				{Column: "severity", Text: []string{g.Severity}}})
		}
	}
	base := []noun.Cond{noun.StateIs(InForce)}
	if unit != 0 {
		base = append(base, noun.Cond{Column: "unit", Num: []int64{int64(unit)}})
	}
	found, err := r.CountedBy(ctx, ref.Risk, s, base, lists...)
	for _, f := range found {
		for i, n := range f.N {
			cells[i].N += n
		}
	}
	return cells, err
}

// OfRisk asks for the checks of a risk point.
func OfRisk(risk ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "risk", Num: []int64{int64(risk)}}},
		Sort: noun.Sort{Name: "new", Column: "id", Down: true}}
}

// Open asks for the risk points that can be checked.
func Open() noun.Query {
	return noun.Query{Where: []noun.Cond{noun.StateIs(InForce)}, Sort: noun.Sort{Name: "new", Column: "id"}}
}
