package api

import (
	"net/http"

	"shuangze/internal/notify"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

type inboxQuery struct {
	Unread bool   `query:"unread" doc:"Only what is unread."`
	Group  string `query:"group" maxLength:"40" doc:"Only events of this group: a kind of object, due or raised."`
	Before string `query:"before" maxLength:"60" doc:"A cursor: next of a page."`
	Limit  int    `query:"limit" doc:"1 to 50; 50 when left out."`
}

// Inbox is a page of what the token’s owner was told, the newest first; only what may
// still be seen.
type Inbox struct {
	Items  []Message `json:"items"`
	Next   string    `json:"next,omitempty" doc:"Where the older ones begin; empty on the last page."`
	Unread int       `json:"unread" doc:"All that are unread, not only those of the page."`
}

// Message is one thing that was told. What became of its matter, the matter says.
type Message struct {
	ID     ref.ID  `json:"id"`
	Group  string  `json:"group" doc:"Of events, as ways are chosen by."`
	Said   string  `json:"said" doc:"What happened: order.issued, due.over."`
	Why    string  `json:"why" doc:"Why its reader is told: unit, office, person.handler."`
	Kind   string  `json:"kind" doc:"Of the matter."`
	Matter ref.ID  `json:"matter"`
	Number string  `json:"number" doc:"Of the matter, as it is called today."`
	Title  string  `json:"title"`
	Unit   ref.ID  `json:"unit"`
	By     ref.ID  `json:"by" doc:"The person who did it; 0: the day, or the program."`
	Entry  int64   `json:"entry" doc:"Of the journal of acts; 0: the day tells."`
	Times  int64   `json:"times" doc:"How many it stands for: of one matter the later takes the place of the unread one."`
	Due    day     `json:"due,omitzero" doc:"Until when something is to be done."`
	At     instant `json:"at"`
	Read   instant `json:"read" doc:"null: unread."`
}

// InboxSeen says up to where an inbox was seen.
type InboxSeen struct {
	Newest ref.ID `json:"newest" doc:"The newest message that was seen; what came since stays unread."`
}

// InboxRead is how many messages were marked.
type InboxRead struct {
	Marked int64 `json:"marked"`
	Unread int   `json:"unread" doc:"That are left."`
}

// NotificationChoice is by which ways somebody is told besides the inbox, and when not.
type NotificationChoice struct {
	Ways      []GroupWays `json:"ways"`
	Own       bool        `json:"own" doc:"The quiet hours are one’s own; otherwise the county’s hold."`
	QuietFrom int         `json:"quietFrom" doc:"A full hour, 0 to 23."`
	QuietTo   int         `json:"quietTo" doc:"The same as quietFrom: no quiet time."`
	Rest      bool        `json:"rest" doc:"Not on days that are not worked."`
	AtOnce    bool        `json:"atOnce,omitempty" doc:"E-mail as soon as something is told; otherwise once a day."`
	Email     string      `json:"email" maxLength:"200"`
	Phone     string      `json:"phone,omitempty" maxLength:"60" doc:"For the messenger."`
}

// NotificationCode confirms an address by the code that arrived there.
type NotificationCode struct {
	Way  string `json:"way" maxLength:"40" doc:"mail or messenger"`
	Code string `json:"code" maxLength:"20"`
}

// NotificationWay names a way, for another code.
type NotificationWay struct {
	Way string `json:"way" maxLength:"40" doc:"mail or messenger"`
}

// NotificationAddress is where one is reached.
type NotificationAddress struct {
	Way       string  `json:"way"`
	Address   string  `json:"address"`
	Confirmed instant `json:"confirmed" doc:"null: nothing but a code is sent there."`
}

// NotificationAddresses are all of them, and which ways are in use.
type NotificationAddresses struct {
	Ways  []string              `json:"ways" doc:"That are configured here."`
	Items []NotificationAddress `json:"items"`
}

// GroupWays are the ways for one group of events.
type GroupWays struct {
	Group string   `json:"group" maxLength:"40"`
	Ways  []string `json:"ways" maxLength:"40"`
}

func choiceOf(c notify.Choice, groups []string) NotificationChoice {
	out := NotificationChoice{Ways: []GroupWays{}, Own: c.Own, QuietFrom: c.Quiet.From, QuietTo: c.Quiet.To, Rest: c.Rest,
		AtOnce: c.AtOnce, Email: c.Email, Phone: c.Phone}
	for _, g := range groups {
		if len(c.Ways[g]) > 0 {
			out.Ways = append(out.Ways, GroupWays{g, c.Ways[g]})
		}
	}
	return out
}

func (c *call) box() notify.Box { return c.face.Inbox.With(c.face.Kinds) }

func getInbox(c *call, q inboxQuery) (out Inbox, err error) {
	box, ctx, from := c.box(), c.r.Context(), notify.ParseCursor(q.Before)
	if q.Before != "" && from.At == 0 { // the first page again, for ever
		return out, text.InputErrors{{Field: "before", Message: text.M("api.cursor")}}
	}
	p, err := box.List(ctx, c.actor, c.asking(), notify.Filter{Unread: q.Unread, Group: q.Group,
		After: from, Limit: q.Limit})
	if err != nil {
		return out, err
	}
	out.Items = make([]Message, 0, len(p.Messages))
	for _, m := range p.Messages {
		l := p.Lines[m.Of]
		out.Items = append(out.Items, Message{ID: m.ID, Group: m.Group, Said: m.Said, Why: m.Why, Kind: string(m.Of.Kind),
			Matter: m.Of.ID, Number: l.Number(), Title: l.Title, Unit: m.Unit, By: m.By, Entry: m.Entry, Times: m.Times,
			Due: day(m.Due), At: instant(m.At), Read: instant(m.Read)})
	}
	if p.More {
		out.Next = p.Older.String()
	}
	out.Unread, _, err = box.Unread(ctx, c.actor, c.asking())
	return out, err
}

// marked says how many were marked, and how many are left.
func (c *call) marked(n int64, err error) (InboxRead, bool, error) {
	if err != nil {
		return InboxRead{}, false, err
	}
	left, _, err := c.box().Unread(c.r.Context(), c.actor, c.asking())
	return InboxRead{n, left}, false, err
}

func (c *call) addresses() (out NotificationAddresses, err error) {
	box := c.box()
	known, err := box.Addresses(c.r.Context(), c.actor)
	out.Ways, out.Items = append([]string{}, box.Ways...), []NotificationAddress{}
	for _, way := range box.Ways {
		if a, ok := known[way]; ok {
			out.Items = append(out.Items, NotificationAddress{way, a.Address, instant(a.Confirmed)})
		}
	}
	return out, err
}

func inboxOperations() []operation {
	return []operation{
		get("getInbox", "/inbox", "inbox.see", "self", "What one was told, the newest first", getInbox),
		keep("markAllRead", http.MethodPut, "/inbox/read", "inbox.mark", "self", "Mark all that one was told read",
			func(c *call, b InboxSeen) (InboxRead, bool, error) {
				if b.Newest == 0 {
					return InboxRead{}, false, text.InputErrors{{Field: "newest", Message: text.M("input.required")}}
				}
				return c.marked(c.box().MarkSeen(c.r.Context(), c.actor, b.Newest, c.now))
			}),
		keep("markRead", http.MethodPut, "/inbox/{id}/read", "inbox.mark", "self", "Mark one message read",
			func(c *call, _ none) (InboxRead, bool, error) {
				_, err := c.box().Mark(c.r.Context(), c.actor, c.asking(), c.id(), c.now)
				return c.marked(1, err)
			}),
		get("getNotificationChoice", "/inbox/choice", "inbox.see", "self",
			"By which ways one is told besides the inbox, and when not",
			func(c *call, _ none) (NotificationChoice, error) {
				x, err := c.box().Choice(c.r.Context(), c.actor)
				return choiceOf(x, notify.Groups(c.face.Kinds)), err
			}),
		keep("chooseNotifications", http.MethodPut, "/inbox/choice", "inbox.choose", "self",
			"Choose by which ways one is told besides the inbox, and when not",
			func(c *call, b NotificationChoice) (NotificationChoice, bool, error) {
				if b.Ways == nil { // the whole of it is put
					return b, false, text.InputErrors{{Field: "ways", Message: text.M("input.required")}}
				}
				x := notify.Choice{Ways: map[string][]string{}, Own: b.Own, Rest: b.Rest, AtOnce: b.AtOnce,
					Email: b.Email, Phone: b.Phone,
					Quiet: notify.Quiet{From: b.QuietFrom, To: b.QuietTo}}
				for _, w := range b.Ways {
					x.Ways[w.Group] = w.Ways
				}
				box := c.box()
				if err := box.Choose(c.r.Context(), c.actor, x, c.now); err != nil {
					return b, false, err
				}
				x, err := box.Choice(c.r.Context(), c.actor)
				return choiceOf(x, notify.Groups(c.face.Kinds)), false, err
			}),
		get("getNotificationAddresses", "/inbox/addresses", "inbox.see", "self",
			"Where one is reached besides the inbox, and whether it is confirmed",
			func(c *call, _ none) (NotificationAddresses, error) { return c.addresses() }),
		keep("askForCode", http.MethodPut, "/inbox/addresses/code", "inbox.choose", "self",
			"Have another code sent to the address one chose",
			func(c *call, b NotificationWay) (NotificationAddresses, bool, error) {
				if err := c.box().Again(c.r.Context(), c.actor, b.Way, c.now); err != nil {
					return NotificationAddresses{}, false, err
				}
				out, err := c.addresses()
				return out, false, err
			}),
		keep("confirmAddress", http.MethodPut, "/inbox/addresses/confirm", "inbox.choose", "self",
			"Confirm an address by the code that arrived there",
			func(c *call, b NotificationCode) (NotificationAddresses, bool, error) {
				if err := c.box().Confirm(c.r.Context(), c.actor, b.Way, b.Code, c.now); err != nil {
					return NotificationAddresses{}, false, err
				}
				out, err := c.addresses()
				return out, false, err
			}),
	}
}
