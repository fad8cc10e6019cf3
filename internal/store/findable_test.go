package store

import (
	"slices"
	"testing"

	"shuangze/internal/ref"
)

// Every table with a row in the index is rebuilt and recounted: a noun is declared
// once, and no two under one name.
func TestFindablesAreTablesOfTheirOwn(t *testing.T) {
	var kinds []ref.Kind
	var tables []string
	for _, f := range countySchema.finds {
		if countySchema.covered[f.table.name] != f.table || countySchema.classes[f.table.name] != coveredClass {
			t.Errorf("%s: %s is no covered table", f.kind, f.table.name)
		}
		if slices.Contains(kinds, f.kind) || slices.Contains(tables, f.table.name) {
			t.Errorf("%s is declared twice", f.kind)
		}
		kinds, tables = append(kinds, f.kind), append(tables, f.table.name)
	}
	if len(countySchema.finds) < 2 {
		t.Error("nothing is found by words")
	}
}
