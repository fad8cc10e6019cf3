package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"shuangze/internal/journal"
	"shuangze/internal/when"
)

// JobRow is what the database knows of a job of tick, which judges it.
type JobRow struct {
	Name    string
	Fence   int64
	Holder  string
	Until   when.Instant
	Began   when.Instant
	Done    when.Instant
	Stamp   string
	Ended   when.Instant
	Failed  when.Instant
	Failure string
	Tries   int64
}

const jobColumns = `name,fence,holder,until,began,done,stamp,ended,failed,failure,tries`

func scanJob(r rowsLike, j *JobRow) error {
	return r.Scan(&j.Name, &j.Fence, &j.Holder, &j.Until, &j.Began, &j.Done, &j.Stamp,
		&j.Ended, &j.Failed, &j.Failure, &j.Tries)
}

// Jobs are the rows of all jobs that ever ran; none in a database that is older.
func (db *DB) Jobs(ctx context.Context) (map[string]JobRow, error) {
	s, err := db.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.close()
	names, err := s.tableNames()
	if err != nil || !slices.Contains(names, "job") {
		return nil, err
	}
	out := map[string]JobRow{}
	var j JobRow
	err = s.each(func() error { out[j.Name] = j; return nil },
		[]any{&j.Name, &j.Fence, &j.Holder, &j.Until, &j.Began, &j.Done, &j.Stamp, &j.Ended, &j.Failed, &j.Failure, &j.Tries},
		`SELECT `+jobColumns+` FROM job`)
	return out, err
}

// Job is the row of one job; without one, it never ran.
func (db *DB) Job(ctx context.Context, name string) (JobRow, error) {
	rows, err := db.query(ctx, `SELECT `+jobColumns+` FROM job WHERE name=$1`, name)
	found, err := collect(rows, err, scanJob)
	if err != nil || len(found) == 0 {
		return JobRow{Name: name}, err
	}
	return found[0], nil
}

// ChangeJob gives f the row of a job as it is, while nobody else can change it,
// and keeps what f makes of it; an error of f keeps nothing.
func (db *DB) ChangeJob(ctx context.Context, name string, f func(JobRow) (JobRow, error)) error {
	return db.unbusy(ctx, func(tx *Tx) error {
		was, err := tx.lockJob(name)
		if err != nil {
			return err
		}
		j, err := f(was)
		if err != nil || j == was {
			return err
		}
		_, err = tx.exec(`UPDATE job SET fence=$1,holder=$2,until=$3,began=$4,done=$5,stamp=$6,ended=$7,
			failed=$8,failure=$9,tries=$10 WHERE name=$11`,
			j.Fence, j.Holder, int64(j.Until), int64(j.Began), int64(j.Done), j.Stamp, int64(j.Ended),
			int64(j.Failed), j.Failure, j.Tries, name)
		return err
	})
}

// errBusy says that another process changes a job just now.
var errBusy = errors.New("another process changes a job")

// unbusy submits a change of a job until no other process is at one. Nobody
// waits for a job's row inside a transaction: a batch holds whatever the
// commands before it locked, and two that wait for each other's would both fall.
func (db *DB) unbusy(ctx context.Context, run func(*Tx) error) error {
	for tries := 0; ; tries++ {
		err := db.submit(ctx, "", run)
		if !errors.Is(err, errBusy) || tries == 200 {
			return err
		}
		select {
		case <-time.After(25 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// lockJob reads a job's row, which it makes when there is none, for this
// transaction alone.
func (tx *Tx) lockJob(name string) (j JobRow, err error) {
	if tx.w.db.d.postgres {
		var free bool
		if err := tx.queryRow(`SELECT pg_try_advisory_xact_lock(6109270004)`).Scan(&free); err != nil {
			return j, err
		}
		if !free {
			return j, errBusy
		}
	}
	const made = `INSERT INTO job(` + jobColumns + `) VALUES($1,0,'',0,0,0,'',0,0,'',0) ON CONFLICT(name) DO NOTHING`
	if _, err := tx.exec(made, name); err != nil {
		return j, err
	}
	return j, scanJob(tx.queryRow(`SELECT `+jobColumns+` FROM job WHERE name=$1`, name), &j)
}

// Aside is a transaction of a job: it writes derived and ephemeral rows only.
type Aside struct{ tx *Tx }

// exec refuses statements that name any other table.
func (a Aside) exec(q string, args ...any) (int64, error) {
	for _, m := range written.FindAllStringSubmatch(q, -1) {
		if c := a.tx.w.db.tables.classes[m[1]]; m[1] != "SET" && c != ephemeral && c != derived {
			return 0, fmt.Errorf("table %s is neither derived nor ephemeral: %s", m[1], q)
		}
	}
	return a.tx.exec(q, args...)
}

// Position is up to which entry of a journal a job has read.
func (db *DB) Position(ctx context.Context, job, name string) (seq int64, err error) {
	err = db.queryRow(ctx, `SELECT COALESCE(MAX(seq),0) FROM reading WHERE job=$1 AND journal=$2`, job, name).Scan(&seq)
	return seq, err
}

// Size is how many entries a journal has.
func (db *DB) Size(ctx context.Context, name string) (size int64, err error) {
	err = db.queryRow(ctx, `SELECT COALESCE(MAX(size),0) FROM head WHERE journal=$1`, name).Scan(&size)
	return size, err
}

// Entries are the entries of a journal after one of them, at most so many.
func (db *DB) Entries(ctx context.Context, name string, after int64, most int) ([]*journal.Entry, error) {
	var no int64
	err := db.queryRow(ctx, `SELECT COALESCE(MAX(no),0) FROM head WHERE journal=$1`, name).Scan(&no)
	if err != nil || no == 0 {
		return nil, err
	}
	rows, err := db.query(ctx, `SELECT frozen FROM entry WHERE id>$1 AND id<=$2 ORDER BY id`,
		entryID(no, after), entryID(no, after+int64(most)))
	return collect(rows, err, func(r rowsLike, e **journal.Entry) error {
		var frozen []byte
		err := r.Scan(&frozen)
		if err == nil {
			*e, err = journal.Parse(frozen)
		}
		return err
	})
}

// errMoved says that a job's position is not where its reader believed it.
var errMoved = errors.New("another reader moved the position")

// Advance moves a job's position in a journal together with what write keeps,
// where allow agrees to the job's row.
func (db *DB) Advance(ctx context.Context, job, name string, from, to int64,
	allow func(JobRow) error, write func(Aside) error) error {
	return db.unbusy(ctx, func(tx *Tx) error {
		j, err := tx.lockJob(job)
		if err == nil {
			err = allow(j)
		}
		if err == nil {
			err = write(Aside{tx})
		}
		if err != nil {
			return err
		}
		const begun = `INSERT INTO reading(job,journal,seq) VALUES($1,$2,0) ON CONFLICT(job,journal) DO NOTHING`
		if _, err := tx.exec(begun, job, name); err != nil {
			return err
		}
		n, err := tx.exec(`UPDATE reading SET seq=$1 WHERE job=$2 AND journal=$3 AND seq=$4`, to, job, name, from)
		if err == nil && n == 0 {
			err = fmt.Errorf("job %s in %s: %w", job, name, errMoved)
		}
		return err
	})
}
