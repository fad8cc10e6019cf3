package policy

import (
	"slices"
	"strings"

	"shuangze/internal/lists/power"
)

func (p *Pack) readPowers(r *parser) {
	const file = "powers.txt"
	p.plain(r, file, PowerCategory, "decision", "execution", "supervision")
	p.plain(r, file, Disclosure)
	by := map[string]cursor{}
	t := r.table(file, StatuteTitle.section(), "代码", "中文", "英文", "简称", "施行", "废止", "取代")
	p.words(t, StatuteTitle, func(c cursor, w Word) {
		s := power.Statute{Code: w.Code, Names: []string{w.Zh}}
		s.Names = append(s.Names, strings.FieldsFunc(c.may("简称"), func(r rune) bool { return r == '、' || r == ' ' })...)
		if c.may("施行") != "" {
			s.From, _ = c.day("施行")
		}
		if c.may("废止") != "" {
			if s.To, _ = c.day("废止"); s.To != 0 && s.To <= s.From {
				c.fault("policy.statute-days", "from", s.From, "to", s.To)
			}
		}
		if code := c.may("取代"); code != "" {
			by[w.Code] = c
		}
		p.Statutes = append(p.Statutes, s)
	})
	for i, s := range p.Statutes {
		c, ok := by[s.Code]
		if !ok {
			continue
		}
		j := slices.IndexFunc(p.Statutes, func(x power.Statute) bool { return x.Code == c.may("取代") })
		if j < 0 {
			c.fault("policy.code-unknown", "column", "取代", "value", c.may("取代"), "section", StatuteTitle.section())
			continue
		}
		p.Statutes[i].By = p.Statutes[j].Names[0]
	}
}
