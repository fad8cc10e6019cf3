package app

import (
	"strings"
	"testing"

	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/opinions"
	"shuangze/internal/ref"
)

// A letter that is out is cancelled by two, with a reason: whoever asked does not decide, those who asked for it are
// told, the verification says so from then on, its answers stand for nobody, and the request can be answered anew.
func TestOpinionCancelled(t *testing.T) {
	v := visit(t)
	do := func(login, name string, id ref.ID, in any, want string) ref.ID {
		t.Helper()
		made, no := v.does(login, ref.Opinion, name, id, in)
		if no != want {
			t.Errorf("%s by %s: %q, not %q", name, login, no, want)
		}
		return made
	}
	why := &noun.Said{Text: "发文对象有误"}
	id := do("jiandu-jb", "add", 0, v.newOpinion(71, "曙坪镇"), "")
	do("jiandu-jb", opinions.ListAct, id, &opinions.Listing{Names: "胡雅琴\t财政局"}, "")
	v.answered(id)
	do("jiandu-jb", "submit", id, nil, "")
	do("jiandu", "pass", id, &noun.Said{Text: "同意"}, "")
	if n := v.ask("lingdao", "GET", "/"); !strings.Contains(n.Body.String(), "/opinions/"+id.String()) {
		t.Error("who signs does not find it on the workbench")
	}
	do("jiandu-jb", "ask-cancel", id, why, "opinion.not-now")
	for _, kind := range []bodies.BodyKind{bodies.CountyDiscipline, bodies.CountyCommittee} {
		if no := v.signs(kind, id); no != "" {
			t.Fatal(kind, no)
		}
	}
	x := v.opinion(id)
	do("jiandu", "cancel", id, nil, "dispatch.not-cancelling")
	do("shuping-lly", "ask-cancel", id, why, "access.forbidden")
	do("jiandu-jb", "ask-cancel", id, why, "")
	do("jiandu", "ask-cancel", id, why, "dispatch.cancelling")
	do("jiandu-jb", "cancel", id, nil, "access.own-request")
	v.sees(v.ask("", "GET", "/verify?code="+x.Code), 200, x.Document, "由下列机关发出，没有撤销")
	do("jiandu", "keep", id, nil, "")
	if x := v.opinion(id); x.State != opinions.Issued || x.Canceller != 0 || x.CancelWhy != "" {
		t.Errorf("kept: %+v", x.Cancelling)
	}
	do("jiandu", "ask-cancel", id, why, "")
	w := v.ask("shuping-lly", "GET", "/opinions/"+id.String())
	if strings.Contains(w.Body.String(), why.Text) {
		t.Error("who asked reads why it might be cancelled before it is decided")
	}
	do("jiandu-jb", "cancel", id, nil, "")
	x = v.opinion(id)
	if x.State != opinions.Void || x.VoidOn != v.h.Clock().Day() || x.VoidWhy != why.Text || x.Course().Altered() {
		t.Errorf("void: %s %+v", x.State, x.Cancelling)
	}
	for _, c := range v.candidates(id) {
		if c.State != opinions.Undone {
			t.Errorf("an answer of a void letter is %s", c.State)
		}
	}
	w = v.ask("", "GET", "/verify?code="+x.Code)
	v.sees(w, 200, x.Document, "已经撤销，不再有效")
	if strings.Contains(w.Body.String(), why.Text) || strings.Contains(w.Body.String(), "胡雅琴") {
		t.Error("the verification says why, or of whom")
	}
	v.sees(v.ask("shuping-lly", "GET", "/opinions/"+id.String()), 200, why.Text, "作废")
	if err := v.h.TellEntries(v.Context(), v.takes("notify")); err != nil {
		t.Fatal(err)
	}
	v.sees(v.ask("shuping-lly", "GET", "/inbox"), 200, "回复函已作废")
	do("jiandu-jb", "keep", id, nil, "opinion.not-now")
	if _, err := v.h.KeepIssued(v.Context()); err != nil || v.opinion(id).Pdf == "" {
		t.Error("the file of a void letter is not kept", err)
	}
	do("jiandu-jb", "add", 0, v.newOpinion(71, "曙坪镇"), "")
}
