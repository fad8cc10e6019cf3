// Package exchange is the import and export pages: a file is read, previewed row
// by row and written only after somebody has looked at the preview. What a
// file does is decided by internal/exchange.
package exchange

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/lang"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/desk/lists"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
)

// FileMost is how large a file may be, in bytes.
const FileMost = 20 << 20

// Commands previews and writes.
type Commands interface {
	Read(ctx context.Context, who actor.Actor, book *sheet.Book, choices tables.Choices) (tables.Preview, error)
	Commit(ctx context.Context, c act.Command, p tables.Preview, choices tables.Choices, skipBad bool) (tables.Preview,
		act.Receipt, error)
	TakeOut(ctx context.Context, c act.Command, t tables.Table, f tables.Format) (*tables.Taken, error)
	Printed(ctx context.Context, c act.Command, name string, verb access.Verb, lines int, page []byte) error
}

// Pages are the pages of this room.
type Pages struct {
	Intake Commands
	Nouns  []frame.Pages // whose lists are printed, taken out and read in
	Rooms  []Room        // with pages of their own
}

// Room is a page of another room that is printed and taken out.
type Room struct {
	Path, Name string // its address; what the record calls what was taken
	Title      string // the key of the file's name
	May        access.Verb
	Print      func(*desk.Visit) (templ.Component, int, error)
	Taken      func(*desk.Visit) (tables.Table, error)
}

// Routes are the pages of this room.
func (p Pages) Routes() []desk.Route {
	out := p.exports()
	for _, n := range p.Nouns {
		out = append(out, desk.Route{Pattern: "GET /" + n.Name + "/print", May: n.List,
			Handle: p.print(n.Name, n.List, n.Print)})
	}
	for _, r := range p.Rooms {
		out = append(out, desk.Route{Pattern: "GET " + r.Path + "/print", May: r.May,
			Handle: p.print(r.Name, r.May, r.Print)})
		for _, f := range tables.Formats {
			table := func(v *desk.Visit, _ *bodies.County) (tables.Table, error) { return r.Taken(v) }
			out = append(out, desk.Route{Pattern: "GET " + r.Path + "/table." + string(f), May: r.May,
				Handle: p.export(f, table, r.Title)})
		}
	}
	return append(out, []desk.Route{
		{Pattern: "GET /orders/print", May: "order.list", Handle: p.print("orders", "order.list", lists.OrderRoll)},
		{Pattern: "GET /problems/print", May: "problem.list", Handle: p.print("problems", "problem.list", lists.ProblemRoll)},
		{Pattern: "GET /import", May: "import.problems", Handle: p.choose},
		{Pattern: "POST /import", May: "import.problems", Files: true, Handle: p.preview},
		{Pattern: "POST /import/confirm", May: "import.problems", Handle: p.confirm},
		{Pattern: "POST /import/wrong-rows", May: "import.problems", Handle: p.wrongRows},
		{Pattern: "GET /import/{kind}", May: "import.problems", Handle: p.template},
	}...)
}

// kinds are the tables that are understood; the last two are only checked.
var kinds = []string{tables.Units, tables.People, tables.Problems, tables.Tasks, tables.Survey}

// written are the tables of which rows are written.
func (p Pages) written() []string {
	out := slices.Clone(kinds[:3])
	for _, n := range p.Nouns {
		out = append(out, n.Name)
	}
	return out
}

// may says whether the visitor may bring in anything.
func (p Pages) may(v *desk.Visit) bool {
	for _, k := range p.written() {
		if v.Can(access.Verb("import."+k), access.Object{Jurisdiction: v.Actor.Jurisdiction}) {
			return true
		}
	}
	return false
}

type chooseData struct {
	page.View
	May     bool
	Forms   []form
	Errors  text.InputErrors
	Exports []exported
}

// exported is a table that the visitor may take out.
type exported struct{ Name, Path string }

// form is a table that is read.
type form struct {
	Kind, Name string
	Checked    bool // and only checked: nothing of it is written
}

func (p Pages) choose(v *desk.Visit) error { return p.show(v, 200, nil) }

func (p Pages) show(v *desk.Visit, status int, errs text.InputErrors) error {
	d := chooseData{View: v.View(v.P.T("menu.import")), May: p.may(v), Errors: errs}
	for i, k := range kinds {
		d.Forms = append(d.Forms, form{k, v.P.T("sheet.kind." + k), i > 2})
	}
	for _, n := range p.Nouns {
		d.Forms = slices.Insert(d.Forms, len(d.Forms)-2, form{Kind: n.Name, Name: v.P.T(n.Word + ".list")})
	}
	for _, x := range []struct {
		name string
		verb access.Verb
	}{{"units", "county.see"}, {"people", "person.change"}, {"problems", "problem.list"}, {"orders", "order.list"}} {
		if access.Anywhere(v.Actor, x.verb) {
			d.Exports = append(d.Exports, exported{v.P.T("import.export." + x.name), "/" + x.name})
		}
	}
	for _, n := range p.Nouns {
		if access.Anywhere(v.Actor, n.List) {
			d.Exports = append(d.Exports, exported{v.P.T(n.Word + ".list"), "/" + n.Name})
		}
	}
	return v.Page(status, choosePage(d))
}

// previewData is what a file would do, before anything is written.
type previewData struct {
	page.View
	V       *desk.Visit
	P       tables.Preview
	Name    string
	Names   map[string]string // the draft, as hidden fields
	Key     string
	Choices tables.Choices
	Errors  text.InputErrors
}

// draft are the hidden fields that name a previewed file: its bytes, whose
// preview it is, and what it showed.
func draft(v *desk.Visit, digest, name string, x tables.Preview) map[string]string {
	return map[string]string{"digest": digest, "name": name, "mark": mark(v, digest), "outcome": x.Outcome()}
}

// mark ties a draft to the session that uploaded it, so that a digest learnt
// elsewhere opens nothing. It needs no store and holds on every process.
func mark(v *desk.Visit, digest string) string {
	c, err := v.R.Cookie(desk.SessionCookie)
	if err != nil {
		return ""
	}
	h := hmac.New(sha256.New, []byte(c.Value))
	io.WriteString(h, "import "+digest)
	return hex.EncodeToString(h.Sum(nil))
}

// drafted opens the bytes of a draft of this session; another's is missing.
func (p Pages) drafted(v *desk.Visit) (blob.File, int64, error) {
	if !p.may(v) {
		return nil, 0, text.Refuse(text.Forbidden, "access.forbidden")
	}
	want := mark(v, v.Form("digest"))
	digest, err := hex.DecodeString(v.Form("digest"))
	if err != nil || len(digest) != 32 || want == "" || !hmac.Equal([]byte(want), []byte(v.Form("mark"))) {
		return nil, 0, desk.Missing()
	}
	f, err := v.Desk.Files.Open(digest)
	if err != nil {
		return nil, 0, text.Refuse(text.Conflict, "import.file-gone")
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err == nil {
		err = v.Enter(gate.Table, tables.Weight(size))
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, size, nil
}

// wrongRows sends the rows with errors as a table.
func (p Pages) wrongRows(v *desk.Visit) error {
	body, size, err := p.drafted(v)
	if err != nil {
		return err
	}
	defer body.Close()
	x, err := p.read(v, body, size, v.Form("name"), nil)
	if err != nil {
		return err
	}
	list := x.WrongRows(v.P.Message)
	if len(list) == 0 {
		return desk.Missing()
	}
	return send(v, v.P.T("import.wrong-name"), func(w io.Writer) error { return sheet.Write(w, list...) })
}

// preview reads an uploaded file. Its bytes are kept under their digest, so
// that what is written later is what was looked at.
func (p Pages) preview(v *desk.Visit) error {
	if !p.may(v) {
		return text.Refuse(text.Forbidden, "access.forbidden")
	}
	var errs text.InputErrors
	files := v.Uploads("file")
	if len(files) == 0 {
		errs.Add("file", "evidence.choose")
		return p.show(v, 422, errs)
	}
	f := files[0]
	if f.Size > FileMost {
		errs.Add("file", "evidence.too-large", "most", FileMost>>20)
		return p.show(v, 422, errs)
	}
	if err := v.Enter(gate.Table, tables.Weight(f.Size)); err != nil {
		return err
	}
	x, err := p.read(v, f.Body, f.Size, f.Name, nil)
	if in, wrong := v.Inputs(err, nil); wrong {
		return p.show(v, 422, in)
	}
	if err != nil {
		return err
	}
	digest, err := v.Desk.Files.Keep(v.R.Context(), f.Body, FileMost)
	if err != nil {
		return err
	}
	return v.Page(200, previewPage(previewData{View: v.View(v.P.T("import.preview")), V: v, P: x,
		Names: draft(v, hex.EncodeToString(digest), f.Name, x), Name: f.Name, Key: v.Key()}))
}

func (p Pages) read(v *desk.Visit, body io.ReaderAt, size int64, name string, choices tables.Choices) (tables.Preview,
	error) {
	book, err := sheet.Open(body, size, name, sheet.Limits{})
	if err != nil {
		return tables.Preview{}, err
	}
	x, err := p.Intake.Read(v.R.Context(), v.Actor, book, choices)
	if err != nil || !x.Writes {
		return x, err
	}
	return x, access.May(v.Actor, access.Verb("import."+x.Kind), access.Object{Jurisdiction: v.Actor.Jurisdiction})
}

// doneData is the receipt of an import.
type doneData struct {
	page.View
	P       tables.Preview
	Name    string
	Receipt act.Receipt
}

// confirm writes a file that was previewed, whole or without its bad rows.
func (p Pages) confirm(v *desk.Visit) error {
	body, size, err := p.drafted(v)
	if err != nil {
		return err
	}
	defer body.Close()
	name := v.Form("name")
	first, err := p.read(v, body, size, name, nil)
	if err != nil {
		return err
	}
	choices := chosen(v, first.Ask)
	x := first
	if len(choices) > 0 {
		if x, err = p.read(v, body, size, name, choices); err != nil {
			return err
		}
	}
	again := func(m text.Message, field string) error {
		return v.Page(422, previewPage(previewData{View: v.View(v.P.T("import.preview")), V: v, P: first,
			Names: draft(v, v.Form("digest"), name, first), Name: name, Key: v.R.PostFormValue("key"),
			Choices: choices, Errors: text.InputErrors{{Field: field, Message: m}}}))
	}
	if first.Pending() && v.Form("outcome") != first.Outcome() {
		return again(text.M("exchange.changed-meanwhile"), "skip")
	}
	skip := v.Form("skip") == "yes"
	if !skip && len(x.Ask) > 0 {
		return again(text.M("import.unanswered", "n", len(x.Ask)), askName(x.Ask[0].At))
	}
	cmd := v.Command()
	cmd.Input = []any{v.Form("digest"), skip, answers(first.Ask, choices)}
	done, r, err := p.Intake.Commit(v.R.Context(), cmd, x, choices, skip)
	var refused *text.Refusal
	if errors.As(err, &refused) && (refused.Key == "exchange.has-errors" || refused.Key == "exchange.changed-meanwhile") {
		return again(refused.Message, "skip")
	}
	if err != nil {
		return err
	}
	return v.Page(200, donePage(doneData{View: v.View(v.P.T("import.done")), P: done, Name: name, Receipt: r}))
}

// askName is the form's name of a question.
func askName(at sheet.At) string {
	return "who-" + strconv.Itoa(at.Row) + "-" + hex.EncodeToString([]byte(at.Sheet))
}

// chosen reads the answers; one that names nobody offered is no answer.
func chosen(v *desk.Visit, asked []tables.Question) tables.Choices {
	out := tables.Choices{}
	for _, q := range asked {
		if id, ok := q.Answer(v.Form(askName(q.At))); ok {
			out[q.At] = id
		}
	}
	return out
}

// answers puts choices in the order of the questions, so that the same answers
// have the same digest.
func answers(asked []tables.Question, c tables.Choices) []int64 {
	out := make([]int64, len(asked))
	for i, q := range asked {
		out[i] = int64(c[q.At])
	}
	return out
}

// question is a row to choose about, as radios.
func question(d previewData, q tables.Question) page.Field {
	v := d.View
	f := page.Field{Name: askName(q.At), Label: v.P.T("import.ask", "sheet", q.Sheet, "row", q.Row, "name", q.Name)}
	if !q.OfPeople() {
		f.Label = v.P.T("import.ask.units", "sheet", q.Sheet, "row", q.Row, "name", q.Name)
	}
	f.Hint = strings.Join(messages(v.P, q.Said()), " ")
	id, ok := d.Choices[q.At]
	if ok && id == tables.NewPerson {
		f.Value = "new"
	}
	for _, e := range d.Errors {
		if e.Field == f.Name {
			f.Error = v.P.Message(e.Message)
		}
	}
	for _, c := range q.Candidates {
		if ok && c.ID() == id {
			f.Value = c.Word()
		}
		if !q.OfPeople() {
			f.Options = append(f.Options, page.Option{Value: c.Word(), Label: v.P.Message(c.Says())})
			continue
		}
		birth := c.Birth
		if birth == "" {
			birth = v.P.T("import.birth-unknown")
		}
		f.Options = append(f.Options, page.Option{Value: c.Person.String(), Label: v.P.T("import.candidate", "name", c.Name,
			"birth", birth), Hint: v.P.List(c.Posts)})
	}
	if q.OfPeople() {
		f.Options = append(f.Options, page.Option{Value: "new", Label: v.P.T("import.new-person")})
	}
	return f
}

func messages(p *lang.Phraser, list []text.Message) (out []string) {
	for _, m := range list {
		out = append(out, p.Message(m))
	}
	return out
}

// shown is how many rows a table on the preview page shows.
const shown = 200
