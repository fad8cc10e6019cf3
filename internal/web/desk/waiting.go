package desk

import (
	"log/slog"
	"net/http"
	"path"
	"sync"
	"time"

	"shuangze/internal/lists/agenda"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// waitingFor is how long the menu goes on saying what somebody's workbench held
// [D]: what others do meanwhile shows by then, what one does oneself at once.
const waitingFor = 2 * time.Minute

// waitingMost is how many people's counts are remembered at once; beyond that they are
// counted anew.
const waitingMost = 5000

// Waiting remembers how much waits for each person who is at work, by the address of the
// list that it stands in, so that a page's menu can say so without asking again.
type Waiting struct {
	mu sync.Mutex
	of map[atWork]waits
}

// atWork is an account, and the person whom it acts for: what waits for one's own posts
// and for those lent is counted apart. 0 = nobody.
type atWork struct{ account, behalf ref.ID }

func (v *Visit) atWork() atWork { return atWork{v.Actor.Account, v.Actor.OnBehalf} }

type waits struct {
	at     when.Instant
	counts map[string]int
	all    int
}

// fresh are somebody's counts, unless they are too old or of another day.
func (w *Waiting) fresh(who atWork, now when.Instant) (waits, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	x, ok := w.of[who]
	return x, ok && now >= x.at && now < x.at.Add(waitingFor) && now.Day() == x.at.Day()
}

func (w *Waiting) keep(who atWork, x waits) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.of == nil || len(w.of) >= waitingMost {
		w.of = map[atWork]waits{}
	}
	w.of[who] = x
}

// forget drops the counts of somebody who has just done something.
func (w *Waiting) forget(who atWork) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.of, who)
}

// inbox is the address of what the visitor is told; its unread ones are no work.
const inbox = "/inbox"

// Recount has the menu count anew what waits for the visitor, and what is unread.
func (v *Visit) Recount() {
	if v.Desk.Waiting != nil {
		v.Desk.Waiting.forget(v.atWork())
	}
}

// Agenda is what waits for the visitor today; the menu says how much of it is in each list.
func (v *Visit) Agenda() ([]agenda.Item, error) {
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	rules := agenda.Rules{Orders: v.Desk.Orders.Rules, Problems: v.Desk.Problems.Rules, Nouns: v.Desk.Nouns}
	items, err := agenda.Of(v.R.Context(), v.Desk.Read, c, v.Actor, rules, v.Today())
	if err != nil {
		return nil, err
	}
	x := waits{at: v.Now, counts: map[string]int{}, all: len(items)}
	for _, i := range items {
		x.counts[path.Dir(v.Desk.Kinds.Of(i.Kind).At(i.ID))]++
	}
	if v.Desk.Inbox != nil {
		n, _, err := v.Desk.Inbox.Unread(v.R.Context(), v.Actor, v.Asking())
		if err != nil {
			return nil, err
		}
		x.counts[inbox] = n
	}
	if v.Desk.Waiting != nil {
		v.Desk.Waiting.keep(v.atWork(), x)
	}
	return items, nil
}

// waiting is how much waits for the visitor: as it was counted within the last minutes,
// else counted now. A menu is worth more than its counts: what cannot be counted is not
// said.
func (v *Visit) waiting() waits {
	if v.Desk.Waiting == nil || v.R.Method != http.MethodGet || !v.allowed("workbench.see") {
		return waits{}
	}
	if x, ok := v.Desk.Waiting.fresh(v.atWork(), v.Now); ok {
		return x
	}
	if _, err := v.Agenda(); err != nil {
		v.Desk.Log.Error("what waits, for the menu", slog.Any("error", err), "request", v.Request)
		return waits{}
	}
	x, _ := v.Desk.Waiting.fresh(v.atWork(), v.Now)
	return x
}
