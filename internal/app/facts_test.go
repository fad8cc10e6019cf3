package app

import (
	"slices"
	"strconv"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/facts"
)

// Each fact is the length of the list that it leads to, for a town's two bodies and a department's, in the running
// year and in the past one; and each that a pack may name is counted by somebody.
func TestFactsAreTheirLists(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		sources := v.h.factSources()
		var counted []string
		for _, s := range sources {
			for _, m := range s.Measures {
				if slices.Contains(facts.Keys, m.Key) && !slices.Contains(counted, m.Key) {
					counted = append(counted, m.Key)
				}
			}
		}
		for _, k := range facts.Keys {
			if !slices.Contains(counted, k) {
				t.Errorf("nobody counts %s", k)
			}
		}
		seen := map[string]bool{}
		today := v.h.Clock().Day()
		for _, year := range []int{today.Year() - 1, today.Year()} {
			y := facts.YearOf(year, today)
			before := v.h.DB.Statements()
			rows, err := v.h.DB.CountFacts(t.Context(), 1, sources, y, nil)
			if err != nil {
				t.Fatal(err)
			}
			if n := v.h.DB.Statements() - before; n > int64(len(sources)) {
				t.Errorf("%d statements for %d sources", n, len(sources))
			}
			all := facts.Gather(sources, rows)
			for _, unit := range []string{"曙坪镇", "财政局"} {
				for _, b := range v.county.Seated(v.unit(unit)) {
					if b.Kind.Side() == "" {
						continue
					}
					w := facts.Whose{Body: b.ID, Unit: v.unit(unit), Side: actor.Side(b.Kind.Side())}
					const login = "lingdao"
					rows, err := v.h.DB.CountFacts(t.Context(), 1, sources, y, &w)
					if err != nil {
						t.Fatal(err)
					}
					of := all.Of(w, v.h.Policy.InstitutionOf())
					alone := facts.Gather(sources, rows).Of(w, v.h.Policy.InstitutionOf())
					for _, k := range of.Keys() {
						if of.Value(k).String() != alone.Value(k).String() {
							t.Errorf("%s of %s alone is %s and not %s", k, b.Name, alone.Value(k), of.Value(k))
						}
					}
					for _, s := range sources {
						for _, m := range s.Measures {
							counted := len(m.Of) == 0 && len(m.Sum) == 0 && m.Over == "" && slices.Contains(facts.Keys, m.Key)
							if !counted || s.By == facts.ByLevel {
								continue
							}
							if of.Value(m.Key).String() == "0" {
								continue // it leads nowhere: a list may not know of such a body at all
							}
							at := s.Address(m, w, y, "")
							got, want := v.lengthOf(login, at), of.Value(m.Key).String()
							if n := strconv.FormatInt(got, 10); n != want {
								t.Errorf("%s of %s in %d is %s, and the list %s has %d", m.Key, b.Name, year, want, at, got)
							}
							if got > 0 {
								seen[m.Key] = true
							}
						}
					}
				}
			}
		}
		if len(seen) < 20 {
			t.Errorf("only %d facts count anything: %v", len(seen), seen)
		}
	})
}
