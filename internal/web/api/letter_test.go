package api

import (
	"net/url"
	"testing"

	"shuangze/internal/web/rate"
)

// A program finds a letter by its number as a person does; another unit does not.
func TestLetterByNumber(t *testing.T) {
	x := newHouse(t, rate.Rate{Off: true})
	id := x.order()
	sent := into[Order](x.ask("szt_office", "GET", "/orders/"+id, "").want(200)).Letters[0]
	if sent.Number == "" || len(sent.Code) != 24 {
		t.Fatalf("%+v", sent)
	}
	at := "/search?q=" + url.QueryEscape(sent.Number)
	if got := into[Hits](x.ask("szt_unit", "GET", at, "").want(200)); got.Letter != sent.ID {
		t.Errorf("%+v", got)
	}
	if got := into[Hits](x.ask("szt_other", "GET", at, "").want(200)); got.Letter != 0 {
		t.Errorf("another unit finds %+v", got)
	}
	if made := into[Order](x.ask("szt_unit", "GET", "/orders/"+id, "").want(200)).History[0].Made; len(made) != 1 ||
		made[0].ID != sent.ID || made[0].Kind != "letter" {
		t.Errorf("the act made %+v", made)
	}
}
