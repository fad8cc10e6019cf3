package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// newAffair is an item of 曙坪镇 that nobody has.
func (v *visitors) newAffair(no int, period string, since when.Day) *affairs.Affair {
	v.Helper()
	unit := v.unit("曙坪镇")
	return &affairs.Affair{Publisher: unit, Kind: "unit", Item: fmt.Sprint("办公用房使用情况", no), Category: "资产管理",
		Basis: "本单位内部管理规定", Period: period, Days: 10, Form: "board", Person: v.county.Team(unit).Leaders[0],
		Since: since}
}

func (v *visitors) affair(id ref.ID) *affairs.Affair {
	v.Helper()
	x, _, err := v.h.DB.One(context.Background(), ref.Affair, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*affairs.Affair)
}

// written is what is being prepared of an item.
func (v *visitors) written(id ref.ID) ref.ID { return v.affair(id).Draft }

// A disclosure is written by the unit, approved by a leader who did not hand it in and looked for personal data, and
// made public with its proof; then its period is done and the next one counts. Taken down to be made known anew, the
// period is missing again. The law's article 30 is asked of village affairs, and what is missing shows on the board.
func TestAffairLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		today := v.h.Clock().Day()
		do := func(login string, of ref.Kind, name string, id ref.ID, in any, want string) ref.ID {
			t.Helper()
			made, no := v.does(login, of, name, id, in)
			if no != want {
				t.Errorf("%s by %s: %q, not %q", name, login, no, want)
			}
			return made
		}
		last := affairs.Span(affairs.Quarterly, affairs.Span(affairs.Quarterly, today).From-1)
		village := v.newAffair(1, affairs.Yearly, last.From)
		village.Kind = affairs.Village
		do("shuping-lly", ref.Affair, "add", 0, village, "period affair.period.quarter")
		stranger := v.newAffair(1, affairs.Quarterly, last.From)
		stranger.Person = v.actor("caizheng").Person
		do("shuping-lly", ref.Affair, "add", 0, stranger, "person affair.person")
		do("caizheng-jb", ref.Affair, "add", 0, v.newAffair(1, affairs.Quarterly, last.From), "access.forbidden")
		id := do("shuping-lly", ref.Affair, "add", 0, v.newAffair(1, affairs.Quarterly, last.From), "")
		do("shuping-lly", ref.Affair, "add", 0, v.newAffair(1, affairs.Quarterly, last.From), "item affair.twice")
		if a := v.affair(id); a.Gap != last.From || a.Next != affairs.After(v.h.Policy.Calendar, last.To-1, 10) {
			t.Errorf("%+v", a)
		}
		in := &affairs.Disclosure{About: last.From + 20, Title: "三季度", Content: "办公用房明细", Form: "board"}
		do("caizheng-jb", ref.Affair, "prepare", id, in, "access.missing")
		do("shuping-lly", ref.Affair, "prepare", id, in, "")
		do("shuping-lly", ref.Affair, "prepare", id, in, "about disclosure.twice")
		x := v.written(id)
		do("shuping", ref.Disclosure, "submit", x, nil, "")
		do("shuping", ref.Disclosure, "approve", x, &affairs.Approval{Privacy: true, Opinion: "同意公开"}, "access.own-request")
		do("shuping-lly", ref.Disclosure, "recall", x, &noun.Recalled{Reason: "改"}, "recall.not-own")
		do("shuping", ref.Disclosure, "recall", x, &noun.Recalled{Reason: "改"}, "")
		do("shuping-lly", ref.Disclosure, "submit", x, nil, "")
		do("shuping", ref.Disclosure, "return", x, &noun.Said{Text: "写明面积"}, "")
		do("shuping-lly", ref.Disclosure, "submit", x, nil, "")
		do("shuping", ref.Disclosure, "approve", x, &affairs.Approval{Opinion: "同意公开"}, "privacy disclosure.privacy")
		do("shuping", ref.Disclosure, "approve", x, &affairs.Approval{Privacy: true, Opinion: "内容属实"}, "")
		publishing := &affairs.Publishing{On: today, Form: "board", Place: "镇政府公开栏"}
		do("shuping-lly", ref.Disclosure, "publish", x, publishing, "file evidence.choose")
		v.publish(x, publishing)
		a := v.affair(id)
		if a.Gap != last.To || a.LastOn != today || a.Draft != 0 {
			t.Errorf("%+v", a)
		}
		board := func() string {
			v.sees(v.ask("shuping-lly", "GET", "/affairs/board?unit="+a.Unit.String()), 200, a.Item)
			rows, _, err := affairs.Board(context.Background(), v.h.DB,
				access.ScopeOf(v.actor("shuping-lly"), "disclosure.see"),
				affairs.Asked{Unit: a.Unit, Year: last.From.Year(), Today: today}, v.h.affairs().Working)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if r.ID == id {
					return r.Cells[0].Stand
				}
			}
			return ""
		}
		if got := board(); got != affairs.Done && got != affairs.DoneLate {
			t.Errorf("the board has %s", got)
		}
		do("shuping-lly", ref.Disclosure, "take-down", x, &affairs.Taking{Why: "有身份证号", Again: true}, "")
		if a = v.affair(id); a.Gap != last.From || a.LastOn != 0 {
			t.Errorf("taken down: %+v", a)
		}
		if got := board(); got != affairs.Late && got != affairs.Due {
			t.Errorf("taken down, the board has %s", got)
		}
		do("shuping-lly", ref.Affair, "prepare", id, in, "") // anew
		if w := v.ask("caizheng-jb", "GET", "/affairs/board?unit="+a.Unit.String()); w.Code != 404 {
			t.Errorf("another unit sees the board: %d", w.Code)
		}
		v.sees(v.ask("zhuti-jb", "GET", "/affairs/board"), 200, "曙坪镇", "财政局", "没有公开事项的单位", "城关镇")
		v.sees(v.ask("zhuti-jb", "GET", "/affairs?tab=late"), 200, "社会救助和惠民补贴发放情况")
		v.sees(v.ask("shuping-lly", "GET", "/affairs/presets"), 200, "党费收缴、使用情况")
		v.takesPresets(a.Unit)
	})
}

// The sheet on which a disclosure is approved says what the leader looks at, the page for the board what the public
// reads and nothing of who approved it; neither is there for another unit.
func TestFormsOfDisclosures(t *testing.T) {
	t.Parallel()
	v := visit(t)
	x := v.disclosure(func(x *affairs.Disclosure) bool {
		return x.State == affairs.Public && x.Period == affairs.Quarterly
	})
	at := "/disclosures/" + x.ID.String() + "/form/"
	approver, _ := v.county.Person(x.Approver)
	approval := wordsOf(t, v.ask("shuping-lly", "GET", at+"approval/as/docx").Body.Bytes())
	for _, want := range []string{x.Item, x.Basis, x.Content, x.Place, x.Opinion, approver.Name, "公开栏"} {
		if want == "" || !strings.Contains(approval, want) {
			t.Errorf("the sheet says nothing of %q", want)
		}
	}
	notice := wordsOf(t, v.ask("shuping-lly", "GET", at+"notice/as/docx").Body.Bytes())
	if !strings.Contains(notice, x.Content) || !strings.Contains(notice, x.Basis) ||
		strings.Contains(notice, approver.Name) || strings.Contains(approval+notice, "disclosure.") {
		t.Errorf("on the board: %s", notice)
	}
	for _, a := range []string{"approval/as/pdf", "notice/as/pdf"} {
		if w := v.ask("caizheng-jb", "GET", at+a); w.Code != 404 {
			t.Errorf("%s by another unit: %d", a, w.Code)
		}
	}
	x = v.disclosure(func(x *affairs.Disclosure) bool { return x.State == affairs.Submitted })
	if w := v.ask("zhuti-jb", "GET", "/disclosures/"+x.ID.String()+"/form/notice/as/pdf"); w.Code != 404 {
		t.Errorf("a notice of what nobody approved: %d", w.Code)
	}
}

// disclosure is one of the demonstration, of 曙坪镇 where there is one.
func (v *visitors) disclosure(is func(*affairs.Disclosure) bool) (out *affairs.Disclosure) {
	v.Helper()
	all, err := v.h.DB.AllOf(v.Context(), ref.Disclosure, 1)
	for _, x := range all {
		if x := x.(*affairs.Disclosure); is(x) && (out == nil || x.Unit == v.unit("曙坪镇")) {
			out = x
		}
	}
	if out == nil {
		v.Fatal("there is none", err)
	}
	return out
}

// takesPresets takes several items from the catalogue by one act, all of them or none.
func (v *visitors) takesPresets(unit ref.ID) {
	v.Helper()
	ctx := context.Background()
	take := func(codes ...string) error {
		_, err := v.h.affairs().Take(ctx, act.Command{Actor: v.actor("shuping-lly")}, unit,
			v.county.Team(unit).Leaders[0], v.h.Clock().Day(), codes)
		return err
	}
	count := func() int {
		all, err := v.h.DB.AllOf(ctx, ref.Affair, 1)
		if err != nil {
			v.Fatal(err)
		}
		return len(all)
	}
	before := count()
	for _, codes := range [][]string{nil, {"party-dues", "no-such"}, {"party-dues", "party-dues"}} {
		if err := take(codes...); err == nil || count() != before {
			v.Errorf("%v: %v", codes, err)
		}
	}
	if err := take("party-dues", "village-weighty"); err != nil || count() != before+2 {
		v.Errorf("%v", err)
	}
}

// publish makes public what was approved, with a picture.
func (v *visitors) publish(id ref.ID, in *affairs.Publishing) {
	v.Helper()
	e := v.proof()
	a, _ := v.h.Noun(ref.Disclosure).Act("publish")
	if _, err := a.Do(context.Background(), noun.Call{ID: id, In: in, Files: []act.File{e.File()},
		Command: act.Command{Actor: v.actor("shuping-lly")}}); err != nil {
		v.Fatal(err)
	}
}

// affairWrites are the writes of what is made known, each of an item made for it.
func (p *programs) affairWrites(deeds map[string]func() write, next func() int) {
	at := func(id, name, upto, body string) {
		deeds[id] = func() write {
			must := func(made ref.ID, no string) ref.ID {
				if no != "" {
					p.Fatal(no)
				}
				return made
			}
			today := p.h.Clock().Day()
			item := must(p.does("shuping-lly", ref.Affair, "add", 0, p.newAffair(1000+next(), affairs.Monthly, today)))
			must(p.does("shuping-lly", ref.Affair, "prepare", item, &affairs.Disclosure{About: today, Title: "本月",
				Content: "明细", Form: "board"}))
			x, v := p.written(item), int64(1)
			for _, s := range []struct {
				state, by, act string
				in             any
			}{{affairs.Submitted, "shuping-lly", "submit", nil},
				{affairs.Approved, "shuping", "approve", &affairs.Approval{Privacy: true, Opinion: "属实"}},
				{affairs.Public, "", "", nil}} {
				if upto == affairs.Drafted {
					break
				}
				if s.act == "" {
					p.publish(x, &affairs.Publishing{On: today, Form: "board", Place: "公开栏"})
				} else {
					must(p.does(s.by, ref.Disclosure, s.act, x, s.in))
				}
				if v++; s.state == upto {
					break
				}
			}
			if id == "publishDisclosure" { // its proof was attached before
				c := act.Command{Actor: p.actor("shuping-lly"), Verb: "disclosure.change"}
				if _, err := noun.Step(p.Context(), p.h.affairs().Door, c, affairs.DisclosureShape,
					noun.At{ID: x, Files: []evidence.Evidence{p.proof()}}, "disclosure.changed.v1",
					func(_ noun.Tx, d *affairs.Disclosure) ([]act.Fact, error) {
						d.Place = "公开栏"
						return []act.Fact{act.Words("reason", "附上照片")}, nil
					}); err != nil {
					p.Fatal(err)
				}
			}
			body := strings.ReplaceAll(body, "%d", fmt.Sprint(next()))
			return write{fmt.Sprintf("/disclosures/%d/%s", x, name), strings.ReplaceAll(body, "%v", fmt.Sprint(v))}
		}
	}
	today := p.h.Clock().Day()
	at("changeDisclosure", "change", affairs.Drafted, fmt.Sprintf(
		`{"about":"%s","title":"本月%%d","content":"明细","form":"board",`+`"reason":"改标题","version":%%v}`, today))
	at("submitDisclosure", "submit", affairs.Drafted, "")
	at("withdrawDisclosure", "withdraw", affairs.Drafted, `{"why":"不公开%d"}`)
	at("recallDisclosure", "recall", affairs.Submitted, `{"reason":"改一改%d"}`)
	at("approveDisclosure", "approve", affairs.Submitted, `{"privacy":true,"opinion":"属实%d"}`)
	at("returnDisclosure", "return", affairs.Submitted, `{"why":"改%d"}`)
	at("takeDownDisclosure", "take-down", affairs.Public, `{"why":"期满%d","again":false}`)
	at("publishDisclosure", "publish", affairs.Approved,
		fmt.Sprintf(`{"on":"%s","form":"board","place":"公开栏%%d"}`, today))
	deeds["takeAffairs"] = func() write {
		unit := p.unit("曙坪镇")
		had := map[string]bool{}
		all, err := p.h.DB.AllOf(p.Context(), ref.Affair, 1)
		if err != nil {
			p.Fatal(err)
		}
		for _, v := range all {
			a := v.(*affairs.Affair)
			had[a.Item] = had[a.Item] || a.Unit == unit
		}
		var codes []string
		for _, x := range p.h.Policy.Affairs {
			if !had[x.Item] && len(codes) < 2 {
				codes = append(codes, x.Code)
			}
		}
		return write{"/affairs/presets", fmt.Sprintf(`{"unit":%d,"person":%d,"since":"%s","codes":["%s"]}`, unit,
			p.county.Team(unit).Leaders[0], today, strings.Join(codes, `","`))}
	}
	deeds["prepareAffair"] = func() write {
		item, no := p.does("shuping-lly", ref.Affair, "add", 0, p.newAffair(1000+next(), affairs.Monthly, today))
		if no != "" {
			p.Fatal(no)
		}
		return write{fmt.Sprintf("/affairs/%d/prepare", item), fmt.Sprintf(
			`{"about":"%s","title":"本月%d","content":"明细","form":"board"}`, today, next())}
	}
}
