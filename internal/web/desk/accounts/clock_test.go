package accounts_test

import (
	"strings"
	"testing"
	"time"
)

// After a long rest the system administrator signs in, sees both times and
// confirms the clock; nobody else is shown the page.
func TestClockInTheBrowser(t *testing.T) {
	h := openDoubting(t)
	b := h.settled("system-admin")
	b.get("/clock").is("/clock", 200, "时钟与最后一条记录相符")
	h.now.Add((40 * 24 * time.Hour).Microseconds())
	b.post("/sign-in", "login", "system-admin", "password", own).is("/", 200, "服务器时钟")
	b.post("/accounts", "login", "late", "name", "late", "password", first).is("/accounts", 409,
		"现在不能办理", "shuangze clock --confirm")
	b.get("/clock").is("/clock", 200, "时钟存疑", "2027年1月2日", "2026年11月23日")
	last, now := b.find(`name="last" value="(\d+)"`), b.find(`name="now" value="(\d+)"`)
	b.post("/clock", "last", last, "now", strings.Repeat("1", 16)).is("/clock", 409, "请重新查看")
	b.post("/clock").is("/clock", 409, "请重新查看")
	b.post("/clock", "last", last, "now", now).is("/clock", 200, "时钟已确认", "时钟与最后一条记录相符")
	b.post("/clock", "last", last, "now", now).is("/clock", 409)
	b.post("/accounts", "login", "late", "name", "late", "password", first).is("/accounts/5", 200)

	other := h.settled("security-admin")
	other.get("/clock").is("/clock", 404)
	other.post("/clock", "last", last, "now", now).is("/clock", 404)
}
