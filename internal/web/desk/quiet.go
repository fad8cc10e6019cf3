package desk

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"shuangze/internal/text"
)

// quietRoom is where ballots are cast. Whoever votes there is nobody: no session is read, no cookie set, no script
// runs, and nothing that is written anywhere says what was asked for, for a slip's code may stand in the address (spec
// 4.2).
const quietRoom = "/v"

// quietMost is how many bytes a ballot's form has at most, nameMost and valuesMost bound what is in it.
const (
	quietMost  = 16 << 10
	quietNames = 200
)

// quiet says whether an address is of that room, whether or not anything answers there.
func quiet(path string) bool { return path == quietRoom || strings.HasPrefix(path, quietRoom+"/") }

// hush is what every answer there bears, refusals and errors as well.
func hush(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; "+
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
}

// unnamed forgets the origin "null": a browser that is told to name no referrer names no origin either, and an old one
// does not say by other means that the form is our own. Whoever knows the code of a slip could vote without a
// stranger's browser.
func unnamed(r *http.Request) {
	if r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "null" {
		r.Header.Del("Origin")
	}
}

// runQuiet answers a visit to that room.
func (v *Visit) runQuiet(route Route) error {
	if len(v.R.URL.Path) > pathMost {
		return Missing()
	}
	v.P = v.Desk.Words.Wanted(v.R.Header.Get("Accept-Language"))
	return route.Handle(v)
}

// Sent reads the form of a ballot: never by what also reads the address or keeps files.
func (v *Visit) Sent() (url.Values, error) {
	unreadable := text.InputErrors{{Message: text.M("input.unreadable")}}
	if media, _, err := mime.ParseMediaType(v.R.Header.Get("Content-Type")); err != nil ||
		media != "application/x-www-form-urlencoded" {
		return nil, unreadable
	}
	b, err := io.ReadAll(http.MaxBytesReader(v.W, v.R.Body, quietMost))
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return nil, text.Refused(text.TooLarge, "voting.too-large", "most", quietMost>>10)
	}
	if err != nil || strings.Count(string(b), "&") >= quietNames || !utf8.Valid(b) {
		return nil, unreadable
	}
	out, err := url.ParseQuery(string(b))
	if err != nil {
		return nil, unreadable
	}
	for _, list := range out {
		for _, s := range list {
			if !utf8.ValidString(s) {
				return nil, text.InputErrors{{Message: text.M("input.not-utf8")}}
			}
		}
	}
	return out, nil
}
