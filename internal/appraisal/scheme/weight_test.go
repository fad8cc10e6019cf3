package scheme

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is raised has a fifth more and all others lose alike; nothing is lost to rounding, and the scheme itself stays.
func TestHeavy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := sound(t, drawn(t))
		for _, x := range m.Roots() {
			heavy, ok := m.Heavy(x.No)
			if ok != (x.Points*120 < Full*100) {
				t.Fatalf("%s of %d: %t", x.No, x.Points, ok)
			}
			if !ok {
				continue
			}
			sum, under := int64(0), int64(0)
			for i, l := range heavy.leaves {
				sum += l.Points
				if l.No == x.No || strings.HasPrefix(l.No, x.No+".") {
					under += l.Points
				} else if was := m.leaves[i].Points; l.Points > was+1 {
					t.Fatalf("%s grows from %d to %d", l.No, was, l.Points)
				}
			}
			if d := under*100 - x.Points*120; sum != Full || d < -100 || d > 100 {
				t.Fatalf("%s: %d of %d, sum %d", x.No, under, x.Points, sum)
			}
		}
	})
}
