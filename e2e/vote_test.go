package e2e

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/lang"
)

// A vote by phone by hand: prepared on a statement that was held, two tellers bring their keys and open their test
// envelopes, slips are printed, six people vote on a phone without a script, the tellers open the envelopes away from
// the system, the file is published, each finds their ballot by the receipt, and a second person confirms the count.
func TestVoteByPhone(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "vote-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			l.votes()
		})
	}
}

// twenty is the code of a slip as it is printed: five groups of four.
var twenty = regexp.MustCompile(`\b([0-9A-HJKMNP-TV-Z]{4} ){4}[0-9A-HJKMNP-TV-Z]{4}\b`)

func (l *life) votes() {
	word := l.say.T
	office := l.as("zhuti-jb")
	office.Goto("/")
	office.Press(office.Text(`a[href^="/statements/"][href$="/do/count"]`))
	stated := strings.TrimSuffix(strings.Split(office.Address(), "?")[0], "/do/count")
	office.Goto(stated)
	office.Press(word("statement.act.vote"))
	office.Fill(word("statement.field.slips"), "4")
	offered := office.Text("main form")
	for field, name := range map[string]string{"teller-a": "孙国栋", "teller-b": "刘远征"} {
		who := regexp.MustCompile(name + ` \S+`).FindString(offered) // as the list calls them, with their post
		office.Fill(word("statement.field."+field), strings.Replace(who, " ", "\u3000", 1))
	}
	office.Press(word("statement.act.vote"))
	office.MustSee(word("vote.slips.few", "least", 5))
	l.look(office, "few")
	office.Fill(word("statement.field.slips"), "8")
	office.Press(word("statement.act.vote"))
	office.MustSee(word("did.statement.vote"))
	l.look(office, "prepared")
	office.Goto("/votes")
	office.Press(`//main//a[contains(@href, '/votes/') and contains(., '年度述责述廉述效大会')]`)
	at := strings.Split(office.Address(), "?")[0]
	office.MustSee(word("vote.note.tellers"))

	keys := map[string]ballot.Key{}
	for _, user := range []string{"jiandu-jb", "shuping-jw"} {
		key, err := ballot.NewKey()
		if err != nil {
			l.t.Fatal(err)
		}
		keys[user] = key
		teller := l.as(user)
		teller.Goto(at)
		teller.Press(word("vote.act.bring"))
		teller.Fill(word("vote.field.lid"), "lid1:abc")
		teller.Press(word("vote.act.bring"))
		teller.MustSee(word("vote.lid.form"))
		teller.Fill(word("vote.field.lid"), key.Lid().Text())
		teller.Press(word("vote.act.bring"))
		teller.MustSee(word("did.vote.bring"), word("voting.test"))
		l.look(teller, user+"-test")
		code, err := key.OpenTest(regexp.MustCompile(`test1:[\w-]+`).FindString(teller.Text("main")))
		if err != nil {
			l.t.Fatal(err)
		}
		teller.Press(word("vote.act.try"))
		teller.Fill(word("vote.field.code"), code)
		teller.Press(word("vote.act.try"))
		teller.MustSee(word("did.vote.try"))
	}

	office.Goto(at)
	office.MustSee(word("voting.slips.go"), word("vote.note.print"))
	l.look(office, "ready")
	slips := twenty.FindAllString(l.words(l.handed("zhuti-jb", at+"/slips", office)), -1)
	if len(slips) != 8 {
		l.t.Fatalf("%d slips are printed", len(slips))
	}
	office.Goto(at)
	office.MustSee(word("vote.state.printed"), word("voting.issued"))
	l.look(office, "printed")
	number := strings.TrimPrefix(at, "/votes/")
	phone := Browser(l.t, Phone, false).At(l.county.URL)
	phone.Speak(l.language)
	phone.Goto("/v/" + number + "/" + strings.ReplaceAll(slips[0], " ", ""))
	phone.MustSee(word("voting.not-yet"))
	office.Press(word("vote.act.open"))
	office.Press(word("vote.act.open"))
	office.MustSee(word("did.vote.open"))

	receipts := map[string]int{}
	for i, slip := range slips[:6] {
		phone.Goto("/v/" + number + "/" + strings.ReplaceAll(slip, " ", ""))
		receipt := phone.Text("output")
		phone.Press(`//fieldset[1]/label[` + []string{"1", "1", "2", "2", "3", "4"}[i] + `]`)
		if i == 0 {
			l.look(phone, "ballot")
			phone.Fill(word("voting.word"), "山高水长")
		}
		phone.Press(word("voting.send"))
		phone.MustSee(word("voting.done"))
		receipts[receipt] = i
	}
	l.look(phone, "voted")
	phone.Goto("/v/" + number + "/" + strings.ReplaceAll(slips[0], " ", ""))
	phone.MustSee(word("voting.voted"))

	office.Goto(at)
	office.Press(word("vote.act.end"))
	office.Press(word("vote.act.end"))
	office.MustSee(word("did.vote.end"))
	inner, n, err := ballot.OpenOuter(keys["jiandu-jb"], l.handed("jiandu-jb", at+"/sealed", nil),
		l.handed("jiandu-jb", at+"/issued", nil))
	if err != nil || n != 6 {
		l.t.Fatal(n, err)
	}
	file, _, err := ballot.OpenInner(keys["shuping-jw"], inner, n)
	if err != nil {
		l.t.Fatal(err)
	}
	path := filepath.Join(l.t.TempDir(), "published.txt")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		l.t.Fatal(err)
	}
	office.Goto(at)
	office.Press(word("vote.act.publish"))
	office.Fill(word("vote.field.witnesses"), "群众代表二人")
	office.Upload("file", path)
	l.look(office, "publish")
	office.Press(word("vote.act.publish"))
	office.MustSee(word("did.vote.publish"), word("voting.published"))
	l.look(office, "published")

	for receipt, i := range receipts {
		phone.Goto("/v/check")
		phone.Fill(word("voting.vote"), number)
		phone.Fill(word("voting.receipt"), receipt)
		if i == 0 {
			phone.Fill(word("voting.word"), "山高水长")
		}
		phone.Press(word("voting.check.go"))
		said := []string{"good", "good", "fairly", "fairly", "fair", "poor"}[i]
		phone.MustSee(word("voting.found.say"), word("statement.field."+said))
		if i == 0 {
			l.look(phone, "found")
		}
	}
	second := l.as("jiandu-jb")
	second.Goto(stated)
	second.Press(word("statement.act.confirm"))
	second.Press(word("statement.act.confirm"))
	second.MustSee(word("did.statement.confirm"))
	l.look(second, "confirmed")
}

// handed is what an address hands out to a user: by its form, where a page with one is given, or by a link.
func (l *life) handed(user, at string, page *Page) []byte {
	l.t.Helper()
	session, err := Browser(l.t, l.width, false).At(l.county.URL).session(user)
	if err != nil {
		l.t.Fatal(err)
	}
	client := http.Client{Timeout: patience}
	ask := func(method, at, body string) []byte {
		r, _ := http.NewRequestWithContext(l.t.Context(), method, l.county.URL+at, strings.NewReader(body))
		r.AddCookie(session)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := client.Do(r)
		if err != nil {
			l.t.Fatal(err)
		}
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			l.t.Fatalf("%s: %d %v", at, answer.StatusCode, err)
		}
		return b
	}
	if page == nil {
		return ask("GET", at, "")
	}
	form := ask("GET", strings.TrimSuffix(at, "/slips"), "")
	key := regexp.MustCompile(`action="[^"]*/slips"[^>]*>(?s:.*?)name="key" value="([^"]+)"`).FindSubmatch(form)
	if key == nil {
		l.t.Fatalf("%s has no form", at)
	}
	return ask("POST", at, url.Values{"key": {string(key[1])}}.Encode())
}

// words are those of a PDF.
func (l *life) words(b []byte) string {
	l.t.Helper()
	file := filepath.Join(l.t.TempDir(), "slips.pdf")
	if dir := os.Getenv("SHUANGZE_ARTEFACTS"); dir != "" {
		file = filepath.Join(dir, "life-"+l.name+".pdf")
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		l.t.Fatal(err)
	}
	said, err := exec.CommandContext(l.t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		l.t.Fatal(err)
	}
	return string(said)
}
