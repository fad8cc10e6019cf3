package lang

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func sample(t *testing.T, lines string) *Catalogues {
	t.Helper()
	c := &Catalogues{zh: newPhraser(Chinese), en: newPhraser(English), area: map[string]string{}}
	if err := c.read("sample.txt", lines); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPhrasing(t *testing.T) {
	c := sample(t, `
a.plain = 你好 | Hello
a.orders = 共 {n} 张 | {n} {n|order|orders}
a.year = {year:plain}年度 | Year {year:plain}
a.due = 应于{day}办结 | Due {day}
a.at = 于{at} | At {at}
a.for = 在{p} | During {p}
a.in = 因为：{why} | Because: {why}
a.pipe = 甲\|乙 | a\|b
a.who = {who} | {who}
`)
	day := when.Date(2026, time.November, 17)
	at := when.At(time.Date(2026, 11, 12, 16, 40, 0, 0, when.Zone))
	for _, x := range []struct {
		key    string
		kv     []any
		zh, en string
	}{
		{"a.plain", nil, "你好", "Hello"},
		{"a.orders", []any{"n", 1}, "共 1 张", "1 order"},
		{"a.orders", []any{"n", int64(1024330)}, "共 1,024,330 张", "1,024,330 orders"},
		{"a.orders", []any{"n", -1200}, "共 −1,200 张", "−1,200 orders"},
		{"a.year", []any{"year", 2026}, "2026年度", "Year 2026"},
		{"a.due", []any{"day", day}, "应于2026年11月17日办结", "Due 17 Nov 2026"},
		{"a.due", []any{"day", when.Open}, "应于长期办结", "Due no end"},
		{"a.at", []any{"at", at}, "于11月12日 16:40", "At 12 Nov 16:40"},
		{"a.for", []any{"p", when.Period{From: day, To: day + 2}}, "在2026年11月17日至2026年11月18日",
			"During 17 Nov 2026 to 18 Nov 2026"},
		{"a.in", []any{"why", text.M("a.orders", "n", 2)}, "因为：共 2 张", "Because: 2 orders"},
		{"a.in", []any{"why", []text.Message{text.M("a.plain"), text.M("a.plain")}}, "因为：你好、你好", "Because: Hello, Hello"},
		{"a.pipe", nil, "甲|乙", "a|b"},
		{"a.who", []any{"who", []string{"甲", "乙"}}, "甲、乙", "甲, 乙"},
		{"a.who", []any{"who", ref.ID(4711)}, "4711", "4711"},
		{"a.who", nil, "⟦who⟧", "⟦who⟧"},
		{"a.none", nil, "⟦a.none⟧", "⟦a.none⟧"},
	} {
		for _, side := range []struct {
			p    *Phraser
			want string
		}{{c.zh, x.zh}, {c.en, x.en}} {
			if got := side.p.T(x.key, x.kv...); got != side.want {
				t.Errorf("%s: T(%s) = %q, want %q", side.p.lang, x.key, got, side.want)
			}
			if got := side.p.Message(text.M(x.key, x.kv...)); got != side.want {
				t.Errorf("%s: Message(%s) = %q, want %q", side.p.lang, x.key, got, side.want)
			}
		}
	}
}

func TestValues(t *testing.T) {
	p := newPhraser(Chinese)
	for got, want := range map[string]string{
		p.Fixed(8675, 2): "86.75", p.Fixed(-40, 2): "−0.40", p.Fixed(5, 0): "5", p.Fixed(123456, 1): "12,345.6",
		p.Size(900): "900 B", p.Size(1258291): "1.2 MB", p.Size(20 << 10): "20 KB",
		p.DayIn(2026, when.Date(2026, 1, 2)): "1月2日", p.DayIn(2026, when.Date(2027, 1, 2)): "2027年1月2日",
		p.Weekday(when.Date(2026, 11, 23)): "星期一",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestBrokenLines(t *testing.T) {
	for line, want := range map[string]string{
		"a.b = 只有中文":               "no English",
		"a.b = 中 | ":               "empty",
		"a.b":                      "want key",
		"A.b = 中 | x":              "only a-z",
		"a.b = 中 | x | y":          "second |",
		"a.b = {n | x":             "no English",
		"a.b = {n|a} | x":          "want {n|one|many}",
		"a.b = {n:x} | x":          "want {name}",
		"a.b = 中 | x\na.b = 中 | x": "already stands",
	} {
		c := &Catalogues{zh: newPhraser(Chinese), en: newPhraser(English), area: map[string]string{}}
		if err := c.read("x.txt", line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
	}
}

func TestWanted(t *testing.T) {
	c := MustLoad()
	for header, want := range map[string]*Phraser{"": c.zh, "zh-CN,en;q=0.8": c.zh, "en-US,zh;q=0.5": c.en,
		"fr,en": c.en, "de": c.zh} {
		if c.Wanted(header) != want {
			t.Errorf("%q: wrong language", header)
		}
	}
}

var (
	han       = `[\x{4e00}-\x{9fff}]`
	halfWidth = regexp.MustCompile(han + `\s*[,;:?!()]|[,;?!()]\s*` + han + `|` + han + `\.`)
	hanSpace  = regexp.MustCompile(han + ` +` + han)
	spaces    = regexp.MustCompile(`  `)
)

// Both languages say the same with the same values, in the typography of each.
func TestCatalogues(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range slices.Sorted(maps.Keys(c.area)) {
		zh, en := c.zh.phrases[key], c.en.phrases[key]
		if !maps.Equal(zh.names(), en.names()) {
			t.Errorf("%s: values differ: %v and %v", key, slices.Sorted(maps.Keys(zh.names())),
				slices.Sorted(maps.Keys(en.names())))
		}
		words := wordsOf(zh)
		if halfWidth.MatchString(words) {
			t.Errorf("%s: half-width punctuation in %q", key, words)
		}
		if hanSpace.MatchString(words) {
			t.Errorf("%s: a space between Chinese characters in %q", key, words)
		}
		for _, side := range []string{words, wordsOf(en)} {
			if strings.ContainsAny(side, `"'`) {
				t.Errorf("%s: straight quotation marks in %q (write “ ” ’)", key, side)
			}
			if spaces.MatchString(side) {
				t.Errorf("%s: two spaces in %q", key, side)
			}
			if strings.Contains(side, "...") {
				t.Errorf("%s: three dots in %q (write …)", key, side)
			}
		}
		if strings.ContainsAny(wordsOf(en), "，。；：？！（）、") {
			t.Errorf("%s: Chinese punctuation in the English %q", key, wordsOf(en))
		}
	}
}

func wordsOf(ph *phrase) string {
	s := ph.text
	for _, p := range ph.parts {
		if p.name != "" {
			s += "0"
		} else {
			s += p.words
		}
	}
	return s
}

// Every key is used and every key that is used exists. A key that is put
// together at run time belongs to a declared family.
func TestKeysAreUsed(t *testing.T) {
	c := MustLoad()
	used := newScan(c.area)
	root := filepath.Join("..", "..")
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	if err := used.tree(root); err != nil {
		t.Fatal(err)
	}
	for _, key := range slices.Sorted(maps.Keys(used.missing)) {
		t.Errorf("key %q is used in %s and stands in no catalogue", key, used.missing[key])
	}
	for _, key := range slices.Sorted(maps.Keys(c.area)) {
		if !used.found[key] && !inFamily(key) && c.area[key] != Every {
			t.Errorf("key %q of %s is used nowhere", key, c.area[key])
		}
	}
	for _, f := range families {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(c.area)),
			func(k string) bool { return strings.HasPrefix(k, f.prefix) }) {
			t.Errorf("family %q holds no key", f.prefix)
		}
	}
}

// What all nouns say alike is said by each that has no words of its own for it, and by nothing else.
func TestEveryNounSays(t *testing.T) {
	c := &Catalogues{zh: newPhraser(Chinese), en: newPhraser(English), area: map[string]string{}}
	for file, body := range map[string]string{
		Every:       "every.act.attach = 附 | Attach\ndid.every.attach = 好 | Done",
		"pears.txt": "# noun pear\n# noun plum\npear.act.attach = 挂 | Hang",
	} {
		if err := c.read(file, body); err != nil {
			t.Fatal(err)
		}
	}
	c.inherit()
	for key, want := range map[string]string{"pear.act.attach": "挂", "plum.act.attach": "附", "did.pear.attach": "好",
		"every.act.attach": "⟦every.act.attach⟧", "did.every.attach": "⟦did.every.attach⟧"} {
		if got := c.zh.T(key); got != want {
			t.Errorf("%s says %q, not %q", key, got, want)
		}
	}
}

var sink string

func BenchmarkPhrase(b *testing.B) {
	c := sample2()
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			sink = c.zh.T("a.plain")
		}
	})
	b.Run("values", func(b *testing.B) {
		day := when.Date(2026, 11, 17)
		b.ReportAllocs()
		for b.Loop() {
			sink = c.zh.T("a.due", "unit", "曙坪镇党委", "day", day, "n", 1024)
		}
	})
	b.Run("message", func(b *testing.B) {
		m := text.M("a.due", "unit", "曙坪镇党委", "day", when.Date(2026, 11, 17), "n", 1024)
		for b.Loop() {
			sink = c.zh.Message(m)
		}
	})
}

func sample2() *Catalogues {
	c := &Catalogues{zh: newPhraser(Chinese), en: newPhraser(English), area: map[string]string{}}
	_ = c.read("x", "a.plain = 你好 | Hello\na.due = {unit}应于{day}办结 {n} 件 | {unit} must finish {n} by {day}")
	return c
}
