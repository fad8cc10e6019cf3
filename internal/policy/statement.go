package policy

import "shuangze/internal/institutions/statements"

// Statement is what binds the three statements.
type Statement struct {
	Month   int   // in which they are made [D]
	Publish Limit // from the meeting to the publishing of the result [D]
	Reply   Limit // from that to the person's answer [D]
	Weights statements.Weights
}

func (p *Pack) readStatements(r *parser) {
	const file = "statements.txt"
	got := r.items(file, "述评规定", "月份", "公布期限", "说明期限")
	if c, ok := got["月份"]; ok {
		p.Statement.Month = c.number("值", 1, 12)
	}
	if c, ok := got["公布期限"]; ok {
		p.Statement.Publish = c.limit("值")
	}
	if c, ok := got["说明期限"]; ok {
		p.Statement.Reply = c.limit("值")
	}
	p.Statement.Weights = statements.Weights{}
	t := r.table(file, BallotGrade.section(), "代码", "中文", "英文", "分值")
	p.words(t, BallotGrade, func(c cursor, w Word) { p.Statement.Weights[w.Code] = c.number("分值", 0, 100) })
	t.need(p.known(BallotGrade), statements.Grades...)
	p.plain(r, file, InquiryAsker)
}
