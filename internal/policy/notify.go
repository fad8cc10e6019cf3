package policy

import "slices"

// Notify is when people are told, and when they are left alone.
type Notify struct {
	Near      Limit // before the due day, when somebody is reminded of it [D]
	Kept      int   // days for which what was told is kept [D]
	Fresh     int   // days after which an entry is told as read already [D]
	QuietFrom int   // the hour from which nobody is disturbed, unless they choose otherwise [D]
	QuietTo   int   // the hour until which
	Digest    int   // the hour of the digest [D]
	Rises     map[string]Rise
}

// Rise is what goes to the post above: of the matter's unit, or of the county.
type Rise struct {
	After Limit
	Post  string // a role
	Rests Rule
}

// The cases in which it goes there.
const (
	Unread  = "unread"
	Overdue = "overdue"
)

// RisesTo are the posts to which it may go.
var RisesTo = []string{"first-responsible", "team-member", "principal-office", "supervisory-office", "leading-group"}

// readNotify reads them; a pack from before anybody was told has these.
func (p *Pack) readNotify(r *parser) {
	const file, items, rises = "notify.txt", "通知", "通知上报"
	p.Notify = Notify{Near: Limit{3, WorkingDays}, Kept: 90, Fresh: 7, QuietFrom: 21, QuietTo: 8, Digest: 8,
		Rises: map[string]Rise{}}
	if r.sections[items] != nil {
		got := r.items(file, items, "临近提醒", "保留天数", "补告天数", "免打扰起", "免打扰止", "摘要时间")
		if c, ok := got["临近提醒"]; ok {
			p.Notify.Near = c.limit("值")
		}
		for item, into := range map[string]struct {
			at          *int
			least, most int
		}{"保留天数": {&p.Notify.Kept, 7, 3650}, "补告天数": {&p.Notify.Fresh, 1, 365}, "免打扰起": {&p.Notify.QuietFrom, 0, 23},
			"免打扰止": {&p.Notify.QuietTo, 0, 23}, "摘要时间": {&p.Notify.Digest, 0, 23}} {
			if c, ok := got[item]; ok {
				*into.at = c.number("值", into.least, into.most)
			}
		}
	}
	if r.sections[rises] == nil {
		return
	}
	r.table(file, rises, "代码", "时限", "职务").each(func(c cursor) {
		code, ok := c.code("代码")
		post := c.text("职务")
		if ok && code != Unread && code != Overdue {
			c.fault("policy.code-unknown", "column", "代码", "value", code, "section", rises)
		}
		if post != "" && !slices.Contains(RisesTo, post) {
			c.fault("policy.code-unknown", "column", "职务", "value", post, "section", rises)
		}
		x := Rise{c.limit("时限"), post, c.rule()}
		if x.After.None() {
			c.fault("policy.cell-empty", "column", "时限")
		}
		p.Notify.Rises[code] = x
	})
}
