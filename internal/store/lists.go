package store

import (
	"database/sql"
	"fmt"

	"shuangze/internal/issued"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/task"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// measures is the packed list; its texts are private words.
func measures(c *codec, name string, p *measure.List) {
	packed := p.Pack()
	words(c, name, &packed)
	if c.reading {
		*p, _ = measure.Unpack(packed)
	}
}

// styled is how a number was written when it was given.
func styled(c *codec, n *number.Number) {
	str(c, "prefix", &n.Style.Prefix)
	num(c, "digits", &n.Style.Digits)
}

var problems = newTable("problem", func(p *problem.Problem) (*ref.ID, *int64) { return &p.ID, &p.Version },
	func(c *codec, p *problem.Problem) {
		num(c, "jurisdiction", &p.Jurisdiction)
		p.Number.Series = number.Problem
		num(c, "year", &p.Number.Year)
		num(c, "no", &p.Number.No)
		str(c, "side", &p.Side)
		str(c, "state", &p.State)
		open := p.State.Open()
		flag(c, "open", &open)
		str(c, "source", &p.Source)
		str(c, "subsource", &p.Subsource)
		str(c, "category", &p.Category)
		str(c, "level", &p.Level)
		num(c, "unit", &p.Unit)
		words(c, "facts", &p.Facts)
		words(c, "rule", &p.Rule)
		words(c, "cause", &p.Cause)
		measures(c, "measures", &p.Measures)
		num(c, "leader", &p.Leader)
		num(c, "handler", &p.Handler)
		words(c, "leader_name", &p.LeaderName)
		words(c, "handler_name", &p.HandlerName)
		num(c, "due", &p.Due)
		num(c, "found", &p.Found)
		num(c, "order_id", &p.Order)
		num(c, "registrar", &p.Registrar)
		num(c, "requester", &p.Requester)
		num(c, "registered_at", &p.RegisteredAt)
		num(c, "closed_at", &p.ClosedAt)
		flag(c, "imported", &p.Imported)
		flag(c, "history", &p.History)
		words(c, "progress", &p.Progress)
		words(c, "remark", &p.Remark)
		num(c, "evidence", &p.Evidence)
		num(c, "rejections", &p.Rejections)
		num(c, "requested_at", &p.RequestedAt)
		styled(c, &p.Number)
		num(c, "note_by", &p.NoteBy)
		num(c, "noted_at", &p.NotedAt)
		num(c, "noter", &p.Noter)
		proposed := problem.PackProposals(p.Proposals)
		str(c, "proposals", &proposed)
		if c.reading {
			p.Proposals = problem.UnpackProposals(proposed)
		}
		on := p.ProposeOn()
		num(c, "propose_on", &on)
		num(c, "weighed_on", &p.WeighedOn)
		num(c, "weighed_rejections", &p.WeighedRejections)
		ids(c, "assist", &p.Assist)
		flag(c, "long_term", &p.LongTerm)
		words(c, "sent_back", &p.SentBack)
		num(c, "requester_for", &p.RequesterFor)
		str(c, "origin", &p.Origin)
	})

var orders = newTable("orders", func(o *order.Order) (*ref.ID, *int64) { return &o.ID, &o.Version },
	func(c *codec, o *order.Order) {
		num(c, "jurisdiction", &o.Jurisdiction)
		o.Number.Series = number.Order
		num(c, "year", &o.Number.Year)
		num(c, "no", &o.Number.No)
		str(c, "side", &o.Side)
		str(c, "state", &o.State)
		open := o.State.Open()
		flag(c, "open", &open)
		words(c, "subject", &o.Subject)
		words(c, "content", &o.Content)
		words(c, "quality", &o.Quality)
		str(c, "source", &o.Source)
		num(c, "problem", &o.Problem)
		str(c, "urgency", &o.Urgency)
		str(c, "level", &o.Level)
		num(c, "unit", &o.Unit)
		ids(c, "assist", &o.Assist)
		num(c, "leader", &o.Leader)
		num(c, "handler", &o.Handler)
		words(c, "contact", &o.Contact)
		measures(c, "measures", &o.Measures)
		num(c, "due", &o.Due)
		num(c, "first_due", &o.FirstDue)
		num(c, "acknowledge_by", &o.AcknowledgeBy)
		num(c, "extensions", &o.Extensions)
		num(c, "asked_due", &o.AskedDue)
		num(c, "asked_by", &o.AskedBy)
		num(c, "drafter", &o.Drafter)
		num(c, "requester", &o.Requester)
		num(c, "rejections", &o.Rejections)
		num(c, "reopenings", &o.Reopenings)
		flag(c, "special", &o.Special)
		flag(c, "long_term", &o.LongTerm)
		num(c, "evidence", &o.Evidence)
		num(c, "drafted_at", &o.DraftedAt)
		num(c, "issued_at", &o.IssuedAt)
		num(c, "closed_at", &o.ClosedAt)
		num(c, "first_closed_at", &o.FirstClosedAt)
		num(c, "requested_at", &o.RequestedAt)
		num(c, "review_by", &o.ReviewBy)
		num(c, "since", &o.Since)
		num(c, "asked_at", &o.AskedAt)
		styled(c, &o.Number)
		words(c, "sent_back", &o.SentBack)
		num(c, "task", &o.Task)
		num(c, "asked_for", &o.AskedFor)
		num(c, "drafter_for", &o.DrafterFor)
		num(c, "requester_for", &o.RequesterFor)
	})

var letters = newTable("letter", func(l *order.Letter) (*ref.ID, *int64) { return &l.ID, &l.Version },
	func(c *codec, l *order.Letter) {
		num(c, "jurisdiction", &l.Jurisdiction)
		num(c, "order_id", &l.Order)
		str(c, "series", &l.Number.Series)
		num(c, "year", &l.Number.Year)
		num(c, "no", &l.Number.No)
		num(c, "unit", &l.Unit)
		words(c, "body", &l.Body)
		num(c, "final", &l.Final)
		num(c, "due", &l.Due)
		num(c, "by_person", &l.By)
		num(c, "made_at", &l.At)
		str(c, "word", &l.Word)
		num(c, "document_no", &l.DocumentNo)
		str(c, "code", &l.Code)
		packed := l.Paper.Pack()
		words(c, "paper", &packed)
		if c.reading {
			l.Paper = order.UnpackPaper(packed)
		}
		str(c, "state", &l.State)
		num(c, "writer", &l.Writer)
		num(c, "written_at", &l.WrittenAt)
		num(c, "reader", &l.Reader)
		num(c, "read_at", &l.ReadAt)
		styled(c, &l.Number)
		num(c, "writer_for", &l.WriterFor)
		kept(c, &l.File)
	})

// kept is what a row says of the file that is kept of it.
func kept(c *codec, m *issued.File) {
	str(c, "pdf", &m.Pdf)
	str(c, "certificate", &m.Certificate)
}

var evidences = newTable("evidence", func(e *evidence.Evidence) (*ref.ID, *int64) { return &e.ID, &e.Version },
	func(c *codec, e *evidence.Evidence) {
		num(c, "jurisdiction", &e.Jurisdiction)
		str(c, "matter_kind", &e.Matter.Kind)
		num(c, "matter", &e.Matter.ID)
		words(c, "name", &e.Name)
		str(c, "type", &e.Type)
		num(c, "size", &e.Size)
		bytesOf(c, "digest_of", &e.Digest)
		num(c, "by_person", &e.By)
		num(c, "made_at", &e.At)
		str(c, "phase", &e.Phase)
		num(c, "removed_by", &e.RemovedBy)
		num(c, "removed_at", &e.RemovedAt)
		words(c, "removal", &e.Removal)
		num(c, "erased_at", &e.ErasedAt)
	})

// Problem loads a problem.
func (tx *Tx) Problem(id ref.ID) (problem.Problem, error) { return load(tx, problems, id) }

// SaveProblem saves it with its tally and search rows.
func (tx *Tx) SaveProblem(p problem.Problem) error {
	old, known := tx.before("problem", p.ID)
	if err := save(tx, problems, p); err != nil {
		return err
	}
	var row int64
	if known {
		was := problems.decode(p.ID, old)
		row = searchID(problemMark, was.Side, was.ID)
		tx.tallyProblem(was, -1)
		if problemWords(was, row).same(problemWords(p, row)) {
			tx.tallyProblem(p, 1)
			return nil
		}
	}
	tx.tallyProblem(p, 1)
	tx.index(problemWords(p, row).fresh(!known))
	return nil
}

// problemWords is what the search finds a problem by.
func problemWords(p problem.Problem, was int64) searchRow {
	return searchRow{searchID(problemMark, p.Side, p.ID), was, []ref.ID{p.Unit},
		[]string{p.Number.String(), p.Facts, p.Rule, p.Cause, p.LeaderName, p.HandlerName, p.Remark, p.Measures.Lines()},
		false}
}

// Order loads an order.
func (tx *Tx) Order(id ref.ID) (order.Order, error) { return load(tx, orders, id) }

// SaveOrder saves it with its tally and search rows.
func (tx *Tx) SaveOrder(o order.Order) error {
	old, known := tx.before("orders", o.ID)
	if err := save(tx, orders, o); err != nil {
		return err
	}
	var row int64
	if known {
		was := orders.decode(o.ID, old)
		row = searchID(0, was.Side, was.ID)
		tx.tallyOrder(was, -1)
		if orderWords(was, row).same(orderWords(o, row)) {
			tx.tallyOrder(o, 1)
			return nil
		}
	}
	tx.tallyOrder(o, 1)
	if err := tx.assist(o, known); err != nil {
		return err
	}
	tx.index(orderWords(o, row).fresh(!known))
	return nil
}

// orderWords is what the search finds an order by.
func orderWords(o order.Order, was int64) searchRow {
	return searchRow{searchID(0, o.Side, o.ID), was, append([]ref.ID{o.Unit}, o.Assist...),
		[]string{o.Number.String(), o.Subject, o.Content, o.Quality, o.Measures.Lines()}, false}
}

// assist keeps the derived rows that let an assisting unit list the order.
func (tx *Tx) assist(o order.Order, known bool) error {
	if known {
		if _, err := tx.exec(`DELETE FROM assist WHERE order_id=$1`, int64(o.ID)); err != nil {
			return err
		}
	}
	for _, u := range o.Assist {
		if _, err := tx.exec(`INSERT INTO assist(unit,order_id) VALUES($1,$2) ON CONFLICT DO NOTHING`,
			int64(u), int64(o.ID)); err != nil {
			return err
		}
	}
	return nil
}

// before is the row as loaded by this command.
func (tx *Tx) before(table string, id ref.ID) (stored, bool) {
	s, ok := tx.loaded[rowKey{table, id}]
	return s, ok
}

// Letter loads a letter.
func (tx *Tx) Letter(id ref.ID) (order.Letter, error) { return load(tx, letters, id) }

// SaveLetter saves a letter: what was sent is only marked as read, and which file is kept of it.
func (tx *Tx) SaveLetter(l order.Letter) error { return save(tx, letters, l) }

// Evidence loads the row of a file.
func (tx *Tx) Evidence(id ref.ID) (evidence.Evidence, error) { return load(tx, evidences, id) }

// SaveEvidence adds a row, or says in it that the file was taken off; its matter is
// found by its name, or no longer.
func (tx *Tx) SaveEvidence(e evidence.Evidence) error {
	if err := save(tx, evidences, e); err != nil {
		return err
	}
	for _, f := range tx.w.db.tables.finds {
		if f.kind == e.Matter.Kind {
			r, err := f.read(tx, e.Matter.ID)
			if err != nil {
				return err
			}
			tx.index(r)
		}
	}
	return nil
}

// EvidenceOf lists the files of a matter.
func (tx *Tx) EvidenceOf(matter ref.ID) ([]evidence.Evidence, error) {
	return everyRow(tx.query, evidences, "matter=$1", int64(matter))
}

// CountEvidence says how many files a matter has, those taken off not counted.
func (tx *Tx) CountEvidence(matter ref.ID) (n int64, err error) {
	return n, tx.queryRow(`SELECT COUNT(*) FROM evidence WHERE matter=$1 AND removed_at=0`, int64(matter)).Scan(&n)
}

// LettersOf reads the letters about an order, the first written first.
func (tx *Tx) LettersOf(o ref.ID) ([]order.Letter, error) {
	return everyRow(tx.query, letters, "order_id=$1", int64(o))
}

// ProblemOf is what an order asks about the problem it comes from.
func (tx *Tx) ProblemOf(id ref.ID) (order.Matter, error) {
	p, err := tx.Problem(id)
	return order.Matter{Object: p.Object(), Level: string(p.Level), Number: p.Number.String(),
		Open: p.State.Open(), Order: p.Order,
		Since: p.RegisteredAt.Day(), Measures: p.Measures}, err
}

// TieProblem ties a problem to its order.
func (tx *Tx) TieProblem(id, o ref.ID, past order.Past) error {
	return tx.withOrder(id, past, func(p *problem.Problem) { p.Order, p.State = o, problem.Ordered })
}

// FreeProblem unties a problem from an order that was its order.
func (tx *Tx) FreeProblem(id, o ref.ID, past order.Past) error {
	if p, err := tx.Problem(id); err != nil || p.Order != o {
		return err
	}
	return tx.withOrder(id, past, func(p *problem.Problem) {
		p.Order, p.State = 0, problem.Registered
		if past.LongTerm { // it was the order that was kept up
			p.LongTerm = false
		}
	})
}

// SustainProblem tells a problem that its order is kept up for good, or not.
func (tx *Tx) SustainProblem(id ref.ID, on bool, past order.Past) error {
	return tx.withOrder(id, past, func(p *problem.Problem) { p.LongTerm = on })
}

// SettleProblem closes a problem with its order, or opens it again: at 0.
func (tx *Tx) SettleProblem(id ref.ID, asked, at when.Instant, past order.Past) error {
	return tx.withOrder(id, past, func(p *problem.Problem) {
		p.State, p.RequestedAt, p.ClosedAt = problem.Ordered, asked, at
		if at != 0 {
			p.State = problem.Closed
		}
	})
}

// TaskOf is what an order asks about the task that it hastens.
func (tx *Tx) TaskOf(id ref.ID) (order.Matter, error) {
	t, err := tx.task(id)
	if err != nil {
		return order.Matter{}, err
	}
	return order.Matter{Object: task.Shape.Object(t), Number: t.Number, Open: t.State == task.Open,
		Order: t.Supervision}, nil
}

// TieTask names to a task the order that hastens it; 0 when none does any more. A task
// that another order hastens stays with that one.
func (tx *Tx) TieTask(id, was, now ref.ID) error {
	t, err := tx.task(id)
	if err != nil || t.Supervision != was {
		return err
	}
	t.Supervision = now
	return tx.Keep(ref.Task, t)
}

func (tx *Tx) task(id ref.ID) (*task.Task, error) {
	v, err := tx.One(ref.Task, id)
	if err != nil {
		return nil, err
	}
	return v.(*task.Task), nil
}

// LiftOrder tells an order that the level of its problem went up.
func (tx *Tx) LiftOrder(id ref.ID, level string) error {
	o, err := tx.Order(id)
	if err != nil {
		return err
	}
	o.Level = level
	return tx.SaveOrder(o)
}

// WeighProblem tells a problem what its order went through.
func (tx *Tx) WeighProblem(id ref.ID, past order.Past) error {
	return tx.withOrder(id, past, func(*problem.Problem) {})
}

// withOrder changes a problem along with its order.
func (tx *Tx) withOrder(id ref.ID, past order.Past, change func(*problem.Problem)) error {
	p, err := tx.Problem(id)
	if err != nil {
		return err
	}
	change(&p)
	own := problem.Past{Dates: past.Dates, Rejected: past.Rejected}
	if p.Order == 0 { // free again: its own day binds
		own = problem.Past{Dates: []when.Day{p.Binds()}}
	}
	times := map[problem.Cause]int{}
	for cause, n := range past.Times {
		times[problem.Cause(cause)] = n
	}
	return tx.SaveProblem(p.Weigh(own, times, tx.Now().Day()))
}

// CountAlike counts the unit's problems of a category that were registered in
// the time, without those withdrawn, of history, and the one that asks.
func (tx *Tx) CountAlike(p problem.Problem, from, to when.Instant) (n int64, err error) {
	err = tx.queryRow(`SELECT COUNT(*) FROM problem WHERE unit=$1 AND category=$2 AND category<>'' AND registered_at>=$3 AND registered_at<=$4 AND history=0 AND state<>'withdrawn' AND id<>$5`,
		int64(p.Unit), p.Category, int64(from), int64(to), int64(p.ID)).Scan(&n)
	return n, err
}

// NextNumber takes the next number of a series and year. The counter is
// derived; the unique index over (jurisdiction, series, year, no) is the last
// referee. Numbers given in a command that is refused are given again.
func (tx *Tx) NextNumber(s number.Series, year int) (number.Number, error) {
	var no int64
	err := tx.queryRow(`INSERT INTO counter(jurisdiction,series,year,no) VALUES($1,$2,$3,1)
		ON CONFLICT(jurisdiction,series,year) DO UPDATE SET no=counter.no+1 RETURNING no`,
		tx.cmd.Actor.Jurisdiction, string(s), year).Scan(&no)
	if err != nil {
		return number.Number{}, fmt.Errorf("next number of %s %d: %w", s, year, err)
	}
	return number.Number{Series: s, Year: year, No: no}, nil
}

// UnitInForce refuses a unit that no matter may be about today.
func (tx *Tx) UnitInForce(id ref.ID) error {
	c, err := tx.CountyToday()
	if err != nil {
		return err
	}
	return c.Takes(id)
}

// findables are all of them, one line a noun.
var findables = append([]findable{
	found(ref.Order, orders, orderWords, func(tx *Tx, o order.Order) error { return tx.assist(o, false) }),
	found(ref.Problem, problems, problemWords, nil),
}, roomsFound()...)

// evidenceNames reads the names of the evidence of matters, by matter, each in the
// order in which they were put on record; what was taken off is not found.
func evidenceNames(query func(string, ...any) (*sql.Rows, error), in string, list any) (map[int64][]string, error) {
	rows, err := query(`SELECT matter,name FROM evidence WHERE matter IN (`+in+`) AND removed_at=0 ORDER BY id`, list)
	if err != nil {
		return nil, fmt.Errorf("names of evidence: %w", err)
	}
	defer rows.Close()
	out := map[int64][]string{}
	for rows.Next() {
		var id int64
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, fmt.Errorf("names of evidence: %w", err)
		}
		out[id] = append(out[id], name)
	}
	return out, rows.Err()
}
