package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// counts keeps the tallies of each county in memory, so that neither the
// overview nor the length of a list is added up from rows each time. They
// belong to a size of the county's journal of acts: whoever reads asks for the
// size that is committed, and counts of a smaller size are not used. What this
// process commits is added at once; what another one commits makes them old.
type counts struct {
	mu       sync.Mutex
	of       map[int32]*counted
	assisted map[string]assistedKept // by scope
}

// inMemory are the subjects that stand in memory. The others are read from their rows,
// a year at a time, and may be many.
var inMemory = append([]string{"order", "problem", trail.Unsaid}, trail.Monthly...)

// counted is one county's tallies. The list is handed out as it is, and copied
// before it is changed.
type counted struct {
	journal string
	size    int64
	read    when.Instant     // when the rows were read
	from    when.Day         // what was done in months before is not held
	at      map[tallyKey]int // place in list
	list    []trail.Tally
	shared  bool
	sided   map[string][]trail.Tally // list, for a scope of these sides; handed out as it is
	sums    *sums                    // of list; nil until a list asks for them
}

// forget drops everything: the next reader reads the rows.
func (c *counts) forget() {
	c.mu.Lock()
	c.of, c.assisted = nil, nil
	c.mu.Unlock()
}

// follow takes over what a batch committed.
func (c *counts) follow(books map[string]*book, deltas map[tallyKey]int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for j, k := range c.of {
		b := books[k.journal]
		switch {
		case b == nil:
		case b.was != k.size:
			delete(c.of, j)
		default:
			k.size = b.tree.Size()
		}
	}
	for key, n := range deltas {
		k := c.of[key.jurisdiction]
		switch {
		case k == nil || n == 0 || !slices.Contains(inMemory, key.subject):
		case books[k.journal] == nil: // counted by no journal that tells of it
			delete(c.of, key.jurisdiction)
		default:
			k.add(key, n)
		}
	}
}

func (k *counted) add(key tallyKey, n int64) {
	if trail.ByMonth(key.subject) && key.due < k.from {
		return
	}
	k.sided = nil
	if k.sums != nil {
		k.sums.add(key.tally(n))
	}
	if k.shared {
		k.list, k.shared = slices.Clone(k.list), false
	}
	i, known := k.at[key]
	if !known {
		k.at[key] = len(k.list)
		k.list = append(k.list, key.tally(n))
		return
	}
	if k.list[i].N += n; k.list[i].N != 0 {
		return
	}
	last := len(k.list) - 1
	delete(k.at, key)
	if i != last {
		k.list[i] = k.list[last]
		k.at[keyOf(key.jurisdiction, k.list[i])] = i
	}
	k.list = k.list[:last]
}

func (k tallyKey) tally(n int64) trail.Tally {
	return trail.Tally{Subject: k.subject, Unit: k.unit, Side: k.side, State: k.state, Level: k.level, Due: k.due, N: n}
}

func keyOf(jurisdiction int32, t trail.Tally) tallyKey {
	return tallyKey{jurisdiction, t.Subject, t.Unit, t.Side, t.State, t.Level, t.Due}
}

// acts is how many entries the county's journal of acts has now.
func (db *DB) acts(ctx context.Context, jurisdiction int32) (size int64, err error) {
	name, err := db.JournalName(ctx, jurisdiction, act.Acts)
	if err != nil {
		return 0, err
	}
	if err := db.queryRow(ctx, `SELECT size FROM head WHERE journal=$1`, name).Scan(&size); err != nil {
		return 0, fmt.Errorf("tallies: %w", err)
	}
	return size, nil
}

// kept is the county's tallies as committed now, from memory; ok is false when
// memory has none or older ones.
func (db *DB) kept(ctx context.Context, jurisdiction int32) (list []trail.Tally, ok bool, err error) {
	size, err := db.acts(ctx, jurisdiction)
	if err != nil {
		return nil, false, err
	}
	db.counts.mu.Lock()
	defer db.counts.mu.Unlock()
	k := db.counts.of[jurisdiction]
	if k == nil || k.size < size {
		return nil, false, nil
	}
	k.shared = true
	return k.list, true, nil
}

// tallies is the county's tallies, read from the rows when memory has none.
func (db *DB) tallies(ctx context.Context, jurisdiction int32) ([]trail.Tally, error) {
	if list, ok, err := db.kept(ctx, jurisdiction); err != nil || ok {
		return list, err
	}
	name, err := db.JournalName(ctx, jurisdiction, act.Acts)
	if err != nil {
		return nil, err
	}
	k := &counted{journal: name, at: map[tallyKey]int{}, shared: true, read: db.clock()}
	k.from = when.Date(k.read.Day().Year(), 1, 1)
	rows, err := db.query(ctx, `SELECT (SELECT size FROM head WHERE journal=$1),subject,unit,side,state,level,due,n FROM tally
		WHERE jurisdiction=$2 AND n<>0 AND subject IN (`+codes(inMemory)+`) AND (due>=$3 OR subject NOT IN ('`+
		strings.Join(trail.Monthly, `','`)+`'))`, name, jurisdiction, int64(k.from))
	k.list, err = collect(rows, err, func(r rowsLike, t *trail.Tally) error {
		return r.Scan(&k.size, &t.Subject, &t.Unit, &t.Side, &t.State, &t.Level, &t.Due, &t.N)
	})
	if err != nil {
		return nil, fmt.Errorf("tallies: %w", err)
	}
	for i, t := range k.list {
		k.at[keyOf(jurisdiction, t)] = i
	}
	db.counts.mu.Lock()
	defer db.counts.mu.Unlock()
	if old := db.counts.of[jurisdiction]; len(k.list) > 0 && (old == nil || old.size < k.size) {
		if db.counts.of == nil {
			db.counts.of = map[int32]*counted{}
		}
		db.counts.of[jurisdiction] = k
	}
	return k.list, nil
}

// Tallies are the counts kept in the write transaction, within the scope, in no
// order. The overview adds them up; nothing is scanned but the few orders in
// which the scope's units only assist: the list shows them, so the counts must.
// The caller must not change the list; the same list is the same counts.
func (db *DB) Tallies(ctx context.Context, s access.Scope) ([]trail.Tally, error) {
	if s.Nothing() {
		return nil, nil
	}
	list, err := db.tallies(ctx, s.Jurisdiction())
	if err != nil || s.All() {
		return list, err
	}
	if len(s.Units()) == 0 {
		return db.sided(s, list), nil
	}
	var out []trail.Tally
	for _, t := range list {
		if slices.Contains(s.Sides(), actor.Side(t.Side)) || slices.Contains(s.Units(), t.Unit) {
			out = append(out, t)
		}
	}
	size, err := db.acts(ctx, s.Jurisdiction())
	if err != nil {
		return nil, err
	}
	assisted, err := db.assisted(ctx, s, size)
	return append(out, assisted...), err
}

// sided is list within a scope of sides alone, which all of an office share: it
// is made once and kept until a count changes.
func (db *DB) sided(s access.Scope, list []trail.Tally) (out []trail.Tally) {
	key := fmt.Sprint(s.Sides())
	of := func() *counted { // the memory that list is of
		if k := db.counts.of[s.Jurisdiction()]; k != nil && len(list) > 0 && len(k.list) == len(list) &&
			&k.list[0] == &list[0] {
			return k
		}
		return nil
	}
	db.counts.mu.Lock()
	if k := of(); k != nil {
		out = k.sided[key]
	}
	db.counts.mu.Unlock()
	if out != nil {
		return out
	}
	for _, t := range list {
		if slices.Contains(s.Sides(), actor.Side(t.Side)) {
			out = append(out, t)
		}
	}
	db.counts.mu.Lock()
	defer db.counts.mu.Unlock()
	if k := of(); k != nil && out != nil {
		if k.sided == nil {
			k.sided = map[string][]trail.Tally{}
		}
		k.sided[key] = out
	}
	return out
}
