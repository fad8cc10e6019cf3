package talks

import (
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/official"
)

// forms are the papers of a talk, as counties fill them in: what is approved, the notice, the letter of a formal
// admonition, the record that both sign.
func forms() []noun.Form {
	of := func(f func(*Talk) bool) func(noun.Value) bool {
		return func(v noun.Value) bool { return !v.(*Talk).is(Refused, Withdrawn) && f(v.(*Talk)) }
	}
	return []noun.Form{
		{Name: "approval", Has: of(func(t *Talk) bool { return t.Needs().Approval }), Paper: approvalForm},
		{Name: "notice", Has: of(func(t *Talk) bool { return t.NoticedOn != 0 }), Paper: noticeForm},
		{Name: "admonition", Has: of(func(t *Talk) bool { return t.Kind == Admonition && t.Formal && t.ApprovedOn != 0 }),
			Paper: admonitionForm},
		{Name: "record", Has: of(func(t *Talk) bool { return t.Frozen != "" }), Paper: recordForm},
	}
}

// sheet is a form as a table of what is asked and what is said.
func sheet(x noun.Printer, title string, rows [][]string) official.Document {
	return official.Document{Form: official.Plain, Title: []string{title}, Body: []official.Block{{Table: &official.Table{
		Columns: []official.Column{{Label: x.T("talk.form.item"), Width: 1}, {Label: x.T("talk.form.said"), Width: 4}},
		Rows:    rows}}}}
}

// fields are rows of what a talk's fields hold; what is empty stands empty, to be written by hand.
func fields(x noun.Printer, names ...string) (rows [][]string) {
	for _, name := range names {
		rows = append(rows, []string{x.Name(name), x.Said(name)})
	}
	return rows
}

// time is the day and the hour.
func (t *Talk) time(x noun.Printer) string { return strings.TrimSpace(x.Day(t.Day) + " " + t.Clock) }

func approvalForm(v noun.Value, x noun.Printer) official.Document {
	t := v.(*Talk)
	rows := fields(x, "kind", "person", "post", "body", "subject", "ground", "discipline", "besides", "talker",
		"talkerPost")
	rows = append(rows, []string{x.T("talk.form.time"), t.time(x)})
	rows = append(rows, fields(x, "place")...)
	approved := x.T("talk.form.blank")
	if t.ApprovedOn != 0 {
		approved = x.T("talk.form.approved", "name", x.Said("approver"), "day", x.Day(t.ApprovedOn))
		if t.Approval != "" { // what was approved by an older release has it in their course alone
			approved = t.Approval + "\n" + approved
		}
	}
	rows = append(rows, []string{x.T("talk.form.approval.opinion"), approved})
	return sheet(x, x.T("talk.form.approval"), rows)
}

// organ is whose paper a talk's is: the body that who talks is of, or their unit.
func (t *Talk) organ(c *bodies.County) string {
	posts := c.PostsOf(t.Talker)
	if len(posts) == 0 {
		return c.Name(t.Unit)
	}
	if b, ok := c.Body(posts[0].Body); ok {
		return b.Name
	}
	return c.Name(posts[0].Unit)
}

func noticeForm(v noun.Value, x noun.Printer) official.Document {
	t := v.(*Talk)
	what := t.called(x)
	out := official.Document{Form: official.Letter, Mark: t.organ(x.County), Number: t.Number,
		Title: []string{x.T("talk.form.notice.title", "kind", what)}, To: x.T("talk.form.to", "name", x.Said("person")),
		Organ: t.organ(x.County), Date: x.Day(t.NoticedOn)}
	say := func(key string, kv ...any) { out.Body = append(out.Body, official.Paragraphs(x.T(key, kv...))...) }
	say("talk.form.notice.what", "kind", what, "subject", strings.TrimRight(t.Reason, "。"), "ground", t.Ground)
	say("talk.form.notice.when", "time", t.time(x), "place", t.Place, "talker", x.Said("talkerPost")+x.Said("talker"))
	say("talk.form.notice.ask")
	return out
}

// called is what kind of a talk it is: a reminder is no admonition.
func (t *Talk) called(x noun.Printer) string {
	if t.Kind == Admonition && !t.Formal {
		return x.T("talk.form.reminder")
	}
	return x.Said("kind")
}

func admonitionForm(v noun.Value, x noun.Printer) official.Document {
	t := v.(*Talk)
	out := official.Document{Form: official.Letter, Mark: t.organ(x.County), Number: t.Number,
		Title: []string{x.T("talk.form.admonition")}, To: x.T("talk.form.to", "name", x.Said("person")),
		Organ: t.organ(x.County), Date: x.Day(t.ApprovedOn), Copies: x.Said("body")}
	say := func(key string, kv ...any) { out.Body = append(out.Body, official.Paragraphs(x.T(key, kv...))...) }
	say("talk.form.admonition.why", "subject", strings.TrimRight(t.Reason, "。"), "discipline", x.Said("discipline"))
	say("talk.form.admonition.approved", "ground", t.Ground, "name", x.Said("approver"))
	if t.Effect != 0 {
		say("talk.form.admonition.effect", "day", x.Day(t.Effect))
	}
	say("talk.form.admonition.ask")
	return out
}

func recordForm(v noun.Value, x noun.Printer) official.Document {
	t := v.(*Talk)
	rows := fields(x, "kind", "person", "post", "talker", "talkerPost", "recorder")
	rows = append(rows, []string{x.T("talk.form.time"), t.time(x)})
	rows = append(rows, fields(x, "place", "subject", "ground", "discipline", "content", "response", "opinion", "note")...)
	signed := func(by string, on string) string {
		if by == "" {
			return x.T("talk.form.blank")
		}
		return x.T("talk.form.signed", "day", on, "means", x.T("talk.means."+by))
	}
	person := signed(t.PersonBy, x.Day(t.PersonOn))
	if t.PersonBy == Decline {
		person = x.T("talk.form.unsigned", "day", x.Day(t.PersonOn), "why", t.Unsigned)
	}
	rows = append(rows, []string{x.T("talk.form.sign.person"), person},
		[]string{x.T("talk.form.sign.talker"), signed(t.TalkerBy, x.Day(t.TalkerOn))},
		[]string{x.T("talk.form.digest"), t.Frozen})
	out := sheet(x, x.T("talk.form.record"), rows)
	out.Number = t.Number
	return out
}
