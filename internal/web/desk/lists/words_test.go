package lists

import (
	"testing"

	"shuangze/internal/lang"
	"shuangze/internal/lists/problem"
)

// Every deed of the tables has its words in both languages. They are put
// together at run time, where no search for keys finds what is lacking.
func TestDeedsHaveWords(t *testing.T) {
	words := lang.MustLoad()
	need := map[string]bool{}
	add := func(subject, name string, asks []ask) {
		need[subject+".act."+name], need[subject+".act."+name+".say"], need["did."+subject+"."+name] = true, true, true
		for _, a := range asks {
			need[subject+".field."+name+"."+a.name] = true
		}
	}
	for _, d := range deeds {
		add("order", d.name, d.asks)
	}
	must, _ := problem.Desk{}.Noun().ActWords(words.In(lang.Chinese).Has)
	if len(must) < 40 {
		t.Errorf("problems need %d words", len(must))
	}
	for _, key := range must {
		need[key] = true
	}
	for key := range need {
		for _, l := range []lang.Lang{lang.Chinese, lang.English} {
			if !words.In(l).Has(key) {
				t.Errorf("%s is not in the catalogue (%s)", key, l)
			}
		}
	}
}
