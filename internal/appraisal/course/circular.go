package course

import (
	"strings"
	"unicode/utf8"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Circular is what the draft of a circular says of a result.
type Circular struct {
	Appraisal ref.ID
	Year      int64
	Side      actor.Side
	Category  string // of the units that it goes to; "" = the whole county
	Title     string // 关于…的通报
	Text      string
}

// wordsMost is how long the text of a draft may get, in characters: what a circular holds, less room to write.
const wordsMost = 18_000

// mayDraft: the result is approved and no draft of it is under way.
func (x *Appraisal) mayDraft() error {
	if err := x.in(Approved); err != nil {
		return err
	}
	if x.Draft != 0 {
		return text.Refuse(text.Conflict, "appraisal.draft.twice")
	}
	return nil
}

// mayCirculate: by a number that is typed, as long as no draft is to bring it by itself.
func (x *Appraisal) mayCirculate() error {
	if err := x.in(Approved); err != nil {
		return err
	}
	if x.Draft != 0 {
		return text.Refuse(text.Conflict, "appraisal.circulate.drafted")
	}
	return nil
}

// draft makes the draft of a circular of an approved result: title, reach and text are proposed, whom it commends and
// criticises is left to who drafts. Who may draft no circular is refused by the circular's own rule.
func (d Commands) draft() noun.Act {
	return noun.Further[*Appraisal, struct{}](d.life(Shape), "draft", "drafted",
		"Make the draft of a circular of an approved result", nil, (*Appraisal).mayDraft,
		func(tx Tx, x *Appraisal, _ *struct{}) ([]act.Fact, error) {
			list, err := sheets(tx, x.ID)
			if err != nil {
				return nil, err
			}
			county, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			m := d.Scheme(x.Scheme, int(x.Year))
			if m == nil {
				return nil, text.Refuse(text.Conflict, "appraisal.scheme.gone")
			}
			x.Draft, err = d.Draft(tx, d.circular(county, m, x, list))
			return []act.Fact{act.Id("circular", x.Draft)}, err
		})
}

// circular is what is proposed.
func (d Commands) circular(county *bodies.County, m *scheme.Sound, x *Appraisal, list []*Scoresheet) Circular {
	out := Circular{Appraisal: x.ID, Year: x.Year, Side: x.Side, Title: "关于" + x.Title + "结果的通报"}
	categories := map[string]bool{}
	for _, s := range list {
		if _, f, ok := county.Unit(s.Unit); ok {
			categories[string(f.Category)] = true
		}
	}
	if len(categories) == 1 && x.Category != "" {
		out.Category = x.Category
	}
	head := "根据《" + m.Zh + "》，对" + decimal(x.Bodies) + "个责任主体进行了" + yearly(x.Year) + "考核，结果经反馈、复核、公示，由" +
		x.Meeting + "审定。现通报如下。"
	tail := "各责任主体要对照考核结果查找差距，制定措施，抓好整改。"
	ranked(list)
	for _, named := range []bool{true, false} { // where all names are too many, the numbers alone
		out.Text = head + "\n" + d.grades(county, m, list, named) + tail
		if utf8.RuneCountInString(out.Text) <= wordsMost {
			break
		}
	}
	return out
}

// grades are the bodies of each group by grade, a paragraph a group.
func (d Commands) grades(county *bodies.County, m *scheme.Sound, list []*Scoresheet, named bool) string {
	var b strings.Builder
	for at := 0; at < len(list); {
		end := at
		for end < len(list) && list[end].Category == list[at].Category {
			end++
		}
		var parts []string
		for _, g := range m.Grades {
			var names []string
			for _, s := range list[at:end] {
				if s.Grade == g.Code {
					names = append(names, bodyName(county, s)+"（"+field.Mark(s.Total)+"分）")
				}
			}
			if len(names) == 0 {
				continue
			}
			part := g.Zh + decimal(int64(len(names))) + "个"
			if named {
				part += "：" + strings.Join(names, "、")
			}
			parts = append(parts, part)
		}
		b.WriteString(d.Group(list[at].Category) + "（" + decimal(int64(end-at)) + "个）。" + strings.Join(parts, "；") + "。\n")
		at = end
	}
	return b.String()
}

// Follow is what follows for a result from what is done with its circular: from the signing on its number is known,
// from the sending on the result is made known; a circular that is given up or cancelled leaves the result as it was
// approved, for another one.
func (d Commands) Follow(tx noun.Tx, done string, result ref.ID, number string) error {
	state, past := Approved, ""
	switch done {
	case "sign":
		past = "numbered"
	case "send":
		state, past = Circulated, "circulated"
	case "withdraw", "cancel":
		past = "undrafted"
	default:
		return nil
	}
	was := ""
	err := noun.Take(tx, act.Command{Actor: tx.Actor()}, Shape, noun.At{ID: result, Follows: true},
		journalKind("appraisal."+past), func(tx noun.Tx, x *Appraisal) ([]act.Fact, error) {
			if was = x.State; was != Approved && was != Circulated {
				return nil, x.in(Approved, Circulated)
			}
			x.State, x.Circular = state, number
			switch past {
			case "undrafted":
				x.Draft, x.Circular, x.CirculatedOn = 0, "", 0
			case "circulated":
				x.CirculatedOn = tx.Now().Day()
			}
			return []act.Fact{act.Code("circular", number)}, nil
		})
	if err != nil || was == state {
		return err
	}
	list, err := sheets(tx, result)
	if err != nil {
		return err
	}
	return each(tx, list, past, func(s *Scoresheet) []act.Fact { s.State = state; return nil })
}

// Named is one whom the circular of a result may commend, or criticise: by the best grade, and by the last.
type Named struct {
	Sheet      *Scoresheet
	Commends   bool
	Fact       string
	Grounds    string
	Unit, Body ref.ID
}

// Worth says whom a result suggests to its circular, the best first; it is never taken by itself.
func (d Commands) Worth(list []*Scoresheet) (out []Named) {
	ranked(list)
	for _, s := range list {
		m := d.Scheme(s.Scheme, int(s.Year))
		if m == nil || !s.Scored() || s.Rank == 0 {
			continue
		}
		best, last := m.Grades[0].Code, m.Grades[len(m.Grades)-1].Code
		if s.Grade != best && s.Grade != last {
			continue
		}
		fact := yearly(s.Year) + "考核得" + field.Mark(s.Total) + "分，在" + d.Group(s.Category) + decimal(s.Among) +
			"个责任主体中列第" + decimal(s.Rank) + "名，评为“" + m.Grade(s.Grade).Zh + "”等次"
		out = append(out, Named{Sheet: s, Commends: s.Grade == best, Fact: fact, Grounds: "根据《" + m.Zh + "》",
			Unit: s.Unit, Body: s.Body})
	}
	return out
}
