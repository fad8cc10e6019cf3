package order

import (
	"cmp"
	"encoding/json"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/official"
	"shuangze/internal/ref"
)

// Paper is a letter word for word as it was sent: names, limits and subject of
// that day. It is kept with the letter and never made again from the order, so
// that a unit's new name or a later due day does not change what was received.
type Paper struct {
	Organ   string   `json:"organ"` // the office that issues
	Urgency string   `json:"urgency,omitempty"`
	Title   string   `json:"title"`
	To      string   `json:"to"`
	Body    []string `json:"body"` // paragraphs
	Date    string   `json:"date"`
	Copies  string   `json:"copies,omitempty"`
}

// Kept says whether there are words at all.
func (p Paper) Kept() bool { return p.Title != "" }

// Pack writes the paper for keeping; nothing kept is "".
func (p Paper) Pack() string {
	if !p.Kept() {
		return ""
	}
	b, _ := json.Marshal(p) // strings only: it cannot fail
	return string(b)
}

// UnpackPaper reads what Pack wrote; anything else is a paper not kept.
func UnpackPaper(s string) (p Paper) {
	if s == "" || json.Unmarshal([]byte(s), &p) != nil {
		return Paper{}
	}
	return p
}

// Names are the names that a letter about an order uses.
type Names struct {
	Office          string // "" when the county's register has none
	Unit            string
	Leader, Handler string
	Assist          []string
}

// Erased is the paper without its words, which the law has taken away: says stands in their place. Who issued it, to
// whom and when stay.
func (p Paper) Erased(says string) Paper {
	return Paper{Organ: p.Organ, Urgency: p.Urgency, Title: says, To: p.To, Date: p.Date, Copies: p.Copies}
}

// Said is the order with its words as say puts them, for pages: what was erased by law is a sentence of the reader's.
func (o Order) Said(say func(string) string) Order {
	for _, at := range []*string{&o.Subject, &o.Content, &o.Quality, &o.Contact, &o.SentBack} {
		*at = say(*at)
	}
	o.Measures = o.Measures.Said(say)
	return o
}

// NamesOf reads them from the county as of the snapshot's day.
func NamesOf(c *bodies.County, o Order) Names {
	kind := bodies.PrincipalOffice
	if o.Side == actor.Supervisory {
		kind = bodies.SupervisoryOffice
	}
	n := Names{Unit: c.Name(o.Unit)}
	if b, ok := c.Single(kind); ok {
		n.Office = b.Name
	}
	person := func(id ref.ID) string {
		if p, ok := c.Person(id); ok {
			return p.Name
		}
		return ""
	}
	n.Leader, n.Handler = person(o.Leader), person(o.Handler)
	for _, u := range o.Assist {
		n.Assist = append(n.Assist, c.Name(u))
	}
	return n
}

// Official is the letter as an official document: the words as they were sent, under its 文号. Where it is checked and
// the head of the day are the caller's to add.
func (l Letter) Official() official.Document {
	p := l.Paper
	d := official.Document{Mark: p.Organ, Urgency: p.Urgency, Number: cmp.Or(l.Document(), l.Number.String()),
		Title: []string{p.Title}, To: strings.TrimRight(p.To, "：:"), Organ: p.Organ, Date: p.Date, Sealed: true,
		Copies:  strings.TrimRight(strings.TrimPrefix(strings.TrimPrefix(p.Copies, "抄送："), "Copies: "), "。."),
		Printer: p.Organ, Printed: p.Date, Code: official.ShowCode(l.Code)}
	for _, s := range p.Body {
		d.Body = append(d.Body, official.Block{Text: s, Level: official.LevelOf(s)})
	}
	return d
}
