package policy

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Order holds the limits of supervision orders.
type Order struct {
	Acknowledge  Limit // from issue to acknowledgement [D]
	Approve      Limit // from being asked to the office's answer: drafts, extensions, letters [D]
	Review       Limit // from the unit's confirmation to the review of a close-out [D]
	Extensions   int   // at most, each asked before expiry [D]
	RejectionMin int   // characters that say what is still missing [R]
	OpinionMax   int   // characters of an opinion [R]
	Urgencies    map[string]Urgent
	Warnings     []Warning // earliest first
	// Rules: where acknowledge, extensions, rejection-min and opinion-max stand.
	Rules map[string]Rule
}

// Urgent is an urgency with its limit; ordinary has none: its date is given in
// the order.
type Urgent struct {
	Word
	Limit Limit
}

// Warning is a colour shown while the working days since the due day are within
// From and To: negative before it, 0 on it, positive when overdue [D].
type Warning struct {
	Word
	From, To int // both included; math.MaxInt: from then on
}

// Numbering is how a kind of paper is numbered: from 1 each year, without gaps,
// cancelled numbers kept [D].
type Numbering struct {
	Word
	Prefix string
	Digits int  // at least
	Unit   bool // each unit counts by itself, its code in the number (字头 with -单位)
}

// Format writes a number: DB2025-0001.
func (n Numbering) Format(year, number int) string {
	return fmt.Sprintf("%s%d-%0*d", n.Prefix, year, n.Digits, number)
}

// byUnit stands behind the prefix of what each unit counts by itself.
const byUnit = "-单位"

// countyWide are the papers that a county counts as one: they go from one unit to
// another, and are cited by their number alone.
var countyWide = []string{"problem", "order", "notice", "reminder", "urging", "transfer", "caution"}

var prefixForm = regexp.MustCompile(`^[A-Z]{1,6}$`)

func (p *Pack) readOrders(r *parser) {
	const file = "orders.txt"
	p.Order = Order{Urgencies: map[string]Urgent{}, Rules: map[string]Rule{}}
	items := r.items(file, "督办规定", "签收时限", "延期次数上限", "驳回要求最少字数", "意见最多字数", "审批时限", "复核时限")
	take := func(item, code string, f func(c cursor)) {
		if c, ok := items[item]; ok {
			p.Order.Rules[code] = c.rule()
			if c.may("值") != "" {
				f(c)
			}
		}
	}
	take("签收时限", "acknowledge", func(c cursor) { p.Order.Acknowledge = c.limit("值") })
	take("审批时限", "approve", func(c cursor) { p.Order.Approve = c.limit("值") })
	take("复核时限", "review", func(c cursor) { p.Order.Review = c.limit("值") })
	take("延期次数上限", "extensions", func(c cursor) { p.Order.Extensions = c.number("值", 0, 99) })
	take("驳回要求最少字数", "rejection-min", func(c cursor) { p.Order.RejectionMin = c.number("值", 1, 500) })
	take("意见最多字数", "opinion-max", func(c cursor) { p.Order.OpinionMax = c.number("值", 50, 5000) })

	t := r.table(file, Urgency.section(), "代码", "中文", "英文", "期限")
	p.words(t, Urgency, func(c cursor, w Word) { p.Order.Urgencies[w.Code] = Urgent{w, c.limit("期限")} })
	t.need(p.known(Urgency), "flash", "urgent", "ordinary")

	p.readWarnings(r.table(file, Card.section(), "代码", "中文", "英文", "起", "止"))

	p.Numbers = map[string]Numbering{}
	t = r.table(file, Number.section(), "代码", "中文", "英文", "字头", "位数")
	p.words(t, Number, func(c cursor, w Word) {
		n := Numbering{Word: w, Digits: c.number("位数", 4, 9)}
		n.Prefix, n.Unit = strings.CutSuffix(c.text("字头"), byUnit)
		if n.Unit && slices.Contains(countyWide, w.Code) {
			c.fault("policy.prefix-county", "value", n.Prefix+byUnit)
		}
		if n.Prefix != "" && !prefixForm.MatchString(n.Prefix) {
			c.fault("policy.prefix-malformed", "value", n.Prefix)
		} else {
			c.once("字头", n.Prefix, "policy.prefix-repeated")
		}
		p.Numbers[w.Code] = n
	})
	t.need(p.known(Number), "problem", "order", "reminder", "urging", "caution")
}

// readWarnings reads the colours, which must follow on from each other so that
// no day between the first and the last is without one.
func (p *Pack) readWarnings(t *table) {
	p.words(t, Card, func(c cursor, w Word) {
		x := Warning{Word: w, From: c.number("起", -99, 99), To: math.MaxInt}
		last := len(p.Order.Warnings) == len(t.rows)-1
		if !last || c.may("止") != "" {
			x.To = c.number("止", x.From, 99)
		}
		if n := len(p.Order.Warnings); n > 0 {
			if want := p.Order.Warnings[n-1].To + 1; x.From != want {
				c.fault("policy.cards-gap", "want", want, "value", strconv.Itoa(x.From))
			}
		}
		if x.Code == "yellow" && x.From != 1 { // a card is for what is overdue, and nothing else
			c.fault("policy.cards-turn", "value", strconv.Itoa(x.From))
		}
		p.Order.Warnings = append(p.Order.Warnings, x)
	})
	t.need(p.known(Card), "blue", "yellow", "red")
}
