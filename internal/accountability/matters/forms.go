package matters

import (
	"strings"

	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
)

// sheet is a form as a table of what is asked and what is said.
func sheet(x noun.Printer, title, number string, rows [][]string) official.Document {
	if number != "" { // a plain paper has no head that bears it
		rows = append([][]string{{x.Name("number"), number}}, rows...)
	}
	return official.Document{Form: official.Plain, Title: []string{title}, Body: []official.Block{{
		Table: &official.Table{Columns: []official.Column{{Label: x.T("matter.form.item"), Width: 1},
			{Label: x.T("matter.form.said"), Width: 4}}, Rows: rows}}}}
}

// rows are what fields hold; what is empty stands empty, to be written by hand.
func rows(x noun.Printer, names ...string) (out [][]string) {
	for _, name := range names {
		out = append(out, []string{x.Name(name), x.Said(name)})
	}
	return out
}

func people(x noun.Printer, ids []ref.ID) string {
	var out []string
	for _, id := range ids {
		if p, ok := x.County.Person(id); ok {
			out = append(out, p.Name)
		}
	}
	return strings.Join(out, "、")
}

// forms are the papers of a matter: what is approved at its opening and in the end, and the report.
func forms() []noun.Form {
	return []noun.Form{
		{Name: "opening", Has: func(v noun.Value) bool { return v.(*Matter).State != Withdrawn },
			Paper: func(v noun.Value, x noun.Printer) official.Document {
				m := v.(*Matter)
				out := rows(x, "target", "person", "body", "post", "source", "caseNo", "referrer", "referral", "situation", "kind",
					"factsOn", "statute", "facts", "proposal", "cause")
				said := x.T("matter.form.blank")
				switch {
				case m.OpenedOn != 0:
					said = x.T("matter.form.opened", "name", x.Said("approver"), "day", x.Day(m.OpenedOn),
						"why", m.Verdict)
				case m.State == Declined:
					said = x.T("matter.form.declined", "name", x.Said("approver"), "why", m.Verdict)
				}
				out = append(out, []string{x.Name("organ"), x.Said("organ")}, []string{x.T("matter.form.verdict"), said})
				return sheet(x, x.T("matter.form.opening"), m.Number, out)
			}},
		{Name: "report", Has: func(v noun.Value) bool { return v.(*Matter).Report != "" },
			Paper: func(v noun.Value, x noun.Printer) official.Document {
				m := v.(*Matter)
				out := rows(x, "target", "person", "body", "post", "situation", "kind", "factsOn", "statute", "report")
				out = append(out, []string{x.T("matter.form.panel"), people(x, m.Members())},
					[]string{x.T("matter.form.signers"), people(x, sent(m.Signers))})
				return sheet(x, x.T("matter.form.report"), m.Number, out)
			}},
		{Name: "approval", Has: func(v noun.Value) bool { return v.(*Matter).Result != "" },
			Paper: func(v noun.Value, x noun.Printer) official.Document {
				m := v.(*Matter)
				out := rows(x, "target", "person", "body", "post", "result", "outcome", "also", "exempted", "lighter",
					"heavier", "ground", "proposer", "organ", "approver")
				said := m.Opinion
				if said == "" {
					said = x.T("matter.form.blank")
				}
				return sheet(x, x.T("matter.form.approval"), m.Number, append(out, []string{x.Name("opinion"), said}))
			}},
	}
}

// hearingForms is the sheet on which the facts are shown and answered.
func hearingForms() []noun.Form {
	return []noun.Form{{Name: "facts", Has: func(noun.Value) bool { return true },
		Paper: func(v noun.Value, x noun.Printer) official.Document {
			h := v.(*Hearing)
			out := rows(x, "told", "shownOn", "facts")
			switch h.State {
			case Shown:
				for _, name := range []string{"view", "account", "answeredOn"} {
					out = append(out, []string{x.Name(name), x.T("matter.form.blank")})
				}
			case Unsigned:
				out = append(out, rows(x, "refusal", "witness", "second", "answeredOn")...)
			default:
				out = append(out, rows(x, "view", "account", "answeredOn")...)
			}
			return sheet(x, x.T("hearing.form.facts"), "", out)
		}}}
}

// rulingForms are the decision and the receipt of its service.
func rulingForms() []noun.Form {
	return []noun.Form{
		{Name: "decision", Has: func(noun.Value) bool { return true }, Paper: decisionPaper},
		{Name: "receipt", Has: func(noun.Value) bool { return true },
			Paper: func(v noun.Value, x noun.Printer) official.Document {
				r := v.(*Ruling)
				out := [][]string{{x.T("ruling.form.paper"), x.T("ruling.form.paper.said", "number", r.Decision)}}
				out = append(out, rows(x, "organ", "told", "servedOn", "how")...)
				witness := x.Said("witness")
				if witness == "" {
					witness = x.T("matter.form.blank")
				}
				out = append(out, []string{x.T("ruling.form.received"), x.T("matter.form.blank")},
					[]string{x.T("ruling.form.server"), x.T("matter.form.blank")},
					[]string{x.Name("witness"), witness}, []string{x.Name("remark"), x.Said("remark")})
				return sheet(x, x.T("ruling.form.receipt"), "", out)
			}},
	}
}

func decisionPaper(v noun.Value, x noun.Printer) official.Document {
	r := v.(*Ruling)
	whom := x.Said("body")
	if r.Target == Leader {
		whom = x.Said("person")
	}
	out := official.Document{Form: official.Letter, Mark: r.Organ, Number: r.Decision,
		Title: []string{x.T("ruling.form.title", "whom", whom)}, To: whom, Organ: r.Organ, Date: x.Day(r.DecidedOn),
		Sealed: true}
	say := func(key string, kv ...any) { out.Body = append(out.Body, official.Paragraphs(x.T(key, kv...))...) }
	out.Body = append(out.Body, official.Paragraphs(r.Text)...)
	ground := "ruling.form.ground"
	if r.Target == Body {
		ground = "ruling.form.ground.body"
	}
	say(ground, "statute", r.Statute, "situation", x.Said("situation"), "kind", x.Said("kind"), "what", what(x))
	for i, f := range []Formal{r.First, r.Second} {
		if f.No != "" {
			kind := x.Said([]string{firstFormal[3], secondFormal[3]}[i])
			say("ruling.form.formal", "organ", f.Organ, "number", f.No, "kind", kind)
		}
	}
	switch {
	case r.Final:
		say("ruling.form.final")
	case r.AppealBy != 0:
		say("ruling.form.appeal-by", "organ", r.Organ, "day", x.Day(r.AppealBy))
	default:
		say("ruling.form.appeal", "organ", r.Organ)
	}
	return out
}

// what is the outcome, and the second one where there is one.
func what(x noun.Printer) string {
	out := x.Said("outcome")
	if also := x.Said("also"); also != "" {
		out += "、" + also
	}
	return out
}

// appealForms is the answer.
func appealForms() []noun.Form {
	return []noun.Form{{Name: "answer", Has: func(v noun.Value) bool { return v.(*Appeal).DecidedOn != 0 },
		Paper: func(v noun.Value, x noun.Printer) official.Document {
			a := v.(*Appeal)
			out := official.Document{Form: official.Plain, Title: []string{x.T("appeal.form.answer")},
				To: x.Said("person"), Organ: a.AnswerBy, Date: x.Day(a.DecidedOn), Sealed: a.AnswerBy != ""}
			say := func(key string, kv ...any) { out.Body = append(out.Body, official.Paragraphs(x.T(key, kv...))...) }
			say("appeal.form.lodged", "day", x.Day(a.LodgedOn), "number", a.Decision)
			say("appeal.form.said."+a.State, "outcome", what(x), "organ", a.AnswerBy, "number", a.AnswerNo)
			out.Body = append(out.Body, official.Paragraphs(a.Reason)...)
			return out
		}}}
}
