package policy

import (
	"fmt"
	"strings"

	"shuangze/internal/text"
)

// Fault is one thing wrong with a pack: the file and line (0 when the file as a
// whole, or something missing from it, is meant) and what is wrong, as a key
// with data. Its data always hold file and line too.
type Fault struct {
	File    string
	Line    int
	Message text.Message
}

// Error gives the place and the sentence in English.
func (f Fault) Error() string { return f.Place() + ": " + f.Sentence("en") }

// Place is "orders.txt:12", or "orders.txt" when no line is meant.
func (f Fault) Place() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

// Sentence says in one sentence what is wrong, in Chinese or English. The
// command line needs it before any catalogue is loaded; screens phrase Message.
func (f Fault) Sentence(lang string) string {
	s, ok := sentences[f.Message.Key]
	if !ok {
		return f.Message.Key
	}
	words := s.en
	if chinese(lang) {
		words = s.zh
	}
	pairs := make([]string, 0, 2*len(f.Message.Data))
	for name, v := range f.Message.Data {
		pairs = append(pairs, "{"+name+"}", fmt.Sprint(v))
	}
	return strings.NewReplacer(pairs...).Replace(words)
}

// Faults is everything wrong with a pack, by file and line.
type Faults []Fault

func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Sentences gives every fault's sentence by key: Chinese, then English, with
// {names} where data go, so that a catalogue can carry them too.
func Sentences() map[string][2]string {
	all := make(map[string][2]string, len(sentences))
	for k, s := range sentences {
		all[k] = [2]string{s.zh, s.en}
	}
	return all
}

// chinese holds for zh, zh-CN and for no language at all: Chinese is first.
func chinese(lang string) bool { return lang == "" || strings.HasPrefix(lang, "zh") }
