package policy

import "strings"

const (
	signingSection = "公文签发"
	timesSection   = "公文期限"
	// ByFirst and ByLeaders are who may sign under a 代字: the organ's first responsible person, and all who lead it.
	ByFirst   = "first"
	ByLeaders = "leaders"
)

var signers = map[string]string{"主要负责人": ByFirst, "班子成员": ByLeaders}

// letterKinds are those of a pack from before there were any.
var letterKinds = []Word{{Code: "notice", Zh: "通知", En: "Notice"}, {Code: "circular", Zh: "通报", En: "Circular"},
	{Code: "letter", Zh: "函", En: "Letter"}, {Code: "opinion", Zh: "意见", En: "Opinion"},
	{Code: "report", Zh: "报告", En: "Report"}, {Code: "other", Zh: "其他", En: "Other"}}

// readLetters reads the kinds of office documents, and who signs under which 代字; a 代字 that is not named is the
// first responsible person's.
func (p *Pack) readLetters(r *parser) {
	const file = "letters.txt"
	p.Signers, p.Receipts = map[string][]string{}, Limit{3, WorkingDays}
	if r.sections[timesSection] != nil {
		if c, ok := r.items(file, timesSection, "签收期限")["签收期限"]; ok {
			p.Receipts = c.limit("值")
		}
	}
	if r.sections[LetterKind.section()] == nil {
		for _, w := range letterKinds {
			p.name(LetterKind, w)
		}
		return
	}
	p.plain(r, file, LetterKind, "report")
	r.table(file, signingSection, "代字", "签发人").each(func(c cursor) {
		code, by := c.of("代字", p, LetterWord), c.text("签发人")
		c.once("代字", code, "policy.code-repeated")
		c.rule()
		for _, word := range strings.FieldsFunc(by, func(r rune) bool { return r == '、' || r == ' ' }) {
			who, ok := signers[word]
			if !ok {
				c.fault("policy.signer", "value", word)
			}
			p.Signers[code] = append(p.Signers[code], who)
		}
	})
}

// Signing says who may sign under a 代字.
func (p *Pack) Signing(code string) []string {
	if by := p.Signers[code]; len(by) > 0 {
		return by
	}
	return []string{ByFirst}
}
