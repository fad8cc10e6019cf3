package line

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

const em = 15.79

func para(s string, first, rest float64) *Para {
	p := &Para{Text: []rune(s), First: first, Rest: rest, Em: em}
	for _, r := range p.Text {
		w := em
		switch {
		case joins(r):
			w = 0
		case r < 0x80:
			w = em / 2
		}
		p.Width = append(p.Width, w)
	}
	return p
}

func words(p *Para, all []Line) []string {
	var s []string
	for _, l := range all {
		s = append(s, string(p.Text[l.From:l.To]))
	}
	return s
}

// once fails when a character is lost, doubled or moved back.
func once(t rapid.TB, p *Para, all []Line) {
	if got := strings.Join(words(p, all), ""); got != string(p.Text) {
		t.Fatalf("%q became %q", string(p.Text), got)
	}
	at := 0
	for _, l := range all {
		if l.From != at || l.To <= l.From || len(l.At) != l.To-l.From {
			t.Fatalf("a line of [%d, %d) with %d places after %d", l.From, l.To, len(l.At), at)
		}
		at = l.To
		for i := 1; i < len(l.At); i++ {
			if l.At[i] < l.At[i-1]-slack {
				t.Fatalf("%q goes back at %d: %v", string(p.Text[l.From:l.To]), i, l.At)
			}
		}
	}
}

// piece is what official texts are made of. None is longer than half a line.
var piece = rapid.SampledFrom([]string{"县", "委", "落实", "党风廉政", "，", "。", "、", "；", "：“", "”", "”。", "（", "）",
	"《", "》", "》，",
	"——", "……", "12", "94.8%", "1,024", "镇纪发〔2025〕3号", "COVID-19", "Excel", "3月31日", " ", "㐀", "𬭎", "é"})

func TestRulesOfLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 1, 120).Draw(t, "text"), "")
		room := em * float64(rapid.IntRange(20, 40).Draw(t, "room"))
		p := para(text, room-2*em, room)
		all := p.Break()
		once(t, p, all)
		bonds := bondsOf(p.Text)
		for i, l := range all {
			room := p.Rest
			if i == 0 {
				room = p.First
			}
			line := string(p.Text[l.From:l.To])
			if l.Width > room+slack && !l.Forced {
				t.Fatalf("%q is %.2f wide, there are %.2f", line, l.Width, room)
			}
			if i == len(all)-1 {
				continue
			}
			if math.Abs(l.Width-room) > 0.001 && strings.TrimSpace(line) != "" && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("%q is not flush: %.2f of %.2f", line, l.Width, room)
			}
			if l.Forced {
				if bonds[l.To] == mark && !allMarks(p.Text, l.From, l.To) {
					t.Fatalf("%q ends before %q though no row of marks fills it", line, p.Text[l.To])
				}
				continue
			}
			before, after := p.Text[l.To-1], p.Text[l.To]
			if closing(after) || opening(before) {
				t.Fatalf("a line ends between %q and %q", before, after)
			}
			if bonds[l.To] != free {
				t.Fatalf("%q is torn before %q", line, string(p.Text[l.To:]))
			}
		}
	})
}

// allMarks says whether a stretch has no boundary inside at which a line may end.
func allMarks(text []rune, from, to int) bool {
	bonds := bondsOf(text)
	for i := from + 1; i < to; i++ {
		if bonds[i] == free {
			return false
		}
	}
	return true
}

// Any input ends, whole: marks alone, joined marks, control characters, directions, one endless word.
func TestAnyInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(),
			rapid.StringOf(rapid.RuneFrom([]rune("，。（“……——\u0301\u200d\u202e\x00\t \u3000字a1")))).
			Draw(t, "text")
		p := para(strings.ToValidUTF8(text, "�"), rapid.Float64Range(0, 500).Draw(t, "first"), rapid.Float64Range(0,
			500).Draw(t, "rest"))
		once(t, p, p.Break())
	})
	for _, s := range []string{strings.Repeat("a", 10000), strings.Repeat("，", 10000), strings.Repeat("（", 10000),
		"字" + strings.Repeat("\u0301", 10000), strings.Repeat("—", 10001), strings.Repeat(" ", 10000),
		strings.Repeat("\u202e\u0000", 5000)} {
		p := para(s, 400, 442.2)
		once(t, p, p.Break())
	}
	if all := para("", 1, 1).Break(); all != nil {
		t.Errorf("nothing has %d lines", len(all))
	}
}

func TestLines(t *testing.T) {
	for _, c := range []struct {
		name, text string
		room       float64 // in characters
		want       []string
	}{
		{"a closing mark is squeezed in", "一二，四，六七八九，十", 9, []string{"一二，四，六七八九，", "十"}},
		{"a closing mark that finds no room takes a character along", "一二三四五六七八九》，十", 9,
			[]string{"一二三四五六七八", "九》，十"}},
		{"an opening mark goes along", "一二三四五六七八（九）十", 9, []string{"一二三四五六七八", "（九）十"}},
		{"the dash is whole", "一二三四五六七八——十", 9, []string{"一二三四五六七八", "——十"}},
		{"dots are whole and do not begin a line", "一二三四五六七八……十", 9, []string{"一二三四五六七", "八……十"}},
		{"a number is whole", "一二三四五六七八1,024.5%，十", 9, []string{"一二三四五六七八", "1,024.5%，十"}},
		{"the number of a document is whole", "见通知规定的一二三四五六（镇纪发〔2025〕3号）", 20,
			[]string{"见通知规定的一二三四五六", "（镇纪发〔2025〕3号）"}},
		{"of a long name three characters stay with it", "现将有关情况通报如下根据县委镇发〔2025〕3号", 16,
			[]string{"现将有关情况通报如下根据县", "委镇发〔2025〕3号"}},
		{"a word longer than a line begins where it is", "一二" + strings.Repeat("a", 20), 9,
			[]string{"一二" + strings.Repeat("a", 14), "aaaaaa"}},
		{"a mark belongs to its character", "一二三e\u0301", 3.5, []string{"一二三e\u0301"}},
		{"a blank hangs", "one two three", 3.5, []string{"one two ", "three"}},
	} {
		p := para(c.text, c.room*em+0.01, c.room*em+0.01)
		if got := words(p, p.Break()); strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q, %q wanted", c.name, got, c.want)
		}
	}
}
