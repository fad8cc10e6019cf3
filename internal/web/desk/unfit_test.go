package desk

import "testing"

// What no database can hold is not asked for, and the rest of the address stays
// as it was written.
func TestReadable(t *testing.T) {
	for query, want := range map[string]string{
		"":                   "",
		"q=%E9%95%87&unit=5": "q=%E9%95%87&unit=5",
		"state=a%00b&unit=5": "state=%EF%BF%BD&unit=5",
		"level=%FF%FE":       "level=%EF%BF%BD",
		"q=%E2%80%AEx":       "q=%EF%BF%BD",
		"q=%zz":              "q=%zz",
		"q=%0A1":             "q=%0A1",
	} {
		if got := readable(query); got != want {
			t.Errorf("%q becomes %q, want %q", query, got, want)
		}
	}
}
