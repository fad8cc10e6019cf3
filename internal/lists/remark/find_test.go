package remark

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

const long = "会议传达了上级全会精神，听取了各分管领导履行一岗双责的情况汇报，逐项研究了项目招标、惠民资金、公务接待三个方面的风险，" +
	"明确由分管领导牵头、责任科室落实、纪检委员跟踪，月底以前把台账交到办公室，下次会议逐条对照检查。"

var letters = []rune("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经")

// A text is wholly like itself whatever signs stand in it, likeness has no direction, a few
// characters changed leave it alike, and other words of any length are not.
func TestLikeness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string, least, most int) string {
			return string(rapid.SliceOfN(rapid.SampledFrom(letters), least, most).Draw(t, name))
		}
		a, b := text("a", 60, 400), text("b", 60, 400)
		if n := Default.Likeness(a, strings.Join(strings.Split(a, ""), "，")); n != 100 {
			t.Fatalf("signs hide it: %d", n)
		}
		n := Default.Likeness(a, b)
		if n != Default.Likeness(b, a) {
			t.Fatal("likeness has a direction")
		}
		if n >= 20 {
			t.Fatalf("texts of chance are alike: %d", n)
		}
		short := text("short", 0, 59)
		if Default.Likeness(short, short) != 0 {
			t.Fatal("a short text is compared")
		}
		r := []rune(a)
		at := rapid.IntRange(0, len(r)-1).Draw(t, "at")
		r[at] = '甲'
		if len(r) >= 100 && Default.Likeness(a, string(r)) < Default.Alike {
			t.Fatalf("one character hides it: %d of %d", Default.Likeness(a, string(r)), len(r))
		}
	})
}

// looked is what is found of some records and files.
func looked(t *testing.T, l *Look, texts map[ref.ID]string, files ...File) map[Kind][]*Remark {
	t.Helper()
	for _, f := range files {
		l.File(f)
	}
	list, err := l.Found(func(id ref.ID) (string, error) { return texts[id], nil })
	if err != nil {
		t.Fatal(err)
	}
	out := map[Kind][]*Remark{}
	for _, r := range list {
		out[r.Kind] = append(out[r.Kind], r)
	}
	return out
}

// Text of another unit is remarked on who wrote it later, and only that of late; formulas
// and one's own words are not.
func TestAlike(t *testing.T) {
	texts := map[ref.ID]string{1: long, 2: "镇党委" + long, 3: long, 4: "召开专题会，听取上季度情况。", 5: "召开专题会，听取上季度情况。",
		6: strings.Repeat("我们逐户走访了解今年的收成和困难，", 6)}
	l := &Look{Rules: Default, From: 100, Until: 109}
	for _, w := range []Written{{ID: 1, Unit: 7, RegisteredOn: 50}, {ID: 2, Unit: 8, RegisteredOn: 101},
		{ID: 3, Unit: 7, RegisteredOn: 102}, {ID: 4, Unit: 7, RegisteredOn: 101}, {ID: 5, Unit: 8, RegisteredOn: 101},
		{ID: 6, Unit: 9, RegisteredOn: 101}} {
		w.Text = texts[w.ID]
		l.Add(w)
	}
	got := looked(t, l, texts)[Alike]
	if len(got) != 2 || got[0].Record != 2 || got[0].Other != 1 || got[1].Record != 3 || got[1].Other != 2 ||
		got[0].Count < 80 {
		t.Errorf("%+v", got)
	}
}

// So many on one day before a check are remarked once, on the first; a day less, a day too
// early, a correction among them, or the check of another unit, and nothing is.
func TestBulk(t *testing.T) {
	for name, c := range map[string]struct {
		n     int
		check Check
		want  int
	}{
		"as many":       {10, Check{Unit: 7, First: 105}, 1},
		"of all units":  {10, Check{First: 105}, 1},
		"one less":      {9, Check{Unit: 7, First: 105}, 0},
		"too early":     {10, Check{Unit: 7, First: 112}, 0},
		"after it":      {10, Check{Unit: 7, First: 100}, 0},
		"of another":    {10, Check{Unit: 8, First: 105}, 0},
		"not over yet":  {10, Check{Unit: 7, First: 105}, 0},
		"no inspection": {10, Check{Unit: 9, First: 105}, 0},
	} {
		l := &Look{Rules: Default, From: 95, Until: 109, Checks: []Check{c.check}}
		if name == "not over yet" {
			l.Until = 100
		}
		for i := range c.n {
			l.Add(Written{ID: ref.ID(i + 1), Unit: 7, RegisteredOn: 101, DoneOn: 100})
		}
		l.Add(Written{ID: 99, Unit: 7, RegisteredOn: 101, Corrects: 1})
		got := looked(t, l, nil)[Bulk]
		if len(got) != c.want || c.want == 1 && (got[0].Record != 1 || got[0].Count != int64(c.n)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// One file for three duties is remarked on each of late, for three records of one duty on
// none; a file that says a later day, or that was added later and says none, is remarked.
func TestFiles(t *testing.T) {
	l := &Look{Rules: Default, From: 100, Until: 109}
	for i := range 3 {
		l.Add(Written{ID: ref.ID(i + 1), Unit: 7, Duty: ref.ID(50 + i), RegisteredOn: 101, DoneOn: 100})
		l.Add(Written{ID: ref.ID(i + 11), Unit: 7, Duty: 60, RegisteredOn: 101, DoneOn: 100})
	}
	file := func(of ref.ID, digest string, kept, taken when.Day) File {
		return File{Record: of, Digest: digest, Name: "x", Kept: kept, Taken: taken}
	}
	got := looked(t, l, nil, file(1, "a", 101, 0), file(2, "a", 101, 0), file(3, "a", 101, 0), file(11, "b", 101, 0),
		file(12, "b", 101, 0), file(13, "b", 101, 0), file(1, "c", 101, 101), file(1, "d", 101, 102), file(2, "e", 103, 0),
		file(2, "f", 103, 99))
	if len(got[SameFile]) != 3 || got[SameFile][0].Count != 3 || got[SameFile][0].Other != 2 {
		t.Errorf("%+v", got[SameFile])
	}
	late := got[FileDate]
	if len(late) != 2 || late[0].Day != 102 || late[0].Count != 1 || late[1].Day != 103 || late[1].Count != 0 {
		t.Errorf("%+v", late)
	}
}
