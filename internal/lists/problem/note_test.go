package problem

import (
	"strings"
	"testing"

	"shuangze/internal/when"
)

func noting() Rules {
	r := rules
	r.Reports, r.NoteBy = map[Level]bool{Serious: true}, func(d when.Day) when.Day { return d + 2 }
	return r
}

func TestNote(t *testing.T) {
	now := when.Day(103).Start()
	p := Problem{State: Registered, Level: Serious}.report("", noting(), 100)
	if p.NoteBy != 102 || !p.Unnoted() {
		t.Fatalf("a serious problem waits until %d", p.NoteBy)
	}
	if q := (Problem{State: Registered, Level: Ordinary}).report("", noting(), 100); q.Reported() || q.Unnoted() {
		t.Error("an ordinary one is reported")
	}
	noted, err := p.Note(9, "", noting(), now)
	if err != nil || noted.Unnoted() || noted.Noter != 9 || noted.NotedAt != now {
		t.Fatalf("%+v %v", noted, err)
	}
	closed, reopened := p, p
	closed.State = Closed
	reopened.State = Ordered
	for name, x := range map[string]struct {
		p           Problem
		instruction string
		want        string
	}{
		"with an instruction":     {p, strings.Repeat("办", 500), ""},
		"too many words":          {p, strings.Repeat("办", 501), "instruction"},
		"noted before":            {noted, "", "problem.note-done"},
		"of another level":        {Problem{State: Registered, Level: Slight}, "", "problem.note-level"},
		"closed before":           {closed, "", "problem.state-forbids"},
		"closed and taken up":     {reopened, "", ""},
		"noted, closed, taken up": {func() Problem { q := noted; q.State = Ordered; return q }(), "", "problem.note-done"},
	} {
		if _, err := x.p.Note(9, x.instruction, noting(), now); wrongIn(err) != x.want {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
	}
	if closed.Unnoted() || !reopened.Unnoted() {
		t.Error("what is closed waits, or what was taken up again does not")
	}
}

// Raised to a level that is reported it is reported; what was noted at such a
// level is not asked about again, what was not is.
func TestRaisedIsReported(t *testing.T) {
	p, err := Problem{State: Ordered, Level: Ordinary}.Raise("群众反映强烈", noting(), 110)
	if err != nil || p.NoteBy != 112 || !p.Unnoted() {
		t.Fatalf("%+v %v", p, err)
	}
	both := noting()
	both.Reports[Ordinary] = true
	q := Problem{State: Ordered, Level: Ordinary}.report("", both, 100)
	if q, err = q.Note(9, "", noting(), when.Day(101).Start()); err != nil {
		t.Fatal(err)
	}
	if q, err = q.Raise("再次发生", both, 110); err != nil || q.Unnoted() {
		t.Errorf("noted as it was reported, asked again: %+v %v", q, err)
	}
	// noted under rules that reported it then
	old := Problem{State: Ordered, Level: Ordinary, NoteBy: 90, NotedAt: 5, Noter: 9}
	if old, err = old.Raise("再次发生", noting(), 110); err != nil || !old.Unnoted() || old.NoteBy != 112 {
		t.Errorf("not serious when it was noted, not asked again: %+v %v", old, err)
	}
}
