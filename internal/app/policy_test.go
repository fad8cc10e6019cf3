package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/demo"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/text"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// shippedTexts are the shipped pack's files with one text in one of them changed.
func shippedTexts(t *testing.T, file, from, to string) []version.File {
	t.Helper()
	texts, err := policy.Texts(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(texts[file], from) {
		t.Fatalf("%s does not say %q", file, from)
	}
	texts[file] = strings.Replace(texts[file], from, to, 1)
	return filesOf(texts)
}

// The shipped texts are as they would be kept: a version that changes nothing
// compares as nothing changed.
func TestShippedTextsAreTidy(t *testing.T) {
	for _, f := range shippedTexts(t, "levels.txt", "1个月", "1个月") {
		if tidy := version.Tidy([]version.File{f}); tidy[0] != f {
			t.Errorf("%s is kept otherwise than it is shipped", f.Name)
		}
	}
}

// years is the demonstration with a clock that a test moves.
type years struct {
	*visitors
	now atomic.Int64
}

func inYears(t *testing.T) *years {
	t.Helper()
	ctx := context.Background()
	old := demoHouse(t, when.Date(2026, time.November, 24))
	y := &years{visitors: &visitors{T: t, cookies: map[string]string{}}}
	y.now.Store(int64(old.Clock()))
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	var err error
	y.h, err = Open(ctx, Config{Dir: old.Dir, Clock: func() when.Instant { return when.Instant(y.now.Load()) }})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, y.h)
	if y.desk, err = y.h.Handler(ServeOptions{}); err != nil {
		t.Fatal(err)
	}
	y.on(0)
	return y
}

// on moves the clock by days and signs everybody in again.
func (y *years) on(days int) {
	y.Helper()
	y.now.Add(int64(days) * int64(24*time.Hour/time.Microsecond))
	ctx, door := context.Background(), welcoming(y.h)
	for _, a := range demo.Accounts() {
		if a.Role == string(actor.ExternalAssessor) { // may be over by then
			continue
		}
		token, err := door.SignIn(ctx, a.Login, a.Password, "", "test")
		if err != nil {
			y.Fatal(a.Login, err)
		}
		y.cookies[a.Login] = token
	}
	var err error
	if y.county, err = y.h.DB.County(ctx, 1, y.h.Clock().Day()); err != nil {
		y.Fatal(err)
	}
}

// issued is an order that was issued today under the rules in force.
func (y *years) issued(subject string) order.Order {
	y.Helper()
	ctx, h := context.Background(), y.h.latest()
	in := order.DraftInput{Subject: subject, Content: "限期公示", Quality: "全部村组公示", Source: order.FromDecision,
		Urgency: order.Urgent, Unit: y.unit("曙坪镇"), Leader: y.actor("shuping").Person,
		Handler: y.actor("shuping-lly").Person, Measures: measure.List{{Text: "重新公示"}}, Due: y.h.Clock().Day() + 3}
	r, err := h.Orders.Create(ctx, act.Command{Actor: y.actor("zhuti-jb")}, actor.Principal, in)
	if err != nil {
		y.Fatal(err)
	}
	if _, err := h.Orders.Issue(ctx, act.Command{Actor: y.actor("zhuti")}, r.Object.ID); err != nil {
		y.Fatal(err)
	}
	o, _, err := h.DB.Order(ctx, r.Object.ID)
	if err != nil {
		y.Fatal(err)
	}
	return o
}

// A changed limit holds from its day on, without a restart, for what begins then:
// the day comes by itself, the pages and the rules answer by the new pack, and an
// order of before keeps its day though open days are counted anew.
func TestPolicyTakesEffectWithoutRestart(t *testing.T) {
	ctx := context.Background()
	y := inYears(t)
	today := y.h.Clock().Day()
	before := y.issued("改之前")
	texts := shippedTexts(t, "orders.txt", "签收时限         | 2个工作日", "签收时限         | 9个工作日")
	versions := y.h.Versions
	r, err := versions.Propose(ctx, act.Command{Actor: y.actor("zhuti-jb")}, texts, "签收宽限到九个工作日")
	if err != nil {
		t.Fatal(err)
	}
	adopt := version.Adoption{From: today + 2, Reason: "县委会议"}
	if _, err := versions.Adopt(ctx, act.Command{Actor: y.actor("zhuti")}, r.Object.ID, adopt); err != nil {
		t.Fatal(err)
	}
	same := y.issued("定下以后、施行之前")
	if same.AcknowledgeBy != before.AcknowledgeBy {
		t.Errorf("before its day it counts: %s, not %s", same.AcknowledgeBy, before.AcknowledgeBy)
	}
	y.on(1)
	if changed, err := y.h.TakeUp(ctx); changed || err != nil {
		t.Error("in force a day early", err)
	}
	y.on(1)
	page := y.ask("zhuti", "GET", "/policy").Body.String()
	if changed, err := y.h.TakeUp(ctx); !changed || err != nil {
		t.Fatal("its day has come and it is not in force", err)
	}
	now := y.ask("zhuti", "GET", "/policy").Body.String()
	if now == page || !strings.Contains(now, y.h.latest().Policy.Digest[:16]) {
		t.Error("the page shows the old pack")
	}
	after := y.issued("施行之后")
	calendar := y.h.Policy.Calendar
	if want := calendar.AddWorking(today+2, 9).Due; after.AcknowledgeBy != want {
		t.Errorf("to be signed for by %s, want %s", after.AcknowledgeBy, want)
	}
	if n, err := y.h.latest().Recount(ctx); n != 0 || err != nil {
		t.Errorf("%d days of before moved, %v", n, err)
	}
	o, _, err := y.h.DB.Order(ctx, before.ID)
	if err != nil || o.AcknowledgeBy != before.AcknowledgeBy || o.Due != before.Due {
		t.Errorf("the order of before: %s and %s, %v", o.AcknowledgeBy, o.Due, err)
	}
	if v, err := y.h.Verify(ctx); err != nil || !v.OK {
		t.Errorf("%+v %v", v, err)
	}
	// The new pages do not sign beside the house that was opened.
	y.now.Add(1)
	y.issued("还没有签")
	last := y.entries()
	if err := y.h.latest().Checkpoints(ctx); err != nil || y.h.latest().continues || !y.h.continues {
		t.Errorf("two sign at once: %v, %d entries", err, last)
	}
	// Whoever starts the program now starts under the same pack.
	again, err := Open(ctx, Config{Dir: y.h.Dir, Clock: y.h.Clock})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Policy.Digest != y.h.latest().Policy.Digest || again.version.No != 1 {
		t.Errorf("a fresh start is under version %d", again.version.No)
	}
}

// The calendar of a new version moves the open days that were counted with the
// old one, by the job that does so, once.
func TestPolicyCalendarIsCountedAnew(t *testing.T) {
	ctx := context.Background()
	y := inYears(t)
	o := y.issued("放假之前")
	job := y.h.jobs()[len(y.h.jobs())-1]
	runner := y.h.runner()
	if _, err := runner.Attempt(ctx, job); err != nil || job.Name != "recount" {
		t.Fatal(job.Name, err)
	}
	day := o.AcknowledgeBy
	one := day.String() + " 周" + weekday(day)
	off := "2026 | national | " + one + " | " + one + " | V\n"
	texts := shippedTexts(t, "calendar.txt", "2026 | national", off+"2026 | national")
	console := act.Command{Actor: actor.Machine(1, "console test")}
	adopt := version.Adoption{From: y.h.Clock().Day(), Reason: "国务院通知"}
	if _, err := y.h.Versions.Install(ctx, console, texts, adopt); err != nil {
		t.Fatal(err)
	}
	if y.h.latest().version.No != 1 {
		t.Fatal("what was adopted here is not in force here")
	}
	for range 2 {
		if _, err := runner.Attempt(ctx, job); err != nil {
			t.Fatal(err)
		}
	}
	now, _, err := y.h.DB.Order(ctx, o.ID)
	if err != nil || now.AcknowledgeBy <= day {
		t.Errorf("to be signed for by %s, a day off; %v", now.AcknowledgeBy, err)
	}
	if s, err := runner.Keep.Job(ctx, "recount"); err != nil || s.Stamp != y.h.latest().Policy.Digest {
		t.Errorf("%+v %v", s, err)
	}
}

// A text that is no pack is refused with file and line, at the desk and at the
// console, and nothing of it is written.
func TestImpossiblePolicyIsRefused(t *testing.T) {
	ctx := context.Background()
	y := inYears(t)
	before := y.entries()
	texts := shippedTexts(t, "levels.txt", "15个工作日", "十五天左右")
	_, err := y.h.Versions.Propose(ctx, act.Command{Actor: y.actor("zhuti-jb")}, texts, "理由")
	var in text.InputErrors
	if !errors.As(err, &in) || in[0].Field != "levels.txt" {
		t.Fatal(err)
	}
	zh, en := y.h.Words.Wanted("zh").Message(in[0].Message), y.h.Words.Wanted("en").Message(in[0].Message)
	if !strings.HasPrefix(zh, "levels.txt:13：“期限”栏的“十五天左右”不是期限") ||
		!strings.HasPrefix(en, "levels.txt:13: “十五天左右”") {
		t.Errorf("%s\n%s", zh, en)
	}
	other := shippedTexts(t, "county.txt", "610927", "610928")
	_, err = y.h.Versions.Propose(ctx, act.Command{Actor: y.actor("zhuti-jb")}, other, "理由")
	if !errors.As(err, &in) || in[0].Key != "version.other-county" {
		t.Error(err)
	}
	dir := written(t, texts)
	var out bytes.Buffer
	ok, err := AdoptPolicy(ctx, &Settings{Data: y.h.Dir}, dir, PolicyOptions{From: "2099-01-01", Reason: "理由"}, &out)
	if ok || err != nil || !strings.Contains(out.String(), "levels.txt:13: ") {
		t.Errorf("%t %v %s", ok, err, out.String())
	}
	all, err := y.h.DB.PolicyVersions(ctx, 1)
	if err != nil || len(all) != 0 || y.entries() != before {
		t.Errorf("%d versions, %d entries more, %v", len(all), y.entries()-before, err)
	}
}

// written is a folder with the files.
func written(t *testing.T, files []version.File) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), []byte(f.Text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A version in force that the program cannot read stops the start with a sentence;
// the console can still list, take out, mend and adopt.
func TestOutgrownPolicy(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	h, err := Open(ctx, Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	c, err := h.Found(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	loose := h.Versions
	// As an older program would.
	loose.Check = func([]version.File) (string, error) { return strings.Repeat("7", 64), nil }
	loose.Changed = nil
	texts := shippedTexts(t, "orders.txt", "审批时限", "# 审批时限")
	today := h.Clock().Day()
	console := act.Command{Actor: actor.Machine(c.No, "console test")}
	if _, err := loose.Install(ctx, console, texts, version.Adoption{From: today, Reason: "旧程序"}); err != nil {
		t.Fatal(err)
	}
	if changed, err := h.TakeUp(ctx); changed || err == nil || h.latest() != h {
		t.Errorf("what runs took it up: %t %v", changed, err)
	}
	if err := errors.Join(h.Checkpoints(ctx), h.Close()); err != nil {
		t.Fatal(err)
	}
	_, err = Open(ctx, Config{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "第 1 版") || !strings.Contains(err.Error(), "orders.txt") {
		t.Errorf("a start under it: %v", err)
	}
	s := &Settings{Data: dir}
	var out bytes.Buffer
	taken := filepath.Join(t.TempDir(), "taken")
	if err := ExportPolicy(ctx, s, "", taken, &out); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(taken, "orders.txt")); err != nil || !strings.Contains(string(b), "# 审批时限") {
		t.Errorf("%s %v", b, err)
	}
	if err := ExportPolicy(ctx, s, "", taken, &out); err == nil {
		t.Error("it was written over what was there")
	}
	if err := ExportPolicy(ctx, s, "9", filepath.Join(taken, "x"), &out); err == nil {
		t.Error("there is no version 9")
	}
	good := written(t, shippedTexts(t, "levels.txt", "15个工作日", "14个工作日"))
	ok, err := AdoptPolicy(ctx, s, good, PolicyOptions{From: today.String(), Reason: "补上新行"}, &out)
	if err != nil || !ok {
		t.Fatal(ok, err, out.String())
	}
	h, err = Open(ctx, Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if h.version.No != 2 {
		t.Errorf("under version %d", h.version.No)
	}
}

// Two processes over one PostgreSQL take up what a third adopts, within a minute
// and without being asked.
func TestTwoServersTakeUpPolicy(t *testing.T) {
	onEngines(t, func(t *testing.T, place func() ([]string, Config)) {
		at, c := place()
		with := func(args ...string) []string { return append(args, at...) }
		one, stop := serving(t, with("serve")...)
		two, stopTwo := serving(t, with("serve")...)
		defer stopTwo()
		defer stop()
		texts := shippedTexts(t, "levels.txt", "slight   | 轻微 | Slight ", "slight   | 轻微 | Minor ")
		today := Now().Day().String()
		if !strings.Contains(metricsOf(t, one), "\nshuangze_policy_version 0\n") {
			t.Error("the ground is not in force at first")
		}
		want(t, 1, []string{"levels.txt:13: "}, with("policy", "adopt", "--from", today, "--reason", "理由",
			written(t, shippedTexts(t, "levels.txt", "15个工作日", "不久")))...)
		want(t, 2, []string{"--from DAY --reason TEXT"}, with("policy", "adopt", written(t, texts))...)
		adopt := with("policy", "adopt", "--from", today, "--reason", "理由", written(t, texts))
		want(t, 0, []string{"已采用第 1 版", "version 1 is adopted"}, adopt...)
		want(t, 0, []string{"第 1 版，已采用", "，现行"}, with("policy", "versions")...)
		want(t, 0, []string{`"in_force": true`}, with("policy", "versions", "--json")...)
		want(t, 1, []string{"没有什么要改的"}, adopt...)
		for _, url := range []string{one, two} {
			deadline := time.Now().Add(time.Minute)
			for {
				if strings.Contains(metricsOf(t, url), "\nshuangze_policy_version 1\n") {
					break
				}
				if time.Now().After(deadline) {
					t.Fatalf("%s has not taken it up", url)
				}
				time.Sleep(200 * time.Millisecond)
			}
		}
		if v, err := opened(t, c).Verify(context.Background()); err != nil || !v.OK {
			t.Errorf("%+v %v", v, err)
		}
	})
}

func metricsOf(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func opened(t *testing.T, c Config) *House {
	t.Helper()
	h, err := Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	shut(t, h)
	return h
}

// proposed is a version of the policy pack that an official of the principal
// office proposed and nobody has adopted.
func (v *visitors) proposed() string {
	v.Helper()
	ctx := context.Background()
	all, err := v.h.DB.PolicyVersions(ctx, 1)
	if err != nil {
		v.Fatal(err)
	}
	if len(all) > 0 {
		return all[0].ID.String()
	}
	texts := shippedTexts(v.T, "levels.txt", "15个工作日", "14个工作日")
	r, err := v.h.Versions.Propose(ctx, act.Command{Actor: v.actor("zhuti-jb")}, texts, "轻微问题十四个工作日")
	if err != nil {
		v.Fatal(err)
	}
	return r.Object.ID.String()
}
