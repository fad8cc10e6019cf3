// Package demo plays the demonstration county (spec 7): units, people and two
// years of problems and orders, made only by the commands that everybody uses,
// day by day on a set clock. The same seed and day give the same acts, numbers
// and texts. Everybody in it is invented.
package demo

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/charge"
	"shuangze/internal/comment"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/when"
)

// House is what the play needs of the house it is played in.
type House struct {
	Jurisdiction int32
	Bodies       bodies.Commands
	Problems     problem.Commands
	Orders       order.Commands
	Comments     comment.Commands
	Charges      charge.Commands
	Written      func(context.Context) ([]order.Order, error) // every order
	Policy       *policy.Pack
	At           func(when.Instant) // sets the clock
	Rows         func(context.Context) (bodies.Rows, error)
	Order        func(context.Context, ref.ID) (order.Order, bool, error)
	Problem      func(context.Context, ref.ID) (problem.Problem, bool, error)
	Letters      func(context.Context, ref.ID) ([]order.Letter, error)
	File         func(ctx context.Context, name string, body []byte) (evidence.Evidence, error)
	FilesOf      func(context.Context, ref.ID) ([]evidence.Evidence, error)
	Account      func(context.Context, Account, *bodies.County) error // nil: no accounts
	Nouns        func(ref.Kind) *noun.Noun                            // those on the frame
	AllOf        func(context.Context, ref.Kind) ([]noun.Value, error)
	MadeSince    func(context.Context, ref.Kind, when.Instant) ([]noun.Value, error)
	Objects      noun.Reader
	Frozen       func(ctx context.Context, paper ref.ID, number int64) (signoff.Version, error)
	Duties       func(context.Context) error        // makes the duties that rules ask for
	Handovers    func(context.Context) error        // makes the sheets of leaders who left
	Draws        func(context.Context) (int, error) // draws of what was closed in the periods that are over
	Remarks      func(context.Context) error        // looks at what was registered lately
	Night        func(context.Context) error        // after every played day; may be nil
}

// First is the first played day: the year before today's begins on it.
func First(today when.Day) when.Day { return when.Date(today.Year()-1, time.January, 1) }

// play is one run.
type play struct {
	House
	ctx    context.Context
	seed   int64
	first  when.Day
	today  when.Day // not played: it belongs to whoever looks at the county
	now    when.Instant
	queue  queue
	lives  int
	county *bodies.County
	rows   *bodies.Rows
	files  map[string]evidence.Evidence
	unit   map[string]plot
	told   map[string]bool // problems already told, so that none is told twice
	moved  bool            // the registers were written today
	owed   []noun.Value    // the responsibilities as last read; nil = read them
}

// Build plays the county up to the evening before today.
func Build(ctx context.Context, h House, seed int64, today when.Day) (err error) {
	p := &play{House: h, ctx: ctx, seed: seed, first: First(today), today: today, files: map[string]evidence.Evidence{},
		unit: map[string]plot{},
		told: map[string]bool{}}
	defer func() {
		for _, l := range p.queue {
			l.stop()
		}
		switch r := recover().(type) {
		case nil:
		case failure:
			err = r.error
		default:
			panic(r)
		}
	}()
	p.set(p.first.Start().Add(8*time.Hour + 30*time.Minute))
	p.found()
	p.cast()
	p.powers()
	p.responsibilities()
	p.duties()
	p.documents()
	p.tasks()
	p.papers()
	p.handovers()
	p.delegations()
	p.rechecks()
	p.remarked()
	p.letters()
	p.reports()
	p.talked()
	p.takenUp()
	p.threeTalks()
	p.cases()
	p.pledges()
	p.statements()
	p.circulars()
	p.rounds()
	p.screenings()
	p.risks()
	p.educations()
	p.affairs()
	p.liaison()
	p.inspections()
	p.unequal()
	p.appraisals()
	p.assessors()
	p.measures()
	p.matters()
	p.dossiers()
	p.opinions()
	p.incentives()
	p.corrected()
	p.villageAffairs()
	p.run()
	return nil
}

// failure carries an error out of a life.
type failure struct{ error }

func (p *play) must(err error) {
	if err != nil {
		panic(failure{fmt.Errorf("demo on %s: %w", p.now, err)})
	}
}

func (p *play) did(r act.Receipt, err error) act.Receipt {
	p.must(err)
	return r
}

func (p *play) set(t when.Instant) { p.now = t; p.At(t) }

// rand is a source of its own for each part of the play, so that a change in
// one leaves the others as they were.
func (p *play) rand(part uint64) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(p.seed)<<20^uint64(p.today), part))
}

// life is one story, told in order; it waits where time passes.
type life struct {
	p     *play
	r     *rand.Rand
	yield func(when.Instant) bool
}

var errStopped = errors.New("stopped")

// start begins a story on a day.
func (p *play) start(day when.Day, tell func(*life)) {
	p.lives++
	p.begin(day, p.lives, tell)
}

// begin begins the story of a number, by which it draws.
func (p *play) begin(day when.Day, no int, tell func(*life)) {
	l := &life{p: p, r: p.rand(uint64(no) + 1000)}
	next, stop := iter.Pull(func(yield func(when.Instant) bool) {
		defer func() {
			if r := recover(); r != nil && r != errStopped {
				panic(r)
			}
		}()
		l.yield = yield
		tell(l)
	})
	heap.Push(&p.queue, &entry{l.moment(day), no, next, stop})
}

// moment is a time in office hours of a day, or of the next working day.
func (l *life) moment(day when.Day) when.Instant {
	c := l.p.Policy.Calendar
	for !c.IsWorking(day) {
		day++
	}
	return day.Start().Add(8*time.Hour + time.Duration(30+l.r.IntN(9*60))*time.Minute +
		time.Duration(l.r.IntN(60))*time.Second)
}

// until waits for a day; a day that is over already means a little later today.
func (l *life) until(day when.Day) {
	t := l.moment(day)
	if least := l.p.now.Add(time.Duration(8+l.r.IntN(50)) * time.Minute); t < least {
		t = least
	}
	if !l.yield(t) {
		panic(errStopped)
	}
}

// wait waits some working days; none is a little later.
func (l *life) wait(days int) {
	day := l.today()
	if days > 0 {
		day = l.p.Policy.Calendar.AddWorking(day, days).Due
	}
	l.until(day)
}

// between waits a number of working days drawn from a range.
func (l *life) between(least, most int) { l.wait(least + l.r.IntN(most-least+1)) }

func (l *life) today() when.Day    { return l.p.now.Day() }
func (l *life) chance(of int) bool { return l.r.IntN(100) < of }

func pick[T any](l *life, list []T) T { return list[l.r.IntN(len(list))] }

type entry struct {
	at   when.Instant
	no   int
	next func() (when.Instant, bool)
	stop func()
}

type queue []*entry

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].no < q[j].no
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*entry)) }
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

// run plays every story up to the evening before today.
func (p *play) run() {
	day := p.now.Day()
	end := p.today.Start()
	for len(p.queue) > 0 && p.queue[0].at < end {
		p.must(p.ctx.Err())
		e := p.queue[0]
		if d := e.at.Day(); d != day {
			p.night(day)
			day = d
		}
		p.set(e.at)
		t, more := e.next()
		if !more {
			heap.Pop(&p.queue)
			continue
		}
		e.at = t
		heap.Fix(&p.queue, 0)
	}
	p.night(day)
}

func (p *play) night(day when.Day) {
	if p.Night != nil {
		p.set((day + 1).Start().Add(-time.Minute))
		if p.moved {
			p.must(p.Handovers(p.ctx))
			p.moved = false
		}
		p.must(p.Night(p.ctx))
	}
}

// on is the county as it stands now.
func (p *play) on() *bodies.County {
	day := p.now.Day()
	if p.rows == nil {
		rows, err := p.Rows(p.ctx)
		p.must(err)
		p.rows, p.county = &rows, nil
	}
	if p.county == nil || p.county.Day() != day {
		p.county = bodies.Snapshot(day, *p.rows)
	}
	return p.county
}

// changed forgets the county: its registers were written.
func (p *play) changed() { p.rows, p.county, p.moved = nil, nil, true }

func (p *play) command(a actor.Actor) act.Command { return act.Command{Actor: a} }
