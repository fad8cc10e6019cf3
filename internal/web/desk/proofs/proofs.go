// Package proofs is the pages of the journal: how long it is, what stands in
// an entry, and how anyone can check that nothing was rewritten.
package proofs

import (
	"cmp"
	"context"
	"encoding/hex"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/record"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// Reads is what these pages ask of the journal.
type Reads interface {
	Journals(ctx context.Context, jurisdiction int32) ([]record.Journal, error)
	Entry(ctx context.Context, jurisdiction int32, seq int64) (record.Entry, bool, error)
	Log(ctx context.Context, name string, before int64, limit int) ([]record.Entry, error)
	AccountNames(ctx context.Context, ids []ref.ID) (map[ref.ID]string, error)
}

// Pages are the pages of this room. Receipt makes the file that proves one
// entry offline.
type Pages struct {
	Read    Reads
	Receipt func(ctx context.Context, journal string, seq int64) ([]byte, error)
}

// Routes are the pages of this room.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /journal", May: "proof.see", Handle: p.journal},
		{Pattern: "GET /journal/entries/{id}", May: "proof.see", Handle: p.entry},
		{Pattern: "GET /journal/entries/{id}/receipt", May: "proof.see", Handle: p.receipt},
		{Pattern: "GET /access-log", May: "access-log.see", Handle: p.log},
	}
}

type journalData struct {
	page.View
	Journals []record.Journal
	Audit    bool
}

func (p Pages) journal(v *desk.Visit) error {
	list, err := p.Read.Journals(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return err
	}
	return v.Page(200, journalPage(journalData{View: v.View(v.P.T("menu.journal")), Journals: list, Audit: access.Anywhere(v.Actor, "access-log.see")}))
}

type entryData struct {
	page.View
	E      record.Entry
	Who    string
	Href   string // of the object, when the visitor may see it
	Object string // in words
	County *bodies.County
}

// readEntry reads an entry that the visitor may know of: the entry of an
// object they may see, or any for the audit administrator.
func (p Pages) readEntry(v *desk.Visit) (record.Entry, string, error) {
	e, ok, err := p.Read.Entry(v.R.Context(), v.Actor.Jurisdiction, int64(v.ID("id")))
	if err != nil {
		return e, "", err
	}
	if !ok {
		return e, "", desk.Missing()
	}
	to, err := href(v, e.Object)
	if err != nil && !access.Anywhere(v.Actor, "journal.see") {
		return e, "", err
	}
	return e, to, nil
}

// href is where an object is shown, or the refusal to show it.
func href(v *desk.Visit, o ref.Ref) (string, error) {
	ctx := v.R.Context()
	switch o.Kind {
	case ref.Order:
		x, ok, err := v.Desk.Read.Order(ctx, o.ID)
		if err != nil {
			return "", err
		}
		return "/orders/" + o.ID.String(), v.See("order.see", ok, x.Object(0))
	case ref.Problem:
		x, ok, err := v.Desk.Read.Problem(ctx, o.ID)
		if err != nil {
			return "", err
		}
		return "/problems/" + o.ID.String(), v.See("problem.see", ok, x.Object())
	case ref.Unit, ref.Body, ref.Person:
		to := map[ref.Kind]string{ref.Unit: "/units/", ref.Body: "/bodies/", ref.Person: "/people/"}[o.Kind]
		return to + o.ID.String(), v.See("county.see", true, access.Object{Jurisdiction: v.Actor.Jurisdiction})
	}
	return "", desk.Missing()
}

func (p Pages) entry(v *desk.Visit) error {
	e, to, err := p.readEntry(v)
	if err != nil {
		return err
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	d := entryData{View: v.View(v.P.T("page.entry", "n", e.Seq)), E: e, Href: to, County: c, Who: desk.AgentWord(v.P, e.Agent)}
	if x, ok := c.Person(e.Person); ok {
		d.Who = x.Name
	}
	d.Object = objectName(d.View, c, e.Object)
	switch e.Object.Kind {
	case ref.Order:
		if x, ok, err := v.Desk.Read.Order(v.R.Context(), e.Object.ID); err == nil && ok && to != "" && x.Number.No != 0 {
			d.Object = v.P.T("order.order") + " " + x.Number.String()
		}
	case ref.Problem:
		if x, ok, err := v.Desk.Read.Problem(v.R.Context(), e.Object.ID); err == nil && ok && to != "" {
			d.Object = v.P.T("problem.problem") + " " + x.Number.String()
		}
	}
	return v.Page(200, entryPage(d))
}

// receipt sends the file that proves the entry without this server.
func (p Pages) receipt(v *desk.Visit) error {
	e, _, err := p.readEntry(v)
	if err != nil {
		return err
	}
	body, err := p.Receipt(v.R.Context(), e.Journal, e.Seq)
	if err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", `attachment; filename="receipt-`+strconv.FormatInt(e.Seq, 10)+`.json"`)
	_, err = v.W.Write(body)
	return err
}

type logData struct {
	page.View
	Entries []record.Entry
	Name    string
	Names   []string
	County  *bodies.County
	Called  map[ref.ID]string // names of the accounts on the page
	Older   string
}

// log shows the access journal to the audit administrator.
func (p Pages) log(v *desk.Visit) error {
	journals, err := p.Read.Journals(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return err
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	d := logData{View: v.View(v.P.T("menu.access-log")), County: c}
	want := v.R.URL.Query().Get("journal")
	for _, j := range journals {
		d.Names = append(d.Names, j.Name)
		if j.Name == want || (want == "" && strings.Contains(j.Name, "access/")) {
			d.Name = j.Name
		}
	}
	if d.Name == "" {
		return desk.Missing()
	}
	before, _ := strconv.ParseInt(v.R.URL.Query().Get("before"), 10, 64)
	if d.Entries, err = p.Read.Log(v.R.Context(), d.Name, before, 50); err != nil {
		return err
	}
	var accounts []ref.ID
	for _, e := range d.Entries {
		if e.Object.Kind == ref.Account {
			accounts = append(accounts, e.Object.ID)
		}
	}
	if d.Called, err = p.Read.AccountNames(v.R.Context(), accounts); err != nil {
		return err
	}
	if n := len(d.Entries); n == 50 {
		d.Older = d.With("before", strconv.FormatInt(d.Entries[n-1].Seq, 10))
	}
	return v.Page(200, logPage(d))
}

func (d logData) who(e record.Entry) string {
	if x, ok := d.County.Person(e.Person); ok {
		return x.Name
	}
	return desk.AgentWord(d.P, e.Agent)
}

// about names what an entry is about; an account by its name.
func (d logData) about(o ref.Ref) string {
	if name := d.Called[o.ID]; o.Kind == ref.Account && name != "" {
		return d.P.T("menu.accounts") + " " + name
	}
	return objectName(d.View, d.County, o)
}

// objectName says what an entry is about as far as the registers know it; other
// things keep their kind and their identifier.
func objectName(v page.View, c *bodies.County, o ref.Ref) string {
	key := map[ref.Kind]string{ref.Order: "order.order", ref.Problem: "problem.problem", ref.Unit: "register.unit", ref.Body: "register.body", ref.Person: "register.person", ref.Account: "menu.accounts"}[o.Kind]
	if key == "" {
		return o.String()
	}
	name := o.ID.String()
	switch o.Kind {
	case ref.Unit:
		name = cmp.Or(c.Name(o.ID), name)
	case ref.Person:
		if x, ok := c.Person(o.ID); ok {
			name = x.Name
		}
	case ref.Body:
		if x, ok := c.Body(o.ID); ok {
			name = x.Name
		}
	}
	return v.P.T(key) + " " + name
}

func short(b [32]byte) string { return hex.EncodeToString(b[:]) }

// event phrases a kind where it has words, and shows its code otherwise.
func event(v page.View, kind string) string {
	key := "event." + strings.TrimSuffix(kind, ".v1")
	if v.P.Has(key) {
		return v.P.T(key)
	}
	return kind
}
