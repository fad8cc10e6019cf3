package app

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"shuangze/internal/lists/number"
	"shuangze/internal/policy"
	"shuangze/policy/zhenping"
)

// The county's table of numbers reaches every noun: the old series by their own
// letters, a new one by its row's code, with the unit's code where the table says so.
func TestStylesOfNewRows(t *testing.T) {
	files := fstest.MapFS{}
	list, err := fs.Glob(zhenping.Files, "*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range list {
		body, err := fs.ReadFile(zhenping.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Replace(string(body), "problem  | 问题       | Problem            | WT   | 4    | D",
			"problem  | 问题 | Problem | WT | 4 | D\nledger | 台账 | Ledger | TZ-单位 | 5 | D", 1)
		files[name] = &fstest.MapFile{Data: []byte(said)}
	}
	p, err := policy.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	s := styles(p)
	if s["ledger"] != (number.Style{Prefix: "TZ", Digits: 5, Unit: true}) ||
		s[number.Problem] != (number.Style{Prefix: "WT", Digits: 4}) || len(s) != len(p.Numbers) {
		t.Errorf("%+v", s)
	}
}
