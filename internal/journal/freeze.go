package journal

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

// magic opens every frozen entry: four letters and the format's version.
const magic = "szje\x01"

// Freeze appends the entry's canonical bytes to dst. These bytes are stored
// and hashed as they are; nothing is ever encoded a second time. dst grows at
// most once. Freeze panics when e.Check fails: such bytes would be a record
// that no verifier accepts, and the batch must lose the command instead.
func Freeze(dst []byte, e *Entry) []byte {
	size := e.size()
	if err := cmp.Or(e.check(), checkSize(size)); err != nil {
		panic(fmt.Sprintf("journal: cannot freeze %s: %v", e.Kind, err))
	}
	b := slices.Grow(dst, size)
	b = append(b, magic...)
	b = putText(b, e.Journal)
	b = putInt(b, e.Seq)
	b = putInt(b, int64(e.At))
	b = putInt(b, int64(e.Claimed))
	b = putInt(b, int64(e.Account))
	b = putInt(b, int64(e.Person))
	b = putInt(b, int64(e.Appointment))
	b = putInt(b, int64(e.OnBehalf))
	b = putText(b, e.Agent)
	b = putText(b, e.Request)
	b = putText(b, string(e.Kind))
	b = putText(b, string(e.Object.Kind))
	b = putInt(b, int64(e.Object.ID))
	b = putFields(b, e.Facts)
	b = putLen(b, len(e.Rows))
	for i := range e.Rows {
		r := &e.Rows[i]
		b = putRow(b, r.Before, r.Table, r.ID, r.Version, r.Gone, r.Sets)
		b = putDigest(b, r.After)
	}
	return b
}

// putRow writes what RowDigest hashes. It stands in one piece in the frozen
// entry so that a verifier can hash the stored bytes themselves.
func putRow(b []byte, before [32]byte, table string, id, version int64, gone bool, sets []Field) []byte {
	b = putDigest(b, before)
	b = putText(b, table)
	b = putInt(b, id)
	b = putInt(b, version)
	b = putBool(b, gone)
	return putFields(b, sets)
}

func putFields(b []byte, fs []Field) []byte {
	b = putLen(b, len(fs))
	for i := range fs {
		b = putText(b, fs[i].Name)
		b = putValue(b, fs[i].Value)
	}
	return b
}

func putValue(b []byte, v Value) []byte {
	b = append(b, v.tag)
	switch v.tag {
	case TagNull:
		return append(b, 0)
	case TagInt:
		return putInt(b, v.n)
	case TagBool:
		return putBool(b, v.n == 1)
	}
	return putText(b, v.s)
}

// putLen writes an unsigned number in groups of seven bits, low group first,
// in as few bytes as possible.
func putLen(b []byte, n int) []byte {
	u := uint(n)
	for u >= 0x80 {
		b = append(b, byte(u)|0x80)
		u >>= 7
	}
	return append(b, byte(u))
}

func putText(b []byte, s string) []byte { return append(putLen(b, len(s)), s...) }

func putBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1, 1)
	}
	return append(b, 1, 0)
}

// putDigest writes a digest; the zero digest ("there was nothing before") is
// the empty field.
func putDigest(b []byte, d [32]byte) []byte {
	if d == ([32]byte{}) {
		return append(b, 0)
	}
	return append(append(b, 32), d[:]...)
}

// putInt writes an integer big-endian in two's complement, in as few bytes as
// possible; zero is the empty field.
func putInt(b []byte, n int64) []byte {
	w := intWidth(n)
	b = append(b, byte(w))
	for i := w - 1; i >= 0; i-- {
		b = append(b, byte(n>>(8*i)))
	}
	return b
}

func intWidth(n int64) int {
	if n == 0 {
		return 0
	}
	if n < 0 {
		n = ^n
	}
	return bits.Len64(uint64(n))/8 + 1 // one bit more than the magnitude, for the sign
}

// size is the exact length of the frozen entry.
func (e *Entry) size() int {
	n := len(magic) + sizeText(e.Journal) + 8 + intWidth(e.Seq) + intWidth(int64(e.At)) + intWidth(int64(e.Claimed)) +
		intWidth(int64(e.Account)) + intWidth(int64(e.Person)) + intWidth(int64(e.Appointment)) +
		intWidth(int64(e.OnBehalf)) + intWidth(int64(e.Object.ID)) +
		sizeText(e.Agent) + sizeText(e.Request) + sizeText(string(e.Kind)) + sizeText(string(e.Object.Kind)) +
		sizeFields(e.Facts) + sizeLen(len(e.Rows))
	for i := range e.Rows {
		n += e.Rows[i].size() + sizeDigest(e.Rows[i].After)
	}
	return n
}

func (r *Row) size() int {
	return sizeDigest(r.Before) + sizeText(r.Table) + 2 + intWidth(r.ID) + intWidth(r.Version) + 2 + sizeFields(r.Sets)
}

func sizeFields(fs []Field) int {
	n := sizeLen(len(fs))
	for i := range fs {
		f := &fs[i]
		n += sizeText(f.Name)
		switch f.Value.tag {
		case TagInt:
			n += 2 + intWidth(f.Value.n)
		case TagBool:
			n += 3
		default:
			n += 1 + sizeText(f.Value.s)
		}
	}
	return n
}

func sizeText(s string) int { return sizeLen(len(s)) + len(s) }

func sizeLen(n int) int { return (bits.Len(uint(n)|1) + 6) / 7 }

func sizeDigest(d [32]byte) int {
	if d == ([32]byte{}) {
		return 1
	}
	return 33
}
