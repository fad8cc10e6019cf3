package api

import (
	"testing"

	"shuangze/internal/exchange"
	"shuangze/internal/lists/power"
	"shuangze/internal/noun"
)

// A noun with a series tells its number to programs and in its tables, and asks nobody
// for one.
func TestNumbersAreToldAndNotAsked(t *testing.T) {
	n := power.Commands{}.Noun()
	n.Series, n.Code = &noun.Series{Code: "QL"}, "number"
	n.Fields = append(n.Fields.Without("code"), noun.NumberField[power.Power]())
	n.Columns = nil
	if _, ok := shapesOf(n).item.FieldByName("Number"); !ok {
		t.Error("the API does not tell the number")
	}
	if _, asked := n.Fields.Asked().Of("number"); asked {
		t.Error("a number is asked for")
	}
	if form := exchange.FormOf(n); len(form.Columns) < 2 || form.Columns[1].Key != "number" {
		t.Errorf("its table begins with %+v", form.Columns[:2])
	}
}
