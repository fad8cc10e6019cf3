package journal

import (
	"bytes"
	"reflect"
	"testing"

	"shuangze/internal/ref"
)

// sample is an order's creation with fifteen columns, the usual size of entry.
func sample(seq int64) *Entry {
	e := &Entry{Journal: "acts/610927", Seq: seq, At: 1764000000000000 + 1000*1000*1000*1, Account: 41,
		Person: 1007, Appointment: 2040,
		Request: "r-7f3a9c01d2", Kind: "order.created.v1", Object: ref.Ref{Kind: ref.Order, ID: ref.ID(50000 + seq)},
		Facts: []Field{{"level", Int(2)}, {"number", Text("镇督〔2025〕17号")}, {"unit", Int(33)}}}
	r := Row{Table: "orders", ID: 50000 + seq, Version: 1, Sets: []Field{
		{"acknowledged_at", Null()}, {"body", Text("关于限期整改农村道路排水问题的督办通知")}, {"closed_at", Null()},
		{"created_at", Int(1764000000000000)},
		{"created_by", Int(1007)}, {"due", Int(20450)}, {"jurisdiction", Int(1)}, {"level", Int(2)},
		{"number", Text("镇督〔2025〕17号")},
		{"problem", Int(40000)}, {"reporter", Commitment(Commit([16]byte{1}, "reporter", Text("王某")))},
		{"secret", Bool(false)},
		{"state", Text("issued")}, {"title", Text("农村道路排水")}, {"unit", Int(33)}}}
	r.Seal()
	e.Rows = []Row{r}
	return e
}

func TestParseFreeze(t *testing.T) {
	long := sample(300)
	long.Facts = append(long.Facts, Field{"zz", Bytes(bytes.Repeat([]byte{7}, 70000))})
	odd := &Entry{Journal: "system", Seq: 1 << 40, At: -5, Claimed: -1 << 63, Account: 128, Person: 127, OnBehalf: -128,
		Appointment: -129, Agent: "console root", Kind: "x.v1",
		Facts: []Field{{"a", Int(1<<63 - 1)}, {"b", Int(-1)}, {"c", Int(0)}, {"d", Bool(true)},
			{"e", Text("")}, {"f", Bytes(nil)}},
		Rows: []Row{{Table: "t", Gone: true, Before: [32]byte{9}},
			{Table: "t", ID: -7, Version: 255, After: [32]byte{31: 1}}}}
	for i, e := range []*Entry{sample(1), long, odd, {Journal: "a", Seq: 1}} {
		b := Freeze([]byte("pre"), e)
		if len(b) != 3+e.size() {
			t.Errorf("%d: size says %d, wrote %d", i, e.size(), len(b)-3)
		}
		got, err := Parse(b[3:])
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		if !reflect.DeepEqual(got, e) {
			t.Errorf("%d: got %+v\nwant %+v", i, got, e)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(Freeze(nil, sample(1)))
	f.Add(Freeze(nil, &Entry{Journal: "a", Seq: 1, Facts: []Field{{"a", Bool(true)}, {"b", Int(-300)},
		{"c", Bytes([]byte("x"))}}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := Parse(b)
		if err != nil {
			return
		}
		if again := Freeze(nil, e); !bytes.Equal(again, b) {
			t.Fatalf("parsed %x\nfroze  %x", b, again)
		}
	})
}

func BenchmarkFreeze(b *testing.B) {
	e := sample(12345)
	b.ReportAllocs()
	for b.Loop() {
		Freeze(nil, e)
	}
	b.ReportMetric(float64(e.size()), "bytes")
}

func BenchmarkRowDigest(b *testing.B) {
	r := sample(12345).Rows[0]
	b.ReportAllocs()
	for b.Loop() {
		r.Seal()
	}
}

func BenchmarkLeafHash(b *testing.B) {
	f := Freeze(nil, sample(1))
	b.ReportAllocs()
	for b.Loop() {
		LeafHash(f)
	}
}

func BenchmarkAppend(b *testing.B) {
	r, _ := OpenRange(0, nil)
	n := 0
	node := func(int, int64, [32]byte) { n++ }
	b.ReportAllocs()
	for b.Loop() {
		r.Append([32]byte{1}, node)
	}
}

func BenchmarkClone(b *testing.B) {
	r, _ := OpenRange(0, nil)
	for range 1<<16 - 1 {
		r.Append([32]byte{1}, nil)
	}
	b.ReportAllocs()
	for b.Loop() {
		r.Clone()
	}
}

func BenchmarkParse(b *testing.B) {
	f := Freeze(nil, sample(1))
	b.ReportAllocs()
	for b.Loop() {
		Parse(f)
	}
}

func BenchmarkScan(b *testing.B) {
	f := Freeze(nil, sample(1))
	var h sketch
	b.ReportAllocs()
	for b.Loop() {
		if err := scan(f, &h, nil); err != nil {
			b.Fatal(err)
		}
	}
}
