package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// registersSeries counts the changes of a county's registers, so that a
// snapshot kept in memory is known to be old by any process.
const registersSeries = "registers"

// Rows is a county's registers whole: every dated row there ever was. They are
// shared: the caller must not change them.
func (db *DB) Rows(ctx context.Context, jurisdiction int32) (bodies.Rows, error) {
	stamp, err := db.stamp(ctx, jurisdiction)
	if err != nil {
		return bodies.Rows{}, err
	}
	db.snaps.mu.Lock()
	defer db.snaps.mu.Unlock()
	k, err := db.keptRegisters(ctx, jurisdiction, stamp)
	if err != nil {
		return bodies.Rows{}, err
	}
	return k.rows, nil
}

// stamp moves with every change of the county's registers.
func (db *DB) stamp(ctx context.Context, jurisdiction int32) (stamp int64, err error) {
	err = db.queryRow(ctx, `SELECT COALESCE(MAX(no),0) FROM counter WHERE jurisdiction=$1 AND series='registers' AND year=0`, jurisdiction).Scan(&stamp)
	if err != nil {
		return 0, fmt.Errorf("county: %w", err)
	}
	return stamp, nil
}

// keptRegisters is what memory holds, read anew when it is of another stamp.
// The lock is held.
func (db *DB) keptRegisters(ctx context.Context, jurisdiction int32, stamp int64) (*keptCounty, error) {
	if k := db.snaps.counties[jurisdiction]; k != nil && k.stamp == stamp {
		return k, nil
	}
	rows, err := readRegisters(func(q string, args ...any) (*sql.Rows, error) { return db.query(ctx, q, args...) },
		jurisdiction)
	if err != nil {
		return nil, err
	}
	k := &keptCounty{stamp: stamp, rows: rows, days: map[when.Day]*bodies.County{}}
	if db.snaps.counties == nil {
		db.snaps.counties = map[int32]*keptCounty{}
	}
	db.snaps.counties[jurisdiction] = k
	return k, nil
}

type asking func(q string, args ...any) (*sql.Rows, error)

func readRegisters(ask asking, jurisdiction int32) (r bodies.Rows, err error) {
	for _, f := range []func() error{
		func() error { return registerRows(ask, units, jurisdiction, &r.Units) },
		func() error { return registerRows(ask, unitFacts, jurisdiction, &r.Facts) },
		func() error { return registerRows(ask, bodyRows, jurisdiction, &r.Bodies) },
		func() error { return registerRows(ask, bodyNames, jurisdiction, &r.Names) },
		func() error { return registerRows(ask, services, jurisdiction, &r.Services) },
		func() error { return registerRows(ask, assignments, jurisdiction, &r.Assignments) },
		func() error { return registerRows(ask, persons, jurisdiction, &r.Persons) },
		func() error { return registerRows(ask, appointments, jurisdiction, &r.Appointments) },
	} {
		if err := f(); err != nil {
			return r, err
		}
	}
	// The records begin with the first entry of the county's acts.
	rows, err := ask(`SELECT e.at FROM jurisdiction j JOIN head h ON h.journal='acts/'||j.code OR h.journal='demo-acts/'||j.code
		JOIN entry e ON e.id=(h.no-1)*1099511627776+1 WHERE j.no=$1`, jurisdiction)
	began, err := collect(rows, err, func(r rowsLike, at *when.Instant) error { return r.Scan(at) })
	if err != nil {
		return r, fmt.Errorf("county: %w", err)
	}
	if len(began) > 0 {
		r.Began = began[0].Day()
	}
	return r, nil
}

func registerRows[T any](ask asking, t *table[of[T]], jurisdiction int32, out *[]T) error {
	rows, err := everyRow(ask, t, "jurisdiction=$1", jurisdiction)
	if err != nil {
		return err
	}
	*out = make([]T, len(rows))
	for i, r := range rows {
		(*out)[i] = r.V
	}
	return nil
}

// snapshots keeps the rows of each county and the days asked for lately.
type snapshots struct {
	mu       sync.Mutex
	counties map[int32]*keptCounty
}

type keptCounty struct {
	stamp int64
	rows  bodies.Rows
	days  map[when.Day]*bodies.County
	since bodies.Change // saved after rows were read; see keep
}

// keep puts a change by until the rows are asked for again: a command of
// thousands of acts would otherwise copy the registers for each.
func (k *keptCounty) keep(ch bodies.Change) {
	s := &k.since
	s.Units, s.Facts, s.Bodies, s.Names = append(s.Units, ch.Units...), append(s.Facts, ch.Facts...), append(s.Bodies,
		ch.Bodies...), append(s.Names, ch.Names...)
	s.Services, s.Assignments = append(s.Services, ch.Services...), append(s.Assignments, ch.Assignments...)
	s.Persons, s.Appointments = append(s.Persons, ch.Persons...), append(s.Appointments, ch.Appointments...)
}

// now is the rows with every change kept since.
func (k *keptCounty) now() bodies.Rows {
	k.rows, k.since = k.rows.With(k.since), bodies.Change{}
	return k.rows
}

// keptDays is how many days' snapshots stay in memory; a county asks for today
// and, now and then, for a day of the past.
const keptDays = 8

// County is the county as it stood on a day, as known now.
func (db *DB) County(ctx context.Context, jurisdiction int32, day when.Day) (*bodies.County, error) {
	stamp, err := db.stamp(ctx, jurisdiction)
	if err != nil {
		return nil, err
	}
	db.snaps.mu.Lock()
	defer db.snaps.mu.Unlock()
	k, err := db.keptRegisters(ctx, jurisdiction, stamp)
	if err != nil {
		return nil, err
	}
	c := k.days[day]
	if c == nil {
		if len(k.days) >= keptDays {
			clear(k.days)
		}
		c = bodies.Snapshot(day, k.rows)
		k.days[day] = c
	}
	return c, nil
}

// stamp is read once a batch by the commands that hold the head of the county's
// acts: whoever changes the registers, in this process or another, holds it too.
func (tx *Tx) stamp() (stamp int64, err error) {
	j := tx.cmd.Actor.Jurisdiction
	acts := tx.book != nil && tx.cmd.Journal == act.Acts
	if stamp, known := tx.w.stamps[j]; known && acts {
		return stamp, nil
	}
	err = tx.queryRow(`SELECT COALESCE(MAX(no),0) FROM counter WHERE jurisdiction=$1 AND series='registers' AND year=0`,
		j).Scan(&stamp)
	if err != nil {
		return 0, fmt.Errorf("registers: %w", err)
	}
	if acts {
		tx.w.stamps[j] = stamp
	}
	return stamp, nil
}

// Registers reads the registers inside a command, with what earlier commands of
// the same batch changed. The writer keeps them between commands: the counter
// tells whether another process changed them.
func (tx *Tx) Registers() (bodies.Rows, error) {
	j := tx.cmd.Actor.Jurisdiction
	stamp, err := tx.stamp()
	if err != nil {
		return bodies.Rows{}, err
	}
	if k := tx.w.registers[j]; k != nil && k.stamp == stamp {
		return k.now(), nil
	}
	r, err := readRegisters(func(q string, args ...any) (*sql.Rows, error) { return tx.query(q, args...) }, j)
	if err != nil {
		return r, err
	}
	if tx.w.registers == nil {
		tx.w.registers = map[int32]*keptCounty{}
	}
	tx.w.registers[j] = &keptCounty{stamp: stamp, rows: r}
	tx.registers = true
	return r, nil
}

// Team is who works in a unit on the day of the command, by the registers as
// the command sees them.
func (tx *Tx) Team(unit ref.ID) (bodies.Team, error) {
	c, err := tx.CountyToday()
	if err != nil {
		return bodies.Team{}, err
	}
	return c.Team(unit), nil
}

// CountyToday is the county on the day of the command. What readers keep is taken when it is of the same
// stamp, so that it is not kept twice; else, and after a change in the same
// batch, it is made from the writer's own rows.
func (tx *Tx) CountyToday() (*bodies.County, error) {
	j, day := tx.cmd.Actor.Jurisdiction, tx.now.Day()
	stamp, err := tx.stamp()
	if err != nil {
		return nil, err
	}
	if c := tx.w.db.snaps.at(j, stamp, day); c != nil {
		return c, nil
	}
	if k := tx.w.today[j]; k.c != nil && k.stamp == stamp && k.c.Day() == day {
		return k.c, nil
	}
	rows, err := tx.Registers()
	if err != nil {
		return nil, err
	}
	if tx.w.today == nil {
		tx.w.today = map[int32]madeCounty{}
	}
	c := bodies.Snapshot(day, rows)
	tx.w.today[j] = madeCounty{stamp, c}
	tx.registers = true // a rollback takes it away with the rows it was made of
	return c, nil
}

// madeCounty is a county the writer made for itself.
type madeCounty struct {
	stamp int64
	c     *bodies.County
}

// at is a day that readers keep, when it is of the stamp; nil else.
func (s *snapshots) at(jurisdiction int32, stamp int64, day when.Day) *bodies.County {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.counties[jurisdiction]; k != nil && k.stamp == stamp {
		return k.days[day]
	}
	return nil
}

// SaveRegisters writes what a command of the registers leaves to be written.
func (tx *Tx) SaveRegisters(ch bodies.Change) error {
	for _, f := range []func() error{
		func() error { return saveRegister(tx, units, ch.Units) },
		func() error { return saveRegister(tx, unitFacts, ch.Facts) },
		func() error { return saveRegister(tx, bodyRows, ch.Bodies) },
		func() error { return saveRegister(tx, bodyNames, ch.Names) },
		func() error { return saveRegister(tx, services, ch.Services) },
		func() error { return saveRegister(tx, assignments, ch.Assignments) },
		func() error { return saveRegister(tx, persons, ch.Persons) },
		func() error { return saveRegister(tx, appointments, ch.Appointments) },
	} {
		if err := f(); err != nil {
			return err
		}
	}
	if err := tx.endSessions(ch.Appointments); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO counter(jurisdiction,series,year,no) VALUES($1,$2,0,1)
		ON CONFLICT(jurisdiction,series,year) DO UPDATE SET no=counter.no+1`, tx.cmd.Actor.Jurisdiction, registersSeries)
	tx.registers = true
	clear(tx.w.stamps)
	if k := tx.w.registers[tx.cmd.Actor.Jurisdiction]; k != nil {
		k.stamp++
		k.keep(ch)
	}
	return err
}

// endSessions ends the sessions of those whose last post has ended with this
// command. Of a post that ends on a day to come the session ends by itself.
func (tx *Tx) endSessions(changed []bodies.Appointment) error {
	today, done := int64(tx.now.Day()), map[ref.ID]bool{}
	for _, a := range changed {
		if int64(a.Period.To) > today || done[a.Person] {
			continue
		}
		done[a.Person] = true
		_, err := tx.exec(`DELETE FROM session WHERE account IN (SELECT id FROM account WHERE person=$1 AND admin='')
			AND NOT EXISTS (SELECT 1 FROM appointment WHERE person=$2 AND from_day<=$3 AND to_day>$4)`,
			int64(a.Person), int64(a.Person), today, today)
		if err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
	}
	return nil
}

// saveRegister writes rows whose Version is the one to be stored (1 = new).
func saveRegister[T any](tx *Tx, t *table[of[T]], rows []T) error {
	for _, v := range rows {
		row := of[T]{tx.cmd.Actor.Jurisdiction, v}
		id, version := t.head(&row)
		*version--
		if *version > 0 {
			if _, known := tx.before(t.name, *id); !known {
				if _, err := load(tx, t, *id); err != nil {
					return err
				}
			}
		}
		if err := save(tx, t, row); err != nil {
			return err
		}
	}
	return nil
}

// PersonNames reads the names of some people, for pages that show history.
func (db *DB) PersonNames(ctx context.Context, jurisdiction int32, want []ref.ID, today when.Day) (map[ref.ID]string,
	error) {
	c, err := db.County(ctx, jurisdiction, today)
	if err != nil {
		return nil, err
	}
	out := make(map[ref.ID]string, len(want))
	for _, id := range want {
		if p, ok := c.Person(id); ok {
			out[id] = p.Name
		}
	}
	return out, nil
}
