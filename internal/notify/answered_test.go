package notify

import (
	"context"
	"slices"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
)

// What answers a request ends it, after everybody was told, for those alone who were asked: of the topic of the entry
// and of those that it names.
func TestWhatIsAnsweredEnds(t *testing.T) {
	asked := []kind.Hearer{kind.ToPerson("handler"), kind.ToUnit.Asks()}
	line := kind.Line{Object: access.Object{Jurisdiction: 1, Kind: ref.Order, ID: 7, Unit: 10, Side: actor.Principal}}
	all := []kind.Kind{{Of: ref.Order, See: "order.see", Tells: []kind.Tell{
		{Of: "order.asked.v1", Topic: "closing", To: asked},
		{Of: "order.closed.v1", Topic: "closing", To: []kind.Hearer{kind.ToPerson("handler")}},
		{Of: "order.other.v1", Topic: "other", To: []kind.Hearer{kind.ToUnit}},
		{Of: "order.withdrawn.v1", Ends: []string{"closing", "other"}},
	}, Lines: func(context.Context, kind.Asking, []ref.ID) (map[ref.ID]kind.Line, error) {
		return map[ref.ID]kind.Line{7: line}, nil
	}}}
	for _, of := range ref.Kinds() {
		if of != ref.Order {
			all = append(all, kind.Kind{Of: of})
		}
	}
	kinds, err := kind.New(func(string) bool { return true }, all...)
	if err != nil {
		t.Fatal(err)
	}
	h := Hearing{Kinds: kinds, Cast: []actor.Actor{post(1, actor.Clerk, 10, "")}, Rules: rules(), Now: today.Start()}
	type made struct {
		Person           ref.ID
		Said, Topic, Why string
	}
	for of, want := range map[journal.Kind][]made{
		"order.asked.v1":     {{1, "order.asked", "closing", "unit"}, {0, "order.asked", "closing", "unit"}},
		"order.closed.v1":    {{1, "order.closed", "closing", "person.handler"}, {0, "order.closed", "closing", "unit"}},
		"order.other.v1":     {{1, "order.other", "other", "unit"}},
		"order.withdrawn.v1": {{0, "order.withdrawn", "closing", "unit"}},
	} {
		e := &journal.Entry{Seq: 5, Kind: of, Object: ref.Ref{Kind: ref.Order, ID: 7}, Person: 77, At: today.Start(),
			Facts: []journal.Field{{Name: "handler", Value: journal.Int(1)}}}
		if of != "order.closed.v1" {
			e.Facts = nil
		}
		list, err := h.Entries(context.Background(), []*journal.Entry{e})
		var got []made
		for _, m := range list {
			got = append(got, made{m.Person, m.Said, m.Topic, m.Why})
			if m.Stamp != 5 || (m.Read != 0) != (m.Person == 0) {
				t.Errorf("%s: %+v", of, m)
			}
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v %v, want %v", of, got, err, want)
		}
	}
}
