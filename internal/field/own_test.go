package field

import (
	"testing"

	"shuangze/internal/text"
)

// A field of a type of its own, and files, go through what every field goes
// through: nobody takes them for a text or a number.
func TestOwnTypes(t *testing.T) {
	type part struct{ Rows []string }
	type whole struct{ Part part }
	fs := Through(Fields{Own("rows", "rows", false, func(p *part) *[]string { return &p.Rows }), Files("file", true)},
		func(w any) any { return &w.(*whole).Part })
	a, b := &whole{Part: part{Rows: []string{"一"}}}, &whole{}
	var errs text.InputErrors
	for _, f := range fs {
		f.Read(b, "二", &errs)
		if f.Typed(a) != "" || !f.Empty(b) {
			t.Errorf("%s: typed %q, empty %v", f.Name, f.Typed(a), f.Empty(b))
		}
	}
	if fs[0].Empty(a) {
		t.Error("what holds a row is empty")
	}
	fs.Copy(b, a)
	if rows := *fs[0].Held(b).(*[]string); len(errs) != 0 || len(rows) != 1 || rows[0] != "一" {
		t.Errorf("copied %v, %v", rows, errs)
	}
}

// Of a code that is limited only some may be chosen; the declaration stays whole.
func TestLimit(t *testing.T) {
	type part struct{ Phase string }
	f := Code("phase", true, []string{"before", "after"}, "evidence.phase.", func(p *part) *string { return &p.Phase })
	if got := Limit(f, []string{"after"}).Choices(nil); len(got) != 1 || got[0] != "after" || len(f.Choices(nil)) != 2 {
		t.Errorf("limited to %v of %v", got, f.Choices(nil))
	}
}
