package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"shuangze/internal/access"
	"shuangze/internal/text"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
)

// SessionCookie carries the session's token.
const SessionCookie = "shuangze"

// bodyMost is how much a form may send; files are read by their own routes.
const (
	bodyMost = 1 << 20
	fileMost = 105 << 20 // five files
	anonMost = 25 << 20  // nobody signed in: one file's form, kept for the sign-in
	drain    = 512 << 20
)

// Handler serves the routes. A route without a known permission is a fault of
// the program and stops the start.
func (d *Desk) Handler(routes []Route) (http.Handler, error) {
	mux := http.NewServeMux()
	for _, r := range routes {
		if r.Public != (r.May == "") || (!r.Public && !access.Known(r.May)) {
			return nil, fmt.Errorf("route %s declares no known permission (%q)", r.Pattern, r.May)
		}
		mux.Handle(r.Pattern, d.serve(r))
	}
	mux.Handle("GET /static/", page.Assets())
	mux.Handle("GET "+page.WorkerPath, page.Worker())
	mux.Handle("/", d.serve(Route{Public: true, Handle: func(v *Visit) error { return Missing() }}))
	door := http.NewCrossOriginProtection()
	door.SetDenyHandler(d.serve(Route{Public: true,
		Handle: func(v *Visit) error { return text.Refuse(text.Forbidden, "access.cross-origin") }}))
	return headers(door.Handler(mux)), nil
}

// headers are on every answer (spec quality bar: strict CSP, least privilege).
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if quiet(r.URL.Path) {
			hush(h)
			unnamed(r)
		}
		next.ServeHTTP(w, r)
	})
}

func (d *Desk) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &Visit{Desk: d, W: w, R: r, Now: d.Clock(), quiet: quiet(r.URL.Path)}
		if !v.quiet {
			v.Request = uuid.NewString()
			w.Header().Set("X-Request-Id", v.Request)
		}
		start := time.Now()
		err := v.run(route)
		if d.Waiting != nil && r.Method == http.MethodPost && v.Actor.Account != 0 {
			d.Waiting.forget(v.atWork())
		}
		if err != nil {
			v.trouble(err)
		}
		if took := time.Since(start); took > 500*time.Millisecond && !v.quiet { // a line would say when somebody voted
			d.Log.Warn("slow page", "route", route.Pattern, "ms", took.Milliseconds(), "request", v.Request)
		}
	})
}

func (v *Visit) run(route Route) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	defer v.finish()
	if v.quiet {
		return v.runQuiet(route)
	}
	if err := v.identify(); err != nil {
		return err
	}
	if err := v.bounded(); err != nil {
		return err
	}
	if v.Waits() && !v.owns(v.R.Header.Get(waitsHeader)) {
		return v.answer(http.StatusUnauthorized, answered{})
	}
	if v.R.Method == http.MethodPost {
		if err := v.readForm(route.Files); err != nil {
			return err
		}
	}
	if !route.Public {
		if v.Actor.Account == 0 {
			if v.R.Method == http.MethodPost && v.Desk.Ended != nil {
				return v.Desk.Ended(v, v.R.URL.RequestURI(), v.typed())
			}
			to := "/sign-in"
			if v.R.Method == http.MethodGet && v.R.URL.Path != "/" {
				if at := strings.ReplaceAll(v.R.URL.RequestURI(), "&", "%26"); len(at) <= toMost {
					to += "?to=" + at
				}
			}
			return v.Go(to)
		}
		if v.Account.MustChange && !strings.HasPrefix(v.R.URL.Path, "/account/password") && v.R.URL.Path != "/sign-out" {
			return v.Go("/account/password")
		}
		if !access.Anywhere(v.Actor, route.May) {
			return Missing()
		}
		if v.R.Method == http.MethodPost {
			if of := v.R.PostFormValue(page.OwnerName); of != "" && !v.owns(of) {
				return text.Refuse(text.Conflict, "input.of-another")
			}
			if err := v.sameHands(); err != nil {
				return err
			}
		}
		if route.May == "self.manage" && !v.Actor.InPerson() { // not even shown
			return text.Refuse(text.Forbidden, "access.in-person")
		}
	}
	return route.Handle(v)
}

// readable is a query whose values are text. What an address holds beside that
// finds nothing anywhere, and no database is asked for it.
func readable(query string) string {
	values, _ := url.ParseQuery(query)
	changed := false
	for _, list := range values {
		for i, s := range list {
			if !text.Fit(text.Tidy(s)) {
				list[i], changed = "\ufffd", true
			}
		}
	}
	if !changed {
		return query
	}
	return values.Encode()
}

// secrets are fields that no page ever gives back.
var secrets = []string{"password", "old", "again", "code", "passkey"}

// typed is what the form brought, without secrets. Files cannot be given back:
// a browser must be asked for them again.
func (v *Visit) typed() url.Values {
	out := url.Values{}
	for name, values := range v.R.PostForm {
		if !slices.Contains(secrets, name) {
			out[name] = values
		}
	}
	return out
}

// written are the free texts among what was typed, to be shown to their author
// when the form cannot be: numbers, codes and choices are quickly made again.
func (v *Visit) written() (out []string) {
	for _, values := range v.typed() {
		for _, words := range values {
			if utf8.RuneCountInString(words) >= 10 &&
				strings.ContainsFunc(words, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Han, r) }) {
				out = append(out, words)
			}
		}
	}
	slices.Sort(out)
	return out
}

// identify finds out who asks and in which language.
func (v *Visit) identify() error {
	v.P = v.Desk.Words.Wanted(v.R.Header.Get("Accept-Language"))
	if c, err := v.R.Cookie(SessionCookie); err == nil && v.Desk.Who != nil {
		a, acc, ok, err := v.Desk.Who(v.R.Context(), c.Value)
		if err != nil {
			return err
		}
		if ok {
			v.Actor, v.Account = a, acc
		}
	}
	if c, err := v.R.Cookie("language"); err == nil {
		v.P = v.Desk.Words.Wanted(c.Value)
	} else if v.Account.Language != "" {
		v.P = v.Desk.Words.Wanted(v.Account.Language)
	}
	return nil
}

// trouble is the one table from refusals to pages.
func (v *Visit) trouble(err error) {
	if errors.Is(err, context.Canceled) && v.R.Context().Err() != nil {
		if v.quiet {
			return
		}
		v.Desk.Log.Debug("nobody waits for the answer any more", "request", v.Request, "err", err)
		return
	}
	if v.wrote || errors.Is(err, context.Canceled) {
		v.Desk.Log.Error("after the page began", "request", v.Request, "err", err)
		return
	}
	t := page.Trouble{Status: http.StatusInternalServerError, Reference: v.Request}
	var refusal *text.Refusal
	var input text.InputErrors
	var full *gate.Full
	switch {
	case errors.As(err, &full):
		t.Status, t.Reference = http.StatusServiceUnavailable, ""
		v.W.Header().Set("Retry-After", strconv.Itoa(full.Seconds))
	case errors.As(err, &refusal):
		switch refusal.Why {
		case text.Forbidden:
			t.Status = http.StatusForbidden
		case text.Missing:
			t.Status = http.StatusNotFound
		case text.Reused:
			t.Status = http.StatusUnprocessableEntity
		case text.Full:
			t.Status = http.StatusInsufficientStorage
		default:
			t.Status = http.StatusConflict
		}
		if refusal.Why != text.Missing {
			t.Say = v.P.Message(refusal.Message)
		}
		t.Reference = ""
	case errors.As(err, &input):
		t.Status, t.Reference = http.StatusUnprocessableEntity, ""
		var file *text.NotTaken
		if errors.As(err, &file) && file.Why == text.TooLarge {
			t.Status = http.StatusRequestEntityTooLarge
		}
		for _, e := range input {
			t.Say += v.P.Message(e.Message) + " "
		}
	default:
		v.Desk.Log.Error("fault", "route", v.R.Pattern, "request", v.Request, "err", err)
	}
	if v.Actor.Account != 0 {
		if v.R.Method == http.MethodPost {
			t.Typed = v.written()
		}
		// Who may see a matter and was kept from a step of it looks at the matter next.
		object, _, deed := strings.Cut(v.R.URL.Path, "/do/")
		if deed && (t.Status == http.StatusConflict || t.Status == http.StatusForbidden) {
			t.Links = []page.Link{{Label: v.P.T("page.trouble.now"), Href: object}}
		}
		if deed && t.Status == http.StatusConflict {
			if last := v.last(); last != "" {
				t.Say += " " + last
			}
		}
	}
	title := v.P.T("page.trouble.title." + statusKind(t.Status))
	if v.Waits() {
		if err := v.Refused(t.Status, Refused{Say: cmp.Or(t.Say, title)}); err != nil {
			v.Desk.Log.Error("refusal", "request", v.Request, "err", err)
		}
		return
	}
	view := v.View(title)
	view.Flash = page.Flash{}
	if v.quiet && len(t.Links) == 0 {
		t.Links = []page.Link{{Label: v.P.T("voting.by-hand"), Href: quietRoom}}
	}
	if t.Status == http.StatusNotFound && v.Actor.Account == 0 {
		view.User = page.User{}
	}
	if err := v.Page(t.Status, page.TroublePage(view, t)); err != nil {
		v.Desk.Log.Error("trouble page", "request", v.Request, "err", err)
	}
}

func statusKind(status int) string {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return "422" // to a reader the same
	case 403, 404, 409, 422, 429, 503, 507:
		return fmt.Sprint(status)
	}
	return "500"
}

// SetCookie sets a cookie of ours.
func (v *Visit) SetCookie(name, value string, seconds int) {
	http.SetCookie(v.W, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true,
		Secure: v.Desk.Secure, SameSite: http.SameSiteLaxMode})
}
