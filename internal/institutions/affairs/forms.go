package affairs

import (
	"strings"

	"shuangze/internal/noun"
	"shuangze/internal/official"
)

// forms are the papers of a disclosure: the sheet on which it is approved, and what hangs on the board.
func forms() []noun.Form {
	return []noun.Form{
		{Name: "approval", Has: func(v noun.Value) bool { return v.Head().State != Withdrawn }, Paper: approvalForm},
		{Name: "notice", Has: func(v noun.Value) bool {
			return v.(*Disclosure).ApprovedOn != 0 && v.Head().State != Withdrawn
		}, Paper: noticeForm},
	}
}

// span is the period in words; of what no calendar binds, the day.
func (x *Disclosure) span(p noun.Printer) string {
	s := Span(x.Period, x.About)
	if s.To == s.From+1 {
		return p.Day(s.From)
	}
	return p.T("disclosure.form.span", "from", p.Day(s.From), "to", p.Day(s.To-1))
}

// stands is from when until when it is public, as far as that is said.
func (x *Disclosure) stands(p noun.Printer) string {
	switch {
	case x.PublicOn == 0:
		return p.T("disclosure.form.by", "day", p.Day(x.Due))
	case x.Until == 0:
		return p.T("disclosure.form.on", "day", p.Day(x.PublicOn))
	}
	return p.T("disclosure.form.span", "from", p.Day(x.PublicOn), "to", p.Day(x.Until))
}

// approvalForm is 公开审批表: what is not known yet stands empty, to be written by hand.
func approvalForm(v noun.Value, p noun.Printer) official.Document {
	x := v.(*Disclosure)
	said := func(names ...string) (rows [][]string) {
		for _, n := range names {
			rows = append(rows, []string{p.Name(n), p.Said(n)})
		}
		return rows
	}
	opinion := p.T("disclosure.form.blank")
	if x.ApprovedOn != 0 {
		opinion = p.T("disclosure.form.approved", "opinion", x.Opinion, "name", p.Said("approver"),
			"day", p.Day(x.ApprovedOn))
	}
	by := p.County.Name(x.Unit)
	if who, ok := p.County.Person(x.MadeBy); ok {
		by = p.T("disclosure.form.prepared", "name", who.Name, "day", p.Day(x.MadeAt.Day()))
	}
	rows := append([][]string{{p.T("disclosure.field.unit"), p.County.Name(x.Unit)}},
		said("kind", "item", "basis", "title")...)
	rows = append(rows, []string{p.T("disclosure.form.period"), x.span(p)})
	rows = append(rows, said("content", "form", "place")...)
	rows = append(rows, []string{p.T("disclosure.form.time"), x.stands(p)}, []string{p.T("disclosure.form.maker"), by},
		[]string{p.Name("person"), p.Said("person")}, []string{p.Name("opinion"), opinion})
	return official.Document{Form: official.Plain, Title: []string{p.T("disclosure.form.approval")},
		Body: []official.Block{{Table: &official.Table{Columns: []official.Column{
			{Label: p.T("disclosure.form.what"), Width: 1}, {Label: p.T("disclosure.form.said"), Width: 4}}, Rows: rows}}}}
}

// noticeForm is what hangs on the board: the text as it was approved, on which ground, until when.
func noticeForm(v noun.Value, p noun.Printer) official.Document {
	x := v.(*Disclosure)
	organ, day := p.County.Name(x.Unit), x.ApprovedOn
	if x.PublicOn != 0 {
		day = x.PublicOn
	}
	out := official.Document{Form: official.Letter, Mark: organ, Title: []string{x.Title}, Organ: organ, Date: p.Day(day)}
	say := func(text string) { out.Body = append(out.Body, official.Paragraphs(text)...) }
	say(x.Content)
	about := []string{p.T("disclosure.form.notice.kind", "kind", p.Said("kind"), "item", x.Item)}
	if x.Period != Prompt && x.Period != Standing {
		about = append(about, p.T("disclosure.form.notice.period", "period", x.span(p)))
	}
	if x.Basis != "" {
		about = append(about, p.T("disclosure.form.notice.basis", "basis", x.Basis))
	}
	if x.Until != 0 {
		about = append(about, p.T("disclosure.form.notice.until", "span", x.stands(p)))
	}
	say(strings.Join(about, "；") + "。")
	return out
}
