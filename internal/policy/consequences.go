package policy

import (
	"strings"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/when"
)

// Follows is a row of consequences.txt: what follows, and within what limit it is carried out.
type Follows struct {
	consequences.Rule
	Within Limit
}

// Consequences are what follows from results and decisions, and what binds honours.
type Consequences struct {
	Rows     []Follows
	Carriers []consequences.Carrier
	Notice   Limit  // for how long an honour is public before it is approved [D]
	Answer   Limit  // until when an objection is answered [D]
	Reward   int64  // of a model, in hundredths of a yuan
	Use      string // the check before an honour
}

const consequencesFile = "consequences.txt"

// The words of consequences.txt for what the program knows by codes.
var (
	followsSides = map[string]string{"奖": consequences.Reward, "惩": consequences.Sanction}
	followsWhom  = map[string]string{"班子": consequences.OfBody, "第一责任人": consequences.OfHead}
	followsBy    = map[string]string{"主体责任办公室": consequences.ByPrincipal, "监督责任办公室": consequences.BySupervisory,
		"所在单位": consequences.ByOwnUnit}
	followsLasts = map[string]string{"影响期": consequences.ForPeriod, "使用限制": consequences.ForBars,
		"考核影响": consequences.ForGrades, "下一年度": consequences.NextYear, none: consequences.Once}
)

// readConsequences reads what follows from results. A pack from before there were such rules has none of the
// tables: then nothing follows, and no honour can be nominated.
func (p *Pack) readConsequences(r *parser) {
	if r.sections[ConsequenceKind.section()] == nil {
		return
	}
	x := &p.Consequences
	sides := map[string]string{}
	t := r.table(consequencesFile, ConsequenceKind.section(), "代码", "中文", "英文", "一侧")
	p.words(t, ConsequenceKind, func(c cursor, w Word) { sides[w.Code] = chosen(c, "一侧", followsSides) })
	t = r.table(consequencesFile, ConsequenceCarrier.section(), "代码", "中文", "英文", "承担")
	p.words(t, ConsequenceCarrier, func(c cursor, w Word) {
		by := consequences.Carrier{Code: w.Code, Unit: c.text("承担")}
		if code, ok := followsBy[by.Unit]; ok {
			by.By, by.Unit = code, ""
		}
		x.Carriers = append(x.Carriers, by)
	})
	seen := dated{}
	t = r.table(consequencesFile, "考核结果运用", "等次", "对象", "后果", "内容", "落实", "时限", "期限", "用途", "起", "止", "条款")
	t.each(func(c cursor) {
		f := p.follows(c, sides, consequences.OfGrade)
		f.Subject = chosen(c, "对象", followsWhom)
		if c.may("用途") != "" {
			f.Use = p.one(c, "用途", EffectUse)
		}
		p.spread(c, f, seen, "等次", AppraisalGrade)
	})
	t = r.table(consequencesFile, "处分处理结果运用", "种类", "后果", "内容", "落实", "时限", "期限", "起", "止", "条款")
	t.each(func(c cursor) { p.spread(c, p.follows(c, sides, consequences.OfDecision), seen, "种类", EffectKind) })
	// A pack from before rulings on bodies and vetoes brought anything has neither table.
	if r.sections["班子问责结果运用"] != nil {
		t = r.table(consequencesFile, "班子问责结果运用", "方式", "后果", "内容", "落实", "时限", "期限", "起", "止", "条款")
		t.each(func(c cursor) { p.spread(c, p.follows(c, sides, consequences.OfRuling), seen, "方式", MatterOutcome) })
	}
	if r.sections["一票否决结果运用"] != nil {
		t = r.table(consequencesFile, "一票否决结果运用", "对象", "后果", "内容", "落实", "时限", "期限", "起", "止", "条款")
		t.each(func(c cursor) {
			f := p.follows(c, sides, consequences.OfVeto)
			f.Subject = chosen(c, "对象", followsWhom)
			seen.take(c, strings.Join([]string{f.From, f.Subject, c.may("后果")}, "·"), f.In)
			p.Consequences.Rows = append(p.Consequences.Rows, f)
		})
	}
	p.readHonours(r)
}

// follows is a row; its side must be that of its kind: rewards come of grades alone.
func (p *Pack) follows(c cursor, sides map[string]string, from string) Follows {
	c.rule()
	side := consequences.Sanction
	if from == consequences.OfGrade {
		side = consequences.Reward
	}
	f := Follows{Rule: consequences.Rule{Side: side, From: from, Kind: p.one(c, "后果", ConsequenceKind),
		In: c.spans("起", "止"), What: c.text("内容"),
		Carrier: p.one(c, "落实", ConsequenceCarrier), Clause: c.text("条款")}, Within: c.limit("时限")}
	if f.Kind != "" && sides[f.Kind] != side {
		c.fault("policy.consequence-side", "value", c.may("后果"))
	}
	cell := c.text("期限")
	if f.Lasts = followsLasts[cell]; f.Lasts == "" {
		f.Lasts, f.Months = consequences.ForMonths, c.months("期限", cell)
	}
	ofResult := f.Lasts == consequences.NextYear
	ofDecision := f.Lasts == consequences.ForPeriod || f.Lasts == consequences.ForBars || f.Lasts == consequences.ForGrades
	isResult := from == consequences.OfGrade || from == consequences.OfVeto
	if ofDecision && from != consequences.OfDecision || ofResult && !isResult {
		c.fault("policy.consequence-lasts", "value", cell)
	}
	return f
}

// spread takes a row for each of the codes that it names; two may not say the same of one time.
func (p *Pack) spread(c cursor, f Follows, seen dated, column string, kind Kind) {
	for _, code := range p.named(c, column, kind) {
		f.On = code
		seen.take(c, strings.Join([]string{f.From, f.Subject, c.may("后果"), code}, "·"), f.In)
		p.Consequences.Rows = append(p.Consequences.Rows, f)
	}
}

// one is the code of a single word.
func (p *Pack) one(c cursor, column string, kind Kind) string {
	codes := p.named(c, column, kind)
	if len(codes) != 1 {
		return ""
	}
	return codes[0]
}

// readHonours reads what binds 勤廉兼优.
func (p *Pack) readHonours(r *parser) {
	x := &p.Consequences
	got := r.items(consequencesFile, "勤廉兼优", "公示期限", "标兵奖励", "异议答复", "核查用途")
	if c, ok := got["公示期限"]; ok {
		x.Notice = c.limit("值")
	}
	if c, ok := got["异议答复"]; ok {
		x.Answer = c.limit("值")
	}
	if c, ok := got["标兵奖励"]; ok {
		x.Reward = c.points("值")
	}
	if c, ok := got["核查用途"]; ok {
		if x.Use = p.one(c, "值", EffectUse); x.Use == effect.Annual {
			c.fault("policy.consequence-use", "value", c.may("值"))
		}
	}
}

// Follow are the rows as rules ask of them: each limit counted by a calendar.
func (x *Consequences) Follow(calendar *when.Calendar) *consequences.Rules {
	out := &consequences.Rules{Carriers: x.Carriers}
	for _, f := range x.Rows {
		within := f.Within
		f.Due = func(day when.Day) when.Day { return within.From(calendar, day).Due }
		out.Rows = append(out.Rows, f.Rule)
	}
	return out
}
