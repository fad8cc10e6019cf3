package accounts_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	timing "shuangze/internal/clock"
	"shuangze/internal/due"
	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/passkey"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/accounts"
	"shuangze/internal/web/desk/home"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// The journeys of signing in, over real cookies and a real database: what an
// official and the administrators do in a browser, without one.

type hall struct {
	t    *testing.T
	srv  *httptest.Server
	now  atomic.Int64
	desk account.Commands
	root actor.Actor
	li   ref.ID
}

// plain stands in for argon2id, which takes long by design.
type plain struct{}

func (plain) Hash(_ context.Context, p string) (string, error)        { return "hash:" + p, nil }
func (plain) Matches(_ context.Context, p, hash string) (bool, error) { return hash == "hash:"+p, nil }

const first, own = "first password", "own password 9"

func open(t *testing.T) *hall { return opened(t, 0) }

// openDoubting is open with a clock that is doubted after 35 days.
func openDoubting(t *testing.T) *hall { return opened(t, 35*24*time.Hour) }

func opened(t *testing.T, leap time.Duration) *hall {
	t.Helper()
	ctx := context.Background()
	h := &hall{t: t}
	h.now.Store(int64(when.At(time.Date(2026, 11, 23, 9, 0, 0, 0, when.Zone))))
	clock := func() when.Instant { return when.Instant(h.now.Load()) }
	db, err := store.Open(ctx, store.Options{Dir: t.TempDir(), Clock: clock, Hasty: true, Leap: leap})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	c, err := db.Found(ctx, store.County{Code: "610927", Name: "镇坪县"}, "test")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := policy.Load(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	h.root = actor.Machine(c.No, "console test")
	registers := bodies.Commands{Door: act.NewDoor(db, func(t act.Tx) bodies.Tx { return t.(*store.Tx) })}
	do := func(k bodies.Command) ref.ID {
		t.Helper()
		r, err := registers.Do(ctx, act.Command{Actor: h.root},
			bodies.Act{Command: k, Verb: "unit.change", Kind: "unit.founded.v1"})
		if err != nil {
			t.Fatal(err)
		}
		return r.Object.ID
	}
	bureau := do(bodies.FoundUnit{Code: "B1", Name: "财政局", Category: bodies.Government, From: clock().Day() - 100})
	h.li = do(bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: "李秀兰"}})
	do(bodies.Appoint{Person: h.li, Unit: bureau, Post: bodies.Clerk, Title: "财政局联络员", Level: bodies.Staff,
		From: clock().Day() - 50, To: clock().Day() + 2})
	doors := store.NewDoorkeeper(db)
	h.desk = account.Commands{Door: act.NewDoor(db, func(t act.Tx) account.Tx { return t.(*store.Tx) }),
		Keeper: doors, Hasher: plain{},
		Codes: store.Totp{Issuer: "镇坪县"}, Passkeys: passkey.Library{Name: "双责"},
		Clock: clock, Addresses: &account.Addresses{}}
	for _, r := range account.Admins {
		h.made(string(r), 0)
		a, _, err := doors.ByLogin(ctx, string(r))
		if err == nil {
			_, err = h.desk.Grant(ctx, act.Command{Actor: h.root}, a.ID, r, "test")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	orders := order.Commands{Door: act.NewDoor(db, func(t act.Tx) order.Tx { return t.(*store.Tx) }),
		Rules: order.Rules{Calendar: when.NewCalendar(nil), AcknowledgeIn: 2, MostExtensions: 2,
			Bands: due.Bands{Notice: 3, Red: 3}}}
	d := &desk.Desk{Read: db, Bodies: registers, Orders: orders, Policy: pack, Words: lang.MustLoad(), Clock: clock,
		Confirms: h.desk, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Who: func(ctx context.Context, token string) (actor.Actor, account.Account, bool, error) {
			a, acc, _, err := doors.Actor(ctx, token)
			if errors.Is(err, account.SignedOut) {
				return a, acc, false, nil
			}
			return a, acc, err == nil, err
		}}
	times := timing.Commands{Door: act.NewDoor(db, func(t act.Tx) timing.Tx { return t.(*store.Tx) }), Read: db}
	handler, err := d.Handler(append(accounts.Pages{Accounts: h.desk, Time: times}.Routes(), home.Routes()...))
	if err != nil {
		t.Fatal(err)
	}
	h.srv = httptest.NewServer(handler)
	t.Cleanup(h.srv.Close)
	return h
}

func (h *hall) made(login string, person ref.ID) {
	h.t.Helper()
	if _, err := h.desk.Create(context.Background(), act.Command{Actor: h.root}, account.New{Login: login, Name: login,
		Person: person, Password: first}); err != nil {
		h.t.Fatal(err)
	}
}

// browser keeps its cookies and follows where it is led.
type browser struct {
	h    *hall
	c    *http.Client
	at   string
	code int
	body string
}

func (h *hall) browser() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{h: h, c: &http.Client{Jar: jar}}
}

func (b *browser) get(path string) *browser { return b.done(b.c.Get(b.h.srv.URL + path)) }

func (b *browser) post(path string, kv ...string) *browser {
	f := url.Values{}
	for i := 0; i < len(kv); i += 2 {
		f.Add(kv[i], kv[i+1])
	}
	return b.done(b.c.PostForm(b.h.srv.URL+path, f))
}

func (b *browser) done(r *http.Response, err error) *browser {
	b.h.t.Helper()
	if err != nil {
		b.h.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	b.at, b.code, b.body = r.Request.URL.Path, r.StatusCode, string(body)
	if i := strings.Index(b.body, "⟦"); i >= 0 {
		b.h.t.Errorf("%s: a key without words: %.80s", b.at, b.body[i:])
	}
	return b
}

// is says where the browser must have come, and what must stand there.
func (b *browser) is(at string, code int, words ...string) *browser {
	b.h.t.Helper()
	if b.at != at || b.code != code {
		b.h.t.Errorf("at %s with %d, want %s with %d", b.at, b.code, at, code)
	}
	for _, w := range words {
		if !strings.Contains(b.body, w) {
			b.h.t.Errorf("%s: no %q", b.at, w)
		}
	}
	return b
}

func (b *browser) find(pattern string) string {
	b.h.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(b.body)
	if m == nil {
		b.h.t.Fatalf("%s: nothing like %s", b.at, pattern)
	}
	return m[1]
}

// settled signs in with the first password and chooses an own one.
func (h *hall) settled(login string) *browser {
	h.t.Helper()
	b := h.browser()
	b.post("/sign-in", "login", login, "password", first).is("/account/password", 200, "请先设置自己的密码")
	b.get("/account").is("/account/password", 200)
	b.post("/account/password", "old", first, "password", own, "again", "other").is("/account/password",
		422, "两次输入的新密码不一致")
	return b.post("/account/password", "old", first, "password", own, "again", own).is("/", 200)
}

func TestFirstSignInSetsAPassword(t *testing.T) {
	h := open(t)
	h.made("lixl", h.li)
	b := h.settled("lixl")
	b.get("/account").is("/account", 200, "李秀兰", "财政局联络员")
	b.post("/sign-out").is("/sign-in", 200)
	b.get("/account").is("/sign-in", 200)
	b.post("/sign-in", "login", "lixl", "password", first).is("/sign-in", 422)
	b.post("/sign-in", "login", "lixl", "password", own, "to", "/account").is("/account", 200)
	// The appointment ends, and with it what it allowed; the own account stays.
	h.now.Store(int64((when.Instant(h.now.Load()).Day() + 2).Start()) + int64(time.Hour/time.Microsecond))
	b.post("/sign-in", "login", "lixl", "password", own).is("/", 200, "您现在没有任职")
	b.get("/search?q=a").is("/search", 404)
	b.get("/account").is("/account", 200)
}

func TestSecondStepInTheBrowser(t *testing.T) {
	h := open(t)
	h.made("lixl", h.li)
	b := h.settled("lixl")
	b.get("/account/second").is("/account/second", 200)
	b.post("/account/second", "start", "1").is("/account/second", 422, "原密码不正确")
	b.post("/account/second", "start", "1", "old", "wrong").is("/account/second", 422, "原密码不正确")
	b.get("/account/second").is("/account/second", 200, `name="start"`) // nothing was begun
	b.post("/account/second", "start", "1", "old", own).is("/account/second", 200, `<svg class="qr"`)
	secret := b.find(`<code>([A-Z2-7]{32})</code>`)
	code := func() string {
		c, _ := totp.GenerateCode(secret, when.Instant(h.now.Load()).Time())
		return c
	}
	b.post("/account/second", "code", "000000").is("/account/second", 422, `<svg class="qr"`, secret)
	b.post("/account/second", "code", code()).is("/account/second", 200, "请抄下备用码")
	recovery := b.find(`<code>([a-z2-7]{4}-[a-z2-7-]+)</code>`)
	h.now.Add(int64(time.Minute / time.Microsecond))
	c := h.browser()
	c.post("/sign-in", "login", "lixl", "password", own).is("/sign-in", 422, `name="code"`)
	c.post("/sign-in", "login", "lixl", "password", own, "code", code()).is("/", 200)
	c = h.browser()
	c.post("/sign-in", "login", "lixl", "password", own, "code", recovery).is("/", 200)
	c.get("/account/second").is("/account/second", 200, "还有 9 个备用码")
	h.browser().post("/sign-in", "login", "lixl", "password", own, "code", recovery).is("/sign-in", 422)
	c.post("/account/second/codes", "old", "wrong").is("/account/second/codes", 422, "原密码不正确")
	c.post("/account/second/codes", "old", own).is("/account/second/codes", 200, "请抄下备用码")
	fresh := c.find(`<code>([a-z2-7]{4}-[a-z2-7-]+)</code>`)
	c.get("/account/second").is("/account/second", 200, "还有 10 个备用码")
	// Two are signed in; one ends all others.
	c.post("/account/sessions").is("/account", 200)
	b.get("/account").is("/sign-in", 200)
	d := h.browser()
	d.post("/sign-in", "login", "lixl", "password", own, "code", fresh).is("/", 200)
	d.post("/account/second/end", "old", own).is("/account", 200)
	h.browser().post("/sign-in", "login", "lixl", "password", own).is("/", 200)
}

func TestAdministratorsInTheBrowser(t *testing.T) {
	h := open(t)
	sys, sec, aud := h.settled("system-admin"), h.settled("security-admin"), h.settled("audit-admin")
	for path, who := range map[string]*browser{"/accounts": sys, "/accounts/new": sys, "/grants": sec} {
		for _, b := range []*browser{sys, sec, aud} {
			want := 404
			if b == who {
				want = 200
			}
			b.get(path).is(path, want)
		}
	}
	sys.get("/accounts/new").is("/accounts/new", 200, "李秀兰　财政局联络员")
	sys.post("/accounts", "login", "x", "password", "short", "person", h.li.String()).is("/accounts", 422, "李秀兰")
	sys.post("/accounts", "login", "lixl", "password", first, "person", h.li.String())
	sys.is(sys.at, 200, "等待放行", "李秀兰", "联络员")
	one, id := sys.at, strings.TrimPrefix(sys.at, "/accounts/")
	h.browser().post("/sign-in", "login", "lixl", "password", first).is("/sign-in", 422, "等待安全管理员放行")
	sec.get("/grants?q="+url.QueryEscape("李秀")).is("/grants", 200, "由任职产生：联络员", `name="release"`)
	sec.post("/grants/"+id, "release", "1").is("/grants", 200, "账号已放行")
	sec.post("/grants/"+id, "release", "1").is("/grants/"+id, 409)
	li := h.settled("lixl")
	// A forgotten password takes both administrators.
	sys.post(one+"/password", "password", "x").is(one+"/password", 422, "密码至少")
	sys.post(one+"/password", "password", first).is(one, 200, "密码已重设")
	li.get("/account").is("/sign-in", 200)
	sec.post("/grants/"+id, "release", "1").is("/grants", 200)
	h.settled("lixl")
	// Another owner, or no second step where there is none.
	sys.post(one+"/second").is(one+"/second", 409)
	sys.post(one+"/link", "person", "999").is(one+"/link", 422, "没有找到这个人")
	sys.post(one+"/close").is(one, 200, "已停用")
	sys.post(one+"/reopen").is(one, 200)
	// Administrators are reset at the console only, and the last one stays.
	sys.get("/accounts?q=audit").is("/accounts", 200, "audit-admin")
	admin := sys.find(`href="(/accounts/\d+)">audit-admin`)
	sys.get(admin).is(admin, 200, "服务器控制台")
	sys.post(admin+"/password", "password", first).is(admin+"/password", 403)
	sys.post(admin+"/close").is(admin+"/close", 409, "最后一名")
	if b := sec.get(one); b.code != 404 {
		t.Error("the security administrator opens the page of an account:", b.code)
	}
}

// Nobody learns by trying whether an account exists, and five failures lock.
func TestTryingTellsNothing(t *testing.T) {
	h := open(t)
	h.made("lixl", h.li)
	h.settled("lixl")
	said := map[string]string{}
	for _, login := range []string{"lixl", "nobody"} {
		b := h.browser()
		for range account.Tries {
			b.post("/sign-in", "login", login, "password", "wrong password").is("/sign-in", 422)
		}
		said["wrong "+login] = strings.ReplaceAll(b.body, login, "")
		b.post("/sign-in", "login", login, "password", own).is("/sign-in", 422, "分钟后再试")
		said["locked "+login] = strings.ReplaceAll(b.body, login, "")
	}
	if said["wrong lixl"] != said["wrong nobody"] || said["locked lixl"] != said["locked nobody"] {
		t.Error("an account that exists is answered in other bytes")
	}
}
