package app

import (
	"context"
	"strings"
	"testing"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// Every paper of a matter can be printed by its office and says what it is signed for; the answer to an appeal bears
// number and organ of the decision that undid the ruling.
func TestPapersOfMatters(t *testing.T) {
	t.Parallel()
	v := visit(t)
	one := func(of ref.Kind, is func(noun.Value) bool) noun.Value {
		t.Helper()
		list, err := v.h.DB.AllOf(context.Background(), of, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			if is(x) {
				return x
			}
		}
		t.Fatalf("the demonstration has no such %s", of)
		return nil
	}
	m := one(ref.Matter, func(x noun.Value) bool {
		return x.Head().State == matters.Revoked && x.(*matters.Matter).Target == matters.Leader
	}).(*matters.Matter)
	h := one(ref.Hearing, func(x noun.Value) bool { return x.Head().ID == m.Hearing }).(*matters.Hearing)
	r := one(ref.Ruling, func(x noun.Value) bool { return x.Head().ID == m.Ruling }).(*matters.Ruling)
	a := one(ref.Appeal, func(x noun.Value) bool { return x.(*matters.Appeal).Ruling == r.ID }).(*matters.Appeal)
	b := one(ref.Ruling, func(x noun.Value) bool { return x.(*matters.Ruling).Target == matters.Body }).(*matters.Ruling)
	kept := one(ref.Appeal, func(x noun.Value) bool { return x.Head().State == matters.Dismissed }).(*matters.Appeal)
	name := func(id ref.ID) string { p, _ := v.county.Person(id); return p.Name }
	for path, want := range map[string][]string{
		"matters/" + m.ID.String() + "/form/opening":   {m.Number, m.Facts, m.Reason, m.Statute, m.Verdict, name(m.Approver)},
		"matters/" + m.ID.String() + "/form/report":    {m.Number, m.Report, name(m.Members()[0]), name(m.Members()[1])},
		"matters/" + m.ID.String() + "/form/approval":  {m.Number, m.Ground, m.Opinion, name(m.Approver), "通报"},
		"hearings/" + h.ID.String() + "/form/facts":    {h.Facts, h.Account, name(h.Told)},
		"rulings/" + r.ID.String() + "/form/decision":  {r.Decision, r.Organ, r.Statute, r.Text, "你负", "书面申诉"},
		"rulings/" + b.ID.String() + "/form/decision":  {b.Decision, "你单位负"},
		"rulings/" + r.ID.String() + "/form/receipt":   {r.Decision, name(r.Told), r.How},
		"appeals/" + a.ID.String() + "/form/answer":    {a.Decision, a.AnswerNo, a.AnswerBy, a.Reason, "撤销原决定"},
		"appeals/" + kept.ID.String() + "/form/answer": {kept.Decision, kept.Reason, "维持原决定"},
	} {
		w := v.ask("zhuti-jb", "GET", "/"+path+"/as/docx")
		if w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
			continue
		}
		words := wordsOf(t, w.Body.Bytes())
		for _, s := range want {
			if s == "" || !strings.Contains(words, s) {
				t.Errorf("%s does not say %q: %s", path, s, words)
			}
		}
		if strings.Contains(words, ".form.") || strings.Contains(words, "⟦") {
			t.Errorf("%s lacks a word: %s", path, words)
		}
		w = v.ask("zhuti-jb", "GET", "/"+path+"/as/pdf")
		if !strings.HasPrefix(w.Body.String(), "%PDF") {
			t.Errorf("%s is no PDF: %d", path, w.Code)
		}
		if w = v.ask("caizheng-jb", "GET", "/"+path+"/as/pdf"); w.Code != 404 {
			t.Errorf("another unit prints %s: %d", path, w.Code)
		}
	}
}
