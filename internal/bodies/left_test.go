package bodies

import "testing"

// Who follows a leader: the first responsible person of today, or who acts; of a deputy
// the only one who took the same post since. Staff hand nothing over.
func TestWhoFollows(t *testing.T) {
	const left, since = "2020-01-01/2025-06-01", "2025-06-01"
	base := func(post Post) *land {
		return county(t).unit("局", Government, "").body("党组", PartyGroup, "局", "").person("甲").person("乙").person("丙").
			post("旧", "甲", post, "局", "党组", left, "")
	}
	for _, x := range []struct {
		name string
		post Post
		make func(l *land)
		want string // "" = nobody, "-" = no leader left
	}{
		{"nobody came", Secretary, func(*land) {}, ""},
		{"the next secretary", Secretary, func(l *land) { l.post("1", "乙", Secretary, "局", "党组", since, "") }, "乙"},
		{"one in charge", Secretary, func(l *land) { l.post("1", "乙", Acting, "局", "党组", "2025-06-01/2025-12-01", "文件") },
			"乙"},
		{"the same once more", Secretary, func(l *land) { l.post("1", "甲", Secretary, "局", "党组", since, "") }, ""},
		{"a deputy’s post taken", TeamMember, func(l *land) { l.post("1", "乙", TeamMember, "局", "党组", since, "") }, "乙"},
		{"a deputy who was there before", TeamMember,
			func(l *land) { l.post("1", "乙", TeamMember, "局", "党组", "2024-01-01", "") }, ""},
		{"two new deputies", TeamMember, func(l *land) {
			l.post("1", "乙", TeamMember, "局", "党组", since, "").post("2", "丙", TeamMember, "局", "党组", since, "")
		}, ""},
		{"a clerk", Clerk, func(l *land) { l.post("1", "乙", Clerk, "局", "党组", since, "") }, "-"},
	} {
		l := base(x.post)
		x.make(l)
		c, got := l.on("2025-06-10"), "-"
		for _, a := range c.Leaders(day("2025-05-01")) {
			if got = ""; c.Successor(a) != 0 {
				got = l.name(c.Successor(a))
			}
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
		if n := len(c.Leaders(day("2025-06-02"))); n != 0 {
			t.Errorf("%s: %d left since the day after", x.name, n)
		}
	}
}
