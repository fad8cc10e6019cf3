// Package exchange brings the county's own tables into the register: units,
// people and problems from Excel or CSV. A file is read and previewed row by
// row, and written whole in one command or not at all; the same file twice
// changes nothing.
package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"unicode"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// State is what the county's record holds, as far as imports ask.
type State struct {
	Rows     bodies.Rows
	Problems []problem.Problem
	// All reads every object of a noun, when a table of it comes; what files before
	// it in a dry run would have made is among them.
	All func(of ref.Kind) ([]noun.Value, error)
	// Who brings the table; the zero Actor where nobody is known.
	Who actor.Actor
}

// Tx is what an import asks of its transaction.
type Tx interface {
	problem.Tx
	Registers() (bodies.Rows, error)
	SaveRegisters(bodies.Change) error
	Problems() ([]problem.Problem, error)
	noun.Tx
}

// Commands reads and writes imports.
type Commands struct {
	Door     act.Door[Tx]
	Problems problem.Commands
	Nouns    []*noun.Noun // those of the frame that tables are read of
	Policy   *policy.Pack
	Clock    when.Clock
	// State reads the record outside a command.
	State func(ctx context.Context, jurisdiction int32) (State, error)
	// Temp opens a file that is gone when it is closed.
	Temp func() (Temp, error)
	// Papers makes documents of tables.
	Papers *paper.Maker
}

// Kinds of tables.
const (
	Units    = "units"
	People   = "people"
	Problems = "problems"
	Tasks    = "tasks"
	Survey   = "survey"
)

// What a row will do.
const (
	New     = "new"
	Changed = "changed"
	Same    = "same"
	Asked   = "ask"
	Bad     = "bad"
)

// Row is one row of the file with what it does.
type Row struct {
	sheet.At
	Name   string
	What   string
	Object ref.Ref         // of rows that are already in the register
	Notes  []sheet.Reading // what was not read literally, and what else to know of it
	Deltas []Delta         // of Changed rows
}

// Said are the notes in words, each with its place.
func (r Row) Said() []text.Message { return said(r.At, r.Notes) }

// add notes something about the row that is about no single cell.
func (r *Row) add(key string, kv ...any) {
	r.Notes = append(slices.Clone(r.Notes), sheet.Reading{At: r.At, Message: text.M(key, kv...)})
}

func said(at sheet.At, notes []sheet.Reading) (out []text.Message) {
	for _, n := range notes {
		switch {
		case n.Row != at.Row:
			out = append(out, text.M("exchange.note.row", "row", n.Row, "column", n.Column, "what", n.Message))
		case n.Column != "":
			out = append(out, text.M("exchange.note.column", "column", n.Column, "what", n.Message))
		default:
			out = append(out, n.Message)
		}
	}
	return out
}

// Preview is what a file would do.
type Preview struct {
	File               string
	Kind               string
	Form               text.Message // what a table of the kind is called
	Reason             text.Message // why it was taken for this kind
	Writes             bool         // surveys are only checked by this version
	Good               int          // rows without an error; rows that ask are not among them
	New, Changed, Same int
	Errors             []sheet.RowError
	Ask                []Question
	// in the order of the file; a row that is a problem of each of several units stands once for each
	Rows    []Row
	Skipped []sheet.Skipped
	Notices []text.Message // what is out of sight in the file and was read all the same
	After   State          // the record as it would be, for the next file of a dry run

	units    []sheet.UnitRow
	people   []sheet.PersonRow
	problems []sheet.ProblemRow
	fields   []sheet.FieldRow
	noun     *noun.Noun
	today    when.Day
	tables   []sheet.Table
	book     *sheet.Book
}

// Outcome is a digest of what every row would do: as long as it is the same,
// what will be written is what was shown.
func (p Preview) Outcome() string {
	h := sha256.New()
	for _, r := range p.Rows {
		id := r.Object.ID
		if r.What == New {
			id = 0 // not founded yet
		}
		fmt.Fprintf(h, "%q %d %s %d\n", r.Sheet, r.Row, r.What, id)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Pending says whether writing it would change anything.
func (p Preview) Pending() bool { return p.Writes && p.New+p.Changed > 0 }

// Read previews a file against the record as it stands.
func (d Commands) Read(ctx context.Context, who actor.Actor, book *sheet.Book, choices Choices) (Preview, error) {
	s, err := d.State(ctx, who.Jurisdiction)
	if err != nil {
		return Preview{}, err
	}
	s.Who = who
	return d.ReadOn(s, book, choices)
}

// ReadOn previews a file against a given state of the record.
func (d Commands) ReadOn(s State, book *sheet.Book, choices Choices) (Preview, error) {
	found, err := sheet.Recognise(book, d.Forms())
	if err != nil { // the unit may stand above its rows instead of in a column
		if headed, no := sheet.Recognise(book, []sheet.Form{sheet.Headed()}); no == nil && headed.Whole() {
			found, err = headed, nil
		}
	}
	if err != nil {
		return Preview{}, err
	}
	p := Preview{File: book.Name, Kind: found.Form.Kind, Form: found.Form.Name(), Reason: found.Reason, After: s,
		today: d.Clock().Day()}
	p.Skipped = append(p.Skipped, found.Skipped...)
	p.tables, p.book = found.Tables, book
	county := bodies.Snapshot(p.today, s.Rows)
	names := unitNames(county)
	look := sheet.Look{Unit: func(name string) bool { return len(names[bodies.PlainName(name)]) > 0 },
		House: sheet.NewHouse(house(d.Policy, p.today)), County: d.Policy.County.Zh, Today: p.today, File: book.Name,
		Working: func(from when.Day, n int) when.Day { return d.Policy.Calendar.AddWorking(from, n).Due }}
	switch {
	case p.Kind == Tasks && found.Form.Says == nil: // as counties write it; our own has our headings
		p.noun = d.noun(p.Kind)
		p.fields, p.Errors = readTasks(county, names, found.Tables, look)
	case p.Kind == Units:
		p.units, p.Errors = sheet.ParseUnits(found.Tables, look)
	case p.Kind == People:
		p.people, p.Errors = sheet.ParsePeople(found.Tables, look)
	case p.Kind == Problems:
		p.problems, p.Errors = sheet.ParseProblems(found.Tables, look)
	case p.Kind == Survey:
		rows, errs := sheet.ParseSurvey(found.Tables, look)
		p.Good, p.Errors = len(rows), errs
	default:
		p.noun = d.noun(p.Kind)
		asked := append(read(p.noun), p.noun.Import.Only...).Lax(p.noun.Import.Lax...)
		find := d.finder(county, p.noun, p.today)
		p.fields, p.Errors = sheet.ParseFields(found.Tables, asked, func() any { return p.noun.New() }, find)
	}
	if err := sheet.Faulty(p.Errors); err != nil {
		return Preview{}, err
	}
	p.Errors = append(found.Lacking, p.Errors...)
	for _, t := range found.Tables {
		p.Skipped = append(p.Skipped, t.Skipped...)
		p.Notices = append(p.Notices, t.Notices()...)
	}
	if n := unregistered(p.Errors); p.Kind != Units && n >= unitsFirst(found.Tables) {
		p.Notices = append([]text.Message{text.M("exchange.units-first", "n", n)}, p.Notices...)
	}
	for i := range p.tables {
		p.tables[i].Rows = nil // taken apart: what is asked of the file later stands in the book
	}
	if p.Kind == Survey {
		return p, nil
	}
	p.Writes = true
	err = d.plan(&p, s, choices)
	return p, err
}

// unregistered counts the rows whose unit nobody has registered.
func unregistered(errs []sheet.RowError) int {
	rows := map[sheet.At]bool{}
	for _, e := range errs {
		if e.Message.Key == "sheet.unit.unknown" {
			rows[sheet.At{Sheet: e.Sheet, Row: e.Row}] = true
		}
	}
	return len(rows)
}

// unitsFirst is how many rows without a registered unit mean that the units
// have not been brought in yet, and not that a name is written wrongly: more
// than half, and not of a handful.
func unitsFirst(tables []sheet.Table) int {
	n := 0
	for _, t := range tables {
		n += len(t.Rows)
	}
	return max(3, n/2+1)
}

// plan runs the rows against the state without writing and sorts out what
// each does.
func (d Commands) plan(p *Preview, s State, choices Choices) error {
	fake := ref.ID(0) // identifiers of a preview are below zero and never kept
	for _, u := range s.Rows.Units {
		fake = min(fake, u.ID)
	}
	for _, x := range s.Rows.Persons {
		fake = min(fake, x.ID)
	}
	fake -= 1 << 20
	w := &work{desk: d, today: p.today, choices: choices, state: s, mint: func() ref.ID { fake--; return fake }}
	if err := w.run(p, nil); err != nil {
		return err
	}
	p.After = w.state
	return nil
}

// Commit writes a preview in one command: one entry for each changed object,
// all of them or none. Rows in error are left out only when skipBad says so;
// the record is asked again inside the command, so that what changed since the
// preview counts. Nothing to write is no command, and says so with Replayed.
func (d Commands) Commit(ctx context.Context, c act.Command, p Preview, choices Choices, skipBad bool) (Preview,
	act.Receipt, error) {
	if !p.Writes {
		return p, act.Receipt{}, text.Refuse(text.Conflict, "exchange.not-imported", "kind", p.Kind)
	}
	if !skipBad && len(p.Errors)+len(p.Ask) > 0 {
		return p, act.Receipt{}, text.Refuse(text.Conflict, "exchange.has-errors", "n", len(p.Errors)+len(p.Ask))
	}
	if !p.Pending() {
		return p, act.Receipt{Replayed: true}, nil
	}
	c.Verb = access.Verb("import." + p.Kind)
	if c.Input == nil {
		c.Input = []any{p.File, p.Kind, p.units, p.people, p.problems, p.fields, skipBad}
	}
	done := p
	r, err := d.Door.Do(ctx, c, func(tx Tx) error {
		if err := tx.Allow(c.Verb, access.Object{Jurisdiction: tx.Actor().Jurisdiction}); err != nil {
			return err
		}
		s, err := readState(tx, p.Kind)
		if err != nil {
			return err
		}
		s.Who = tx.Actor()
		// Once without writing, to know the rows that cannot be written now.
		now := p
		now.Errors, now.Ask, now.Rows, now.Good, now.New, now.Changed, now.Same = parseErrors(p), nil, nil, 0, 0, 0, 0
		now.today = tx.Now().Day()
		if err := d.plan(&now, s, choices); err != nil {
			return err
		}
		if !skipBad && len(now.Errors)+len(now.Ask) > 0 {
			return text.Refuse(text.Stale, "exchange.changed-meanwhile")
		}
		bad := map[sheet.At]bool{}
		for _, row := range now.Rows {
			if row.What == Bad || row.What == Asked {
				bad[row.At] = true
			}
		}
		w := &work{desk: d, tx: tx, command: c, today: now.today, choices: choices, state: s, mint: tx.NewID}
		final := now
		final.Errors, final.Ask, final.Rows, final.Good, final.New, final.Changed, final.Same = nil, nil, nil, 0, 0, 0, 0
		if err := w.run(&final, bad); err != nil {
			return err
		}
		if len(final.Errors) > 0 { // what no look without writing can know: that a row is another's to write
			e := final.Errors[0]
			return text.Refuse(text.Conflict, "exchange.row-refused", "sheet", e.Sheet, "row", e.Row, "why", e.Message)
		}
		if final.New+final.Changed == 0 {
			return errNothing
		}
		final.Errors, final.Ask = now.Errors, now.Ask
		done = final
		return nil
	})
	if err == errNothing {
		return p, act.Receipt{Replayed: true}, nil
	}
	return done, r, err
}

// Seen gives the receipt of an import of this kind that was done with the
// command's key and input before; ok is false when there was none. A file that
// was written once asks and does nothing more, so that a preview of it no
// longer tells.
func (d Commands) Seen(ctx context.Context, c act.Command, kind string) (r act.Receipt, ok bool, err error) {
	c.Verb = access.Verb("import." + kind)
	r, err = d.Door.Do(ctx, c, func(Tx) error { return errNothing })
	if err == errNothing {
		return r, false, nil
	}
	return r, err == nil, err
}

var errNothing = text.Refuse(text.Conflict, "exchange.nothing")

// parseErrors are the errors found in the file alone, without the register's.
func parseErrors(p Preview) []sheet.RowError {
	var out []sheet.RowError
	for _, e := range p.Errors {
		if e.Key != registerKey {
			out = append(out, e)
		}
	}
	return out
}

// registerKey marks an error that the register found, not the file.
const registerKey = "register"

func readState(tx Tx, kind string) (s State, err error) {
	s.All = tx.All
	if s.Rows, err = tx.Registers(); err != nil || kind != Problems {
		return s, err
	}
	s.Problems, err = tx.Problems()
	return s, err
}

// work is one run over the rows of a file.
type work struct {
	desk    Commands
	tx      Tx // nil in a preview
	command act.Command
	today   when.Day
	choices Choices
	state   State
	mint    bodies.Mint
	codes   map[string]int // the last number given to a unit without a code, by letter
}

// run does the rows in their order; those named in skip are left out.
func (w *work) run(p *Preview, skip map[sheet.At]bool) error {
	switch p.Kind {
	case Units:
		return w.units(p, skip)
	case People:
		return w.people(p, skip)
	case Problems:
		return w.problems(p, skip)
	}
	return w.objects(p, skip)
}

// note counts a row's outcome.
func (p *Preview) note(r Row) {
	p.Rows = append(p.Rows, r)
	switch r.What {
	case New:
		p.New++
	case Changed:
		p.Changed++
	case Same:
		p.Same++
	}
	again := len(p.Rows) > 1 && p.Rows[len(p.Rows)-2].At == r.At // a further problem of the same row
	if r.What != Bad && r.What != Asked && !again {
		p.Good++
	}
}

// fail notes what the register refuses about a row. Faults are handed on.
func (p *Preview) fail(at sheet.At, name string, err error) error {
	var list []text.Message
	switch e := err.(type) {
	case *text.Refusal:
		list = append(list, e.Message)
	case text.InputErrors:
		for _, x := range e {
			list = append(list, x.Message)
		}
	default:
		return err
	}
	for _, m := range list {
		p.Errors = append(p.Errors, sheet.RowError{Sheet: at.Sheet, Row: at.Row, Key: registerKey, Message: m})
	}
	p.note(Row{At: at, Name: name, What: Bad})
	return nil
}

// save writes a change of the registers and records it; a preview does neither.
func (w *work) save(verb access.Verb, kind journal.Kind, object ref.Ref, ch bodies.Change) error {
	if w.tx == nil {
		return nil
	}
	if err := w.tx.Allow(verb, access.Object{Jurisdiction: w.tx.Actor().Jurisdiction}); err != nil {
		return err
	}
	if err := w.tx.SaveRegisters(ch); err != nil {
		return err
	}
	return w.tx.Record(kind, object)
}

// unitNames finds units by their plain names.
func unitNames(c *bodies.County) map[string][]ref.ID {
	out := map[string][]ref.ID{}
	for _, id := range c.Units() {
		k := bodies.PlainName(c.Name(id))
		out[k] = append(out[k], id)
	}
	return out
}

// plain drops every blank, so that words padded otherwise are the same.
func plain(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if !unicode.IsSpace(r) {
			out = append(out, r)
		}
	}
	return string(out)
}
