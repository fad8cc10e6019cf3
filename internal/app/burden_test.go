package app

import (
	"context"
	"encoding/base32"
	bytesof "encoding/binary"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/burden"
	"shuangze/internal/duty"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
	"shuangze/internal/when"
)

// In the simulated year no unit of the county, all its hands together, spends more than ten
// minutes a week, nor would one that did all that the rules ask. A month may have a half more:
// January has the year's reports, pledges and signatures. The running month is left out, in
// which 曙坪镇 writes down much at once before an inspection (see TestRemarks). The page says it
// in one sentence; a unit sees itself alone, and administrators nothing.
func TestBurdenOfTheDemonstration(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx, today := context.Background(), v.h.Clock().Day()
	if n := v.h.Policy.Burden.Ceiling; n != 10 {
		t.Fatalf("the shipped ceiling is %d minutes", n)
	}
	whole := access.ScopeOf(actor.Machine(1, "test"), "burden.see")
	units, most, year := 0, int64(0), map[ref.ID]int64{}
	for i := 1; i < 23; i++ {
		s, err := v.h.Burden.Sheet(ctx, burden.Asked{Reach: whole, County: v.county, Today: today,
			Month: burden.Back(today, i)})
		if err != nil || s.Total.Acts == 0 || s.Total.Timed != s.Total.Acts || s.Total.Files == 0 || s.Total.Filled == 0 {
			t.Fatalf("%s: %+v (%v)", burden.Back(today, i), s.Total, err)
		}
		for _, u := range s.Units {
			units++
			if most = max(most, s.Weekly(u.Seconds)); s.Weekly(u.Seconds) > 900 {
				t.Errorf("%s in %s: %d seconds a week", v.county.Name(u.Unit), s.Month, s.Weekly(u.Seconds))
			}
			if i <= 12 {
				year[u.Unit] += u.Seconds
			}
		}
	}
	for unit, seconds := range year {
		if seconds/52 > 600 {
			t.Errorf("%s in twelve months: %d seconds a week", v.county.Name(unit), seconds/52)
		}
	}
	if units < 66 || most < 60 {
		t.Errorf("%d months of units, the heaviest %d seconds a week: nothing was measured", units, most)
	}
	all, err := v.h.Burden.Compare(ctx, v.county, whole, today, nil, v.h.Policy.Rules)
	if weekly := burden.Share(all.Seconds, 52*max(1, all.Units)); err != nil ||
		all.Units < 50 || weekly > 600 || weekly < 10 {
		t.Errorf("all rules cost %d units %d seconds a week each (%v)", all.Units, weekly, err)
	}
	page := html.UnescapeString(v.ask("lingdao", "GET", "/burden").Body.String())
	for _, want := range []string{"2026年10月一个单位平均花", "上限 10 分钟", "最费时的 3 项", "超过每周 10 分钟的有 0 个", "华坪镇"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	own := html.UnescapeString(v.ask("shuping-lly", "GET", "/burden").Body.String())
	if !strings.Contains(own, "2026年10月曙坪镇花") || strings.Contains(own, "华坪镇") {
		t.Error("a clerk does not see the own unit alone")
	}
	for _, login := range []string{"xitong", "anquan", "shenji"} {
		if w := v.ask(login, "GET", "/burden"); w.Code != http.StatusNotFound && w.Code != http.StatusForbidden {
			t.Errorf("%s sees it: %d", login, w.Code)
		}
	}
	for _, ext := range []string{"xlsx", "csv", "pdf", "docx"} {
		if w := v.ask("zhuti-jb", "GET", "/burden/table."+ext+"?month=2026-09"); w.Code != 200 || w.Body.Len() < 500 {
			t.Errorf("%s: %d, %d bytes", ext, w.Code, w.Body.Len())
		}
	}
	if s := v.ask("zhuti-jb", "GET", "/burden/table.csv?month=2026-09").Body.String(); !strings.Contains(s, "占用时") ||
		!strings.Contains(s, "曙坪镇") {
		t.Errorf("the table is %.300s", s)
	}
}

// The API tells what the page tells.
func TestBurdenByProgram(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	w := p.call(p.all["zhuti-jb"], "GET", "/burden?month=2026-09", nil)
	var b api.Burden
	if err := json.Unmarshal(w.Body.Bytes(), &b); err != nil || w.Code != 200 || b.Month != "2026-09" ||
		len(b.ByRule) == 0 {
		t.Fatalf("%d %.300s", w.Code, w.Body)
	}
	sum := int64(0)
	for _, r := range b.ByUnit {
		sum += r.Seconds
	}
	for _, u := range p.county.Units() {
		if !p.county.IsVillage(u) {
			continue // compared above
		}
		w := p.call(p.all["zhuti-jb"], "GET", fmt.Sprintf("/burden?month=2026-09&unit=%d", u), nil)
		var own api.Burden
		if err := json.Unmarshal(w.Body.Bytes(), &own); err != nil || w.Code != 200 {
			t.Fatalf("%d %.300s", w.Code, w.Body)
		}
		sum += own.Total.Seconds
	}
	if sum != b.Total.Seconds || sum == 0 || b.Ceiling != 600 || b.ByRule[0].Called == "" || len(b.ByMonth) != 12 {
		t.Errorf("units have %d of %d seconds: %+v", sum, b.Total.Seconds, b.Total)
	}
	if w := p.call(p.all["zhuti-jb"], "GET", "/burden?month=2026-13", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a month that is none: %d", w.Code)
	}
}

var formsField = regexp.MustCompile(`<input type="hidden" name="(key|given|version)" value="([^"]*)"`)

// A form that is handed out and sent is measured: what was typed, what it held already, and
// the time since it was handed out, under the rule of the duty that it discharges.
func TestFormsAreMeasured(t *testing.T) {
	t.Parallel()
	v := visit(t)
	unit := v.unit("曙坪镇")
	var open []*duty.Duty
	for _, x := range v.h.dutiesOf(t) {
		if x.Unit == unit && x.State == duty.Open && x.Level == duty.Team && x.BeginsOn < v.h.Clock().Day() {
			open = append(open, x)
		}
	}
	if len(open) == 0 {
		t.Fatal("no duty is open")
	}
	d, today := open[0], v.h.Clock().Day()
	at := "/scheduled/" + d.ID.String() + "/do/discharge"
	form := url.Values{"on": {max(d.BeginsOn, today-1).String()}, "how": {"专题研究一次"}}
	for _, m := range formsField.FindAllStringSubmatch(v.ask("shuping-lly", "GET", at).Body.String(), -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	key, err := base32.StdEncoding.DecodeString(form.Get("key"))
	if err != nil || len(key) != 15 {
		t.Fatalf("key %q: %v", form.Get("key"), err)
	}
	var whole [8]byte
	copy(whole[3:], key[:5])
	opened := int64(bytesof.BigEndian.Uint64(whole[:]))
	if now := v.h.Clock().Time().Unix(); now-opened > 60 || opened > now {
		t.Fatalf("the form was handed out at %d, now is %d", opened, now)
	}
	bytesof.BigEndian.PutUint64(whole[:], uint64(v.h.Clock().Time().Unix()-150)) // two and a half minutes ago
	copy(key[:5], whole[3:])
	form.Set("key", base32.StdEncoding.EncodeToString(key))
	before := v.burdenOf(d)
	if w := v.send("shuping-lly", "POST", at, form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, lines(w.Body.String()))
	}
	got := v.burdenOf(d)
	if got.Acts != before.Acts+1 || got.Timed != before.Timed+1 || got.Typed+got.Filled != before.Typed+before.Filled+2 ||
		got.Seconds < before.Seconds+150 || got.Seconds > before.Seconds+160 {
		t.Errorf("%+v, before %+v", got, before)
	}
}

// burdenOf is what was summed up this month of a duty's unit and rule.
func (v *visitors) burdenOf(d *duty.Duty) burden.Sum {
	v.Helper()
	if err := v.h.sumAskedOnce(context.Background()); err != nil {
		v.Fatal(err)
	}
	month := when.MonthOf(v.h.Clock().Day())
	list, err := v.h.DB.Burdens(context.Background(), access.ScopeOf(actor.Machine(1, "test"), "burden.see"),
		burden.Filter{From: month, To: month, Unit: d.Unit, Rule: d.Rule}, burden.ByRule)
	if err != nil {
		v.Fatal(err)
	}
	if len(list) == 0 {
		return burden.Sum{}
	}
	return list[0]
}

// A new rule shows its cost before it is adopted: when the text is checked, on the page of
// the version, and to programs; a version that changes no duty rule costs nothing.
func TestCostBeforeAdoption(t *testing.T) {
	t.Parallel()
	v := visit(t)
	const rule = "extra-talk | 每月谈心谈话一次 | Talk once a month | party-committee、party-group | team | 每月 | 1 | 期末 | " +
		"谈话记录 | 否 | | talks | | 2026-01-01 | | D\n"
	check := func(files url.Values) string {
		t.Helper()
		files.Set("do", "check")
		w := v.send("zhuti-jb", "POST", "/policy/versions/new", files)
		if w.Code != 200 {
			t.Fatalf("%d %s", w.Code, lines(w.Body.String()))
		}
		return html.UnescapeString(w.Body.String())
	}
	monthly := regexp.MustCompile(`\+[0-9.]+ 分钟/单位/月；[0-9]+ 个单位合计 \+[0-9,]+ 小时/年`)
	files := shippedTexts(t, "rules.txt", "red-card | 就本季度", rule+"red-card | 就本季度")
	page := check(formOf(files, "每月谈一次"))
	if !monthly.MatchString(page) || !strings.Contains(page, "每月谈心谈话一次") || !strings.Contains(page, "上限 10 分钟") {
		t.Errorf("no cost: %s", lines(page))
	}
	if page := check(formOf(shippedTexts(t, "levels.txt", "15个工作日", "16个工作日"), "改期限")); !strings.Contains(page,
		"不增加填报") || monthly.MatchString(page) {
		t.Errorf("a longer day costs something: %s", lines(page))
	}
	propose := formOf(files, "每月谈一次")
	propose.Set("do", "propose")
	w := v.send("zhuti-jb", "POST", "/policy/versions/new", propose)
	at, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d", w.Code)
	}
	for _, path := range []string{at, at + "/adopt"} {
		if page := html.UnescapeString(v.ask("zhuti", "GET", path).Body.String()); !monthly.MatchString(page) {
			t.Errorf("%s tells no cost", path)
		}
	}
}
