package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/erasure"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// wording is a kind of objects whose words can be erased by law.
type wording interface {
	// target says which.
	target() erasure.Target
	// home is the object on which entries about one stand: itself, but for what has no course of its own.
	home(tx *Tx, id ref.ID) (ref.ID, error)
	// with are the objects that say again what one says: they go with its fields.
	with(ctx context.Context, db *DB, id ref.ID) ([]ref.Ref, error)
	// subject is what access asks of one, after the law's own conditions.
	subject(tx *Tx, id ref.ID, again bool) (access.Object, error)
	// erase puts says in the place of the words, names the fields that held some, and adds to gone the paths of openings
	// that hold them or held them. keep saves it.
	erase(tx *Tx, id ref.ID, fields []string, says string, gone map[string]bool) (held []string, keep func() error,
		err error)
}

// worded is how words of a kind are erased; false = they cannot be.
func worded(of ref.Kind) (wording, bool) {
	if r, ok := rooms[of]; ok {
		return r, true
	}
	w, ok := offFrame[of]
	return w, ok
}

// Erasable says what can be erased of a kind that does not stand on the frame; false = nothing.
func Erasable(of ref.Kind) (erasure.Target, bool) {
	w, ok := offFrame[of]
	if !ok {
		return erasure.Target{}, false
	}
	return w.target(), true
}

// ErasedWith are the objects that say again what one says, and whose words go when fields of it go.
func (db *DB) ErasedWith(ctx context.Context, o ref.Ref) ([]ref.Ref, error) {
	w, ok := worded(o.Kind)
	if !ok {
		return nil, nil
	}
	return w.with(ctx, db, o.ID)
}

func (r room) home(_ *Tx, id ref.ID) (ref.ID, error) { return id, nil }

func (r room) with(context.Context, *DB, ref.ID) ([]ref.Ref, error) { return nil, nil }

func (r room) target() erasure.Target { return erasure.Of(r.Shape) }

func (r room) subject(tx *Tx, id ref.ID, _ bool) (o access.Object, err error) {
	v, err := tx.One(r.Of, id)
	if err != nil {
		return o, err
	}
	return r.Object(v), nil
}

func (r room) erase(tx *Tx, id ref.ID, fields []string, says string, gone map[string]bool) (held []string,
	keep func() error, err error) {
	v, err := tx.One(r.Of, id)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range fields {
		f := r.Fields.Must(name)
		if strings.HasPrefix(f.Str(v), text.ErasedMark) {
			continue // it was done
		}
		gone[fmt.Sprintf("%s/%d/%s", r.Table, id, f.Column())] = true
		if f.Str(v) != "" {
			f.SetStr(v, says)
			held = append(held, name)
		}
		gone["fact/"+f.Key()], gone["fact/"+f.Key()+"-was"] = true, true
	}
	return held, func() error { return tx.Keep(r.Of, v) }, nil
}

// phrase is a text of a kind that has a table of its own.
type phrase[T any] struct {
	name, column string
	facts        []string // names of facts that say it
	at           func(*T) *string
	// where it is packed with what stays: whether it holds words that were not erased yet, and putting says in their place
	held func(*T) (some, done bool)
	put  func(*T, string)
}

// ownTable are the texts of such a kind.
type ownTable[T any] struct {
	of     ref.Kind
	table  *table[T]
	texts  []phrase[T]
	copies []string
	course bool                                                            // all that its entries say goes with it
	within func(tx *Tx, id ref.ID) (ref.ID, error)                         // see wording.home; nil = itself
	again  func(ctx context.Context, db *DB, id ref.ID) ([]ref.Ref, error) // see wording.with; nil = none
	object func(tx *Tx, v *T, again bool) (access.Object, error)
	save   func(*Tx, T) error
}

func (p ownTable[T]) kind() ref.Kind { return p.of }

func (p ownTable[T]) home(tx *Tx, id ref.ID) (ref.ID, error) {
	if p.within == nil {
		return id, nil
	}
	return p.within(tx, id)
}

func (p ownTable[T]) with(ctx context.Context, db *DB, id ref.ID) ([]ref.Ref, error) {
	if p.again == nil {
		return nil, nil
	}
	return p.again(ctx, db, id)
}

func (p ownTable[T]) target() (t erasure.Target) {
	t.Course = p.course
	may := map[string]bool{}
	for _, x := range p.texts {
		t.May = append(t.May, x.name)
		may[x.column] = true
	}
	for _, c := range p.table.cols {
		if !may[c.name] && !c.private {
			t.Keep = append(t.Keep, c.name)
		}
	}
	t.Keep, t.Copies = append(t.Keep, "number"), p.copies
	return t
}

func (p ownTable[T]) subject(tx *Tx, id ref.ID, again bool) (o access.Object, err error) {
	v, err := load(tx, p.table, id)
	if err != nil {
		return o, err
	}
	return p.object(tx, &v, again)
}

func (p ownTable[T]) erase(tx *Tx, id ref.ID, fields []string, says string, gone map[string]bool) (held []string,
	keep func() error, err error) {
	v, err := load(tx, p.table, id)
	if err != nil {
		return nil, nil, err
	}
	for _, x := range p.texts {
		if !slices.Contains(fields, x.name) {
			continue
		}
		some, done := x.is(&v)
		if done {
			continue
		}
		gone[fmt.Sprintf("%s/%d/%s", p.table.name, id, x.column)] = true
		for _, f := range x.facts {
			gone["fact/"+f], gone["fact/"+f+"-was"] = true, true
		}
		if some {
			x.set(&v, says)
			held = append(held, x.name)
		}
	}
	return held, func() error { return p.save(tx, v) }, nil
}

func (x phrase[T]) is(v *T) (some, done bool) {
	if x.held != nil {
		return x.held(v)
	}
	s := *x.at(v)
	return s != "", strings.HasPrefix(s, text.ErasedMark)
}

func (x phrase[T]) set(v *T, says string) {
	if x.put != nil {
		x.put(v, says)
		return
	}
	*x.at(v) = says
}

// said is a text whose facts bear its name.
func said[T any](name, column string, at func(*T) *string, facts ...string) phrase[T] {
	return phrase[T]{name: name, column: column, at: at, facts: append(facts, name)}
}

// doing is a list of measures: what is to be done and who does it go, how many there are, until when and that each was
// done stay.
func doing[T any](at func(*T) *measure.List) phrase[T] {
	return phrase[T]{name: "measures", column: "measures", facts: []string{"measure", "measures"},
		held: func(v *T) (some, done bool) {
			list := *at(v)
			return len(list) > 0, len(list) > 0 && strings.HasPrefix(list[0].Text, text.ErasedMark)
		},
		put: func(v *T, says string) { *at(v) = at(v).Erased(says) }}
}

// offFrame are the kinds with tables of their own whose words can be erased.
var offFrame = byKind(
	ownTable[problem.Problem]{of: ref.Problem, table: problems, texts: []phrase[problem.Problem]{
		said("facts", "facts", func(p *problem.Problem) *string { return &p.Facts }),
		said("rule", "rule", func(p *problem.Problem) *string { return &p.Rule }),
		said("cause", "cause", func(p *problem.Problem) *string { return &p.Cause }),
		doing(func(p *problem.Problem) *measure.List { return &p.Measures }),
		said("leader-name", "leader_name", func(p *problem.Problem) *string { return &p.LeaderName }),
		said("handler-name", "handler_name", func(p *problem.Problem) *string { return &p.HandlerName }),
		said("progress", "progress", func(p *problem.Problem) *string { return &p.Progress }),
		said("remark", "remark", func(p *problem.Problem) *string { return &p.Remark }),
		said("sent-back", "sent_back", func(p *problem.Problem) *string { return &p.SentBack }, "missing"),
	}, object: func(_ *Tx, p *problem.Problem, _ bool) (access.Object, error) { return p.Object(), nil },
		save: (*Tx).SaveProblem},
	ownTable[order.Order]{of: ref.Order, table: orders, texts: []phrase[order.Order]{
		said("subject", "subject", func(o *order.Order) *string { return &o.Subject }),
		said("content", "content", func(o *order.Order) *string { return &o.Content }),
		said("quality", "quality", func(o *order.Order) *string { return &o.Quality }),
		said("contact", "contact", func(o *order.Order) *string { return &o.Contact }),
		doing(func(o *order.Order) *measure.List { return &o.Measures }),
		said("sent-back", "sent_back", func(o *order.Order) *string { return &o.SentBack }, "missing"),
	}, object: func(_ *Tx, o *order.Order, _ bool) (access.Object, error) { return o.Object(actor.Hands{}), nil },
		save: (*Tx).SaveOrder, again: lettersAbout},
	ownTable[order.Letter]{of: ref.Letter, table: letters, copies: []string{"paper"}, texts: []phrase[order.Letter]{
		said("body", "body", func(l *order.Letter) *string { return &l.Body }),
		{name: "paper", column: "paper", held: func(l *order.Letter) (some, done bool) {
			return l.Paper.Kept(), strings.HasPrefix(l.Paper.Title, text.ErasedMark)
		}, put: func(l *order.Letter, says string) { l.Paper = l.Paper.Erased(says) }},
	}, object: func(tx *Tx, l *order.Letter, _ bool) (access.Object, error) {
		o, err := tx.Order(l.Order)
		return o.Object(actor.Hands{}), err
	}, save: (*Tx).SaveLetter, within: func(tx *Tx, id ref.ID) (ref.ID, error) {
		l, err := tx.Letter(id)
		return l.Order, err
	}},
	ownTable[of[bodies.Person]]{of: ref.Person, course: true, table: persons, texts: []phrase[of[bodies.Person]]{
		said("name", "name", func(p *of[bodies.Person]) *string { return &p.V.Name }),
		said("gender", "gender", func(p *of[bodies.Person]) *string { return &p.V.Gender }),
		said("birth", "birth", func(p *of[bodies.Person]) *string { return &p.V.Birth }),
		said("pinyin", "pinyin", func(p *of[bodies.Person]) *string { return &p.V.Pinyin }),
		said("ethnicity", "ethnicity", func(p *of[bodies.Person]) *string { return &p.V.Ethnicity }),
		said("native", "native", func(p *of[bodies.Person]) *string { return &p.V.Native }),
		said("education", "education", func(p *of[bodies.Person]) *string { return &p.V.Education }),
		said("work-since", "work_since", func(p *of[bodies.Person]) *string { return &p.V.WorkSince }),
		said("party-since", "party_since", func(p *of[bodies.Person]) *string { return &p.V.PartySince }),
	}, object: (*Tx).leftPerson, save: func(tx *Tx, p of[bodies.Person]) error {
		p.V.Version++
		return tx.SaveRegisters(bodies.Change{Rows: bodies.Rows{Persons: []bodies.Person{p.V}}})
	}},
	ownTable[account.Account]{of: ref.Account, course: true, table: accounts, texts: []phrase[account.Account]{
		{name: "login", column: "login", facts: []string{"login"},
			at:  func(a *account.Account) *string { return &a.Login },
			put: func(a *account.Account, says string) { a.Login = says + " " + a.ID.String() }}, // no two are called alike
		said("name", "name", func(a *account.Account) *string { return &a.Name }),
	}, object: func(_ *Tx, a *account.Account, again bool) (o access.Object, err error) {
		if !a.Closed && !again {
			return o, text.Refuse(text.Conflict, "erasure.account-open", "id", a.ID)
		}
		return access.Object{Kind: ref.Account, ID: a.ID, Jurisdiction: a.Jurisdiction}, nil
	}, save: (*Tx).SaveAccount},
)

// byKind are ways to erase by the kind that each is of.
func byKind(list ...interface {
	wording
	kind() ref.Kind
}) map[ref.Kind]wording {
	out := map[ref.Kind]wording{}
	for _, w := range list {
		out[w.kind()] = w
	}
	return out
}

// leftPerson is what access asks of somebody in the register; who holds a post or is to hold one, or has an account
// that is open, cannot be erased: the register of who answers for what is kept by law while they do.
func (tx *Tx) leftPerson(p *of[bodies.Person], again bool) (o access.Object, err error) {
	is := access.Object{Kind: ref.Person, ID: p.V.ID, Jurisdiction: p.Jurisdiction, Person: p.V.ID}
	if again {
		return is, nil
	}
	var n int
	if err := tx.queryRow(`SELECT COUNT(*) FROM appointment WHERE person=$1 AND to_day>$2`, int64(p.V.ID),
		int64(tx.now.Day())).Scan(&n); err != nil {
		return o, err
	}
	if n > 0 {
		return o, text.Refuse(text.Conflict, "erasure.in-office", "id", p.V.ID)
	}
	if err := tx.queryRow(`SELECT COUNT(*) FROM account WHERE person=$1 AND closed=0`,
		int64(p.V.ID)).Scan(&n); err != nil {
		return o, err
	}
	if n > 0 {
		return o, text.Refuse(text.Conflict, "erasure.account-open", "id", p.V.ID)
	}
	return is, nil
}

// lettersAbout are the letters about an order, which say again what it says.
func lettersAbout(ctx context.Context, db *DB, o ref.ID) ([]ref.Ref, error) {
	rows, err := db.query(ctx, `SELECT id FROM letter WHERE order_id=$1 ORDER BY id`, int64(o))
	return collect(rows, err, func(r rowsLike, l *ref.Ref) error { l.Kind = ref.Letter; return r.Scan(&l.ID) })
}

// AccountsOf are the accounts of somebody.
func (db *DB) AccountsOf(ctx context.Context, person ref.ID) ([]ref.ID, error) {
	rows, err := db.query(ctx, `SELECT id FROM account WHERE person=$1 ORDER BY id`, int64(person))
	return collect(rows, err, func(r rowsLike, id *ref.ID) error { return r.Scan(id) })
}
