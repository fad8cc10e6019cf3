package letter

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/official"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// unsigned stands where the number will: a draft cannot be taken for what was signed.
const unsigned = "（送审稿，未签发）"

// urgencies as they are printed.
var urgencies = map[string]string{"flash": "特急", "urgent": "加急"}

// Draft is a document as it reads now, marked as a draft; c says what the organ and the signer are called today.
func (k Kind) Draft(v Value, c *bodies.County) official.Document {
	d := k.words(v, c, c.Day())
	d.Number = unsigned
	return d
}

// Paper is the document as it was signed, never made again from names that change; the zero Document before. Whether
// it was sealed is the one thing that came after. The address of its QR code is for whoever shows it to add.
// Of one that was erased by law the sentence that says so stands in the place of its title, with number and date.
func (l *Life) Paper() (d official.Document) {
	if strings.HasPrefix(l.Frozen, text.ErasedMark) {
		return official.Document{Title: []string{l.Frozen}, Number: l.Document, Date: day(l.SignedOn),
			Code: official.ShowCode(l.Code), Lang: "zh", Sealed: l.SealedOn != 0}
	}
	if l.Frozen == "" || json.Unmarshal([]byte(l.Frozen), &d) != nil {
		return official.Document{}
	}
	d.Sealed = l.SealedOn != 0
	return d
}

// Altered says that the words are not those that were signed. Words that were erased by law are not altered: the
// journal says so, and verify compares.
func (l *Life) Altered() bool {
	return l.Frozen != "" && digest(l.Frozen) != l.Digest && !strings.HasPrefix(l.Frozen, text.ErasedMark)
}

func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// freeze keeps the words as they are now, with number and code.
func (k Kind) freeze(v Value, c *bodies.County) {
	l, d := v.Course(), k.words(v, c, v.Course().SignedOn)
	d.Number, d.Code, d.Lang = l.Document, official.ShowCode(l.Code), "zh"
	b, _ := json.Marshal(d) // words and numbers only: it cannot fail
	l.Frozen, l.Digest = string(b), digest(string(b))
}

// words are a document as of a day.
func (k Kind) words(v Value, c *bodies.County, on when.Day) official.Document {
	l := v.Course()
	organ, _ := c.Body(l.Organ)
	d := official.Document{Urgency: urgencies[l.Urgency], Mark: organ.Name + "文件", Organ: organ.Name, Date: day(on),
		To: strings.Join(append(Names(l.Recipients), Names(l.Outside)...), "、"), Body: official.Paragraphs(l.Text),
		Annexed: lines(l.Annexed), Note: l.Note, Printer: organ.Name, Printed: day(cmp.Or(l.SignedOn, on)),
		Copies: strings.Join(append(Names(l.Copies), Names(l.CopiesOutside)...), "、"), Title: lines(l.Title)}
	if k.Says != nil {
		k.Says(v, c, &d)
	}
	return d
}

func day(d when.Day) string {
	y, m, n := d.Date()
	return fmt.Sprintf("%d年%d月%d日", y, int(m), n)
}

func lines(s string) []string {
	out := strings.Split(s, "\n")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return slices.DeleteFunc(out, func(x string) bool { return x == "" })
}
