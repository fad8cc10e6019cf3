package lang

import (
	"errors"
	"fmt"
	"strings"
)

// phrase is a sentence taken apart: words and gaps by turns.
type phrase struct {
	text  string // the whole sentence when it has no gaps
	parts []part
}

// part is either words (name == "") or a gap to be filled.
type part struct {
	words     string
	name      string
	one, many string // {n|order|orders}: the word that fits the number
	plural    bool
	plain     bool // {year:plain}: a number without grouping
}

// split takes "key = 中文 | English" apart. A pipe inside braces belongs to a
// plural, one after a backslash is meant as a pipe.
func split(line string) (key, zh, en string, err error) {
	key, rest, ok := strings.Cut(line, "=")
	if key = strings.TrimSpace(key); !ok || key == "" {
		return "", "", "", errors.New("want key = 中文 | English")
	}
	for _, r := range key {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '-' {
			return "", "", "", fmt.Errorf("key %q: only a-z, 0-9, dot and hyphen", key)
		}
	}
	depth, cut := 0, -1
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth--
		case '|':
			if depth > 0 {
				continue
			}
			if cut >= 0 {
				return "", "", "", fmt.Errorf("key %q: a second | (write \\| for a pipe in the text)", key)
			}
			cut = i
		}
	}
	if cut < 0 {
		return "", "", "", fmt.Errorf("key %q: no English after |", key)
	}
	zh, en = strings.TrimSpace(rest[:cut]), strings.TrimSpace(rest[cut+1:])
	if zh == "" || en == "" {
		return "", "", "", fmt.Errorf("key %q: one language is empty", key)
	}
	return key, zh, en, nil
}

func compile(s string) (*phrase, error) {
	ph := &phrase{}
	var words strings.Builder
	flush := func() {
		if words.Len() > 0 {
			ph.parts = append(ph.parts, part{words: words.String()})
			words.Reset()
		}
	}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if i++; i < len(s) {
				words.WriteByte(s[i])
			}
		case '{':
			end := strings.IndexByte(s[i:], '}')
			if end < 0 {
				return nil, fmt.Errorf("no } after { in %q", s)
			}
			flush()
			g, err := gap(s[i+1 : i+end])
			if err != nil {
				return nil, fmt.Errorf("%w in %q", err, s)
			}
			ph.parts = append(ph.parts, g)
			i += end
		default:
			words.WriteByte(s[i])
		}
	}
	flush()
	if len(ph.parts) == 1 && ph.parts[0].name == "" {
		ph.text, ph.parts = ph.parts[0].words, nil
	}
	return ph, nil
}

func gap(s string) (part, error) {
	if f := strings.Split(s, "|"); len(f) == 3 {
		return part{name: f[0], one: f[1], many: f[2], plural: true}, nil
	} else if len(f) != 1 {
		return part{}, fmt.Errorf("want {n|one|many}, got {%s}", s)
	}
	name, how, _ := strings.Cut(s, ":")
	if name == "" || (how != "" && how != "plain") {
		return part{}, fmt.Errorf("want {name} or {name:plain}, got {%s}", s)
	}
	return part{name: name, plain: how == "plain"}, nil
}

// names lists the gaps of a sentence, each once.
func (ph *phrase) names() map[string]bool {
	m := map[string]bool{}
	for _, p := range ph.parts {
		if p.name != "" {
			m[p.name] = true
		}
	}
	return m
}
