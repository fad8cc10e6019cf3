package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"shuangze/internal/text"
	"shuangze/internal/web/gate"
)

// Trouble is RFC 9457 application/problem+json in the reader's language.
// Instance is the request's id, as in the header X-Request-Id and in the log;
// a 404 has none, so that what is missing and what may not be seen are the
// same bytes.
type Trouble struct {
	Type     string       `json:"type" doc:"Always about:blank: the status says what kind it is."`
	Title    string       `json:"title"`
	Status   int          `json:"status"`
	Detail   string       `json:"detail"`
	Instance string       `json:"instance,omitempty"`
	Errors   []fieldError `json:"errors,omitempty" doc:"Everything wrong with the input, by field."`
}

type fieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// statusError is an answer that no rule gives.
type statusError struct {
	status int
	text.Message
}

func (s *statusError) Error() string { return "refused: " + s.Key }

var (
	signIn   = &statusError{http.StatusUnauthorized, text.M("api.say.401")}
	tooOften = &statusError{http.StatusTooManyRequests, text.M("page.trouble.say.429")}
	tooLarge = &statusError{http.StatusRequestEntityTooLarge, text.M("input.body-too-large", "most", bodyMost>>20)}
)

// trouble is the one table from refusals and errors to problems.
func (c *call) trouble(err error) {
	if errors.Is(err, context.Canceled) && c.r.Context().Err() != nil {
		c.face.Log.Debug("nobody waits for the answer any more", "request", c.request, "err", err)
		return
	}
	if c.wrote || errors.Is(err, context.Canceled) {
		c.face.Log.Error("after the answer began", "request", c.request, "err", err)
		return
	}
	p := Trouble{Type: "about:blank", Instance: "urn:uuid:" + c.request}
	var other *statusError
	var refusal *text.Refusal
	var input text.InputErrors
	var full *gate.Full
	switch {
	case errors.As(err, &full):
		p.Status, p.Detail = http.StatusServiceUnavailable, c.p.T("page.trouble.say.503")
		c.w.Header().Set("Retry-After", strconv.Itoa(full.Seconds))
	case errors.As(err, &other):
		p.Status, p.Detail = other.status, c.p.Message(other.Message)
	case errors.As(err, &refusal):
		p.Status, p.Detail = statusOf(refusal.Why), c.p.Message(refusal.Message)
	case errors.As(err, &input):
		var file *text.NotTaken
		p.Status, p.Detail = http.StatusUnprocessableEntity, c.p.T("page.form.errors", "n", len(input))
		if errors.As(err, &file) {
			p.Status = statusOf(file.Why)
		}
		for _, e := range input {
			p.Errors = append(p.Errors, fieldError{e.Field, c.p.Message(e.Message)})
		}
	default:
		p.Status, p.Detail = http.StatusInternalServerError, c.p.T("page.trouble.say.500")
		c.face.Log.Error("fault", "operation", c.op.id, "request", c.request, "err", err)
	}
	switch p.Status {
	case http.StatusNotFound:
		p.Instance, p.Detail = "", c.p.T("access.missing")
	case http.StatusUnauthorized:
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="shuangze"`)
	}
	p.Title = c.title(p.Status)
	b, err := json.Marshal(p)
	if err != nil {
		c.face.Log.Error("problem", "request", c.request, "err", err)
	}
	c.write(p.Status, "application/problem+json", b)
}

func statusOf(w text.Why) int {
	switch w {
	case text.Forbidden:
		return http.StatusForbidden
	case text.Missing:
		return http.StatusNotFound
	case text.Reused:
		return http.StatusUnprocessableEntity
	case text.TooLarge:
		return http.StatusRequestEntityTooLarge
	case text.WrongKind:
		return http.StatusUnsupportedMediaType
	case text.Full:
		return http.StatusInsufficientStorage
	}
	return http.StatusConflict
}

func (c *call) title(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return c.p.T("api.title.401")
	case http.StatusMethodNotAllowed:
		return c.p.T("api.title.405")
	case http.StatusUnsupportedMediaType:
		return c.p.T("api.title.415")
	case http.StatusRequestEntityTooLarge:
		return c.p.T("page.trouble.title.422")
	}
	return c.p.T("page.trouble.title." + strconv.Itoa(status))
}
