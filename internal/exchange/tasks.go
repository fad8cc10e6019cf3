package exchange

import (
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lists/task"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// readTasks reads a task list as counties write it: a task of the county committee.
// One of a single unit stands with the body that answers for the unit; one of several,
// and of words that mean every unit of a kind, is the county's own and broken down to
// each of them.
func readTasks(c *bodies.County, names map[string][]ref.ID, tables []sheet.Table, look sheet.Look) ([]sheet.FieldRow,
	[]sheet.RowError) {
	rows, errs := sheet.ParseTasks(tables, look, 0)
	var out []sheet.FieldRow
	for _, row := range rows {
		to, wrong := receivers(c, names, row)
		if wrong != nil {
			errs = append(errs, sheet.RowError{Sheet: row.Sheet, Row: row.Row, Key: registerKey, Message: *wrong})
			continue
		}
		of := func(body ref.ID) sheet.FieldRow {
			t := taskOf(row)
			t.Body = body
			return sheet.FieldRow{At: row.At, V: t, Said: stated(t)}
		}
		if len(to) == 1 {
			out = append(out, of(to[0]))
			continue
		}
		county, founded := c.Single(bodies.CountyCommittee)
		if !founded { // a dry run before there is a county: what each gets is all there is to look at
			for _, body := range to {
				out = append(out, of(body))
			}
			continue
		}
		whole := of(county.ID)
		whole.V.(*task.Task).Stage = task.Broken
		for _, body := range to {
			if body == county.ID { // what it has to do is the whole
				continue
			}
			b, _ := c.Body(body)
			whole.Parts = append(whole.Parts, sheet.Part{FieldRow: of(body), Whose: b.Name})
		}
		out = append(out, whole)
	}
	return out, errs
}

// receivers are the bodies that a row is for, each once.
func receivers(c *bodies.County, names map[string][]ref.ID, row sheet.TaskRow) ([]ref.ID, *text.Message) {
	var units []ref.ID
	for _, name := range row.Units {
		found := names[bodies.PlainName(name)]
		if len(found) != 1 {
			m := text.M("exchange.two-units", "name", name)
			return nil, &m
		}
		units = append(units, found[0])
	}
	for _, g := range row.Groups {
		units = append(units, c.Group(g)...)
	}
	to := task.Keepers(c, units)
	if len(to) == 0 {
		m := text.M("exchange.no-keeper", "units", append(row.Units, row.Groups...))
		return nil, &m
	}
	return to, nil
}

// taskOf is a row as a task. A limit that only the file's own reading understands is
// kept as the day it means.
func taskOf(row sheet.TaskRow) *task.Task {
	t := &task.Task{Year: int64(row.Year), Origin: task.OfCommittee, Category: row.Kind, Task: row.Task,
		Detail: row.Note, Document: row.Basis, Lead: row.Lead, Proof: strings.Join(row.Proof, "、"), Points: row.Points,
		Assisting: strings.Join(row.Helped(), "、"), Period: row.Written}
	if t.Year == 0 {
		t.Year = int64(row.Limit.Due().Year())
	}
	if w, ok := when.ParseWindow(row.Written, int(t.Year)); !ok || w != row.Limit {
		t.Period = row.Limit.Due().String()
	}
	return t
}

// stated are the fields that a row says something of.
func stated(t *task.Task) (out field.Fields) {
	for _, f := range task.Fields.Asked() {
		if !f.Empty(t) {
			out = append(out, f)
		}
	}
	return out
}
