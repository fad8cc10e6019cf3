// Package hook calls other systems over HTTP: with signed events (Standard Webhooks), and
// as a template says (messengers, short messages). It decides where a call may go; what is
// said, and when, is decided elsewhere.
package hook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Failure is why a call did not succeed.
type Failure struct {
	Status  int    // 0 = there was no answer
	Said    string // the beginning of the answer
	ForGood bool   // trying again cannot help
	Err     error
}

func (f *Failure) Error() string {
	if f.Err != nil {
		return f.Err.Error()
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s %s", f.Status, http.StatusText(f.Status), f.Said))
}

func (f *Failure) Unwrap() error { return f.Err }

// Bounds of a call.
const (
	limit    = 15 * time.Second
	bodyMost = 4 << 10 // of an answer, read and thrown away beyond
	saidMost = 200     // of it, kept
)

// Caller makes calls. The zero value calls https on public addresses only.
type Caller struct {
	// Here allows this machine itself, also without encryption; Inside private addresses.
	Here, Inside bool
	Limit        time.Duration  // of a whole call; 0 = 15 seconds
	Roots        *x509.CertPool // nil = those of the machine
}

// Event is one signed call.
type Event struct {
	ID   string // the same at every try
	At   time.Time
	Body []byte // JSON
}

// errSecret says that a secret is none.
var errSecret = errors.New("the secret is not one of Standard Webhooks")

// Sign is the signature of an event: v1 and the HMAC-SHA256 of identifier, time and body.
func Sign(secret, id string, at time.Time, body []byte) (string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 16 {
		return "", errSecret
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%d.%s", id, at.Unix(), body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}

// Send makes a signed call. Any answer of 2xx is a success; 410 says that nobody listens
// there any more.
func (c Caller) Send(ctx context.Context, address, secret string, e Event) (said string, err error) {
	sum, err := Sign(secret, e.ID, e.At, e.Body)
	if err != nil {
		return "", &Failure{Err: err, ForGood: true}
	}
	head := http.Header{"Content-Type": {"application/json"}, "User-Agent": {"Shuangze"}}
	head.Set("webhook-id", e.ID)
	head.Set("webhook-timestamp", strconv.FormatInt(e.At.Unix(), 10))
	head.Set("webhook-signature", sum)
	status, answer, err := c.call(ctx, http.MethodPost, address, head, e.Body)
	switch {
	case err != nil:
		return "", &Failure{Err: err}
	case status/100 != 2:
		return "", &Failure{Status: status, Said: first(answer), ForGood: status == http.StatusGone}
	}
	return strconv.Itoa(status), nil
}

// call makes one request within its time and follows nothing. The answer is the beginning
// of the body.
func (c Caller) call(ctx context.Context, method, address string, head http.Header, body []byte) (
	status int, answer []byte, err error) {
	within := c.Limit
	if within == 0 {
		within = limit
	}
	ctx, cut := context.WithTimeout(ctx, within)
	defer cut()
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, errors.New("the address cannot be called")
	}
	r.Header = head
	if err := c.allows(r.URL); err != nil {
		return 0, nil, err
	}
	transport := c.transport()
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	w, err := client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer w.Body.Close()
	// An answer that comes in too slowly ends with the time; what it says by then counts
	// for nothing, for the other side may break off as well.
	answer, err = io.ReadAll(io.LimitReader(w.Body, bodyMost))
	return w.StatusCode, answer, err
}

// first is the beginning of an answer, for who looks for the fault.
func first(answer []byte) string {
	s := strings.ToValidUTF8(string(answer[:min(len(answer), saidMost)]), "")
	return strings.Join(strings.Fields(s), " ")
}
