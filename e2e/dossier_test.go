package e2e

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"path"
	"testing"

	"shuangze/internal/lang"
)

// The holder declares a matter, is told what is lacking and signs it, the head of the unit checks it and the office
// files it. The head asks to look, the office approves, the head opens it and reads it with who looks on it; the
// holder finds all of it in their own dossier: in both languages and widths, with and without JavaScript.
func TestDossier(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		width          int
		js             bool
	}{
		{"zh-desk", "zh-CN", Desk, true},
		{"en-phone-without-javascript", "en", Phone, false},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			l := &life{t: t, county: Demo(t), name: "dossier-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			const gift = "上交茶叶两盒"
			holder, head, office := l.as("shuping-jw"), l.as("shuping"), l.as("jiandu-jb")
			office.Goto("/dossiers?tab=expected&q=刘远征")
			l.look(office, "expected")
			office.Goto(office.link("/dossiers/"))
			dossier := office.Address()
			office.MustSee("刘远征", word("dossier.state.expected"))
			office.Press(word("dossier.act.open"))
			office.Choose("keeper", 1)
			office.Fill("shelf", "县纪委档案室3柜2格")
			l.look(office, "open")
			office.Press(word("dossier.act.open"))
			office.MustSee(word("did.dossier.open"), word("dossier.state.open"))
			l.look(office, "opened")
			holder.Goto(dossier)
			l.look(holder, "own")
			holder.Press(word("dossier.act.declare"))
			holder.Press(word("dossier.act.declare")) // nothing filled in
			holder.MustSee(word("input.required"))
			holder.Choose("part", 5) // gifts
			holder.Fill("matterOn", in(-3))
			holder.Fill("content", gift)
			l.look(holder, "declare")
			holder.Press(word("dossier.act.declare"))
			holder.MustSee(word("did.dossier.declare"))
			declared := holder.Address() // where it is signed
			l.look(holder, "saved")
			head.Goto(declared)
			head.MustNotSee(gift)
			holder.Press(word("declaration.act.sign"))
			holder.Press(word("declaration.act.sign"))
			holder.MustSee(word("declaration.state.signed"))
			l.look(holder, "signed")
			head.Goto(declared)
			head.MustSee(gift)
			l.look(head, "to-check")
			head.Press(word("declaration.act.pass"))
			head.Press(word("declaration.act.pass"))
			office.Goto(declared)
			office.MustSee(gift)
			office.Press(word("declaration.act.file"))
			office.Press(word("declaration.act.file"))
			office.MustSee(word("did.declaration.file"))

			head.Goto(dossier)
			head.MustNotSee(gift)
			head.Press(word("dossier.act.ask"))
			head.Choose("purpose", 2)
			head.Fill("reason", "年度评优推荐")
			head.Tick(`//input[@name='partGifts']`)
			l.look(head, "ask")
			head.Press(word("dossier.act.ask"))
			head.MustSee(word("did.dossier.ask"))
			access := head.Address()
			l.look(head, "asked")
			office.Goto(access)
			office.Press(word("dossieraccess.act.approve"))
			office.Fill("expires", in(5))
			l.look(office, "approve")
			office.Press(word("dossieraccess.act.approve"))
			office.MustSee(word("did.dossieraccess.approve"))
			head.Goto(access)
			head.MustNotSee(gift)
			head.Press(word("dossieraccess.act.open"))
			head.Press(word("dossieraccess.act.open"))
			head.MustSee(gift)
			l.look(head, "opened")
			holder.Goto(access)
			holder.MustNotSee("年度评优推荐")
			holder.Goto(dossier)
			holder.MustSee(gift, word("dossier.looks"))
			l.look(holder, "own-after")
			holder.MustSee(word("dossier.own.take"), word("dossier.own.say"))
			l.takesAlong(dossier+"/mine.zip", gift)
			office.Goto("/dossiers/statistics")
			l.look(office, "statistics")
		})
	}
}

// takesAlong takes the holder's own dossier as one file, which says what their page does; the head of the unit, who
// looked into some of it, cannot.
func (l *life) takesAlong(at, gift string) {
	l.t.Helper()
	if status, _ := l.fetches("shuping", at); status != http.StatusForbidden {
		l.t.Errorf("the head of the unit: %d", status)
	}
	status, b := l.fetches("shuping-jw", at)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		l.t.Fatalf("%d %v", status, err)
	}
	found := 0
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			l.t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			l.t.Fatal(f.Name, err)
		}
		switch path.Ext(f.Name) {
		case ".pdf":
			l.says(part, gift, "刘远征")
			found++
		case ".json":
			if !bytes.Contains(part, []byte(gift)) {
				l.t.Errorf("%s does not say %s", f.Name, gift)
			}
			found++
		}
	}
	if found != 2 {
		l.t.Errorf("%d files were read, not 2", found)
	}
}
