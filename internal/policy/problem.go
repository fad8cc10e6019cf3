package policy

// Detail is a second-level source of problems, the same under each of the six
// [R].
type Detail struct {
	Word
	Group string // superior, own or self
}

// Level is one of the three levels of problems [T] with how it is handled [D].
type Level struct {
	Word
	Rank           int   // 1 is the lightest; a problem goes up one rank at a time
	Limit          Limit // from registration to close-out
	NeedsOrder     bool  // a supervision order must be made
	ToLeadingGroup bool  // reported to the leading group
	Handling       Rule
}

// Escalation is what makes the system propose one level up; an office decides
// with a reason [D].
type Escalation struct {
	Code   string // overdue, rejected, recurred
	Times  int    // as often as this
	Within Limit  // within this time; none means ever
	Rule
}

func (p *Pack) readProblems(r *parser) {
	p.Sources = p.plain(r, "sources.txt", Source, "studied", "spotcheck", "public-review", "daily-check",
		"yearend", "public-report")
	p.plain(r, "sources.txt", SourceGroup)
	p.Details = map[string]Detail{}
	p.words(r.table("sources.txt", SourceDetail.section(), "代码", "组", "中文", "英文"), SourceDetail, func(c cursor, w Word) {
		p.Details[w.Code] = Detail{w, c.of("组", p, SourceGroup)}
	})
	p.Categories = p.plain(r, "categories.txt", Category, "other")
	p.readLevels(r)
}

func (p *Pack) readLevels(r *parser) {
	const file = "levels.txt"
	words := p.plain(r, file, ProblemLevel, "slight", "ordinary", "serious")
	p.Levels = map[string]Level{}
	for i, code := range p.codes[ProblemLevel] {
		p.Levels[code] = Level{Word: words[code], Rank: i + 1}
	}
	handled := map[string]bool{}
	t := r.table(file, "层级办理", "层级", "期限", "须发督办单", "报领导小组")
	t.each(func(c cursor) {
		code := c.of("层级", p, ProblemLevel)
		c.once("层级", code, "policy.code-repeated")
		c.text("期限")
		l := p.Levels[code]
		l.Limit, l.NeedsOrder, l.ToLeadingGroup = c.limit("期限"), c.yes("须发督办单"), c.yes("报领导小组")
		l.Handling = c.rule()
		if l.Code != "" {
			p.Levels[code], handled[code] = l, true
		}
	})
	t.need(func(code string) bool { return handled[code] }, p.codes[ProblemLevel]...)

	p.Escalation = map[string]Escalation{}
	t = r.table(file, "层级升级", "情形", "次数", "期限")
	t.each(func(c cursor) {
		code, _ := c.code("情形")
		p.Escalation[code] = Escalation{Code: code, Times: c.number("次数", 1, 99), Within: c.limit("期限"), Rule: c.rule()}
	})
	t.need(func(code string) bool { _, ok := p.Escalation[code]; return ok }, "overdue", "rejected", "recurred")

	for item, c := range r.items(file, "问题处置期限", "阅知", "提级决定") {
		if c.may("值") == "" {
			continue
		}
		switch item {
		case "阅知":
			p.NoteIn = c.limit("值")
		case "提级决定":
			p.DecideIn = c.limit("值")
		}
	}
}
