package store

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"sort"

	"shuangze/internal/journal"
)

// State is what replaying the journal found in the covered tables.
type State struct {
	Tables    int
	Rows      int64       // covered rows compared
	Opened    int64       // openings that were checked
	Forgotten int64       // secrets that were replaced and whose openings are gone, as they must
	Lawful    int64       // openings that were erased by law: an entry says so
	Destroyed []NamedFile // files that were erased by law: their bytes are gone
	Files     []NamedFile // what the rows of evidence name
	Derived   Findings
	Findings
}

// The state pass reads the entries once, backwards: the first change met of a
// column is the one that counts, so no values need to be kept. Of each row it
// remembers a keyed sum over the values set last (the key is new in every run;
// nobody can prepare rows that cancel out), which columns these were, and the
// digest that the next older change must have led to: about 130 bytes a row,
// a million rows in some 130 MB. Then every table is streamed and each row's
// own sum compared. Only rows that differ are replayed a second time, to name
// the column and the entry that set it. A row is changed by one journal only;
// a change by another shows as a break of its chain.
type replay struct {
	s      *snapshot
	seed   maphash.Seed
	names  map[int64]string // journal number → name
	tables map[string]*replayed
	out    *State
	wrong  []suspect
	maxID  map[int64]int64 // journal number → highest identifier given
	open   []opened
	erased erased

	lacking map[string]int // sentence about a key that is lacking → how many values are under it
}

type replayed struct {
	*covered
	at   map[string]int // column by name
	rows map[int64]int32
	sums []rowSum
	seen []uint64 // columns set by any entry: wide bits for each of sums
	wide int      // how many words of seen a row takes
}

// met says whether any entry read so far set a column of the row numbered k.
func (t *replayed) met(k int32, column int) bool {
	return t.seen[int(k)*t.wide+column/64]&(1<<(column%64)) != 0
}

func (t *replayed) meet(k int32, column int) {
	t.seen[int(k)*t.wide+column/64] |= 1 << (column % 64)
}

// rowSum is one row as the journal leaves it.
type rowSum struct {
	sum    uint64
	sealed uint64   // the same of sealed columns
	blind  bool     // some sealed opening cannot be opened: these are not compared
	before [32]byte // what the next older change must have become
	low    int64    // version of the oldest change met
	last   int64    // entry that changed the row last
	gone   bool     // the last change removed it
	past   bool     // an older life of the row is being read
	found  bool     // the table has it
}

// suspect is a row that differs: live is nil when the table has none.
type suspect struct {
	table *replayed
	id    int64
	live  *stored
	last  int64
}

// mostSuspects bounds the second replay.
const mostSuspects = 100

func (s *snapshot) state(books []*bookSource) (State, error) {
	out := State{Tables: len(s.tables.covered)}
	r := &replay{s: s, seed: maphash.MakeSeed(), names: map[int64]string{}, tables: map[string]*replayed{},
		out: &out, maxID: map[int64]int64{}, lacking: map[string]int{}}
	for _, b := range books {
		r.names[b.no] = b.name
	}
	for name, c := range s.tables.covered {
		t := &replayed{covered: c, at: map[string]int{}, rows: map[int64]int32{}, wide: (len(c.cols) + 63) / 64}
		for i, col := range c.cols {
			t.at[col.name] = i
		}
		r.tables[name] = t
	}
	if err := r.entries(r.take); err != nil {
		return out, fmt.Errorf("replay: %w", err)
	}
	r.unmet()
	for _, name := range slices.Sorted(maps.Keys(r.tables)) {
		if err := r.compare(r.tables[name]); err != nil {
			return out, fmt.Errorf("compare %s: %w", name, err)
		}
	}
	if err := r.explain(); err != nil {
		return out, err
	}
	r.keys()
	for _, b := range books {
		if n := r.maxID[b.no]; b.nextID != n+1 {
			f := r.fault(entryID(b.no, b.last), "head-next", "the next identifier is %d, the last given was %d", b.nextID, n)
			out.add(f)
		}
	}
	sort.SliceStable(out.Faults, func(i, j int) bool { return out.Faults[i].Seq < out.Faults[j].Seq })
	return out, s.derived(&out.Derived)
}

func (r *replay) fault(entry int64, what, format string, args ...any) journal.Fault {
	return journal.Fault{Journal: r.names[entry>>40+1], Seq: entry & (1<<40 - 1), What: what,
		Detail: fmt.Sprintf(format, args...)}
}

// opened is one opening of the entry being read.
type opened struct {
	path   string
	hash   [32]byte
	text   string
	used   bool
	sealed bool
	shut   bool // sealed, and cannot be opened: named once already
}

// entries reads all entries backwards with their openings. What does not parse
// the evidence pass has named.
func (r *replay) entries(yield func(id int64, e *journal.Entry) error) error {
	var id int64
	var kept bool
	var frozen, body sql.RawBytes
	return r.s.each(func() error {
		e, err := journal.Parse(frozen)
		if err != nil {
			return nil
		}
		r.open = r.open[:0]
		if kept {
			r.readOpenings(id, body)
		}
		return yield(id, e)
	}, []any{&id, &frozen, &kept, &body},
		`SELECT e.id,e.frozen,o.entry IS NOT NULL,o.body FROM entry e LEFT JOIN opening o ON o.entry=e.id ORDER BY e.id DESC`)
}

func (r *replay) readOpenings(id int64, body []byte) {
	var list []opening
	if err := json.Unmarshal(body, &list); err != nil {
		r.out.add(r.fault(id, "opening-bytes", "the openings of the entry cannot be read: %v", err))
		return
	}
	if again, err := json.Marshal(list); err != nil || len(list) == 0 || !bytes.Equal(again, body) {
		r.out.add(r.fault(id, "opening-bytes", "the openings of the entry are not as they were written"))
	}
	for _, o := range list {
		if len(o.Sealed) > 0 {
			r.open = append(r.open, r.unsealed(id, o))
			continue
		}
		if len(o.Salt) != 16 {
			r.out.add(r.fault(id, "opening-bytes", "the salt at %s has %d bytes", o.Path, len(o.Salt)))
			continue
		}
		r.open = append(r.open, openedBy(o.Path, [16]byte(o.Salt), o.Text))
	}
}

func openedBy(path string, salt [16]byte, text string) opened {
	name := path[lastSlash(path)+1:]
	return opened{path: path, hash: journal.Commit(salt, name, journal.Text(text)), text: text}
}

// unsealed opens the opening of a sealed column.
func (r *replay) unsealed(id int64, o opening) opened {
	plain, u := r.s.seals.open(openingPlace(id, o.Path), o.Sealed)
	if len(o.Salt) > 0 || o.Text != "" {
		r.out.add(r.fault(id, "opening-sealed", "the opening at %s stands there readable too", o.Path))
	}
	switch {
	case u != nil && u.Why == sealBroken:
		r.out.add(r.fault(id, "opening-sealed", "the opening at %s: %s", o.Path, u.Error()))
	case u != nil:
		r.lacking[u.Error()]++
	case len(plain) < 16:
		r.out.add(r.fault(id, "opening-bytes", "the salt at %s has %d bytes", o.Path, len(plain)))
	default:
		x := openedBy(o.Path, [16]byte(plain), string(plain[16:]))
		x.sealed = true
		return x
	}
	return opened{path: o.Path, sealed: true, shut: true}
}

// keys reports the keys that are lacking, each once, with how much is under it.
func (r *replay) keys() {
	for _, says := range slices.Sorted(maps.Keys(r.lacking)) {
		f := journal.Fault{What: "seal-key", Detail: fmt.Sprintf("%s: %d sealed values were not compared",
			says, r.lacking[says])}
		r.out.add(f)
	}
}

func lastSlash(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '/' {
			return i
		}
	}
	return -1
}

// private finds the opening of a commitment; none when it was erased.
// place writes the path, only when there is something to look through.
func (r *replay) private(v journal.Value, place func() string) (is opened, ok bool) {
	if len(r.open) == 0 {
		return is, false
	}
	path, hash := place(), v.AsBytes()
	for i := range r.open {
		if o := &r.open[i]; o.path == path && (o.shut || string(o.hash[:]) == string(hash)) {
			o.used = true
			return *o, true
		}
	}
	return is, false
}

// take replays one entry, its rows last to first.
func (r *replay) take(id int64, e *journal.Entry) error {
	r.erasing(id, e)
	for i := len(e.Rows) - 1; i >= 0; i-- {
		r.row(id, &e.Rows[i])
	}
	for i := range e.Facts {
		if f := &e.Facts[i]; f.Value.Tag() == journal.TagCommitment {
			place := func() string { return "fact/" + f.Name }
			if _, ok := r.private(f.Value, place); !r.lawful(id, place, ok) && !ok {
				r.out.add(r.fault(id, "opening-missing", "the opening at fact/%s is gone", f.Name))
			}
		}
	}
	for _, o := range r.open {
		r.out.Opened++
		if !o.used {
			r.out.add(r.fault(id, "opening-value", "salt and value do not open any commitment of the entry at %s", o.path))
		}
	}
	return nil
}

func (r *replay) row(id int64, c *journal.Row) {
	t := r.tables[c.Table]
	if t == nil {
		r.out.add(r.fault(id, "row-table", "there is no covered table %s", c.Table))
		return
	}
	if no := c.ID>>40 + 1; c.ID&(1<<40-1) > r.maxID[no] {
		r.maxID[no] = c.ID & (1<<40 - 1)
	}
	k, known := t.rows[c.ID]
	if !known {
		k = int32(len(t.sums))
		t.rows[c.ID] = k
		t.seen = append(t.seen, make([]uint64, t.wide)...)
		t.sums = append(t.sums, rowSum{last: id, gone: c.Gone, low: c.Version, before: c.Before})
		if !c.Gone {
			t.sums[k].sum = r.mix(headColumn, journal.Int(c.Version)) + r.mix(headColumn, journal.Bytes(c.After[:]))
		}
	}
	w := &t.sums[k]
	if known {
		r.link(t, w, id, c)
	}
	if c.Version == 1 && c.Before != ([32]byte{}) {
		r.out.add(r.fault(id, "row-chain", "%s/%d begins with version 1 but continues another", t.name, c.ID))
	}
	w.before, w.low = c.Before, c.Version
	alive := !w.past && !w.gone
	for i := range c.Sets {
		f := &c.Sets[i]
		n, ok := t.at[f.Name]
		if !ok {
			r.out.add(r.fault(id, "row-column", "%s has no column %s", t.name, f.Name))
			continue
		}
		v, shut := f.Value, false
		if t.cols[n].private {
			place := func() string { return fmt.Sprintf("%s/%d/%s", t.name, c.ID, f.Name) }
			o, ok := r.private(v, place)
			switch {
			case r.lawful(id, place, ok):
			case ok && t.cols[n].sealed && !o.sealed:
				r.out.add(r.fault(id, "opening-sealed", "the opening at %s is not sealed", o.path))
			case ok:
			case t.met(k, n) && t.covered == &accounts.covered && slices.Contains(secrets, f.Name):
				r.out.Forgotten++
			default:
				r.out.add(r.fault(id, "opening-missing", "the opening at %s/%d/%s is gone, and nothing says that it was destroyed",
					t.name, c.ID, f.Name))
			}
			v, shut = journal.Text(o.text), o.shut
		}
		switch first := alive && !t.met(k, n); {
		case !first:
			continue
		case t.cols[n].sealed:
			w.sealed += r.mix(n, v)
			w.blind = w.blind || shut
		default:
			w.sum += r.mix(n, v)
		}
		t.meet(k, n)
	}
}

// lengths looks for digests of another length, which no row can be read with.
func (r *replay) lengths(t *replayed) error {
	var id int64
	return r.s.each(func() error {
		if k, known := t.rows[id]; known {
			r.out.add(r.fault(t.sums[k].last, "state-digest", "%s/%d: the digest has not 32 bytes", t.name, id))
		}
		return nil
	}, []any{&id}, `SELECT id FROM `+t.name+` WHERE length(digest)<>32`)
}

// link compares a change with the one after it.
func (r *replay) link(t *replayed, w *rowSum, id int64, c *journal.Row) {
	switch {
	case w.before == ([32]byte{}): // the later one began a row
		if !c.Gone {
			r.out.add(r.fault(id, "row-chain", "%s/%d version %d is followed by a row that begins anew",
				t.name, c.ID, c.Version))
		}
		w.past = true
	case w.before != c.After:
		r.out.add(r.fault(id, "row-chain", "%s/%d version %d is not what its next change continues", t.name, c.ID, c.Version))
	case c.Version != w.low-1:
		r.out.add(r.fault(id, "row-version", "%s/%d version %d is followed by version %d", t.name, c.ID, c.Version, w.low))
	}
}

// headColumn stands for a row's version and digest in its sum.
const headColumn = -1

func (r *replay) mix(column int, v journal.Value) uint64 {
	var h maphash.Hash
	h.SetSeed(r.seed)
	h.Write([]byte{byte(column), byte(column >> 8), v.Tag()})
	if v.Tag() == journal.TagInt {
		n := v.AsInt()
		h.Write([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24), byte(n >> 32), byte(n >> 40),
			byte(n >> 48), byte(n >> 56)})
	} else {
		h.WriteString(v.AsText())
		h.Write(v.AsBytes())
	}
	return h.Sum64()
}

// compare streams a table against the sums.
func (r *replay) compare(t *replayed) error {
	if err := r.lengths(t); err != nil {
		return err
	}
	rows, err := r.s.conn.QueryContext(r.s.ctx, t.all)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		live, err := t.scanOpened(r.s.seals, &id, rows.Scan, &id)
		if err != nil {
			return err
		}
		r.out.Rows++
		if t.covered == &evidences.covered {
			r.file(t, id, live)
		}
		k, known := t.rows[id]
		if !known || t.sums[k].gone {
			f := journal.Fault{What: "state-extra", Detail: fmt.Sprintf("%s/%d: no entry made this row", t.name, id)}
			if known {
				f = r.fault(t.sums[k].last, "state-extra", "%s/%d: the entry removed this row", t.name, id)
			}
			r.out.add(f)
			continue
		}
		w := &t.sums[k]
		w.found = true
		broken := false
		for _, u := range live.shut {
			if u.Why == sealBroken {
				broken = true
				continue
			}
			r.lacking[u.Error()]++
		}
		if !broken && r.same(t, k, &live) {
			continue
		}
		r.suspect(suspect{t, id, &live, w.last})
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for id, k := range t.rows {
		if w := &t.sums[k]; !w.found && !w.gone {
			r.suspect(suspect{t, id, nil, w.last})
		}
	}
	return nil
}

// NamedFile is a file that a row of evidence names, and the entry that did.
type NamedFile struct {
	Digest  [32]byte
	Size    int64
	Row     int64
	Journal string
	Seq     int64
}

func (r *replay) file(t *replayed, id int64, live stored) {
	x := NamedFile{Size: live.values[t.at["size"]].AsInt(), Row: id}
	copy(x.Digest[:], live.values[t.at["digest_of"]].AsBytes())
	if k, known := t.rows[id]; known {
		last := t.sums[k].last
		x.Journal, x.Seq = r.names[last>>40+1], last&(1<<40-1)
	}
	if live.values[t.at["erased_at"]].AsInt() != 0 {
		r.out.Destroyed = append(r.out.Destroyed, x)
		return
	}
	r.out.Files = append(r.out.Files, x)
}

func (r *replay) suspect(x suspect) {
	if len(r.wrong) < mostSuspects {
		r.wrong = append(r.wrong, x)
		return
	}
	r.out.Total++
}

func (r *replay) same(t *replayed, k int32, live *stored) bool {
	w := &t.sums[k]
	sum, sealed := r.mix(headColumn, journal.Int(live.version))+r.mix(headColumn, journal.Bytes(live.digest[:])), uint64(0)
	for i, v := range live.values {
		switch {
		case !t.met(k, i):
			if !v.Equal(zeroOf(t.cols[i])) {
				return false
			}
		case t.cols[i].sealed:
			sealed += r.mix(i, v)
		default:
			sum += r.mix(i, v)
		}
	}
	return sum == w.sum && (sealed == w.sealed || w.blind || len(live.shut) > 0)
}
