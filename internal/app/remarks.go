package app

import (
	"context"
	"encoding/hex"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/lists/announcement"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/remark"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

const (
	remarksBack = 7       // for how many days a record, or a file of one, is looked at again [D]
	remarksAmid = 400     // how far back others are that it is compared with, in days [D]
	remarksMost = 20_000  // files looked at
	checksMost  = 1000    // announcements
	recordsMost = 200_000 // records compared; the latest of more are not [D]
)

// remarks are the commands of remarks.
func (h *House) remarks() remark.Commands {
	return remark.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes}
}

// MakeRemarks looks at what was registered in the last days and remarks what the county's
// thresholds name, each once. It says how many remarks were made; asked again it makes
// none.
func (h *House) MakeRemarks(ctx context.Context) (made int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	for _, c := range counties {
		n, err := h.remarkOn(ctx, c.No)
		if made += n; err != nil {
			return made, fmt.Errorf("remarks of county %d: %w", c.No, err)
		}
	}
	return made, nil
}

func (h *House) remarkOn(ctx context.Context, county int32) (int, error) {
	machine, today := actor.Machine(county, "tick"), h.Clock().Day()
	look := remark.Look{Rules: h.Policy.Traces, From: today - remarksBack, Until: today - 1}
	scope := func(v access.Verb) access.Scope { return access.ScopeOf(machine, v) }
	byID := noun.Sort{Name: "new", Column: "id"}
	checks, err := h.DB.Whole(ctx, ref.Announcement, scope("announcement.see"), noun.Query{Sort: byID, Where: []noun.Cond{
		{Column: "state", Text: []string{announcement.InForce}},
		{Column: "first_day", Least: int64(today - remarksBack), Below: int64(when.Open)}}}, checksMost)
	if err != nil {
		return 0, err
	}
	for _, v := range checks.Values {
		a := v.(*announcement.Announcement)
		look.Checks = append(look.Checks, remark.Check{ID: a.ID, Unit: a.Checked, Announced: a.AnnouncedOn, First: a.FirstDay,
			Subject: a.Subject})
	}
	n := 0
	err = h.DB.Each(ctx, ref.Record, scope("record.see"), noun.Query{Sort: byID, Where: []noun.Cond{
		{Column: "state", Text: record.Standing},
		{Column: "registered_on", Least: int64(today - remarksAmid), Below: int64(today) + 1}}}, func(v noun.Value) error {
		if n++; n <= recordsMost {
			look.Add(lookedAt(v.(*record.Record)))
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	if err := h.lookAtFiles(ctx, county, &look); err != nil {
		return 0, err
	}
	found, err := look.Found(func(id ref.ID) (string, error) {
		v, ok, err := h.DB.One(ctx, ref.Record, id)
		if err != nil || !ok {
			return "", err
		}
		return lookedAt(v.(*record.Record)).Text, nil
	})
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return h.remarks().Make(ctx, act.Command{Actor: machine}, found)
}

func lookedAt(r *record.Record) remark.Written {
	return remark.Written{ID: r.ID, Unit: r.Unit, Side: r.Side, Person: r.Person, Recorder: r.MadeBy,
		RecorderFor: r.WrittenFor, Duty: r.Duty, Number: r.Number, Subject: r.Subject,
		Text: r.Content + "\n" + r.Problems + "\n" + r.Measures, DoneOn: r.DoneOn,
		RegisteredOn: r.RegisteredOn, Corrects: r.Corrects}
}

// lookAtFiles adds the files of late, and what else has their bytes; of those of late the
// day that they say themselves is read.
func (h *House) lookAtFiles(ctx context.Context, county int32, look *remark.Look) error {
	list, err := h.DB.RecordFiles(ctx, county, look.From.Start(), remarksMost)
	if err != nil {
		return err
	}
	kept := blob.At(h.FilesDir())
	for _, e := range list {
		f := remark.File{Record: e.Matter.ID, Digest: hex.EncodeToString(e.Digest), Name: e.Name, Kept: e.At.Day()}
		if len(e.Digest) == 32 && f.Kept >= look.From {
			if body, err := kept.Open(blob.Digest(e.Digest)); err == nil { // that it is gone, verify says
				f.Taken = blob.Taken(body, e.Size, e.Type)
				body.Close()
			}
		}
		look.File(f)
	}
	return nil
}
