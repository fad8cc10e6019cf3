package exchange

import (
	"shuangze/internal/policy"
	"shuangze/internal/text"
)

// Delta is one thing that a row changes about what is registered: what stands
// there and what will.
type Delta struct {
	Field         string      // the key of the column that says it, as in package sheet
	Kind          policy.Kind // of values that are codes; "" for words, names and days
	Before, After string
	Label         text.Message // what the field is called, of a noun on the frame; else its key says it
}

// deltas gathers what differs.
type deltas []Delta

func (d *deltas) add(field string, kind policy.Kind, before, after string) {
	if before != after {
		*d = append(*d, Delta{Field: field, Kind: kind, Before: before, After: after})
	}
}
