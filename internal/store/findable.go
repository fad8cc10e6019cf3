package store

import (
	"shuangze/internal/ref"
)

// findable is a noun that is found by words: how its rows become rows of the
// search index.
type findable struct {
	kind  ref.Kind
	table *covered
	words func(ref.ID, stored) searchRow          // as the index shall hold a row
	read  func(*Tx, ref.ID) (searchRow, error)    // the same of one object that a command works on
	other func(tx *Tx, id ref.ID, s stored) error // makes what else is derived from a row
}

// found declares a noun: words makes the row of an object, over the row that
// the index holds of it already (0 = none).
func found[T any](of ref.Kind, t *table[T], words func(v T, was int64) searchRow, other func(*Tx, T) error) findable {
	f := findable{kind: of, table: &t.covered}
	f.words = func(id ref.ID, s stored) searchRow { return words(t.decode(id, s), 0) }
	f.read = func(tx *Tx, id ref.ID) (searchRow, error) {
		_, err := load(tx, t, id)
		if err != nil {
			return searchRow{}, err
		}
		r := words(t.decode(id, t.bare(tx.loaded[rowKey{t.name, id}])), 0) // nothing sealed
		r.was = r.id
		return r, nil
	}
	f.other = func(tx *Tx, id ref.ID, s stored) error {
		if other == nil {
			return nil
		}
		return other(tx, t.decode(id, s))
	}
	return f
}
