package appraisal

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/ref"
)

func TestMedian(t *testing.T) {
	for _, x := range []struct {
		of   []int64
		want int64
	}{{nil, 0}, {[]int64{7}, 7}, {[]int64{7, 8}, 8}, {[]int64{6, 8}, 7}, {[]int64{1, 2, 900}, 2},
		{[]int64{0, 5, 6, 9}, 6}} {
		if got := Median(x.of); got != x.want {
			t.Errorf("%v: %d, not %d", x.of, got, x.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Int64Range(0, 10_500), 1, 41).Draw(t, "list")
		slices.Sort(list)
		m := Median(list)
		below, above := 0, 0
		for _, x := range list {
			if x < m {
				below++
			}
			if x > m {
				above++
			}
		}
		if 2*below > len(list) || 2*above > len(list) {
			t.Fatalf("%d of %v has %d below and %d above", m, list, below, above)
		}
	})
}

// placedTowns are bodies of one group: of each what it gained of the points that count for it, of two indicators.
func placedTowns(t *testing.T, sheets [][2][2]int64) []Standing {
	m := simulated{in: map[string]string{"s": "1 甲 60 a; 2 乙 40 b"}}.schemeOf(t, "s", "good 80 0;poor 0 0", "")
	var all []Standing
	for i, s := range sheets {
		x := Standing{Body: ref.ID(i + 1), Category: "town", Scheme: m}
		for j, no := range []string{"1", "2"} {
			x.Sheet.Lines = append(x.Sheet.Lines, scheme.Line{No: no, Gained: s[j][0], Counts: s[j][1]})
			x.Sheet.Raw, x.Sheet.Applicable = x.Sheet.Raw+s[j][0], x.Sheet.Applicable+s[j][1]
		}
		if x.Sheet.Known() {
			x.Sheet.Total = x.Sheet.Raw * 10_000 / x.Sheet.Applicable
		}
		all = append(all, x)
	}
	return placed(all)
}

func of(all []Standing, body ref.ID) Standing {
	return all[slices.IndexFunc(all, func(s Standing) bool { return s.Body == body })]
}

// The figures of a group: shares of what counts for each, in the points of who asks; nothing of fewer than three, of an
// indicator as of the whole.
func TestPeers(t *testing.T) {
	all := placedTowns(t, [][2][2]int64{{{3000, 6000}, {4000, 4000}}, {{6000, 6000}, {1000, 4000}},
		{{1000, 3000}, {0, 0}}, {{0, 0}, {0, 0}}})
	p := peers(all, of(all, 1))
	if p == nil || !slices.Equal(p.Totals, []int64{3333, 7000, 7000}) || p.Median != 7000 {
		t.Fatalf("%+v", p)
	}
	// (1/2 + 1 + 1/3) ÷ 3 = 11/18: of 6000 hundredths 3667; the second counts for two alone
	if want := []Mean{{"1", 3000, 6000, 3667, 3}, {"2", 4000, 4000, 0, 2}}; !slices.Equal(p.Means, want) {
		t.Errorf("%+v, not %+v", p.Means, want)
	}
	if p := peers(all, of(all, 3)); len(p.Means) != 1 || p.Means[0] != (Mean{"1", 1000, 3000, 1833, 3}) {
		t.Errorf("%+v", p.Means)
	}
	if p := peers(all[:2], all[0]); p != nil {
		t.Errorf("of two: %+v", p)
	}
	far := (&Peers{Means: []Mean{{"1", 5, 10, 9, 3}, {"2", 9, 10, 9, 3}, {"3", 1, 10, 9, 3}, {"4", 9, 10, 5, 3},
		{"5", 8, 10, 9, 3}, {"6", 0, 10, 9, 2}}}).Furthest(2)
	if len(far) != 2 || far[0].No != "3" || far[1].No != "1" {
		t.Errorf("%+v", far)
	}
}
