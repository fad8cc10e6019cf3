package app

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
)

// A day that does not exist is told beside its field, and the act whose other
// words are right is not carried out with another day.
func TestAWrongDayDoesNothing(t *testing.T) {
	t.Parallel()
	v := visit(t)
	orders, err := v.h.DB.EveryOrder(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{}
	try := func(o order.Order, deed string, form url.Values) {
		if tried[deed] {
			return
		}
		tried[deed] = true
		login := map[actor.Side]string{actor.Principal: "zhuti", actor.Supervisory: "jiandu"}[o.Side]
		before := v.entries()
		w := v.send(login, "POST", fmt.Sprintf("/orders/%d/do/%s", o.ID, deed), form)
		if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "2026-02-30") {
			t.Errorf("%s: %d, and the day is lost: %v", deed, w.Code, !strings.Contains(body, "2026-02-30"))
		}
		if n := v.entries(); n != before {
			t.Errorf("%s was carried out: %d entries more", deed, n-before)
		}
	}
	say := strings.Repeat("情况属实，同意办理。", 4)
	today := v.h.Clock().Day()
	for _, o := range orders {
		switch {
		case o.AskedDue != 0:
			try(o, "grant-extension", url.Values{"opinion": {say}, "to": {"2026-02-30"}})
		case o.State == order.InProgress && !o.LongTerm && o.Due < today:
			try(o, "write-letter", url.Values{"series": {"CB"}, "body": {say}, "final": {"2026-02-30"}})
		case o.State == order.Closed:
			try(o, "reopen", url.Values{"reason": {say}, "due": {"2026-02-30"}})
		}
	}
	if len(tried) != 3 {
		t.Errorf("tried %v", tried)
	}
}
