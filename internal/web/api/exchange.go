package api

import (
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
)

// importMost is how large a table may be, in bytes.
const importMost = 20 << 20

type importQuery struct {
	DryRun  bool     `query:"dryRun" doc:"Only say what the file would do; write nothing."`
	SkipBad bool     `query:"skipBad" doc:"Leave the rows in error out and write the rest."`
	Choose  []string `query:"choose" maxLength:"200" doc:"The answer to a row that asks: SHEET!ROW=ANSWER with a candidate’s answer, or SHEET!ROW=new for another person. May be repeated."`
	fileQuery
}

// Import is what a file would do or did.
type Import struct {
	File    string      `json:"file"`
	Kind    string      `json:"kind" doc:"units, people, problems; tasks and survey are only checked."`
	Reason  string      `json:"reason" doc:"Why it was taken for this kind."`
	Good    int         `json:"good"`
	New     int         `json:"new"`
	Changed int         `json:"changed"`
	Same    int         `json:"unchanged"`
	Errors  []RowError  `json:"errors"`
	Ask     []RowAsk    `json:"ask" doc:"Rows about which a human has to choose."`
	Rows    []RowEffect `json:"rows"`
	Skipped []RowSkip   `json:"skipped" doc:"What was not read as a row, and why."`
	Notices []string    `json:"notices" doc:"What to mind: hidden parts that were read, columns not used, months counted from their first day."`
	Written bool        `json:"written"`
	Receipt *Receipt    `json:"receipt,omitempty"`
}

// RowError is one thing wrong with one row.
type RowError struct {
	Sheet   string `json:"sheet"`
	Row     int    `json:"row" doc:"As the spreadsheet program counts."`
	Column  string `json:"column"`
	Message string `json:"message"`
}

// RowAsk is a row about which somebody has to choose.
type RowAsk struct {
	Sheet      string      `json:"sheet"`
	Row        int         `json:"row"`
	Name       string      `json:"name"`
	Question   string      `json:"question"`
	Candidates []RowChoice `json:"candidates"`
}

// RowChoice is one answer: a person who may be meant, a unit that may lead, or
// each unit for itself.
type RowChoice struct {
	Answer string   `json:"answer" doc:"What choose takes: the person, the unit, or “each”."`
	Person ref.ID   `json:"person"`
	Unit   ref.ID   `json:"unit"`
	Name   string   `json:"name"`
	Birth  string   `json:"birth"`
	Posts  []string `json:"posts"`
	Says   string   `json:"says,omitempty" doc:"What the answer does, of units."`
}

// RowEffect is what one row does.
type RowEffect struct {
	Sheet string    `json:"sheet"`
	Row   int       `json:"row"`
	Name  string    `json:"name"`
	What  string    `json:"what" enum:"new,changed,same,ask,bad"`
	Of    ObjectRef `json:"of" doc:"What is in the register already."`
	Note  string    `json:"note,omitempty" doc:"What of the row was not read literally or is not kept, one a line."`
	// Changes are of rows with "changed".
	Changes []RowChange `json:"changes,omitempty" doc:"What a changed row changes."`
}

// RowChange is one thing about what is registered that a row changes.
type RowChange struct {
	Field  string `json:"field" enum:"category,parent,principal,supervisory,gender,born,post,level,portfolio,party,since"`
	Before string `json:"before" doc:"As it stands: a code of the policy’s tables, or words, or a day."`
	After  string `json:"after"`
}

// RowSkip is a line that is no row.
type RowSkip struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row" doc:"0: the whole sheet."`
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

func (c *call) importOf(name string, p exchange.Preview) Import {
	out := Import{File: name, Kind: p.Kind, Reason: c.p.Message(p.Reason), Good: p.Good, New: p.New,
		Changed: p.Changed, Same: p.Same,
		Errors: []RowError{}, Ask: []RowAsk{}, Rows: []RowEffect{}, Skipped: []RowSkip{}, Notices: []string{}}
	for _, e := range p.Errors {
		out.Errors = append(out.Errors, RowError{e.Sheet, e.Row, e.Column, c.p.Message(e.Message)})
	}
	for _, q := range p.Ask {
		a := RowAsk{q.Sheet, q.Row, q.Name, c.p.Message(q.Message()), []RowChoice{}}
		for _, x := range q.Candidates {
			y := RowChoice{x.Word(), x.Person, x.Unit, x.Name, x.Birth, append([]string{}, x.Posts...), ""}
			if !q.OfPeople() {
				y.Says = c.p.Message(x.Says())
			}
			a.Candidates = append(a.Candidates, y)
		}
		out.Ask = append(out.Ask, a)
	}
	for _, r := range p.Rows {
		of := ObjectRef{string(r.Object.Kind), r.Object.ID}
		if r.Object.ID <= 0 { // only in the preview
			of = ObjectRef{}
		}
		e := RowEffect{Sheet: r.Sheet, Row: r.Row, Name: r.Name, What: r.What, Of: of}
		var notes []string
		for _, m := range r.Said() {
			notes = append(notes, c.p.Message(m))
		}
		e.Note = strings.Join(notes, "\n")
		for _, x := range r.Deltas {
			e.Changes = append(e.Changes, RowChange{x.Field, x.Before, x.After})
		}
		out.Rows = append(out.Rows, e)
	}
	for _, s := range p.Skipped {
		out.Skipped = append(out.Skipped, RowSkip{s.Sheet, s.Number, s.Text, c.p.Message(s.Reason)})
	}
	for _, m := range p.Notices {
		out.Notices = append(out.Notices, c.p.Message(m))
	}
	return out
}

// importFile previews a table and writes it, whole or without its bad rows.
// What is wrong with it is the answer of a dry run; without one it is refused
// with every row named.
func importFile(c *call) error {
	if !slices.ContainsFunc([]access.Verb{"import.units", "import.people", "import.problems"}, func(v access.Verb) bool {
		return access.May(c.actor, v, access.Object{Jurisdiction: c.actor.Jurisdiction}) == nil
	}) {
		return access.May(c.actor, "import.problems", access.Object{Jurisdiction: c.actor.Jurisdiction})
	}
	var q importQuery
	if err := c.query(askedOf(reflect.TypeFor[importQuery]()), reflect.ValueOf(&q).Elem()); err != nil {
		return err
	}
	if err := c.keyFits(); err != nil {
		return err
	}
	name, r, err := c.file()
	if err != nil {
		return err
	}
	body, size, err := c.spool(r, importMost)
	var big *http.MaxBytesError
	var full *gate.Full
	switch {
	case errors.As(err, &full):
		return err
	case errors.As(err, &big), err == nil && size > importMost:
		if err == nil {
			body.Close()
		}
		return text.Refused(text.TooLarge, "sheet.file.too-big", "limit_mb", importMost>>20)
	case errors.Is(err, errSent):
		return text.InputErrors{{Field: "file", Message: text.M("input.unreadable")}}
	case err != nil:
		return err
	}
	defer body.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, body); err != nil {
		return err
	}
	if err := c.enter(gate.Table, exchange.Weight(size)); err != nil {
		return err
	}
	book, err := sheet.Open(body, size, name, sheet.Limits{})
	if err != nil {
		return err
	}
	ctx := c.r.Context()
	p, err := c.face.Intake.Read(ctx, c.actor, book, nil)
	if err != nil {
		return err
	}
	if p.Writes {
		if err := access.May(c.actor, access.Verb("import."+p.Kind),
			access.Object{Jurisdiction: c.actor.Jurisdiction}); err != nil {
			return err
		}
	}
	cmd := c.command()
	cmd.Input = []any{hexOf(sum.Sum(nil)), q.SkipBad, q.Choose}
	if cmd.Key != "" && p.Writes && !q.DryRun {
		if receipt, seen, err := c.face.Intake.Seen(ctx, cmd, p.Kind); err != nil {
			return err
		} else if seen {
			return c.imported(c.importOf(name, p), receipt)
		}
	}
	choices, err := exchange.Chosen(p.Ask, q.Choose)
	if err != nil {
		return err
	}
	if len(choices) > 0 {
		if p, err = c.face.Intake.Read(ctx, c.actor, book, choices); err != nil {
			return err
		}
	}
	if q.DryRun {
		return c.answer(http.StatusOK, c.importOf(name, p))
	}
	if wrong := rowErrors(p); len(wrong) > 0 && !q.SkipBad {
		return wrong
	}
	done, receipt, err := c.face.Intake.Commit(ctx, cmd, p, choices, q.SkipBad)
	if err != nil {
		return err
	}
	return c.imported(c.importOf(name, done), receipt)
}

// imported answers a file that was not only asked about.
func (c *call) imported(out Import, receipt act.Receipt) error {
	status := http.StatusOK
	if receipt.Seq != 0 {
		x := receiptOf(receipt)
		out.Receipt, out.Written = &x, !receipt.Replayed
		if out.Written {
			status = http.StatusCreated
		}
	}
	return c.answer(status, out)
}

// rowErrors is everything that keeps the file from being written whole.
func rowErrors(p exchange.Preview) (errs text.InputErrors) {
	at := func(sheet string, row int, column string) string {
		return strings.TrimSpace(sheet + "!" + strconv.Itoa(row) + " " + column)
	}
	for _, e := range p.Errors {
		errs = append(errs, text.InputError{Field: at(e.Sheet, e.Row, e.Column), Message: e.Message})
	}
	for _, q := range p.Ask {
		errs = append(errs, text.InputError{Field: at(q.Sheet, q.Row, ""), Message: q.Message()})
	}
	return errs
}

func importOperations() []operation {
	return []operation{{id: "importTable", method: http.MethodPost, path: "/imports",
		may: "import.problems", tag: "imports",
		summary: "Import units, people or problems from Excel or CSV, or say what that would do",
		query:   reflect.TypeFor[importQuery](),
		answer:  reflect.TypeFor[Import](), made: true, file: true, handle: importFile}}
}

// exports makes the operations that send a list, one for each format.
func exports(
	id, name string, may access.Verb, summary string, table func(*call) (exchange.Table, error),
) (out []operation) {
	for _, f := range exchange.Formats {
		id, summary := id, summary+" as "+f.Name()
		if f != exchange.XLSX {
			id += strings.ToUpper(string(f))
		}
		out = append(out, operation{id: id, method: http.MethodGet, path: "/exports/" + name + "." + string(f), may: may,
			tag: "exports", summary: summary, media: f.Media(), handle: func(c *call) error {
				if err := c.query(nil, reflect.Value{}); err != nil {
					return err
				}
				t, err := table(c)
				if err != nil {
					return err
				}
				if err := c.enter(gate.List, exchange.WeightOf(f)); err != nil {
					return err
				}
				t.Foot = c.p.T("page.print.by", "who", c.actor.Name, "at", c.p.InstantIn(0, c.face.Clock()))
				file, err := c.face.Intake.TakeOut(c.r.Context(), c.command(), t, f)
				c.leave() // who takes long to read it keeps nobody waiting
				if err != nil {
					return err
				}
				defer file.Close()
				h := c.w.Header()
				h.Set("Content-Type", f.Media())
				h.Set("Content-Length", strconv.FormatInt(file.Size, 10))
				h.Set("Content-Disposition", filename.Attachment(name+"-"+c.today().String()+"."+string(f), name))
				c.wrote = true
				if _, err := io.Copy(c.w, file); err != nil {
					c.face.Log.Debug("export not read", "request", c.request, "err", err)
				}
				return nil
			}})
	}
	return out
}

func exportOperations() []operation {
	of := func(table func(*bodies.County, exchange.Speech) exchange.Table) func(*call) (exchange.Table, error) {
		return func(c *call) (t exchange.Table, err error) {
			k, err := c.county(0)
			if err != nil {
				return t, err
			}
			return table(k, exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}), nil
		}
	}
	return slices.Concat(
		exports("exportUnits", "units", "county.see", "The register of units", of(exchange.UnitTable)),
		// It holds the months of birth: only those who keep the register.
		exports("exportPeople", "people", "person.change", "The register of people", of(exchange.PersonTable)),
		exports("exportProblems", "problems", "problem.list", "The problems within one’s reach",
			func(c *call) (exchange.Table, error) {
				return of(func(k *bodies.County, s exchange.Speech) exchange.Table {
					return exchange.ProblemTable(k, s, c.face.Read, c.scope("problem.see"), problem.Filter{})
				})(c)
			}),
		exports("exportOrders", "orders", "order.list", "The orders within one’s reach",
			func(c *call) (exchange.Table, error) {
				return of(func(k *bodies.County, s exchange.Speech) exchange.Table {
					return exchange.OrderTable(k, s, c.face.Read, c.scope("order.see"), order.Filter{})
				})(c)
			}))
}
