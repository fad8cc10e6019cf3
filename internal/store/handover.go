package store

import (
	"context"

	"shuangze/internal/duty"
	"shuangze/internal/handover"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/task"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

var handoverRows = newTable("handover_row", func(r *handover.Row) (*ref.ID, *int64) { return &r.ID, &r.Version },
	func(c *codec, r *handover.Row) {
		num(c, "jurisdiction", &r.Jurisdiction)
		num(c, "sheet", &r.Sheet)
		num(c, "place", &r.Place)
		str(c, "kind", &r.Of)
		num(c, "matter", &r.Matter)
		str(c, "number", &r.Number)
		words(c, "title", &r.Title)
		str(c, "state", &r.State)
		num(c, "due", &r.Due)
		flag(c, "waits", &r.Waits)
		words(c, "out_note", &r.OutNote)
		words(c, "in_note", &r.InNote)
	})

// HandoverRows are the rows of a sheet in their order.
func (tx *Tx) HandoverRows(sheet ref.ID) ([]handover.Row, error) {
	return everyRow(tx.query, handoverRows, "sheet=$1", int64(sheet))
}

// HandoverRows are the rows of a sheet in their order: they were made in it.
func (db *DB) HandoverRows(ctx context.Context, sheet ref.ID) ([]handover.Row, error) {
	return every(ctx, db, handoverRows, "sheet=$1", int64(sheet))
}

// SaveHandoverRow adds a row, or changes one that HandoverRows read.
func (tx *Tx) SaveHandoverRow(r handover.Row) error {
	if r.Version != 0 {
		if _, err := load(tx, handoverRows, r.ID); err != nil {
			return err
		}
	}
	return save(tx, handoverRows, r)
}

// titleMost is how much of a matter's words a sheet repeats, in characters [D].
const titleMost = 100

// OpenMatters are what is open of a unit and side, or names one person there: orders,
// problems, tasks and duties, each by one statement.
func (tx *Tx) OpenMatters(q handover.Asked) (out []handover.Row, err error) {
	args := []any{tx.cmd.Actor.Jurisdiction, int64(q.Unit), string(q.Side)}
	if q.Person != 0 {
		args = append(args, int64(q.Person))
	}
	where := func(mine string) string {
		if q.Person == 0 {
			return "jurisdiction=$1 AND unit=$2 AND side=$3"
		}
		return "jurisdiction=$1 AND unit=$2 AND side=$3 AND " + mine
	}
	add := func(of ref.Kind, id ref.ID, number, title, state string) *handover.Row {
		out = append(out, handover.Row{Of: of, Matter: id, Number: number, Title: text.Clip(title, titleMost), State: state})
		return &out[len(out)-1]
	}
	const led = "(leader=$4 OR handler=$4)"
	os, err := everyRow(tx.query, orders, where(led)+" AND open=1", args...)
	if err != nil {
		return nil, err
	}
	for _, o := range os {
		r := add(ref.Order, o.ID, o.Number.String(), o.Subject, string(o.State))
		r.Due, r.Waits = o.Due, o.State == order.Requested
	}
	ps, err := everyRow(tx.query, problems, where(led)+" AND open=1", args...)
	if err != nil {
		return nil, err
	}
	for _, p := range ps {
		add(ref.Problem, p.ID, p.Number.String(), p.Facts, string(p.State)).Due = p.Due
	}
	ts, err := everyRow(tx.query, rooms[ref.Task].t, where("person=$4")+" AND state IN ('in-force','delivered')", args...)
	if err != nil {
		return nil, err
	}
	for _, v := range ts {
		t := v.(*task.Task)
		r := add(ref.Task, t.ID, t.Number, t.Task, t.State)
		r.Due, r.Waits = t.Next, t.State == task.Delivered && t.Origin == task.OfUnit
	}
	ds, err := everyRow(tx.query, rooms[ref.Duty].t, where("person=$4")+" AND state IN ('open','paused')", args...)
	if err != nil {
		return nil, err
	}
	for _, v := range ds {
		d := v.(*duty.Duty)
		add(ref.Duty, d.ID, d.Period, d.What, d.State).Due = d.Due
	}
	return out, nil
}

// OwedIn are the responsibilities of a year in force on the lists of a unit and side.
func (tx *Tx) OwedIn(q handover.Asked, year int) ([]noun.Value, error) {
	return everyRow(tx.query, rooms[ref.Responsibility].t,
		"jurisdiction=$1 AND unit=$2 AND side=$3 AND year=$4 AND state=$5",
		tx.cmd.Actor.Jurisdiction, int64(q.Unit), string(q.Side), int64(year), noun.InForce)
}

// HandoversMade are the posts that have their sheet already.
func (db *DB) HandoversMade(ctx context.Context, jurisdiction int32) (map[ref.ID]bool, error) {
	all, err := db.AllOf(ctx, ref.Handover, jurisdiction)
	out := make(map[ref.ID]bool, len(all))
	for _, v := range all {
		out[v.(*handover.Sheet).Appointment] = true
	}
	return out, err
}

var _ handover.Tx = (*Tx)(nil)
