package policy

import (
	"regexp"
	"strconv"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/when"
)

var cadences = map[string]duty.Cadence{"每年": duty.Yearly, "每半年": duty.HalfYearly, "每季度": duty.Quarterly,
	"每月": duty.Monthly, "任职": duty.Appointed, "严重问题": duty.Serious, "挂牌督办": duty.Supervised, "红牌": duty.Carded,
	"较重案件": duty.Case, "轻微案件": duty.SlightCase}

func (p *Pack) readRules(r *parser) {
	const file = "rules.txt"
	p.plain(r, "institutions.txt", Institution)
	if c, ok := r.items(file, "履责规定", "补录期限")["补录期限"]; ok && c.may("值") != "" {
		p.Backfill = c.limit("值")
	}
	t := r.table(file, DutyRule.section(), "代码", "中文", "英文", "范围", "由谁", "周期", "次数", "时限", "佐证", "本人",
		"分值", "制度", "用表", "起", "止")
	p.words(t, DutyRule, func(c cursor, w Word) {
		x := duty.Rule{Code: w.Code, What: w.Zh, Who: c.of("由谁", p, DutyLevel), Times: int64(c.number("次数", 1, 366)),
			Proof: c.may("佐证"), InPerson: c.yes("本人"), Institution: c.may("制度"), Form: c.may("用表"),
			In: when.Period{To: when.Open}}
		if x.Institution != "" && !p.known(Institution)(x.Institution) {
			c.fault("policy.code-unknown", "column", "制度", "value", x.Institution, "section", Institution.section())
		}
		if x.Form != "" && duty.Forms[x.Form] == "" {
			c.fault("policy.rule-form", "value", x.Form)
		}
		for _, code := range strings.FieldsFunc(c.text("范围"), func(r rune) bool { return r == '、' || r == ' ' }) {
			kind := bodies.BodyKind(code)
			switch {
			case !p.known(Body)(code):
				c.fault("policy.code-unknown", "column", "范围", "value", code, "section", Body.section())
			case kind.Side() == "":
				c.fault("policy.rule-body", "value", code)
			}
			x.Bodies = append(x.Bodies, kind)
		}
		switch x.Who {
		case duty.Team, duty.First, duty.Member, "":
		default:
			c.fault("policy.rule-who", "value", x.Who)
		}
		if s := c.text("周期"); s != "" {
			var ok bool
			if x.Cadence, ok = cadences[s]; !ok {
				c.fault("policy.rule-cadence", "value", s)
			}
		}
		if x.InPerson && x.Who == duty.Member {
			c.fault("policy.rule-in-person")
		}
		if x.Cadence == duty.Appointed && x.Who == duty.Team {
			c.fault("policy.rule-appointed")
		}
		if s := c.text("时限"); s != "" {
			var ok bool
			if x.Due, ok = anchor(s, x.Cadence); !ok {
				c.fault("policy.rule-due", "value", s)
			}
		}
		if s := c.may("分值"); s != "" {
			n, ok := field.ParseMark(s)
			if !ok || n > 1000*100 {
				c.fault("policy.rule-points", "value", s)
			}
			x.Points = n
		}
		x.In.From, _ = c.day("起")
		if c.may("止") != "" {
			if x.In.To, _ = c.day("止"); x.In.To != 0 && x.In.To <= x.In.From {
				c.fault("policy.period-reversed", "from", x.In.From, "to", x.In.To)
			}
		}
		p.Rules = append(p.Rules, x)
	})
}

var anchorForm = regexp.MustCompile(`^(期末|期初|任职|发生)(前|后) *([1-9][0-9]{0,2}) *(个?工作日|天|日)$`)

// anchor reads where in a period a duty is due.
func anchor(s string, c duty.Cadence) (a duty.Anchor, ok bool) {
	start := map[bool]string{true: "期初", false: "发生"}[c.ByCalendar()]
	if c == duty.Appointed {
		start = "任职"
	}
	if s == "期末" {
		return a, c.ByCalendar()
	}
	if month, day, ok := monthDay(s); ok {
		a.Month, a.Day = int(month), day
		return a, c == duty.Yearly
	}
	m := anchorForm.FindStringSubmatch(s)
	if m == nil || m[1] != start && !(m[1] == "期末" && c.ByCalendar()) || m[1] != "期末" && m[2] == "前" {
		return a, false
	}
	a.FromStart, a.Working = m[1] != "期末", strings.Contains(m[4], "工作日")
	if a.N, _ = strconv.Atoi(m[3]); m[2] == "前" {
		a.N = -a.N
	}
	return a, true
}

// InstitutionOf says of which institution a rule is; "" = of none.
func (p *Pack) InstitutionOf() func(rule string) string {
	of := map[string]string{}
	for _, r := range p.Rules {
		of[r.Code] = r.Institution
	}
	return func(rule string) string { return of[rule] }
}
