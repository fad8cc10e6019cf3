// Package versions is the pages of the policy pack in time: which version is in
// force, what another would change, who proposes it and who adopts it.
package versions

import (
	"net/url"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/appraisal"
	"shuangze/internal/web/desk/burden"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

const home = "/policy/versions"

// Routes are the pages of this room.
func Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /policy/versions", May: "policy.see", Handle: list},
		{Pattern: "GET /policy/versions/new", May: "policy.change", Handle: newForm},
		{Pattern: "POST /policy/versions/new", May: "policy.change", Handle: propose},
		{Pattern: "POST /policy/versions/check", May: "policy.change", Handle: check},
		{Pattern: "GET /policy/versions/{id}/schemes", May: "policy.see", Handle: schemes},
		{Pattern: "GET /policy/versions/{id}/schemes/as/{kind}", May: "policy.see", Handle: schemesFile},
		{Pattern: "GET /policy/versions/{id}/document", May: "policy.see", Handle: adoptedFile},
		{Pattern: "GET /policy/versions/{id}", May: "policy.see", Handle: one},
		{Pattern: "GET /policy/versions/{id}/adopt", May: "policy.adopt", Handle: adoptForm},
		{Pattern: "POST /policy/versions/{id}/adopt", May: "policy.adopt", Handle: adopt},
		{Pattern: "GET /policy/versions/{id}/withdraw", May: "policy.change", Handle: withdrawForm},
		{Pattern: "POST /policy/versions/{id}/withdraw", May: "policy.change", Handle: withdraw},
	}
}

// at is the page of a version; the ground is version 0.
func at(id ref.ID) string { return home + "/" + id.String() }

// past is every version of the county, with the one in force today.
type past struct {
	all []version.Version
	now version.Version // the zero Version is the ground
}

func read(v *desk.Visit) (p past, err error) {
	p.all, err = v.Desk.Versions.Versions(v.R.Context(), v.Actor.Jurisdiction)
	p.now, _ = version.InForce(p.all, v.Today())
	return p, err
}

// find is the version of the address; only a written 0 is the ground.
func (p past) find(v *desk.Visit) (version.Version, error) {
	id := v.ID("id")
	found, ok := version.Find(p.all, id)
	if !ok || id == 0 && v.R.PathValue("id") != "0" {
		return found, desk.Missing()
	}
	return found, nil
}

// own is an object of the visitor's county that nobody has asked for yet.
func own(v *desk.Visit) access.Object { return access.Object{Jurisdiction: v.Actor.Jurisdiction} }

// called is what a version is called.
func called(v *desk.Visit, x version.Version) string {
	if x.ID == 0 {
		return v.P.T("policy.version.ground")
	}
	return v.P.T("policy.version.no", "no", x.No)
}

// chip is how a version stands today.
func (p past) chip(v *desk.Visit, x version.Version) (page.Tone, string) {
	switch {
	case x.ID == p.now.ID:
		return page.Green, v.P.T("policy.version.in-force")
	case x.ID == 0:
		return page.Grey, v.P.T("policy.version.over")
	case x.Ahead(v.Today()):
		return page.Blue, v.P.T("policy.version.ahead")
	case x.State == version.Adopted:
		return page.Grey, v.P.T("policy.version.over")
	case x.State == version.Proposed:
		return page.Amber, v.P.T("version.state.proposed")
	}
	return page.Grey, v.P.T("version.state.withdrawn")
}

// days are from when until when a version is in force; "" when it never was, nor
// will be.
func (p past) days(v *desk.Visit, x version.Version) string {
	if x.State != version.Adopted {
		return ""
	}
	switch end := x.Until(p.all); {
	case end == when.Open:
		return v.P.T("policy.version.from", "from", x.From)
	case end == x.From:
		return v.P.T("policy.version.never", "from", x.From)
	default:
		return v.P.T("policy.version.until", "from", x.From, "to", end-1)
	}
}

// who is a person, or the console.
func who(v *desk.Visit, c *bodies.County, id ref.ID) string {
	if p, ok := c.Person(id); ok {
		return p.Name
	}
	return v.P.T("policy.version.console")
}

// entry leads to an entry of the journal for those who may read it.
func entry(v *desk.Visit, n int64) string {
	if n == 0 || !access.Anywhere(v.Actor, "proof.see") {
		return ""
	}
	return "/journal/entries/" + ref.ID(n).String()
}

type listLine struct {
	Name, Href string
	Tone       page.Tone
	State      string
	Days       string
	Who        string
	Note       string
	Entry      int64
	EntryHref  string
}

type listData struct {
	page.View
	Lines []listLine
	New   bool
}

// list is every version, the latest first and the ground last.
func list(v *desk.Visit) error {
	p, err := read(v)
	if err != nil {
		return err
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	entries, err := v.Desk.Read.PolicyEntries(v.R.Context(), version.IDs(p.all))
	if err != nil {
		return err
	}
	d := listData{View: v.View(v.P.T("policy.versions")), New: v.Can("policy.change", own(v))}
	for _, x := range append(slices.Clone(p.all), version.Version{}) {
		l := listLine{Name: called(v, x), Href: at(x.ID), Days: p.days(v, x), Note: x.Note, Entry: entries[x.ID]}
		l.Tone, l.State = p.chip(v, x)
		l.EntryHref = entry(v, l.Entry)
		switch {
		case x.ID == 0:
			l.Note = v.P.T("policy.version.ground.say")
		case x.State == version.Adopted:
			l.Who = v.P.T("policy.version.by-both", "author", who(v, c, x.ProposedBy), "adopter", who(v, c, x.AdoptedBy))
		default:
			l.Who = v.P.T("policy.version.by-author", "author", who(v, c, x.ProposedBy))
		}
		d.Lines = append(d.Lines, l)
	}
	return v.Page(200, listPage(d))
}

type oneData struct {
	page.View
	V        version.Version
	Name     string
	Tone     page.Tone
	State    string
	Days     string
	Events   []page.Event
	Beyond   page.Beyond
	Files    []version.File
	Beside   string // what it is compared with
	Changes  []version.Change
	Cost     *burden.Costing      // of one that is not in force yet
	Sim      *appraisal.Simulated // of one whose schemes are others than those in force
	InForce  bool
	Adopt    bool
	Own      bool // proposed by the visitor: somebody else adopts it
	Withdraw bool
	Propose  bool
}

// one shows a version: how it stands, who did what, what it changes in the version
// in force, and its whole text.
func one(v *desk.Visit) error {
	p, err := read(v)
	if err != nil {
		return err
	}
	x, err := p.find(v)
	if err != nil {
		return err
	}
	d := oneData{View: v.View(called(v, x)), V: x, Name: called(v, x), Days: p.days(v, x), InForce: x.ID == p.now.ID}
	d.Tone, d.State = p.chip(v, x)
	if d.Files, d.Changes, err = compared(v, p, x); err != nil {
		return err
	}
	d.Beside = called(v, p.now)
	if x.State == version.Proposed || x.Ahead(v.Today()) {
		if d.Cost, err = costing(v, d.Files, d.Changes); err != nil {
			return err
		}
		if d.Sim, err = differs(v, x, d.Files); err != nil {
			return err
		}
	}
	d.Propose = v.Can("policy.change", own(v))
	if x.ID != 0 {
		open := x.State == version.Proposed
		d.Adopt = open && v.Can("policy.adopt", x.Object())
		d.Own = open && !d.Adopt && v.Can("policy.adopt", own(v))
		d.Withdraw = (open || x.Ahead(v.Today())) && v.Can("policy.change", x.Object())
		if d.Events, d.Beyond, err = events(v, x.ID); err != nil {
			return err
		}
	}
	return v.Page(200, onePage(d))
}

// compared is a version's text and what it changes in the one in force.
func compared(v *desk.Visit, p past, x version.Version) (files []version.File, changes []version.Change, err error) {
	if files, err = v.Desk.Versions.Text(v.R.Context(), x); err != nil || x.ID == p.now.ID {
		return files, nil, err
	}
	beside, err := v.Desk.Versions.Text(v.R.Context(), p.now)
	return files, version.Compare(beside, files), err
}

func events(v *desk.Visit, id ref.ID) (out []page.Event, beyond page.Beyond, err error) {
	history, err := v.History(id)
	if err != nil {
		return nil, beyond, err
	}
	c, err := v.County()
	if err != nil {
		return nil, beyond, err
	}
	for _, e := range history.Events {
		x := page.Event{At: e.At, Entry: e.Entry, Href: entry(v, e.Entry), Who: v.Signed(c, e),
			Verb: v.P.T("event." + strings.TrimSuffix(string(e.Kind), ".v1")), Quote: e.Texts["reason"] + e.Texts["note"]}
		out = append(out, x)
	}
	return out, desk.Beyond(history), nil
}

// values are what stands in a form of files at first.
func values(files []version.File) url.Values {
	out := url.Values{}
	for _, f := range files {
		out.Add("file", f.Name)
		out.Set(f.Name, f.Text)
	}
	return out
}
