package dues

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"shuangze/internal/account"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/paper/ical"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/rate"
	"shuangze/internal/when"
)

// What a feed holds at most [D]: so many days back and ahead, so many events.
const (
	feedBack, feedAhead = 90, 400
	feedMost            = 2000
	titleMost           = 120 // characters of a title
)

// feed answers a calendar program, which has no session: the secret alone opens it.
// What is in it is what its owner may see today, and nothing else.
func (p Pages) feed(v *desk.Visit, asked *rate.Buckets) error {
	if wait, ok := asked.Take(rate.Address(v.R), v.Now); !ok {
		v.W.Header().Set("Retry-After", strconv.FormatInt(wait, 10))
		http.Error(v.W, http.StatusText(http.StatusTooManyRequests), http.StatusTooManyRequests)
		return nil
	}
	secret, ok := strings.CutSuffix(v.R.PathValue("secret"), ".ics")
	if !ok {
		return desk.Missing()
	}
	a, acc, f, ok, err := p.Feed(v.R.Context(), secret)
	if err != nil {
		return err
	}
	if !ok {
		return desk.Missing()
	}
	v.Actor, v.Account, v.P = a, acc, v.Desk.Words.Wanted(acc.Language)
	body, err := calendarOf(v, f)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := v.W.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	if v.R.Header.Get("If-None-Match") == tag {
		v.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	_, err = v.W.Write(body)
	return err
}

// calendarOf is the calendar of a feed, as its owner may see it today.
func calendarOf(v *desk.Visit, f account.Feed) ([]byte, error) {
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	today := v.Today()
	days := when.Period{From: today - feedBack, To: today + feedAhead + 1}
	asked := agenda.Asked{Unit: f.Unit, Days: days, Most: feedMost}
	name := v.P.T("feed.mine", "name", v.Actor.Name)
	if f.Unit != 0 {
		name = v.P.T("feed.unit", "unit", c.Name(f.Unit))
	} else {
		asked.Whom = agenda.WhomOf(v.Actor)
	}
	list, err := agenda.Dues(v.R.Context(), v.Desk.Read, v.Actor, asked)
	if err != nil {
		return nil, err
	}
	site := "http://" + v.R.Host
	if v.Desk.Secure {
		site = "https://" + v.R.Host
	}
	events := make([]ical.Event, 0, min(len(list), feedMost))
	for _, d := range list[:min(len(list), feedMost)] {
		k := v.Desk.Kinds.Of(d.Kind)
		e := ical.Event{UID: uid(v.Actor.Jurisdiction, d.Kind, d.ID), Day: d.Day, Category: v.P.T(k.Word),
			URL: site + k.At(d.ID), Version: d.Version, Changed: d.Changed, Cancelled: d.Stand == agenda.StandsOff}
		e.Summary = v.P.T("feed.event."+string(d.Stand), "kind", e.Category, "title", text.Clip(d.Title, titleMost))
		e.Detail = v.P.List([]string{c.Name(d.Unit), d.Number})
		events = append(events, e)
	}
	return ical.Write(name, events), nil
}

// uid names an event for good, wherever the county’s server stands.
func uid(county int32, of ref.Kind, id ref.ID) string {
	return string(of) + "-" + id.String() + "@county-" + strconv.Itoa(int(county)) + ".shuangze"
}
