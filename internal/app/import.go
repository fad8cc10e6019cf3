package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/exchange"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/text"
)

// ImportOptions says how files are taken in.
type ImportOptions struct {
	DryRun  bool
	SkipBad bool
	JSON    bool
	Lang    string // of the messages; "" = Chinese
	// Choose answers rows that ask: SHEET!ROW=ANSWER, the person, the unit, “each”
	// or “new”. Only with one file, for rows are named without theirs.
	Choose []string
}

// Imported is what became of one file.
type Imported struct {
	File    string     `json:"file"`
	Kind    string     `json:"kind"`
	Good    int        `json:"good"`
	Errors  []RowFault `json:"errors"`
	New     int        `json:"new"`
	Changed int        `json:"changed"`
	Same    int        `json:"unchanged"`
	Written bool       `json:"written"`
	Note    string     `json:"note,omitempty"`
	Notices []string   `json:"notices,omitempty"`
	Ask     []RowAsk   `json:"ask,omitempty"`
	// Notes are what of the rows was not read literally or is not kept.
	Notes []RowFault `json:"notes,omitempty"`

	form text.Message // what a table of the kind is called
}

// RowAsk is a row about which a human has to choose.
type RowAsk struct {
	Sheet      string      `json:"sheet"`
	Row        int         `json:"row"`
	Name       string      `json:"name"`
	Candidates []Candidate `json:"candidates"`
	people     bool
}

// Candidate is one answer: a person who may be meant, or what to do with several
// units.
type Candidate struct {
	Answer string   `json:"answer"`
	Person string   `json:"person,omitempty"`
	Says   string   `json:"says,omitempty"`
	Name   string   `json:"name"`
	Birth  string   `json:"birth"`
	Posts  []string `json:"posts"`
}

// RowFault is one thing wrong with one row.
type RowFault struct {
	Sheet   string `json:"sheet"`
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

// Intake is the desk of imports.
func (h *House) Intake() exchange.Commands {
	return exchange.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) exchange.Tx { return t.(*store.Tx) }),
		Problems: h.Problems, Policy: h.Policy,
		Nouns: h.Nouns, Clock: h.Clock, Temp: h.temp, Papers: h.Print,
		State: func(ctx context.Context, jurisdiction int32) (s exchange.State, err error) {
			if s.Rows, err = h.DB.Rows(ctx, jurisdiction); err != nil {
				return s, err
			}
			s.All = func(of ref.Kind) ([]noun.Value, error) { return h.DB.AllOf(ctx, of, jurisdiction) }
			s.Problems, err = h.DB.EveryProblem(ctx, jurisdiction)
			return s, err
		}}
}

// Import takes files in, in their order, as the console. It answers false when
// a row was wrong and not skipped. In a dry run each file is checked against
// what the ones before it would have written, and nothing is: not even an empty
// folder's database.
func Import(ctx context.Context, s *Settings, files []string, o ImportOptions, out io.Writer) (bool, error) {
	var h *House
	var list []Imported
	var ok bool
	var err error
	if o.DryRun {
		h, list, ok, err = dryImport(ctx, s.Config(), files, o)
	} else {
		if h, err = Open(ctx, s.Config()); err != nil {
			return false, err
		}
		defer h.Close()
		if err := h.Continues(ctx); err != nil {
			return false, err
		}
		if list, ok, err = h.Import(ctx, files, o); err == nil {
			err = h.Checkpoints(ctx) // nobody else may be there to sign what the console did
		}
	}
	if h == nil {
		return false, err
	}
	if err != nil {
		return false, h.words(err)
	}
	if o.JSON {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return ok, e.Encode(list)
	}
	tell(out, h.Words.In(lang.Lang(o.Lang)), list, o)
	return ok, nil
}

// Import takes files in.
func (h *House) Import(ctx context.Context, files []string, o ImportOptions) (list []Imported, ok bool, err error) {
	if len(o.Choose) > 0 && len(files) != 1 {
		return nil, false, errors.New("choose 只能用于一个文件 / choose goes with one file only")
	}
	list, ok = []Imported{}, true
	say := h.Words.In(lang.Lang(o.Lang))
	desk := h.Intake()
	var county store.County
	switch {
	case o.DryRun && h.DB == nil: // there is none, and a dry run makes none
	case o.DryRun:
		all, err := h.DB.Counties(ctx)
		if err != nil {
			return nil, false, err
		}
		if len(all) > 0 {
			county = all[0]
		}
	default:
		if county, err = h.Found(ctx, ConsoleAgent()); err != nil {
			return nil, false, err
		}
	}
	var state exchange.State
	if county.No != 0 {
		if state, err = desk.State(ctx, county.No); err != nil {
			return nil, false, err
		}
	}
	cmd := act.Command{Actor: actor.Machine(county.No, ConsoleAgent())}
	for _, name := range files {
		r, p, choices, err := h.readFile(desk, state, name, o.Choose, say)
		if err != nil {
			return nil, false, err
		}
		switch wrong := len(r.Errors) > 0; {
		case p.Kind == "": // the file as a whole: no row of it could be kept
			ok = false
		case wrong && !o.SkipBad:
			ok = false
			r.Note = say.T("exchange.has-errors", "n", len(r.Errors))
			if !p.Writes {
				r.Note = say.T("exchange.not-imported", "kind", say.Message(p.Form))
			}
			if o.DryRun && p.Writes {
				state = p.After // the next file is checked as if these were mended
			}
		case !p.Writes:
			r.Note = say.T("exchange.not-imported", "kind", say.Message(p.Form))
		case o.DryRun:
			state = p.After
			if !p.Pending() {
				r.Note = say.T(nothing(p))
			}
		default:
			done, receipt, err := desk.Commit(ctx, cmd, p, choices, o.SkipBad)
			if r.refused(err, say) {
				ok, r.New, r.Changed, r.Same = false, 0, 0, 0
				break
			}
			if err != nil {
				return list, false, fmt.Errorf("%s: %w", name, err)
			}
			if r.Written = !receipt.Replayed; !r.Written {
				r.Note = say.T(nothing(p))
			}
			r.New, r.Changed, r.Same = done.New, done.Changed, done.Same
			if state, err = desk.State(ctx, county.No); err != nil {
				return nil, false, err
			}
		}
		list = append(list, r)
	}
	return list, ok, nil
}

func (h *House) readFile(desk exchange.Commands, state exchange.State, name string, choose []string,
	say *lang.Phraser) (r Imported, p exchange.Preview, choices exchange.Choices, err error) {
	r = Imported{File: name, Errors: []RowFault{}}
	book, err := openBook(name)
	if err == nil {
		p, err = desk.ReadOn(state, book, nil)
	}
	if err == nil && len(choose) > 0 {
		if choices, err = exchange.Chosen(p.Ask, choose); err == nil {
			p, err = desk.ReadOn(state, book, choices)
		}
	}
	if r.refused(err, say) {
		return r, exchange.Preview{}, nil, nil
	}
	if err != nil {
		return r, p, nil, fmt.Errorf("%s: %w", name, err)
	}
	r.form = p.Form
	r.Kind, r.Good, r.New, r.Changed, r.Same = p.Kind, p.Good, p.New, p.Changed, p.Same
	for _, e := range p.Errors {
		r.Errors = append(r.Errors, RowFault{e.Sheet, e.Row, e.Column, say.Message(e.Message)})
	}
	for _, q := range p.Ask {
		r.Errors = append(r.Errors, RowFault{q.Sheet, q.Row, "", say.Message(q.Message())})
		a := RowAsk{q.Sheet, q.Row, q.Name, []Candidate{}, q.OfPeople()}
		for _, x := range q.Candidates {
			y := Candidate{Answer: x.Word(), Name: x.Name, Birth: x.Birth, Posts: append([]string{}, x.Posts...)}
			if q.OfPeople() {
				y.Person = x.Person.String()
			} else {
				y.Says = say.Message(x.Says())
			}
			a.Candidates = append(a.Candidates, y)
		}
		r.Ask = append(r.Ask, a)
	}
	for _, row := range p.Rows {
		if row.What == exchange.Bad {
			continue // its errors say more
		}
		for _, n := range row.Notes {
			if f := (RowFault{n.Sheet, n.Row, n.Column, say.Message(n.Message)}); !slices.Contains(r.Notes, f) {
				r.Notes = append(r.Notes, f)
			}
		}
	}
	for _, m := range p.Notices {
		r.Notices = append(r.Notices, say.Message(m))
	}
	return r, p, choices, nil
}

// nothing is why a file wrote nothing: all its rows are known, or none is good.
func nothing(p exchange.Preview) string {
	if p.Good == 0 {
		return "exchange.nothing"
	}
	return "import.no-change.say"
}

// openBook opens a file of the disk. One that is not there or not readable is
// refused like one that is no table, so that the files before it are told of.
func openBook(name string) (*sheet.Book, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadable(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.ErrUnsupported
	}
	if err != nil {
		return nil, unreadable(err)
	}
	return sheet.Open(f, info.Size(), name, sheet.Limits{})
}

func unreadable(err error) error {
	key := "sheet.file.unreadable"
	switch {
	case errors.Is(err, os.ErrNotExist):
		key = "sheet.file.missing"
	case errors.Is(err, errors.ErrUnsupported):
		key = "sheet.file.folder"
	}
	return text.InputErrors{{Field: "file", Message: text.M(key)}}
}

// refused notes why the file as a whole was not taken, in words. Faults are not
// refusals and are handed on.
func (r *Imported) refused(err error, say *lang.Phraser) bool {
	var in text.InputErrors
	var no *text.Refusal
	switch {
	case errors.As(err, &in):
	case errors.As(err, &no):
		in = text.InputErrors{{Message: no.Message}}
	default:
		return false
	}
	for _, e := range in {
		r.Errors = append(r.Errors, RowFault{Message: say.Message(e.Message)})
	}
	r.Note = say.T("exchange.file-refused")
	return true
}

func tell(out io.Writer, say *lang.Phraser, list []Imported, o ImportOptions) {
	for _, r := range list {
		switch {
		case r.Kind == "":
			fmt.Fprint(out, r.File)
		case say.Chinese():
			fmt.Fprintf(out, "%s（%s）：%d 行可用，%d 处错误；新增 %d，变更 %d，不变 %d", r.File, say.Message(r.form), r.Good, len(r.Errors),
				r.New, r.Changed, r.Same)
		default:
			fmt.Fprintf(out, "%s (%s): %d good rows, %d errors; %d new, %d changed, %d unchanged", r.File, r.Kind, r.Good,
				len(r.Errors), r.New, r.Changed, r.Same)
		}
		switch {
		case r.Note != "":
			fmt.Fprintf(out, "\n  %s", r.Note)
		case o.DryRun && say.Chinese():
			fmt.Fprint(out, "。只检查，未写入")
		case o.DryRun:
			fmt.Fprint(out, "; dry run, nothing written")
		}
		fmt.Fprintln(out)
		for _, n := range r.Notices {
			fmt.Fprintf(out, "  %s\n", n)
		}
		for _, e := range r.Errors {
			if e.Row > 0 {
				fmt.Fprintf(out, "  %s %d %s: %s\n", e.Sheet, e.Row, e.Column, e.Message)
			} else {
				fmt.Fprintf(out, "  %s\n", e.Message)
			}
		}
		for _, n := range r.Notes {
			fmt.Fprintf(out, "  · %s %d %s: %s\n", n.Sheet, n.Row, n.Column, n.Message)
		}
		for _, a := range r.Ask {
			for _, x := range a.Candidates {
				if !a.people {
					fmt.Fprintf(out, "  --choose '%s!%d=%s'  %s\n", a.Sheet, a.Row, x.Answer, x.Says)
					continue
				}
				birth := x.Birth
				if birth == "" {
					birth = say.T("import.birth-unknown")
				}
				fmt.Fprintf(out, "  --choose '%s!%d=%s'  %s  %s\n", a.Sheet, a.Row, x.Person,
					say.T("import.candidate", "name", x.Name, "birth", birth), say.List(x.Posts))
			}
			if a.people {
				fmt.Fprintf(out, "  --choose '%s!%d=new'  %s\n", a.Sheet, a.Row, say.T("import.new-person"))
			}
		}
	}
}
