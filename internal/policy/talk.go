package policy

import "shuangze/internal/institutions/talks"

// Talk is what binds the three talks.
type Talk struct {
	Notice   Limit // from the notice to the talk, at least [D]
	ReportIn Limit // from the talk to the report [D]
	Effect   Limit // of a formal admonition [V]
	Follow   Limit // from a formal admonition to the look at what became of it [V]
}

func (p *Pack) readTalks(r *parser) {
	const file = "talks.txt"
	p.plain(r, file, TalkKind, talks.Integrity, talks.Admonition, talks.Accountability)
	p.plain(r, file, Discipline)
	got := r.items(file, "谈话规定", "通知提前", "整改报告", "影响期", "回访")
	for name, to := range map[string]*Limit{"通知提前": &p.Talk.Notice, "整改报告": &p.Talk.ReportIn,
		"影响期": &p.Talk.Effect, "回访": &p.Talk.Follow} {
		if c, ok := got[name]; ok {
			*to = c.limit("值")
		}
	}
}
