package bodies

import (
	"reflect"
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// A register that takes changes is the one that is made anew with them, and
// the rows it came from stay as they were.
func TestTakeIsWith(t *testing.T) {
	id := ref.ID(0)
	mint := func() ref.ID { id++; return id }
	start := when.Date(2020, 1, 1)
	rows := Rows{}
	taking := NewRegister(rows.Clone())
	name, town := "民政和社会局", Town
	var first Rows
	for i, k := range []Command{
		FoundUnit{Code: "B01", Name: "民政局", Category: Government, From: start},
		FoundUnit{Code: "B02", Name: "水利局", Category: Government, From: start},
		FoundBody{Kind: PartyGroup, Name: "民政局党组", Unit: 1, From: start},
		Reorganise{Unit: 1, On: start + 100, Document: "镇编〔2021〕1号", Name: &name},
		RenameBody{Body: 5, Name: "民政和社会局党组", On: start + 100, Document: "镇编〔2021〕1号"},
		AddPerson{PersonFacts: PersonFacts{Name: "王建国", Birth: "1971-03"}},
		Reorganise{Unit: 3, On: start + 50, Document: "镇编〔2021〕2号", Category: &town},
		EndUnit{Unit: 3, On: start + 300, Document: "镇编〔2021〕3号"},
	} {
		ch, err := k.Do(NewRegister(rows), mint)
		if err != nil {
			t.Fatal(i, err)
		}
		before := rows.Clone()
		rows = rows.With(ch)
		taking.Take(ch)
		if i == 2 {
			first = taking.Rows().Clone()
		}
		anew := NewRegister(rows)
		if !reflect.DeepEqual(taking.Rows().Clone(), rows.Clone()) {
			t.Errorf("after %d:\n%+v\nwant\n%+v", i, taking.Rows(), rows)
		}
		for _, u := range rows.Units {
			if !reflect.DeepEqual(taking.Facts(u.ID), anew.Facts(u.ID)) {
				t.Errorf("after %d: facts of %d\n%+v\nwant\n%+v", i, u.ID, taking.Facts(u.ID), anew.Facts(u.ID))
			}
			if got, ok := taking.Code(u.Code); !ok || got != u.ID {
				t.Errorf("after %d: %s is %d", i, u.Code, got)
			}
		}
		for _, b := range rows.Bodies {
			if !reflect.DeepEqual(taking.BodyNames(b.ID), anew.BodyNames(b.ID)) {
				t.Errorf("after %d: names of %d", i, b.ID)
			}
		}
		if i == 2 && len(before.Units) != 2 {
			t.Error(before)
		}
	}
	if len(first.Units) != 2 || first.Facts[0].Period.To != when.Open {
		t.Errorf("a clone changed with its register: %+v", first)
	}
}
