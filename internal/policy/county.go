package policy

import (
	"regexp"
	"slices"
	"strings"
)

// County is the jurisdiction the pack is for.
type County struct {
	Zh, En string
	Code   string // division code, 6 digits
	Field  string // the code of what the whole matter is called [T]
	Rules  map[string]Rule
}

// DocumentCode is the 代字 under which an organ issues: 镇督 in 镇督〔2025〕3号.
type DocumentCode struct {
	Code  string
	Organ string   // a body kind
	Kinds []string // of letters, see LetterKinds; none = all that no other row of the organ names
	Zh    string
	Rule
}

// LetterKinds are the kinds of letters that a 代字 may be kept for (文种): code
// and the word by which the pack names them.
var LetterKinds = map[string]string{"notice": "督办通知书", "reminder": "提醒书", "urging": "催办通知书",
	"caution": "告诫书", "transfer": "移送建议", OfficeDocument: "公文"}

// OfficeDocument are office documents whose 代字 the clerk chooses: an organ may have several.
const OfficeDocument = "document"

// UnitWord stands in a 代字 for the name of the unit where the organ has its seat.
const UnitWord = "单位"

// ForDocuments says that office documents may go out under it.
func (d DocumentCode) ForDocuments() bool {
	return len(d.Kinds) == 0 || slices.Contains(d.Kinds, OfficeDocument)
}

// Word is the 代字 for an organ's letters of one kind; "" when it has none.
func (p *Pack) Word(organ, kind string) string {
	rest := ""
	for _, d := range p.Documents {
		switch {
		case d.Organ != organ:
		case slices.Contains(d.Kinds, kind):
			return d.Zh
		case len(d.Kinds) == 0:
			rest = d.Zh
		}
	}
	return rest
}

var divisionForm = regexp.MustCompile(`^[0-9]{6}$`)

func (p *Pack) readCounty(r *parser) {
	const file = "county.txt"
	p.plain(r, file, Field)
	items := r.items(file, "县情", "名称", "英文名称", "区划代码", "领域名称")
	p.County = County{
		Zh: value(items, "名称"), En: value(items, "英文名称"), Code: value(items, "区划代码"),
		Field: value(items, "领域名称"), Rules: map[string]Rule{},
	}
	for item, code := range map[string]string{"名称": "name", "英文名称": "english-name", "区划代码": "code", "领域名称": "field"} {
		if c, ok := items[item]; ok {
			p.County.Rules[code] = c.rule()
		}
	}
	if c, ok := items["区划代码"]; ok && p.County.Code != "" && !divisionForm.MatchString(p.County.Code) {
		c.fault("policy.division-malformed", "value", p.County.Code)
	}
	if c, ok := items["领域名称"]; ok {
		c.of("值", p, Field)
	}

	p.Documents = map[string]DocumentCode{}
	r.table(file, "代字", "代码", "机构", "文种", "代字").each(func(c cursor) {
		code, _ := c.code("代码")
		zh := c.text("代字")
		c.once("代字", zh, "policy.prefix-repeated")
		d := DocumentCode{Code: code, Organ: c.of("机构", p, Body), Kinds: c.letterKinds("文种"), Zh: zh, Rule: c.rule()}
		// Two rows that may both give an organ's kind its 代字 would leave it to chance.
		for _, k := range d.Kinds {
			if k == OfficeDocument {
				continue
			}
			c.once("文种 "+d.Organ, k, "policy.letter-kind-repeated")
		}
		if len(d.Kinds) == 0 {
			c.once("文种 "+d.Organ, "—", "policy.letter-kind-repeated")
		}
		p.Documents[code] = d
		if d.ForDocuments() {
			p.name(LetterWord, Word{Code: code, Zh: zh, En: zh, Rule: d.Rule})
		}
	})
}

// letterKinds reads 提醒书、告诫书; empty is every kind that no other row names.
func (c cursor) letterKinds(column string) (out []string) {
	for _, word := range strings.FieldsFunc(c.may(column), func(r rune) bool { return r == '、' || r == ' ' }) {
		found := ""
		for code, zh := range LetterKinds {
			if zh == word {
				found = code
			}
		}
		if found == "" {
			c.fault("policy.letter-kind", "value", word)
			continue
		}
		out = append(out, found)
	}
	return out
}
