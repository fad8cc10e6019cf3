package handover

import (
	"strings"
	"testing"

	"shuangze/internal/ref"
)

func sheet() (*Sheet, []Row) {
	s := &Sheet{Leaver: 7, Successor: 8, Post: "副局长", Appointment: 3, EndedOn: 20000}
	rows := s.freeze([]Row{{Of: ref.Order, Matter: 41, Number: "督〔2026〕1号", Title: "公示不及时", State: "issued", Due: 20010},
		{Of: ref.Duty, Matter: 42, Title: "廉政谈话", State: "open"}})
	return s, rows
}

// What was frozen is whatever both sign: a change of any of it is seen, and what is
// reserved later is none.
func TestFrozen(t *testing.T) {
	s, rows := sheet()
	rows[0].InNote, rows[1].OutNote = "尚未核对", "已口头交代"
	if !s.Frozen(rows) || s.Matters != 2 || rows[1].Place != 2 {
		t.Fatalf("%+v %+v", s, rows)
	}
	for name, change := range map[string]func(*Sheet, []Row) []Row{
		"a row less":     func(_ *Sheet, r []Row) []Row { return r[:1] },
		"another order":  func(_ *Sheet, r []Row) []Row { r[0], r[1] = r[1], r[0]; return r },
		"a title":        func(_ *Sheet, r []Row) []Row { r[0].Title += "。"; return r },
		"a day":          func(_ *Sheet, r []Row) []Row { r[0].Due++; return r },
		"a state":        func(_ *Sheet, r []Row) []Row { r[1].State = "paused"; return r },
		"what waits":     func(_ *Sheet, r []Row) []Row { r[1].Waits = true; return r },
		"who takes over": func(s *Sheet, r []Row) []Row { s.Successor = 9; return r },
		"words pushed over": func(_ *Sheet, r []Row) []Row {
			r[0].Number, r[0].Title = "督〔2026〕1号公", "示不及时"
			return r
		},
	} {
		s, rows := sheet()
		if rows = change(s, rows); s.Frozen(rows) {
			t.Errorf("%s is not seen", name)
		}
	}
}

// The leaver signs alone, or an office for who left the county and says why; each signs
// once; both make it signed, and nobody reserves anything after.
func TestSigned(t *testing.T) {
	for _, x := range []struct {
		by     ref.ID
		here   bool
		reason string
		want   string
	}{
		{7, true, "", ""},
		{7, true, "本人", "handover.reason-own"},
		{5, true, "已调离", "handover.leaver-here"},
		{5, false, "", "input.required"},
		{5, false, strings.Repeat("调", reasonMost+1), "input.too-long"},
		{5, false, "已调离本县", ""},
	} {
		s, rows := sheet()
		err := s.SignOut(x.by, x.here, x.reason, "passkey", 20001)
		if x.want != "" {
			if err == nil || !strings.Contains(err.Error(), x.want) || s.OutOn != 0 {
				t.Errorf("by %d, here %v, %q: %v", x.by, x.here, x.reason, err)
			}
			continue
		}
		if err != nil || !s.SignedBy(SignOut, x.by) || s.SignedBy(SignIn, x.by) || s.State == Signed {
			t.Fatalf("%+v: %v", s, err)
		}
		if _, err := s.Reserve(rows[0], s.Leaver, "迟了"); err == nil {
			t.Error("reserved after signing")
		}
		if r, err := s.Reserve(rows[0], s.Successor, "待核"); err != nil || r.InNote != "待核" || r.OutNote != "" {
			t.Errorf("%+v %v", r, err)
		}
		if s.SignOut(7, true, "", "code", 20002) == nil {
			t.Error("signed twice")
		}
		if err := s.SignIn(8, "code", 20002); err != nil || s.State != Signed || !s.SignedBy(SignIn, 8) {
			t.Errorf("%+v: %v", s, err)
		}
		if _, err := s.Reserve(rows[0], s.Successor, "迟了"); err == nil || s.SignIn(8, "code", 20003) == nil {
			t.Error("signed twice, or reserved after signing")
		}
	}
}
