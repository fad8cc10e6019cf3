package api

import (
	"cmp"

	"shuangze/internal/access"
	"shuangze/internal/due"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/sift"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// OrderLine is one order in a list. Identifiers that are not set are 0.
type OrderLine struct {
	ID            ref.ID `json:"id"`
	Number        string `json:"number" doc:"Empty while it is a draft."`
	Subject       string `json:"subject"`
	Side          string `json:"side" codes:"side"`
	State         string `json:"state" codes:"order-state"`
	Light         string `json:"light" doc:"blue: near its due day; yellow, red: overdue; empty: none of these."`
	Level         string `json:"level" doc:"Level of the problem it came from; empty otherwise."`
	Urgency       string `json:"urgency" codes:"urgency"`
	Unit          ref.ID `json:"unit"`
	Leader        ref.ID `json:"leader"`
	Handler       ref.ID `json:"handler"`
	Problem       ref.ID `json:"problem"`
	Due           day    `json:"due,omitzero"`
	FirstDue      day    `json:"firstDue,omitzero"`
	AcknowledgeBy day    `json:"acknowledgeBy,omitzero"`
	AskedDue      day    `json:"askedDue,omitzero" doc:"An extension asked and not decided."`
	Extensions    int64  `json:"extensions"`
	Special       bool   `json:"special"`
	LongTerm      bool   `json:"longTerm"`
	ReviewBy      day    `json:"reviewBy,omitzero" doc:"Until when a long-term order is looked at again."`
	ClosedLate    bool   `json:"closedLate" doc:"Close-out was asked for after the due day."`
	Comments      int    `json:"comments,omitempty" doc:"In lists: how many comments one may read about it."`
}

// Orders is one page of the list. Next and Previous are cursors for after.
type Orders struct {
	Items    []OrderLine `json:"items"`
	Next     string      `json:"next,omitempty"`
	Previous string      `json:"previous,omitempty"`
	Count    int         `json:"count" doc:"Exact up to 1000."`
	More     bool        `json:"more" doc:"There are more than count."`
}

type orderQuery struct {
	Open    bool   `query:"open" doc:"Only what still binds."`
	State   string `query:"state" codes:"order-state"`
	Unit    ref.ID `query:"unit"`
	Person  ref.ID `query:"person" doc:"Only what this person leads or handles."`
	Side    string `query:"side" codes:"side"`
	Level   string `query:"level" codes:"problem-level"`
	Urgency string `query:"urgency" codes:"urgency"`
	Light   string `query:"light" codes:"light"`
	Special bool   `query:"special"`
	Asked   bool   `query:"asked" doc:"Only those whose extension waits for an answer."`
	Unsaid  bool   `query:"unacknowledged" doc:"Only those not signed for although the day for it is over."`
	Review  bool   `query:"review" doc:"Only long-term ones whose quarterly look is due."`
	Overdue bool   `query:"overdue" doc:"Only what is past the day that binds it."`
	Soon    bool   `query:"soon" doc:"Open and due within seven days, today among them."`
	Issues  string `query:"issued" doc:"Issued in this year, 2026, or month, 2026-11."`
	Closes  string `query:"closed" doc:"Closed in this year or month, and not reopened."`
	Met     string `query:"met" codes:"met" doc:"Closed by its day, closed later, or overdue and not reported done."`
	Words   string `query:"q" maxLength:"60" doc:"Words of one or more characters that it holds."`
	Sort    string `query:"sort" codes:"order-sort" doc:"due or new: the first of them first; -: the last."`
	page
}

type page struct {
	After string `query:"after" doc:"A cursor: next or previous of a page."`
	Limit int    `query:"limit"`
}

func orderOperations() []operation {
	list := get("listOrders", "/orders", "order.list", "orders", "List orders within one’s reach", listOrders)
	return []operation{
		list,
		get("getOrder", "/orders/{id}", "order.see", "orders", "One order with its history, evidence and letters", getOrder),
		get("getLetter", "/letters/{id}", "order.see", "orders", "One letter about an order", getLetter),
		public(get("verifyLetter", "/verify", "", "orders",
			"Whether a letter in hand is genuine, by its verification code; needs no token", verifyLetter)),
	}
}

// span reads a year or a month that a list is asked for; the zero Period = none is.
func span(name, typed string) (p when.Period, err error) {
	p, ok := when.ParseSpan(typed)
	if typed != "" && !ok {
		return p, text.InputErrors{{Field: name, Message: text.M("input.span")}}
	}
	return p, nil
}

func listOrders(c *call, q orderQuery) (none Orders, err error) {
	rules := c.face.Orders.Rules
	f := order.Filter{Open: q.Open, State: order.State(q.State), Unit: q.Unit, Person: q.Person, Side: side(q.Side),
		Level: q.Level, Urgency: order.Urgency(q.Urgency),
		Light: order.Light(q.Light), Special: q.Special, Asked: q.Asked, Words: q.Words, Sort: order.Sort(q.Sort),
		After: order.ParseCursor(q.After), Limit: q.Limit}
	if f.Light != order.Clear {
		f.Bounds = rules.Bounds(c.today())
	}
	if q.Unsaid {
		f.Unsaid = c.today()
	}
	if q.Review {
		f.Review = order.ReviewsDue(c.today())
	}
	if q.Overdue {
		f.DueFrom, f.DueBelow = 1, c.today()
	}
	if q.Soon {
		f.DueFrom, f.DueBelow = max(f.DueFrom, c.today()), c.today()+due.Week
	}
	if f.Issues, err = span("issued", q.Issues); err != nil {
		return none, err
	}
	if f.Met = sift.Met(q.Met); q.Met == unmet {
		f.Met, f.Unmet = "", c.today()
	}
	if f.Closes, err = span("closed", q.Closes); err != nil {
		return none, err
	}
	p, err := c.face.Read.Orders(c.r.Context(), c.scope("order.see"), f)
	if err != nil {
		return none, err
	}
	said, err := commentsOf(c, p.Lines)
	if err != nil {
		return none, err
	}
	return none, c.write(200, jsonType, appendOrders(make([]byte, 0, 64+512*len(p.Lines)), p, said, rules, c.today()))
}

// MatterMeasure is one thing to do.
type MatterMeasure struct {
	Text string `json:"text" maxLength:"300"`
	Who  string `json:"who,omitempty" maxLength:"60"`
	Due  day    `json:"due,omitzero"`
	Done day    `json:"done,omitzero"`
	// Of measures that an imported ledger lists with people of their own.
	Leader       string `json:"leader,omitempty" doc:"Who leads, as an imported ledger wrote it."`
	Person       ref.ID `json:"person,omitzero" doc:"Whom “who” means, when that is known."`
	LeaderPerson ref.ID `json:"leaderPerson,omitzero"`
	Past         bool   `json:"past,omitempty" doc:"Done before the system, on a day the ledger does not name."`
}

func measuresOf(l measure.List) []MatterMeasure {
	out := make([]MatterMeasure, len(l))
	for i, m := range l {
		out[i] = MatterMeasure{m.Text, m.Who, day(m.Due), day(m.Done), m.Leader, m.Person, m.LeaderPerson, m.Past}
	}
	return out
}

// toDo reads measures that are only now written down: none of them is done.
func toDo(in []MatterMeasure) measure.List {
	var out measure.List
	for _, m := range in {
		out = append(out, measure.Measure{Text: m.Text, Who: m.Who, Due: when.Day(m.Due)})
	}
	return out
}

// Order is one order whole.
type Order struct {
	OrderLine
	Task          ref.ID          `json:"task,omitzero" doc:"The late task that it hastens."`
	Version       int64           `json:"version" doc:"To be sent back when a draft is revised."`
	Content       string          `json:"content"`
	Quality       string          `json:"quality"`
	Source        string          `json:"source" codes:"order-source"`
	Assist        []ref.ID        `json:"assist"`
	Contact       string          `json:"contact"`
	Measures      []MatterMeasure `json:"measures"`
	AskedBy       ref.ID          `json:"askedBy"`
	Drafter       ref.ID          `json:"drafter"`
	DrafterFor    ref.ID          `json:"drafterFor" doc:"For whom a deputy drafted it; 0 = nobody. So are the next two."`
	Requester     ref.ID          `json:"requester"`
	RequesterFor  ref.ID          `json:"requesterFor"`
	AskedFor      ref.ID          `json:"askedFor"`
	Rejections    int64           `json:"rejections"`
	SentBack      string          `json:"sentBack,omitempty" doc:"Why the draft, or the close-out, lies with its writer again."`
	Reopenings    int64           `json:"reopenings"`
	DraftedAt     instant         `json:"draftedAt,omitzero"`
	IssuedAt      instant         `json:"issuedAt,omitzero"`
	ClosedAt      instant         `json:"closedAt,omitzero"`
	FirstClosedAt instant         `json:"firstClosedAt,omitzero"`
	Course
	Evidence []Evidence `json:"evidence"`
	Letters  []Letter   `json:"letters"`
}

func getOrder(c *call, q pastQuery) (out Order, err error) {
	ctx, id := c.r.Context(), c.id()
	o, found, err := c.face.Read.Order(ctx, id)
	if err != nil {
		return out, err
	}
	if err := c.see("order.see", found, o.Object(order.Nobody)); err != nil {
		return out, err
	}
	course, err := c.course(id, q.Before)
	if err != nil {
		return out, err
	}
	files, err := c.face.Read.EvidenceOf(ctx, id)
	if err != nil {
		return out, err
	}
	letters, err := c.face.Read.Letters(ctx, id)
	if err != nil {
		return out, err
	}
	o = o.Said(c.shown)
	out = Order{OrderLine: OrderLine{o.ID, o.Number.String(), o.Subject, string(o.Side), string(o.State),
		string(c.face.Orders.Rules.Light(o.State, o.Binds(), c.today())),
		o.Level, string(o.Urgency), o.Unit, o.Leader, o.Handler, o.Problem, day(o.Due), day(o.FirstDue), day(o.AcknowledgeBy),
		day(o.AskedDue), o.Extensions, o.Special, o.LongTerm,
		day(o.ReviewBy), o.ClosedLate(), 0},
		Task: o.Task, Version: o.Version, Content: o.Content, Quality: o.Quality, Source: string(o.Source),
		Assist: append([]ref.ID{}, o.Assist...), Contact: o.Contact,
		Measures: measuresOf(o.Measures), AskedBy: o.AskedBy, Drafter: o.Drafter, Requester: o.Requester,
		DrafterFor: o.DrafterFor, RequesterFor: o.RequesterFor, AskedFor: o.AskedFor,
		Rejections: o.Rejections, SentBack: o.SentBack, Reopenings: o.Reopenings,
		DraftedAt: instant(o.DraftedAt), IssuedAt: instant(o.IssuedAt), ClosedAt: instant(o.ClosedAt),
		FirstClosedAt: instant(o.FirstClosedAt),
		Course:        course, Evidence: evidencesOf(files), Letters: make([]Letter, 0, len(letters))}
	for _, l := range letters {
		if l.State != order.Sent && !access.Can(c.actor, "order.write-letter", o.Object(order.Nobody)) {
			continue // what was not sent is the office's
		}
		out.Letters = append(out.Letters, letterOf(l))
	}
	return out, nil
}

// Letter is one numbered paper about an order.
type Letter struct {
	ID     ref.ID  `json:"id"`
	Order  ref.ID  `json:"order"`
	Number string  `json:"number"`
	Series string  `json:"series" codes:"letter"`
	Unit   ref.ID  `json:"unit"`
	Body   string  `json:"body"`
	Final  day     `json:"final,omitzero" doc:"The final limit that a warning sets."`
	Due    day     `json:"due,omitzero" doc:"The order’s due day when it was sent."`
	By     ref.ID  `json:"by" doc:"Who sent it."`
	At     instant `json:"at" doc:"When it was sent."`

	State     string  `json:"state" codes:"letter-state"`
	Writer    ref.ID  `json:"writer"`
	WrittenAt instant `json:"writtenAt,omitzero"`
	Reader    ref.ID  `json:"reader" doc:"Who of the unit said first that it was read."`
	ReadAt    instant `json:"readAt,omitzero"`

	Document string `json:"document,omitempty" doc:"文号, as 镇督〔2026〕3号."`
	Code     string `json:"code,omitempty" doc:"Verification code, see /verify."`
	Sent     *Sent  `json:"sent,omitempty" doc:"The words as sent; missing on letters from before they were kept."`
}

// Sent is a letter word for word as it went out.
type Sent struct {
	Organ   string   `json:"organ"`
	Urgency string   `json:"urgency,omitempty"`
	Title   string   `json:"title"`
	To      string   `json:"to"`
	Body    []string `json:"body" doc:"Paragraphs."`
	Date    string   `json:"date"`
	Copies  string   `json:"copies,omitempty"`
}

func letterOf(l order.Letter) Letter {
	out := Letter{ID: l.ID, Order: l.Order, Number: l.Number.String(), Series: string(l.Number.Series), Unit: l.Unit,
		Body: l.Body, Final: day(l.Final), Due: day(l.Due),
		By: l.By, At: instant(l.At),
		State: cmp.Or(string(l.State), "sent"), Writer: l.Writer, WrittenAt: instant(l.WrittenAt), Reader: l.Reader,
		ReadAt: instant(l.ReadAt), Document: l.Document(), Code: official.ShowCode(l.Code)}
	if p := l.Paper; p.Kept() {
		out.Sent = &Sent{p.Organ, p.Urgency, p.Title, p.To, p.Body, p.Date, p.Copies}
	}
	return out
}

// Verified is what anybody may know of a letter by its code.
type Verified struct {
	Standing string `json:"standing" codes:"standing" doc:"genuine; withdrawn: genuine, but no longer in force; unknown: no letter bears this code."`
	Series   string `json:"series,omitempty" doc:"TZ notice, TX reminder, CB urging, GJ warning, YS proposal of transfer."`
	Document string `json:"document,omitempty" doc:"文号, to compare with the paper."`
	Number   string `json:"number,omitempty"`
	Office   string `json:"office,omitempty"`
	Date     day    `json:"date,omitzero"`
	VoidOn   day    `json:"withdrawnOn,omitzero"`
}

type verifyQuery struct {
	Code string `query:"code" doc:"As printed; small letters, spaces and dashes do not count."`
}

func verifyLetter(c *call, q verifyQuery) (out Verified, err error) {
	found, err := order.Check(c.r.Context(), c.face.Read, q.Code)
	if err != nil {
		return out, err
	}
	p := found.Public()
	if code, ok := official.ParseCode(q.Code); ok && p.Standing == order.Unknown {
		l, ok, err := c.face.Read.IssuedByCode(c.r.Context(), code)
		if err != nil {
			return out, err
		}
		if ok {
			p = order.PublicOf(l.Course())
		}
	}
	return Verified{string(p.Standing), p.Series, p.Document, p.Number, p.Office, day(p.Day), day(p.VoidOn)}, nil
}

func getLetter(c *call, _ none) (out Letter, err error) {
	l, found, err := c.face.Read.Letter(c.r.Context(), c.id())
	if err != nil {
		return out, err
	}
	var o order.Order
	if found {
		if o, found, err = c.face.Read.Order(c.r.Context(), l.Order); err != nil {
			return out, err
		}
	}
	found = found && (l.State == order.Sent || access.Can(c.actor, "order.write-letter", o.Object(order.Nobody)))
	if err := c.see("order.see", found, o.Object(order.Nobody)); err != nil {
		return out, err
	}
	return letterOf(l), nil
}

// Event is one entry about a matter, with the words that were not erased.
type Event struct {
	Entry       int64             `json:"entry"`
	Kind        string            `json:"kind"`
	At          instant           `json:"at"`
	Claimed     instant           `json:"claimed,omitzero" doc:"When the actor says it was done, if recorded later."`
	Person      ref.ID            `json:"person"`
	Appointment ref.ID            `json:"appointment"`
	OnBehalf    ref.ID            `json:"onBehalf"`
	Agent       string            `json:"agent,omitempty"`
	Texts       map[string]string `json:"texts"`
	Numbers     map[string]int64  `json:"numbers"`
	Days        map[string]day    `json:"days"`
	Made        []ObjectRef       `json:"made,omitempty" doc:"Letters and evidence that the act put on record."`
}

// dayFacts are the facts of entries whose number is a day.
var dayFacts = map[string]bool{"due": true, "from": true, "to": true, "expires": true, "final": true}

func (c *call) eventsOf(in []trail.Event) []Event {
	out := make([]Event, len(in))
	for i, e := range in {
		x := Event{e.Entry, string(e.Kind), instant(e.At), 0, e.Person, e.Appointment, e.OnBehalf, e.Agent, e.Texts,
			map[string]int64{}, map[string]day{}, nil}
		for _, m := range c.face.Kinds.Made(e) {
			x.Made = append(x.Made, ObjectRef{string(m.Kind), m.ID})
		}
		if e.Claimed != e.At {
			x.Claimed = instant(e.Claimed)
		}
		for name, n := range e.Numbers {
			if dayFacts[name] {
				x.Days[name] = day(n)
			} else {
				x.Numbers[name] = n
			}
		}
		out[i] = x
	}
	return out
}

// Evidence is one file attached to a matter; its bytes are at /evidence/{id}.
type Evidence struct {
	ID     ref.ID  `json:"id"`
	Name   string  `json:"name"`
	Type   string  `json:"type"`
	Size   int64   `json:"size" doc:"In bytes."`
	Phase  string  `json:"phase" enum:"before,after" doc:"How it was, or that it was put right."`
	SHA256 string  `json:"sha256" doc:"In hexadecimal."`
	By     ref.ID  `json:"by"`
	At     instant `json:"at"`
}

func evidencesOf(in []evidence.Evidence) []Evidence {
	out := make([]Evidence, len(in))
	for i, e := range in {
		out[i] = Evidence{e.ID, e.Name, e.Type, e.Size, string(e.Phase.Of()), hexOf(e.Digest), e.By, instant(e.At)}
	}
	return out
}
