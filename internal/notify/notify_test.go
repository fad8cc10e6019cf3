package notify

import (
	"context"
	"slices"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

const today = when.Day(20000)

func rules() Rules {
	return Rules{Near: func(d when.Day) when.Day { return d - 3 }, Kept: 90, Fresh: 7, Quiet: Quiet{21, 8}, Digest: 8,
		Working: func(d when.Day) bool { return d%7 < 5 },
		Rises: map[string]Rise{Overdue: {By: func(d when.Day) when.Day { return d + 3 }, Post: actor.FirstResponsible},
			Unread: {By: func(d when.Day) when.Day { return d + 3 }, Post: actor.PrincipalOffice}}}
}

func post(person ref.ID, role actor.Role, unit ref.ID, side actor.Side) actor.Actor {
	return actor.Actor{Person: person, Account: person + 100, Jurisdiction: 1,
		Grants: []actor.Grant{{Role: role, Unit: unit, Own: []ref.ID{unit}, Side: side, Appointment: person}}}
}

// heard is a hearing about order 7 of unit 10, in which 11 assists.
func heard(t *testing.T, cast ...actor.Actor) Hearing {
	t.Helper()
	object := access.Object{Jurisdiction: 1, Kind: ref.Order, ID: 7, Unit: 10, Side: actor.Principal, Others: []ref.ID{11}}
	k := kind.Kind{Of: ref.Order, See: "order.see", Page: "/orders/", Lines: func(context.Context, kind.Asking, []ref.ID) (
		map[ref.ID]kind.Line, error) {
		return map[ref.ID]kind.Line{7: {Object: object, Due: today + 9, People: map[string][]ref.ID{"handler": {3}}}}, nil
	}, Tells: []kind.Tell{{Of: "order.issued.v1", Until: true, To: []kind.Hearer{kind.ToPerson("handler"), kind.ToUnit,
		kind.ToOthers, kind.ToPerson("asker")}}}}
	all := []kind.Kind{k}
	for _, of := range ref.Kinds() {
		if of != ref.Order {
			all = append(all, kind.Kind{Of: of})
		}
	}
	kinds, err := kind.New(func(string) bool { return true }, all...)
	if err != nil {
		t.Fatal(err)
	}
	return Hearing{Kinds: kinds, Cast: cast, Rules: rules(), Now: today.Start().Add(12 * time.Hour)}
}

func entry(by ref.ID, day when.Day, facts ...journal.Field) *journal.Entry {
	return &journal.Entry{Seq: 5, Kind: "order.issued.v1", Object: ref.Ref{Kind: ref.Order, ID: 7}, Person: by,
		At: day.Start(), Facts: facts}
}

// An entry is told to the unit, to those who assist, to whom the matter or the entry
// names; each once, by the first reason; not to who did it, nor to who may not see it.
func TestWhoHears(t *testing.T) {
	clerk, leader := post(1, actor.Clerk, 10, ""), post(2, actor.FirstResponsible, 10, "")
	handler, helper := post(3, actor.Staff, 10, ""), post(4, actor.Clerk, 11, "")
	elsewhere, asker := post(5, actor.Clerk, 12, ""), post(6, actor.Staff, 10, "")
	deputy := clerk
	deputy.Person, deputy.OnBehalf, deputy.Delegation = 8, 1, 90 // 8 acts for the clerk
	both := post(8, actor.FirstResponsible, 11, "")
	h := heard(t, clerk, leader, handler, helper, elsewhere, asker, deputy, both)
	named := journal.Field{Name: "asker", Value: journal.Int(6)}
	outside := journal.Field{Name: "asker", Value: journal.Int(5)}
	type told struct {
		Person, OnBehalf ref.ID
		Why              string
	}
	all := []told{{1, 0, "unit"}, {2, 0, "unit"}, {3, 0, "person.handler"}, {4, 0, "assists"}, {6, 0, "person.asker"},
		{8, 0, "assists"}}
	for name, c := range map[string]struct {
		e    *journal.Entry
		want []told
	}{
		"by somebody else": {entry(77, today, named), all},
		"by the program":   {entry(0, today, named), all},
		"their own act":    {entry(2, today, named), slices.Delete(slices.Clone(all), 1, 2)},
		"the clerk's act": {entry(1, today), []told{{2, 0, "unit"}, {3, 0, "person.handler"}, {4, 0, "assists"},
			{8, 0, "assists"}}},
		"named, may not see":  {entry(77, today, outside), slices.Delete(slices.Clone(all), 4, 5)},
		"older than is kept":  {entry(77, today-91, named), nil},
		"of no declared kind": {&journal.Entry{Kind: "order.drafted.v1", Object: ref.Ref{Kind: ref.Order, ID: 7}}, nil},
	} {
		list, err := h.Entries(context.Background(), []*journal.Entry{c.e})
		if err != nil {
			t.Fatal(err)
		}
		var got []told
		for _, m := range list {
			got = append(got, told{m.Person, m.OnBehalf, m.Why})
			if m.Due != today+9 || m.Read != 0 || m.Stamp != 5 {
				t.Errorf("%s: %+v", name, m)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	h.Cast = []actor.Actor{deputy} // who is told as themselves is not told as a deputy, and else is
	list, _ := h.Entries(context.Background(), []*journal.Entry{entry(77, today)})
	if len(list) != 1 || list[0].OnBehalf != 1 || list[0].Delegation != 90 {
		t.Errorf("%+v", list)
	}
	list, _ = h.Entries(context.Background(), []*journal.Entry{entry(1, today)})
	if len(list) != 0 {
		t.Errorf("the deputy hears what who they act for did: %+v", list)
	}
	h.Cast = []actor.Actor{clerk}
	list, _ = h.Entries(context.Background(), []*journal.Entry{entry(77, today-8)})
	if len(list) != 1 || list[0].Read == 0 {
		t.Errorf("what is old is told as read: %+v", list)
	}
}

// What falls due is told when it is near, on its last day and once it is over, under a
// stamp that only another day or another nearness changes.
func TestFalling(t *testing.T) {
	item := func(due when.Day) agenda.Item { return agenda.Item{Kind: ref.Order, ID: 7, Due: due} }
	for due, want := range map[when.Day]string{0: "", today + 4: "", today + 3: "due.near", today: "due.last-day",
		today - 1: "due.over"} {
		list := rules().Falling(actor.Actor{Person: 1}, []agenda.Item{item(due), item(due)}, today.Start())
		got := ""
		if len(list) > 0 {
			got = list[0].Said
		}
		if got != want || len(list) > 1 {
			t.Errorf("due %d: %q, want %q (%d)", due-today, got, want, len(list))
		}
	}
	r := rules()
	first := r.Falling(actor.Actor{}, []agenda.Item{item(today)}, (today - 2).Start())[0].Stamp
	last := r.Falling(actor.Actor{}, []agenda.Item{item(today)}, today.Start())[0].Stamp
	again := r.Falling(actor.Actor{}, []agenda.Item{item(today)}, (today - 1).Start())[0].Stamp
	if first != again || last <= first {
		t.Errorf("stamps %d %d %d", first, again, last)
	}
	kept := item(today)
	kept.Kept = true
	if list := r.Falling(actor.Actor{}, []agenda.Item{kept}, today.Start()); len(list) != 0 {
		t.Errorf("kept up for good: %v", list)
	}
}

// What lies too long rises to the post that the county names, once for each case.
func TestRising(t *testing.T) {
	leader, office := post(2, actor.FirstResponsible, 10, ""), post(9, actor.PrincipalOffice, 0, actor.Principal)
	other := post(3, actor.FirstResponsible, 12, "")
	h := heard(t, leader, office, other, post(1, actor.Clerk, 10, ""))
	of := ref.Ref{Kind: ref.Order, ID: 7}
	lines, _ := h.Kinds.Lines(context.Background(), h.Asking, []ref.Ref{of})
	left := []Left{{of, Overdue, today - 4}, {of, Overdue, today - 4}, {of, Unread, today - 4}, {of, Unread, today - 3}}
	var got []ref.ID
	for _, m := range h.Rising(left, lines) {
		got = append(got, m.Person)
	}
	if !slices.Equal(got, []ref.ID{2, 9}) {
		t.Errorf("told %v", got)
	}
}

// Nobody is disturbed in quiet hours, also over midnight, nor on days off who wants them.
func TestSoonest(t *testing.T) {
	r := rules()
	at := func(day when.Day, hour int) when.Instant { return day.Start().Add(time.Duration(hour) * time.Hour) }
	work := when.Day(7 * 3000) // day 0 of its week
	for _, c := range []struct {
		choice    Choice
		now, want when.Instant
	}{
		{Choice{Quiet: Quiet{21, 8}}, at(work, 12), at(work, 12)},
		{Choice{Quiet: Quiet{21, 8}}, at(work, 21), at(work+1, 8)},
		{Choice{Quiet: Quiet{21, 8}}, at(work, 3), at(work, 8)},
		{Choice{Quiet: Quiet{12, 14}}, at(work, 13), at(work, 14)},
		{Choice{Quiet: Quiet{6, 6}}, at(work, 6), at(work, 6)},
		{Choice{Quiet: Quiet{21, 8}, Rest: true}, at(work+4, 22), at(work+7, 8)},
		{Choice{Quiet: Quiet{21, 8}}, at(work+4, 22), at(work+5, 8)},
	} {
		if got := r.Soonest(c.choice, c.now); got != c.want {
			t.Errorf("%+v at %s: %s, want %s", c.choice, c.now, got, c.want)
		}
	}
	if got := r.NextDigest(Choice{Quiet: Quiet{7, 9}}, at(work, 8)); got != at(work+1, 9) {
		t.Errorf("digest at %s", got)
	}
}

// A choice holds ways that are in use, hours that there are, and an address.
func TestChoices(t *testing.T) {
	for name, c := range map[string]struct {
		choice Choice
		ok     bool
	}{
		"nothing":     {Choice{}, true},
		"a way":       {Choice{Ways: map[string][]string{"order": {"mail"}}, Email: "li@zhenping.cn"}, true},
		"no such way": {Choice{Ways: map[string][]string{"order": {"pigeon"}}}, false},
		"no group":    {Choice{Ways: map[string][]string{"weather": {"mail"}}}, false},
		"hour":        {Choice{Quiet: Quiet{24, 8}}, false},
		"no domain":   {Choice{Email: "li@zhenping"}, false},
		"two at":      {Choice{Email: "li@a@zhenping.cn"}, false},
		"a header":    {Choice{Email: "li@zhenping.cn\nBcc: all@zhenping.cn"}, false},
	} {
		if err := c.choice.Check([]string{"order"}, []string{"mail"}); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
