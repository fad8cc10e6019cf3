package policy

import "regexp"

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
	Organ string // a body kind
	Zh    string
	Rule
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
	r.table(file, "代字", "代码", "机构", "代字").each(func(c cursor) {
		code, _ := c.code("代码")
		zh := c.text("代字")
		c.once("代字", zh, "policy.prefix-repeated")
		p.Documents[code] = DocumentCode{Code: code, Organ: c.of("机构", p, Body), Zh: zh, Rule: c.rule()}
	})
}
