package policy

// readSignoff reads what is signed in person, and what an opinion must be [D].
func (p *Pack) readSignoff(r *parser) {
	const file = "signoff.txt"
	p.plain(r, file, PaperKind)
	if c, ok := r.items(file, "签字规定", "意见最少字数")["意见最少字数"]; ok {
		p.Opinions.Least = c.number("值", 1, 100)
	}
	r.table(file, "套话", "写法").each(func(c cursor) {
		c.rule()
		if s := c.text("写法"); c.once("写法", s, "policy.code-repeated") && s != "" {
			p.Opinions.Formulas = append(p.Opinions.Formulas, s)
		}
	})
}
