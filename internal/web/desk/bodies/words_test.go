package bodies

import (
	"testing"

	"shuangze/internal/lang"
)

// Every deed of the table has its words in both languages, for they are put
// together at run time.
func TestDeedsHaveWords(t *testing.T) {
	words := lang.MustLoad()
	need := map[string]bool{}
	for _, d := range deeds {
		need["register.act."+d.says], need["register.say."+d.says], need["did."+d.says] = true, true, true
		for _, a := range d.asks {
			need["register.field."+a.name] = true
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
