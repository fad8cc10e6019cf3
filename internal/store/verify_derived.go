package store

import (
	"fmt"
	"maps"
	"slices"

	"shuangze/internal/journal"
)

func (s *snapshot) derived(found *Findings) error {
	for _, name := range slices.Sorted(maps.Keys(s.tables.recounts)) {
		if err := s.tables.recounts[name](s, found); err != nil {
			return fmt.Errorf("recount of %s: %w", name, err)
		}
	}
	return nil
}

// differ reports every key whose stored and counted numbers differ.
func differ[K comparable](table string, left map[K]int64, found *Findings) {
	for k, n := range left {
		if n != 0 {
			found.add(journal.Fault{What: "derived-" + table, Detail: fmt.Sprintf("%+v is off by %d", k, n)})
		}
	}
}
