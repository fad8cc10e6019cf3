package store

import (
	"context"
	"errors"
	"fmt"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// DeliveryRow is what the database knows of a delivery of notify, which judges it.
type DeliveryRow struct {
	ID           ref.ID
	UID          string
	Jurisdiction int32
	Lane         string
	What         string
	Person       ref.ID
	OnBehalf     ref.ID
	Message      ref.ID
	Mark         string
	Body         string
	Parcel       string
	State        string
	Tries        int64
	Next         when.Instant
	Claim        string
	Until        when.Instant
	Made         when.Instant
	Ended        when.Instant
	Answer       string
}

const deliveryColumns = `id,uid,jurisdiction,lane,what,person,behalf,message,mark,body,parcel,state,tries,next,claim,` +
	`until,made,ended,answer`

func scanDelivery(r rowsLike, d *DeliveryRow) error {
	return r.Scan(&d.ID, &d.UID, &d.Jurisdiction, &d.Lane, &d.What, &d.Person, &d.OnBehalf, &d.Message, &d.Mark, &d.Body,
		&d.Parcel, &d.State, &d.Tries, &d.Next, &d.Claim, &d.Until, &d.Made, &d.Ended, &d.Answer)
}

// enlist writes a delivery, unless its lane has one of its mark.
const enlist = `INSERT INTO delivery(` + deliveryColumns + `)
	SELECT (SELECT COALESCE(MAX(id),0)+1 FROM delivery),$1,$2,$3,$4,$5,$6,$7,$8,$9,'','waiting',0,$10,'',0,$11,0,''
	WHERE true ON CONFLICT(jurisdiction,lane,mark) DO NOTHING`

func (d DeliveryRow) args() []any {
	return []any{d.UID, d.Jurisdiction, d.Lane, d.What, int64(d.Person), int64(d.OnBehalf), int64(d.Message), d.Mark,
		d.Body, int64(d.Next), int64(d.Made)}
}

// Enlist writes a delivery in the transaction of a job.
func (a Aside) Enlist(d DeliveryRow) error {
	if _, err := a.exec(enlist, d.args()...); err != nil {
		return fmt.Errorf("enlist %s for %s: %w", d.What, d.Lane, err)
	}
	return nil
}

// Enlist writes a delivery that nobody's job made.
func (db *DB) Enlist(ctx context.Context, d DeliveryRow) error {
	_, err := db.keep(ctx, enlist, d.args()...)
	if err != nil {
		return fmt.Errorf("enlist %s for %s: %w", d.What, d.Lane, err)
	}
	return nil
}

// MessagesAfter are unread messages of everybody after one of them, in the order in which
// they were written. last is up to where was looked.
func (db *DB) MessagesAfter(ctx context.Context, after int64, most int) (list []MessageRow, last int64, err error) {
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT %s FROM message WHERE id>$1 ORDER BY id LIMIT %d`, messageColumns,
		most), after)
	all, err := collect(rows, err, scanMessage)
	last = after
	for _, m := range all {
		last = int64(m.ID)
		if m.Read == 0 {
			list = append(list, m)
		}
	}
	return list, last, err
}

// LastMessage is the highest identifier of a message; 0 = there is none.
func (db *DB) LastMessage(ctx context.Context) (id int64, err error) {
	err = db.queryRow(ctx, `SELECT COALESCE(MAX(id),0) FROM message`).Scan(&id)
	return id, err
}

// MessagesOf are messages of a person by their identifiers; those that are gone are left
// out.
func (db *DB) MessagesOf(ctx context.Context, person ref.ID, of []ref.ID) ([]MessageRow, error) {
	if len(of) == 0 {
		return nil, nil
	}
	w := &where{}
	w.add("person=%s", w.arg(int64(person)))
	in := ""
	for i, id := range of {
		if i > 0 {
			in += ","
		}
		in += w.arg(int64(id))
	}
	w.add("id IN (%s)", in)
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT %s FROM message WHERE %s ORDER BY at DESC,id DESC`, messageColumns, w),
		w.args...)
	return collect(rows, err, scanMessage)
}

// Chosen are the choices of everybody who chose, by person.
func (db *DB) Chosen(ctx context.Context) (map[ref.ID]ChoiceRow, error) {
	type chosen struct {
		person ref.ID
		c      ChoiceRow
	}
	rows, err := db.query(ctx, `SELECT person,`+choiceColumns+` FROM told_choice WHERE ways<>''`)
	list, err := collect(rows, err, func(r rowsLike, x *chosen) error {
		return r.Scan(append([]any{&x.person}, x.c.into()...)...)
	})
	out := make(map[ref.ID]ChoiceRow, len(list))
	for _, x := range list {
		out[x.person] = x.c
	}
	return out, err
}

// Lanes are those in which something is open.
func (db *DB) Lanes(ctx context.Context) ([]string, error) {
	rows, err := db.query(ctx, `SELECT DISTINCT lane FROM delivery WHERE ended=0 ORDER BY lane`)
	return collect(rows, err, func(r rowsLike, s *string) error { return r.Scan(s) })
}

// OpenDeliveries are the open ones of a lane that wait for no later moment, the oldest
// first.
func (db *DB) OpenDeliveries(ctx context.Context, lane string, now when.Instant, most int) ([]DeliveryRow, error) {
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT %s FROM delivery WHERE ended=0 AND lane=$1 AND next<=$2
		ORDER BY next,id LIMIT %d`, deliveryColumns, most), lane, int64(now))
	return collect(rows, err, scanDelivery)
}

// errTaken says that somebody else has what was to be changed.
var errTaken = errors.New("somebody else took it")

// ChangeDeliveries puts deliveries in the place of others, all of them or, where one of
// them is not as it was, none: then ok is false.
func (db *DB) ChangeDeliveries(ctx context.Context, was, now []DeliveryRow) (ok bool, err error) {
	const change = `UPDATE delivery SET parcel=$1,state=$2,tries=$3,next=$4,claim=$5,until=$6,ended=$7,answer=$8,body=$9
		WHERE id=$10 AND uid=$11 AND state=$12 AND tries=$13 AND claim=$14`
	if err := db.onlyEphemeral(change); err != nil {
		return false, err
	}
	err = db.submit(ctx, "", func(tx *Tx) error {
		for i, d := range now {
			n, err := tx.exec(change, d.Parcel, d.State, d.Tries, int64(d.Next), d.Claim, int64(d.Until), int64(d.Ended),
				d.Answer, d.Body, int64(d.ID), d.UID, was[i].State, was[i].Tries, was[i].Claim)
			if err != nil {
				return err
			}
			if n == 0 {
				return errTaken
			}
		}
		return nil
	})
	if errors.Is(err, errTaken) {
		return false, nil
	}
	return err == nil, err
}

// LaneCount is how many deliveries of a lane are in a state, and since when the oldest.
type LaneCount struct {
	Lane  string
	State string
	N     int64
	Since when.Instant
}

// CountDeliveries counts them; jurisdiction 0 = those of every county.
func (db *DB) CountDeliveries(ctx context.Context, jurisdiction int32) ([]LaneCount, error) {
	rows, err := db.query(ctx, `SELECT lane,state,COUNT(*),MIN(made) FROM delivery WHERE $1=0 OR jurisdiction=$1
		GROUP BY lane,state ORDER BY lane,state`, jurisdiction)
	return collect(rows, err, func(r rowsLike, c *LaneCount) error { return r.Scan(&c.Lane, &c.State, &c.N, &c.Since) })
}

// EndedDeliveries are a county's last ones in a state, or of a lane where one is named.
func (db *DB) EndedDeliveries(ctx context.Context, jurisdiction int32, state, lane string, most int) (
	[]DeliveryRow, error) {
	w := &where{}
	w.add("ended>0 AND jurisdiction=%s", w.arg(jurisdiction))
	if state != "" {
		w.is("state", state)
	}
	if lane != "" {
		w.is("lane", lane)
	}
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT %s FROM delivery WHERE %s ORDER BY ended DESC,id DESC LIMIT %d`,
		deliveryColumns, w, most), w.args...)
	return collect(rows, err, scanDelivery)
}

// HeldDeliveries are a county's open ones that were tried and failed so far, of a lane where
// one is named, the longest tried first.
func (db *DB) HeldDeliveries(ctx context.Context, jurisdiction int32, lane string, most int) ([]DeliveryRow, error) {
	w := &where{}
	w.add("ended=0 AND tries>0 AND jurisdiction=%s", w.arg(jurisdiction))
	if lane != "" {
		w.is("lane", lane)
	}
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT %s FROM delivery WHERE %s ORDER BY tries DESC,id LIMIT %d`,
		deliveryColumns, w, most), w.args...)
	return collect(rows, err, scanDelivery)
}

// LastAnswered is when a lane last ended something in a state; 0 = never, as far as it is
// kept.
func (db *DB) LastAnswered(ctx context.Context, lane, state string) (at when.Instant, err error) {
	err = db.queryRow(ctx, `SELECT COALESCE(MAX(ended),0) FROM delivery WHERE ended>0 AND lane=$1 AND state=$2`, lane,
		state).Scan(&at)
	return at, err
}

// AddressRow is what the database knows of where somebody is reached.
type AddressRow struct {
	Person    ref.ID
	Way       string
	Address   string
	Code      string
	Made      when.Instant
	Tries     int64
	Sent      int64
	Day       when.Day
	Confirmed when.Instant
}

// Addresses are where a person is reached, by way; 0 = everybody.
func (db *DB) Addresses(ctx context.Context, person ref.ID) ([]AddressRow, error) {
	w := &where{}
	w.add("way<>''")
	if person != 0 {
		w.add("person=%s", w.arg(int64(person)))
	}
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT person,way,address,code,made,tries,sent,day,confirmed FROM told_address
		WHERE %s ORDER BY person,way`, w), w.args...)
	return collect(rows, err, func(r rowsLike, a *AddressRow) error {
		return r.Scan(&a.Person, &a.Way, &a.Address, &a.Code, &a.Made, &a.Tries, &a.Sent, &a.Day, &a.Confirmed)
	})
}

// ChangeAddress gives f where a person is reached by a way, while nobody else changes it,
// and keeps what f makes of it, also where f returns an error.
func (db *DB) ChangeAddress(ctx context.Context, person ref.ID, way string,
	f func(AddressRow) (AddressRow, error)) error {
	const made = `INSERT INTO told_address(id,person,way,address,code,made,tries,sent,day,confirmed)
		SELECT (SELECT COALESCE(MAX(id),0)+1 FROM told_address),$1,$2,'','',0,0,0,0,0 WHERE true
		ON CONFLICT(person,way) DO NOTHING`
	const read = `SELECT address,code,made,tries,sent,day,confirmed FROM told_address
		WHERE person=$1 AND way=$2 {for update}`
	const change = `UPDATE told_address SET address=$1,code=$2,made=$3,tries=$4,sent=$5,day=$6,confirmed=$7
		WHERE person=$8 AND way=$9`
	for _, q := range []string{made, change} {
		if err := db.onlyEphemeral(q); err != nil {
			return err
		}
	}
	var said error
	err := db.submit(ctx, "", func(tx *Tx) error {
		if _, err := tx.exec(made, int64(person), way); err != nil {
			return err
		}
		a := AddressRow{Person: person, Way: way}
		if err := tx.queryRow(read, int64(person), way).Scan(&a.Address, &a.Code, &a.Made, &a.Tries, &a.Sent, &a.Day,
			&a.Confirmed); err != nil {
			return err
		}
		a, said = f(a)
		_, err := tx.exec(change, a.Address, a.Code, int64(a.Made), a.Tries, a.Sent, int64(a.Day), int64(a.Confirmed),
			int64(person), way)
		return err
	})
	return errors.Join(err, said)
}
