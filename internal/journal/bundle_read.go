package journal

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/note"
)

// cursor reads records one after the other.
type cursor struct {
	r    *bufio.Reader
	at   int64 // where the next record begins
	size int64
	drop int    // bytes of the last record that are still in r
	big  []byte // for records that r cannot hold in one piece
}

func newCursor(r io.ReaderAt, at, size int64) *cursor {
	return &cursor{r: bufio.NewReaderSize(io.NewSectionReader(r, at, max(size-at, 0)), 1<<18), at: at, size: size}
}

// read returns the next record; payload is valid until the next read.
func (c *cursor) read() (sort byte, payload []byte, err error) {
	c.r.Discard(c.drop) // cannot fail: these bytes were peeked at
	c.drop = 0
	head, err := c.r.Peek(6)
	if len(head) < 2 {
		return 0, nil, c.broken(err, "the file ends")
	}
	p := reader{b: head, at: 1}
	n := p.len()
	if p.err != nil || n > maxRecord {
		return 0, nil, c.broken(nil, "no proper record length")
	}
	sort = head[0]
	c.r.Discard(p.at)
	if c.at+int64(p.at+n) > c.size {
		return 0, nil, c.broken(nil, "the file ends within a record")
	}
	if n <= c.r.Size() {
		payload, err = c.r.Peek(n)
		c.drop = len(payload)
	} else {
		if cap(c.big) < n {
			c.big = make([]byte, n)
		}
		payload = c.big[:n]
		_, err = io.ReadFull(c.r, payload)
	}
	if err != nil {
		return 0, nil, c.broken(err, "the file ends within a record")
	}
	c.at += int64(p.at + n)
	return sort, payload, nil
}

// broken is a Fault for what is wrong in the file; a failure of reading stays
// the error it is.
func (c *cursor) broken(err error, what string) error {
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("bundle: byte %d: %w", c.at, err)
	}
	return Fault{What: "bundle-bytes", Detail: fmt.Sprintf("byte %d: %s", c.at, what)}
}

// VerifyBundle verifies every journal of a bundle with its openings, and that
// the file is complete. A nil v takes the key that the bundle names. Outside
// checkpoints of journals that the bundle does not hold are a fault too.
func VerifyBundle(b *Bundle, v note.Verifier, outside [][]byte) ([]Report, error) {
	if v == nil && b.key != "" {
		var err error
		if v, err = note.NewVerifier(b.key); err != nil {
			return nil, err
		}
	}
	var reports []Report
	for {
		j, err := b.Next()
		var f Fault
		switch {
		case errors.Is(err, io.EOF):
			return append(reports, stray(reports, outside)...), nil
		case errors.As(err, &f):
			return append(reports, Report{Journal: f.Journal, Faults: []Fault{f}, Total: 1}), nil
		case err != nil:
			return reports, err
		}
		r, err := Verify(j, v, outside)
		if err != nil {
			return reports, err
		}
		if r.OK() {
			_, faults, total, err := VerifyOpenings(j, j)
			if errors.As(err, &f) {
				faults, total = append(faults, f), total+1
			} else if err != nil {
				return reports, err
			}
			r.Faults, r.Total = faults, total
		}
		reports = append(reports, r)
	}
}

// stray reports outside checkpoints that nothing was compared with, lest
// someone believe they were.
func stray(reports []Report, outside [][]byte) (out []Report) {
	seen := map[string]bool{}
	for _, r := range reports {
		seen[r.Journal] = true
	}
	for _, s := range outside {
		if c, err := ReadCheckpoint(s); err == nil && !seen[c.Journal] {
			f := Fault{c.Journal, c.Size, "outside-journal", "the bundle does not hold this journal"}
			out = append(out, Report{Journal: c.Journal, Faults: []Fault{f}, Total: 1})
		}
	}
	return out
}
