package agenda

import (
	"slices"
	"testing"
)

// What has no day does not stand before what is due.
func TestSooner(t *testing.T) {
	list := []Item{{Act: "kept", Kept: true, Due: 1}, {Act: "none"}, {Act: "later", Due: 9}, {Act: "soon", Due: 3},
		{Act: "back", Back: true, Due: 20}, {Act: "back, no day", Back: true}}
	slices.SortStableFunc(list, sooner)
	var got []string
	for _, x := range list {
		got = append(got, x.Act)
	}
	if want := []string{"back", "back, no day", "soon", "later", "none", "kept"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
