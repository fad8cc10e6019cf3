package e2e

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

func call[P, R any](ctx context.Context, cmd cdp.Command[P, R], params P) error {
	_, err := chromedp.Call(ctx, cmd, params)
	return err
}

// watch hears every event of a page. It knows whether a document is on its way, the status of the last one, and
// what must not have happened.
type watch struct {
	mu      sync.Mutex
	changed chan struct{} // closed and renewed at every event below
	begun   int           // navigations that began
	loaded  int           // documents that finished loading
	status  int64
	strays  []string // requests that left 127.0.0.1
	faults  []string // script errors, refusals by the security policy
}

func newWatch() *watch { return &watch{changed: make(chan struct{})} }

func (w *watch) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *page.EventFrameRequestedNavigation:
		w.begun++
	case *page.EventFrameStartedLoading:
		w.begun++
	case *page.EventLoadEventFired:
		w.loaded++
	case *network.EventRequestWillBeSent:
		if leaves(e.Request.URL) {
			w.strays = append(w.strays, fmt.Sprintf("%s asked for %s, outside this machine", e.DocumentURL, e.Request.URL))
		}
		return
	case *network.EventWebSocketCreated:
		if leaves(e.URL) {
			w.strays = append(w.strays, fmt.Sprintf("a page asked for %s, outside this machine", e.URL))
		}
		return
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			w.status = e.Response.Status
		}
		return
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		w.faults = append(w.faults, fmt.Sprintf("script error at %s:%d: %s", e.ExceptionDetails.URL,
			e.ExceptionDetails.LineNumber+1, text))
		return
	case *log.EventEntryAdded:
		if e.Entry.Source == log.EntrySourceSecurity && e.Entry.Level == log.EntryLevelError {
			w.faults = append(w.faults, "refused by the page's security policy: "+e.Entry.Text)
		}
		return
	default:
		return
	}
	close(w.changed)
	w.changed = make(chan struct{})
}

// leaves reports whether an address is on another machine than this one.
func leaves(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	switch u.Scheme {
	case "data", "blob", "about", "devtools":
		return false
	}
	return u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost" // passkeys belong to names
}

func (w *watch) wrongs() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Concat(w.strays, w.faults)
}

// take returns what was found so far and forgets it: for journeys in which it was meant.
func (w *watch) take() (strays, faults []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	strays, faults = w.strays, w.faults
	w.strays, w.faults = nil, nil
	return strays, faults
}

func (w *watch) counts() (begun, loaded int, changed <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.begun, w.loaded, w.changed
}

// settle waits until the navigation that an act may have begun is over. An act that begins none within a moment
// began none.
func (w *watch) settle(ctx context.Context, begun, loaded int) error {
	moment := time.After(250 * time.Millisecond)
	for {
		b, l, changed := w.counts()
		switch {
		case l > loaded:
			return nil
		case b > begun:
			moment = nil
		}
		select {
		case <-changed:
		case <-moment:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("a page began to load and did not finish: %w", ctx.Err())
		}
	}
}
