package desk

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/bodies/registers"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/web/page"
)

// The address after an act says which sentence belongs to it (did) and which
// entry it made (entry). An address can be written by anybody, so the sentence
// is only shown for an entry of that kind, made by this account, about the
// object of the page. What makes no entry of the county's acts (accounts, saved
// views) is said to the browser that did it, for a minute.

// told is the kind of the entry that stands behind each sentence, where no
// declaration of an act says it.
var told = map[string]string{
	"order.draft": "order.drafted", "order.revise": "order.revised", "order.send-letter": "order.letter-sent",
	"order.drop-letter": "order.letter-dropped", "order.read-letter": "order.letter-read",
	"problem.register": "problem.registered",
	"measure.done":     "measure-done", "measure.undone": "measure-undone", // of a problem or of an order

	"affair.take":    "affair.added",    // several at once
	"statement.call": "statement.added", // the same
	"appraisal.add":  "appraisal.begun", // behind the entries of all sheets

	"policy.proposed": "policy.proposed", "policy.adopted": "policy.adopted", "policy.withdrawn": "policy.withdrawn",
}

// kindTold is the kind of the entry behind a sentence; "" when none is known.
func (d *Desk) kindTold(did string) string {
	if kind, ok := told[did]; ok {
		return kind
	}
	word, name, _ := strings.Cut(did, ".")
	own := append(registers.Nouns(d.Bodies), d.Orders.Noun(), d.Problems.Noun())
	for _, n := range append(own, d.Nouns...) {
		if a, ok := n.Act(name); ok && n.Word == word {
			return strings.TrimSuffix(string(a.Records), ".v1")
		}
	}
	return ""
}

// toldFor is how long after an act its sentence is shown.
const toldFor = 10 * time.Minute

// entriesMost is how many entries an act makes at most whose own comes first.
const entriesMost = 8

// saidCookie names what was done last without an entry of the county's acts.
const saidCookie = "did"

// Done answers 303 to a page that then says what was done, with the receipt.
func (v *Visit) Done(to, key string, r act.Receipt) error {
	if v.Desk.kindTold(key) == "" {
		return fmt.Errorf("no kind of entry is known for %q", key)
	}
	to = joined(to, url.Values{"did": {key}, "entry": {strconv.FormatInt(r.Seq, 10)}})
	if v.Waits() {
		return v.answer(http.StatusOK, answered{Done: to})
	}
	return v.Go(to)
}

// Said answers 303 to a page that then says, for a minute and to this browser
// alone, what was done and stands in no entry that the page could name.
func (v *Visit) Said(to, key string) error {
	v.SetCookie(saidCookie, key+":"+v.Actor.Account.String(), 60)
	return v.Go(joined(to, url.Values{"did": {key}}))
}

func joined(to string, q url.Values) string {
	if at, part, ok := strings.Cut(to, "#"); ok {
		return joined(at, q) + "#" + part
	}
	if strings.Contains(to, "?") {
		return to + "&" + q.Encode()
	}
	return to + "?" + q.Encode()
}

// About adds to what the page is about: an order's measures are marked on the
// page of its problem.
func (v *Visit) About(id ref.ID) { v.about = append(v.about, id) }

// did is what the address says was done, if it was.
func (v *Visit) did(q url.Values) (f page.Flash) {
	did := q.Get("did")
	if did == "" || v.Actor.Account == 0 || !v.P.Has("did."+did) {
		return f
	}
	kind := v.Desk.kindTold(did)
	if kind == "" {
		if c, err := v.R.Cookie(saidCookie); err == nil && c.Value == did+":"+v.Actor.Account.String() {
			f.Text = v.P.T("did." + did)
		}
		return f
	}
	n, err := strconv.ParseInt(q.Get("entry"), 10, 64)
	if err != nil || n <= 0 {
		return f
	}
	// Of an act with several entries the receipt names the last, as a record’s that
	// discharges a duty: its own may be some before.
	for last := n; n > 0 && n > last-entriesMost; n-- {
		e, ok, err := v.Desk.Read.Entry(v.R.Context(), v.Actor.Jurisdiction, n)
		if err != nil { // the page is worth more than what it says of an act
			v.Desk.Log.Error("what was done last", slog.String("request", v.Request), slog.Any("error", err))
			return f
		}
		if ok && v.told(e, kind) {
			return page.Flash{Text: v.P.T("did." + did), Receipt: v.P.T("page.entry", "n", e.Seq), Href: entryAt(e.Seq)}
		}
	}
	return f
}

// told says whether an entry is what the visitor did just now to what the page is
// about: an address kept from another day tells nothing of today.
func (v *Visit) told(e trail.Entry, kind string) bool {
	name := unversioned(e.Kind)
	return v.Now <= e.At.Add(toldFor) && e.Account == v.Actor.Account &&
		(name == kind || strings.HasSuffix(name, "."+kind)) && v.isAbout(e)
}

// isAbout says whether an entry is about the object of the address, or set a
// row of it or of what is part of it: a letter, a unit's body, a post. A page
// without an object is a list, on which acts on many things may be told.
func (v *Visit) isAbout(e trail.Entry) bool {
	here := v.ID("id")
	if v.R.PathValue("id") == "" || e.Object.ID == here {
		return true
	}
	for _, id := range v.about {
		if id != 0 && id == e.Object.ID {
			return true
		}
	}
	c, err := v.County()
	if err != nil {
		return false
	}
	for _, r := range e.Rows { // an identifier names one thing, whatever its kind
		if r.ID == here {
			return true
		}
		if b, ok := c.Body(r.ID); ok && b.Unit == here {
			return true
		}
		if a, ok := c.Appointment(r.ID); ok && (a.Unit == here || a.Body == here) {
			return true
		}
	}
	return false
}

// unversioned is a kind without its version: order.closed.
func unversioned(k journal.Kind) string {
	if i := strings.LastIndex(string(k), ".v"); i > 0 {
		return string(k[:i])
	}
	return string(k)
}

func entryAt(n int64) string { return "/journal/entries/" + strconv.FormatInt(n, 10) }

// Inputs takes input errors out of an error, so that the page can be shown
// again with what was typed. Earlier errors of parsing come first.
//
// A form that was sent before and comes back with other words (the browser's
// Back) has nothing wrong beside a field: it is shown again too, with a key of
// its own and above it what was saved the first time.
func (v *Visit) Inputs(err error, earlier text.InputErrors) (text.InputErrors, bool) {
	var before *act.Before
	if errors.As(err, &before) {
		v.before = &before.Receipt
		v.R.PostForm.Set("key", v.Key())
		return nil, true
	}
	var in text.InputErrors
	if errors.As(err, &in) {
		return append(earlier, in...), true
	}
	return earlier, err == nil && len(earlier) > 0
}

// saidBefore says what the form did when it was sent first, with the way there.
func (v *Visit) saidBefore(r act.Receipt) page.Flash {
	f := page.Flash{Tone: page.Amber, Text: v.P.T("input.sent-before", "at", r.At)}
	e, ok, err := v.Desk.Read.Entry(v.R.Context(), v.Actor.Jurisdiction, r.Seq)
	if err != nil || !ok || e.Journal != r.Journal { // of accounts: no page shows their journal
		return f
	}
	f.Text = v.P.T("input.saved-before", "at", r.At, "what", v.P.T("event."+unversioned(e.Kind)))
	f.Receipt, f.Href = v.P.T("page.entry", "n", r.Seq), entryAt(r.Seq)
	return f
}
