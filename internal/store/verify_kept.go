package store

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"shuangze/internal/journal"
)

// Kept is what the house puts aside outside the database. It must have been
// read before the snapshot, the last notes before the files: notes are written
// into the database first, into the file then, beside the key last, so that of
// what is read in this order each must stand in the next.
type Kept struct {
	Files map[string][]byte // the file of each journal's notes, by the journal's name
	Last  []byte            // the last note of every journal, beside the key
	There bool              // the file of the last notes was there
}

// Shelf is the form of a file of notes: each is followed by an empty line.
func Shelf(notes ...[]byte) []byte {
	var b bytes.Buffer
	for _, n := range notes {
		b.Write(n)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// Notes cuts a file of notes. What is no whole note comes as it is.
func Notes(file []byte) (out [][]byte) {
	for len(file) > 0 {
		file = bytes.TrimLeft(file, "\n")
		one, rest := file, []byte(nil)
		if end := bytes.Index(file, []byte("\n\nshuangze/")); end >= 0 {
			one, rest = file[:end], file[end+1:]
		}
		file = rest
		if one = bytes.TrimRight(one, "\n"); len(one) > 0 {
			out = append(out, append(one[:len(one):len(one)], '\n'))
		}
	}
	return out
}

// LastOf reads the file of the last notes. What is no note in it is left out:
// verify names it.
func LastOf(file []byte, there bool) Keeping {
	k := Keeping{map[string]Signed{}, there}
	for _, n := range Notes(file) {
		if c, err := journal.ReadCheckpoint(n); err == nil && c.Size >= k.Notes[c.Journal].Size {
			k.Notes[c.Journal] = Signed{c, n}
		}
	}
	return k
}

// kept compares what was put aside with the notes of the database, note by note
// and in their order. It answers the notes that the database lacks: the entries
// are judged by them too.
func (s *snapshot) kept(k *Kept, books []*bookSource, found *Findings) (lacking [][]byte, err error) {
	if k == nil {
		return nil, nil
	}
	last := LastOf(k.Last, k.There)
	left := maps.Clone(k.Files)
	for _, b := range books {
		c := comparison{name: b.name, last: last.Notes[b.name].Size, found: found}
		var signed string
		if err := s.each(func() error { c.want = append(c.want, []byte(signed)); return nil }, []any{&signed},
			`SELECT note FROM checkpoint WHERE journal=$1 ORDER BY size`, b.name); err != nil {
			return nil, fmt.Errorf("kept notes: %w", err)
		}
		file, there := k.Files[b.name]
		delete(left, b.name)
		c.file(file, there)
		c.beside(last.Notes[b.name], k.There)
		lacking = append(lacking, c.lacking...)
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		c := comparison{name: name, found: found}
		c.file(left[name], true)
		lacking = append(lacking, c.lacking...)
	}
	canonical := [][]byte{}
	for _, name := range slices.Sorted(maps.Keys(last.Notes)) {
		canonical = append(canonical, last.Notes[name].Note)
	}
	if !bytes.Equal(Shelf(canonical...), k.Last) {
		found.add(journal.Fault{What: "kept-bytes",
			Detail: "the file of the last notes beside the key is not written as the house writes it"})
	}
	return lacking, nil
}

// comparison is one journal's file of notes beside its notes in the database.
type comparison struct {
	name    string
	want    [][]byte
	last    int64 // entries of the note beside the key
	lacking [][]byte
	found   *Findings
	faulty  bool
}

func (c *comparison) fault(seq int64, what, format string, args ...any) {
	c.faulty = true
	c.found.add(journal.Fault{Journal: c.name, Seq: seq, What: what, Detail: fmt.Sprintf(format, args...)})
}

// file goes through the file. The last notes may be missing from it, and the
// last one be cut, when the one beside the key is older: that is what a crash and
// a full disk leave, and the next start mends. So may any of those that were made
// before the key kept the last: earlier programs lost some in a crash.
func (c *comparison) file(file []byte, there bool) {
	all := Shelf(c.want...)
	if bytes.Equal(file, all) {
		return
	}
	places := map[string]int{}
	sizes := make([]int64, len(c.want))
	chained := make([]bool, len(c.want))
	for i, n := range c.want {
		places[string(n)] = i
		p, _ := journal.ReadCheckpoint(n)
		sizes[i], chained[i] = p.Size, p.Chained
	}
	mustHave := func(i int) bool { return sizes[i] <= c.last }
	seen, next := map[int]bool{}, 0
	pieces := Notes(file)
	for n, piece := range pieces {
		i, known := places[string(piece)]
		switch {
		case known && seen[i]:
			c.fault(sizes[i], "kept-repeated", "the note of %d entries stands in the file more than once", sizes[i])
		case known && i < next:
			c.fault(sizes[i], "kept-order", "the note of %d entries stands in the file behind a later one", sizes[i])
		case known:
			next = i + 1
		default:
			c.stranger(piece, n == len(pieces)-1 && next < len(c.want) &&
				bytes.HasPrefix(c.want[next], bytes.TrimRight(piece, "\n")) && !mustHave(next))
		}
		if known {
			seen[i] = true
		}
	}
	missing := 0
	for i := range c.want {
		if seen[i] || !mustHave(i) {
			continue
		}
		if missing++; there {
			c.fault(sizes[i], "kept-missing", "the note of %d entries is not in the file", sizes[i])
		}
	}
	switch {
	case !there && missing > 0:
		c.fault(0, "kept-missing", "the file of the %d notes of this journal is gone", missing)
	case !c.faulty && !bytes.HasPrefix(all, file) && (len(c.want) == 0 || chained[len(chained)-1]):
		c.fault(0, "kept-bytes", "the file of the notes is not written as the house writes it")
	}
}

// stranger names a piece of the file that is no note of the database.
func (c *comparison) stranger(piece []byte, cut bool) {
	p, err := journal.ReadCheckpoint(piece)
	switch {
	case cut:
	case err != nil:
		c.fault(0, "kept-bytes", "the file holds what is no whole note: %.60q", piece)
	case p.Journal != c.name:
		c.fault(0, "kept-foreign", "the file holds a note of %s", p.Journal)
		c.lacking = append(c.lacking, piece)
	default:
		c.fault(p.Size, "checkpoint-missing",
			"the note of %d entries that was put aside is not in the database as it was made", p.Size)
		c.lacking = append(c.lacking, piece)
	}
}

// beside compares the note beside the key.
func (c *comparison) beside(k Signed, there bool) {
	if len(c.want) > 0 && k.Note == nil {
		// The first of the notes that name the one before them may have been made
		// in the moment before a crash; the second came a minute later.
		if p, err := journal.ReadCheckpoint(c.want[len(c.want)-1]); err == nil && p.Chained && (len(c.want) > 1 || !there) {
			c.fault(p.Size, "kept-last", "the last note, of %d entries, is not beside the key", p.Size)
		}
		return
	}
	if k.Note == nil || slices.ContainsFunc(c.want, func(n []byte) bool { return bytes.Equal(n, k.Note) }) {
		return
	}
	var most int64
	if n := len(c.want); n > 0 {
		p, _ := journal.ReadCheckpoint(c.want[n-1])
		most = p.Size
	}
	if k.Size > most {
		c.fault(most+1, "checkpoint-behind", "the note beside the key says %d entries, the last one in the database says %d",
			k.Size, most)
	} else {
		c.fault(k.Size, "checkpoint-missing", "the note beside the key, of %d entries, is not in the database as it was made",
			k.Size)
	}
	c.lacking = append(c.lacking, k.Note)
}
