package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/delegation"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// MessageRow is what the database knows of a message of notify, which judges it.
type MessageRow struct {
	ID           ref.ID
	Jurisdiction int32
	Person       ref.ID
	OnBehalf     ref.ID
	Delegation   ref.ID
	Of           ref.Ref
	Group        string
	Said         string
	Why          string
	Topic        string
	Unit         ref.ID
	By           ref.ID
	Entry        int64
	Stamp        int64
	Times        int64
	Due          when.Day
	At           when.Instant
	Read         when.Instant
}

const messageColumns = `id,jurisdiction,person,behalf,delegation,of,object,grp,said,why,topic,unit,done_by,` +
	`entry,stamp,times,due,at,read_at`

func scanMessage(r rowsLike, m *MessageRow) error {
	return r.Scan(&m.ID, &m.Jurisdiction, &m.Person, &m.OnBehalf, &m.Delegation, &m.Of.Kind, &m.Of.ID, &m.Group, &m.Said,
		&m.Why, &m.Topic, &m.Unit, &m.By, &m.Entry, &m.Stamp, &m.Times, &m.Due, &m.At, &m.Read)
}

// answered is why a message stands that asked for what has been done.
const answered = "done"

// Tell writes a message. Of one matter and topic somebody has one that is unread: it gives
// way to a later one, which counts it. What was told once under its stamp is not told
// again.
//
// One to nobody ends what is unread of its matter and topic, whoever was told, or whoever was told for its reason: the
// message keeps its place, says what became of it, and waits no longer.
func (a Aside) Tell(m MessageRow) error {
	if m.Person == 0 {
		_, err := a.exec(`UPDATE message SET said=$1,done_by=$2,entry=$3,stamp=$4,due=0,at=$5,read_at=$6,
			why=CASE WHEN $11='' THEN why ELSE '`+answered+`' END
			WHERE jurisdiction=$7 AND of=$8 AND object=$9 AND topic=$10 AND read_at=0 AND stamp<$4 AND ($11='' OR why=$11)`,
			m.Said, int64(m.By), m.Entry, m.Stamp, int64(m.At), int64(m.Read), m.Jurisdiction, string(m.Of.Kind),
			int64(m.Of.ID), m.Topic, m.Why)
		if err != nil {
			return fmt.Errorf("end what was told of %s: %w", m.Topic, err)
		}
		return nil
	}
	const told = `INSERT INTO message(` + messageColumns + `)
		SELECT (SELECT COALESCE(MAX(id),0)+1 FROM message),$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18
		WHERE NOT EXISTS (SELECT 1 FROM message WHERE person=$2 AND behalf=$3 AND of=$5 AND object=$6 AND topic=$10
			AND stamp>=$14)`
	args := []any{m.Jurisdiction, int64(m.Person), int64(m.OnBehalf), int64(m.Delegation), string(m.Of.Kind),
		int64(m.Of.ID), m.Group, m.Said, m.Why, m.Topic, int64(m.Unit), int64(m.By), m.Entry, m.Stamp, m.Times,
		int64(m.Due), int64(m.At), int64(m.Read)}
	const instead = ` ON CONFLICT(person,behalf,of,object,topic) WHERE read_at=0 DO UPDATE SET id=excluded.id,` +
		`delegation=excluded.delegation,grp=excluded.grp,said=excluded.said,why=excluded.why,unit=excluded.unit,` +
		`done_by=excluded.done_by,entry=excluded.entry,stamp=excluded.stamp,times=message.times+1,due=excluded.due,` +
		`at=excluded.at`
	if _, err := a.exec(told+instead, args...); err != nil {
		return fmt.Errorf("tell %d of %s: %w", m.Person, m.Topic, err)
	}
	return nil
}

// TellAll writes messages for a job that reads no journal, while it owns its row.
func (db *DB) TellAll(ctx context.Context, job string, allow func(JobRow) error, all []MessageRow) error {
	for list := range slices.Chunk(all, 200) {
		err := db.unbusy(ctx, func(tx *Tx) error {
			j, err := tx.lockJob(job)
			if err == nil {
				err = allow(j)
			}
			for i := 0; err == nil && i < len(list); i++ {
				err = Aside{tx}.Tell(list[i])
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Asked is which messages of a person are wanted, the newest first: those told for whom
// they act, 0 = for themselves.
type Asked struct {
	Person, OnBehalf ref.ID
	Unread           bool
	Group            string
	At               when.Instant // only earlier ones than this message; 0 = from the newest
	ID               ref.ID
	Limit            int
}

// Messages are a page of somebody's messages.
func (db *DB) Messages(ctx context.Context, a Asked) ([]MessageRow, error) {
	w := &where{}
	w.add("person=%s AND behalf=%s", w.arg(int64(a.Person)), w.arg(int64(a.OnBehalf)))
	if a.Unread {
		w.add("read_at=0")
	}
	if a.Group != "" {
		w.is("grp", a.Group)
	}
	if a.At != 0 {
		w.add("(at<%[1]s OR at=%[1]s AND id<%[2]s)", w.arg(int64(a.At)), w.arg(int64(a.ID)))
	}
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT %s FROM message WHERE %s ORDER BY at DESC,id DESC LIMIT %d`,
		messageColumns, w, a.Limit), w.args...)
	list, err := collect(rows, err, scanMessage)
	if err != nil {
		return nil, fmt.Errorf("messages: %w", err)
	}
	return list, nil
}

// Message is one of somebody's messages.
func (db *DB) Message(ctx context.Context, person, behalf, id ref.ID) (m MessageRow, ok bool, err error) {
	rows, err := db.query(ctx, `SELECT `+messageColumns+` FROM message WHERE id=$1 AND person=$2 AND behalf=$3`,
		int64(id), int64(person), int64(behalf))
	list, err := collect(rows, err, scanMessage)
	if err != nil || len(list) == 0 {
		return m, false, err
	}
	return list[0], true, nil
}

// UnreadBy is how many messages of a person are unread, by whom they were told for.
func (db *DB) UnreadBy(ctx context.Context, person ref.ID) (map[ref.ID]int, error) {
	rows, err := db.query(ctx, `SELECT behalf,COUNT(*) FROM message WHERE person=$1 AND read_at=0 GROUP BY behalf`,
		int64(person))
	type count struct {
		behalf ref.ID
		n      int
	}
	list, err := collect(rows, err, func(r rowsLike, c *count) error { return r.Scan(&c.behalf, &c.n) })
	out := map[ref.ID]int{}
	for _, c := range list {
		out[c.behalf] = c.n
	}
	return out, err
}

// LeftUnread are the messages of a county that ask for something, have stood unread since
// before a moment, and are not of these groups.
func (db *DB) LeftUnread(ctx context.Context, jurisdiction int32, before when.Instant, not []string, most int) (
	[]MessageRow, error) {
	w := &where{}
	w.add("jurisdiction=%s AND read_at=0 AND due>0 AND at<%s", w.arg(jurisdiction), w.arg(int64(before)))
	for _, g := range not {
		w.add("grp<>%s", w.arg(g))
	}
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT %s FROM message WHERE %s ORDER BY at,id LIMIT %d`, messageColumns, w,
		most), w.args...)
	return collect(rows, err, scanMessage)
}

// MarkRead marks one message of somebody read; 0 = all of them up to a moment. It says how
// many were unread.
func (db *DB) MarkRead(ctx context.Context, person, behalf, id ref.ID, until, now when.Instant) (int64, error) {
	q, last := `UPDATE message SET read_at=$1 WHERE person=$2 AND behalf=$3 AND read_at=0 AND at<=$4`, int64(until)
	if id != 0 {
		q, last = `UPDATE message SET read_at=$1 WHERE person=$2 AND behalf=$3 AND read_at=0 AND id=$4`, int64(id)
	}
	return db.keep(ctx, q, int64(now), int64(person), int64(behalf), last)
}

// ForgetMessages removes what was told before a moment, but never the newest: identifiers
// only rise, and what goes out of the house reads on from one.
func (db *DB) ForgetMessages(ctx context.Context, before when.Instant) (int64, error) {
	return db.keep(ctx, `DELETE FROM message WHERE at<$1 AND id<(SELECT MAX(id) FROM message)`, int64(before))
}

// ChoiceRow is what somebody chose. Ways are words by group: "order mail sms".
type ChoiceRow struct {
	Ways     string
	From, To int
	Own      bool
	Rest     bool
	AtOnce   bool
	Email    string
	Phone    string
}

const choiceColumns = `ways,quiet_from,quiet_to,own,rest,at_once,email,phone`

func (c *ChoiceRow) into() []any {
	return []any{&c.Ways, &c.From, &c.To, (*intBool)(&c.Own), (*intBool)(&c.Rest), (*intBool)(&c.AtOnce), &c.Email,
		&c.Phone}
}

// Choice is what a person chose; ok is false when they chose nothing yet.
func (db *DB) Choice(ctx context.Context, person ref.ID) (c ChoiceRow, ok bool, err error) {
	rows, err := db.query(ctx, `SELECT `+choiceColumns+` FROM told_choice WHERE person=$1`, int64(person))
	list, err := collect(rows, err, func(r rowsLike, c *ChoiceRow) error { return r.Scan(c.into()...) })
	if err != nil || len(list) == 0 {
		return c, false, err
	}
	return list[0], true, nil
}

// Choose keeps what a person chose.
func (db *DB) Choose(ctx context.Context, person ref.ID, c ChoiceRow) error {
	bit := map[bool]int{true: 1}
	_, err := db.keep(ctx, `INSERT INTO told_choice(id,person,`+choiceColumns+`)
		SELECT (SELECT COALESCE(MAX(id),0)+1 FROM told_choice),$1,$2,$3,$4,$5,$6,$7,$8,$9 WHERE true
		ON CONFLICT(person) DO UPDATE SET ways=excluded.ways,quiet_from=excluded.quiet_from,quiet_to=excluded.quiet_to,
		own=excluded.own,rest=excluded.rest,at_once=excluded.at_once,email=excluded.email,phone=excluded.phone`,
		int64(person), c.Ways, c.From, c.To, bit[c.Own], bit[c.Rest], bit[c.AtOnce], c.Email, c.Phone)
	return err
}

// PackWays writes ways by group into a line a group, and UnpackWays reads them.
func PackWays(ways map[string][]string) string {
	var lines []string
	for g, list := range ways {
		if len(list) > 0 {
			lines = append(lines, g+" "+strings.Join(list, " "))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// UnpackWays reads what PackWays wrote.
func UnpackWays(s string) map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(s) {
		if words := strings.Fields(line); len(words) > 1 {
			out[words[0]] = words[1:]
		}
	}
	return out
}

// Cast is everybody at work in a county on a day who can sign in: as themselves, and once
// more for every delegation that lends them something.
func (db *DB) Cast(ctx context.Context, jurisdiction int32, today when.Day) ([]actor.Actor, error) {
	c, err := db.County(ctx, jurisdiction, today)
	if err != nil {
		return nil, err
	}
	open, err := every(ctx, db, accounts, "jurisdiction=$1 AND person<>0 AND closed=0 AND admin=''", jurisdiction)
	if err != nil {
		return nil, fmt.Errorf("who can sign in: %w", err)
	}
	var out []actor.Actor
	self := map[ref.ID]actor.Actor{}
	for _, a := range open {
		if _, twice := self[a.Person]; twice {
			continue
		}
		a.MustChange = false // they hold their posts before their first sign-in too
		if who := ActorOf(c, a); len(who.Grants) > 0 {
			self[a.Person] = who
			out = append(out, who)
		}
	}
	lent, err := every(ctx, db, rooms[ref.Delegation].t, "jurisdiction=$1 AND state=$2 AND first<=$3 AND last>=$3",
		jurisdiction, delegation.Made, int64(today))
	for _, v := range lent {
		d := v.(*delegation.Delegation)
		if who, ok := self[d.Deputy]; ok {
			if as, ok := lentBy(c, d, who); ok {
				out = append(out, as)
			}
		}
	}
	return out, err
}
