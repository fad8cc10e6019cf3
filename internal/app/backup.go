package app

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"shuangze/internal/store"
)

// Backup writes the database and every other file of the data folder into one
// tar, while others go on writing: the database first, so that each file it
// names was stored before it and is in the tar.
func Backup(ctx context.Context, s *Settings, to string, out io.Writer) error {
	if s.Database != "" {
		return errors.New("PostgreSQL 请用 pg_dump 备份数据库,再复制文件目录 / back a PostgreSQL database up with pg_dump, and copy the folder of files")
	}
	if _, err := os.Stat(filepath.Join(s.Data, "shuangze.db")); err != nil {
		return fmt.Errorf("%s 里没有数据库 / there is no database in %s", s.Data, s.Data)
	}
	db, err := store.Open(ctx, store.Options{Dir: s.Data, Clock: Now})
	if err != nil {
		return err
	}
	defer db.Close()
	aside, err := os.MkdirTemp(filepath.Dir(to), ".shuangze-backup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(aside)
	snapshot := filepath.Join(aside, "shuangze.db")
	if err := db.Backup(ctx, snapshot); err != nil {
		return err
	}
	part := filepath.Join(aside, "backup.tar")
	if err := pack(part, s.Data, snapshot); err != nil {
		return err
	}
	if err := os.Rename(part, to); err != nil {
		return err
	}
	info, err := os.Stat(to)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "已备份到 %s(%d 字节)/ backed up to %s (%d bytes)\n", to, info.Size(), to, info.Size())
	return nil
}

func pack(name, data, snapshot string) (err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Sync(), f.Close()) }()
	w := tar.NewWriter(f)
	if err := add(w, snapshot, "shuangze.db"); err != nil {
		return err
	}
	err = filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(data, path)
		if err != nil || d.IsDir() || !d.Type().IsRegular() || strings.HasPrefix(rel, "shuangze.db") {
			return err
		}
		return add(w, path, filepath.ToSlash(rel))
	})
	if err != nil {
		return err
	}
	return w.Close()
}

func add(w *tar.Writer, path, name string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
		return err
	}
	_, err = io.CopyN(w, f, info.Size())
	return err
}

// Restore unpacks a backup into an empty folder, opens it and verifies it, so
// that a backup that cannot be used is known now.
func Restore(ctx context.Context, s *Settings, from string, out io.Writer) error {
	if s.Database != "" {
		return errors.New("PostgreSQL 请用 pg_restore 恢复数据库 / restore a PostgreSQL database with pg_restore")
	}
	if list, err := os.ReadDir(s.Data); err == nil && len(list) > 0 {
		return fmt.Errorf("%s 不是空目录,不会覆盖 / %s is not empty and will not be written over", s.Data, s.Data)
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(s.Data) // no name in the tar leads out of the folder
	if err != nil {
		return err
	}
	defer root.Close()
	n := 0
	for r := tar.NewReader(f); ; n++ {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("%s 不是完整的备份 / %s is no whole backup: %w", from, from, err)
		}
		if err := unpack(root, h, r); err != nil {
			return err
		}
	}
	if n == 0 {
		return fmt.Errorf("%s 里什么都没有 / there is nothing in %s", from, from)
	}
	house, err := Open(ctx, s.Config())
	if err != nil {
		return fmt.Errorf("恢复后打不开 / it cannot be opened after the restore: %w", err)
	}
	defer house.Close()
	report, err := house.Verify(ctx)
	if err != nil {
		return err
	}
	report.Print(out)
	if !report.OK {
		return errors.New("恢复的数据与存证不符 / what was restored does not fit its journal")
	}
	fmt.Fprintf(out, "已恢复 %d 个文件到 %s / restored %d files to %s\n", n, s.Data, n, s.Data)
	return nil
}

func unpack(root *os.Root, h *tar.Header, r io.Reader) (err error) {
	if h.Typeflag != tar.TypeReg {
		return nil
	}
	name := filepath.FromSlash(h.Name)
	if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Sync(), f.Close()) }()
	_, err = io.Copy(f, r)
	return err
}
