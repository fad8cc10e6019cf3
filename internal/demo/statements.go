package demo

import (
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// asked are questions that are put at the meetings, with their answers.
var asked = []statements.Question{
	{Asker: "superior", Question: "惠民资金公开为什么两次不及时？", Answer: "经办人员调整后没有交接清楚。已经定了专人，每月初由分管领导核对，下半年没有再发生。"},
	{Asker: "deputy", Question: "村级工程监督怎样落到实处？", Answer: "二十万元以上的工程都请村务监督委员会参加验收，发现的三处问题已经整改。"},
	{Asker: "public", Question: "群众来访多久能得到答复？", Answer: "当面登记，五个工作日内答复；今年有两件超过时限，已经向来访人说明并道歉。"},
	{Asker: "official", Question: "对自己分管之外的岗位风险了解多少？", Answer: "了解得不够。下一步每季度随机看一个站所，不打招呼。"},
}

// stating is a statement that is played up to a state.
type stating struct {
	unit  string
	upto  string
	tally statements.Tally
	reply string
	vote  bool // by phone, on all who state at a meeting of towns alone
}

// statements are those of the past December, ended, and of this year: some were held already,
// the others are called for the weeks to come; one text is missing though the day is over.
func (p *play) statements() {
	last := p.today.Year() - 1
	for _, x := range []stating{
		{"曙坪镇", statements.Closed, statements.Tally{Issued: 86, Returned: 84, Good: 52, Fairly: 21, Fair: 8, Poor: 1,
			Invalid: 2}, "", false},
		{"财政局", statements.Closed, statements.Tally{Issued: 86, Returned: 83, Good: 61, Fairly: 18, Fair: 4}, "", false},
		{"钟宝镇", statements.Closed, statements.Tally{Issued: 86, Returned: 86, Good: 39, Fairly: 25, Fair: 15, Poor: 6,
			Invalid: 1}, "接受评议。群众反映集中的路灯维护，已列入明年第一季度任务。", false},
		{"水利局", statements.Cancelled, statements.Tally{}, "", false},
	} {
		p.stated(when.Date(last, time.December, 22), x)
	}
	for _, x := range []struct {
		day when.Day
		stating
	}{
		{p.today - 14, stating{"牛头店镇", statements.Published, statements.Tally{Issued: 64, Returned: 63, Good: 40, Fairly: 16,
			Fair: 5, Poor: 1, Invalid: 1}, "", false}},
		{p.today - 8, stating{"曾家镇", statements.Counted, statements.Tally{Issued: 58, Returned: 58, Good: 33, Fairly: 17,
			Fair: 7, Poor: 1}, "", false}},
		{p.today - 8, stating{"上竹镇", statements.Held, statements.Tally{}, "", false}},
		{p.today - 5, stating{"城关镇", statements.Called, statements.Tally{}, "", false}},
		{p.today + 12, stating{"财政局", statements.Written, statements.Tally{}, "", false}},
		{p.today + 12, stating{"曙坪镇", statements.Called, statements.Tally{}, "", false}},
		{p.today + 9, stating{"钟宝镇", statements.Written, statements.Tally{}, "", false}},
		{p.today + 9, stating{"华坪镇", statements.Called, statements.Tally{}, "", true}},
	} {
		p.stated(x.day, x.stating)
	}
}

// stated plays a statement at the meeting of a day, or of the working day before it.
func (p *play) stated(day when.Day, x stating) {
	p.start(min(day-16, p.today-2), func(l *life) {
		office, second := p.office(actor.Principal, false), p.office(actor.Supervisory, false)
		first, body := p.on().FirstOf(p.named(x.unit))
		if first.Vacant() {
			return
		}
		s := &statements.Statement{Year: int64(day.Year()), Body: body, Meeting: "年度述责述廉述效大会",
			MeetingOn: p.Policy.Calendar.Working(day, 0), Clock: "09:00", Place: "县会议中心", Chair: "县委副书记", Expected: 90,
			Participants: "县委委员、各镇各部门主要负责人、“两代表一委员”、群众代表"}
		do := func(name string, by actor.Actor, in any) {
			p.act(ref.Statement, name, by, noun.Call{ID: s.ID, In: in})
		}
		if day == p.today+9 {
			s.Meeting, s.Expected = "镇党委书记述责述廉述效会", 45
		}
		do("add", office, s)
		if x.vote { // no further than this: keys and slips are random, and a demonstration is not
			l.wait(2)
			do("vote", office, &statements.Preparing{Slips: 40, TellerA: second.Person, TellerB: p.person("刘远征")})
			return
		}
		if x.upto == statements.Called {
			return
		}
		l.wait(1)
		if x.upto == statements.Cancelled {
			do("cancel", office, said("主要负责人正在外出学习，另行安排。"))
			return
		}
		do("write", p.as(first.Person), &statements.Text{OnDuty: "召开专题会四次，逐人听取班子成员汇报，签订责任书；对站所的日常提醒还不够。",
			OnIntegrity: "本人及家属没有违规经商，按时报告个人有关事项；公务接待全部公示。",
			OnResults:   "问题清单已销号的占九成，群众来访减少；惠民资金公开仍有两次不及时，明年定专人每月核对。"})
		if x.upto == statements.Written {
			return
		}
		l.until(s.MeetingOn)
		for _, q := range asked[:2+l.r.IntN(3)] {
			do("ask", office, &q)
		}
		do("hold", office, &statements.Holding{HeldOn: s.MeetingOn, Present: 88})
		do("remark", office, said("县委主要领导点评：抓责任分解实，抓日常提醒弱；要把站所负责人管起来。"))
		if x.upto == statements.Held {
			return
		}
		l.wait(1)
		do("count", office, &x.tally)
		if x.upto == statements.Counted {
			return
		}
		do("confirm", second, nil)
		l.wait(2)
		do("publish", office, nil)
		if x.reply != "" {
			l.wait(2)
			do("reply", p.as(first.Person), said(x.reply))
		}
		if x.upto == statements.Closed {
			l.wait(8)
			do("close", office, nil)
		}
	})
}

func said(words string) *noun.Said { return &noun.Said{Text: words} }
