package order

import (
	"errors"
	"strings"
	"testing"

	"shuangze/internal/text"
)

// What is taken back must wait for its answer, and say why.
func TestRecall(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Order
		do   func(Order, string) (Order, error)
		want string
	}{
		{"requested", Order{State: Requested, Requester: 3, RequestedAt: 9}, Order.RecallClose, ""},
		{"confirmed", Order{State: Confirmed}, Order.RecallClose, "order.recall-confirmed"},
		{"rejected", Order{State: InProgress}, Order.RecallClose, "order.state-forbids.unnumbered"},
		{"closed", Order{State: Closed}, Order.RecallClose, "order.state-forbids.unnumbered"},
		{"asked", Order{State: InProgress, AskedDue: 7, AskedBy: 3, AskedAt: 9, Due: 5}, Order.RecallExtension, ""},
		{"answered", Order{State: InProgress, Due: 5}, Order.RecallExtension, "order.no-extension-asked"},
		{"withdrawn", Order{State: Withdrawn, AskedDue: 7}, Order.RecallExtension, "order.no-extension-asked"},
	} {
		next, err := c.do(c.o, "还差一个村")
		var no *text.Refusal
		if c.want == "" {
			if err != nil || next.State != InProgress || next.Requester != 0 || next.AskedDue != 0 || next.AskedBy != 0 ||
				next.Due != c.o.Due || next.Extensions != 0 {
				t.Errorf("%s: %+v, %v", c.name, next, err)
			}
			for _, reason := range []string{"", strings.Repeat("长", ReasonMost+1)} {
				var in text.InputErrors
				if _, err := c.do(c.o, reason); !errors.As(err, &in) || in[0].Field != "reason" {
					t.Errorf("%s: a reason of %d: %v", c.name, len(reason), err)
				}
			}
		} else if !errors.As(err, &no) || no.Key != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}
