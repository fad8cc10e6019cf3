package honours

import (
	"fmt"
	"strings"

	"shuangze/internal/appraisal/course"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/official"
)

// fits: an honour is of a body that has a first responsible person and a side.
func fits(name string, k bodies.BodyKind) bool {
	return name != "body" || k.Side() != "" && k.First() != ""
}

// forms are the public notice, the sheet that the leading group approves, and the certificate.
func (d Commands) forms() []noun.Form {
	in := func(states ...string) func(noun.Value) bool {
		return func(v noun.Value) bool { return Shape.In(v.(*Honour), states...) == nil }
	}
	return []noun.Form{
		{Name: "notice", Has: in(Noticed, Approved), Paper: noticePaper},
		{Name: "approval", Has: in(Nominated, Noticed, Approved), Paper: d.approvalPaper},
		{Name: "certificate", Has: in(Approved), Paper: certificate},
	}
}

// whose is how papers name the subject: the team, or the person with the post.
func (h *Honour) whose(x noun.Printer) string {
	if h.Kind == Team {
		return strings.TrimSpace(x.Said("body"))
	}
	return strings.TrimSpace(x.Said("person"))
}

// called is how a paper names whom an honour is for: a person as a comrade, a team by its name.
func (h *Honour) called(x noun.Printer) string {
	if h.Kind == Model {
		return x.T("honour.form.comrade", "whose", h.whose(x))
	}
	return h.whose(x)
}

// organ is in whose name honours are given: the county's leading group, as the register calls it.
func organ(x noun.Printer) string {
	for _, b := range x.County.Bodies() {
		if b.Kind == bodies.LeadingGroup {
			return b.Name
		}
	}
	return x.T("honour.form.organ")
}

func noticePaper(v noun.Value, x noun.Printer) official.Document {
	h := v.(*Honour)
	out := official.Document{Form: official.Plain,
		Title: []string{x.T("honour.form.notice.title", "year", fmt.Sprint(h.Year))},
		Organ: organ(x), Date: x.Day(h.NoticeOn)}
	say := func(key string, kv ...any) { out.Body = append(out.Body, official.Paragraphs(x.T(key, kv...))...) }
	what := x.Said("kind")
	say("honour.form.notice.what", "whose", h.called(x), "post", h.Post, "kind", what, "year", fmt.Sprint(h.Year))
	if h.Post == "" {
		out.Body = out.Body[:0]
		say("honour.form.notice.team", "whose", h.whose(x), "kind", what, "year", fmt.Sprint(h.Year))
	}
	say("honour.form.notice.days", "from", x.Day(h.NoticeOn), "until", x.Day(h.NoticeUntil))
	say("honour.form.notice.how")
	return out
}

// approvalPaper holds what the nomination rests on, figure by figure, and what was decided.
func (d Commands) approvalPaper(v noun.Value, x noun.Printer) official.Document {
	h := v.(*Honour)
	t := &official.Table{Columns: []official.Column{{Label: x.T("honour.form.item"), Width: 1},
		{Label: x.T("honour.form.said"), Width: 4}}}
	row := func(name, said string) { t.Rows = append(t.Rows, []string{name, said}) }
	row(x.Name("kind"), x.Said("kind"))
	row(x.Name("year"), x.Said("year"))
	row(x.T("honour.form.whose"), strings.TrimSpace(h.whose(x)+"　"+h.Post))
	row(x.Name("deeds"), h.Deeds)
	f := h.Figures()
	row(x.T("honour.figures.grades"), f.grades(x))
	row(x.T("honour.figures.pledges"), f.pledges(x))
	row(x.T("honour.figures.statements"), f.statements(x))
	row(x.T("honour.form.check"), x.T("honour.form.clear", "on", x.Day(h.Checked)))
	notice := x.T("honour.form.none")
	if h.NoticeOn != 0 {
		notice = x.T("honour.form.public", "from", x.Day(h.NoticeOn), "until", x.Day(h.NoticeUntil))
	}
	row(x.T("honour.form.notice"), notice)
	approved := x.T("honour.form.blank")
	if h.ApprovedOn != 0 {
		approved = x.T("honour.form.approved", "meeting", h.Meeting, "on", x.Day(h.ApprovedOn), "number", h.Number)
	}
	row(x.T("honour.form.opinion"), approved)
	if h.Reward > 0 {
		row(x.Name("reward"), x.T("honour.form.yuan", "n", field.Mark(h.Reward)))
	}
	return official.Document{Form: official.Plain, Title: []string{x.T("honour.form.approval")},
		Body: []official.Block{{Table: t}}}
}

// certificate is what hangs on the wall: its name in red, the number, to whom, for what, by whom, with room
// for the seal.
func certificate(v noun.Value, x noun.Printer) official.Document {
	h := v.(*Honour)
	key := "honour.form.certificate.team"
	if h.Kind == Model {
		key = "honour.form.certificate.model"
	}
	out := official.Document{Form: official.General, Mark: x.T("honour.form.certificate"),
		Number: x.T("honour.form.number", "number", h.Number),
		Title:  []string{x.T("honour.form.title", "whose", h.called(x), "kind", x.Said("kind"))}, To: h.called(x),
		Organ: organ(x),
		Date:  x.Day(h.ApprovedOn), Sealed: true}
	out.Body = official.Paragraphs(x.T(key, "year", fmt.Sprint(h.Year), "kind", x.Said("kind")))
	out.Body = append(out.Body, official.Paragraphs(x.T("honour.form.certificate.end"))...)
	return out
}

func (f Figures) grades(x noun.Printer) string {
	return lines(f.Grades, func(g Graded) string {
		return g.Title + "：" + x.Label(course.GradeTable, g.Grade)
	}, x)
}

func (f Figures) pledges(x noun.Printer) string {
	return lines(f.Pledges, func(p Pledged) string {
		return x.T("honour.figures.pledge", "year", fmt.Sprint(p.Year), "judged", p.Judged, "kept", p.Kept)
	}, x)
}

func (f Figures) statements(x noun.Printer) string {
	return lines(f.Statements, func(s Stated) string { return fmt.Sprintf("%s：%s", s.Title, field.Mark(s.Score)) }, x)
}

// lines are one a line; where there are none a paper says so.
func lines[T any](all []T, say func(T) string, x noun.Printer) string {
	if len(all) == 0 {
		return x.T("honour.form.none")
	}
	var out []string
	for _, a := range all {
		out = append(out, say(a))
	}
	return strings.Join(out, "\n")
}
