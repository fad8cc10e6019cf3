package desk

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/kind"
	"shuangze/internal/lang"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Visit is one request by one person (or nobody yet).
type Visit struct {
	Desk    *Desk
	W       http.ResponseWriter
	R       *http.Request
	Actor   actor.Actor
	Account account.Account
	P       *lang.Phraser
	Now     when.Instant
	Request string // request id

	county *bodies.County
	parts  map[ref.Ref]kind.Line // what acts put on record: see History
	seen   ref.ID                // the object last found to be the visitor's to see
	about  []ref.ID              // what the page is about beside the object of its address
	before *act.Receipt          // of the form that was sent before with other words
	wrote  bool
	quiet  bool // where ballots are cast: see quiet.go

	cut     bool // the query was cut to what is searched for
	uploads map[string][]Upload
	leaves  []func()    // the places held at the gate
	closers []io.Closer // files that go when the visit ends
}

// Today is the county's day.
func (v *Visit) Today() when.Day { return v.Now.Day() }

// County is the county as it stands today.
func (v *Visit) County() (*bodies.County, error) {
	if v.county == nil {
		c, err := v.Desk.Read.County(v.R.Context(), v.Actor.Jurisdiction, v.Today())
		if err != nil {
			return nil, err
		}
		v.county = c
	}
	return v.county, nil
}

// Can says whether to offer an act on an object.
func (v *Visit) Can(verb access.Verb, o access.Object) bool { return access.Can(v.Actor, verb, o) }

// Scope is what of a kind this visitor may list.
func (v *Visit) Scope(see access.Verb) access.Scope { return access.ScopeOf(v.Actor, see) }

// ID reads an identifier of the path; 0 when it is none.
func (v *Visit) ID(name string) ref.ID { return ref.Parse(v.R.PathValue(name)) }

// Missing is the answer for what is not there and for what may not be seen:
// the same bytes.
func Missing() error { return text.Refuse(text.Missing, "access.missing") }

// See checks the right to see an object that was read.
func (v *Visit) See(verb access.Verb, found bool, o access.Object) error {
	if !found {
		return Missing()
	}
	if err := access.May(v.Actor, verb, o); err != nil {
		return err
	}
	v.seen = o.ID
	return nil
}

// last says what was done last to the object of the address, by whom and when:
// whoever comes second is told who came first. Only of what the visitor sees.
func (v *Visit) last() string {
	id := v.ID("id")
	if id == 0 || id != v.seen {
		return ""
	}
	acts, err := v.Desk.Read.History(v.R.Context(), id, 0)
	if err != nil || len(acts.Events) == 0 {
		return ""
	}
	c, err := v.County()
	if err != nil {
		return ""
	}
	e := acts.Events[0]
	return v.P.T("page.trouble.last", "what", v.P.T("event."+strings.TrimSuffix(string(e.Kind), ".v1")), "who",
		v.Signed(c, e), "when", v.P.Instant(e.At))
}

// Command starts a command of this visitor with the form's hidden key.
func (v *Visit) Command() act.Command {
	return act.Command{Actor: v.Actor, Key: v.key(), Request: v.Request, Asked: v.asked()}
}

// keyMost is how long a form's key may be; ours have 24 letters.
const keyMost = 100

// key is the form's hidden key; one that no form of ours holds is none.
func (v *Visit) key() string {
	if key := v.R.PostFormValue("key"); len(key) <= keyMost && text.Fit(key) {
		return key
	}
	return ""
}

// Key mints the hidden key of a form. It says for whom the form was opened, so that
// what one began for somebody is not done as oneself, nor the other way round: see
// sameHands. It begins with the second in which it was minted: see asked.
func (v *Visit) Key() string {
	var b [15]byte
	stamped(b[:], v.Now)
	rand.Read(b[stampBytes:])
	key := base32.StdEncoding.EncodeToString(b[:])
	if by := v.Actor.Delegation; by != 0 {
		key += keyFor + by.String()
	}
	return key
}

// keyFor stands in a form's key before the delegation by which it was opened; no
// letter of a key is one.
const keyFor = "-"

// sameHands refuses a form that was opened while its sender acted for somebody else
// than now: another window went back, or the delegation ended meanwhile.
func (v *Visit) sameHands() error {
	key := v.key()
	if len(key) < 24 || strings.Trim(key[:24], base32Letters) != "" { // none of ours
		return nil
	}
	opened := ""
	if by := v.Actor.Delegation; by != 0 {
		opened = keyFor + by.String()
	}
	if key[24:] != opened {
		return text.Refuse(text.Conflict, "delegation.changed")
	}
	return nil
}

const base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// Form reads a field as texts are kept (text.Tidy), trimmed, with line ends made one.
func (v *Visit) Form(name string) string {
	return strings.TrimSpace(text.Tidy(strings.ReplaceAll(v.R.PostFormValue(name), "\r\n", "\n")))
}

// Forms reads a field that stands in the form several times, each as Form does.
func (v *Visit) Forms(name string) []string {
	v.R.PostFormValue(name) // parses the form
	out := make([]string, len(v.R.PostForm[name]))
	for i, s := range v.R.PostForm[name] {
		out[i] = strings.TrimSpace(text.Tidy(strings.ReplaceAll(s, "\r\n", "\n")))
	}
	return out
}

// FormID and FormDay read typed fields; what cannot be read is 0, which the
// rules then name. FormDay adds an error for a day that does not exist.
func (v *Visit) FormID(name string) ref.ID { return ref.Parse(v.Form(name)) }

// FormDay reads a day written 2006-01-02.
func (v *Visit) FormDay(name string, errs *text.InputErrors) when.Day {
	s := v.Form(name)
	if s == "" {
		return 0
	}
	d, err := when.ParseDay(s)
	if err != nil {
		errs.Add(name, "input.no-such-day")
	}
	return d
}

// Page writes a page.
func (v *Visit) Page(status int, c templ.Component) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := c.Render(v.R.Context(), buf); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	v.Leave()
	h := v.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept-Encoding")
	v.wrote = true
	if buf.Len() > 2048 && strings.Contains(v.R.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		v.W.WriteHeader(status)
		z := zips.Get().(*gzip.Writer)
		defer zips.Put(z)
		z.Reset(v.W)
		z.Write(buf.Bytes())
		return z.Close()
	}
	v.W.WriteHeader(status)
	_, err := v.W.Write(buf.Bytes())
	return err
}

var (
	buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	zips    = sync.Pool{New: func() any { z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed); return z }}
)

// Go answers 303 to another page.
func (v *Visit) Go(to string) error {
	v.wrote = true
	http.Redirect(v.W, v.R, to, http.StatusSeeOther)
	return nil
}

// JSON answers what a script of ours asked for.
func (v *Visit) JSON(b []byte) error {
	v.W.Header().Set("Content-Type", "application/json")
	v.W.Header().Set("Cache-Control", "no-store")
	v.wrote = true
	_, err := v.W.Write(b)
	return err
}

// Signed says who did an act: the name with the post acted in on that day,
// whether or not it is still held, and that the post was only acted for.
func (v *Visit) Signed(c *bodies.County, e trail.Event) string {
	if e.Agent != "" {
		return AgentWord(v.P, e.Agent)
	}
	p, _ := c.Person(e.Person)
	a, ok := c.Appointment(e.Appointment)
	if e.OnBehalf != 0 { // in the posts of the one it was done for
		whom, _ := c.Person(e.OnBehalf)
		if !ok {
			return v.P.T("event.who.deputy", "name", whom.Name, "deputy", p.Name)
		}
		return v.P.T("event.who.deputy-post", "name", whom.Name, "post", a.Title, "deputy", p.Name)
	}
	switch {
	case !ok:
		return p.Name
	case a.Post == bodies.Acting && !strings.Contains(a.Title, "主持工作"):
		return v.P.T("event.who.acting", "name", p.Name, "post", a.Title)
	}
	return v.P.T("event.who", "name", p.Name, "post", a.Title)
}

// behalf says for whom the visitor acts.
func (v *Visit) behalf() string {
	c, err := v.County()
	if err != nil {
		return v.P.T("page.behalf", "name", "")
	}
	p, _ := c.Person(v.Actor.OnBehalf)
	return v.P.T("page.behalf", "name", p.Name)
}

// AgentWord calls what acted where no person did: who stood at the server's own
// console, or the program by itself.
func AgentWord(p *lang.Phraser, agent string) string {
	if name, ok := strings.CutPrefix(agent, "console "); ok {
		return p.T("event.console", "name", name)
	}
	if agent == "" { // nobody known: somebody who only tried
		return ""
	}
	switch agent {
	case "rules":
		agent = p.T("event.agent.rules")
	case "calendar":
		agent = p.T("event.agent.calendar")
	}
	return p.T("event.agent", "agent", agent)
}

// View is the frame of a page with a phrased title.
func (v *Visit) View(title string) page.View {
	view := page.View{P: v.P, Title: title, County: v.CountyName(), Field: v.FieldName(), Today: v.Today(),
		Path: v.R.URL.Path, Query: v.R.URL.Query(), Demo: v.Desk.Demo}
	if v.quiet {
		view.Path, view.Query, view.Plain = quietRoom, nil, true
		return view
	}
	if v.Actor.Account != 0 {
		view.Foot = v.Foot()
		view.User = page.User{ID: v.Actor.Account.String(), Name: v.Actor.Name, Post: v.Actor.Post,
			Account: "/account", SignOut: "/sign-out"}
		if !v.Actor.InPerson() {
			view.User.OnBehalf, view.User.Back = v.behalf(), "/acting"
		}
		view.Menu, view.Shells = v.menu(), v.shells()
		if v.allowed("search.use") {
			view.Search = "/search"
		}
		if v.allowed("view.see") {
			view.Saved = "/views"
		}
	}
	if v.cut {
		view.Flash = page.Flash{Tone: page.Amber, Text: v.P.T("page.query-cut", "most", text.QueryMost)}
	}
	if f := v.did(view.Query); f.Text != "" {
		view.Flash = f
	}
	if v.before != nil {
		view.Flash = v.saidBefore(*v.before)
	}
	return view
}

// allowed says whether a route's permission holds for the visitor anywhere.
func (v *Visit) allowed(verb access.Verb) bool { return access.Anywhere(v.Actor, verb) }

// CountyName is the county's name in the visitor's language.
func (v *Visit) CountyName() string { return CountyName(v.P, v.Desk.Policy.County) }

// CountyName is what a county is called in the reader's language.
func CountyName(p *lang.Phraser, c policy.County) string {
	if p.Chinese() {
		return c.Zh
	}
	return c.En
}

// FieldName is what the policy pack calls the whole matter: 党风廉政建设 (the
// text's word) or 全面从严治党 (today's).
func (v *Visit) FieldName() string { return v.Label(policy.Field, v.Desk.Policy.County.Field) }

// Label is the policy pack's word for a code.
func (v *Visit) Label(kind policy.Kind, code string) string {
	if code == "" {
		return ""
	}
	return v.Desk.Policy.Label(kind, code, v.P.Lang())
}
