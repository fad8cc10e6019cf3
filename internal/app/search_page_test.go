package app

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
)

var emptyLink = regexp.MustCompile(`<a [^>]*>\s*</a>`)

// A draft is found before it has a number, and every link that leads to it says
// where it leads.
func TestSearchFindsDrafts(t *testing.T) {
	t.Parallel()
	v := visit(t)
	o, _ := v.sentTo("曙坪镇")
	ctx := context.Background()
	_, err := v.h.Orders.Draft(ctx, act.Command{Actor: v.office(actor.Principal).Actor}, actor.Principal, order.DraftInput{
		Subject: "竹筏停靠点整治", Content: o.Content, Quality: o.Quality, Source: "instruction", Urgency: "urgent", Unit: o.Unit,
		Leader: o.Leader, Handler: o.Handler, Measures: o.Measures, Due: v.h.Clock().Day() + 20})
	if err != nil {
		t.Fatal(err)
	}
	w := v.ask("zhuti-jb", "GET", "/search?q="+url.QueryEscape("竹筏停靠"))
	if w.Code != 200 || !strings.Contains(w.Body.String(), "竹筏停靠点整治") || !strings.Contains(w.Body.String(), "尚未编号") {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	if bare := emptyLink.FindString(w.Body.String()); bare != "" {
		t.Errorf("a link without words: %s", bare)
	}
}
