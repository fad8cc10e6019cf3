// Package pinyin tells whether a name is what somebody typed by its sound:
// 刘德华 by liudehua, liu dehua, ldh or liudh. Characters with several readings
// are found by each of them, surnames also by the one they have as surnames.
package pinyin

import (
	"slices"
	"strings"
	"unicode"

	dictionary "github.com/mozillazg/go-pinyin"
)

// surnames are read otherwise at the head of a name than elsewhere; the common
// dictionary lacks some of these readings or ranks them last.
var surnames = map[string][]string{
	"单": {"shan"}, "曾": {"zeng"}, "解": {"xie"}, "仇": {"qiu"}, "区": {"ou"}, "查": {"zha"}, "任": {"ren"}, "盖": {"ge", "gai"},
	"朴": {"piao"}, "尉": {"wei"}, "乐": {"yue", "le"}, "召": {"shao"}, "缪": {"miao"}, "洗": {"xian"},
	"冼": {"xian"}, "折": {"she"},
	"黑": {"he"}, "秘": {"bi"}, "燕": {"yan"}, "哈": {"ha"}, "那": {"na"}, "葛": {"ge"}, "宁": {"ning"}, "覃": {"qin", "tan"},
	"翟": {"zhai", "di"},
	"员": {"yun"}, "贠": {"yun"}, "盛": {"sheng"}, "隗": {"wei", "kui"}, "祭": {"zhai"}, "种": {"chong"},
	"重": {"chong"}, "柏": {"bai", "bo"},
	"华": {"hua"}, "应": {"ying"}, "訾": {"zi"}, "佴": {"nai"}, "繁": {"po"}, "句": {"gou"}, "逄": {"pang"},
	"宓": {"mi", "fu"}, "晁": {"chao"},
	"尹": {"yin"}, "车": {"che"}, "都": {"du"}, "相": {"xiang"}, "谌": {"chen", "shen"}, "撒": {"sa"},
	"瞿": {"qu"}, "阚": {"kan"}, "曲": {"qu"},
}

// doubles are surnames of two characters of which one is read otherwise.
var doubles = map[string][2]string{"万俟": {"mo", "qi"}, "尉迟": {"yu", "chi"}, "长孙": {"zhang", "sun"},
	"澹台": {"tan", "tai"}, "单于": {"chan", "yu"}}

// Name is how a name sounds, ready to be compared: for each character its
// readings.
type Name [][]string

// Of reads a name. What is not Chinese stands for itself, in lower case.
func Of(name string) Name {
	var out Name
	runes := []rune(name)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if i == 0 && len(runes) > 2 {
			if read, ok := doubles[string(runes[:2])]; ok {
				out = append(out, []string{read[0]}, []string{read[1]})
				i++
				continue
			}
		}
		switch {
		case unicode.Is(unicode.Han, r):
			read := readings(r)
			if i == 0 {
				read = append(slices.Clone(surnames[string(r)]), read...)
			}
			if len(read) > 0 {
				out = append(out, widened(read))
			}
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			out = append(out, []string{strings.ToLower(string(r))})
		}
	}
	return out
}

func readings(r rune) []string {
	return dictionary.SinglePinyin(r, dictionary.Args{Style: dictionary.Normal, Heteronym: true})
}

// widened adds to ü, which the dictionary writes v, the ways in which keyboards
// and passports write it, and says each reading once.
func widened(read []string) []string {
	var out []string
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, s := range read {
		add(s)
		if head, tail, has := strings.Cut(s, "v"); has {
			add(head + "u" + tail)
			add(head + "yu" + tail)
		}
	}
	return out
}

// Typed is what somebody typed, made comparable: Latin letters and digits in
// lower case without blanks, apostrophes and tone marks. ok is false when it
// is no pinyin, because something else stands in it.
func Typed(query string) (key string, ok bool) {
	var b strings.Builder
	for _, r := range query {
		switch {
		case r == ' ' || r == '\'' || r == '’' || r == '-' || r == '·' || r == '\u3000':
		case r == 'ü' || r == 'Ü':
			b.WriteByte('v')
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(unicode.ToLower(r))
		case toneless[r] != 0:
			b.WriteByte(toneless[r])
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}

var toneless = func() map[rune]byte {
	out := map[rune]byte{}
	for plain, marked := range map[byte]string{'a': "āáǎàĀÁǍÀ", 'e': "ēéěèĒÉĚÈ", 'i': "īíǐìĪÍǏÌ", 'o': "ōóǒòŌÓǑÒ",
		'u': "ūúǔùŪÚǓÙ", 'v': "ǖǘǚǜǕǗǙǛ"} {
		for _, r := range marked {
			out[r] = plain
		}
	}
	return out
}()

// Key is a name by its first readings, to put names in the order of a dictionary.
func (n Name) Key() string {
	var b strings.Builder
	for _, read := range n {
		if len(read) > 0 {
			b.WriteString(read[0])
		}
	}
	return b.String()
}

// Begins says whether a name begins with what was typed (as Typed gives it):
// each character by a whole reading or its initial, the last by any beginning.
// It keeps all places that the readings so far may have come to, so that no
// name and no query makes it try one thing twice.
func (n Name) Begins(key string) bool {
	at := map[int]bool{0: true}
	for _, read := range n {
		next := map[int]bool{}
		for from := range at {
			left := key[from:]
			for _, whole := range read {
				if strings.HasPrefix(whole, left) {
					return true
				}
				for _, part := range append(initials(whole), whole) {
					if strings.HasPrefix(left, part) {
						next[from+len(part)] = true
					}
				}
			}
		}
		if len(next) == 0 {
			return false
		}
		at = next
	}
	return at[len(key)]
}

// Holds says whether a name, or its part after the surname, begins so.
func (n Name) Holds(key string) bool {
	return n.Begins(key) || len(n) > 1 && n[1:].Begins(key)
}

// initials are what stands for a reading in an abbreviation: its first letter,
// and zh, ch, sh whole.
func initials(read string) []string {
	if len(read) > 1 && read[1] == 'h' && strings.IndexByte("zcs", read[0]) >= 0 {
		return []string{read[:1], read[:2]}
	}
	return []string{read[:1]}
}
