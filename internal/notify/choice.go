package notify

import (
	"slices"
	"strings"
	"time"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Quiet is from which hour to which nobody is disturbed outside the program; over
// midnight where From is the later one. Both the same = never.
type Quiet struct{ From, To int }

// holds says whether an hour is quiet.
func (q Quiet) holds(hour int) bool {
	if q.From <= q.To {
		return q.From <= hour && hour < q.To
	}
	return hour >= q.From || hour < q.To
}

// Choice is what somebody chose. What is told stands in the inbox whatever they choose;
// Ways are the ways besides, by group of events. It is the owner's convenience and stands
// in no journal; an address that was only typed is nobody's until it is confirmed.
type Choice struct {
	Ways   map[string][]string // by group
	Quiet  Quiet
	Own    bool // the quiet hours are their own
	Rest   bool // no disturbance on days that are not worked
	AtOnce bool // e-mail comes as soon as something is told, and not gathered once a day
	Email  string
	Phone  string // for the messenger: a number, or how its user is called there
	Stored bool   // they chose at all
}

// EmailMost and PhoneMost are how long an address may be.
const (
	EmailMost = 200
	PhoneMost = 60
)

// Reached is where somebody wants to be reached by a way.
func (c Choice) Reached(way string) string {
	return map[string]string{Mail: c.Email, Messenger: c.Phone}[way]
}

// Default is the choice of who made none: no way besides the inbox.
func (r Rules) Default() Choice { return Choice{Quiet: r.Quiet, Rest: true} }

// Settle puts the county's quiet hours where somebody has none of their own.
func (r Rules) Settle(c Choice) Choice {
	if !c.Own {
		c.Quiet = r.Quiet
	}
	return c
}

// Check says what is wrong with a choice: groups and ways that there are not, hours that
// are none, an address that cannot be one.
func (c Choice) Check(groups, ways []string) error {
	var errs text.InputErrors
	for g, list := range c.Ways {
		if !slices.Contains(groups, g) {
			errs.Add("ways", "notify.no-group", "group", g)
		}
		for _, w := range list {
			if !slices.Contains(ways, w) {
				errs.Add("ways", "notify.no-way", "way", w)
			}
		}
	}
	for name, h := range map[string]int{"quietFrom": c.Quiet.From, "quietTo": c.Quiet.To} {
		if h < 0 || h > 23 {
			errs.Add(name, "notify.hour")
		}
	}
	text.Limits(&errs, "email", c.Email, 0, EmailMost)
	if c.Email != "" && !address(c.Email) {
		errs.Add("email", "notify.email")
	}
	for field, way := range map[string]string{"email": Mail, "phone": Messenger} {
		if c.Reached(way) == "" && c.uses(way) {
			errs.Add(field, "notify.address-needed")
		}
	}
	text.Limits(&errs, "phone", c.Phone, 0, PhoneMost)
	if !handle(c.Phone) {
		errs.Add("phone", "notify.phone")
	}
	return errs.Err()
}

// uses says whether they chose a way for anything.
func (c Choice) uses(way string) bool {
	for _, list := range c.Ways {
		if slices.Contains(list, way) {
			return true
		}
	}
	return false
}

// handle is what a messenger knows somebody by: a number or a plain name.
func handle(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r > '~' || r != '+' && r != '-' && r != '_' && r != '.' && r != '@' &&
			(r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// address is one that can be written to: something before one @ and a domain after it.
func address(s string) bool {
	at := -1
	for i, r := range s {
		switch {
		case r <= ' ' || r > '~' || r == '<' || r == '>' || r == ',':
			return false
		case r == '@' && (at >= 0 || i == 0):
			return false
		case r == '@':
			at = i
		}
	}
	domain := s[at+1:]
	return at > 0 && len(domain) > 2 && slices.Contains([]byte(domain[1:len(domain)-1]), '.')
}

// Soonest is the earliest moment from now on at which somebody may be disturbed: outside
// their quiet hours, and on a day that is worked where they want their days off.
func (r Rules) Soonest(c Choice, now when.Instant) when.Instant {
	at := now
	for range 24 * 40 { // no holiday is longer; then it goes out all the same
		day := at.Day()
		hour := int((at - day.Start()) / when.Instant(time.Hour/time.Microsecond))
		if !c.Quiet.holds(hour) && (!c.Rest || r.Working(day)) {
			return at
		}
		at = day.Start().Add(time.Duration(hour+1) * time.Hour)
	}
	return now
}

// NextDigest is when the digest that holds what is told now goes out: at the county's
// hour, or when that hour is somebody's quiet one, as soon as it is over.
func (r Rules) NextDigest(c Choice, now when.Instant) when.Instant {
	at := now.Day().Start().Add(time.Duration(r.Digest) * time.Hour)
	if at <= now {
		at = (now.Day() + 1).Start().Add(time.Duration(r.Digest) * time.Hour)
	}
	return r.Soonest(c, at)
}
