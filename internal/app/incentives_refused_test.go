package app

import (
	"strings"
	"testing"

	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// An honour is kept back by its rules: not before the days of its notice are over, not while an objection is open, not
// revoked without the number and the day of the decision; and what follows is given to nobody who has it already.
func TestHonourRefusals(t *testing.T) {
	v := visit(t)
	do := func(login string, of ref.Kind, name string, id ref.ID, in any, want string) {
		t.Helper()
		if _, no := v.does(login, of, name, id, in); no != want {
			t.Errorf("%s by %s: %q, not %q", name, login, no, want)
		}
	}
	today := v.h.Clock().Day()
	h := &honours.Honour{Kind: honours.Model, Year: 2016, Person: v.actor("shuping-jw").Person, Deeds: "驻村督办饮水工程"}
	do("zhuti-jb", ref.Honour, "add", 0, h, "")
	id, approving := h.ID, &honours.Approving{Meeting: "第3次会议"}
	do("zhuti-jb", ref.Honour, "notice", id, nil, "")
	do("caizheng", ref.Honour, "object", id, &honours.Objecting{Claim: "一项数据不实"}, "")
	do("lingdao", ref.Honour, "approve", id, approving, "honour.approve.early")

	v = v.later(int(v.honour(id).NoticeUntil - today + 1))
	do("caizheng", ref.Honour, "object", id, &honours.Objecting{Claim: "又一项"}, "honour.object.late")
	do("lingdao", ref.Honour, "approve", id, approving, "honour.approve.open")
	for _, p := range every[*honours.Protest](v, ref.Protest) {
		if p.Honour == id {
			do("zhuti", ref.Protest, "decide", p.ID, &honours.Deciding{Answer: honours.Rejected, Reason: "核实无误"}, "")
		}
	}
	do("zhuti-jb", ref.Honour, "approve", id, approving, "access.forbidden")
	do("lingdao", ref.Honour, "approve", id, approving, "")
	if x := v.honour(id); x.State != honours.Approved || x.Number == "" || x.Reward == 0 {
		t.Errorf("approved, and it is %s, %q, %d", x.State, x.Number, x.Reward)
	}
	for _, kind := range []string{"pdf", "docx"} {
		w := v.ask("zhuti-jb", "GET", "/honours/"+id.String()+"/form/certificate/as/"+kind)
		if w.Code != 200 || kind == "docx" && !strings.Contains(wordsOf(t, w.Body.Bytes()), "特发此证") {
			t.Errorf("the certificate as %s: %d", kind, w.Code)
		}
	}

	day := v.h.Clock().Day()
	for _, x := range []struct {
		in   honours.Revoking
		want string
	}{
		{honours.Revoking{On: day, Why: "数据不实"}, "revokeNo input.required"},
		{honours.Revoking{No: "镇廉发〔2026〕1号", Why: "数据不实"}, "revokedOn input.required"},
		{honours.Revoking{No: "镇廉发〔2026〕1号", On: day}, "why input.required"},
		{honours.Revoking{No: "镇廉发〔2026〕1号", On: day + 1, Why: "数据不实"}, "revokedOn honour.revoke.later"},
		{honours.Revoking{No: "镇廉发〔2026〕1号", On: day - 1, Why: "数据不实"}, "revokedOn honour.revoke.early"},
		{honours.Revoking{No: "镇廉发〔2026〕1号", On: day, Why: "数据不实"}, ""},
		{honours.Revoking{No: "镇廉发〔2026〕2号", On: day, Why: "数据不实"}, "honour.not-now"},
	} {
		do("zhuti-jb", ref.Honour, "revoke", id, &x.in, x.want)
	}
	do("lingdao", ref.Honour, "decline", id, &noun.Said{Text: "不授予"}, "honour.not-now")

	m, no := v.does("jiandu-jb", ref.Measure, "add", 0, v.newMeasure(611, "service-demerit"))
	if no != "" {
		t.Fatal(no)
	}
	do("jiandu", ref.Measure, "confirm", m, nil, "")
	own := v.followed(m)["assessment"]
	if own == nil || own.State != consequences.Open {
		t.Fatalf("what follows: %+v", own)
	}
	do("jiandu-jb", ref.Consequence, "assign", own.ID, nil, "consequence.assign.same")
	do("shuping-lly", ref.Consequence, "assign", own.ID, nil, "access.missing")
}
