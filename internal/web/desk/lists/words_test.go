package lists

import (
	"strings"
	"testing"

	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
)

// Every deed of the tables has its words in both languages. They are put
// together at run time, where no search for keys finds what is lacking.
func TestDeedsHaveWords(t *testing.T) {
	words := lang.MustLoad()
	need := map[string]bool{}
	for _, n := range []*noun.Noun{order.Commands{}.Noun(), problem.Commands{}.Noun()} {
		must, _ := n.ActWords(words.In(lang.Chinese).Has)
		if len(must) < 40 {
			t.Errorf("%s needs %d words", n.Name, len(must))
		}
		for _, key := range must {
			need[key] = true
		}
		for _, a := range n.Acts { // its kind of entry is one that histories tell
			need["event."+strings.TrimSuffix(string(a.Records), ".v1")] = true
			if a.Screen == (a.Summary != "") {
				t.Errorf("%s.%s: an operation has a summary, and nothing else has", n.Word, a.Name)
			}
		}
	}
	for key := range need {
		for _, l := range []lang.Lang{lang.Chinese, lang.English} {
			if !words.In(l).Has(key) {
				t.Errorf("%s is not in the catalogue (%s)", key, l)
			}
		}
	}
}
