package store

import (
	"reflect"
	"slices"
	"testing"

	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// What a list is filtered by is told by the tallies, or it is said that they do
// not tell it: else a list would be counted as if it were not filtered. A new
// field of a filter is one of the two.
func TestEveryFilterIsCounted(t *testing.T) {
	var some []trail.Tally
	for _, state := range append(slices.Clone(order.States), order.State(problem.Registered),
		order.State(problem.Rectified), order.State(problem.Ordered)) {
		for _, side := range []string{"principal", "supervisory"} {
			for _, level := range []string{"", "slight", "serious"} {
				for _, due := range []when.Day{0, 10, 20, 30} {
					some = append(some, trail.Tally{Side: side, State: string(state), Level: level, Due: due})
				}
			}
		}
	}
	set := func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Bool:
			v.SetBool(true)
		case reflect.String:
			v.SetString("slight")
		case reflect.Slice:
			if some := reflect.ValueOf([]ref.ID{20}); v.Type() == some.Type() {
				v.Set(some)
			} else {
				v.Set(reflect.ValueOf([]problem.Level{problem.Slight}))
			}
		case reflect.Struct:
			v.Set(reflect.ValueOf(when.Period{From: 10, To: 20}))
		default:
			v.SetInt(20)
		}
	}
	// The unit is counted apart (tallied.unit), DueFrom asks nothing without DueBelow;
	// the others say in which order, from where and how much, or what the lights mean.
	apart := []string{"Unit", "DueFrom", "Sort", "After", "Limit", "Tabs", "Bounds", "Newest", "Turned",
		"Uncounted"}
	bounds := order.Bounds{RedBefore: 10, Today: 20, ClearFrom: 30}
	for i := range reflect.TypeFor[order.Filter]().NumField() {
		f, none := order.Filter{Bounds: bounds}, order.Filter{Bounds: bounds}
		name := reflect.TypeFor[order.Filter]().Field(i).Name
		if slices.Contains(apart, name) {
			continue
		}
		if set(reflect.ValueOf(&f).Elem().Field(i)); name == "Light" {
			f.Light = order.Red
		}
		all, _ := none.Sums()
		if holds, told := f.Sums(); told && !slices.ContainsFunc(some,
			func(x trail.Tally) bool { return holds(&x) != all(&x) }) {
			t.Errorf("orders filtered by %s are counted as if they were not", name)
		}
	}
	for i := range reflect.TypeFor[problem.Filter]().NumField() {
		var f problem.Filter
		name := reflect.TypeFor[problem.Filter]().Field(i).Name
		if slices.Contains(apart, name) {
			continue
		}
		set(reflect.ValueOf(&f).Elem().Field(i))
		all, _ := problem.Filter{}.Sums()
		if holds, told := f.Sums(); told && !slices.ContainsFunc(some,
			func(x trail.Tally) bool { return holds(&x) != all(&x) }) {
			t.Errorf("problems filtered by %s are counted as if they were not", name)
		}
	}
}
