package page

import (
	"strings"
	"testing"

	"shuangze/internal/lang"
	"shuangze/internal/when"
)

// An entry's number is an identifier: it stands everywhere as it is typed into
// an address or a search, never with separators.
func TestEntryNumbersArePlain(t *testing.T) {
	words := lang.MustLoad()
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		p := words.In(l)
		var b strings.Builder
		if err := JournalNumber(View{P: p}, 1024330, "/journal/entries/1024330").Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if err := Confirmed(View{P: p}, Receipt{Entry: 1024330}).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"page.entry", "journal.up-to", "letter.void.say", "list.print.at"} {
			b.WriteString(p.T(key, "n", int64(1024330), "day", when.Day(1), "moment", "", "lines", 3))
		}
		if n := strings.Count(b.String(), "1024330"); strings.Contains(b.String(), "1,024") || n < 8 {
			t.Errorf("%s: %s", l, b.String())
		}
	}
}
