package accounts_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"shuangze/internal/passkey/passkeytest"
	"shuangze/internal/when"
)

// named leads the browser to the house under a name: passkeys belong to none
// that is a number.
func (h *hall) named() {
	u, _ := url.Parse(h.srv.URL)
	h.srv.URL = "http://localhost:" + u.Port()
}

func (b *browser) asked() []byte {
	return []byte(html.UnescapeString(b.find(`data-asked="(\{[^"]*)"`)))
}

func (b *browser) device() *passkeytest.Device {
	return &passkeytest.Device{Origin: b.h.srv.URL, Counter: 1}
}

// adds adds a passkey of a new device.
func (b *browser) adds(name string, proof ...string) *passkeytest.Device {
	b.h.t.Helper()
	d := b.device()
	b.post("/account/passkeys", append([]string{"name", name}, proof...)...).is("/account/passkeys", 200, name)
	b.post("/account/passkeys/add", "name", name, "passkey", d.Create(b.asked())).is("/account", 200, "通行密钥已添加", name)
	return d
}

func TestPasskeysInTheBrowser(t *testing.T) {
	h := open(t)
	h.made("lixl", h.li)
	h.settled("lixl").get("/account").is("/account", 200, "在这个地址不能使用通行密钥", "localhost")
	b := h.browser()
	b.get("/sign-in")
	if strings.Contains(b.body, "data-passkey") {
		t.Error("a passkey is offered where none can work")
	}
	h.named()
	b.post("/sign-in", "login", "lixl", "password", own).is("/", 200)
	b.get("/account").is("/account", 200, "添加通行密钥")
	b.get("/account/passkeys").is("/account/passkeys", 200, `name="old"`)
	b.post("/account/passkeys", "name", "", "old", own).is("/account/passkeys", 422, "请给通行密钥起个名字")
	b.post("/account/passkeys", "name", "办公室电脑", "old", "wrong").is("/account/passkeys", 422, "原密码不正确", "办公室电脑")
	d := b.adds("办公室电脑", "old", own)
	b.is("/account", 200, "还没有用过")

	// The sign-in page offers it; who comes back from a session that ended goes on.
	c := h.browser()
	c.get("/sign-in").is("/sign-in", 200, "用通行密钥登录", `data-ask="/sign-in/passkey/ask"`)
	answer := d.Get([]byte(c.post("/sign-in/passkey/ask").body))
	h.browser().post("/sign-in/passkey", "passkey", answer, "to", "/account").is("/sign-in/passkey", 422, "请再做一次")
	c.post("/sign-in/passkey", "passkey", answer, "to", "/account").is("/account", 200, "办公室电脑")
	if strings.Contains(c.body, "还没有用过") {
		t.Error("it was used")
	}
	c.post("/sign-in/passkey", "passkey", answer).is("/sign-in/passkey", 422, "请再做一次")
	c.post("/sign-in/passkey", "passkey", "").is("/sign-in/passkey", 422, "没有认出这个通行密钥")

	// It is removed on the page of its own, by itself or by password and code.
	path := c.get("/account").find(`href="(/account/passkeys/\d+)"`)
	c.get(path).is(path, 200, "用通行密钥确认", `name="old"`)
	purpose := c.find(`data-purpose="([0-9a-f]+)"`)
	c.post("/account/confirm", "purpose", "zz").is("/account/confirm", 422)
	other := d.Get([]byte(c.post("/account/confirm", "purpose", "00").body))
	c.post(path, "passkey", other).is(path, 422, "不是为这件事做的")
	h.browser().post("/account/confirm", "purpose", purpose).is("/sign-in", 200)
	right := d.Get([]byte(c.post("/account/confirm", "purpose", purpose).body))
	c.post(path, "passkey", right).is("/account", 200, "通行密钥已删除")
	c.get(path).is(path, 404)

	// With the second step on, its code is asked for.
	b.post("/account/second", "start", "1", "old", own)
	secret := b.find(`<code>([A-Z2-7]{32})</code>`)
	code := func() string {
		h.now.Add(int64(time.Minute / time.Microsecond))
		c, _ := totp.GenerateCode(secret, when.Instant(h.now.Load()).Time())
		return c
	}
	b.post("/account/second", "code", code()).is("/account/second", 200, "请抄下备用码")
	b.post("/account/passkeys", "name", "手机", "old", own).is("/account/passkeys", 422, "请输入动态码")
	b.adds("手机", "old", own, "code", code())
}

// The system administrator resets a password: the passkeys are gone with it.
func TestPasskeysEndWithAReset(t *testing.T) {
	h := open(t)
	h.made("lixl", h.li)
	h.settled("lixl")
	h.named()
	b := h.browser()
	b.post("/sign-in", "login", "lixl", "password", own).is("/", 200)
	d := b.adds("电脑", "old", own)
	admin := h.settled("system-admin")
	admin.get("/accounts?q=lixl")
	path := admin.find(`href="(/accounts/\d+)"`)
	admin.post(path+"/password", "password", "third password").is(path, http.StatusOK)
	c := h.browser()
	answer := d.Get([]byte(c.post("/sign-in/passkey/ask").body))
	c.post("/sign-in/passkey", "passkey", answer).is("/sign-in/passkey", 422, "没有认出这个通行密钥")
}
