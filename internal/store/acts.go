package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// acts begins a statement that reads them.
const acts = `SELECT e.seq,e.frozen,COALESCE(o.body,'')%s 
	FROM entry e LEFT JOIN opening o ON o.entry=e.id WHERE e.object=$1`

// History reads a page of the acts on an object, the latest first, in one statement:
// those before an entry of its journal, or, from 0, the latest.
func (db *DB) History(ctx context.Context, object ref.ID, before int64) (trail.Acts, error) {
	out := trail.Acts{Before: before}
	args, older := []any{int64(object), trail.PageOf}, ""
	if before > 0 { // all entries of an object stand in one journal, whose identifiers begin at a multiple of 1<<40
		older = ` AND %s.id<$3+(SELECT MIN(f.id)/1099511627776*1099511627776 FROM entry f WHERE f.object=$1)`
		args = append(args, before)
	}
	side := func(of string) string { return strings.ReplaceAll(older, "%s", of) }
	total := `,(SELECT COUNT(*) FROM entry c WHERE c.object=$1` + side("c") + `)`
	rows, err := db.query(ctx, fmt.Sprintf(acts, total)+side("e")+` ORDER BY e.id DESC LIMIT $2`, args...)
	out.Events, err = collect(rows, err, func(r rowsLike, e *trail.Event) error { return readAct(r, e, &out.Earlier) })
	if err != nil {
		return trail.Acts{}, fmt.Errorf("history: %w", err)
	}
	out.Earlier -= int64(len(out.Events))
	return out, nil
}

// ActsOf reads the acts of some kinds on an object, the latest first, in one
// statement: all of them, or of each kind the first or the last.
func (db *DB) ActsOf(ctx context.Context, object ref.ID, which trail.Which, kinds ...journal.Kind) (
	[]trail.Event, error) {
	w := &where{}
	w.arg(int64(object))
	oneOf(w, "e.kind", kinds)
	stmt := fmt.Sprintf(acts, "") + " AND " + w.String()
	if end := map[trail.Which]string{trail.First: "MIN", trail.Last: "MAX"}[which]; end != "" {
		stmt = fmt.Sprintf(acts, "") + ` AND e.id IN (SELECT ` + end + `(k.id) FROM entry k WHERE k.object=$1 AND ` +
			strings.ReplaceAll(w.String(), "e.kind", "k.kind") + ` GROUP BY k.kind)`
	}
	rows, err := db.query(ctx, stmt+` ORDER BY e.id DESC`, w.args...)
	out, err := collect(rows, err, func(r rowsLike, e *trail.Event) error { return readAct(r, e) })
	if err != nil {
		return nil, fmt.Errorf("acts of %d: %w", object, err)
	}
	return out, nil
}

// readAct reads one act, and what stands beside it.
func readAct(r rowsLike, into *trail.Event, beside ...any) error {
	var seq int64
	var frozen []byte
	var body string
	if err := r.Scan(append([]any{&seq, &frozen, &body}, beside...)...); err != nil {
		return err
	}
	e, err := journal.Parse(frozen)
	if err != nil {
		return fmt.Errorf("entry %d does not parse (run verify): %w", seq, err)
	}
	*into = eventOf(seq, e, body)
	return nil
}

func eventOf(seq int64, e *journal.Entry, body string) trail.Event {
	ev := trail.Event{Entry: seq, Kind: e.Kind, At: e.At, Claimed: e.Claimed, Person: e.Person, Appointment: e.Appointment,
		OnBehalf: e.OnBehalf, Agent: e.Agent, Texts: map[string]string{}, Numbers: map[string]int64{}}
	for _, r := range e.Rows {
		if x := (ref.Ref{Kind: ref.Kind(r.Table), ID: ref.ID(r.ID)}); r.Before == [32]byte{} && x != e.Object {
			ev.New = append(ev.New, x)
		}
	}
	for _, f := range e.Facts {
		switch f.Value.Tag() {
		case journal.TagText:
			ev.Texts[f.Name] = f.Value.AsText()
		case journal.TagInt:
			ev.Numbers[f.Name] = f.Value.AsInt()
		}
	}
	var opened []opening
	if body != "" && json.Unmarshal([]byte(body), &opened) == nil {
		for _, o := range opened {
			if name, ok := strings.CutPrefix(o.Path, "fact/"); ok {
				ev.Texts[name] = o.Text
			}
		}
	}
	return ev
}
