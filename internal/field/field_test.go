package field

import (
	"slices"
	"strings"
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

type thing struct {
	Name  string
	Long  string
	Kind  string
	Of    string
	Day   when.Day
	Unit  ref.ID
	Count int64
	Yes   bool
	Year  int64
	Mark  int64
	Set   string
}

var things = Fields{
	Line("name", 2, 5, func(t *thing) *string { return &t.Name }),
	Text("long", 0, 5, func(t *thing) *string { return &t.Long }),
	Code("kind", true, []string{"a", "b"}, "thing.kind.", func(t *thing) *string { return &t.Kind }),
	Policy("of", false, "table", func(t *thing) *string { return &t.Of }),
	Day("dayOf", true, func(t *thing) *when.Day { return &t.Day }),
	Unit("unit", true, func(t *thing) *ref.ID { return &t.Unit }),
	Count("count", 1, 9, func(t *thing) *int64 { return &t.Count }),
	Year("year", true, 2000, func(t *thing) *int64 { return &t.Year }),
	Points("mark", 100, func(t *thing) *int64 { return &t.Mark }),
	Flag("yes", func(t *thing) *bool { return &t.Yes }),
	Line("set", 1, 5, func(t *thing) *string { return &t.Set }).Silent(),
}

func tables(string) []string { return []string{"x", "y"} }

func good() thing {
	return thing{Name: "名称", Kind: "a", Of: "x", Day: when.Date(2026, 1, 2), Unit: 7, Count: 3, Year: 2026, Mark: 250}
}

// What was typed is checked field by field; what acts set is not.
func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*thing)
		want   string
	}{
		"good":      {func(*thing) {}, ""},
		"no name":   {func(x *thing) { x.Name = "" }, "name input.required"},
		"short":     {func(x *thing) { x.Name = "名" }, "name input.too-short"},
		"long":      {func(x *thing) { x.Name = "一二三四五六" }, "name input.too-long"},
		"two lines": {func(x *thing) { x.Name = "一\n二" }, "name field.one-line"},
		"lines":     {func(x *thing) { x.Long = "一\n二" }, ""},
		"no code":   {func(x *thing) { x.Kind = "" }, "kind input.choose"},
		"bad code":  {func(x *thing) { x.Kind = "c" }, "kind input.choose"},
		"table":     {func(x *thing) { x.Of = "z" }, "of input.choose"},
		"no table":  {func(x *thing) { x.Of = "" }, ""},
		"no day":    {func(x *thing) { x.Day = 0 }, "dayOf input.required"},
		"no unit":   {func(x *thing) { x.Unit = 0 }, "unit input.choose"},
		"few":       {func(x *thing) { x.Count = 0 }, "count field.count-between"},
		"many":      {func(x *thing) { x.Count = 10 }, "count field.count-between"},
		"no year":   {func(x *thing) { x.Year = 0 }, "year input.choose"},
		"early":     {func(x *thing) { x.Year = 1999 }, "year field.year-least"},
		"no mark":   {func(x *thing) { x.Mark = 0 }, ""},
		"most":      {func(x *thing) { x.Mark = 10000 }, ""},
		"too much":  {func(x *thing) { x.Mark = 10001 }, "mark field.points-most"},
		"below":     {func(x *thing) { x.Mark = -1 }, "mark field.points-most"},
	} {
		x := good()
		c.change(&x)
		var errs text.InputErrors
		things.Check(&x, tables, &errs)
		got := ""
		if len(errs) > 0 {
			got = errs[0].Field + " " + errs[0].Key
		}
		if got != c.want || len(errs) > 1 {
			t.Errorf("%s: %v, want %q", name, errs, c.want)
		}
	}
}

// What a form holds is read back as it was.
func TestTypedIsRead(t *testing.T) {
	x := good()
	x.Long, x.Yes, x.Set = "长", true, "set"
	var y thing
	var errs text.InputErrors
	for _, f := range things {
		f.Read(&y, f.Typed(&x), &errs)
	}
	if y != x || len(errs) > 0 {
		t.Errorf("%+v was read as %+v: %v", x, y, errs)
	}
	for name, typed := range map[string]string{"dayOf": "2026-02-30", "unit": "-1", "count": "三", "year": "今年",
		"mark": "1.005"} {
		errs = nil
		f, _ := things.Of(name)
		if f.Read(&y, typed, &errs); len(errs) != 1 || errs[0].Field != name {
			t.Errorf("%s %q: %v", name, typed, errs)
		}
	}
}

// A mark is typed and shown in points and kept in hundredths.
func TestMarks(t *testing.T) {
	for typed, want := range map[string]int64{"2": 200, "2.5": 250, "0.05": 5, "10.50": 1050, "100": 10000} {
		if n, ok := ParseMark(typed); !ok || n != want {
			t.Errorf("%q is %d, want %d", typed, n, want)
		}
	}
	for _, typed := range []string{"", ".5", "1.", "1.234", "-1", "1e3", "两分", "1,5", "99999999"} {
		if n, ok := ParseMark(typed); ok {
			t.Errorf("%q is %d", typed, n)
		}
	}
	for n, want := range map[int64]string{0: "0.00", 5: "0.05", 250: "2.50", -125: "-1.25", 10000: "100.00"} {
		if got := Mark(n); got != want {
			t.Errorf("%d is shown as %s, want %s", n, got, want)
		}
	}
}

// A copy takes what is typed and leaves what is set; two that hold the same typed
// things are the same.
func TestCopyAndSame(t *testing.T) {
	x, y := good(), thing{Set: "mine"}
	x.Set = "yours"
	things.Copy(&y, &x)
	if !things.Same(&x, &y) || y.Set != "mine" {
		t.Errorf("%+v", y)
	}
	y.Yes = true
	if things.Same(&x, &y) {
		t.Error("a flag makes no difference")
	}
	type whole struct{ Part thing }
	w := whole{Part: x}
	part := func(v any) any { return &v.(*whole).Part }
	if f := Through(things, part).Must("name"); f.Str(&w) != "名称" {
		t.Error("a part is not read in its whole")
	}
}

// A name in the database, in words and in addresses is one name.
func TestNames(t *testing.T) {
	f := things.Must("dayOf")
	if f.Column() != "day_of" || f.Key() != "day-of" {
		t.Error(f.Column(), f.Key())
	}
	if slices.ContainsFunc(things.Asked(), func(f Field) bool { return f.Name == "set" }) {
		t.Error("what is set is asked")
	}
	if lax := things.Lax("name"); lax.Must("name").Must || !things.Must("name").Must {
		t.Error("lax fields are not a copy")
	}
	if strings.Contains(Key("abc"), "-") {
		t.Error("a plain name is parted")
	}
}
