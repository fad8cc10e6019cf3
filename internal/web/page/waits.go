package page

import (
	"net/http"

	"github.com/a-h/templ"
)

// OwnerName is the hidden field that says whose a kept form is.
const OwnerName = "of-account"

// WorkerPath is the address of the service worker: it answers for the pages beside and
// below its own address, so it stands at the top.
const WorkerPath = "/worker.js"

// Worker serves the service worker. Browsers ask for it again at least daily.
func Worker() http.Handler {
	a := assets().byName["worker.js"]
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "no-cache")
		_, _ = w.Write(a.plain) // a reader who left is no fault of ours
	})
}

// waitsWords are the words of what waits, by the names by which the script knows them.
var waitsWords = []string{"kept", "back", "full", "count", "drafts", "line", "sign-in", "refused", "open", "drop",
	"sure", "until", "others", "sending", "queued", "sent", "errors", "gone"}

func (v View) waitsWords() templ.Attributes {
	out := templ.Attributes{}
	for _, w := range waitsWords {
		out["data-"+w] = v.P.T("page.waits." + w)
	}
	return out
}
