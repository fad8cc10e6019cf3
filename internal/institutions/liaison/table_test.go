package liaison

import (
	"testing"

	"shuangze/internal/noun"
)

// A row is of the link in force of its year, member and unit, whatever day it began, or of the ended one of its day.
func TestAlike(t *testing.T) {
	link := func(state string, year int64) noun.Value {
		return &Link{Base: noun.Base{State: state}, Year: year, Member: 5, Body: 1, Point: 10, Since: 100}
	}
	ended, stands := link(noun.Ended, 2026), link(noun.InForce, 2025)
	all := []noun.Value{ended, stands}
	row := func(year int64) *Link {
		return &Link{Year: year, Member: 5, Body: 1, Point: 10, Since: 100}
	}
	if alike(row(2026), all) != ended || alike(row(2025), all) != stands || alike(row(2027), all) != nil {
		t.Error("which link a row is about")
	}
	later := row(2026)
	if later.Since++; alike(later, all) != nil {
		t.Error("a new link is taken for the ended one")
	}
	later = row(2025)
	if later.Since++; alike(later, all) != stands {
		t.Error("another day of the link in force")
	}
}
