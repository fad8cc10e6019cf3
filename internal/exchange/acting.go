package exchange

import (
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/policy"
	"shuangze/internal/when"
)

// actingMark says in a note that somebody acts, and where: in a body of the unit,
// or ("") for the unit itself. The words of the post need not say so.
func (s Speech) actingMark(kind bodies.BodyKind, label string) string {
	if kind == "" {
		return s.P.T("exchange.acting.unit")
	}
	return s.P.T("exchange.acting.body", "body", label)
}

// actingNote is the mark with the document behind it, which actingMarks read.
func (s Speech) actingNote(kind bodies.BodyKind, paper string) string {
	return s.P.T("exchange.acting.note", "mark", s.actingMark(kind, s.label(policy.Body, string(kind))), "paper", paper)
}

// actingMarks are the marks in both languages, with the words that the bodies have
// and have had, and where each says that somebody acts.
type actingMarks map[string]bodies.BodyKind

func marksOfActing(pack *policy.Pack, day when.Day) actingMarks {
	out := actingMarks{}
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		s := Speech{lang.MustLoad().In(l), pack, day}
		out[s.actingMark("", "")] = ""
		for _, code := range pack.Codes(policy.Body) {
			for _, label := range []string{s.label(policy.Body, code), pack.LabelOn(policy.Body, code, string(l), 1),
				pack.Label(policy.Body, code, string(l))} {
				out[s.actingMark(bodies.BodyKind(code), label)] = bodies.BodyKind(code)
			}
		}
	}
	return out
}

// read takes a note apart; not ok: it says of nobody that they act.
func (marks actingMarks) read(note string) (kind bodies.BodyKind, paper string, ok bool) {
	i := strings.IndexAny(note, ":：")
	if i < 0 {
		return "", "", false
	}
	kind, ok = marks[strings.TrimSpace(note[:i])]
	return kind, strings.TrimSpace(strings.TrimLeft(note[i:], ":：")), ok
}
