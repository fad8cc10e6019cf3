package effect_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/policy"
	"shuangze/internal/when"
)

// decided draws decisions as they could be registered.
func decided(t *rapid.T) (out []effect.Decision) {
	kinds := pack.Codes(policy.EffectKind)
	first := when.Date(2014, 1, 1)
	for i := range rapid.IntRange(0, 6).Draw(t, "decisions") {
		d := effect.Decision{Number: fmt.Sprint("号", rapid.IntRange(0, 4).Draw(t, "number")),
			Kind:   rapid.SampledFrom(kinds).Draw(t, "kind"),
			Day:    first + when.Day(rapid.IntRange(0, 4500).Draw(t, "day")),
			Undone: rapid.IntRange(0, 5).Draw(t, "undone") == 0}
		if rapid.Bool().Draw(t, "later") {
			d.From = d.Day + when.Day(rapid.IntRange(0, 40).Draw(t, "from"))
		}
		p, _ := pack.Effects.Period(d.Kind, d.Day)
		if p.Fixed {
			d.Months = rapid.IntRange(1, p.Months).Draw(t, "months")
		}
		if p.Probation > 0 && rapid.Bool().Draw(t, "restored") {
			d.Restored = effect.End(d.Start(), p.Probation) + 1 + when.Day(rapid.IntRange(0, 400).Draw(t, "after"))
		}
		if len(pack.Effects.Faults(d)) > 0 {
			t.Fatalf("%d: %+v cannot be registered", i, d)
		}
		out = append(out, d)
	}
	return out
}

func uses(t *rapid.T) string { return rapid.SampledFrom(pack.Codes(policy.EffectUse)).Draw(t, "use") }

// No day but that of a new decision makes who is clear barred.
func TestNothingBarsButADecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, use := decided(t), uses(t)
		on := when.Date(2013, 6, 1) + when.Day(rapid.IntRange(0, 6500).Draw(t, "on"))
		later := on + when.Day(rapid.IntRange(1, 900).Draw(t, "later"))
		for _, d := range all {
			if !d.Undone && on < d.Day && d.Day <= later || on < d.Start() && d.Start() <= later {
				return
			}
		}
		if len(pack.Effects.Check(all, effect.Question{On: on, Use: use})) > 0 {
			return
		}
		if got := pack.Effects.Check(all, effect.Question{On: later, Use: use}); len(got) > 0 {
			t.Fatalf("clear on %s, and on %s: %+v", on, later, got)
		}
	})
}

// The order in which decisions were registered is of no consequence.
func TestOrderOfDecisionsIsOfNoConsequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, use := decided(t), uses(t)
		q := effect.Question{On: when.Date(2015, 1, 1) + when.Day(rapid.IntRange(0, 5000).Draw(t, "on")), Use: use}
		mixed := rapid.Permutation(all).Draw(t, "mixed")
		said := func(list []effect.Decision) string { return fmt.Sprintf("%+v", pack.Effects.Check(list, q)) }
		if a, b := said(all), said(mixed); a != b {
			t.Fatalf("%s\n%s", a, b)
		}
	})
}

// A period ends after it began, an addition never shortens one, what the law caps stays within it, and what was undone
// is as if it had never been.
func TestPeriodsAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := decided(t)
		got := pack.Effects.Stretches(all)
		for _, s := range got {
			if s.End < s.Start || s.Undone {
				t.Fatalf("%+v", s)
			}
			alone := pack.Effects.Stretches([]effect.Decision{s.Decision})[0]
			if s.End < alone.End && !s.Absorbed {
				t.Fatalf("shortened: %+v, alone %+v", s, alone)
			}
			k, _ := pack.Effects.Kind(s.Kind)
			if most := pack.Effects.Merge(k.Family, s.Day).Most; most > 0 && s.Joined && s.Capped &&
				s.End > max(effect.End(s.Start, most), alone.End) && !runs(got, s) {
				t.Fatalf("over %d months: %+v", most, s)
			}
		}
		kept := slices.DeleteFunc(slices.Clone(all), func(d effect.Decision) bool { return d.Undone })
		if a, b := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", pack.Effects.Stretches(kept)); a != b {
			t.Fatalf("what was undone counts:\n%s\n%s", a, b)
		}
	})
}

// runs says whether an earlier period itself ends on that day: nothing is taken off what was decided before.
func runs(all []effect.Stretch, s effect.Stretch) bool {
	return slices.ContainsFunc(all, func(o effect.Stretch) bool { return o.Number != s.Number && o.End == s.End })
}

// A period ends on the day before the same day of the month; where there is no such day, on the last of the month.
func TestEnds(t *testing.T) {
	for _, c := range []struct {
		start  string
		months int
		want   string
	}{
		{"2024-01-31", 1, "2024-02-29"}, {"2023-01-31", 1, "2023-02-28"}, {"2024-01-30", 1, "2024-02-29"},
		{"2024-01-29", 1, "2024-02-28"}, {"2024-02-01", 1, "2024-02-29"}, {"2024-03-31", 1, "2024-04-30"},
		{"2024-04-30", 1, "2024-05-29"}, {"2024-12-01", 1, "2024-12-31"}, {"2024-05-31", 48, "2028-05-30"},
	} {
		start, err := when.ParseDay(c.start)
		if err != nil {
			t.Fatal(err)
		}
		if got := effect.End(start, c.months); got.String() != c.want {
			t.Errorf("%s + %d months: %s, not %s", c.start, c.months, got, c.want)
		}
	}
}
