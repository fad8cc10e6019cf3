package store

import (
	"context"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
)

// Order, Problem and Letter read one row; ok is false when there is none.
func (db *DB) Order(ctx context.Context, id ref.ID) (order.Order, bool, error) {
	return get(ctx, db, orders, id)
}
func (db *DB) Problem(ctx context.Context, id ref.ID) (problem.Problem, bool, error) {
	return get(ctx, db, problems, id)
}
func (db *DB) Letter(ctx context.Context, id ref.ID) (order.Letter, bool, error) {
	return get(ctx, db, letters, id)
}

// LetterByCode finds the letter that bears a verification code, in whatever
// county; code is as official.ParseCode gives it.
func (db *DB) LetterByCode(ctx context.Context, code string) (l order.Letter, ok bool, err error) {
	found, err := every(ctx, db, letters, "code=$1 AND code<>''", code)
	if err != nil || len(found) == 0 {
		return l, false, err
	}
	return found[0], true, nil
}

// LettersUnkept are letters of a county that were sent, with their words, and of which no file is kept yet: the first
// so many.
func (db *DB) LettersUnkept(ctx context.Context, jurisdiction int32, most int) ([]order.Letter, error) {
	return every(ctx, db, letters, `id IN (SELECT id FROM letter WHERE jurisdiction=$1 AND pdf='' AND state=''
		AND paper<>'' ORDER BY id LIMIT $2)`, jurisdiction, most)
}

// LetterNumbered finds a county's letter by its 文号 or its number in the
// register, as people type them; ok is false when there is none.
func (db *DB) LetterNumbered(ctx context.Context, jurisdiction int32, typed string) (l order.Letter,
	ok bool, err error) {
	var found []order.Letter
	if word, year, no, is := number.ParseDocument(typed); is {
		found, err = every(ctx, db, letters, "jurisdiction=$1 AND word=$2 AND year=$3 AND document_no=$4 AND document_no>0",
			jurisdiction, word, year, no)
	} else if n, is := number.Parse(typed); is {
		found, err = every(ctx, db, letters,
			"jurisdiction=$1 AND CASE WHEN prefix='' THEN series ELSE prefix END=$2 AND year=$3 AND no=$4 AND no>0",
			jurisdiction, string(n.Series), n.Year, n.No)
	}
	if err != nil || len(found) == 0 {
		return l, false, err
	}
	return found[0], true, nil
}

// Letters are the letters of an order, in the order they were sent.
func (db *DB) Letters(ctx context.Context, o ref.ID) ([]order.Letter, error) {
	return every(ctx, db, letters, "order_id=$1", int64(o))
}

// LettersAbout are the letters about many orders, by order and the first made
// first, as far as order.Rules.NextLetter asks: kind, state and days, without
// their words and without the notices that every order has.
func (db *DB) LettersAbout(ctx context.Context, ids []ref.ID) (map[ref.ID][]order.Letter, error) {
	in, list := among(db, ids)
	rows, err := db.query(ctx, `SELECT id,order_id,series,state,due,final,made_at FROM letter WHERE order_id IN (`+in+
		`) AND series<>'`+string(number.Notice)+`' ORDER BY id`, list)
	found, err := collect(rows, err, func(r rowsLike, l *order.Letter) error {
		return r.Scan(&l.ID, &l.Order, &l.Number.Series, &l.State, &l.Due, &l.Final, &l.At)
	})
	if err != nil {
		return nil, fmt.Errorf("letters about orders: %w", err)
	}
	out := map[ref.ID][]order.Letter{}
	for _, l := range found {
		out[l.Order] = append(out[l.Order], l)
	}
	return out, nil
}

// ProblemsOf reads some problems, by their identifiers.
func (db *DB) ProblemsOf(ctx context.Context, ids []ref.ID) (map[ref.ID]problem.Problem, error) {
	in, list := among(db, ids)
	found, err := every(ctx, db, problems, "id IN ("+in+")", list)
	out := make(map[ref.ID]problem.Problem, len(found))
	for _, p := range found {
		out[p.ID] = p
	}
	return out, err
}

// LettersWritten are the letters about orders within a scope that wait for
// somebody to send them, the first written first.
func (db *DB) LettersWritten(ctx context.Context, s access.Scope) ([]order.LetterLine, error) {
	if s.Nothing() {
		return nil, nil
	}
	w := &where{}
	w.within(s, false)
	within := "o.id IN (SELECT id FROM orders WHERE " + w.String() + ")"
	written := "l.jurisdiction=" + w.arg(s.Jurisdiction()) + " AND l.state='written'"
	return db.letterLines(ctx, written+" AND "+within, w.args...)
}

// LettersUnread are the letters about open orders that the units of a scope have not read.
func (db *DB) LettersUnread(ctx context.Context, s access.Scope) ([]order.LetterLine, error) {
	if len(s.Units()) == 0 {
		return nil, nil
	}
	w := &where{}
	in := w.in("l.unit", s.Units())
	return db.letterLines(ctx, in+
		" AND l.state='' AND l.writer>0 AND l.read_at=0 AND l.series<>'TZ' AND l.series<>'YS' AND o.open=1", w.args...)
}

func (db *DB) letterLines(ctx context.Context, cond string, args ...any) ([]order.LetterLine, error) {
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT l.id,l.series,l.writer,l.writer_for,l.written_at,l.made_at,
		o.id,o.year,o.no,o.prefix,o.digits,o.subject,o.unit,o.side,o.due
		FROM letter l JOIN orders o ON o.id=l.order_id WHERE %s ORDER BY l.id LIMIT %d`, cond, order.PageMost), args...)
	list, err := collect(rows, err, func(r rowsLike, x *order.LetterLine) error {
		x.Number.Series = number.Order
		return r.Scan(&x.ID, &x.Series, &x.Writer, &x.WriterFor, &x.WrittenAt, &x.SentAt,
			&x.Order, &x.Number.Year, &x.Number.No,
			&x.Number.Style.Prefix, &x.Number.Style.Digits, &x.Subject, &x.Unit, &x.Side, &x.Due)
	})
	if err != nil {
		return nil, fmt.Errorf("letters that wait: %w", err)
	}
	return list, nil
}

// EvidenceOf lists the files of a matter; EvidenceFile reads one.
func (db *DB) EvidenceOf(ctx context.Context, matter ref.ID) ([]evidence.Evidence, error) {
	return every(ctx, db, evidences, "matter=$1", int64(matter))
}
func (db *DB) EvidenceFile(ctx context.Context, id ref.ID) (evidence.Evidence, bool, error) {
	return get(ctx, db, evidences, id)
}

// AwaitingSignature are a county's orders that their units have not signed for,
// as far as the day for it goes: identifier, version, state and the days.
func (db *DB) AwaitingSignature(ctx context.Context, jurisdiction int32) ([]order.Order, error) {
	rows, err := db.query(ctx, `SELECT id,state,issued_at,acknowledge_by FROM orders WHERE jurisdiction=$1 AND state='issued' ORDER BY acknowledge_by,id`, jurisdiction)
	return collect(rows, err, func(r rowsLike, o *order.Order) error {
		return r.Scan(&o.ID, &o.State, &o.IssuedAt, &o.AcknowledgeBy)
	})
}

// AwaitingNote are a county's problems that the leading group has not noted.
func (db *DB) AwaitingNote(ctx context.Context, jurisdiction int32) ([]problem.Problem, error) {
	return every(ctx, db, problems, "jurisdiction=$1 AND open=1 AND note_by>0 AND noted_at=0", jurisdiction)
}
