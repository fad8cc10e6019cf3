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

	"shuangze/internal/blob"
	"shuangze/internal/erasure"
	"shuangze/internal/store"
)

// What stands for the database in a backup: SQLite's own file, or the rows of a
// PostgreSQL (store.WriteRows). Either is restored into either engine.
const (
	rowsName = "database.rows"
)

// Backup writes the database and every other file of the data folder into one
// tar, while others go on writing: the database first, so that each file it
// names was stored before it and is in the tar.
//
// Nothing in the folder changes, which may lie on a read-only mount. Evidence
// that no row names stays out, and so does what is being written just now.
func Backup(ctx context.Context, s *Settings, to string, out io.Writer) (err error) {
	if err := apart("to", to, s.Data); err != nil {
		return err
	}
	if err := s.Config().there(); err != nil {
		return err
	}
	if _, err := os.Stat(s.Data); err != nil {
		return fmt.Errorf("没有数据目录 %s:密钥和佐证都在那里 / there is no data folder %s: keys and evidence are in it", s.Data, s.Data)
	}
	if err := whole(s.Data); err != nil {
		return err
	}
	aside, drop, err := store.WorkFolder(filepath.Dir(to), ".shuangze-backup-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, drop()) }()
	part := filepath.Join(aside, "backup.tar")
	var erased []erasure.Order
	for tries := 0; ; tries++ {
		stirred, err := s.backup(ctx, aside, part, &erased)
		if err != nil {
			return err
		}
		if !stirred {
			break
		}
		if tries == 2 {
			return errStirred
		}
		if err := emptyOut(aside); err != nil {
			return err
		}
	}
	if err := os.Rename(part, to); err != nil {
		return err
	}
	if err := flushFolder(filepath.Dir(to)); err != nil {
		return err
	}
	if err := writeErased(erasedFile(filepath.Dir(to)), erased); err != nil {
		return err
	}
	info, err := os.Stat(to)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "已备份到 %s(%d 字节)/ backed up to %s (%d bytes)\n", to, info.Size(), to, info.Size())
	return nil
}

// errStirred is the answer where the house was started again and again while its
// resting file was read.
var errStirred = errors.New("读取时数据库被改动：请再试一次 / the database was written while it was read: try again")

// backup writes the tar; stirred says that it is to be written again.
func (s *Settings) backup(ctx context.Context, aside, part string, erased *[]erasure.Order) (stirred bool, err error) {
	db, err := store.Open(ctx, store.Options{Dir: s.Data, URL: s.Database, Clock: Now, Look: true})
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := wholeDatabase(ctx, db); err != nil {
		return false, err
	}
	if *erased, err = db.Erasures(ctx); err != nil {
		return false, err
	}
	err = pack(part, s.Data, func() (snapshot string, named map[[32]byte]bool, err error) {
		if s.Database == "" {
			snapshot = filepath.Join(aside, store.FileName)
			err = db.Backup(ctx, snapshot)
		} else {
			snapshot = filepath.Join(aside, rowsName)
			err = keepWhole(snapshot, func(w io.Writer) error { return db.WriteRows(ctx, w) })
		}
		if err == nil {
			named, err = db.NamedFiles(ctx)
		}
		return snapshot, named, err
	})
	if db.Stirred() {
		return true, nil
	}
	return false, err
}

// pack writes the tar while the house works on. The checkpoints that were put
// aside are read before the database, and those beside the key before them: one
// that is made in between must not ask the snapshot for entries that it does not
// hold. The files of evidence are read after it: those that it names were there
// before. Others are nobody's: uploads whose command did not come, tables between
// preview and import.
func pack(name, data string, take func() (snapshot string, named map[[32]byte]bool, err error)) (err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Sync(), f.Close()) }()
	w := tar.NewWriter(f)
	first, evidence, last := "checkpoints", "files", filepath.Join("keys", lastFile)
	if err := addAll(w, data, func(rel string) bool { return rel == "keys" || rel == last }); err != nil {
		return err
	}
	if err := addAll(w, data, func(rel string) bool {
		return (rel == first || within(rel, first)) &&
			!passing(rel)
	}); err != nil {
		return err
	}
	snapshot, named, err := take()
	if err != nil {
		return err
	}
	if err := add(w, snapshot, filepath.Base(snapshot)); err != nil {
		return err
	}
	if err := addAll(w, data, func(rel string) bool {
		if within(rel, evidence) {
			d, err := blob.ParseDigest(filepath.Base(rel))
			return len(rel) == len(evidence)+3 || err == nil && named[d]
		}
		return rel != first && rel != last && !strings.HasPrefix(rel, store.FileName) && rel != rowsName && !passing(rel)
	}); err != nil {
		return err
	}
	return w.Close()
}

// passing says that a file is a lock or one that is not written to its end.
func passing(rel string) bool {
	return strings.HasPrefix(filepath.Base(rel), ".") || strings.HasSuffix(rel, ".new")
}

func within(rel, folder string) bool {
	return strings.HasPrefix(rel, folder+string(filepath.Separator))
}

// addAll adds the files of a folder whose path in it, and every folder on the
// way, is wanted.
func addAll(w *tar.Writer, data string, wanted func(rel string) bool) error {
	return filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(data, path)
		switch {
		case err != nil || rel == ".":
			return err
		case !wanted(rel) && d.IsDir():
			return fs.SkipDir
		case !wanted(rel) || !d.Type().IsRegular():
			return nil
		}
		return add(w, path, filepath.ToSlash(rel))
	})
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

// Restore unpacks a backup into an empty folder, and its rows into an empty
// PostgreSQL where one is named, opens it and verifies it, so that a backup that
// cannot be used is known now. One that cannot be read leaves both empty.
//
// A backup that does not fit its journal is an error, and is there whole all the
// same: it may be the only one left, and verify, rebuild and vouch, by which it is
// looked into, mended and answered for, use no folder with the mark. That says that
// a restore was not finished; its absence does not say that nothing is wrong.
//
// What was erased by law after the backup was made is erased again before anything else: as the list says that lies
// beside the backup, or the one named by erased. One that is named and not there refuses the restore. Votes by phone
// whose slips were out are void.
func Restore(ctx context.Context, s *Settings, from, erased string, out io.Writer) (err error) {
	if err := whole(s.Data); err != nil {
		return err
	}
	if err := nested(s.Data); err != nil {
		return err
	}
	if list, err := os.ReadDir(s.Data); err == nil && len(list) > 0 {
		return fmt.Errorf("%s 不是空目录，不会覆盖 / %s is not empty and will not be written over", s.Data, s.Data)
	}
	if _, err := os.Stat(erased); erased != "" && err != nil {
		return fmt.Errorf("没有删除名单 %s / there is no list of erasures %s", erased, erased)
	}
	if s.Database != "" {
		if err := nothingIn(ctx, s.Database); err != nil {
			return err
		}
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return err
	}
	if err := mark(s.Data); err != nil {
		return errors.Join(err, emptyOut(s.Data))
	}
	n, err := unpackAll(ctx, s, f, from)
	if err != nil {
		return errors.Join(err, emptyOut(s.Data))
	}
	c := s.Config()
	c.unfinished = true
	house, err := Open(ctx, c)
	if err != nil {
		return fmt.Errorf("恢复后打不开 / it cannot be opened after the restore: %w", err)
	}
	defer house.Close()
	lists := []string{erasedFile(s.Data), erasedFile(filepath.Dir(from)), erased}
	if err := house.eraseAgain(ctx, lists, out); err != nil {
		return err
	}
	if err := house.voidVotes(ctx, out); err != nil {
		return err
	}
	report, err := house.Verify(ctx)
	if err == nil {
		err = unmark(s.Data)
	}
	if err != nil {
		return err
	}
	report.Print(out, "en")
	if !report.OK {
		return errors.New("恢复的数据与存证不符 / what was restored does not fit its journal")
	}
	fmt.Fprintf(out, "已恢复 %d 个文件到 %s / restored %d files to %s\n", n, s.Data, n, s.Data)
	return house.Doubt(ctx, out)
}

// nothingIn refuses a PostgreSQL that holds anything.
func nothingIn(ctx context.Context, database string) error {
	db, err := store.Open(ctx, store.Options{URL: database, Clock: Now})
	if err != nil {
		return err
	}
	defer db.Close()
	empty, err := db.Empty(ctx)
	if err == nil && !empty {
		err = errors.New("这个 PostgreSQL 里已有数据表，不会覆盖：请用新建的空库 / this PostgreSQL holds tables and will not be written over: use a new database")
	}
	return err
}

// emptyOut removes what a broken restore put into the folder, which was empty;
// the mark that says so goes last.
func emptyOut(dir string) (err error) {
	list, err := os.ReadDir(dir)
	for _, x := range list {
		if x.Name() != unfinishedFile {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, x.Name())))
		}
	}
	if mark := filepath.Join(dir, unfinishedFile); err == nil {
		err = os.RemoveAll(mark)
	}
	return err
}

// unpackAll unpacks the tar and puts its database where the settings want it.
func unpackAll(ctx context.Context, s *Settings, f io.Reader, from string) (n int, err error) {
	root, err := os.OpenRoot(s.Data) // no name in the tar leads out of the folder
	if err != nil {
		return 0, err
	}
	defer root.Close()
	in := &counting{r: f}
	ends := int64(0) // where the last file ends
	for r := tar.NewReader(in); ; n++ {
		h, err := r.Next()
		if err == io.EOF {
			if in.n < ends+tarEnd {
				return n, cut(from, io.ErrUnexpectedEOF)
			}
			break
		}
		if err == nil {
			err = unpack(root, h, r)
			ends = (in.n + 511) / 512 * 512
		}
		if err != nil {
			return n, cut(from, err)
		}
	}
	file, rows := filepath.Join(s.Data, store.FileName), filepath.Join(s.Data, rowsName)
	_, noFile := os.Stat(file)
	_, noRows := os.Stat(rows)
	switch {
	case noFile != nil && noRows != nil:
		return n, fmt.Errorf("%s 里没有数据库 / there is no database in %s", from, from)
	case noRows == nil:
		if err := loadRows(ctx, s, func(w io.Writer) error {
			f, err := os.Open(rows)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = io.Copy(w, f)
			return err
		}); err != nil {
			return n, err
		}
		return n, os.Remove(rows)
	case s.Database != "": // SQLite's file into PostgreSQL
		if err := loadRows(ctx, s, func(w io.Writer) error {
			db, err := store.Open(ctx, store.Options{Dir: s.Data, Clock: Now})
			if err != nil {
				return err
			}
			return errors.Join(db.WriteRows(ctx, w), db.Close())
		}); err != nil {
			return n, err
		}
		for _, end := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(file + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return n, err
			}
		}
	}
	return n, nil
}

func cut(from string, err error) error {
	return fmt.Errorf("%s 不是完整的备份 / %s is no whole backup: %w", from, from, err)
}

// tarEnd is how many bytes of zero end a tar. Without them it was cut between
// two files, which its reader takes for the end.
const tarEnd = 1024

// counting counts what is read.
type counting struct {
	r io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// loadRows fills the database of the settings with the rows that write writes.
func loadRows(ctx context.Context, s *Settings, write func(io.Writer) error) (err error) {
	db, err := store.Open(ctx, store.Options{Dir: s.Data, URL: s.Database, Clock: Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	r, w := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.CloseWithError(write(w))
	}()
	err = db.ReadRows(ctx, r)
	r.Close()
	<-done
	return err
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
