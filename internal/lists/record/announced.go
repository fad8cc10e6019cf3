package record

import (
	"shuangze/internal/act"
	"shuangze/internal/lists/announcement"
	"shuangze/internal/lists/remark"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// announced marks a record of what was done before its unit was told of an inspection
// and registered after: by the latest such announcement. A correction is judged by when
// the first one was registered.
func announced(tx noun.Tx, r *Record, registered when.Instant) error {
	first, today := registered, registered.Day()
	for from := r.Corrects; from != 0; {
		v, err := tx.One(ref.Record, from)
		if err != nil {
			return err
		}
		first, from = v.Head().MadeAt, v.(*Record).Corrects
	}
	if r.DoneOn == 0 || r.Unit == 0 {
		return nil
	}
	ids, err := tx.Find(ref.Announcement, noun.Cond{Column: "checked", Num: []int64{0, int64(r.Unit)}},
		noun.Cond{Column: "announced_on", Least: int64(r.DoneOn), Below: int64(today) + 1})
	if err != nil {
		return err
	}
	var latest when.Instant
	for _, id := range ids {
		v, err := tx.One(ref.Announcement, id)
		if err != nil {
			return err
		}
		if a := v.(*announcement.Announcement); a.Marks(r.DoneOn, r.Clock, first) && a.Moment() > latest {
			latest, r.Announcement, r.Backfilled = a.Moment(), a.ID, true
		}
	}
	return nil
}

// remarked puts the remark on a record that an announcement marks.
func remarked(tx noun.Tx, id ref.ID) error {
	v, err := tx.One(ref.Record, id)
	if err != nil {
		return err
	}
	r := v.(*Record)
	if r.Announcement == 0 {
		return nil
	}
	if v, err = tx.One(ref.Announcement, r.Announcement); err != nil {
		return err
	}
	a := v.(*announcement.Announcement)
	x := &remark.Remark{Kind: remark.Announced, RecordNumber: r.Number, Subject: r.Subject, Record: r.ID, Person: r.Person,
		Recorder: r.MadeBy, RecorderFor: r.WrittenFor, Announcement: a.ID, Day: a.AnnouncedOn, About: a.Subject,
		Mark: string(remark.Announced) + "|" + r.ID.String() + "|" + a.ID.String()}
	x.Unit, x.Side = r.Unit, r.Side
	_, err = remark.Put(tx, x)
	return err
}

// Announced marks the records that stand and came after an announcement which is
// registered late.
func (d Commands) Announced(tx noun.Tx, _ act.Command, a *announcement.Announcement) (n int64, err error) {
	where := []noun.Cond{{Column: "state", Text: Standing}, {Column: "announcement", Num: []int64{0}},
		{Column: "registered_on", Least: int64(a.AnnouncedOn), Below: int64(tx.Now().Day()) + 1}}
	if a.Checked != 0 {
		where = append(where, noun.Cond{Column: "unit", Num: []int64{int64(a.Checked)}})
	}
	return each(tx, where, func(r *Record) (bool, error) {
		if r.Unit == 0 || !a.Marks(r.DoneOn, r.Clock, r.MadeAt) {
			return false, nil
		}
		r.Announcement, r.Backfilled = a.ID, true
		if err := tx.Keep(ref.Record, r); err != nil {
			return false, err
		}
		if err := tx.Record("record.marked.v1", Shape.Ref(r), act.Id("announcement", a.ID)); err != nil {
			return false, err
		}
		return true, remarked(tx, r.ID)
	})
}

// Unannounced takes back the marks of an announcement that was registered by mistake;
// what is remarked of it and not decided is dismissed for that reason.
func (d Commands) Unannounced(tx noun.Tx, _ act.Command, a *announcement.Announcement) (n int64, err error) {
	of := noun.Cond{Column: "announcement", Num: []int64{int64(a.ID)}}
	n, err = each(tx, []noun.Cond{of}, func(r *Record) (bool, error) {
		r.Announcement = 0
		r.dated(r.RegisteredOn, d.Duties.Bands.Backfill)
		if err := tx.Keep(ref.Record, r); err != nil {
			return false, err
		}
		return true, tx.Record("record.unmarked.v1", Shape.Ref(r), act.Id("announcement", a.ID))
	})
	if err != nil {
		return n, err
	}
	ids, err := tx.Find(ref.Remark, of, noun.Cond{Column: "state", Text: []string{remark.Open}})
	if err != nil {
		return n, err
	}
	for _, id := range ids {
		v, err := tx.One(ref.Remark, id)
		if err != nil {
			return n, err
		}
		x := v.(*remark.Remark)
		// Who may not judge the remark does not take its cause away either.
		if err := x.Decide(remark.Dismissed, a.Why, tx.Actor().Hands(), tx.Now().Day()); err != nil {
			return n, err
		}
		if err := tx.Keep(ref.Remark, x); err != nil {
			return n, err
		}
		if err := tx.Record("remark.dismissed.v1", remark.Shape.Ref(x), act.Words("reason", a.Why)); err != nil {
			return n, err
		}
	}
	return n, nil
}

// marksMost is how many records one announcement marks at once [D].
const marksMost = 2000

func each(tx noun.Tx, where []noun.Cond, do func(*Record) (bool, error)) (n int64, err error) {
	ids, err := tx.Find(ref.Record, where...)
	if err != nil {
		return 0, err
	}
	if len(ids) > marksMost {
		return 0, text.Refuse(text.Conflict, "announcement.too-many", "most", marksMost)
	}
	for _, id := range ids {
		v, err := tx.One(ref.Record, id)
		if err != nil {
			return n, err
		}
		did, err := do(v.(*Record))
		if err != nil {
			return n, err
		}
		if did {
			n++
		}
	}
	return n, nil
}
