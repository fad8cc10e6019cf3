package store

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
)

// What somebody does without the key to the signed notes and to what they
// cover. Each edit is made to the table, to the files that the house keeps, or to
// both; the files are edited as they were read, never on the disk.

// livedActs are as many acts, each signed, as no crash leaves uncovered.
const livedActs = 8

// live plays acts on the copy and signs each, so that there are notes to take
// away. It answers what the house keeps of them.
func (db *DB) live(ctx context.Context, o DrillOptions) (*Kept, error) {
	k := &Kept{Files: map[string][]byte{}}
	if o.Kept != nil {
		k = &Kept{maps.Clone(o.Kept.Files), slices.Clone(o.Kept.Last), o.Kept.There}
	}
	for range livedActs {
		o.Pass()
		c := act.Command{Actor: machine("console drill"), Verb: "drill.play", Journal: act.System, Doubt: act.StandsStill}
		if _, err := db.Perform(ctx, c, func(t act.Tx) error {
			t.(*Tx).allowed = true
			return t.Record("drill.v1", ref.Ref{})
		}); err != nil {
			return nil, err
		}
		made, err := db.Checkpoint(ctx, o.Signer)
		if err != nil {
			return nil, err
		}
		for _, m := range made {
			k.Files[m.Journal] = append(k.Files[m.Journal][:len(k.Files[m.Journal]):len(k.Files[m.Journal])], Shelf(m.Note)...)
			k.Last, k.There = withLast(k.Last, m), true
		}
	}
	if o.Kept != nil {
		return k, nil
	}
	s, err := db.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.close()
	return s.settled()
}

// withLast is the file beside the key with another last note of one journal.
func withLast(file []byte, m Signed) []byte {
	k := LastOf(file, true)
	k.Notes[m.Journal] = m
	return lastFile(k)
}

func lastFile(k Keeping) []byte {
	var notes [][]byte
	for _, name := range slices.Sorted(maps.Keys(k.Notes)) {
		notes = append(notes, k.Notes[name].Note)
	}
	return Shelf(notes...)
}

// settled is what the house would keep of the notes that stand in the database.
func (s *snapshot) settled() (*Kept, error) {
	k, last := &Kept{Files: map[string][]byte{}, There: true}, Keeping{map[string]Signed{}, true}
	var name, signed string
	err := s.each(func() error {
		k.Files[name] = append(k.Files[name], Shelf([]byte(signed))...)
		last.Notes[name] = Signed{Note: []byte(signed)}
		return nil
	}, []any{&name, &signed}, `SELECT journal,note FROM checkpoint ORDER BY journal,size`)
	k.Last = lastFile(last)
	return k, err
}

// keep adds an edit that is judged by the files as well.
func (b *bench) keep(what, code string, do func() error, files func(*Kept)) {
	b.list = append(b.list, edit{Trial: Trial{What: what, Code: code}, do: do, kept: func() (*Kept, error) {
		k := &Kept{maps.Clone(b.kept.Files), slices.Clone(b.kept.Last), b.kept.There}
		if files != nil {
			files(k)
		}
		return k, nil
	}})
}

// noteEdits are the hand edits of issue 11, part 1, to notes and what they cover.
func (b *bench) noteEdits() error {
	name := "system"
	books, err := b.books()
	if err != nil {
		return err
	}
	var own *bench
	var foreign []byte
	for _, x := range books {
		switch {
		case x.name == name:
			own = &bench{hand: b.hand, book: x}
		case len(b.kept.Files[x.name]) > 0 && foreign == nil:
			foreign = Shelf(Notes(b.kept.Files[x.name])[0])
		}
	}
	notes := Notes(b.kept.Files[name])
	n := len(notes)
	if own == nil || n < livedActs {
		return errors.New("the acts that were played on the copy are not signed")
	}
	whole := Shelf(notes...)
	file := func(list ...[]byte) func(*Kept) {
		return func(k *Kept) { k.Files[name] = bytes.Join(list, nil) }
	}
	but := func(from, to int) []byte { return Shelf(notes[from:to]...) }
	nothing := func() error { return nil }
	b.keep("the file of a journal's notes emptied", "kept-missing", nothing, file())
	b.keep("the file of a journal's notes removed", "kept-missing", nothing, func(k *Kept) { delete(k.Files, name) })
	b.keep("the folder of the notes emptied", "kept-missing", nothing, func(k *Kept) { k.Files = nil })
	b.keep("the file of notes cut in its middle", "kept-missing", nothing, file(whole[:len(whole)/2]))
	b.keep("the file of notes cut in its last note", "kept-bytes", nothing, file(whole[:len(whole)-20]))
	b.keep("a note dropped from the file", "kept-missing", nothing, file(but(0, n-3), but(n-2, n)))
	b.keep("the last note dropped from the file", "kept-missing", nothing, file(but(0, n-1)))
	b.keep("a note doubled in the file", "kept-repeated", nothing, file(but(0, n-2), but(n-3, n)))
	b.keep("two notes swapped in the file", "kept-order", nothing,
		file(but(0, n-3), but(n-2, n-1), but(n-3, n-2), but(n-1, n)))
	if foreign != nil {
		b.keep("another journal's note in the file", "kept-foreign", nothing, file(whole, foreign))
		b.keep("a file of notes that belongs to no journal", "kept-foreign", nothing,
			func(k *Kept) { k.Files["other"] = foreign })
	}
	b.keep("a letter of a note changed in the file", "checkpoint-missing", nothing,
		file(but(0, n-3), bytes.Replace(but(n-3, n-2), []byte("\ntime "), []byte("\ntime 9"), 1), but(n-2, n)))
	b.keep("words written into the file of notes", "kept-bytes", nothing, file(whole, []byte("看过\n")))
	b.keep("the last notes beside the key removed", "kept-last", nothing, func(k *Kept) { k.Last, k.There = nil, false })
	b.keep("the last notes beside the key cut", "kept-bytes", nothing, func(k *Kept) { k.Last = k.Last[:len(k.Last)-9] })
	b.past(own, notes[:n-livedActs], notes)
	return nil
}

// past takes the notes of the acts that were played away, and rewrites the first
// of those acts.
func (b *bench) past(own *bench, left, notes [][]byte) {
	name := own.book.name
	first, err := journal.ReadCheckpoint(notes[len(left)])
	own.seq = first.Size
	take := func() error {
		return errors.Join(err, b.exec(`DELETE FROM checkpoint WHERE journal=$1 AND size>=$2`, name, own.seq))
	}
	file := func(k *Kept) { k.Files[name] = Shelf(left...) }
	key := func(k *Kept) {
		file(k)
		last := LastOf(k.Last, true)
		delete(last.Notes, name)
		if n := len(left); n > 0 {
			last.Notes[name] = Signed{Note: left[n-1]}
		}
		k.Last = lastFile(last)
	}
	rewrite := func() error { return errors.Join(take(), own.rewrite(nil)) }
	b.keep("the later notes deleted from the table", "checkpoint-missing", take, nil)
	b.keep("the later notes deleted from table and file", "checkpoint-behind", take, file)
	b.keep("the later notes deleted from table, file and beside the key", "checkpoint-uncovered", take, key)
	b.keep("a past act rewritten with nodes and head, its notes left", "checkpoint-root",
		func() error { return own.rewrite(nil) }, nil)
	b.keep("the same, its notes deleted from table and file", "checkpoint-behind", rewrite, file)
	b.keep("the same, its notes deleted beside the key too", "checkpoint-uncovered", rewrite, key)
	b.keep("every note of a journal deleted everywhere", "checkpoint-uncovered", func() error {
		return b.exec(`DELETE FROM checkpoint WHERE journal=$1`, name)
	}, func(k *Kept) {
		delete(k.Files, name)
		last := LastOf(k.Last, true)
		delete(last.Notes, name)
		k.Last = lastFile(last)
	})
	b.keep("every note of every journal deleted everywhere", "checkpoint-uncovered", func() error {
		return b.exec(`DELETE FROM checkpoint`)
	}, func(k *Kept) { *k = Kept{} })
}
