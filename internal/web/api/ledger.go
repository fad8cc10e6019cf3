package api

import (
	"cmp"
	"errors"

	"shuangze/internal/exchange"
	"shuangze/internal/lists/ledger"
	"shuangze/internal/lists/record"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/gate"
	"shuangze/internal/when"
)

// ledgerMost is how many lines of a ledger one answer holds [D]: what is longer is asked
// for by kind.
const ledgerMost = 2000

var errMoreLines = errors.New("there are more lines")

type ledgerQuery struct {
	Year  int    `query:"year" doc:"This year when left out."`
	On    day    `query:"on" doc:"As valid on this day; as it stands when left out."`
	At    int64  `query:"at" doc:"As known when this entry of the journal was written; as known today when left out."`
	Kind  string `query:"kind" codes:"ledger.kind"`
	State string `query:"state" codes:"ledger.state"`
}

// LedgerLine is one matter of a ledger, or one duty record.
type LedgerLine struct {
	Kind    string          `json:"kind" codes:"ledger.kind"`
	ID      ref.ID          `json:"id"`
	Number  string          `json:"number"`
	Title   string          `json:"title"`
	Person  ref.ID          `json:"person,omitzero"`
	Since   day             `json:"since" doc:"When it was registered or issued, or its period began."`
	Due     day             `json:"due,omitzero"`
	Closed  day             `json:"closed,omitzero" doc:"When it was struck off."`
	Open    bool            `json:"open"`
	State   string          `json:"state" doc:"In words."`
	Late    bool            `json:"late" doc:"Done after its day; of a record: written down afterwards."`
	Done    day             `json:"done,omitzero" doc:"Of a record: when, as claimed."`
	Records []LedgerMention `json:"records" doc:"The duty records that discharge it."`
}

// LedgerMention is a duty record that discharges a matter.
type LedgerMention struct {
	ID     ref.ID `json:"id"`
	Number string `json:"number"`
	On     day    `json:"on"`
}

// Ledger is the ledger of a body and a year.
type Ledger struct {
	Body  ref.ID       `json:"body"`
	Year  int          `json:"year"`
	At    int64        `json:"at,omitzero" doc:"The entry as of which it is known."`
	Known instant      `json:"known,omitzero" doc:"When that entry was written."`
	Items []LedgerLine `json:"items"`
	More  bool         `json:"more" doc:"There are more lines: ask for one kind."`
}

func getLedger(c *call, q ledgerQuery) (out Ledger, err error) {
	k, err := c.county(0)
	if err != nil {
		return out, err
	}
	b, ok := k.Body(c.id())
	if err := c.see("ledger.see", ok && record.Answers(b.Kind), ledger.Object(c.actor.Jurisdiction, b)); err != nil {
		return out, err
	}
	asked := ledger.Asked{Body: b, Year: cmp.Or(q.Year, c.today().Year()), On: when.Day(q.On), Sort: ref.Kind(q.Kind),
		State: q.State}
	if asked.Year < 2000 || asked.Year > c.today().Year()+1 {
		return out, text.InputErrors{{Field: "year", Message: text.M("field.year-least", "least", 2000)}}
	}
	out = Ledger{Body: b.ID, Year: asked.Year, At: q.At, Items: []LedgerLine{}}
	from := ledger.Reads(c.face.Read)
	if q.At != 0 {
		if err := c.enter(gate.List, exchange.ListWeight); err != nil { // the whole journal is read
			return out, err
		}
		past, at, ok, err := c.face.Read.LedgerPast(c.r.Context(), c.actor.Jurisdiction, b, q.At)
		if err != nil {
			return out, err
		}
		if !ok {
			return out, text.InputErrors{{Field: "at", Message: text.M("ledger.at.none")}}
		}
		from, out.Known = past, instant(at)
	}
	err = ledger.Each(c.r.Context(), from, c.scope, asked, func(l ledger.Line) error {
		if out.More = len(out.Items) == ledgerMost; out.More {
			return errMoreLines
		}
		x := LedgerLine{Kind: string(l.Ref.Kind), ID: l.Ref.ID, Number: l.Number, Title: l.Title, Person: l.Person,
			Since: day(l.Since), Due: day(l.Due), Closed: day(l.Closed), Open: l.Open, State: c.p.Message(l.State),
			Late: l.Late, Done: day(l.Done), Records: []LedgerMention{}}
		for _, m := range l.Records {
			x.Records = append(x.Records, LedgerMention{m.ID, m.Number, day(m.On)})
		}
		out.Items = append(out.Items, x)
		return nil
	})
	if out.More {
		err = nil
	}
	return out, err
}

func ledgerOperations() []operation {
	return []operation{get("getLedger", "/ledgers/{id}", "ledger.list", "records",
		"The ledger of a body and a year: its duties, tasks, problems, orders and records", getLedger)}
}
