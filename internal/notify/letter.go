package notify

import (
	"html"
	"strings"

	"shuangze/internal/kind"
	"shuangze/internal/lang"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Letter is what somebody is told at a time, in their language: what the inbox shows of it
// and nothing more.
type Letter struct {
	Subject, Text, HTML string
}

// choices is where one says how one is told.
const choices = "/account/notifications"

// writer gathers lines as text and as HTML.
type writer struct{ text, html strings.Builder }

func (w *writer) line(s string) {
	w.text.WriteString(s + "\n")
	w.html.WriteString("<p>" + html.EscapeString(s) + "</p>\n")
}

// item is a line with where it leads and what stands under it.
func (w *writer) item(s, to, under string) {
	w.text.WriteString("\n· " + s + "\n")
	if under != "" {
		w.text.WriteString("  " + under + "\n")
	}
	w.text.WriteString("  " + to + "\n")
	w.html.WriteString(`<p><a href="` + html.EscapeString(to) + `">` + html.EscapeString(s) + "</a>")
	if under != "" {
		w.html.WriteString("<br>" + html.EscapeString(under))
	}
	w.html.WriteString("</p>\n")
}

// end closes the letter with the way to the choices.
func (w *writer) end(p *lang.Phraser, subject, base string) Letter {
	w.text.WriteString("\n")
	w.item(p.T("told.choose"), Outside(base, choices), p.T("told.machine"))
	return Letter{subject, w.text.String(), `<!doctype html><html lang="` + p.Lang() + `"><meta charset="utf-8"><title>` +
		html.EscapeString(subject) + "</title><body>\n" + w.html.String() + "</body></html>\n"}
}

// Outside is a page of the house as the world outside knows it.
func Outside(base, path string) string { return strings.TrimSuffix(base, "/") + path }

// Choices is where somebody says how they are told.
func Choices(base string) string { return Outside(base, choices) }

// Gathered are messages that go out together, the newest first, with what their matters
// are called.
type Gathered struct {
	Messages []Message
	Lines    map[ref.Ref]kind.Line
	Kinds    kind.Registry
	For      string // whom the reader acts for in these; "" = themselves
	Base     string
	Today    when.Day
}

// subject says how many they are, and how many are late.
func (g Gathered) subject(p *lang.Phraser) string {
	late := 0
	for _, m := range g.Messages {
		if m.Due != 0 && m.Due < g.Today {
			late++
		}
	}
	if late > 0 {
		return p.T("told.subject-late", "n", len(g.Messages), "late", late)
	}
	return p.T("told.subject", "n", len(g.Messages))
}

// Letter is the e-mail.
func (g Gathered) Letter(p *lang.Phraser) Letter {
	w := &writer{}
	if g.For != "" {
		w.line(p.T("told.for", "name", g.For))
	}
	w.line(p.T("told.say", "n", len(g.Messages)))
	for _, m := range g.Messages {
		l := g.Lines[m.Of]
		what := p.T("told.what", "said", p.T("notify."+m.Said), "matter", strings.TrimSpace(l.Number()+" "+l.Title))
		under := p.T("notify.why." + m.Why)
		if m.Due != 0 {
			under += p.T("told.until", "day", m.Due)
		}
		w.item(what, g.to(m), under)
	}
	return w.end(p, g.subject(p), g.Base)
}

// to is where a message leads: a deputy reads it in the inbox of whom they act for.
func (g Gathered) to(m Message) string {
	at := g.Kinds.Of(m.Of.Kind).At(m.Of.ID)
	if _, matter := g.Lines[m.Of]; at == "" || m.OnBehalf != 0 || !matter {
		at = "/inbox"
	}
	return Outside(g.Base, at)
}

// Values are what a messenger is told: how many, what the newest is of, and where to read.
// What the matters are called does not leave the house that way.
func (g Gathered) Values(p *lang.Phraser, id, to string) map[string]string {
	said := p.T("notify." + g.Messages[0].Said)
	return map[string]string{"id": id, "to": to, "count": p.Number(int64(len(g.Messages))), "title": said,
		"text": p.T("told.short", "n", len(g.Messages), "what", said), "link": Outside(g.Base, "/inbox")}
}

// CodeLetter is the e-mail with the code that confirms an address.
func CodeLetter(p *lang.Phraser, code, base string) Letter {
	w := &writer{}
	w.line(p.T("told.code", "code", code))
	w.line(p.T("told.code-say", "minutes", int(codeLives.Minutes())))
	return w.end(p, p.T("told.code-subject"), base)
}

// CodeValues are the same for a messenger.
func CodeValues(p *lang.Phraser, code, id, to, base string) map[string]string {
	return map[string]string{"id": id, "to": to, "count": "1", "title": p.T("told.code-subject"),
		"text": p.T("told.code", "code", code), "link": Choices(base)}
}

// AlarmLetter tells administrators that a system does not answer, or tries whether they are
// reached.
func AlarmLetter(p *lang.Phraser, of, base string) Letter {
	w := &writer{}
	if of == "" {
		w.line(p.T("told.test"))
		return w.end(p, p.T("told.test-subject"), base)
	}
	w.line(p.T("told.alarm", "of", of))
	w.item(p.T("ways.title"), Outside(base, "/ways"), "")
	return w.end(p, p.T("told.alarm-subject", "of", of), base)
}
