package order

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"io"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
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

// codeLetters has no I, L, O or U, which are misread on paper.
const (
	codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength  = 20
)

// NewCode is a new verification code: 20 letters of 5 bits, 100 bits of chance.
// It is drawn and not derived from the journal: the hash of an entry is not
// known before the entry is written, and it is shown to people who should not
// be able to make codes from it. Standing in the letter's row, the code is in
// its frozen entry, so that the entry's receipt proves it offline.
func NewCode(chance io.Reader) string {
	if chance == nil {
		chance = rand.Reader
	}
	b := make([]byte, codeLength)
	if _, err := io.ReadFull(chance, b); err != nil {
		panic(err) // the system's chance does not fail
	}
	for i := range b {
		b[i] = codeLetters[b[i]&31]
	}
	return string(b)
}

// ShowCode writes a code for people, K7QM-3F2A-….
func ShowCode(code string) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// ParseCode reads a code as people type it: small letters, spaces and dashes do
// not count, and O, I and L are taken for the digits they look like. ok is
// false for what can be no code.
func ParseCode(s string) (code string, ok bool) {
	if len(s) > 200 {
		return "", false
	}
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(text.Code(s)))
	if len(s) != codeLength || strings.Trim(s, codeLetters) != "" {
		return "", false
	}
	return s, true
}

// Official is the letter as an official document: the words as they were sent, under its 文号. Where it is checked and
// the head of the day are the caller's to add.
func (l Letter) Official() official.Document {
	p := l.Paper
	d := official.Document{Mark: p.Organ, Urgency: p.Urgency, Number: cmp.Or(l.Document(), l.Number.String()),
		Title: []string{p.Title}, To: strings.TrimRight(p.To, "：:"), Organ: p.Organ, Date: p.Date, Sealed: true,
		Copies:  strings.TrimRight(strings.TrimPrefix(strings.TrimPrefix(p.Copies, "抄送："), "Copies: "), "。."),
		Printer: p.Organ, Printed: p.Date, Code: ShowCode(l.Code)}
	for _, s := range p.Body {
		d.Body = append(d.Body, official.Block{Text: s, Level: official.LevelOf(s)})
	}
	return d
}
