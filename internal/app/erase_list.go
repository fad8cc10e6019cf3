package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/erasure"
	"shuangze/internal/text"
)

// erasedName is the list of what was erased by law: an order a line, as JSON, without a word of what it was. It
// stands in the data folder and beside backups.
const erasedName = "erased.list"

func erasedFile(dir string) string { return filepath.Join(dir, erasedName) }

// readErased reads a list; there is none where no file is.
func readErased(name string) (out []erasure.Order, err error) {
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	n := 0
	for line := range bytes.Lines(b) {
		n++
		var o erasure.Order
		if err := json.Unmarshal(line, &o); err != nil {
			return nil, fmt.Errorf("%s 第 %d 行读不懂 / line %d cannot be read: %w", name, n, n, err)
		}
		out = append(out, o)
	}
	return out, nil
}

// writeErased adds to a list what is not on it yet. Nothing is ever taken off.
func writeErased(name string, list []erasure.Order) error {
	old, err := readErased(name)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	on := map[string]bool{}
	for _, o := range append(old, list...) {
		line, err := json.Marshal(o)
		if err != nil {
			return err
		}
		if !on[string(line)] {
			on[string(line)] = true
			b.Write(append(line, '\n'))
		}
	}
	if b.Len() == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	fresh := name + ".new"
	f, err := os.OpenFile(fresh, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b.Bytes())
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return errors.Join(os.Rename(fresh, name), flushFolder(filepath.Dir(name)))
}

// eraseAgain does, in what was just restored, what lists say was erased after the backup was
// made. What a list names and the backup does not hold was put on record later, and is not there.
func (h *House) eraseAgain(ctx context.Context, lists []string, out io.Writer) error {
	var wanted []erasure.Order
	for _, name := range lists {
		list, err := readErased(name)
		if err != nil {
			return err
		}
		wanted = append(wanted, list...)
	}
	if len(wanted) == 0 {
		fmt.Fprintln(out, "没有删除名单：备份之后若有依法删除的，请用 --erased 写明名单再恢复一次 / "+
			"no list of erasures: if anything was erased by law after this backup, restore again with --erased FILE")
		return nil
	}
	counties, err := h.DB.Counties(ctx)
	if err != nil || len(counties) == 0 {
		return err
	}
	on := map[string]bool{}
	done, err := h.DB.Erasures(ctx)
	if err != nil {
		return err
	}
	key := func(o erasure.Order) string {
		b, _ := json.Marshal(o) // of texts and numbers alone
		return string(b)
	}
	for _, o := range done {
		on[key(o)] = true
	}
	n, absent := 0, 0
	erase := func(o erasure.Order) (err error) {
		for _, c := range counties { // numbers are of one row for all of them
			cmd := act.Command{Actor: actor.Machine(c.No, ConsoleAgent()), Doubt: act.StandsStill}
			_, _, err = h.erasing().Erase(ctx, cmd, []erasure.Order{o}, false)
			if no := (*text.Refusal)(nil); !errors.As(err, &no) || no.Why != text.Missing {
				return err
			}
		}
		return err
	}
	for _, o := range wanted {
		if on[key(o)] {
			continue
		}
		on[key(o)] = true
		err := erase(o)
		var no *text.Refusal
		switch {
		case errors.As(err, &no) && (no.Why == text.Missing || no.Key == "erasure.nothing"):
			absent++
		case err != nil:
			return h.words(err)
		default:
			n++
		}
	}
	fmt.Fprintf(out, "按删除名单又删除了 %d 项，备份里没有的 %d 项 / erased again by the list: %d, not in this backup: %d\n",
		n, absent, n, absent)
	if n == 0 {
		return nil
	}
	return h.afterErasing(ctx, "")
}
