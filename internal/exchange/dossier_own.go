package exchange

import (
	"archive/zip"
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/dossiers"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// TakeOwn is the verb by which somebody takes their own dossier along.
const TakeOwn access.Verb = "dossier.use"

// Bounds of the files that go into one [D]; what is beyond them is listed and stays where it was handed in.
const (
	ownFilesMost = 200
	ownBytesMost = 200 << 20
)

// DossierReads is what is read for it.
type DossierReads interface {
	noun.Reader
	Rows(ctx context.Context, jurisdiction int32) (bodies.Rows, error)
	FilesOf(ctx context.Context, matters []ref.ID) (map[ref.ID][]evidence.Evidence, error)
}

// OwnDossiers makes the file that the holder of a dossier takes along: all of it that they may read (spec 5.3: nothing
// of leads, of what was not notified to them, of who looked for a purpose of discipline), as PDF, Word, Excel and JSON,
// with the files that they handed in themselves.
type OwnDossiers struct {
	Read  DossierReads
	Nouns []*noun.Noun
	Rules func() *dossiers.Rules
	Out   Commands
	Open  func(digest []byte) (io.ReadCloser, error) // the bytes of files
}

// Take makes the file, puts on record in the access journal who took it, of how many bytes and which digest, and only
// then hands it over. Who is not the holder in person is refused before anything is read.
func (o OwnDossiers) Take(ctx context.Context, c act.Command, s Speech, county *bodies.County, x *dossiers.Dossier,
	now when.Instant) (*Taken, error) {
	if err := access.May(c.Actor, TakeOwn, dossiers.Shape.Object(x)); err != nil {
		return nil, err
	}
	rows, err := o.Read.Rows(ctx, x.Jurisdiction)
	if err != nil {
		return nil, err
	}
	all, err := dossiers.GatherWhole(ctx, o.Read, o.Nouns, o.Rules(), x, c.Actor, dossiers.Teams(rows, x.Person), s.Day)
	if err != nil {
		return nil, err
	}
	looks, err := dossiers.Looks(ctx, o.Read, o.Rules(), x)
	if err != nil {
		return nil, err
	}
	t := ownFile{o: o, s: s, x: x, now: now, looks: looks,
		pieces: s.DossierPieces(county, c.Actor, rows.Appointments, x, all),
		mark:   s.P.T("dossier.own.mark", "name", c.Actor.Name, "at", s.P.InstantIn(0, now))}
	if t.files, err = o.files(ctx, c, all); err != nil {
		return nil, err
	}
	return o.Out.taken(ctx, func(w io.Writer) error { return t.write(ctx, w) }, func(size int64, sum []byte) error {
		c.Verb, c.Key, c.Journal = TakeOwn, "", act.Access
		_, err := o.Out.Door.Do(ctx, c, func(tx Tx) error {
			if err := tx.Allow(TakeOwn, dossiers.Shape.Object(x)); err != nil {
				return err
			}
			return tx.Record("dossier.taken.v1", taker(c), act.Id("dossier", x.ID), act.Number("bytes", size),
				act.Digest("file", sum))
		})
		return err
	})
}

// files are those that the holder handed in themselves, of matters that they still see, in the order of the parts.
func (o OwnDossiers) files(ctx context.Context, c act.Command, all []dossiers.Piece) (out []ownEvidence, err error) {
	var ids []ref.ID
	of := map[ref.ID]string{}
	for _, p := range all {
		for _, f := range p.Figures {
			for _, v := range f.Values {
				id := v.Head().ID
				if _, twice := of[id]; !twice && f.Noun.Attach != nil && access.Can(c.Actor, f.Noun.See, f.Noun.Object(v)) {
					number, title := f.Noun.Called(v)
					ids, of[id] = append(ids, id), Joined(number, title)
				}
			}
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	got, err := o.Read.FilesOf(ctx, ids)
	var size int64
	for _, id := range ids {
		for _, e := range got[id] {
			if e.By != c.Actor.Person || e.ErasedAt != 0 {
				continue
			}
			one := ownEvidence{Evidence: e, of: of[id]}
			if len(out) < ownFilesMost && size+e.Size <= ownBytesMost {
				size += e.Size
				one.path = strconv.Itoa(len(out)+1) + "-" + path.Base(strings.ReplaceAll(text.Tidy(e.Name), `\`, "/"))
			}
			out = append(out, one)
		}
	}
	return out, err
}

// ownEvidence is a file of the holder's; path is where it lies in the folder of files, "" = it is beyond the bounds.
type ownEvidence struct {
	evidence.Evidence
	of, path string
}

// ownFile is what one file is made of.
type ownFile struct {
	o      OwnDossiers
	s      Speech
	x      *dossiers.Dossier
	now    when.Instant
	mark   string
	pieces []DossierPiece
	looks  []dossiers.Look
	files  []ownEvidence
}

// Name is what the file that somebody takes of their own dossier is called.
func (s Speech) OwnDossierName(x *dossiers.Dossier) string {
	return text.Tidy(s.P.T("dossier.own.name", "name", x.Name))
}

func (t ownFile) write(ctx context.Context, w io.Writer) error {
	z := zip.NewWriter(w)
	name := t.s.OwnDossierName(t.x)
	doc := t.s.DossierDocument(t.pieces, t.s.P.T("dossier.paper.own", "name", t.x.Name), t.mark, t.mark)
	read := []string{t.mark, "", t.s.P.T("dossier.own.what")}
	for _, as := range []paper.Kind{paper.PDF, paper.DOCX} {
		var b strings.Builder
		var long *text.Refusal
		if err := t.o.Out.Papers.Write(ctx, &b, as, doc, t.now.Time()); errors.As(err, &long) {
			read = append(read, t.s.P.T("dossier.own.long", "kind", Format(as).Name())) // the others hold all of it
			continue
		} else if err != nil {
			return err
		}
		if err := t.put(z, name+"."+string(as), func(w io.Writer) error { return spelt(w, b.String()) }); err != nil {
			return err
		}
	}
	if err := t.put(z, name+".xlsx", func(w io.Writer) error { return sheet.Write(w, t.sheets()...) }); err != nil {
		return err
	}
	if err := t.put(z, "dossier.json", t.json); err != nil {
		return err
	}
	for _, f := range t.files {
		if f.path == "" {
			continue
		}
		if err := t.put(z, t.folder()+f.path, func(w io.Writer) error { return t.copy(w, f.Digest) }); err != nil {
			return err
		}
	}
	err := t.put(z, t.s.P.T("dossier.own.readme")+".txt", func(w io.Writer) error {
		return spelt(w, "\ufeff"+strings.Join(read, "\r\n")+"\r\n")
	})
	return cmp.Or(err, z.Close())
}

func (t ownFile) folder() string { return t.s.P.T("dossier.own.folder") + "/" }

// put adds a part of a name.
func (t ownFile) put(z *zip.Writer, name string, write func(io.Writer) error) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: t.now.Time()})
	if err != nil {
		return fmt.Errorf("own dossier: %w", err)
	}
	return write(w)
}

func spelt(w io.Writer, s string) error {
	_, err := io.WriteString(w, s)
	return err
}

func (t ownFile) copy(w io.Writer, digest []byte) error {
	f, err := t.o.Open(digest)
	if err != nil {
		return fmt.Errorf("own dossier: %w", err)
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// sheets are the tables: posts, what is on record with one row for each fact, what was declared, days on which it was
// looked into, files.
func (t ownFile) sheets() []sheet.Sheet {
	table := func(name string, cols []string, rows func(add func(...any))) sheet.Sheet {
		out := sheet.Sheet{Name: t.s.P.T("dossier.own.sheet." + name), Title: t.mark, Rows: gone(rows)}
		for _, c := range cols {
			out.Columns = append(out.Columns, sheet.Field{Title: t.s.P.T("dossier.own.col." + c)})
		}
		return out
	}
	half := func(p DossierPiece) string { return t.s.P.T("dossier.half." + p.Half) }
	return []sheet.Sheet{
		table("career", []string{"post"}, func(add func(...any)) {
			for _, p := range t.pieces {
				for _, s := range p.Posts {
					add(s)
				}
			}
		}),
		table("records", []string{"half", "part", "list", "id", "title", "state", "field", "value"},
			func(add func(...any)) {
				for _, p := range t.pieces {
					for _, f := range p.Figures {
						for _, l := range f.Lines {
							for _, x := range l.Says {
								add(half(p), p.Name, f.Name, l.ID.String(), l.Title, l.State, x.Name, x.Says)
							}
							if len(l.Says) == 0 {
								add(half(p), p.Name, f.Name, l.ID.String(), l.Title, l.State)
							}
						}
					}
				}
			}),
		table("declared", []string{"half", "part", "id", "day", "content", "kin", "filed"}, func(add func(...any)) {
			for _, p := range t.pieces {
				for _, d := range p.Declared {
					add(half(p), p.Name, d.ID.String(), d.Day, d.Content, d.Kin, d.FiledOn)
				}
			}
		}),
		table("looks", []string{"day", "purpose"}, func(add func(...any)) {
			for _, l := range t.looks {
				add(l.Day, t.purpose(l))
			}
		}),
		table("files", []string{"file", "of", "bytes", "digest", "packed"}, func(add func(...any)) {
			for _, f := range t.files {
				packed := t.s.P.T("dossier.own.left")
				if f.path != "" {
					packed = t.folder() + f.path
				}
				add(f.Evidence.Name, f.of, f.Size, hex.EncodeToString(f.Digest), packed)
			}
		}),
	}
}

func (t ownFile) purpose(l dossiers.Look) string {
	return t.s.Pack.Label(policy.DossierPurpose, l.Purpose, t.s.P.Lang())
}

// gone are rows that are there already, one at a time.
func gone(rows func(add func(...any))) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		more := true
		rows(func(cells ...any) { more = more && yield(cells) })
	}
}
