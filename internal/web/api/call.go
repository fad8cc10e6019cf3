package api

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/google/uuid"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/rate"
	"shuangze/internal/when"
)

// bodyMost is how many bytes of JSON one request may send [D].
const bodyMost = 1 << 20

// call is one request by one token.
type call struct {
	face    *face
	op      *operation
	w       http.ResponseWriter
	r       *http.Request
	actor   actor.Actor
	p       *lang.Phraser
	now     when.Instant
	request string
	wrote   bool
	leaves  []func()   // the places held at the gate
	asked   *act.Asked // what was sent, once it was read
}

// serve answers one operation: who asks, how often, whether at all, then what.
func (f *face) serve(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := &call{face: f, op: &op, w: w, r: r, now: f.Clock(), request: uuid.NewString(),
			p: f.Words.Wanted(r.Header.Get("Accept-Language"))}
		headers(w)
		w.Header().Set("X-Request-Id", c.request)
		if err := c.run(); err != nil {
			c.trouble(err)
		}
	}
}

func (c *call) run() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	defer c.leave()
	if err := c.bounded(); err != nil {
		return err
	}
	if c.op.public {
		if err := c.once(c.face.callers, rate.Address(c.r)); err != nil {
			return err
		}
		return c.op.handle(c)
	}
	if err := c.identify(); err != nil {
		return err
	}
	if c.op.may != "" && !access.Anywhere(c.actor, c.op.may) {
		// A token whose scopes are too small is told which one is wanted; its
		// owner knows what the token was given.
		var refusal *text.Refusal
		if err := access.May(c.actor, c.op.may, access.Object{}); c.actor.Scopes != nil && errors.As(err, &refusal) &&
			refusal.Why == text.Forbidden {
			return err
		}
		return missing()
	}
	return c.op.handle(c)
}

// identify takes the access token. Cookies do not count here, so that no page
// of another site can make a browser act.
func (c *call) identify() error {
	token := bearer(c.r.Header.Get("Authorization"))
	if token == "" || c.face.Identify == nil {
		return signIn
	}
	a, ok, err := c.face.Identify(c.r.Context(), token)
	if err != nil {
		return err
	}
	if !ok || a.Account == 0 {
		return signIn
	}
	c.actor = a
	sum := sha256.Sum256([]byte(token))
	return c.once(c.face.buckets, string(sum[:]))
}

// bearer is the token of an Authorization header, "" when it is none. The scheme
// is read in any case and with any spaces (RFC 9110), so what is counted is the
// token as it is kept and not how it was spelled.
func bearer(header string) string {
	parts := strings.Fields(header)
	if len(parts) != 2 || !strings.EqualFold(parts[0], "Bearer") {
		return ""
	}
	return parts[1]
}

// once counts one request of an asker.
func (c *call) once(b *rate.Buckets, asker string) error {
	if wait, ok := b.Take(asker, c.now); !ok {
		c.w.Header().Set("Retry-After", fmt.Sprint(wait))
		return tooOften
	}
	return nil
}

// id reads an identifier of the path; 0 when it is none.
func (c *call) id() ref.ID { return ref.Parse(c.r.PathValue("id")) }

func (c *call) today() when.Day { return c.now.Day() }

// county is the county on a day; 0 is today.
func (c *call) county(on day) (*bodies.County, error) {
	if on == 0 {
		on = day(c.today())
	}
	return c.face.Read.County(c.r.Context(), c.actor.Jurisdiction, when.Day(on))
}

func (c *call) scope(see access.Verb) access.Scope { return access.ScopeOf(c.actor, see) }

// see checks the right to see an object that was read.
func (c *call) see(verb access.Verb, found bool, o access.Object) error {
	if !found {
		return missing()
	}
	return access.May(c.actor, verb, o)
}

// command starts a command of this token.
func (c *call) command() act.Command {
	return act.Command{Actor: c.actor, Key: c.r.Header.Get("Idempotency-Key"), Request: c.request, Asked: c.asked}
}

// done says that the asker's key did something already. Then the door is asked first, which answers the receipt or
// refuses another input: whoever handed something on, and sees it no more, has the receipt of having done so.
func (c *call) done() (bool, error) {
	key := c.r.Header.Get("Idempotency-Key")
	if key == "" || c.keyFits() != nil {
		return false, nil
	}
	return c.face.Read.KeyUsed(c.r.Context(), c.actor, key)
}

// keyMost bounds the idempotency key, in bytes.
const keyMost = 200

func (c *call) keyFits() error {
	key := c.r.Header.Get("Idempotency-Key")
	if n := len(key); n > keyMost {
		return text.InputErrors{{Field: "Idempotency-Key", Message: text.M("input.too-long", "most", keyMost, "n", n)}}
	}
	if !text.Fit(key) {
		return text.InputErrors{{Field: "Idempotency-Key", Message: text.M("input.unfit")}}
	}
	return nil
}

// body reads the request's JSON.
func (c *call) body(into any) error {
	if err := c.keyFits(); err != nil {
		return err
	}
	if kind := c.r.Header.Get("Content-Type"); kind != "" {
		if media, _, err := mime.ParseMediaType(kind); err != nil || media != jsonType {
			return wrongMedia
		}
	}
	b, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, bodyMost))
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return tooLarge
	} else if err != nil {
		return text.InputErrors{{Field: "", Message: text.M("input.unreadable")}}
	}
	if err := slim(b); err != nil {
		return err
	}
	c.sent(b)
	return decode(b, into)
}

// sent counts what was sent: a program was asked for it, and nobody's time was taken.
func (c *call) sent(b []byte) {
	var v any
	if json.Unmarshal(b, &v) == nil {
		if c.asked == nil {
			c.asked = &act.Asked{}
		}
		c.asked.Typed += fieldsOf(v)
	}
}

// fieldsOf counts the values of a body that hold something.
func fieldsOf(v any) (n int) {
	switch v := v.(type) {
	case map[string]any:
		for name, x := range v {
			if name != "version" {
				n += fieldsOf(x)
			}
		}
	case []any:
		for _, x := range v {
			n += fieldsOf(x)
		}
	case nil:
	case string:
		n = min(1, len(v))
	default:
		n = 1
	}
	return n
}

// answer writes JSON.
func (c *call) answer(status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return c.write(status, "application/json", b)
}

func (c *call) write(status int, kind string, b []byte) error {
	c.wrote = true
	c.leave()
	c.w.Header().Set("Content-Type", kind)
	c.w.WriteHeader(status)
	if _, err := c.w.Write(b); err != nil {
		c.face.Log.Debug("answer not read", "request", c.request, "err", err)
	}
	return nil
}
