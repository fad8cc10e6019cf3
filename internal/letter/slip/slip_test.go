package slip

import (
	"errors"
	"testing"
	"time"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

var today = when.Date(2026, time.November, 24)

// key is the key of what was refused, "" for nothing.
func key(err error) string {
	var refused *text.Refusal
	var wrong text.InputErrors
	switch {
	case errors.As(err, &refused):
		return refused.Message.Key
	case errors.As(err, &wrong):
		return wrong[0].Key
	}
	return ""
}

func TestSlips(t *testing.T) {
	s := &Slip{Role: Countersign}
	s.State = Open
	if err := s.Answer(Objected, "不妥", 5, today); err != nil || key(s.Answer(Objected, "不妥", 5, today)) == "" ||
		s.Answer(Agreed, "", 6, today) != nil || s.AnsweredBy != 6 || key(s.MayReceive()) != "slip.no-receipt" {
		t.Errorf("%+v", s)
	}
	s.State = Forgotten
	if key(s.Answer(Agreed, "", 5, today)) != "slip.no-opinion" {
		t.Error("an opinion that nobody asks for")
	}
	r := &Slip{Role: Receive}
	r.State = Open
	if key(r.MayAnswer()) != "slip.no-opinion" || r.Take(5, today) != nil || key(r.Take(5, today)) != "slip.received" {
		t.Errorf("%+v", r)
	}
}
