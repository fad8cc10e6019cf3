package app

import (
	"cmp"
	"strconv"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/lang"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/policy"
)

// letterKind is a series as the pack's table of 代字 names it.
var letterKind = map[number.Series]string{number.Notice: "notice", number.Reminder: "reminder", number.Urging: "urging",
	number.Warning: "caution", number.Transfer: "transfer"}

func officeKind(s actor.Side) string {
	if s == actor.Supervisory {
		return "supervisory-office"
	}
	return "principal-office"
}

// letterWriter puts letters into the words in which they go out: Chinese,
// whoever sends them, because the paper is one and the same for everybody.
type letterWriter struct {
	p    *lang.Phraser
	pack *policy.Pack
}

func (w letterWriter) word(s actor.Side, n number.Series) string {
	return w.pack.Word(officeKind(s), letterKind[n])
}

func (w letterWriter) write(o order.Order, l order.Letter, n order.Names) order.Paper {
	series := strings.ToLower(string(l.Number.Series))
	out := order.Paper{Organ: cmp.Or(n.Office, w.pack.Label(policy.Body, officeKind(o.Side), w.p.Lang())),
		Title: w.p.T("letter.name." + series), Date: w.p.Day(l.At.Day())}
	switch l.Number.Series {
	case number.Notice:
		out.Body = w.notice(o, l, n)
		if o.Urgency != order.Ordinary {
			out.Urgency = w.pack.Label(policy.Urgency, string(o.Urgency), w.p.Lang())
		}
		if len(n.Assist) > 0 {
			out.Copies = w.p.T("letter.copies", "units", w.p.List(n.Assist))
		}
	default:
		out.Body = []string{w.p.T("letter.body."+series, "number", o.Number.String(), "subject", o.Subject, "due", l.Due,
			"final", l.Final, "unit", n.Unit)}
	}
	out.To = w.p.T("letter.to", "unit", n.Unit)
	if l.Number.Series == number.Transfer { // to the organ that is competent, not to the unit
		out.To = w.p.T("letter.to.ys")
	}
	for _, s := range strings.Split(l.Body, "\n") {
		if s = strings.TrimSpace(s); s != "" {
			out.Body = append(out.Body, s)
		}
	}
	return out
}

// notice is the whole order: what, how well, by which measures, until when and
// by whom (spec 2.5).
func (w letterWriter) notice(o order.Order, l order.Letter, n order.Names) []string {
	body := []string{w.p.T("notice.opening", "subject", o.Subject), o.Content,
		w.p.T("notice.quality", "quality", o.Quality)}
	for i, m := range o.Measures {
		body = append(body, strconv.Itoa(i+1)+". "+m.Text)
	}
	due := w.p.T("notice.due-only", "due", l.Due)
	if o.State == order.Issued {
		due = w.p.T("notice.due", "due", l.Due, "ack", o.AcknowledgeBy)
	}
	return append(body, due, w.p.T("notice.people", "leader", n.Leader, "handler", n.Handler))
}
