package journal

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/note"
)

// bundleMagic is a bundle's first line.
const bundleMagic = "shuangze bundle 1\n"

// The records of a bundle. Within a journal they come in this order.
const (
	recJournal    = 'J'
	recCheckpoint = 'C'
	recEntry      = 'E'
	recOpening    = 'O'
	recEnd        = 'Z'
)

// maxRecord is the longest record: an entry, its id and room to spare.
const maxRecord = MaxEntry + 1024

// WriteBundle writes one file that holds whole journals with their heads and
// checkpoints, to be verified anywhere by anyone. vkey is the key that signed
// the checkpoints, "" if none did. Sources that are also Openings have their
// openings written: leave that out of what leaves the house. The entries are
// written as they are stored, fitting or not.
func WriteBundle(w io.Writer, vkey string, sources ...Source) error {
	if vkey == "" {
		vkey = "none"
	} else if _, err := note.NewVerifier(vkey); err != nil {
		return fmt.Errorf("bundle: key: %w", err)
	}
	b := &bundleWriter{w: bufio.NewWriterSize(w, 1<<16)}
	b.w.WriteString(bundleMagic + "key " + vkey + "\n\n")
	for _, src := range sources {
		if err := b.journal(src); err != nil {
			return fmt.Errorf("bundle %s: %w", src.Name(), err)
		}
	}
	b.buf = putInt(b.buf[:0], int64(len(sources)))
	b.buf = putInt(b.buf, b.entries)
	if err := b.record(recEnd); err != nil {
		return fmt.Errorf("bundle: %w", err)
	}
	return b.w.Flush()
}

type bundleWriter struct {
	w       *bufio.Writer
	buf     []byte // the record being written
	lenBuf  []byte
	entries int64
}

func (b *bundleWriter) journal(src Source) error {
	size, frontier, err := src.Head()
	if err != nil {
		return err
	}
	if !validJournal(src.Name()) {
		return errors.New("no proper name")
	}
	b.buf = putText(b.buf[:0], src.Name())
	b.buf = putInt(b.buf, size)
	b.buf = putText(b.buf, string(frontier))
	if err := b.record(recJournal); err != nil {
		return err
	}
	err = src.Checkpoints(func(signed []byte) error {
		b.buf = append(b.buf[:0], signed...)
		return b.record(recCheckpoint)
	})
	if err != nil {
		return err
	}
	err = src.Entries(func(s Stored) error {
		b.entries++
		b.buf = append(putInt(b.buf[:0], s.ID), s.Frozen...)
		return b.record(recEntry)
	})
	o, ok := src.(Openings)
	if err != nil || !ok {
		return err
	}
	return o.Openings(func(op Opening) error {
		b.buf = putInt(b.buf[:0], op.Entry)
		b.buf = putText(b.buf, op.Path)
		b.buf = append(b.buf, 16)
		b.buf = append(b.buf, op.Salt[:]...)
		b.buf = putValue(b.buf, op.Value)
		return b.record(recOpening)
	})
}

// record writes b.buf as one record.
func (b *bundleWriter) record(sort byte) error {
	if len(b.buf) > maxRecord {
		return fmt.Errorf("record of %d bytes", len(b.buf))
	}
	b.lenBuf = putLen(append(b.lenBuf[:0], sort), len(b.buf))
	b.w.Write(b.lenBuf)
	_, err := b.w.Write(b.buf)
	return err
}
