// Package erasure destroys personal data because the law demands it (个人信息保护法
// 第四十七条; design, journal rules): the words in the rows, and the openings of the
// commitments by which the entries know them. The proof stays: what is left of an entry
// shows that something stood there, to nobody what.
package erasure

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Kind is the entry that says of an object what was erased of it. Its facts are plain: the names
// of the fields, which openings of which entries are gone, the rows of the files whose bytes are, the
// ground, who ordered it, and for what was erased again after a restore when it was erased first.
const Kind = noun.Erased

const verb access.Verb = "personal.erase"

// Characters of the ground and of who ordered it.
const (
	least     = 4
	basisMost = 200
	byMost    = 100
)

// Order is what is to be erased of one object, and by what right.
type Order struct {
	Object  ref.Ref  `json:"object"`
	Fields  []string `json:"fields"` // by name
	Course  bool     `json:"course"` // and all that acts on it said in words
	Files   bool     `json:"files"`  // and the files attached to it
	Basis   string   `json:"basis"`  // the article of the law or the number of the court's decision
	Ordered string   `json:"ordered"`
	// At is when it was erased first, where it is erased again after a restore; 0 = it is now.
	At when.Instant `json:"at"`
	// First is the leaf of the object's first entry, by which it is known after a restore; nil = it is not asked.
	First []byte `json:"first"`
}

// Opening is one opening that is gone: of which entry, and its path in it.
type Opening struct {
	Entry int64
	Path  string
}

// Gone is what was destroyed.
type Gone struct {
	Openings []Opening
	Fields   []string // those that held words
	Files    []ref.ID // rows of evidence
	First    []byte   // leaf of the object's first entry
}

// Target is what of a kind of objects can be erased: a noun on the frame, a problem, an order, a letter, somebody in
// the register of people or their account.
type Target struct {
	May []string // names of texts
	// Copies are those of May that repeat what others say, as a letter that was frozen: they go with any of them.
	Copies []string
	// Keep is what the law demands to keep: numbers, days, codes and results of official acts (档案法 第十四条;
	// 党政机关公文处理工作条例 第三十二条). It stands in the entries themselves.
	Keep []string
	// Course: all that the entries on one say goes with it, not the acts that set what is erased alone.
	Course bool
}

// Of is what can be erased of a noun on the frame.
func Of(s noun.Shape) Target {
	t := Target{Keep: []string{"number", "state", "unit", "side"}}
	can := s.Erasable()
	for _, f := range s.Fields {
		if _, ok := can.Of(f.Name); !ok {
			t.Keep = append(t.Keep, f.Name)
			continue
		}
		t.May = append(t.May, f.Name)
		if f.Name == noun.Frozen {
			t.Copies = append(t.Copies, f.Name)
		}
	}
	return t
}

// Tx is what erasing needs of its transaction.
type Tx interface {
	act.Tx
	// Subject is what access asks of an object, after it was looked whether the law lets it be erased now: of who holds
	// a post, or whose account is open, nothing is. again = it was erased before, and a restore brought it back: then
	// what holds in the backup is not asked.
	Subject(of ref.Ref, again bool) (access.Object, error)
	// Leaf is the leaf of the first entry on an object, of a letter that on its order; nil = there is none.
	Leaf(of ref.Ref) ([]byte, error)
	// Erase puts says in the place of the words, destroys the openings, and
	// says what is gone. It does not record.
	Erase(o Order, says string) (Gone, error)
}

// Commands erases.
type Commands struct {
	Door    act.Door[Tx]
	Targets func(ref.Kind) (Target, bool)
}

// errDry takes back what was done to see what it would do.
var errDry = errors.New("dry run")

// Check judges an order without the database: the ground and who ordered it are of some characters, and the fields are
// ones that can be erased. What the law demands to keep is refused by a sentence of its own.
func (o Order) Check(t Target, known bool) error {
	var errs text.InputErrors
	if !known {
		return text.Refuse(text.Missing, "erasure.kind", "kind", string(o.Object.Kind))
	}
	if len(o.Fields) == 0 && !o.Course && !o.Files {
		return text.Refuse(text.Conflict, "erasure.none")
	}
	for _, f := range o.Fields {
		if slices.Contains(t.May, f) {
			continue
		}
		key := "erasure.field"
		if slices.Contains(t.Keep, f) {
			key = "erasure.kept"
		}
		return text.Refuse(text.Conflict, key, "field", f, "may", strings.Join(t.May, " "))
	}
	text.Limits(&errs, "basis", o.Basis, least, basisMost)
	text.Limits(&errs, "ordered", o.Ordered, 2, byMost)
	return errs.Err()
}

// Erase does what orders say, all of them in one transaction and each with its entry; dry does it and takes it
// back. Nothing to erase at all is a refusal, and so is an object that is another than the one that an order knows.
func (c Commands) Erase(ctx context.Context, cmd act.Command, orders []Order, dry bool) (all []Gone, r act.Receipt,
	err error) {
	cmd.Verb, cmd.Input = verb, nil
	for _, o := range orders {
		t, known := c.Targets(o.Object.Kind)
		if err := o.Check(t, known); err != nil {
			return nil, r, err
		}
	}
	r, err = c.Door.Do(ctx, cmd, func(tx Tx) error {
		all = nil
		some := false
		for _, o := range orders {
			g, err := c.one(tx, o)
			if err != nil {
				return err
			}
			all, some = append(all, g), some || !g.None()
		}
		switch {
		case !some:
			return text.Refuse(text.Conflict, "erasure.nothing")
		case dry:
			return errDry
		}
		return nil
	})
	if dry && errors.Is(err, errDry) {
		err = nil
	}
	return all, r, err
}

// one erases of one object. Where nothing is left of what is named, nothing is recorded.
func (c Commands) one(tx Tx, o Order) (g Gone, err error) {
	on, err := tx.Subject(o.Object, o.At != 0)
	if err != nil {
		return g, err
	}
	if err := tx.Allow(verb, on); err != nil {
		return g, err
	}
	first, err := tx.Leaf(o.Object)
	if err != nil {
		return g, err
	}
	if o.First != nil && !slices.Equal(o.First, first) {
		return g, text.Refuse(text.Missing, "erasure.other", "id", o.Object.ID)
	}
	if t, _ := c.Targets(o.Object.Kind); len(o.Fields) > 0 {
		for _, f := range t.Copies {
			if !slices.Contains(o.Fields, f) {
				o.Fields = append(slices.Clone(o.Fields), f)
			}
		}
	}
	at := cmp.Or(o.At, tx.Now())
	if g, err = tx.Erase(o, noun.ErasedText(at.Day(), o.Basis)); err != nil {
		return g, err
	}
	if g.First = first; g.None() {
		return g, nil
	}
	return g, tx.Record(Kind, o.Object, Facts(o, g, at)...)
}

// None says that nothing was there to be erased.
func (g Gone) None() bool { return len(g.Openings)+len(g.Fields)+len(g.Files) == 0 }

// Facts are those of the entry that says what was erased.
func Facts(o Order, g Gone, at when.Instant) []act.Fact {
	var lines strings.Builder
	for _, x := range g.Openings {
		fmt.Fprintf(&lines, "%d %s\n", x.Entry, x.Path)
	}
	files := make([]string, len(g.Files))
	for i, id := range g.Files {
		files[i] = id.String()
	}
	is := func(yes bool) int64 {
		if yes {
			return 1
		}
		return 0
	}
	return []act.Fact{act.Code("legal-basis", o.Basis), act.Code("ordered", o.Ordered),
		act.Code("fields", strings.Join(o.Fields, " ")), act.Number("whole-course", is(o.Course)),
		act.Number("with-files", is(o.Files)), act.Code("files", strings.Join(files, " ")),
		act.Code("openings", lines.String()), act.Digest("first-entry", g.First), act.Number("erased-first", int64(at))}
}

// Read takes an order and what is gone out of its entry; ok is false of every other.
func Read(e *journal.Entry) (o Order, g Gone, ok bool) {
	if e.Kind != Kind {
		return o, g, false
	}
	o.Object = e.Object
	for _, f := range e.Facts {
		switch f.Name {
		case "legal-basis":
			o.Basis = f.Value.AsText()
		case "ordered":
			o.Ordered = f.Value.AsText()
		case "fields":
			o.Fields = strings.Fields(f.Value.AsText())
		case "whole-course":
			o.Course = f.Value.AsInt() == 1
		case "with-files":
			o.Files = f.Value.AsInt() == 1
		case "erased-first":
			o.At = when.Instant(f.Value.AsInt())
		case "first-entry":
			o.First = slices.Clone(f.Value.AsBytes())
		case "files":
			for _, s := range strings.Fields(f.Value.AsText()) {
				g.Files = append(g.Files, ref.Parse(s))
			}
		case "openings":
			for line := range strings.Lines(f.Value.AsText()) {
				seq, path, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
				n, err := strconv.ParseInt(seq, 10, 64)
				if err != nil {
					continue
				}
				g.Openings = append(g.Openings, Opening{n, path})
			}
		}
	}
	g.First, g.Fields = o.First, o.Fields
	return o, g, true
}
