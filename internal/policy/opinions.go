package policy

import (
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/opinions"
	"shuangze/internal/when"
)

// The words of opinions.txt for what the program knows by codes.
var (
	opinionFacts = map[string]string{"处分不再使用": opinions.Lasting, "影响期未满": opinions.Running,
		"一票否决": opinions.OfVeto, "问责未办结": opinions.OfMatter, "案件结果未登记决定": opinions.OfCase,
		"影响期已满": opinions.Over, "已了结": opinions.Closing}
	opinionAnswers = map[string]string{"未收到问题线索": opinions.None, "有线索已了结，不持异议": opinions.Closed,
		"已处理且影响期满，不持异议": opinions.Expired, "尚在处置中，暂缓提出意见": opinions.Pending,
		"建议暂缓使用": opinions.Defer, "建议不宜使用": opinions.Unfit}
)

const everyPurpose = "全部"

// readOpinions reads what binds integrity opinions (spec 5.4).
func (p *Pack) readOpinions(r *parser) {
	const file = "opinions.txt"
	o := &p.Integrity
	got := r.items(file, "意见规定", "答复时限", "发文代字", "双签字")
	if c, ok := got["答复时限"]; ok {
		limit := c.limit("值")
		o.Due = func(day when.Day) when.Day { return limit.From(p.Calendar, day).Due }
	}
	if c, ok := got["发文代字"]; ok {
		o.Word = c.text("值")
	}
	if c, ok := got["双签字"]; ok {
		for _, code := range apart(c.text("值")) {
			if !p.known(Body)(code) {
				c.fault("policy.code-unknown", "column", "值", "value", code, "section", Body.section())
			}
			o.Signs = append(o.Signs, bodies.BodyKind(code))
		}
	}
	o.Uses, o.Answers = map[string]string{}, map[string]string{}
	p.words(r.table(file, OpinionPurpose.section(), "代码", "中文", "英文", "核查用途"), OpinionPurpose,
		func(c cursor, w Word) {
			if uses := p.named(c, "核查用途", EffectUse); len(uses) > 0 {
				o.Uses[w.Code] = uses[0]
			}
		})
	p.words(r.table(file, OpinionSection.section(), "代码", "中文", "英文", "用途"), OpinionSection,
		func(c cursor, w Word) {
			s := opinions.Section{Code: w.Code}
			if c.text("用途") != everyPurpose {
				s.Purposes = p.named(c, "用途", OpinionPurpose)
			}
			o.Asked = append(o.Asked, s)
		})
	t := r.table(file, "意见建议", "事实", "意见")
	t.each(func(c cursor) {
		c.rule()
		fact, answer := chosen(c, "事实", opinionFacts), chosen(c, "意见", opinionAnswers)
		if fact != "" {
			o.Answers[fact] = answer
		}
	})
	t.need(func(word string) bool { return o.Answers[opinionFacts[word]] != "" }, sortedKeys(opinionFacts)...)
}

func sortedKeys(of map[string]string) (out []string) {
	for word := range of {
		out = append(out, word)
	}
	slices.Sort(out)
	return out
}
