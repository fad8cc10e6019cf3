package course

import (
	"slices"
	"strings"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/official"
)

// selfForm is 自评报告: what a body writes, what it claims for each item that is marked, with the names of the proof.
func selfForm(v noun.Value, x noun.Printer) official.Document {
	s, b := v.(*Scoresheet), x.Beside.(beside)
	name := bodyName(x.County, s)
	f := &form{x: x, say: "scoresheet.form.self."}
	f.Form, f.Organ, f.Date = official.Plain, name, x.Day(s.HandedOn)
	f.Title = []string{name, f.t("title", "year", decimal(s.Year), "side", x.T("side."+string(s.Side)))}
	f.head(f.t("report"))
	f.text(s.Report)
	var rows [][]string
	for _, k := range b.Marks {
		claim, of := f.t("none"), field.Mark(k.Most)
		if k.ClaimedOn != 0 {
			claim = field.Mark(k.Claim)
		}
		if b.M != nil {
			if i := b.M.Indicator(k.Item); i != nil && i.Source == scheme.Survey {
				of = f.t("survey")
			}
		}
		var names []string
		for _, e := range b.Files[k.ID] {
			if e.Phase == proof {
				names = append(names, e.Name)
			}
		}
		item, _, _ := strings.Cut(k.Title, " · ")
		rows = append(rows, []string{item, of, claim, k.Statement, strings.Join(names, "；")})
	}
	if len(rows) > 0 {
		f.head(f.t("items"))
		f.table(rows, f.labels("item", "most", "claim", "statement", "proof"), 6, -3, -3, 8, 7)
	}
	f.text(f.t("facts"))
	f.text(f.t("by", "name", personName(x.County, s.HandedBy)))
	for _, e := range b.Files[s.ID] {
		f.Annexed = append(f.Annexed, e.Name)
	}
	return f.Document
}

// resultForm is 考核结果反馈单: total, place and grade, each line with what it lost, and how and until when to object.
func (d Commands) resultForm(v noun.Value, x noun.Printer) official.Document {
	s, b := v.(*Scoresheet), x.Beside.(beside)
	got, _ := s.Sheet()
	f := &form{x: x, say: "scoresheet.form.result."}
	f.Form, f.Title, f.To = official.Plain, []string{f.t("title", "year", decimal(s.Year))}, bodyName(x.County, s)
	f.Organ = office(x.County, s.Side)
	f.text(f.t("intro", "year", decimal(s.Year), "scheme", x.Label(SchemeTable, s.Scheme),
		"state", x.T("scoresheet.state."+s.State)))
	rank, total, grade := scored(x, s)
	f.table([][]string{{total, rank + " / " + decimal(s.Among), grade, x.Label(CategoryTable, s.Category)}},
		f.labels("total", "place", "grade", "group"), 1, 1, 1, 2)
	if b.M != nil {
		f.head(f.t("lines"))
		f.table(lost(x, b.M, got), f.labels("item", "points", "gained", "lost", "how"), 8, -3, -3, -3, 5)
		f.others(b.M, s, got)
	}
	f.head(f.t("object"))
	if b.X != nil {
		f.Date = x.Day(b.X.ToldOn)
		f.text(f.t("object.say", "until", x.Day(b.X.ReviewBy), "answer", x.Day(d.Limits().Answer(b.X.ReviewBy)),
			"organ", f.Organ))
	}
	f.text(f.t("signed"))
	return f.Document
}

// others adds how the total came about beside the tree: each addition, deduction and case, and vetoes that apply.
func (f *form) others(m *scheme.Sound, s *Scoresheet, got scheme.Sheet) {
	rows := [][]string{{f.x.T("score.raw"), field.Mark(s.Raw), f.x.T("score.applicable", "points",
		field.Mark(got.Applicable))}, {f.x.T("score.normal"), field.Mark(s.Normal), f.x.T("score.normal.say")}}
	say := func(code string) string {
		if slices.ContainsFunc(got.Decided, func(d scheme.Decision) bool { return d.Code == code }) {
			return f.x.T("appraisal.form.decided")
		}
		return ""
	}
	for i, e := range got.Extras {
		sign := "+"
		if e.Deducts {
			sign = "−"
		}
		if e.Gained > 0 && i < len(m.Extras) {
			rows = append(rows, []string{m.Extras[i].Zh, sign + field.Mark(e.Gained), say(e.Code)})
		}
	}
	for i, c := range got.Cases {
		code := scheme.CaseItem(c.Ref)
		note := say(code)
		if note == "" && m.CasesByIndicator() {
			note = f.x.T("score.cases.indicator")
		}
		rows = append(rows, []string{f.x.T("appraisal.form.case", "n", i+1), "−" + field.Mark(c.Deducted), note})
	}
	rows = append(rows, []string{f.x.T("score.total"), field.Mark(s.Total), ""})
	f.head(f.t("sum"))
	f.table(rows, f.labels("item", "number", "note"), 6, -3, 6)
	for _, code := range s.vetoed() {
		v := m.Veto(code)
		f.text(f.t("vetoed", "ground", v.Zh, "document", v.Document))
	}
}

// lost are the lines of the tree: what each gave of its points.
func lost(x noun.Printer, m *scheme.Sound, got scheme.Sheet) (rows [][]string) {
	for _, i := range m.Indicators {
		n, counts := got.Under(i.No)
		gained, missing, how := field.Mark(n), "", ""
		if counts > n {
			missing = "−" + field.Mark(counts-n)
		}
		for _, l := range got.Lines {
			if l.No == i.No {
				how = x.T("policy.source." + string(i.Source))
				if l.State != scheme.Scored {
					gained = x.T("score.state." + string(l.State))
				}
			}
		}
		if counts == 0 && how == "" {
			gained = "—"
		}
		if slices.ContainsFunc(got.Decided, func(d scheme.Decision) bool { return d.Code == i.No }) {
			how = x.T("appraisal.form.decided")
		}
		rows = append(rows, []string{i.No + " " + i.Zh, field.Mark(i.Points), gained, missing, how})
	}
	return rows
}

// publicForm is 公示: all bodies of the assessment with total, place and grade.
func publicForm(v noun.Value, x noun.Printer) official.Document {
	a, b := v.(*Appraisal), x.Beside.(beside)
	f := &form{x: x, say: "appraisal.form.public."}
	f.Form, f.Title = official.Plain, []string{f.t("title", "what", a.Title)}
	f.Organ, f.Date = office(x.County, a.Side), x.Day(a.NoticeOn)
	f.text(f.t("intro", "year", decimal(a.Year), "scheme", x.Label(SchemeTable, a.Scheme),
		"days", days(x, a.NoticeOn, a.NoticeUntil)))
	f.grouped(b.Sheets)
	f.text(f.t("object", "organ", f.Organ))
	return f.Document
}

// approvalForm is 审批表 for the leading group: places, grades, and what was decided about each veto.
func approvalForm(v noun.Value, x noun.Printer) official.Document {
	a, b := v.(*Appraisal), x.Beside.(beside)
	f := &form{x: x, say: "appraisal.form.approval."}
	f.Form, f.Title = official.Plain, []string{f.t("title", "what", a.Title)}
	f.table([][]string{
		{f.t("scheme"), x.Label(SchemeTable, a.Scheme)},
		{f.t("bodies"), f.t("bodies.say", "n", a.Bodies)},
		{f.t("facts"), f.t("facts.say", "day", x.Day(a.FactsOn), "entry", decimal(a.Entry))},
		{f.t("told"), days(x, a.ToldOn, a.ReviewBy)},
		{f.t("noticed"), days(x, a.NoticeOn, a.NoticeUntil)},
	}, f.labels("what", "said"), 1, 4)
	f.grouped(b.Sheets)
	f.head(f.t("vetoes"))
	if rows := f.vetoes(b); len(rows) > 0 {
		f.table(rows, f.labels("body", "ground", "document", "decision"), 4, 6, 4, 3)
	} else {
		f.text(f.t("vetoes.none"))
	}
	opinion := f.t("blank")
	if a.ApprovedOn != 0 {
		opinion = f.t("approved", "meeting", a.Meeting, "day", x.Day(a.ApprovedOn))
	}
	f.head(f.t("opinions"))
	f.table([][]string{{office(x.County, a.Side), f.t("blank")}, {f.t("group"), opinion}}, f.labels("what", "said"), 1, 3)
	return f.Document
}

// vetoes are the grounds that were proposed or decided, body by body.
func (f *form) vetoes(b beside) (rows [][]string) {
	if b.M == nil {
		return nil
	}
	for _, s := range b.Sheets {
		got, _ := s.Sheet()
		for _, v := range b.M.Vetoes {
			applies, known := s.Decided(v.Code)
			say := "open"
			switch {
			case known && applies:
				say = "yes"
			case known:
				say = "no"
			case !slices.ContainsFunc(got.Proposed, func(p scheme.Proposal) bool { return p.Code == v.Code }):
				continue
			}
			rows = append(rows, []string{bodyName(f.x.County, s), v.Zh, v.Document, f.t("veto." + say)})
		}
	}
	return rows
}

// answerForm is 复核答复: what was asked, what was decided, and why.
func answerForm(v noun.Value, x noun.Printer) official.Document {
	o, b := v.(*Objection), x.Beside.(beside)
	f := &form{x: x, say: "objection.form.answer."}
	organ := office(x.County, o.Side)
	f.Form, f.Mark, f.Organ, f.Date = official.Letter, organ, organ, x.Day(o.DecidedOn)
	f.Title = []string{f.t("title", "year", decimal(o.Year))}
	if body, ok := x.County.Body(o.Body); ok {
		f.To = body.Name
	}
	item, _, _ := strings.Cut(o.Title, " · ")
	f.text(f.t("asked", "day", x.Day(o.MadeAt.Day()), "year", decimal(o.Year), "item", item))
	f.text(f.t("claim", "claim", flat(o.Claim)))
	gives := "gives."
	if b.M == nil || b.M.Indicator(o.Item) == nil { // what is no indicator and may be objected to takes points
		gives = "takes."
	}
	f.text(f.t(gives+o.State, "had", field.Mark(o.Had), "points", field.Mark(o.Points)))
	f.text(f.t("reason", "reason", flat(o.Reason)))
	if o.State == Upheld {
		f.text(f.t("counts"))
	}
	return f.Document
}

// flat is what was typed as one sentence within another.
func flat(s string) string {
	return strings.TrimRight(strings.Join(strings.Fields(strings.ReplaceAll(s, "\n", "；")), ""), "。；") + "。"
}
