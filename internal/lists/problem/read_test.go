package problem

import "testing"

// The names of the orders of a list are those of orders, each another order.
func TestOrdersOfTheList(t *testing.T) {
	for name, want := range map[string][2]bool{"": {}, "due": {}, "-due": {false, true}, "-new": {true, false},
		"new": {true, true}} {
		if f := (Filter{}).By(name); f.Newest != want[0] || f.Turned != want[1] {
			t.Errorf("%q: %v %v", name, f.Newest, f.Turned)
		}
	}
}
