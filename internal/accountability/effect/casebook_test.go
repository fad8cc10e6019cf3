package effect_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/policy"
	"shuangze/internal/when"
	zhenping "shuangze/policy/zhenping"
)

// casesLeast is how many cases the book holds at least.
const casesLeast = 60

var pack = shipped()

func shipped() *policy.Pack {
	p, err := policy.Load(zhenping.Files)
	if err != nil {
		panic(err)
	}
	return p
}

// book reads one file of cases. How a case is written stands at the head of each file.
type book struct {
	*testing.T
	file  string
	line  int
	title string
	asked bool
	all   []effect.Decision
	cases int
}

// TestCaseBook judges every case of testdata/cases by the rules that ship, and says file and line of what differs.
func TestCaseBook(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	total := 0
	for _, name := range files {
		b := &book{T: t, file: name}
		b.read()
		total += b.cases
	}
	if total < casesLeast {
		t.Errorf("%d cases; the book holds %d at least", total, casesLeast)
	}
}

func (b *book) wrong(format string, a ...any) {
	b.Errorf("%s:%d: %s: %s", b.file, b.line, b.title, fmt.Sprintf(format, a...))
}

func (b *book) read() {
	f, err := os.Open(b.file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		b.line++
		words := strings.Fields(strings.ReplaceAll(s.Text(), "\u3000", " "))
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		switch words[0] {
		case "例":
			b.end()
			b.title, b.all, b.asked = strings.Join(words[1:], " "), nil, false
			b.cases++
		case "决定":
			b.decision(words[1:])
		case "问":
			b.asked = true
			b.question(words[1:])
		case "依据":
			b.asked = true
			b.ground(words[1:])
		case "登记":
			b.asked = true
			b.refused(words[1:])
		default:
			b.wrong("a line begins with 例, 决定, 问, 依据 or 登记, and not with %q", words[0])
		}
	}
	b.end()
}

func (b *book) end() {
	if b.title != "" && !b.asked {
		b.wrong("the case before asks nothing")
	}
}

func (b *book) day(s string) when.Day {
	d, err := when.ParseDay(s)
	if err != nil {
		b.wrong("%q is no day", s)
	}
	return d
}

func (b *book) code(kind policy.Kind, zh string) string {
	for _, code := range pack.Codes(kind) {
		if pack.Label(kind, code, "zh") == zh {
			return code
		}
	}
	b.wrong("effects.txt has no %q", zh)
	return ""
}

// decision reads 日期 种类 [文号=… 生效=… 期间=… 同种=… 恢复=… 原生效=… 撤销].
func (b *book) decision(words []string) {
	if d, ok := b.typed(words); ok {
		for _, f := range pack.Effects.Faults(d) {
			b.wrong("the decision is refused: %s %s %d %d", f.Field, f.Key, f.Months, f.Most)
		}
		b.all = append(b.all, d)
	}
}

func (b *book) typed(words []string) (d effect.Decision, ok bool) {
	if len(words) < 2 {
		b.wrong("决定 needs a day and a kind")
		return d, false
	}
	d = effect.Decision{Day: b.day(words[0]), Kind: b.code(policy.EffectKind, words[1]),
		Number: fmt.Sprintf("第%d号", len(b.all)+1)}
	number := func(s string) int {
		n, err := strconv.Atoi(strings.TrimSuffix(s, "个月"))
		if err != nil {
			b.wrong("%q is no number", s)
		}
		return n
	}
	for _, w := range words[2:] {
		switch name, value, _ := strings.Cut(w, "="); name {
		case "文号":
			d.Number = value
		case "生效":
			d.From = b.day(value)
		case "期间":
			d.Months = number(value)
		case "同种":
			d.Times = number(value)
		case "恢复":
			d.Restored = b.day(value)
		case "原生效":
			d.Origin = b.day(value)
		case "撤销":
			d.Undone = true
		default:
			b.wrong("%q is not known of a decision", name)
			return d, false
		}
	}
	return d, true
}

// question reads 日期 用途 => 可以, or 日期 用途 => 受限 文号 至 日期 [等次] [依 words of the clause], several divided by ；.
func (b *book) question(words []string) {
	at := slices.Index(words, "=>")
	if at != 2 {
		b.wrong("问 is written: 问 日期 用途 => 可以 or 受限 …")
		return
	}
	q := effect.Question{On: b.day(words[0]), Use: b.code(policy.EffectUse, words[1])}
	got := pack.Effects.Check(b.all, q)
	said := "可以"
	var list []string
	for _, h := range got {
		list = append(list, strings.TrimSpace(fmt.Sprintf("受限 %s 至 %s %s", h.Number, until(h.Until),
			pack.Label(policy.EffectGrade, h.Result, "zh"))))
	}
	if len(list) > 0 {
		said = strings.Join(list, " ； ")
	}
	want, clause, _ := strings.Cut(strings.Join(words[3:], " "), " 依 ")
	if want != said {
		b.wrong("%s %s: %s, and not as it says: %s", words[0], words[1], said, want)
	}
	if clause != "" && (len(got) == 0 || !strings.Contains(got[0].Clause, clause)) {
		b.wrong("the clause %q is not named: %+v", clause, got)
	}
}

func until(d when.Day) string {
	if d == effect.Forever {
		return "长期"
	}
	return d.String()
}

// ground reads 事实日期 种类 => name, or => 无.
func (b *book) ground(words []string) {
	if len(words) < 4 || words[2] != "=>" {
		b.wrong("依据 is written: 依据 事实日期 种类 => 名称")
		return
	}
	k, _ := pack.Effects.Kind(b.code(policy.EffectKind, words[1]))
	got := pack.Effects.Ground(k.Family, b.day(words[0]))
	if want := strings.Join(words[3:], " "); got != want && (want != "无" || got != "") {
		b.wrong("the text of the day of the facts is %q, and not %q", got, want)
	}
}

// refused reads a decision that cannot be registered so: … => the field that is refused.
func (b *book) refused(words []string) {
	at := slices.Index(words, "=>")
	if at < 0 || at+1 >= len(words) {
		b.wrong("登记 is written: 登记 日期 种类 … => 栏")
		return
	}
	d, _ := b.typed(words[:at])
	got := "可以"
	if list := pack.Effects.Faults(d); len(list) > 0 {
		got = map[string]string{"months": "期间", "times": "同种", "restoredOn": "恢复", "kind": "种类"}[list[0].Field]
	}
	if got != words[at+1] {
		b.wrong("registering it: %s, and not %s", got, words[at+1])
	}
}
