package order

import (
	"errors"
	"strings"
	"testing"

	"shuangze/internal/due"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/number"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var (
	day   = when.Date(2026, 3, 2) // a Monday
	now   = day.Start() + 3600_000_000
	rules = Rules{Calendar: when.NewCalendar(nil), AcknowledgeIn: 2, MostExtensions: 2,
		Bands: due.Bands{Notice: 3, Red: 3},
		Limit: func(u Urgency, from when.Day) (when.Deadline, bool) {
			switch u {
			case Flash:
				return when.Deadline{Due: from + 1}, true
			case Urgent:
				return when.Deadline{Due: from + 3}, true
			}
			return when.Deadline{}, false
		}}
)

func in(s State) Order {
	return Order{ID: 9, Number: number.Number{Series: number.Order, Year: 2026, No: 3}, State: s, Due: day + 10,
		Requester: 5, Evidence: 1,
		Measures: measure.List{{Text: "一"}, {Text: "二"}}}
}

// key is the message of a refusal or the field and message of an input error.
func key(err error) string {
	var r *text.Refusal
	var i text.InputErrors
	switch {
	case err == nil:
		return ""
	case errors.As(err, &r):
		return r.Key
	case errors.As(err, &i):
		return i[0].Field + " " + i[0].Key
	}
	return err.Error()
}

func TestRules(t *testing.T) {
	long := strings.Repeat("长", 501)
	due := in(InProgress)
	due.Due = day - 1
	late := in(Awaiting)
	late.Due = day - 1
	pending := in(InProgress)
	pending.AskedDue = day + 20
	used := in(InProgress)
	used.Extensions = 2
	bare := in(InProgress)
	bare.Evidence = 0
	ask := func(o Order, to when.Day) (Order, error) {
		return o.AskExtension(seven, to, "塌方", "过半", rules, now)
	}
	for name, c := range map[string]struct {
		do    func() (Order, error)
		want  string // message
		state State
	}{
		"submit a draft":       {func() (Order, error) { return in(Draft).Submit() }, "", Awaiting},
		"submit twice":         {func() (Order, error) { return in(Awaiting).Submit() }, "order.state-forbids", ""},
		"return with a reason": {func() (Order, error) { return in(Awaiting).Return("措施不具体") }, "", Draft},
		"return without a reason": {func() (Order, error) { return in(Awaiting).Return("") },
			"reason input.required", ""},
		"return what was issued": {func() (Order, error) { return in(Issued).Return("x") }, "order.state-forbids", ""},
		"issue":                  {func() (Order, error) { return in(Awaiting).Issue(rules, now) }, "", Issued},
		"issue what is past":     {func() (Order, error) { return late.Issue(rules, now) }, "order.issue-past", ""},
		"issue twice": {func() (Order, error) { return in(Issued).Issue(rules, now) },
			"order.state-forbids", ""},
		"acknowledge": {func() (Order, error) { return in(Issued).Acknowledge() }, "", Acknowledged},
		"acknowledge twice": {func() (Order, error) { return in(Acknowledged).Acknowledge() },
			"order.state-forbids", ""},
		"report": {func() (Order, error) {
			return in(Acknowledged).Report("过半", []int{0},
				rules, day)
		}, "", InProgress},
		"report nothing": {func() (Order, error) { return in(Acknowledged).Report("", nil, rules, day) },
			"progress input.required", ""},
		"report at length": {func() (Order, error) { return in(Acknowledged).Report(long, nil, rules, day) },
			"progress input.too-long", ""},
		"report a measure there is not": {func() (Order, error) { return in(Acknowledged).Report("x", []int{2}, rules, day) },
			"done measure.no-such", ""},
		"report before acknowledging": {func() (Order, error) { return in(Issued).Report("x", nil, rules, day) },
			"order.state-forbids", ""},
		"ask for an extension": {func() (Order, error) { return ask(in(InProgress), day+20) }, "", InProgress},
		"ask on the due day": {func() (Order, error) { o := in(InProgress); o.Due = day; return ask(o, day+5) },
			"", InProgress},
		"ask after expiry": {func() (Order, error) { return ask(due, day+20) }, "order.extension-too-late", ""},
		"ask twice at once": {func() (Order, error) { return ask(pending, day+30) },
			"order.extension-pending", ""},
		"ask a third time": {func() (Order, error) { return ask(used, day+30) }, "order.extension-used-up", ""},
		"ask for an earlier day": {func() (Order, error) { return ask(in(InProgress), day+10) },
			"to order.extension-not-later", ""},
		"ask for no day": {func() (Order, error) { return ask(in(InProgress), 0) },
			"to order.extension-day-required", ""},
		"ask for years": {func() (Order, error) { return ask(in(InProgress), day+800) },
			"to order.extension-far", ""},
		"grant": {func() (Order, error) { return pending.GrantExtension(0, "同意", rules) },
			"", InProgress},
		"grant more than asked": {func() (Order, error) { return pending.GrantExtension(day+21, "同意", rules) },
			"to order.extension-between", ""},
		"grant nothing": {func() (Order, error) { return pending.GrantExtension(day+10, "同意", rules) },
			"to order.extension-between", ""},
		"grant what nobody asked": {func() (Order, error) { return in(InProgress).GrantExtension(0, "同意", rules) },
			"order.no-extension-asked", ""},
		"grant without an opinion": {func() (Order, error) { return pending.GrantExtension(0, "", rules) },
			"opinion input.required", ""},
		"refuse an extension": {func() (Order, error) { return pending.RefuseExtension("理由不足", rules) },
			"", InProgress},
		"refuse what nobody asked": {func() (Order, error) { return in(InProgress).RefuseExtension("x", rules) },
			"order.no-extension-asked", ""},
		"request close-out": {func() (Order, error) { return in(InProgress).RequestClose(seven, "已公示", rules, now) },
			"", Requested},
		"request without evidence": {func() (Order, error) { return bare.RequestClose(seven, "已公示", rules, now) },
			"evidence order.evidence-required", ""},
		"request before acknowledging": {func() (Order, error) { return in(Issued).RequestClose(seven, "x", rules, now) },
			"order.state-forbids", ""},
		"confirm": {func() (Order, error) { return in(Requested).ConfirmClose(by6, "属实", crew, rules) },
			"", Confirmed},
		"confirm one's own request": {func() (Order, error) { return in(Requested).ConfirmClose(by5, "属实", crew, rules) },
			"order.confirm-own", ""},
		"close": {func() (Order, error) { return in(Confirmed).Close("同意销号", rules, now) },
			"", Closed},
		"close unconfirmed": {func() (Order, error) { return in(Requested).Close("同意", rules, now) },
			"order.state-forbids", ""},
		"close twice": {func() (Order, error) { return in(Closed).Close("同意", rules, now) },
			"order.state-forbids", ""},
		"close without an opinion": {func() (Order, error) { return in(Confirmed).Close("", rules, now) },
			"opinion input.required", ""},
		"reject": {func() (Order, error) { return in(Confirmed).Reject("还缺三个村的公示照片和台账", rules) },
			"", InProgress},
		"reject in nine characters": {func() (Order, error) { return in(Confirmed).Reject("一二三四五六七八九", rules) },
			"missing input.too-short", ""},
		"reject what nobody requested": {func() (Order, error) { return in(InProgress).Reject("还缺三个村的公示照片和台账", rules) },
			"order.state-forbids", ""},
		"withdraw": {func() (Order, error) { return in(InProgress).Withdraw("重复") }, "", Withdrawn},
		"withdraw what is closed": {func() (Order, error) { return in(Closed).Withdraw("重复") },
			"order.state-forbids", ""},
		"reopen": {func() (Order, error) { return in(Closed).Reopen("反弹", day+9, day) },
			"", InProgress},
		"reopen for today": {func() (Order, error) { return in(Closed).Reopen("反弹", day, day) },
			"due order.due-past", ""},
		"reopen what is open": {func() (Order, error) { return in(InProgress).Reopen("反弹", day+9, day) },
			"order.state-forbids", ""},
		"special supervision": {func() (Order, error) { return in(InProgress).Supervise(true, "久拖不决") },
			"", InProgress},
		"not specially supervised": {func() (Order, error) { return in(InProgress).Supervise(false, "x") },
			"order.special-not", ""},
		"specially supervised twice": {func() (Order, error) {
			o := in(InProgress)
			o.Special = true
			return o.Supervise(true, "x")
		}, "order.special-already", ""},
		"long-term": {func() (Order, error) { return in(InProgress).MakeLongTerm("长期坚持", day) },
			"", InProgress},
		"long-term of what is closed": {func() (Order, error) { return in(Closed).MakeLongTerm("x", day) },
			"order.state-forbids", ""},
	} {
		got, err := c.do()
		if key(err) != c.want {
			t.Errorf("%s: %q, want %q", name, key(err), c.want)
		}
		if err == nil && got.State != c.state {
			t.Errorf("%s: state %s, want %s", name, got.State, c.state)
		}
	}
}

func TestIssueSetsTheDays(t *testing.T) {
	for u, want := range map[Urgency]when.Day{Flash: day + 1, Urgent: day + 3, Ordinary: day + 10} {
		o := in(Awaiting)
		o.Urgency = u
		o, err := o.Issue(rules, now)
		if err != nil || o.Due != want || o.FirstDue != want || o.AcknowledgeBy != day+2 {
			t.Errorf("%s: due %s first %s acknowledge by %s, %v", u, o.Due, o.FirstDue, o.AcknowledgeBy, err)
		}
	}
}

func TestReopeningKeepsTheFirstClosing(t *testing.T) {
	o, _ := in(Confirmed).Close("同意", rules, now)
	o, _ = o.Reopen("反弹", day+9, day)
	if o.FirstClosedAt != now || o.ClosedAt != 0 || o.Reopenings != 1 {
		t.Fatalf("%+v", o)
	}
	o.State = Confirmed
	if o, _ = o.Close("同意", rules, now+1); o.FirstClosedAt != now || o.ClosedAt != now+1 {
		t.Fatalf("the first closing was lost: %+v", o)
	}
}

func TestReportDoesNotTouchTheLoadedOrder(t *testing.T) {
	o := in(InProgress)
	if _, err := o.Report("x", []int{1}, rules, day); err != nil || o.Measures[1].Done != 0 {
		t.Fatal("the loaded order's measures were changed", err)
	}
}

// TestLight: a red card comes on the third working day after the due day, and
// Bounds divide the days exactly as Light colours them.
func TestLight(t *testing.T) {
	for today := day; today < day+7; today++ {
		b := rules.Bounds(today)
		for due := today - 20; due < today+20; due++ {
			want := Clear
			switch {
			case due < b.RedBefore:
				want = Red
			case due < b.Today:
				want = Yellow
			case due < b.ClearFrom:
				want = Blue
			}
			if got := rules.Light(InProgress, due, today); got != want {
				t.Errorf("today %s due %s: light %q, bounds say %q", today, due, got, want)
			}
		}
	}
	if rules.Light(InProgress, day-5, day-2) != Yellow || rules.Light(Closed, day-9, day) != Clear {
		t.Error("a weekend overdue is a yellow card; what is closed has no colour")
	}
	if rules.Light(InProgress, day, day+3) != Red || rules.Light(InProgress, day, day+2) != Yellow {
		t.Error("red on the third working day after the due day")
	}
}

func TestDraftNamesEverythingWrongAtOnce(t *testing.T) {
	err := DraftInput{Assist: nil}.Check(day)
	var in text.InputErrors
	if !errors.As(err, &in) {
		t.Fatal(err)
	}
	for _, f := range []string{"subject", "content", "quality", "measures", "unit", "leader", "handler",
		"urgency", "source", "due"} {
		found := false
		for _, e := range in {
			found = found || e.Field == f
		}
		if !found {
			t.Errorf("%s is not named", f)
		}
	}
}

func TestLetters(t *testing.T) {
	late := in(InProgress)
	late.Due = day - 3
	out := func(s number.Series, due, final when.Day) Letter {
		return Letter{Number: number.Number{Series: s, Year: 2026, No: 1}, Due: due, Final: final}
	}
	missed := []Letter{out(number.Warning, day-3, day-1)}
	draft := missed[0]
	draft.State = Written
	long := in(InProgress)
	long.LongTerm = true
	for name, c := range map[string]struct {
		o      Order
		series number.Series
		final  when.Day
		sent   []Letter
		want   string
	}{
		"reminder in time":          {in(InProgress), number.Reminder, 0, nil, ""},
		"reminder too late":         {late, number.Reminder, 0, nil, "order.letter-reminder-late"},
		"urging before the due day": {in(InProgress), number.Urging, 0, nil, "order.letter-not-overdue"},
		"urging":                    {late, number.Urging, 0, nil, ""},
		"warning without a limit":   {late, number.Warning, 0, nil, "final order.letter-final-required"},
		"warning":                   {late, number.Warning, day + 5, nil, ""},
		"what is closed":            {in(Closed), number.Reminder, 0, nil, "order.state-forbids"},
		"transfer before the limit": {late, number.Transfer, 0, nil, "order.letter-transfer-early"},
		"transfer":                  {late, number.Transfer, 0, missed, ""},
		"transfer on the last day itself": {late, number.Transfer, 0, []Letter{out(number.Warning, day-3, day)},
			"order.letter-transfer-early"},
		"transfer, the limit was only written": {late, number.Transfer, 0, []Letter{draft},
			"order.letter-transfer-early"},
		"transfer, the limit was of an older day": {late, number.Transfer, 0, []Letter{out(number.Warning, day-9, day-5)},
			"order.letter-transfer-early"},
		"transfer a second time without a limit": {late, number.Transfer, 0, append(missed, out(number.Transfer, day-3, 0)),
			"order.letter-transfer-early"},
		"transfer after a second limit was missed": {late, number.Transfer, 0, append(missed, out(number.Transfer, day-3, 0),
			out(number.Warning, day-3, day-1)), ""},
		"the notice twice": {in(InProgress), number.Notice, 0,
			[]Letter{out(number.Notice, day+10, 0)}, "order.letter-notice-sent"},
		"about what is kept up": {long, number.Reminder, 0, nil, "order.letter-long-term"},
		"no such letter":        {late, "XX", 0, nil, "series input.choose"},
	} {
		if _, err := c.o.letter(c.series, "", c.final, c.sent, now); key(err) != c.want {
			t.Errorf("%s: %q, want %q", name, key(err), c.want)
		}
	}
}

// Each letter is proposed once for a due day, in the order of their weight.
func TestNextLetter(t *testing.T) {
	sent := func(s number.Series, at, due, final when.Day) Letter {
		return Letter{Number: number.Number{Series: s, Year: 2026, No: 1}, At: at.Start(), Due: due, Final: final}
	}
	due := day + 10 // a Thursday
	for name, c := range map[string]struct {
		state State
		today when.Day
		sent  []Letter
		want  number.Series
	}{
		"far off":        {InProgress, day, nil, ""},
		"near":           {InProgress, due - 1, nil, number.Reminder},
		"near, reminded": {InProgress, due - 1, []Letter{sent(number.Reminder, due-2, due, 0)}, ""},
		"near, reminded of an old day": {InProgress, due - 1, []Letter{sent(number.Reminder, due-2, due-7, 0)},
			number.Reminder},
		"a day late":    {InProgress, due + 1, []Letter{sent(number.Reminder, due-2, due, 0)}, number.Urging},
		"urged today":   {InProgress, due + 5, []Letter{sent(number.Urging, due+5, due, 0)}, ""},
		"urged in vain": {InProgress, due + 7, []Letter{sent(number.Urging, due+1, due, 0)}, number.Warning},
		"warned": {InProgress, due + 9, []Letter{sent(number.Urging, due+1, due, 0),
			sent(number.Warning, due+7, due, due+10)}, ""},
		"the final day is no breach": {InProgress, due + 10, []Letter{sent(number.Warning, due+7, due, due+10)}, ""},
		"warned in vain": {InProgress, due + 11, []Letter{sent(number.Warning, due+7, due, due+10)},
			number.Transfer},
		"handed over": {InProgress, due + 12, []Letter{sent(number.Warning, due+7, due, due+10),
			sent(number.Transfer, due+11, due, 0)}, ""},
		"another waits to be sent": {InProgress, due + 1,
			[]Letter{{State: Written, Number: number.Number{Series: number.Reminder}}}, number.Series("")},
		"a reminder was not sent": {InProgress, due - 1,
			[]Letter{{State: Dropped, Due: due, Number: number.Number{Series: number.Reminder}}}, number.Reminder},
		"close-out requested": {Requested, due + 5, nil, ""},
		"closed":              {Closed, due + 5, nil, ""},
	} {
		if got := rules.NextLetter(c.state, due, c.today, c.sent); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// The form says that an urgent order needs no date: it follows from the urgency.
func TestUrgentNeedsNoDate(t *testing.T) {
	d := DraftInput{Subject: "s", Content: "c", Quality: "q", Source: FromDecision, Urgency: Flash, Unit: 1, Leader: 2,
		Handler: 3, Measures: measure.List{{Text: "一"}}}
	if err := d.Check(day); err != nil {
		t.Error(err)
	}
	if o, err := (Order{State: Draft}).Apply(d).Issue(rules, now); err != nil || o.Due != day+1 || o.FirstDue != o.Due {
		t.Error(o.Due, err)
	}
	if d.Urgency = Ordinary; key(d.Check(day)) != "due order.due-required" {
		t.Error("an ordinary order without a date")
	}
}
