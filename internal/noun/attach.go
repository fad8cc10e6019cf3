package noun

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Attachments say that files may be attached to the objects of a noun. The acts
// that attach and remove them, the sheet on the page and the operations of the API
// follow from it.
type Attachments struct {
	Verb access.Verb // attaches, and removes what was attached by mistake [D]
	// Of are what a file may be, their words <noun>.file.<code>. The first is what a
	// file is that comes with another act; with one alone nobody is asked.
	Of     []string
	Made   []string // what a file may be besides, that no person attaches
	Most   int      // files of an object, those removed not counted
	States []string // in which files come and go; nil = in all
}

// Attached is what is said of files that are attached.
type Attached struct{ FileKind string }

// Detached is which file is removed, and why.
type Detached struct {
	File   ref.ID
	Reason string
}

var detaching = field.Fields{
	field.File("file", true, func(d *Detached) *ref.ID { return &d.File }),
	field.Text("reason", 1, reasonMost, func(d *Detached) *string { return &d.Reason }),
}

// The acts that attach files and remove one.
const (
	AttachAct = "attach"
	DetachAct = "detach"
)

// TakeFiles gives a noun that takes files the acts for it.
func (n *Noun) TakeFiles(door act.Door[Tx]) *Noun {
	if n.Attach == nil {
		return n
	}
	s, attaching := n.Shape, field.Fields{}
	if of := s.Attach.Of; len(of) > 1 {
		attaching = append(attaching, field.Code("fileKind", true, of, s.Word+".file.",
			func(a *Attached) *string { return &a.FileKind }))
	}
	attaching = append(attaching, field.Files("file", true))
	rule := func(v Value, _ when.Instant) error { return s.MayFile(v) }
	added, removed := journal.Kind(s.Word+".file-added.v1"), journal.Kind(s.Word+".file-removed.v1")
	n.Acts = append(n.Acts, Act{Name: AttachAct, Verb: s.Attach.Verb, Records: added, Main: true,
		Summary: "Attach files, all or none", Fields: attaching, New: func() any { return &Attached{} }, Rule: rule,
		Do: func(ctx context.Context, c Call) (act.Receipt, error) {
			in := *c.In.(*Attached)
			c.Command.Verb, c.Command.Input = s.Attach.Verb, evidence.Input(evidence.Came(c.Files), c.ID, in.FileKind)
			return Step(ctx, door, c.Command, s, At{ID: c.ID, Files: as(evidence.Came(c.Files), in.FileKind)}, added,
				func(_ Tx, v Value) ([]act.Fact, error) { return s.attach(v, in, evidence.Came(c.Files), attaching) })
		}}, Act{Name: DetachAct, Verb: s.Attach.Verb, Records: removed, Danger: true, Aside: true,
		Summary: "Remove a file that was attached by mistake: its row and its bytes stay, nobody gets them any more",
		Fields:  detaching, New: func() any { return &Detached{} }, Rule: rule,
		Do: func(ctx context.Context, c Call) (act.Receipt, error) {
			in := *c.In.(*Detached)
			c.Command.Verb, c.Command.Input = s.Attach.Verb, []any{c.ID, in}
			return Step(ctx, door, c.Command, s, At{ID: c.ID}, removed,
				func(tx Tx, v Value) ([]act.Fact, error) { return s.detach(tx, v, in) })
		}})
	return n
}

// MayFile refuses files in a state in which none come or go.
func (s Shape) MayFile(v Value) error {
	state := v.Head().State
	if in := s.Attach.States; in != nil && !slices.Contains(in, state) {
		return text.Refuse(text.Conflict, "files.state", "state", text.M(s.Word+".state."+state))
	}
	return nil
}

func (s Shape) attach(v Value, in Attached, files []evidence.Evidence, fs field.Fields) ([]act.Fact, error) {
	if err := s.MayFile(v); err != nil {
		return nil, err
	}
	var errs text.InputErrors
	fs.Check(&in, nil, &errs)
	if len(files) == 0 {
		errs.Add("file", "evidence.choose")
	}
	facts := []act.Fact{act.Number("files", int64(len(files)))}
	if in.FileKind != "" {
		facts = append(facts, act.Code("file-kind", in.FileKind))
	}
	return facts, errs.Err()
}

func (s Shape) detach(tx Tx, v Value, in Detached) ([]act.Fact, error) {
	if err := s.MayFile(v); err != nil {
		return nil, err
	}
	var errs text.InputErrors
	detaching.Check(&in, nil, &errs)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	e, err := tx.Evidence(in.File)
	var refused *text.Refusal
	missing := errors.As(err, &refused) && refused.Why == text.Missing
	if missing || err == nil && e.Matter != s.Ref(v) { // of another object: here it is not there
		return nil, text.InputErrors{{Field: "file", Message: text.M("input.choose")}}
	}
	if err != nil {
		return nil, err
	}
	if e.Removed() {
		return nil, text.Refuse(text.Conflict, "files.removed-already", "name", e.Name)
	}
	e.RemovedBy, e.RemovedAt, e.Removal = tx.Actor().Person, tx.Now(), in.Reason
	facts := []act.Fact{act.Id("file", e.ID), act.Words("name", e.Name), act.Words("reason", in.Reason)}
	return facts, tx.SaveEvidence(e)
}

// as says what files are.
func as(files []evidence.Evidence, kind string) []evidence.Evidence {
	out := slices.Clone(files)
	for i := range out {
		out[i].Phase = evidence.Phase(kind)
	}
	return out
}

// file puts the files that came with an act on record, in its transaction: all or
// none.
func (s Shape) file(tx Tx, v Value, files []evidence.Evidence) error {
	if len(files) == 0 {
		return nil
	}
	if s.Attach == nil {
		return fmt.Errorf("%s takes no files", s.Of)
	}
	b := v.Head()
	n, err := tx.CountEvidence(b.ID)
	if err != nil {
		return err
	}
	if n+int64(len(files)) > int64(s.Attach.Most) {
		return text.InputErrors{{Field: "file", Message: text.M("files.too-many", "most", s.Attach.Most, "n", n)}}
	}
	for _, e := range files {
		if e.Phase == "" {
			e.Phase = evidence.Phase(s.Attach.Of[0])
		}
		e.ID, e.Jurisdiction, e.Matter, e.By, e.At = tx.NewID(), b.Jurisdiction, s.Ref(v), tx.Actor().Person, tx.Now()
		if err := tx.SaveEvidence(e); err != nil {
			return err
		}
	}
	return nil
}
