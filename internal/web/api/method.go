package api

import (
	"net/http"
	"strings"

	"shuangze/internal/text"
)

var (
	wrongMethod = &statusError{http.StatusMethodNotAllowed, text.M("api.say.405")}
	wrongMedia  = &statusError{http.StatusUnsupportedMediaType, text.M("api.say.415")}
)

// other answers what no operation answers: an address that is none of the
// document is missing; one of it is told which methods it has.
func (f *face) other(mux *http.ServeMux) func(*call) error {
	return func(c *call) error {
		var has []string
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
			http.MethodPatch, http.MethodDelete} {
			r := &http.Request{Method: method, URL: c.r.URL, Host: c.r.Host}
			if _, pattern := mux.Handler(r); pattern != "/" && pattern != "" {
				has = append(has, method)
			}
		}
		if len(has) == 0 {
			return missing()
		}
		c.w.Header().Set("Allow", strings.Join(append(has, http.MethodOptions), ", "))
		if c.r.Method == http.MethodOptions {
			c.wrote = true
			c.w.WriteHeader(http.StatusNoContent)
			return nil
		}
		return wrongMethod
	}
}
