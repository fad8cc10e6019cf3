package policy

import (
	"shuangze/internal/institutions/cases"
	"shuangze/internal/institutions/talks"
)

// readCases reads how cases are told apart, and the legal ground that the form of a talk about one opens with.
func (p *Pack) readCases(r *parser) {
	const file = "cases.txt"
	p.plain(r, file, CaseGravity, cases.Slight, cases.Ordinary, cases.Grave, cases.Severe)
	p.plain(r, file, CaseOutcome)
	p.TalkGround = map[string]string{}
	got := r.items(file, "案件谈话", "诫勉依据", "约谈依据")
	for name, kind := range map[string]string{"诫勉依据": talks.Admonition, "约谈依据": talks.Accountability} {
		if c, ok := got[name]; ok {
			p.TalkGround[kind] = c.text("值")
		}
	}
}
