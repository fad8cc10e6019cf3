// Package signing is the pages of papers that are signed beside those that the frame
// makes: a paper's versions and signatures, one version and what it changes, the page
// on which the first responsible person signs, the paper as it is printed, and the
// page that checks a verification code.
package signing

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Pages are the pages of what is signed.
type Pages struct {
	Papers signoff.Commands
	// Others finds what else bears a verification code; nil = nothing does.
	Others func(v *desk.Visit, code string) (templ.Component, error)
	Crumb  page.Link // the room of the menu it stands in, its label a key
}

// Adds is what is added to the pages of a noun: to a paper its versions.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if n.Name != signoff.Shape.Name {
		return frame.Adds{}
	}
	return frame.Adds{More: p.past}
}

// Routes are the addresses.
func (p Pages) Routes() []desk.Route {
	const see access.Verb = "signoff.see"
	return []desk.Route{
		{Pattern: "GET " + checking, May: "signoff.check", Handle: p.check},
		{Pattern: "GET /signoffs/{id}/do/" + signoff.SignAct, May: see, Handle: p.signForm},
		{Pattern: "POST /signoffs/{id}/do/" + signoff.SignAct, May: see, Handle: p.sign},
		{Pattern: "GET /signoffs/{id}/versions/{number}", May: see, Handle: p.version},
		{Pattern: "GET /signoffs/{id}/versions/{number}/print", May: see, Handle: p.paper},
		{Pattern: "GET /signoffs/{id}/versions/{number}/as/{kind}", May: see, Handle: p.file},
		{Pattern: "GET /signoffs/{id}/compare", May: see, Handle: p.compare},
	}
}

// home is where papers are listed, checking where a code is typed.
const (
	home     = "/signoffs"
	checking = signoff.CheckPage
)

func at(id ref.ID) string { return home + "/" + id.String() }

func atVersion(id ref.ID, number int64) string {
	return at(id) + "/versions/" + strconv.FormatInt(number, 10)
}

// data is a paper with its past.
type data struct {
	page.View
	V      *desk.Visit
	Pages  Pages
	County *bodies.County
	X      *signoff.Paper
	Past   signoff.Past
	gone   map[string]string // digests of kept files that were erased by law, and what stands in their place
}

// load reads the paper of the address with its past, when the visitor may see it.
func (p Pages) load(v *desk.Visit) (d data, err error) {
	x, ok, err := p.Papers.Read.One(v.R.Context(), signoff.Shape.Of, v.ID("id"))
	if err != nil {
		return d, err
	}
	var o access.Object
	if ok {
		o = signoff.Shape.Object(x)
	}
	if err := v.See("signoff.see", ok, o); err != nil {
		return d, err
	}
	return p.of(v, x.(*signoff.Paper))
}

func (p Pages) of(v *desk.Visit, x *signoff.Paper) (d data, err error) {
	d = data{View: v.View(x.Title), V: v, Pages: p, X: x}
	if d.County, err = v.County(); err != nil {
		return d, err
	}
	if d.Past, err = p.Papers.Past(v.R.Context(), x.ID); err != nil {
		return d, err
	}
	d.gone, err = v.ErasedOf(x.ID)
	return d, err
}

// crumbs are the way to a page about a paper.
func (d data) crumbs(last string) []page.Link {
	return []page.Link{{Label: d.P.T(d.Pages.Crumb.Label), Href: d.Pages.Crumb.Href},
		{Label: d.P.T("signoff.list"), Href: home}, {Label: d.X.Title, Href: at(d.X.ID)}, {Label: last}}
}

// pastData is what a paper's page shows of its versions.
type pastData struct {
	data
	Newest  signoff.Version  // the zero Version when there is none
	Changed bool             // it reads today otherwise than the newest version
	Since   []version.Change // what changed since that was signed; none while it stands unsigned
}

func (p Pages) past(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d := pastData{}
	var err error
	if d.data, err = p.of(v, x.(*signoff.Paper)); err != nil || len(d.Past.Versions) == 0 {
		return nil, err
	}
	d.Newest = d.Past.Versions[0]
	now, err := p.Papers.Reading(v.R.Context(), []*signoff.Paper{d.X}, v.Today())
	if err != nil {
		return nil, err
	}
	reads := signoff.Version{Text: now[d.X.ID]}
	d.Changed = !bytes.Equal(signoff.Sum(reads.Text), d.Newest.Digest)
	if _, signed := d.Past.SignedBy(d.Newest.Number); signed && d.Changed {
		d.Since = signoff.Compare(d.Newest, reads)
	}
	return pastSheets(d), nil
}

// changed says that a paper reads today otherwise than a version of it.
func (p Pages) changed(ctx context.Context, d data, of signoff.Version) (bool, error) {
	now, err := p.Papers.Now(ctx, []*signoff.Paper{d.X}, d.V.Today())
	return !bytes.Equal(now[d.X.ID], of.Digest), err
}

func (d pastData) head() page.List {
	return page.List{Caption: d.P.T("signoff.versions"), Cols: []page.Col{
		{Label: d.P.T("signoff.version.number"), Width: "narrow"}, {Label: d.P.T("signoff.version.made")},
		{Label: d.P.T("signoff.version.why")}, {Label: d.P.T("signoff.version.signature")},
		{Label: d.P.T("files.acts"), Hidden: true}}}
}

// state is what became of a version, in a word.
func (d data) state(x signoff.Version) templ.Component {
	s, signed := d.Past.SignedBy(x.Number)
	switch {
	case x.Altered() || signed && s.Altered(x):
		return page.Chip(page.Red, d.P.T("signoff.altered.chip"))
	case signed:
		return page.Chip(page.Green, d.P.T("signoff.state.signed"))
	}
	return page.Chip(page.Grey, d.P.T("signoff.version.unsigned"))
}

// altered says that a version is not what was frozen or signed.
func (d data) altered(x signoff.Version) bool {
	s, signed := d.Past.SignedBy(x.Number)
	return x.Altered() || signed && s.Altered(x)
}

func (d data) who(id ref.ID) string {
	x, _ := d.County.Person(id)
	return x.Name
}

// before is the address that compares a version with the one before it, "" for the
// first.
func (d data) before(x signoff.Version) string {
	if x.Number < 2 {
		return ""
	}
	return at(d.X.ID) + "/compare?" + url.Values{"from": {strconv.FormatInt(x.Number-1, 10)},
		"to": {strconv.FormatInt(x.Number, 10)}}.Encode()
}

// second is a moment to the second, as it stands in signature blocks.
func (d data) second(at when.Instant) string {
	return d.P.Day(at.Day()) + at.Time().Format(" 15:04:05")
}

// block is what stands in a signature block.
func (d data) block(s signoff.Signature) []page.Fact {
	by := s.Name
	if s.Post != "" {
		by = d.P.T("signoff.block.who", "name", s.Name, "post", s.Post)
	}
	if s.Acting {
		by = d.P.T("signoff.block.acting", "who", by)
	}
	return []page.Fact{
		{Label: d.P.T("signoff.block.opinion"), Value: s.Opinion},
		{Label: d.P.T("signoff.block.by"), Value: by},
		{Label: d.P.T("signoff.block.at"), Value: d.second(s.At)},
		{Label: d.P.T("signoff.block.means"), Value: d.means(s)},
		{Label: d.P.T("signoff.digest"), Value: shown(signoff.Version{Digest: s.Digest})},
		{Label: d.P.T("signoff.code"), Value: s.Code(), Href: checking + "?code=" + s.Code()},
	}
}

// shown is a digest in groups, which a narrow page can break.
func shown(x signoff.Version) string {
	var b strings.Builder
	for i, r := range x.Hex() {
		if i > 0 && i%8 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (d data) means(s signoff.Signature) string {
	if s.Means == account.ByPasskey {
		return d.P.T("signoff.means.passkey")
	}
	return d.P.T("signoff.means.code")
}

// versionData is one version, as it was frozen.
type versionData struct {
	data
	Is     signoff.Version
	Signed *signoff.Signature // nil = it is not
}

func (p Pages) one(v *desk.Visit) (d versionData, err error) {
	if d.data, err = p.load(v); err != nil {
		return d, err
	}
	var ok bool
	if d.Is, ok = d.Past.Of(int64(v.ID("number"))); !ok {
		return d, desk.Missing()
	}
	if s, ok := d.Past.SignedBy(d.Is.Number); ok {
		d.Signed = &s
	}
	return d, nil
}

// named is what a version is called.
func (d data) named(number int64) string { return d.P.T("signoff.version.n", "n", number) }

func (p Pages) version(v *desk.Visit) error {
	d, err := p.one(v)
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, versionPage(d))
}

func (p Pages) paper(v *desk.Visit) error {
	d, err := p.one(v)
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, paperPage(d))
}

// file is a version that was signed as a file: as PDF the one that is kept of it.
func (p Pages) file(v *desk.Visit) error {
	as, err := v.PaperKind()
	if err != nil {
		return err
	}
	d, err := p.one(v)
	if err != nil {
		return err
	}
	if d.Signed == nil {
		return desk.Missing()
	}
	s, err := p.Papers.Sheet(d.Is, *d.Signed, v.Desk.Base)
	if err != nil {
		return err
	}
	if as == paper.PDF {
		return v.SendIssued(s)
	}
	return v.SendPaper(as, s.Name(), s.Document, s.At)
}

// compareData is two versions and what one changes in the other.
type compareData struct {
	data
	From, To signoff.Version
	Filled   page.Filled
	Changes  []version.Change
}

func (p Pages) compare(v *desk.Visit) error {
	d := compareData{Filled: page.Filled{P: v.P, Values: v.R.URL.Query()}}
	var err error
	if d.data, err = p.load(v); err != nil {
		return err
	}
	var from, to bool
	d.From, from = d.Past.Of(int64(ref.Parse(v.R.URL.Query().Get("from"))))
	d.To, to = d.Past.Of(int64(ref.Parse(v.R.URL.Query().Get("to"))))
	if !from || !to {
		return desk.Missing()
	}
	d.Changes = signoff.Compare(d.From, d.To)
	return v.Page(http.StatusOK, comparePage(d))
}

func (d compareData) choose(name, label string) page.Field {
	f := d.Filled.Field(name, label)
	for _, x := range d.Past.Versions {
		f.Options = append(f.Options, page.Option{Value: strconv.FormatInt(x.Number, 10), Label: d.named(x.Number)})
	}
	return f
}

// signData is the page on which a version is signed.
type signData struct {
	versionData
	Changed bool // it reads today otherwise
	Key     string
	Filled  page.Filled
	Confirm page.Confirm
}

// newest is the version that waits, for whom it waits.
func (p Pages) newest(v *desk.Visit) (d signData, err error) {
	if d.data, err = p.load(v); err != nil {
		return d, err
	}
	if err := access.May(v.Actor, "signoff.sign", signoff.Shape.Object(d.X)); err != nil {
		return d, err
	}
	var ok bool
	if d.Is, ok = d.Past.Of(d.X.Newest); !ok {
		return d, text.Refuse(text.Conflict, "signoff.note.unfrozen")
	}
	d.Changed, err = p.changed(v.R.Context(), d.data, d.Is)
	return d, err
}

func (p Pages) mayAnswer(v *desk.Visit, x *signoff.Paper) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	_, err = signoff.MayAnswer(c, x, v.Actor)
	return err
}

func (p Pages) signForm(v *desk.Visit) error {
	d, err := p.newest(v)
	if err != nil {
		return err
	}
	if err := p.mayAnswer(v, d.X); err != nil {
		return err
	}
	return p.ask(v, d, http.StatusOK)
}

func (p Pages) ask(v *desk.Visit, d signData, status int) (err error) {
	d.View, d.Filled.P, d.Key = v.View(v.P.T("signoff.act.sign")), v.P, v.Key()
	if d.Confirm, err = v.Confirmation(d.Is.Digest, d.Filled.Errors); err != nil {
		return err
	}
	return v.Page(status, signPage(d))
}

// sign signs the version that the form shows. What was typed is judged before who
// signs, for a one-time code is good once; whoever pressed twice finds what is signed.
func (p Pages) sign(v *desk.Visit) error {
	d, err := p.newest(v)
	if err != nil {
		return err
	}
	in := signoff.Signing{Number: int64(v.FormID("number")), Digest: v.Form("digest"), Opinion: v.Form("opinion")}
	if s, ok := d.Past.SignedBy(in.Number); ok && s.Person == v.Actor.Person && s.Opinion == in.Opinion {
		return v.Done(at(d.X.ID), "signoff.sign", act.Receipt{Seq: s.Entry, At: s.At, Object: signoff.Shape.Ref(d.X)})
	}
	if err := p.mayAnswer(v, d.X); err != nil {
		return err
	}
	d.Filled.Values = v.R.PostForm
	again := func(err error) error {
		wrong, is := v.Inputs(err, nil)
		if !is {
			return err
		}
		d.Filled.Errors = wrong
		return p.ask(v, d, http.StatusUnprocessableEntity)
	}
	if in.Number != d.Is.Number { // another version was frozen meanwhile: it is shown, and nothing is signed
		d.Filled.Errors = text.InputErrors{{Message: text.M("signoff.stale", "version", d.Is.Number)}}
		return p.ask(v, d, http.StatusConflict)
	}
	if err := p.Papers.Check(in); err != nil {
		return again(err)
	}
	if in.Proof, err = v.Confirm(d.Is.Digest); err != nil {
		return again(err)
	}
	a, _ := p.Papers.Noun().Act(signoff.SignAct)
	r, err := a.Do(v.R.Context(), noun.Call{Command: v.Command(), ID: d.X.ID, In: &in})
	if err != nil {
		return again(err)
	}
	return v.Done(at(d.X.ID), "signoff.sign", r)
}

func (d signData) form() page.Form {
	return page.Form{Action: at(d.X.ID) + "/do/" + signoff.SignAct, Key: d.Key, Errors: d.Filled.Errors, Narrow: true,
		Words: "signoff.field.sign.", Names: map[string]string{"number": strconv.FormatInt(d.Is.Number, 10),
			"digest": d.Is.Hex()}}
}

func (d signData) opinion() page.Field {
	f := d.Filled.Field("opinion", d.P.T("signoff.field.sign.opinion"))
	f.Hint, f.Limit = d.P.T("signoff.field.sign.opinion.hint"), 500
	return f
}

// checkData is what a verification code belongs to.
type checkData struct {
	page.View
	V      *desk.Visit
	Filled page.Filled
	Asked  bool
	Found  bool
	Other  templ.Component // what else the code belongs to; nil = nothing
	Is     signoff.Checked
	County *bodies.County
	data   data
}

func (p Pages) check(v *desk.Visit) (err error) {
	d := checkData{View: v.View(v.P.T("signoff.check")), V: v, Filled: page.Filled{P: v.P, Values: v.R.URL.Query()}}
	if d.County, err = v.County(); err != nil {
		return err
	}
	typed, status := d.Filled.Values.Get("code"), http.StatusOK
	if typed != "" {
		d.Asked = true
		if d.Is, d.Found, err = p.Papers.CheckCode(v.R.Context(), v.Actor.Jurisdiction, typed); err != nil {
			return err
		}
		if !d.Found && p.Others != nil {
			if d.Other, err = p.Others(v, typed); err != nil {
				return err
			}
		}
		if _, _, ok := signoff.ParseCode(typed); !ok {
			d.Filled.Errors = text.InputErrors{{Field: "code", Message: text.M("signoff.check.no-code")}}
			d.Asked, status = false, http.StatusUnprocessableEntity
		}
	}
	d.data = data{View: d.View, V: v, Pages: p, X: d.Is.Paper}
	return v.Page(status, checkPage(d))
}

// facts are what everybody reads of what a code belongs to: what it is, whose, which
// version, and the signature; its text only who may see the paper.
func (d checkData) facts() []page.Fact {
	body, ok := d.County.Body(d.Is.Paper.Body)
	if !ok {
		body, _ = d.County.Former(d.Is.Paper.Body)
	}
	out := []page.Fact{
		{Label: d.P.T("signoff.field.title"), Value: d.Is.Paper.Title},
		{Label: d.P.T("signoff.field.kind"), Value: d.V.Label(signoff.KindTable, d.Is.Paper.Kind)},
		{Label: d.P.T("signoff.field.body"), Value: body.Name},
		{Label: d.P.T("signoff.field.year"), Value: strconv.FormatInt(d.Is.Paper.Year, 10)},
		{Label: d.P.T("signoff.version.number"), Value: d.data.named(d.Is.Signature.Number), Href: d.leads()},
	}
	return append(out, d.data.block(d.Is.Signature)[1:]...) // the opinion belongs to the paper
}

// leads is where the version is read, "" for who may not.
func (d checkData) leads() string {
	if !d.V.Can("signoff.see", signoff.Shape.Object(d.Is.Paper)) {
		return ""
	}
	return atVersion(d.Is.Paper.ID, d.Is.Signature.Number)
}
