package journal

import "testing"

func TestDayCode(t *testing.T) {
	c := Checkpoint{Journal: "demo-acts/610927", Size: 5407, Root: [32]byte{1, 2, 3}}
	d, ok := DayCodeOf(c)
	if !ok || d.County != "610927" || d.Size != 5407 || d.Code != ShortCode(c.Root, 5407) {
		t.Fatalf("%+v %v", d, ok)
	}
	for _, typed := range []string{d.String(), " " + d.String() + "\n", "610927 5407 " + d.Code[:4] + " " + d.Code[5:],
		"610927-5407-" + d.Code[:4] + d.Code[5:]} {
		if back, err := ParseDayCode(typed); err != nil || back != d {
			t.Errorf("%q: %+v %v", typed, back, err)
		}
	}
	for _, typed := range []string{"", "5407-K7QM-3F2A", "610927-x-K7QM-3F2A", "610927-5407-K7QM-3F2I",
		"610927-5407-K7QM"} {
		if back, err := ParseDayCode(typed); err == nil {
			t.Errorf("%q was read as %+v", typed, back)
		}
	}
	if _, ok := DayCodeOf(Checkpoint{Journal: "system", Size: 5}); ok {
		t.Error("the system's journal has a day code")
	}
}

// A code on paper is a witness: it fits the journal it was printed from, not one
// rewritten by somebody who holds everything, nor one that was cut.
func TestVerifyDayCodes(t *testing.T) {
	k := newKeys(t)
	s := fill(t, k, "acts/610927", 65)
	code := func(size int64) []byte {
		c, err := ReadCheckpoint(s.checkpoints[size/10-1])
		if err != nil {
			t.Fatal(err)
		}
		d, _ := DayCodeOf(c)
		return []byte(d.String())
	}
	early, late := code(30), code(60)
	if r := verify(t, s, k, early, late); !r.OK() || r.Outside != 2 {
		t.Fatalf("the journal it was printed from: %+v", r)
	}
	if r := verify(t, s, k, []byte("610928-30-K7QM-3F2A")); !r.OK() || r.Outside != 0 {
		t.Errorf("another county's paper: %+v", r)
	}
	past := s.clone()
	past.rewrite(t, &k, 37, func(e *Entry) { e.Person = 666 })
	if r := verify(t, past, k, early, late); r.OK() || r.Faults[0].What != "outside-root" || r.Faults[0].Seq != 31 {
		t.Errorf("rewritten after the first paper: %+v", r)
	}
	cut := fill(t, k, "acts/610927", 40)
	if r := verify(t, cut, k, late); r.OK() || r.Faults[0].What != "outside-ahead" {
		t.Errorf("cut: %+v", r)
	}
}

// Each note names the one before it: one taken out of the middle, or put in
// another's place, is found although every note is signed.
func TestNotesFollowEachOther(t *testing.T) {
	k := newKeys(t)
	s := fill(t, k, "acts/610927", 65)
	var last *Checkpoint
	for i, signed := range s.checkpoints {
		c, err := ReadCheckpoint(signed)
		if err != nil {
			t.Fatal(err)
		}
		c.Chained = true
		if last != nil {
			c.After = last.Digest()
		}
		if s.checkpoints[i], err = c.Sign(k.signer); err != nil {
			t.Fatal(err)
		}
		last = &c
	}
	if r := verify(t, s, k); !r.OK() {
		t.Fatal(r.Faults)
	}
	for what, spoil := range map[string]func(*shelf){
		"one dropped in the middle": func(x *shelf) { x.checkpoints = append(x.checkpoints[:2:2], x.checkpoints[3:]...) },
		"the first dropped":         func(x *shelf) { x.checkpoints = x.checkpoints[1:] },
		"one that names none": func(x *shelf) {
			c, _ := ReadCheckpoint(x.checkpoints[3])
			c.Chained, c.After = false, [32]byte{}
			x.checkpoints[3], _ = c.Sign(k.signer)
		},
	} {
		x := s.clone()
		spoil(x)
		r := verify(t, x, k)
		if r.OK() || r.Faults[0].What != "checkpoint-chain" {
			t.Errorf("%s: %v", what, r.Faults)
		}
	}
}
