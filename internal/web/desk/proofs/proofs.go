// Package proofs is the pages of the journal: how long it is, what stands in
// an entry, and how anyone can check that nothing was rewritten.
package proofs

import (
	"context"
	"encoding/hex"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// Reads is what these pages ask of the journal.
type Reads interface {
	Journals(ctx context.Context, jurisdiction int32) ([]trail.Journal, error)
	Entry(ctx context.Context, jurisdiction int32, seq int64) (trail.Entry, bool, error)
	Log(ctx context.Context, name string, f trail.LogFilter) (list []trail.Entry, next int64, err error)
	AccountsCalled(ctx context.Context, jurisdiction int32, typed string, people []ref.ID) ([]ref.ID, error)
	Called(ctx context.Context, accounts []ref.ID) (map[ref.ID]trail.Called, error)
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
	Journals []trail.Journal
	Audit    bool
}

func (p Pages) journal(v *desk.Visit) error {
	list, err := p.Read.Journals(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return err
	}
	return v.Page(200, journalPage(journalData{View: v.View(v.P.T("menu.journal")), Journals: list,
		Audit: access.Anywhere(v.Actor, "access-log.see")}))
}

type entryData struct {
	page.View
	E      trail.Entry
	Who    said
	Href   string // of the object, when the visitor may see it
	Object said
	Matter string // of a matter, for whom may see it
}

// readEntry reads an entry that the visitor may know of: the entry of an
// object they may see, or any for the audit administrator.
func (p Pages) readEntry(v *desk.Visit) (trail.Entry, string, error) {
	e, ok, err := p.Read.Entry(v.R.Context(), v.Actor.Jurisdiction, int64(v.ID("id")))
	if err != nil {
		return e, "", err
	}
	if !ok {
		return e, "", desk.Missing()
	}
	if err := v.SeeRef(e.Object); err == nil {
		return e, v.Desk.Kinds.Of(e.Object.Kind).At(e.Object.ID), nil
	} else if !access.Anywhere(v.Actor, "journal.see") {
		return e, "", err
	}
	return e, "", nil
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
	n, err := p.names(v, c, []trail.Entry{e})
	if err != nil {
		return err
	}
	d := entryData{View: v.View(v.P.T("page.entry", "n", e.Seq)), E: e, Href: to, Who: n.who(e), Object: n.about(e.Object)}
	if to != "" { // who may see it reads its title too
		d.Matter = n.lines[e.Object].Title
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

func short(b [32]byte) string { return hex.EncodeToString(b[:]) }

// event phrases a kind where it has words, and shows its code otherwise.
func event(v page.View, kind string) string {
	key := "event." + strings.TrimSuffix(kind, ".v1")
	if v.P.Has(key) {
		return v.P.T(key)
	}
	return kind
}
