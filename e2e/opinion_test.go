package e2e

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/lang"
	excel "shuangze/internal/paper/sheet"
)

// A letter of integrity opinions by hand: the request, the table of people as an office sends it with what is wrong
// said by row and column, what is proposed, a section that differs, the review, both signatures, the numbered letter as
// PDF, and its code on the page that verifies it, with one character altered too.
func TestOpinion(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "opinion-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			at := l.asksForOpinions()
			l.hearsSections(at)
			l.signsOpinions(at)
		})
	}
}

// roster is a table of people as an Excel file: a title, headings in an order of its own, other columns between them.
func (l *life) roster(rows ...[]string) string {
	l.t.Helper()
	path := filepath.Join(l.t.TempDir(), "推荐人选名单.xlsx")
	f, err := os.Create(path)
	if err == nil {
		cols := []excel.Field{{Title: "序号"}, {Title: "工作单位"}, {Title: "姓名"}, {Title: "性别"}, {Title: "现任职务"}}
		err = excel.Write(f, excel.Sheet{Name: "名单", Title: "2026年先进个人推荐对象名单", Columns: cols,
			Rows: func(yield func([]any) bool) {
				for i, r := range rows {
					if !yield([]any{i + 1, r[1], r[0], "", r[2]}) {
						return
					}
				}
			}})
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		l.t.Fatal(err)
	}
	return path
}

// asksForOpinions registers the request and uploads the table of names.
func (l *life) asksForOpinions() (at string) {
	word := l.say.T
	office := l.as("jiandu-jb")
	office.Goto("/opinions?tab=all")
	l.look(office, "list")
	office.Goto("/opinions/new")
	office.Press(word("opinion.act.add")) // nothing filled in
	office.MustSee(word("input.choose"))
	office.Fill(word("opinion.field.title"), "征求年度先进个人推荐对象党风廉政意见")
	office.Fill(word("opinion.field.office"), "组织部")
	office.Fill(word("opinion.field.letter-no"), "镇组函〔2026〕88号")
	office.Fill(word("opinion.field.received-on"), in(0))
	office.Choose(word("opinion.field.purpose"), 3)
	l.look(office, "request")
	office.Press(word("opinion.act.add"))
	office.MustSee(word("did.opinion.add"), word("opinion.why.list"))
	at = office.Address()

	office.Press(word("opinion.act.name"))
	l.look(office, "names")
	office.Upload(word("opinion.table"), l.roster([]string{"刘远征", "曙坪镇", "纪委书记"}, []string{"马春燕", "财政局", "干部"},
		[]string{"查无此人", "曙坪镇", "干部"}, []string{"", "水利局", "科长"}))
	office.Press(word("opinion.act.name"))
	office.MustSee(word("opinion.row.elsewhere", "row", 4, "column", "工作单位", "name", "马春燕", "unit", "财政局"),
		word("opinion.row.none", "row", 5, "column", "姓名", "name", "查无此人"),
		word("opinion.row.unnamed", "row", 6, "column", "姓名"))
	l.look(office, "wrong-rows")
	note := filepath.Join(l.t.TempDir(), "名单.xlsx")
	if err := os.WriteFile(note, []byte("这不是表格"), 0o600); err != nil {
		l.t.Fatal(err)
	}
	office.Goto(at + "/do/name")
	office.Upload(word("opinion.table"), note)
	office.Press(word("opinion.act.name"))
	if office.Status() != http.StatusUnprocessableEntity {
		l.t.Errorf("what is no table: %d", office.Status())
	}
	l.look(office, "no-table")
	office.Goto(at + "/do/name")
	office.Upload(word("opinion.table"), l.roster([]string{"刘远征", "曙坪镇", "纪委书记"}, []string{"马春燕", "曙坪镇", "联络员"},
		[]string{"胡雅琴", "财政局", "工作人员"}))
	office.Press(word("opinion.act.name"))
	office.MustSee(word("did.opinion.name"), "刘远征", "马春燕", "胡雅琴", word("candidate.answer.none"))
	l.look(office, "proposed")
	return at
}

// hearsSections has a section differ about one of them, that settled, all sections answer, and another review it.
func (l *life) hearsSections(at string) {
	word := l.say.T
	office, head := l.as("jiandu-jb"), l.as("jiandu")
	office.Goto(at)
	office.Press("马春燕")
	one := office.Address()
	l.look(office, "person")
	office.Press(word("candidate.act.differ"))
	office.Choose(word("candidate.field.differ.section"), 1)
	office.Choose(word("candidate.field.differ.answer"), 2)
	office.Fill(word("candidate.field.differ.reason"), "曾有信访反映，已函询了结。")
	l.look(office, "differ")
	office.Press(word("candidate.act.differ"))
	office.MustSee(word("did.candidate.differ"))
	office.Goto(at)
	office.MustSee(word("candidate.state.differing"), "已函询了结。")
	l.look(office, "differing")
	office.Goto(one)
	office.Press(word("candidate.act.settle"))
	office.Choose(word("candidate.field.settle.answer"), 2)
	office.Fill(word("candidate.field.settle.reason"), "曾有信访反映，经函询予以采信了结")
	l.look(office, "settle")
	office.Press(word("candidate.act.settle"))
	office.MustSee(word("did.candidate.settle"))
	for range 2 {
		office.Goto(at)
		office.Press(word("opinion.act.answer"))
		office.Choose(word("opinion.field.answer.section"), 1)
		l.look(office, "answer")
		office.Press(word("opinion.act.answer"))
		office.MustSee(word("did.opinion.answer"))
	}
	office.Goto(at)
	office.Press(word("opinion.act.submit"))
	office.Press(word("opinion.act.submit"))
	office.MustSee(word("did.opinion.submit"))
	head.Goto(at)
	head.MustSee("曾有信访反映，经函询予以采信了结", "关于刘远征等3名同志党风廉政意见的回复")
	l.look(head, "review")
	l.step(head, "opinion", "pass", "pass.view", "意见与在案记录一致，同意报签。")
	head.MustSee(word("did.opinion.pass"))
}

// code is how a letter shows its code.
var code = regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){4}`)

// signsOpinions has both sign, reads the letter that is out, and verifies its code.
func (l *life) signsOpinions(at string) {
	word := l.say.T
	for _, user := range []string{"jiwei", "lingdao"} {
		p := l.as(user)
		p.MustSee(word("opinion.why.sign"))
		l.look(p, user+"-workbench")
		p.Goto(at)
		p.MustSee("关于刘远征等3名同志党风廉政意见的回复", "经函询予以采信了结", word("opinion.act.return"))
		p.Press(word("opinion.act.sign"))
		p.MustSee("经函询予以采信了结") // what is signed stands where it is signed
		l.look(p, user+"-signs")
		p.Press(word("opinion.act.sign"))
		p.MustSee(word("did.opinion.sign"))
	}
	clerk, office := l.as("jiandu-jb"), l.as("zhuti-jb")
	clerk.Goto(at)
	clerk.MustSee("镇纪廉〔2026〕", word("opinion.state.issued"))
	l.look(clerk, "letter")
	number := regexp.MustCompile(`镇纪廉〔2026〕\d+号`).FindString(clerk.Text("main"))
	known := code.FindString(clerk.Text("main"))
	if number == "" || known == "" {
		l.t.Fatalf("the letter has number %q and code %q", number, known)
	}
	l.prints("jiandu-jb", at+"/form/letter/as/pdf", number, known, "刘远征", "未收到问题线索")
	clerk.Goto("/verify?code=" + known)
	clerk.MustSee(word("verify.genuine"), number)
	clerk.MustNotSee("刘远征", "函询")
	l.look(clerk, "verified")
	clerk.Goto("/verify?code=" + altered(known))
	clerk.MustSee(word("verify.unknown"))
	clerk.MustNotSee(number)
	l.look(clerk, "not-verified")
	office.Goto(at)
	office.MustNotSee("刘远征") // the other office neither asked nor answers
}

// altered is a code with another last character.
func altered(code string) string {
	last := "0"
	if strings.HasSuffix(code, last) {
		last = "1"
	}
	return code[:len(code)-1] + last
}

// prints reads a PDF as a user and looks for words in it, where a program that reads PDFs is there.
func (l *life) prints(user, at string, words ...string) {
	l.t.Helper()
	status, b := l.fetches(user, at)
	if status != http.StatusOK {
		l.t.Fatalf("%s: %d", at, status)
	}
	l.says(b, words...)
}

// fetches takes a file as somebody who is signed in.
func (l *life) fetches(user, at string) (status int, b []byte) {
	l.t.Helper()
	p := Browser(l.t, l.width, false).At(l.county.URL)
	session, err := p.session(user)
	if err != nil {
		l.t.Fatal(err)
	}
	r, _ := http.NewRequestWithContext(l.t.Context(), "GET", l.county.URL+at, nil)
	r.AddCookie(session)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		l.t.Fatal(err)
	}
	defer answer.Body.Close()
	if b, err = io.ReadAll(answer.Body); err != nil {
		l.t.Fatalf("%s: %v", at, err)
	}
	return answer.StatusCode, b
}

// says keeps a PDF among the artefacts and finds words in it.
func (l *life) says(b []byte, words ...string) {
	l.t.Helper()
	file := filepath.Join(l.t.TempDir(), "letter.pdf")
	if dir := os.Getenv("SHUANGZE_ARTEFACTS"); dir != "" {
		file = filepath.Join(dir, "life-"+l.name+".pdf")
	}
	if err := os.WriteFile(file, b, 0o644); err != nil {
		l.t.Fatal(err)
	}
	if !bytes.HasPrefix(b, []byte("%PDF-")) {
		l.t.Fatalf("it is no PDF: %.20q", b)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		return
	}
	said, err := exec.CommandContext(l.t.Context(), "pdftotext", file, "-").Output()
	if err != nil {
		l.t.Fatal(err)
	}
	for _, want := range words {
		if !strings.Contains(plain(string(said)), plain(want)) {
			l.t.Errorf("the file does not say %s:\n%s", want, said)
		}
	}
}
