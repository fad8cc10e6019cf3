package exchange

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/official"
	"shuangze/internal/paper"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Format is how a table leaves the house.
type Format string

const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
	PDF  Format = Format(paper.PDF)
	DOCX Format = Format(paper.DOCX)
)

// Formats are all of them: to calculate with and to bring back, to read and to go on with.
var Formats = []Format{XLSX, CSV, PDF, DOCX}

// Tables are those that can be read again.
var Tables = []Format{XLSX, CSV}

// Media is the type a browser is told.
func (f Format) Media() string {
	if k, ok := paper.KindOf(string(f)); ok {
		return k.Media()
	}
	if f == CSV {
		return "text/csv; charset=utf-8"
	}
	return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}

// Name is what people call it.
func (f Format) Name() string {
	switch f {
	case CSV:
		return "CSV"
	case PDF:
		return "PDF"
	case DOCX:
		return "Word"
	}
	return "Excel"
}

// rowsMost is how many rows an Excel sheet has, less its two of headings. A CSV
// has no such limit.
const rowsMost = 1<<20 - 2

// ListWeight is what a table on its way out takes in memory, at most, in bytes:
// its rows go through one at a time.
const ListWeight = 16 << 20

// WeightOf is what a list takes on its way out in a format: a document is laid out whole.
func WeightOf(f Format) int64 {
	if _, ok := paper.KindOf(string(f)); ok {
		return paper.Weight
	}
	return ListWeight
}

// Weight is what it takes in memory to read a file of so many bytes and to say
// what it would do: measured with the worst of files.
func Weight(size int64) int64 { return min(weightMost, 24<<20+6*size) }

const weightMost = 144 << 20

// Taken is a table on its way out: the file, made whole on the disk, recorded,
// and gone when it is closed.
type Taken struct {
	f    Temp
	Size int64
}

// Temp is an empty file that is gone when it is closed.
type Temp interface {
	io.ReadWriteSeeker
	io.Closer
}

func (t *Taken) Read(b []byte) (int, error) { return t.f.Read(b) }

// Close removes the file.
func (t *Taken) Close() error { return t.f.Close() }

// TakeOut writes a table, records in the access journal that it leaves the
// house (which one, how large, and the digest of the very file; spec 6.2: every
// export is an act) and only then hands it over. Rows go through to the
// temporary folder one at a time, so that memory does not grow with the list;
// when ctx ends nothing is recorded and nothing is left behind.
func (d Commands) TakeOut(ctx context.Context, c act.Command, t Table, f Format) (*Taken, error) {
	write := func(to io.Writer) error { return t.Write(ctx, to, f) }
	if k, ok := paper.KindOf(string(f)); ok {
		write = func(to io.Writer) error { return d.lay(ctx, to, t, k) }
	}
	return d.taken(ctx, write, func(size int64, sum []byte) error {
		c.Verb, c.Key, c.Journal = t.Verb, "", act.Access
		_, err := d.Door.Do(ctx, c, func(tx Tx) error {
			if err := tx.Allow(t.Verb, access.Object{Jurisdiction: c.Actor.Jurisdiction}); err != nil {
				return err
			}
			return tx.Record("list.exported.v1", taker(c), act.Code("table", t.Name), act.Number("bytes", size),
				act.Digest("file", sum))
		})
		return err
	})
}

// taken makes a file whole on the disk, has it recorded by its size and digest, and only then hands it over.
func (d Commands) taken(ctx context.Context, write func(io.Writer) error,
	record func(size int64, sum []byte) error) (_ *Taken, err error) {
	file, err := d.Temp()
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	out := &Taken{f: file}
	defer func() {
		if err != nil {
			out.Close()
		}
	}()
	sum := sha256.New()
	w := bufio.NewWriterSize(file, 64<<10)
	if err := write(&counted{io.MultiWriter(w, sum), ctx, &out.Size}); err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return out, record(out.Size, sum.Sum(nil))
}

// taker is who takes a table: an account, or the console, which has none.
func taker(c act.Command) ref.Ref {
	if c.Actor.Account == 0 {
		return ref.Ref{Kind: ref.Jurisdiction, ID: ref.ID(c.Actor.Jurisdiction)}
	}
	return ref.Ref{Kind: ref.Account, ID: c.Actor.Account}
}

// Printed records in the access journal that a list leaves the house as a page
// to print, as TakeOut does for a file: before it is handed over, with the
// digest of the very page.
func (d Commands) Printed(
	ctx context.Context, c act.Command, name string, verb access.Verb, lines int, page []byte,
) error {
	sum := sha256.Sum256(page)
	c.Verb, c.Key, c.Journal = verb, "", act.Access
	_, err := d.Door.Do(ctx, c, func(tx Tx) error {
		if err := tx.Allow(verb, access.Object{Jurisdiction: c.Actor.Jurisdiction}); err != nil {
			return err
		}
		return tx.Record("list.printed.v1", ref.Ref{Kind: ref.Account, ID: c.Actor.Account}, act.Code("table", name),
			act.Number("lines", int64(lines)), act.Digest("page", sum[:]))
	})
	return err
}

// counted counts what is written and refuses more when ctx has ended.
type counted struct {
	w   io.Writer
	ctx context.Context
	n   *int64
}

func (c *counted) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.w.Write(b)
	*c.n += int64(n)
	return n, err
}

var errEnough = errors.New("no more rows are wanted")

// Write writes the table. More rows than a sheet of Excel has are a Conflict
// refusal.
func (t Table) Write(ctx context.Context, w io.Writer, f Format) error {
	var failed error
	s := t.sheet
	s.Rows = func(yield func([]any) bool) {
		n := 0
		failed = t.rows(ctx, func(cells ...any) error {
			if n++; f == XLSX && n > rowsMost {
				return text.Refuse(text.Conflict, "import.export-too-long", "most", rowsMost)
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if !yield(cells) {
				return errEnough
			}
			return nil
		})
	}
	write := func() error { return sheet.Write(w, s) }
	if f == CSV {
		write = func() error { return sheet.WriteCSV(w, s) }
	}
	err := write()
	if failed != nil && !errors.Is(failed, errEnough) {
		return failed // the rows ended early: what was written is not the list
	}
	return err
}

// wideFrom is from how many columns on a list lies on its side.
const wideFrom = 6

// lay makes a document of a table: its name as title, and at the foot of each page who took it out and when. A document
// holds some thousand rows; more are a Conflict refusal.
func (d Commands) lay(ctx context.Context, w io.Writer, t Table, as paper.Kind) error {
	doc := official.Document{Form: official.Plain, Title: []string{cmp.Or(t.sheet.Title, t.sheet.Name)}, Foot: t.Foot}
	shown := t.shown
	for i := 0; t.shown == nil && i < len(t.sheet.Columns); i++ {
		shown = append(shown, i)
	}
	list := &official.Table{Wide: len(shown) >= wideFrom}
	for _, at := range shown {
		list.Columns = append(list.Columns, official.Column{Label: t.sheet.Columns[at].Title})
	}
	err := t.rows(ctx, func(cells ...any) error {
		if len(list.Rows) > paper.RowsMost {
			return errEnough
		}
		row := make([]string, len(list.Columns))
		for i, at := range shown {
			if at >= len(cells) {
				continue
			}
			var err error
			if row[i], err = sheet.Wording(cells[at]); err != nil {
				return err
			}
		}
		list.Rows = append(list.Rows, row)
		return ctx.Err()
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	doc.Body = []official.Block{{Table: list}}
	if len(list.Rows) > paper.RowsMost {
		return text.Refuse(text.Conflict, "paper.rows", "most", paper.RowsMost)
	}
	return d.Papers.Write(ctx, w, as, doc, d.Clock().Time())
}
