package order

import (
	"testing"

	"shuangze/internal/lists/measure"
)

// A revision keeps what is known of the measures whose words stay, also when the
// problem's own have other words by now.
func TestApplyKeepsWhatIsKnownOfMeasures(t *testing.T) {
	shown := measure.Measure{Text: "公示", Who: "张三", Person: 7, Done: 90}
	trained := measure.Measure{Text: "培训", Past: true, Leader: "李四"}
	o := Order{State: Draft, Problem: 5, Measures: measure.List{shown, trained}}
	d := DraftInput{Problem: 5, Measures: measure.List{{Text: "培训"}, {Text: "公示", Who: "张三"}, {Text: "回访"}}}
	want := measure.List{trained, shown, {Text: "回访"}}
	if got := o.Apply(d).Measures; got.Pack() != want.Pack() {
		t.Errorf("revised: %s", got.Pack())
	}
	if got := (Order{State: Draft}).Apply(d).Measures; got.Pack() != d.Measures.Pack() {
		t.Errorf("drafted: %s", got.Pack())
	}
	if d.Problem = 6; o.Apply(d).Measures.Pack() != d.Measures.Pack() {
		t.Error("another problem's order keeps what the first one's ledger says")
	}
}
