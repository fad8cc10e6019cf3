package document

import (
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

const (
	kindReworded journal.Kind = "document.clause-reworded.v1"
	kindStruck   journal.Kind = "document.clause-struck.v1"
)

// The acts on clauses; the page of a document leads to them.
const (
	EnterAct  = "enter"
	RewordAct = "reword"
	StrikeAct = "strike"
)

// Noun is the whole declaration of documents.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	inForce := noun.Cond{Column: "state", Text: []string{InForce}}
	return &noun.Noun{Shape: Shape, See: "document.see", List: "document.list", Tables: d.Tables,
		Columns: []string{"number", "title", "kind", "level", "organ", "issued", "since"},
		Filters: []string{"kind", "level", "owner"},
		Tabs: []noun.Tab{
			{Name: "in-force", Where: []noun.Cond{inForce}},
			{Name: "ended", Where: []noun.Cond{{Column: "state", Text: []string{Ended}}}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "title", Column: "title", Text: true}, {Name: "issued", Column: "issued"},
			{Name: "new", Column: "id"}},
		Acts: []noun.Act{
			k.AddAct("Register a document"),
			{Name: EnterAct, Path: "clauses", Verb: "document.enter", Records: "document.clauses-entered.v1", Main: true,
				Shown: true, Summary: "Enter clauses: a text that is cut at 第X条, 一、 or 1.; those that stand with the same " +
					"words stay as they are", Fields: entering, New: func() any { return &Entered{} }, Do: d.enter},
			k.ChangeAct("Say anew what is known of a document"),
			{Name: "end", Verb: "document.end", Records: "document.ended.v1", Main: true, Danger: true,
				Summary: "Say that a document holds no more, and what took its place", Fields: repealing,
				New: func() any { return &Repealed{} }, Rule: noun.MayDo(k.MayChange), Do: d.repeal},
			k.ResumeAct("Put a document back that was ended by mistake"),
			{Name: RewordAct, Verb: "document.reword", Records: kindReworded, Aside: true,
				Summary: "Give a clause another text from a day on; the old one stays with its days", Fields: rewording,
				New: func() any { return &Reworded{} }, Do: d.reword(RewordAct, false)},
			{Name: StrikeAct, Verb: "document.reword", Records: kindStruck, Aside: true, Danger: true,
				Summary: "Strike a clause from a day on; its text stays with its days", Fields: striking,
				New: func() any { return &Reworded{} }, Do: d.reword(StrikeAct, true)},
		},
		Import: k.Import(titles, []string{"title", "kind"}, like),
		Notes:  func(v noun.Value, on when.Day) []text.Message { return Notes(v.(*Document), on) },
	}
}

// Notes say what is to be known of a document on a day.
func Notes(d *Document, on when.Day) (out []text.Message) {
	switch {
	case d.State == Ended && d.Successor != "":
		out = append(out, text.M("document.note.superseded", "on", d.EndedOn, "by", d.Successor))
	case d.State == Ended:
		out = append(out, text.M("document.note.repealed", "on", d.EndedOn))
	case d.Since > on:
		out = append(out, text.M("document.note.not-yet", "on", d.Since))
	}
	return out
}

// titles are the headings of 文件目录 as counties write them.
var titles = map[string][]string{
	"title":  {"文件名称", "文件标题", "标题", "制度名称", "法规名称"},
	"short":  {"简称"},
	"number": {"文号", "发文字号", "文件编号"},
	"organ":  {"发文机关", "制定机关", "发文单位", "制定单位"},
	"kind":   {"文件种类", "文件类别", "文件类型"},
	"level":  {"文件层级", "效力层级", "层级"},
	"issued": {"发文日期", "印发日期", "成文日期", "公布日期"},
	"since":  {"施行日期", "生效日期", "实施日期"},
	"owner":  {"所属单位"},
	"note":   {"备注", "说明"},
}

// like is the document in force that a row is about: of the same title and owner.
func like(v noun.Value, all []noun.Value) noun.Value {
	d := v.(*Document)
	for _, x := range all {
		if o := x.(*Document); o.State == InForce && o.Title == d.Title && o.Owner == d.Owner {
			return x
		}
	}
	return nil
}
