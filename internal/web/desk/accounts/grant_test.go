package accounts_test

import (
	"net/url"
	"strings"
	"testing"
)

// Administration is given and taken on a page that names the person, with a
// reason, and only when it is confirmed; what would be refused is not offered.
func TestAdministrationIsConfirmed(t *testing.T) {
	h := open(t)
	sys, sec := h.settled("system-admin"), h.settled("security-admin")
	sys.post("/accounts", "login", "lixl", "password", first, "person", h.li.String())
	grant := "/grants/" + strings.TrimPrefix(sys.at, "/accounts/")
	sys.get(grant).is(grant, 404)
	sec.get(grant).is(grant, 200, "李秀兰", "财政局联络员", "放行") // held: no form
	if strings.Contains(sec.body, `name="reason"`) {
		t.Error("offered although it waits for release")
	}
	sec.post(grant, "release", "1").is("/grants", 200)
	sec.get(grant).is(grant, 200, "设置自己的密码")
	h.settled("lixl")
	sec.get("/grants?q="+url.QueryEscape("李秀")).is("/grants", 200, `href="`+grant+`"`)
	if strings.Contains(sec.body, `name="role"`) {
		t.Error("the list grants")
	}
	sec.get(grant).is(grant, 200, "授予李秀兰管理员权限", `name="role"`, `name="reason"`)
	sec.post(grant, "role", "audit-admin").is(grant, 422, "checked")              // no reason; the choice stays
	sec.post(grant, "role", "king", "reason", "x").is(grant, 422, "x</textarea>") // none of the three
	sec.post(grant, "role", "audit-admin", "reason", "镇办〔2026〕7号").is(grant, 200, "请核对", "李秀兰", "审计管理员",
		"镇办〔2026〕7号", `name="confirmed"`)
	sec.post(grant, "role", "audit-admin", "reason", "镇办〔2026〕7号", "back", "1").is(grant, 200, "镇办〔2026〕7号</textarea>")
	sec.get(grant).is(grant, 200, `name="role"`) // nothing was done yet
	sec.post(grant, "role", "audit-admin", "reason", "镇办〔2026〕7号", "confirmed", "1").is(grant,
		200, "已授予管理员权限", "收回李秀兰的管理员权限")
	// an old page gives nothing
	sec.post(grant, "role", "system-admin", "reason", "旧页面", "confirmed", "1").is(grant, 422, "收回李秀兰的管理员权限")
	sec.post(grant, "take", "1").is(grant, 422)
	sec.post(grant, "take", "1", "reason", "岗位调整").is(grant, 200, "请核对", "审计管理员")
	sec.post(grant, "take", "1", "reason", "岗位调整", "confirmed", "1").is(grant, 200, "已收回管理员权限", "授予李秀兰管理员权限")
}
