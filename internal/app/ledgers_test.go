package app

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/lists/ledger"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/record"
	"shuangze/internal/noun"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/ref"
)

// ledgerOf is the ledger of a body as somebody reads it.
func (v *visitors) ledgerOf(login string, q ledger.Asked) (out []ledger.Line) {
	v.Helper()
	who := v.actor(login)
	reach := func(verb access.Verb) access.Scope { return access.ScopeOf(who, verb) }
	err := ledger.Each(context.Background(), v.h.DB, reach, q, func(l ledger.Line) error {
		out = append(out, l)
		return nil
	})
	if err != nil {
		v.Fatal(err)
	}
	return out
}

func (v *visitors) bodyOf(name string, kind bodies.BodyKind) bodies.Body {
	v.Helper()
	unit := v.unit(name)
	for _, b := range v.county.Bodies() {
		if b.Unit == unit && b.Kind == kind {
			return b
		}
	}
	v.Fatal("no such body")
	return bodies.Body{}
}

// A ledger holds every duty, task, problem, order and record of its body and year and
// nothing else, open and struck off; a record stands beside what it discharges; as of a
// day it reads as it did then.
func TestLedger(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx, today := context.Background(), v.h.Clock().Day()
	b := v.bodyOf("曙坪镇", bodies.PartyCommittee)
	q := ledger.Asked{Body: b, Year: today.Year()}
	want := map[ref.Kind]int{}
	for _, d := range v.h.dutiesOf(t) {
		if d.Body == b.ID && d.BeginsOn.Year() == q.Year {
			want[ref.Duty]++
		}
	}
	for _, x := range v.tasks() {
		if x.Body == b.ID && int(x.Year) == q.Year {
			want[ref.Task]++
		}
	}
	problems, err := v.h.DB.EveryProblem(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Unit == b.Unit && p.Side == "principal" && p.State != "draft" && p.RegisteredAt.Day().Year() == q.Year {
			want[ref.Problem]++
		}
	}
	orders, err := v.h.DB.EveryOrder(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range orders {
		if o.Unit == b.Unit && o.Side == "principal" && o.IssuedAt != 0 && o.IssuedAt.Day().Year() == q.Year {
			want[ref.Order]++
		}
	}
	for _, r := range v.records() {
		if r.Body == b.ID && int(r.Year) == q.Year {
			want[ref.Record]++
		}
	}
	lines := v.ledgerOf("shuping", q)
	got, open, struck, mentioned := map[ref.Kind]int{}, 0, 0, 0
	for _, l := range lines {
		got[l.Ref.Kind]++
		if l.Open {
			open++
			if l.Closed != 0 {
				t.Errorf("open, and struck off on %s: %+v", l.Closed, l)
			}
		} else {
			struck++
		}
		if l.Ref.Kind == ref.Duty {
			for _, m := range l.Records {
				mentioned++
				if r := v.record(m.ID); r.Duty != l.Ref.ID || r.Number != m.Number {
					t.Errorf("%+v does not discharge %+v", r, l)
				}
			}
		}
	}
	for _, k := range ledger.Sorts {
		if got[k] != want[k] || want[k] == 0 && k != ref.Problem && k != ref.Order {
			t.Errorf("%s: %d lines, want %d", k, got[k], want[k])
		}
	}
	if open == 0 || struck == 0 || mentioned == 0 {
		t.Errorf("%d open, %d struck off, %d mentioned", open, struck, mentioned)
	}
	if other := v.ledgerOf("caizheng-jb", q); len(other) >= len(lines) {
		t.Errorf("another unit’s clerk reads %d of %d lines", len(other), len(lines))
	}

	// As of a day in spring: nothing registered since, nothing struck off since.
	q.On = today - 200
	past := v.ledgerOf("shuping", q)
	reopened := false
	now := map[ref.Ref]ledger.Line{}
	for _, l := range lines {
		now[l.Ref] = l
	}
	for _, l := range past {
		if l.Since > q.On || l.Closed > q.On {
			t.Errorf("as of %s: %+v", q.On, l)
		}
		reopened = reopened || l.Open && !now[l.Ref].Open
	}
	if len(past) == 0 || len(past) >= len(lines) || !reopened {
		t.Errorf("as of %s there are %d of %d lines", q.On, len(past), len(lines))
	}
	q.On, q.State, q.Sort = 0, ledger.Open, ref.Duty
	for _, l := range v.ledgerOf("shuping", q) {
		if !l.Open || l.Ref.Kind != ref.Duty {
			t.Errorf("asked for open duties: %+v", l)
		}
	}
}

// The pages: whose ledgers there are, one of them with its filter, printed and taken out
// in both formats, each time put on record with a digest; nobody sees another unit’s.
func TestLedgerPages(t *testing.T) {
	t.Parallel()
	v := visit(t)
	b := v.bodyOf("曙坪镇", bodies.PartyCommittee)
	at, year := "/ledgers/"+b.ID.String(), strconv.Itoa(v.h.Clock().Day().Year())
	v.sees(v.ask("shuping-lly", "GET", "/ledgers"), 200, b.Name, at)
	if strings.Contains(v.ask("shuping-lly", "GET", "/ledgers").Body.String(), "财政局") {
		t.Error("another unit’s ledger is offered")
	}
	v.sees(v.ask("zhuti-jb", "GET", at), 200, year+"年主体责任履责台账", "专题研究党风廉政建设和反腐败工作", "ZT-"+year)
	v.sees(v.ask("caizheng-jb", "GET", at), 404)
	v.sees(v.ask("zhuti-jb", "GET", "/ledgers/1"), 404)
	v.sees(v.ask("zhuti-jb", "GET", at+"?on=2026-13-01&kind=duty"), 200, "2026-13-01")
	struck := v.ask("zhuti-jb", "GET", at+"?state=open&kind=duty").Body.String()
	if !strings.Contains(struck, "待办") || strings.Contains(struck, ">已完成<") {
		t.Error("the filter is not kept")
	}
	before := v.entries()
	v.sees(v.ask("zhuti-jb", "GET", at+"/print"), 200, year+"年主体责任履责台账", "履责形式", "会议研究")
	out := v.ask("zhuti-jb", "GET", at+"/table.xlsx")
	book, err := sheet.Open(bytes.NewReader(out.Body.Bytes()), int64(out.Body.Len()), "x.xlsx", sheet.Limits{})
	if err != nil || len(book.Grids[0].Lines) < 10 {
		t.Fatal(err)
	}
	v.sees(v.ask("zhuti-jb", "GET", at+"/table.csv?kind=record"), 200, "履责形式", "会议研究")
	if got := v.entries() - before; got != 6 { // each tells of the copy and of its bytes
		t.Errorf("%d entries of what was taken out, want 6", got)
	}
	v.sees(v.ask("caizheng-jb", "GET", at+"/table.csv"), 404)
}

// A record added shows in the ledger at once, the duty struck off by it.
func TestLedgerFollows(t *testing.T) {
	t.Parallel()
	v := visit(t)
	d := v.openDuty(false)
	b, _ := v.county.Body(d.Body)
	q := ledger.Asked{Body: b, Year: d.BeginsOn.Year()}
	id, no := v.does("shuping-lly", ref.Record, "add", 0, &record.Record{Body: d.Body, Duty: d.ID, Form: "meeting",
		Person: v.county.FirstResponsible(d.Body).Person, DoneOn: v.h.Clock().Day(), Subject: "研究"})
	if no != "" {
		t.Fatal(no)
	}
	found := false
	for _, l := range v.ledgerOf("shuping", q) {
		if l.Ref.ID == d.ID {
			n := len(l.Records)
			found = n > 0 && l.Records[n-1].ID == id && l.Open == (v.duty(d.ID).State != duty.Done)
		}
	}
	if !found {
		t.Error("the ledger does not say so")
	}
	reopen, _ := v.h.Noun(ref.Duty).Act("reopen")
	if v.duty(d.ID).State != duty.Done {
		return
	}
	if _, err := reopen.Do(context.Background(), noun.Call{ID: d.ID, In: &duty.Reason{Reason: "登记有误"},
		Command: act.Command{Actor: v.actor("zhuti-jb")}}); err != nil {
		t.Fatal(err)
	}
	for _, l := range v.ledgerOf("shuping", q) {
		if l.Ref.ID == d.ID && (!l.Open || l.Closed != 0) {
			t.Errorf("%+v", l)
		}
	}
}

// linesAt is the ledger of a body as the system knew it when an entry was written.
func (v *visitors) linesAt(login string, q ledger.Asked, entry int64) []ledger.Line {
	v.Helper()
	from, _, ok, err := v.h.DB.LedgerPast(context.Background(), 1, q.Body, entry)
	if err != nil || !ok {
		v.Fatal(ok, err)
	}
	who := v.actor(login)
	out, _, err := ledger.Read(context.Background(), from, func(verb access.Verb) access.Scope {
		return access.ScopeOf(who, verb)
	}, q, 0)
	if err != nil {
		v.Fatal(err)
	}
	return out
}

// head is the number of the latest entry of the county's acts.
func (v *visitors) head() int64 {
	v.Helper()
	name, err := v.h.DB.JournalName(context.Background(), 1, act.Acts)
	if err != nil {
		v.Fatal(err)
	}
	n, err := v.h.DB.Size(context.Background(), name)
	if err != nil {
		v.Fatal(err)
	}
	return n
}

// As known at an entry the ledger is rebuilt from the journal, line by line as it read
// when that entry was the latest: after a record, its confirmation, its correction, a
// duty done and opened again, an order withdrawn.
func TestLedgerAsKnown(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, today, d := context.Background(), v.h.Clock().Day(), v.openDuty(false)
		b, _ := v.county.Body(d.Body)
		q := ledger.Asked{Body: b, Year: today.Year()}
		type seen struct {
			entry int64
			lines []ledger.Line
		}
		var kept []seen
		before := q // the duty may be of the year before
		before.Year--
		keep := func() {
			kept = append(kept, seen{v.head(), append(v.ledgerOf("zhuti-jb", q), v.ledgerOf("zhuti-jb", before)...)})
		}
		keep()
		first := v.county.FirstResponsible(d.Body).Person
		r := &record.Record{Body: d.Body, Duty: d.ID, Form: "meeting", Person: first, DoneOn: today, Subject: "研究三项风险"}
		id, no := v.does("shuping-lly", ref.Record, "add", 0, r)
		keep()
		_, no2 := v.does("shuping", ref.Record, "confirm", id, nil)
		keep()
		next := *v.record(id)
		next.Subject = "研究四项风险"
		_, no3 := v.does("shuping-lly", ref.Record, "correct", id, &noun.Changed{V: &next, Reason: "漏写一项"})
		keep()
		if no+no2+no3 != "" {
			t.Fatal(no, no2, no3)
		}
		if v.duty(d.ID).State == duty.Done {
			reopen, _ := v.h.Noun(ref.Duty).Act("reopen")
			if _, err := reopen.Do(ctx, noun.Call{ID: d.ID, In: &duty.Reason{Reason: "登记有误"},
				Command: act.Command{Actor: v.actor("zhuti-jb")}}); err != nil {
				t.Fatal(err)
			}
			keep()
		}
		all, err := v.h.DB.EveryOrder(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range all {
			if o.Unit == b.Unit && o.Side == "principal" && o.State == order.Issued {
				if _, err := v.h.Orders.Withdraw(ctx, act.Command{Actor: v.actor("zhuti-jb")}, o.ID, "另行督办"); err != nil {
					t.Fatal(err)
				}
				keep()
				break
			}
		}
		for i, x := range kept {
			got := append(v.linesAt("zhuti-jb", q, x.entry), v.linesAt("zhuti-jb", before, x.entry)...)
			if ledger.Changed(x.lines, got) != 0 || ledger.Sum(got) != ledger.Sum(x.lines) {
				t.Errorf("at entry %d: %d lines, were %d, %d differ", x.entry, len(got), len(x.lines), ledger.Changed(x.lines, got))
			}
			if i > 0 && ledger.Changed(kept[i-1].lines, x.lines) == 0 {
				t.Errorf("act %d changed nothing", i)
			}
		}
		if _, _, ok, err := v.h.DB.LedgerPast(ctx, 1, b, v.head()+1); ok || err != nil {
			t.Error("an entry to come is known", ok, err)
		}
		at := "/ledgers/" + b.ID.String()
		entry := strconv.FormatInt(kept[1].entry, 10)
		v.sees(v.ask("zhuti-jb", "GET", at+"?at="+entry), 200, "研究三项风险", "按第 "+entry+" 条存证")
		v.sees(v.ask("zhuti-jb", "GET", at+"?at=99999999"), 200, "没有这一条", "99999999")
		for _, ending := range []string{"", "/print"} {
			page := v.ask("zhuti-jb", "GET", at+ending+"?kind=record&at="+entry)
			v.sees(page, 200, "研究三项风险", "按第 "+entry+" 条存证")
			if strings.Contains(page.Body.String(), "研究四项风险") {
				t.Errorf("%q shows what came later", ending)
			}
		}
	})
}

var copyCode = regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){3}`)

// A ledger that was printed or taken out bears a code; whoever types it learns what was
// taken, when, by whom, and how many lines have changed since. A code with a letter
// changed, and one of another county’s making, finds nothing.
func TestLedgerCopies(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		d := v.openDuty(false)
		at := "/ledgers/" + d.Body.String()
		check := func(code string) *httptest.ResponseRecorder {
			return v.ask("caizheng-jb", "GET", "/signoff/check?code="+code)
		}
		for _, ending := range []string{"/print", "/table.xlsx"} {
			page := v.ask("zhuti-jb", "GET", at+ending)
			said := page.Body.String()
			if book, err := sheet.Open(strings.NewReader(said), int64(len(said)), "x.xlsx", sheet.Limits{}); err == nil {
				said = fmt.Sprint(book.Grids[0].Lines)
			}
			code := copyCode.FindString(said)
			if page.Code != 200 || code == "" {
				t.Fatal(ending, page.Code, code)
			}
			v.sees(check(code), 200, "此后没有变动", "曙坪镇")
			wrong := []byte(code)
			wrong[len(wrong)-1] = map[bool]byte{true: '2', false: '1'}[wrong[len(wrong)-1] == '1']
			v.sees(check(string(wrong)), 200, "没有")
			r := &record.Record{Body: d.Body, Form: "visit", DoneOn: v.h.Clock().Day(), Subject: "走访" + ending,
				Person: v.county.FirstResponsible(d.Body).Person}
			if _, no := v.does("shuping-lly", ref.Record, "add", 0, r); no != "" {
				t.Fatal(no)
			}
			v.sees(check(strings.ToLower(code)), 200, "此后变动 1 项")
			if strings.Contains(check(code).Body.String(), at) {
				t.Error("another unit is led to the ledger")
			}
			v.sees(v.ask("zhuti-jb", "GET", "/signoff/check?code="+code), 200, at+"?at=")
		}
	})
}
