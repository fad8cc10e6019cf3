package policy

import "shuangze/internal/institutions/rounds"

func (p *Pack) readRounds(r *parser) {
	w := &p.Rounds
	to := map[string]*int64{"履责逾期": &w.Late, "黄牌": &w.Yellow, "红牌": &w.Red, "督办逾期": &w.Orders, "问题逾期": &w.Problems,
		"群众反映": &w.Complaints, "群众反映起点": &w.Least, "考核低分": &w.Poor, "考核低分线": &w.Below}
	for name, c := range r.items("rounds.txt", "督导关注", "履责逾期", "黄牌", "红牌", "督办逾期", "问题逾期", "群众反映", "群众反映起点",
		"考核低分", "考核低分线") {
		least := 0
		if to[name] == &w.Least {
			least = rounds.ComplaintsLeast
		}
		*to[name] = int64(c.number("值", least, 100))
	}
}
