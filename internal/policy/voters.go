package policy

import (
	"strings"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/field"
)

// answers are the words that a scale of ballots is made of (测评等次).
var answers = map[string]scheme.Answer{"满意": scheme.Satisfied, "基本满意": scheme.Mostly, "好": scheme.Good,
	"较好": scheme.Fairly, "一般": scheme.Middling, "不满意": scheme.Dissatisfied, "差": scheme.Poor,
	"不了解": scheme.Unknown}

// notCounted is the worth of an answer that is valid and enters no mean.
const notCounted = "不计"

// readVoters reads the classes of voters, the scales of answers that they are asked by, and what each class weighs in
// which indicator of a scheme (spec 4.2). A county that has none types the result of a survey as a whole.
func (p *Pack) readVoters(r *parser, file string, d *drafts) {
	p.words(r.optional(file, VoterClass.section(), "代码", "中文", "英文"), VoterClass, nil)
	scales := map[string][]scheme.Worth{}
	t := r.optional(file, "测评等次", "等次组", "等次", "得分")
	t.each(func(c cursor) {
		set := c.text("等次组")
		w := scheme.Worth{Answer: chosen(c, "等次", answers)}
		for _, o := range scales[set] {
			if o.Answer == w.Answer && w.Answer != "" {
				c.fault("policy.answer-twice", "value", c.may("等次"), "set", set)
			}
		}
		if s := c.text("得分"); s != "" && s != notCounted {
			n, ok := field.ParseMark(s)
			if !ok || n > scheme.Full {
				c.fault("policy.answer-worth", "value", s)
			}
			w.Value, w.Counts = n, true
		}
		c.rule()
		scales[set] = append(scales[set], w)
	})
	t = r.optional(file, "测评权重", "办法", "指标", "票类", "权重", "等次组")
	t.each(func(c cursor) {
		x := scheme.Voters{No: c.text("指标"), Class: c.of("票类", p, VoterClass), Weight: c.percent("权重")}
		set := c.text("等次组")
		if x.Scale = scales[set]; x.Scale == nil && set != "" {
			c.fault("policy.code-unknown", "column", "等次组", "value", set, "section", "测评等次")
		}
		c.rule()
		d.each(c, scheme.InVoters, func(s *draft) { s.Voters = append(s.Voters, x) })
	})
}

// percent is a share such as 40%, in hundredths of a percent.
func (c cursor) percent(column string) int64 {
	s := c.text(column)
	if s == "" {
		return 0
	}
	n, ok := field.ParseMark(strings.TrimSuffix(s, "%"))
	if !ok || !strings.HasSuffix(s, "%") {
		c.fault("policy.scheme-percent", "column", column, "value", s)
	}
	return n
}
