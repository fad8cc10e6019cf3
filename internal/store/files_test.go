package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/power"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/store/storetest"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// filed is a power of the county's unit, and the acts on it.
type filed struct {
	*testing.T
	*storetest.County
	n    *noun.Noun
	id   ref.ID
	body ref.ID // whose power it is
}

func (f *filed) do(name string, c noun.Call) (act.Receipt, error) {
	f.Helper()
	a, ok := f.n.Act(name)
	if !ok {
		f.Fatalf("powers have no act %s", name)
	}
	if c.Command.Actor.Account == 0 {
		c.Command.Actor = f.Office
	}
	if !a.Makes {
		c.ID = f.id
	}
	return a.Do(context.Background(), c)
}

func (f *filed) attach(kind string, names ...string) error {
	f.Helper()
	var files []act.File
	for i, name := range names {
		digest := make([]byte, 32)
		digest[0] = byte(i + 1)
		copy(digest[1:], name)
		files = append(files, act.File{Name: name, Type: "application/pdf", Size: 7, Digest: digest})
	}
	_, err := f.do(noun.AttachAct, noun.Call{In: &noun.Attached{FileKind: kind}, Files: files})
	return err
}

func (f *filed) files() []evidence.Evidence {
	f.Helper()
	all, err := f.DB.EvidenceOf(context.Background(), f.id)
	if err != nil {
		f.Fatal(err)
	}
	return all
}

func (f *filed) found(words string) int {
	f.Helper()
	s := access.ScopeOf(f.Office, "power.see")
	got, err := f.DB.Listed(context.Background(), ref.Power, s, noun.Query{Words: words, Sort: f.n.Sorts[0]}, nil)
	if err != nil {
		f.Fatal(err)
	}
	return len(got.Values)
}

// refused demands an error with this key, beside this field where one is named.
func (f *filed) refused(err error, field, key string) {
	f.Helper()
	var in text.InputErrors
	var no *text.Refusal
	switch {
	case errors.As(err, &in) && field == in[0].Field && key == in[0].Key:
	case errors.As(err, &no) && field == "" && key == no.Key:
	default:
		f.Errorf("%v (%T), want %s %s", err, err, field, key)
	}
}

func eachFiled(t *testing.T, play func(*filed)) {
	storetest.Each(t, func(t *testing.T, c *storetest.County) {
		f := &filed{T: t, County: c}
		door := act.NewDoor(c.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) })
		codes := func(string) []string { return []string{"decision"} }
		f.n = power.Commands{Door: door, Tables: codes}.Noun().TakeFiles(door)
		c.Play(t, "body.change", func(tx *store.Tx) (journal.Kind, ref.Ref, error) {
			f.body = tx.NewID()
			rows := bodies.Rows{Bodies: []bodies.Body{{ID: f.body, Version: 1, Kind: bodies.PartyCommittee, Name: "党委",
				Unit: c.Unit, Period: when.Period{From: 1, To: when.Open}}}}
			return "body.founded.v1", ref.Ref{Kind: ref.Body, ID: f.body}, tx.SaveRegisters(bodies.Change{Rows: rows})
		})
		r, err := f.do("add", noun.Call{In: &power.Power{Name: "集体决策", Category: "decision", Body: f.body, Basis: "党章",
			Boundary: "不得个人决定"}, Files: []act.File{{Name: "随件.pdf", Type: "application/pdf", Size: 1,
			Digest: make([]byte, 32)}}})
		if err != nil {
			t.Fatal(err)
		}
		f.id = r.Object.ID
		play(f)
	})
}

// Files come with an act, all or none, are found by their names, and one that was
// attached by mistake is removed: its row says so and its digest is still named.
func TestFilesOfAnObject(t *testing.T) {
	eachFiled(t, func(f *filed) {
		matter := ref.Ref{Kind: ref.Power, ID: f.id}
		if all := f.files(); len(all) != 1 || all[0].Phase != power.FlowChart || all[0].Matter != matter {
			f.Fatalf("what came with a new power: %+v", all)
		}
		if err := f.attach(power.OtherFile, "运行流程图.pdf", "会议签到.pdf"); err != nil {
			f.Fatal(err)
		}
		all := f.files()
		if len(all) != 3 || all[1].Phase != power.OtherFile || all[2].By != f.Office.Person || all[2].At == 0 {
			f.Fatalf("files: %+v", all)
		}
		if f.found("运行流程图") != 1 || f.found("会议签到") != 1 || f.found("随件") != 1 {
			f.Error("a power is not found by the names of its files")
		}
		x, _, err := f.DB.One(context.Background(), ref.Power, f.id)
		if err != nil || x.Head().Version != 1 {
			f.Errorf("a file made a new version of the power: %v %v", x.Head().Version, err)
		}
		wrong := all[2]
		remove := func(id ref.ID, reason string) error {
			_, err := f.do(noun.DetachAct, noun.Call{In: &noun.Detached{File: id, Reason: reason}})
			return err
		}
		f.refused(remove(wrong.ID, ""), "reason", "input.required")
		f.refused(remove(0, "传错了"), "file", "input.choose")
		f.refused(remove(f.id, "传错了"), "file", "input.choose")
		other, err := f.do("add", noun.Call{In: &power.Power{Name: "另一项", Category: "decision", Body: f.body, Basis: "党章",
			Boundary: "无"}, Files: []act.File{{Name: "别的.pdf", Digest: make([]byte, 32)}}})
		if err != nil {
			f.Fatal(err)
		}
		others, err := f.DB.EvidenceOf(context.Background(), other.Object.ID)
		if err != nil || len(others) != 1 {
			f.Fatal(others, err)
		}
		f.refused(remove(others[0].ID, "传错了"), "file", "input.choose") // of another power
		if err := remove(wrong.ID, "传错了"); err != nil {
			f.Fatal(err)
		}
		f.refused(remove(wrong.ID, "传错了"), "", "files.removed-already")
		gone := f.files()[2]
		if !gone.Removed() || gone.RemovedBy != f.Office.Person || gone.Removal != "传错了" || gone.Name != wrong.Name {
			f.Errorf("the row of the removed file: %+v", gone)
		}
		if f.found("会议签到") != 0 || f.found("运行流程图") != 1 {
			f.Error("the search and what was removed")
		}
		named, err := f.DB.NamedFiles(context.Background())
		if err != nil || !named[[32]byte(wrong.Digest)] {
			f.Errorf("the bytes of a removed file may be swept: %v", err)
		}
		acts, err := f.DB.History(context.Background(), f.id, 0)
		events := acts.Events
		if err != nil || len(events) != 3 || events[1].Kind != "power.file-added.v1" ||
			events[0].Kind != "power.file-removed.v1" {
			f.Errorf("history: %+v %v", events, err)
		}
	})
}

// Files are refused that are none, too many, of no kind, in the wrong state, or by
// somebody whose power it is not; nothing of them stays.
func TestFilesRefused(t *testing.T) {
	eachFiled(t, func(f *filed) {
		f.refused(f.attach(power.FlowChart), "file", "evidence.choose")
		f.refused(f.attach("x", "一.pdf"), "fileKind", "input.choose")
		f.refused(f.attach("", "一.pdf"), "fileKind", "input.choose")
		var many []string
		for i := range f.n.Attach.Most {
			many = append(many, fmt.Sprintf("第%d页.pdf", i))
		}
		f.refused(f.attach(power.OtherFile, many...), "file", "files.too-many") // one is there
		stranger := actor.Actor{Account: 90, Person: 91, Jurisdiction: f.Office.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.Clerk, Unit: 4, Own: []ref.ID{4}}}}
		_, err := f.do(noun.AttachAct, noun.Call{Command: act.Command{Actor: stranger},
			In:    &noun.Attached{FileKind: power.OtherFile},
			Files: []act.File{{Name: "一.pdf", Digest: make([]byte, 32)}}})
		var no *text.Refusal
		if !errors.As(err, &no) || no.Why != text.Forbidden {
			f.Errorf("a stranger attached: %v", err)
		}
		if err := f.attach(power.OtherFile, many[1:]...); err != nil {
			f.Error("as many as may be:", err)
		}
		file := f.files()[0].ID
		if _, err := f.do(noun.DetachAct, noun.Call{In: &noun.Detached{File: file, Reason: "重复"}}); err != nil {
			f.Fatal(err)
		}
		if err := f.attach(power.OtherFile, "补.pdf"); err != nil {
			f.Error("a removed file still takes a place:", err)
		}
		if _, err := f.do("end", noun.Call{In: &noun.Ending{On: when.Date(2026, 1, 1), Reason: "撤并"}}); err != nil {
			f.Fatal(err)
		}
		f.refused(f.attach(power.OtherFile, "晚.pdf"), "", "files.state")
		_, err = f.do(noun.DetachAct, noun.Call{In: &noun.Detached{File: f.files()[1].ID, Reason: "晚"}})
		f.refused(err, "", "files.state")
		if n := len(f.files()); n != f.n.Attach.Most+1 {
			f.Errorf("%d files stand", n)
		}
	})
}
