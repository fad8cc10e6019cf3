package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/clock"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tx is one command's transaction. Subjects see it through the small Tx
// interfaces they declare.
type Tx struct {
	w         *writer
	ctx       context.Context
	book      *book
	cmd       act.Command
	now       when.Instant
	clock     clock.Reading
	allowed   bool
	loaded    map[rowKey]stored
	rows      []journal.Row
	opened    []opening
	tallies   map[tallyKey]int64
	found     []searchRow // for the search index, written with the batch
	nodes     []node      // of the tree, likewise
	entries   int
	receipt   act.Receipt
	registers bool   // this command read or changed the kept registers
	deputy    ref.ID // the delegation that was found to hold for this command
}

// opening is what a commitment was made of: it lives outside the evidence and
// can be erased.
type opening struct {
	Path   string `json:"p"`
	Salt   []byte `json:"s"`
	Text   string `json:"t"`
	Sealed []byte `json:"x,omitempty"` // salt and text of a sealed column, instead of both

	seal bool // to be sealed when it is kept
}

func (tx *Tx) exec(q string, args ...any) (int64, error) { return tx.w.exec(q, args...) }

func (tx *Tx) queryRow(q string, args ...any) row {
	s, err := tx.w.prepared(q)
	if err != nil {
		return row{err: err}
	}
	return row{Row: s.QueryRowContext(tx.ctx, args...)}
}

func (tx *Tx) query(q string, args ...any) (*sql.Rows, error) {
	s, err := tx.w.prepared(q)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(tx.ctx, args...)
}

// Now is the server's time of the command.
func (tx *Tx) Now() when.Instant { return tx.now }

// Actor is who asked.
func (tx *Tx) Actor() actor.Actor { return tx.cmd.Actor }

// Allow authorises the command on an object as loaded in this transaction.
func (tx *Tx) Allow(v access.Verb, on access.Object) error {
	if err := access.May(tx.cmd.Actor, v, on); err != nil {
		return err
	}
	if err := tx.stillLent(); err != nil {
		return err
	}
	tx.allowed = true
	if g, ok := access.By(tx.cmd.Actor, v, on); ok && g.Appointment != 0 {
		tx.cmd.Actor.Appointment = g.Appointment // the post acted in, not the highest one held
	}
	return nil
}

// NewID gives the next identifier.
func (tx *Tx) NewID() ref.ID { return tx.book.newID() }

// Answer names the number shown with the receipt.
func (tx *Tx) Answer(number string) { tx.receipt.Number = number }

// commit hides a private value behind a salted commitment and keeps its opening.
// That of a sealed column is sealed too, its salt with it: by the salt a short
// text could be guessed.
func (tx *Tx) commit(path string, v journal.Value, sealed bool) journal.Value {
	var salt [16]byte
	if _, err := io.ReadFull(tx.w.db.chance, salt[:]); err != nil {
		panic(err) // the system's chance does not fail
	}
	tx.opened = append(tx.opened, opening{Path: path, Salt: salt[:], Text: v.AsText(), seal: sealed})
	name := path[strings.LastIndexByte(path, '/')+1:]
	return journal.Commitment(journal.Commit(salt, name, v))
}

// forget destroys the openings at the paths in the earlier entries on an
// object, of the kinds that are like the pattern. The proof stays as it is:
// nobody can show any more what the commitments there were made of.
func (tx *Tx) forget(object ref.ID, kinds string, paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	rows, err := tx.query(`SELECT o.entry,o.body FROM entry e JOIN opening o ON o.entry=e.id WHERE e.object=$1 AND e.kind LIKE $2`, int64(object), kinds)
	type kept struct {
		entry int64
		body  string
	}
	all, err := collect(rows, err, func(r rowsLike, k *kept) error { return r.Scan(&k.entry, &k.body) })
	if err != nil {
		return fmt.Errorf("openings to forget: %w", err)
	}
	for _, k := range all {
		var list []opening
		if err := json.Unmarshal([]byte(k.body), &list); err != nil {
			return fmt.Errorf("openings of entry id %d: %w", k.entry, err)
		}
		before := len(list)
		list = slices.DeleteFunc(list, func(o opening) bool { return slices.Contains(paths, o.Path) })
		if err := tx.keepOpenings(k.entry, list, before); err != nil {
			return err
		}
	}
	return nil
}

// keepOpenings leaves of the openings of an entry, of which there were some before, those in the list.
func (tx *Tx) keepOpenings(entry int64, list []opening, before int) (err error) {
	switch {
	case len(list) == before:
	case len(list) == 0:
		_, err = tx.exec(`DELETE FROM opening WHERE entry=$1`, entry)
	default:
		var body []byte
		if body, err = json.Marshal(list); err == nil {
			_, err = tx.exec(`UPDATE opening SET body=$1 WHERE entry=$2`, string(body), entry)
		}
	}
	if err != nil {
		return fmt.Errorf("forget openings: %w", err)
	}
	return nil
}

// Record appends one entry with the rows saved since the last.
func (tx *Tx) Record(kind journal.Kind, object ref.Ref, facts ...act.Fact) error {
	if tx.book == nil {
		return errors.New("record outside a command")
	}
	if !tx.allowed {
		return fmt.Errorf("record %s: the command was never authorised", kind)
	}
	a := tx.cmd.Actor
	e := journal.Entry{Journal: tx.book.name, Seq: tx.book.tree.Size() + 1, At: tx.now, Claimed: tx.cmd.Claimed,
		Account: a.Account, Person: a.Person, Appointment: a.Appointment, OnBehalf: a.OnBehalf, Agent: a.Agent,
		Request: tx.cmd.Request, Kind: kind, Object: object, Rows: tx.rows}
	for _, f := range facts {
		v := f.Value
		if f.Private {
			v = tx.commit("fact/"+f.Name, v, false)
		}
		e.Facts = append(e.Facts, journal.Field{Name: f.Name, Value: v})
	}
	sort.Slice(e.Facts, func(i, j int) bool { return e.Facts[i].Name < e.Facts[j].Name })
	if err := e.Check(); err != nil {
		return fmt.Errorf("record %s: %w", kind, err)
	}
	frozen := journal.Freeze(nil, &e)
	id := entryID(tx.book.no, e.Seq)
	if _, err := tx.exec(`INSERT INTO entry(id,journal,seq,at,kind,object_kind,object,person,frozen) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		id, tx.book.no, e.Seq, int64(e.At), string(kind), string(object.Kind), int64(object.ID),
		int64(e.Person), frozen); err != nil {
		return fmt.Errorf("append entry: %w", err)
	}
	if len(tx.opened) > 0 {
		for i := range tx.opened {
			if err := tx.sealOpening(id, &tx.opened[i]); err != nil {
				return err
			}
		}
		body, err := json.Marshal(tx.opened)
		if err != nil {
			return err
		}
		if _, err := tx.exec(`INSERT INTO opening(entry,body) VALUES($1,$2)`, id, string(body)); err != nil {
			return fmt.Errorf("keep openings: %w", err)
		}
	}
	if err := tx.book.tree.Append(journal.LeafHash(frozen), func(level int, index int64, hash [32]byte) {
		tx.nodes = append(tx.nodes, node{tx.book.no, level, index, hash})
	}); err != nil {
		return err
	}
	tx.book.dirty, tx.book.at = true, int64(e.At)
	tx.rows, tx.opened = nil, nil
	tx.entries++
	if tx.receipt.Seq == 0 {
		tx.receipt.Object = object
	}
	tx.receipt.Journal, tx.receipt.Seq, tx.receipt.At = e.Journal, e.Seq, e.At
	return nil
}

// node is a finished node of a journal's tree.
type node struct {
	journal int64
	level   int
	index   int64
	hash    [32]byte
}

// nodesAtOnce is how many nodes one statement writes.
const nodesAtOnce = 16

var insertNodes = func() (all [nodesAtOnce + 1]string) {
	q := "INSERT INTO node(journal,level,idx,hash) VALUES"
	for n := range nodesAtOnce {
		if n > 0 {
			q += ","
		}
		q += fmt.Sprintf("($%d,$%d,$%d,$%d)", 4*n+1, 4*n+2, 4*n+3, 4*n+4)
		all[n+1] = q
	}
	return all
}()

// flushNodes writes the nodes that the entries of a batch finished.
func (w *writer) flushNodes(all []node) error {
	for part := range slices.Chunk(all, nodesAtOnce) {
		args := make([]any, 0, 4*len(part))
		for _, n := range part {
			args = append(args, n.journal, n.level, n.index, n.hash[:])
		}
		if _, err := w.exec(insertNodes[len(part)], args...); err != nil {
			return fmt.Errorf("keep tree: %w", err)
		}
	}
	return nil
}

// complete refuses a command that changed rows without recording them.
func (tx *Tx) complete() error {
	if len(tx.rows) > 0 || len(tx.opened) > 0 {
		return fmt.Errorf("%d rows changed without a record", len(tx.rows))
	}
	return nil
}

// Perform is the door: one command, one transaction, one record.
func (db *DB) Perform(ctx context.Context, c act.Command, f func(act.Tx) error) (act.Receipt, error) {
	name, err := db.JournalName(ctx, c.Actor.Jurisdiction, c.Journal)
	if err != nil {
		return act.Receipt{}, err
	}
	if c.Asked == nil && db.asks != nil {
		c.Asked = db.asks(c)
	}
	var digest []byte
	if c.Key != "" {
		if digest, err = inputDigest(c); err != nil {
			return act.Receipt{}, err
		}
	}
	var receipt act.Receipt
	err = db.submit(ctx, name, func(tx *Tx) error {
		tx.cmd, tx.clock = c, clock.Reading{Last: when.Instant(tx.w.last), Now: db.clock(), Most: db.leap}
		if c.Key != "" {
			old, found, err := tx.seenKey(c, digest)
			if err != nil {
				return err
			}
			if found {
				receipt = old
				return nil
			}
		}
		now, err := tx.clock.Time(c.Doubt, when.Instant(tx.book.at))
		if err != nil {
			return err
		}
		tx.now = now
		if c.Doubt == act.StandsStill && tx.clock.Doubtful() {
			tx.cmd.Claimed = tx.clock.Now // what the clock said is kept beside the time that stands still
		}
		if err := f(tx); err != nil {
			return err
		}
		if tx.entries == 0 {
			return fmt.Errorf("command %s recorded nothing", c.Verb)
		}
		receipt = tx.receipt
		if err := tx.keepAsked(); err != nil {
			return err
		}
		if c.Key != "" {
			return tx.keepKey(c, digest)
		}
		return nil
	})
	if err != nil {
		return act.Receipt{}, err
	}
	return receipt, nil
}

func inputDigest(c act.Command) ([]byte, error) {
	body, err := json.Marshal(c.Input)
	if err != nil {
		return nil, fmt.Errorf("digest of the input: %w", err)
	}
	sum := sha256.Sum256(append([]byte(string(c.Verb)+"\n"), body...))
	return sum[:], nil
}

// who identifies the owner of an idempotency key.
func who(a actor.Actor) string {
	if a.Agent != "" {
		return a.Agent
	}
	return a.Account.String()
}

func (tx *Tx) seenKey(c act.Command, digest []byte) (r act.Receipt, found bool, err error) {
	var old []byte
	var at, object int64
	var kind string
	err = tx.queryRow(`SELECT digest,journal,seq,at,object_kind,object,number FROM idempotency WHERE actor=$1 AND name=$2`,
		who(c.Actor), c.Key).
		Scan(&old, &r.Journal, &r.Seq, &at, &kind, &object, &r.Number)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	if err != nil {
		return r, false, fmt.Errorf("look up the key: %w", err)
	}
	r.At, r.Object, r.Replayed = when.Instant(at), ref.Ref{Kind: ref.Kind(kind), ID: ref.ID(object)}, true
	if string(old) != string(digest) {
		return act.Receipt{}, false, &act.Before{Receipt: r, Refusal: text.Refuse(text.Reused, "input.key-reused")}
	}
	return r, true, nil
}

// KeyUsed says whether somebody's key did something already: a command with it answers the receipt, or is refused as
// another input, before anything else is asked.
func (db *DB) KeyUsed(ctx context.Context, by actor.Actor, key string) (bool, error) {
	var n int
	err := db.queryRow(ctx, `SELECT count(*) FROM idempotency WHERE actor=$1 AND name=$2`, who(by), key).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look up the key: %w", err)
	}
	return n > 0, nil
}

func (tx *Tx) keepKey(c act.Command, digest []byte) error {
	r := tx.receipt
	_, err := tx.exec(`INSERT INTO idempotency(actor,name,digest,journal,seq,at,object_kind,object,number) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		who(c.Actor), c.Key, digest, r.Journal, r.Seq, int64(r.At), string(r.Object.Kind), int64(r.Object.ID), r.Number)
	if err != nil {
		return fmt.Errorf("keep the key: %w", err)
	}
	return nil
}
