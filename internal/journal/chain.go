package journal

import "fmt"

// Chain follows every row from change to change, over all journals of a
// database: each Before must be the row's last After and each version one
// more than the last. Rows must be given in the order in which they were
// written (by entry id). It remembers some 80 bytes per living row. The zero
// Chain is ready.
type Chain struct {
	tables map[string]int32
	last   map[rowKey]rowLink
}

type rowKey struct {
	table int32
	id    int64
}

type rowLink struct {
	after   [32]byte
	version int64
}

// Take follows one row of entry seq. The error is a Fault: "row-digest" when
// After is not the digest of the rest, "row-chain" when Before is not what the
// row last was, "row-version" when the version is not the next one. After an
// error the chain goes on from this row as it says it is.
func (c *Chain) Take(seq int64, r Row) error {
	if c.last == nil {
		c.tables, c.last = map[string]int32{}, map[rowKey]rowLink{}
	}
	t, ok := c.tables[r.Table]
	if !ok {
		t = int32(len(c.tables))
		c.tables[string([]byte(r.Table))] = t // a copy: the name may be part of a whole entry's text
	}
	key := rowKey{t, r.ID}
	was, known := c.last[key]
	if r.Gone {
		delete(c.last, key)
	} else {
		c.last[key] = rowLink{r.After, r.Version}
	}
	fault := func(what, format string, a ...any) error {
		return Fault{Seq: seq, What: what, Detail: fmt.Sprintf("%s/%d: ", r.Table, r.ID) + fmt.Sprintf(format, a...)}
	}
	if got := RowDigest(r.Before, r.Table, r.ID, r.Version, r.Gone, r.Sets); got != r.After {
		return fault("row-digest", "After is %x, the change's digest %x", r.After, got)
	}
	if r.Before != was.after { // of an unknown row: zero
		if !known {
			return fault("row-chain", "a row not seen before continues %x", r.Before)
		}
		return fault("row-chain", "continues %x, the row was %x", r.Before, was.after)
	}
	if known && r.Version != was.version+1 {
		return fault("row-version", "version %d follows %d", r.Version, was.version)
	}
	return nil
}

// Last is the digest a row has after everything taken so far, and false when
// there is no such row (any more): what the state pass compares.
func (c *Chain) Last(table string, id int64) (after [32]byte, version int64, ok bool) {
	t, ok := c.tables[table]
	if !ok {
		return after, 0, false
	}
	l, ok := c.last[rowKey{t, id}]
	return l.after, l.version, ok
}

// Living is the number of rows that exist after everything taken so far.
func (c *Chain) Living() int { return len(c.last) }
