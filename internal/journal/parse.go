package journal

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Parse reads a frozen entry and accepts nothing but what Freeze writes: if
// Parse(b) succeeds, Freeze of the result is b. Names out of order, bytes left
// over, lengths or integers longer than needed, unknown tags and text that is
// not UTF-8 are errors.
func Parse(b []byte) (*Entry, error) {
	e := new(Entry)
	if err := scan(b, nil, e); err != nil {
		return nil, err
	}
	return e, nil
}

// sketch is what verification needs of an entry, found without building it.
// Its slices point into the scanned bytes.
type sketch struct {
	journal, kind, objectKind []byte
	seq, at, person, objectID int64
	rows                      []rowSpan // reused from scan to scan
}

// rowSpan is where a row's hashed bytes stand, and its After.
type rowSpan struct{ from, to, afterFrom, afterTo int }

// scan is the one reader of the format. It validates b completely; h, when not
// nil, receives the sketch, and e the whole entry.
func scan(b []byte, h *sketch, e *Entry) error {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return errors.New("not an entry of format 1")
	}
	if len(b) > MaxEntry {
		return fmt.Errorf("entry of %d bytes", len(b))
	}
	r := reader{b: b, at: len(magic)}
	if e != nil {
		r.s = string(b) // one copy; all texts of the entry are parts of it
	}
	journal := r.bytes()
	if r.err == nil && !validJournal(journal) {
		r.fail("journal name %q", journal)
	}
	js := r.last()
	seq := r.int()
	if r.err == nil && seq < 1 {
		r.fail("entry number %d", seq)
	}
	at, claimed := r.int(), r.int()
	account, person, appointment, onBehalf := r.int(), r.int(), r.int(), r.int()
	r.text()
	agent := r.last()
	r.text()
	request := r.last()
	kind := r.text()
	ks := r.last()
	objectKind := r.text()
	os := r.last()
	objectID := r.int()
	if r.err != nil {
		return r.err
	}
	if h != nil {
		h.journal, h.kind, h.objectKind = journal, kind, objectKind
		h.seq, h.at, h.person, h.objectID = seq, at, person, objectID
		h.rows = h.rows[:0]
	}
	facts := r.fields(e != nil)
	if e != nil {
		*e = Entry{Journal: r.str(js), Seq: seq, At: when.Instant(at), Claimed: when.Instant(claimed),
			Account: ref.ID(account), Person: ref.ID(person), Appointment: ref.ID(appointment), OnBehalf: ref.ID(onBehalf),
			Agent: r.str(agent), Request: r.str(request), Kind: Kind(r.str(ks)),
			Object: ref.Ref{Kind: ref.Kind(r.str(os)), ID: ref.ID(objectID)}, Facts: facts}
	}
	n := r.count(9) // no row is shorter
	if e != nil && n > 0 {
		e.Rows = make([]Row, 0, n)
	}
	for range n {
		from := r.at
		before := r.digest()
		table := r.text()
		ts := r.last()
		if r.err == nil && len(table) == 0 {
			r.fail("row without a table")
		}
		id, version := r.int(), r.int()
		gone := r.bool()
		sets := r.fields(e != nil)
		to := r.at
		after := r.digest()
		if r.err != nil {
			return r.err
		}
		if h != nil {
			h.rows = append(h.rows, rowSpan{from, to, r.at - len(after), r.at})
		}
		if e != nil {
			row := Row{Table: r.str(ts), ID: id, Version: version, Gone: gone, Sets: sets}
			copy(row.Before[:], before)
			copy(row.After[:], after)
			e.Rows = append(e.Rows, row)
		}
	}
	if r.err == nil && r.at != len(b) {
		r.fail("%d bytes left over", len(b)-r.at)
	}
	return r.err
}

// reader walks the bytes. The first error stays; after it every read is empty.
type reader struct {
	b    []byte
	s    string // the same bytes as text, when an entry is being built
	at   int
	from int // where the last read field began
	err  error
}

type span struct{ from, to int }

func (r *reader) last() span        { return span{r.from, r.at} }
func (r *reader) str(s span) string { return r.s[s.from:s.to] }

func (r *reader) fail(format string, a ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("byte %d: %w", r.at, fmt.Errorf(format, a...))
	}
	r.at, r.from = len(r.b), len(r.b)
}

// len reads a length in its shortest form.
func (r *reader) len() int {
	if r.at < len(r.b) && r.b[r.at] < 0x80 {
		r.at++
		return int(r.b[r.at-1])
	}
	n := 0
	for i := 0; i < 4; i++ { // 28 bits: more than MaxEntry
		if r.at+i >= len(r.b) {
			break
		}
		c := r.b[r.at+i]
		n |= int(c&0x7f) << (7 * i)
		if c < 0x80 {
			if c == 0 {
				r.fail("length not in its shortest form")
				return 0
			}
			r.at += i + 1
			return n
		}
	}
	r.fail("cut short or length too large")
	return 0
}

func (r *reader) bytes() []byte {
	var n int
	if r.at < len(r.b) && r.b[r.at] < 0x80 { // nearly always: len by hand, for speed
		n = int(r.b[r.at])
		r.at++
	} else {
		n = r.len()
	}
	if n > len(r.b)-r.at {
		r.fail("field of %d bytes, %d left", n, len(r.b)-r.at)
		return nil
	}
	r.from = r.at
	r.at += n
	return r.b[r.from:r.at]
}

func (r *reader) text() []byte {
	b := r.bytes()
	for _, c := range b { // most text is short and ASCII
		if c >= utf8.RuneSelf {
			if !utf8.Valid(b) {
				r.fail("text is not UTF-8")
				return nil
			}
			break
		}
	}
	return b
}

func (r *reader) int() int64 {
	b := r.bytes()
	if len(b) == 0 {
		return 0
	}
	if len(b) > 8 {
		r.fail("integer of %d bytes", len(b))
		return 0
	}
	n := int64(int8(b[0]))
	for _, c := range b[1:] {
		n = n<<8 | int64(c)
	}
	if intWidth(n) != len(b) {
		r.fail("integer not in its shortest form")
		return 0
	}
	return n
}

func (r *reader) bool() bool {
	b := r.bytes()
	if r.err == nil && (len(b) != 1 || b[0] > 1) {
		r.fail("neither yes nor no")
		return false
	}
	return r.err == nil && b[0] == 1
}

func (r *reader) digest() []byte {
	b := r.bytes()
	if r.err != nil || len(b) == 0 {
		return nil
	}
	if len(b) != 32 {
		r.fail("digest of %d bytes", len(b))
		return nil
	}
	if [32]byte(b) == ([32]byte{}) {
		r.fail("zero digest not in its shortest form")
		return nil
	}
	return b
}

// count reads how many follow, each at least least bytes long, so that a wrong
// number cannot make the reader reserve memory for what is not there.
func (r *reader) count(least int) int {
	n := r.len()
	if n > (len(r.b)-r.at)/least {
		r.fail("%d items cannot follow", n)
		return 0
	}
	return n
}

func (r *reader) fields(build bool) []Field {
	n := r.count(4) // a name of one letter, a tag, an empty value
	if n == 0 {
		return nil
	}
	var out []Field
	if build {
		out = make([]Field, 0, n)
	}
	var last []byte
	for range n {
		name := r.text()
		ns := r.last()
		if r.err == nil && string(name) <= string(last) {
			r.fail("field %q after %q: not sorted, repeated or empty", name, last)
		}
		last = name
		v := r.value(build)
		if r.err != nil {
			return nil
		}
		if build {
			out = append(out, Field{Name: r.str(ns), Value: v})
		}
	}
	return out
}

func (r *reader) value(build bool) (v Value) {
	if r.at >= len(r.b) {
		r.fail("value missing")
		return v
	}
	v.tag = r.b[r.at]
	r.at++
	switch v.tag {
	case TagNull:
		if b := r.bytes(); len(b) != 0 {
			r.fail("null with content")
		}
		return v
	case TagInt:
		v.n = r.int()
		return v
	case TagBool:
		if r.bool() {
			v.n = 1
		}
		return v
	case TagText:
		r.text()
	case TagBytes:
		r.bytes()
	case TagCommitment:
		if b := r.bytes(); r.err == nil && len(b) != 32 {
			r.fail("commitment of %d bytes", len(b))
		}
	default:
		r.fail("unknown tag %d", v.tag)
	}
	if build && r.err == nil {
		v.s = r.str(r.last())
	}
	return v
}
