package ballot

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	mrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var grades = []Option{{"good", 100, true}, {"fairly", 80, true}, {"fair", 60, true}, {"poor", 0, true},
	{"unknown", 0, false}}

func people(n int, groups ...Group) Survey {
	s := Survey{ID: "zhenping-2026-1", Groups: groups, Slice: 1}
	for i := range n {
		s.Questions = append(s.Questions, Question{fmt.Sprint("p", i), grades})
	}
	return s
}

// vote is a whole vote: what each voter said by receipt, and the files of the steps.
type vote struct {
	Poll
	a, b                        Key
	slips                       []Slip
	issued                      []byte
	cast                        []Cast
	said                        map[string]Ballot
	sealed, inner, result, text []byte
}

// play votes with the slips that who chooses, answers by random.
func play(t testing.TB, s Survey, r *mrand.Rand, part float64) *vote {
	t.Helper()
	v := &vote{said: map[string]Ballot{}}
	var err error
	if v.a, err = NewKey(); err == nil {
		v.b, err = NewKey()
	}
	if err != nil {
		t.Fatal(err)
	}
	s = s.Merged()
	slips, issued, err := Issue(s, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	v.slips, v.issued = slips, issued.Text()
	v.Poll = Poll{s, Digest(v.issued), v.a.Lid(), v.b.Lid()}
	for _, slip := range slips {
		if r.Float64() > part {
			continue
		}
		b := Ballot{}
		if b.Receipt, err = NewReceipt(rand.Reader); err != nil {
			t.Fatal(err)
		}
		if r.IntN(3) == 0 {
			b.Word = "我的词"
		}
		for _, q := range s.Questions {
			a := ""
			if n := len(q.Options); n == 0 {
				a = []string{"", "好", "好"}[r.IntN(3)]
			} else if i := r.IntN(n + 1); i < n {
				a = q.Options[i].Code
			}
			b.Answers = append(b.Answers, a)
		}
		env, err := Seal(s, v.A, v.B, slip.Group, b)
		if err != nil {
			t.Fatal(err)
		}
		v.cast, v.said[b.Receipt] = append(v.cast, Cast{slip.Token, env}), b
	}
	v.sealed = Export(v.Poll, v.cast)
	var n int
	if v.inner, n, err = OpenOuter(v.a, v.sealed, v.issued); err != nil {
		t.Fatal(err)
	}
	if v.result, v.text, err = OpenInner(v.b, v.inner, n); err != nil {
		t.Fatal(err)
	}
	return v
}

// Every ballot stands in the published file once and unaltered, each voter finds theirs, and nobody finds one with
// another's receipt or word.
func TestVote(t *testing.T) {
	s := people(3, Group{Code: "a", Weight: 4000, Slips: 12}, Group{Code: "b", Weight: 6000, Slips: 40})
	s.Questions = append(s.Questions, Question{Code: "words"})
	v := play(t, s, mrand.New(mrand.NewPCG(1, 2)), 0.8)
	got, err := Count(v.result, v.issued)
	if err != nil || got.Count != len(v.said) || got.Count < 30 || got.Count == len(v.slips) {
		t.Fatal(got.Count, len(v.said), err)
	}
	for receipt, b := range v.said {
		found, ok, err := Find(v.result, receipt, b.Word)
		if err != nil || !ok {
			t.Fatal(receipt, ok, err)
		}
		for i, q := range s.Questions[:3] {
			if found[q.Code] != b.Answers[i] {
				t.Errorf("%s: %q, said %q", q.Code, found[q.Code], b.Answers[i])
			}
		}
		if _, ok, _ := Find(v.result, receipt, b.Word+"x"); ok {
			t.Error("found with another word")
		}
	}
	said, words := 0, strings.Count(string(v.text), "\nw\t")
	for _, b := range v.said {
		if b.Answers[3] != "" {
			said++
		}
	}
	if said != words || strings.Contains(string(v.result), "好") {
		t.Errorf("%d answers in words, %d written", said, words)
	}
	for _, slip := range v.slips { // nothing but the tokens that voted
		if voted := bytes.Contains(v.result, []byte("\t"+slip.Token+"\n")); voted !=
			slices.ContainsFunc(v.cast, func(c Cast) bool { return c.Token == slip.Token }) {
			t.Error(slip, voted)
		}
	}
}

// The result is what one reckons by hand: means of groups by weight, what does not count left out, a tenth trimmed.
func TestCount(t *testing.T) {
	s := people(1, Group{Code: "a", Weight: 4000, Slips: 10}, Group{Code: "b", Weight: 6000, Slips: 6}).Merged()
	s.Trim = 10
	by := map[string][]string{"a": {"good", "good", "good", "good", "fairly", "fairly", "fair", "fair", "poor", "poor"},
		"b": {"good", "unknown", "", "poor", "fair", "fairly"}}
	got := Poll{Survey: s}.answered(s.Questions[0], by)
	// a: of ten one at each end is left out: 100·3 + 80·2 + 60·2 + 0 = 580 of 8; b: of four none: 100+0+60+80 = 240 of 4.
	a, b := got.Groups[0], got.Groups[1]
	if a.Mean.Cmp(big.NewRat(580, 8)) != 0 || b.Mean.Cmp(big.NewRat(60, 1)) != 0 || b.Valid != 5 || b.Ballots != 6 {
		t.Error(a, b)
	}
	if h := Hundredths(got.Mean); h != 6500 { // 72.5 × 40 % + 60 × 60 %
		t.Error(h)
	}
	if h := Hundredths(big.NewRat(12345, 1000)); h != 1235 { // half up
		t.Error(h)
	}
	by["b"] = by["b"][:4]
	if few := (Poll{Survey: s}).answered(s.Questions[0], by); !few.Groups[1].Few {
		t.Error("four ballots are broken down")
	}
}

// Groups of fewer than five are merged, weights with them, whatever the sizes; nothing of a slip or a percent is lost.
func TestMerged(t *testing.T) {
	r := mrand.New(mrand.NewPCG(3, 4))
	for range 2000 {
		var s Survey
		left, slips := int64(10000), 0
		for i := range 1 + r.IntN(6) {
			g := Group{Code: fmt.Sprint("g", i), Slips: r.IntN(12), Weight: r.Int64N(left + 1)}
			left, slips = left-g.Weight, slips+g.Slips
			s.Groups = append(s.Groups, g)
		}
		s.Groups[0].Weight += left
		m := s.Merged()
		per, weight := map[string]int{}, int64(0)
		for i, g := range m.Groups {
			if g.Code != s.Groups[i].Code || g.Slips != s.Groups[i].Slips {
				t.Fatal(s, m)
			}
			per[g.Into] += g.Slips
			weight += g.Weight
		}
		if weight != 10000 {
			t.Fatal(weight, s, m)
		}
		for into, n := range per {
			if n > 0 && n < Least && n < slips {
				t.Fatalf("%s has %d of %d: %+v", into, n, slips, m.Groups)
			}
			if i := slices.IndexFunc(m.Groups, func(g Group) bool { return g.Code == into }); m.Groups[i].Into != into {
				t.Fatal("merged into one that was merged", m.Groups)
			}
		}
	}
}

// What either teller must refuse is refused, with the reason.
func TestRefusals(t *testing.T) {
	v := play(t, people(2, Group{Code: "a", Weight: 10000, Slips: 9}), mrand.New(mrand.NewPCG(5, 6)), 1)
	other, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	slip := Cast{strings.Repeat("0", tokenLength), v.cast[0].Envelope}
	again := Cast{v.cast[0].Token, v.cast[1].Envelope}
	double := slices.Clone(v.cast)
	double[0].Envelope = double[1].Envelope // one ballot in the place of two
	foreign := slices.Clone(v.cast)
	if foreign[0].Envelope, err = Seal(v.Survey, v.A, other.Lid(), "a", v.said[receiptOf(v, 0)]); err != nil {
		t.Fatal(err)
	}
	outer := func(k Key, cast []Cast, issued []byte) func() error {
		return func() error { _, _, err := OpenOuter(k, Export(v.Poll, cast), issued); return err }
	}
	both := func(b Key, cast []Cast, add int) func() error {
		return func() error {
			inner, n, err := OpenOuter(v.a, Export(v.Poll, cast), v.issued)
			if err == nil {
				_, _, err = OpenInner(b, inner, n+add)
			}
			return err
		}
	}
	cut := slices.Clone(v.result)
	at := bytes.Index(cut, []byte("\nb\t0\ta\t"))
	for name, c := range map[string]struct {
		do   func() error
		code string
	}{
		"a token that was not issued":   {outer(v.a, append(slices.Clone(v.cast), slip), v.issued), "token"},
		"a slip that voted twice":       {outer(v.a, append(slices.Clone(v.cast), again), v.issued), "twice"},
		"fewer than five":               {outer(v.a, v.cast[:4], v.issued), "few"},
		"another key":                   {outer(other, v.cast, v.issued), "lid"},
		"another list of issued slips":  {outer(v.a, v.cast, v.issued[:len(v.issued)-1]), "issued"},
		"one envelope twice":            {both(v.b, double, 0), "double"},
		"another number than announced": {both(v.b, v.cast, 1), "count"},
		"an envelope for somebody else": {both(v.b, foreign, 0), "envelope"},
		"the second key is another":     {both(other, v.cast, 0), "lid"},
		"an answer the form does not have": {func() error {
			said := Ballot{Receipt: strings.Repeat("0", receiptLength), Answers: []string{"good", "best"}}
			_, err := Seal(v.Survey, v.A, v.B, "a", said)
			return err
		}, "answer"},
		"a ballot taken out": {func() error {
			_, err := Count(append(cut[:at+1:at+1], cut[at+1+bytes.IndexByte(cut[at+1:], '\n')+1:]...), v.issued)
			return err
		}, "slice"},
		"a file that was cut off": {func() error {
			_, err := Count(v.result[:len(v.result)-3], v.issued)
			return err
		}, "file"},
		"a file of another step": {func() error { _, err := Count(v.inner, v.issued); return err }, "file"},
	} {
		if err := c.do(); !errors.Is(err, Fault{Code: c.code}) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if err := both(v.b, v.cast, 0)(); err != nil {
		t.Error(err)
	}
}

func receiptOf(v *vote, n int) string {
	var all []string
	for r := range v.said {
		all = append(all, r)
	}
	slices.Sort(all)
	return all[n]
}

// Surveys that files cannot hold, that nobody could answer or that would betray a few are refused before they open.
func TestSurveys(t *testing.T) {
	good := func() Survey { return people(2, Group{Code: "a", Weight: 10000, Slips: 9}) }
	for name, c := range map[string]struct {
		change func(*Survey)
		code   string
	}{
		"comma in a code":    {func(s *Survey) { s.Questions[0].Code = "a,b" }, "code"},
		"one question twice": {func(s *Survey) { s.Questions[1].Code = "p0" }, "code"},
		"nothing asked":      {func(s *Survey) { s.Questions = nil }, "empty"},
		"one option":         {func(s *Survey) { s.Questions[0].Options = grades[:1] }, "options"},
		"one code, two worths": {func(s *Survey) {
			s.Questions[0].Options = []Option{{"good", 90, true}, {"poor", 0, true}}
		}, "code"},
		"four slips":             {func(s *Survey) { s.Groups[0].Slips = 4 }, "few"},
		"weights of 90 %":        {func(s *Survey) { s.Groups[0].Weight = 9000 }, "weights"},
		"five questions a slice": {func(s *Survey) { s.Slice = 5 }, "survey"},
		"more than an inner holds": {func(s *Survey) {
			s.Questions = append(s.Questions, Question{"w1", nil}, Question{"w2", nil}, Question{"w3", nil}, Question{"w4", nil})
		}, "long"},
	} {
		s := good()
		if s.Check() != nil {
			t.Fatal(s.Check())
		}
		c.change(&s)
		if err := s.Check(); !errors.Is(err, Fault{Code: c.code}) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// Envelopes are equally long whatever they say, so that nothing is told by their size; files come out the same each
// time; what the head says is read back.
func TestFilesOfAVote(t *testing.T) {
	s := people(4, Group{Code: "a", Weight: 2000, Slips: 2}, Group{Code: "b", Weight: 8000, Slips: 8})
	s.Slice = 4
	v := play(t, s, mrand.New(mrand.NewPCG(7, 8)), 1)
	for _, c := range v.cast {
		if len(c.Envelope) != len(v.cast[0].Envelope) || len(c.Envelope) != 2528 {
			t.Fatal(len(c.Envelope))
		}
	}
	again := slices.Clone(v.cast)
	slices.Reverse(again)
	if !bytes.Equal(v.sealed, Export(v.Poll, again)) {
		t.Error("the order of voting is in the file")
	}
	inner, n, err := OpenOuter(v.a, v.sealed, v.issued)
	if err != nil || !bytes.Equal(inner, v.inner) {
		t.Error("another inner file", err)
	}
	if result, _, err := OpenInner(v.b, inner, n); err != nil || !bytes.Equal(result, v.result) {
		t.Error("another published file", err)
	}
	f, err := readFile(v.sealed, sealedFile)
	if err != nil || fmt.Sprint(f.Survey) != fmt.Sprint(v.Survey) {
		t.Errorf("%v %v, was %v", err, f.Survey, v.Survey)
	}
	text, err := v.a.Text()
	if err != nil {
		t.Fatal(err)
	}
	if k, err := ReadKey(text + "\n"); err != nil || k.Lid().Text() != v.A.Text() {
		t.Error(err)
	}
	short := "lid1:" + base64.RawURLEncoding.EncodeToString([]byte("short"))
	if _, err := ReadLid(short); !errors.Is(err, Fault{Code: "lid"}) {
		t.Error(err)
	}
}

func TestCodesAsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"0123 4567 89ab cdef ghjk": "0123456789ABCDEFGHJK",
		"oiL3-4567-89AB-CDEF-GHJK": "0113456789ABCDEFGHJK",
		"0123456789ABCDEFGHJ":      "", "0123456789ABCDEFGHJKM": "", "0123456789ABCDEFGHJU": "", "": "",
	} {
		if got, ok := Token(typed); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v", typed, got, ok)
		}
	}
	if s := Spaced("0123456789ABCDEFGHJK"); s != "0123 4567 89AB CDEF GHJK" {
		t.Error(s)
	}
}

// Whatever a server hands to a teller is judged without harm.
func FuzzUnpack(f *testing.F) {
	s := people(2, Group{Code: "a", Weight: 10000, Slips: 9}).Merged()
	good, err := s.pack("a", Ballot{Receipt: strings.Repeat("0", receiptLength), Answers: []string{"good", ""}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(make([]byte, narrow))
	f.Fuzz(func(t *testing.T, in []byte) {
		group, b, err := s.unpack(in)
		if err != nil {
			return
		}
		if back, err := s.pack(group, b); err != nil || !bytes.Equal(back, in) {
			t.Errorf("%v: %x", err, in)
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	v := play(b, people(1, Group{Code: "a", Weight: 10000, Slips: 5}), mrand.New(mrand.NewPCG(9, 9)), 1)
	said := v.said[receiptOf(v, 0)]
	for b.Loop() {
		if _, err := Seal(v.Survey, v.A, v.B, "a", said); err != nil {
			b.Fatal(err)
		}
	}
}
