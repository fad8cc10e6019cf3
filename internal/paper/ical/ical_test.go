package ical

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	parser "github.com/emersion/go-ical"

	"shuangze/internal/when"
)

// What is written is read back by another program's parser: long Chinese titles
// folded within 75 octets and no character torn apart, commas, semicolons and line
// ends, whole days whose end is the next one, what was moved and what was cancelled.
func TestAnotherParserReadsIt(t *testing.T) {
	long := strings.Repeat("专题研究党风廉政建设和反腐败工作，", 12)
	day := when.Date(2026, 2, 28)
	events := []Event{
		{UID: "duty-1@x", Day: day, Summary: long, Category: "履责事项", URL: "https://x.cn/scheduled/1", Version: 1,
			Changed: day.Start()},
		{UID: "duty-2@x", Day: day + 1, Summary: "甲,乙;丙\\丁\n戊", Detail: "曙坪镇、2026-H1", Category: "任务,清单",
			URL:     "https://x.cn/2",
			Version: 4, Changed: day.Start(), Cancelled: true},
	}
	out := Write("马春燕的到期事项", events)
	for _, line := range strings.Split(string(out), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.Contains(line, "\n") {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
	if !bytes.Equal(out, Write("马春燕的到期事项", events)) {
		t.Error("the same events are other bytes")
	}
	c, err := parser.NewDecoder(bytes.NewReader(out)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	if v := c.Props.Get("REFRESH-INTERVAL"); v == nil || v.Value != "PT6H" || c.Props.Get("X-PUBLISHED-TTL") == nil ||
		c.Props.Get(parser.PropVersion).Value != "2.0" {
		t.Error("the calendar says not when to look again")
	}
	got := c.Events()
	if len(got) != 2 {
		t.Fatalf("%d events", len(got))
	}
	for i, e := range got {
		want := events[i]
		words := func(name string) string {
			s, err := e.Props.Text(name)
			if err != nil {
				t.Error(name, err)
			}
			return s
		}
		start, err1 := e.DateTimeStart(time.UTC)
		end, err2 := e.DateTimeEnd(time.UTC)
		if err1 != nil || err2 != nil || !start.Equal(want.Day.Time()) || !end.Equal((want.Day + 1).Time()) ||
			e.Props.Get(parser.PropDateTimeStart).ValueType() != parser.ValueDate {
			t.Errorf("%v to %v, want the day %v: %v %v", start, end, want.Day, err1, err2)
		}
		if words(parser.PropSummary) != want.Summary || words(parser.PropUID) != want.UID {
			t.Errorf("%q %q", words(parser.PropSummary), words(parser.PropUID))
		}
		list, err := e.Props.Get(parser.PropCategories).TextList()
		if err != nil || len(list) != 1 || list[0] != want.Category {
			t.Errorf("categories %q %v", list, err)
		}
		if n, err := e.Props.Get(parser.PropSequence).Int(); err != nil || int64(n) != want.Version-1 {
			t.Errorf("sequence %d %v", n, err)
		}
		if s, err := e.Status(); err != nil || (s == parser.EventCancelled) != want.Cancelled {
			t.Errorf("status %q %v", s, err)
		}
		if at, err := e.Props.DateTime(parser.PropLastModified, time.UTC); err != nil || !at.Equal(want.Changed.Time()) {
			t.Errorf("last modified %v %v", at, err)
		}
		if u, err := e.Props.URI(parser.PropURL); err != nil || u.String() != want.URL {
			t.Errorf("%v %v", u, err)
		}
	}
}
