package app

import (
	"testing"

	"shuangze/internal/lang"
)

// Every noun on the frame has the words that its pages ask for, in the catalogue
// and in both languages, and none that they do not.
func TestNounsHaveTheirWords(t *testing.T) {
	h := house(t)
	words := lang.MustLoad()
	for _, n := range h.Nouns {
		must, may := n.Words(words.In(lang.Chinese).Has)
		known := map[string]bool{}
		for _, key := range append(may, must...) {
			known[key] = true
		}
		for _, l := range []lang.Lang{lang.Chinese, lang.English} {
			for _, key := range must {
				if !words.In(l).Has(key) {
					t.Errorf("%s: %s is not in the catalogue (%s)", n.Word, key, l)
				}
			}
		}
		for _, family := range []string{".field.", ".act.", ".tab.", ".state.", ".file.", ".list"} {
			for _, key := range words.In(lang.Chinese).Keys(n.Word + family) {
				if !known[key] {
					t.Errorf("%s: nothing asks for %s", n.Word, key)
				}
			}
		}
	}
}
