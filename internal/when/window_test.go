package when_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"shuangze/internal/when"
)

func TestWindows(t *testing.T) {
	for _, c := range []struct{ written, want string }{
		{"2月至12月", "2026-02-01..2026-12-31 1"}, {"6月至9月", "2026-06-01..2026-09-30 1"},
		{"3月", "2026-01-01..2026-03-31 1"}, {"3月底", "2026-01-01..2026-03-31 1"}, {"全年", "2026-01-01..2026-12-31 1"},
		{"每季度末", "2026-01-01..2026-12-31 4"}, {"每半年", "2026-01-01..2026-12-31 2"},
		{"每月", "2026-01-01..2026-12-31 12"}, {"12月底前", "2026-01-01..2026-12-31 1"},
		{"2026-12-20", "2026-01-01..2026-12-20 1"}, {"12月20日前", "2026-01-01..2026-12-20 1"},
		{"上半年", "2026-01-01..2026-06-30 1"}, {"年底前", "2026-01-01..2026-12-31 1"}, {"元月底前", "2026-01-01..2026-01-31 1"},
		{"2027年1月15日", "2027-01-01..2027-01-15 1"}, {"第四季度", "2026-10-01..2026-12-31 1"},
		{"11月中旬", "2026-01-01..2026-11-20 1"}, {"11月至2027年2月", "2026-11-01..2027-02-28 1"},
	} {
		w, ok := when.ParseWindow(c.written, 2026)
		if got := fmt.Sprintf("%s..%s %d", w.Period.From, w.Due(), len(w.Dues())); !ok || got != c.want {
			t.Errorf("%s: %s %v, want %s", c.written, got, ok, c.want)
		}
	}
	for _, s := range []string{"13月底前", "2月30日前", "9月至6月", "", "尽快", "0月", "2026-02-30", "每天"} {
		if w, ok := when.ParseWindow(s, 2026); ok {
			t.Errorf("%q is read as %s..%s", s, w.Period.From, w.Due())
		}
	}
	if _, ok := when.ParseWindow("每季度末", 0); ok {
		t.Error("what falls due again is read without a year")
	}
	if w, _ := when.ParseWindow("每季度末", 2026); fmt.Sprint(w.Dues()) != "[2026-03-31 2026-06-30 2026-09-30 2026-12-31]" {
		t.Error(w.Dues())
	}
}

// Whatever is read as a window begins before it ends; its dues rise within it and the
// last is its last day; and a month written any way ends with the month.
func TestWindowsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(1990, 2090).Draw(t, "year")
		a, b := rapid.IntRange(0, 14).Draw(t, "a"), rapid.IntRange(0, 14).Draw(t, "b")
		day := rapid.IntRange(0, 33).Draw(t, "day")
		for _, s := range []string{fmt.Sprintf("%d月至%d月", a, b), fmt.Sprintf("%d月底前", a), fmt.Sprintf("%d月%d日前", a, day),
			fmt.Sprintf("%d月%d日至%d月", a, day, b), "每季度末", "每月", "每半年", fmt.Sprintf("%d年%d月", year, a)} {
			w, ok := when.ParseWindow(s, year)
			if !ok {
				continue
			}
			dues := w.Dues()
			if len(dues) == 0 || dues[len(dues)-1] != w.Due() || w.Period.From > dues[0] {
				t.Fatalf("%s: %s..%s with %v", s, w.Period.From, w.Due(), dues)
			}
			for i := range dues[1:] {
				if dues[i] >= dues[i+1] {
					t.Fatalf("%s: %v", s, dues)
				}
			}
		}
		w, ok := when.ParseWindow(fmt.Sprintf("%d月底前", a), year)
		if real := a >= 1 && a <= 12; ok != real || real && (w.Due()+1).Time().Day() != 1 {
			t.Fatalf("%d月底前: %v %s", a, ok, w.Due())
		}
	})
}
