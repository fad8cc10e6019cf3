package scheme

// Reason says what takes a score from 100 to its total.
type Reason string

// The reasons, in the order in which they stand.
const (
	Lost     Reason = "lost" // at an indicator
	Addition Reason = "added"
	Deducted Reason = "deducted"
	ForCase  Reason = "cases"
	Floor    Reason = "floor" // a total is not below 0
)

// Step is one of the steps from 100 to the total, in hundredths of a point.
type Step struct {
	Why Reason
	No  string // of what was lost: the indicator of the first level
	By  int64  // negative = down
	At  int64  // where the score stands after it
}

// Steps are the way from 100 to the total: what each indicator of the first level lost, of a hundred, then what was
// added and deducted; what changes nothing is left out. Each step stands where the rounded sum of all up to it stands,
// so that no hundredth is lost between them and the last stands at the total. A sheet without a score has none.
func (m *Sound) Steps(s Sheet) (out []Step) {
	if !s.Known() {
		return nil
	}
	at := Full
	to := func(why Reason, no string, next int64) {
		if next != at {
			out = append(out, Step{why, no, next - at, next})
		}
		at = next
	}
	left := s.Applicable
	for _, i := range m.Roots() {
		gained, counts := s.Under(i.No)
		left -= counts - gained
		to(Lost, i.No, divided(left*Full, s.Applicable))
	}
	to(Addition, "", at+s.Added)
	to(Deducted, "", at-s.Deducted)
	to(ForCase, "", at-s.ForCases)
	to(Floor, "", max(0, at))
	return out
}
