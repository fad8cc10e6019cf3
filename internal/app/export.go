package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"shuangze/internal/store"
)

// ExportOptions says what is taken out of the journal.
type ExportOptions struct {
	To      string // the file to write
	Receipt int64  // the entry of the journal of acts whose receipt is wanted; 0 = whole journals
}

// Export writes whole journals into one file, or one receipt, that anyone can
// verify without this house. Neither holds personal values: only their salted
// commitments. What was done since the last checkpoint is signed first.
func Export(ctx context.Context, s *Settings, o ExportOptions, out io.Writer) (err error) {
	if err := apart("to", o.To, s.Data); err != nil {
		return err
	}
	if err := s.Config().there(); err != nil {
		return err
	}
	h, err := Open(ctx, s.Config())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if err := h.Checkpoints(ctx); err != nil {
		return err
	}
	if o.Receipt != 0 {
		return h.exportReceipt(ctx, o, out)
	}
	k, err := OpenKeys(h.Dir)
	if err != nil {
		return err
	}
	if err := keepWhole(o.To, func(w io.Writer) error {
		return h.DB.Export(ctx, w,
			store.Export{Key: k.Public})
	}); err != nil {
		return err
	}
	fmt.Fprintf(out, "已导出存证到 %s / the journals are exported to %s\n", o.To, o.To)
	return nil
}

func (h *House) exportReceipt(ctx context.Context, o ExportOptions, out io.Writer) error {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return err
	}
	if len(counties) == 0 {
		return errors.New("还没有建县 / no county is founded yet")
	}
	name, err := h.DB.JournalName(ctx, counties[0].No, "")
	if err != nil {
		return err
	}
	if _, ok, err := h.DB.Entry(ctx, counties[0].No, o.Receipt); err != nil {
		return err
	} else if !ok {
		return fmt.Errorf("%s 里没有第 %d 条 / there is no entry %d in %s", name, o.Receipt, o.Receipt, name)
	}
	body, err := h.Receipt(ctx, name, o.Receipt)
	if err != nil {
		return err
	}
	if err := keepWhole(o.To, func(w io.Writer) error { _, err := w.Write(body); return err }); err != nil {
		return err
	}
	fmt.Fprintf(out, "已导出第 %d 条的回执到 %s / the receipt of entry %d is exported to %s\n", o.Receipt, o.To, o.Receipt, o.To)
	return nil
}

// keepWhole writes a file whole, flushed, or not at all; the one that was
// there stays until then.
func keepWhole(name string, write func(io.Writer) error) (err error) {
	aside, drop, err := store.WorkFolder(filepath.Dir(name), ".shuangze-export-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, drop()) }()
	f, err := os.OpenFile(filepath.Join(aside, filepath.Base(name)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<20)
	if err := errors.Join(write(b), b.Flush(), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return err
	}
	return flushFolder(filepath.Dir(name))
}
