package bodies

import (
	"testing"

	"shuangze/internal/bodies"
	"shuangze/internal/bodies/registers"
	"shuangze/internal/lang"
)

// Every act of the registers has its words in both languages, for they are put
// together at run time.
func TestDeedsHaveWords(t *testing.T) {
	words := lang.MustLoad()
	need := map[string]bool{}
	for _, n := range registers.Nouns(bodies.Commands{}) {
		for _, a := range n.Acts {
			says := deedOf(n, a).says
			need["register.act."+says], need["register.say."+says], need["did."+says] = true, true, true
			for _, f := range a.Fields {
				if f.Type != registers.SeenRow {
					need["register.field."+f.Key()] = true
				}
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
