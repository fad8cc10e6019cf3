package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// looking is a database that is opened to be looked at: nothing of its folder
// changes, which may lie on a read-only mount.
type looking struct {
	address string // of the file, for SQLite
	aside   string // folder of the copy that is read instead
	drop    func() error
	path    string // of the file, where nobody is believed to write
	size    int64
	time    time.Time
}

// openLooking opens SQLite's file without writing. How depends on who else may
// have it open:
//
//   - no log and no shared memory beside it: nobody has. SQLite would make both,
//     unless told that the file does not change. Stirred says whether it did.
//   - shared memory beside it: the house may be serving. It is read as any reader
//     reads it, the log included.
//   - a log with something in it and no shared memory: what a crash, or a copy of
//     the folder, left. SQLite can only read it by writing, so it reads a copy.
func (db *DB) openLooking(dir string) (err error) {
	path, err := filepath.Abs(filepath.Join(dir, FileName))
	if err != nil {
		return err
	}
	file, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("database file: %w", err)
	}
	log, err := os.Stat(path + "-wal")
	logged := err == nil && log.Size() > 0
	_, err = os.Stat(path + "-shm")
	shared := err == nil
	l := &looking{}
	how := "?mode=ro"
	switch {
	case shared:
	case logged:
		if l.aside, l.drop, err = WorkFolder(os.TempDir(), "shuangze-look-"); err != nil {
			return err
		}
		for _, end := range []string{"", "-wal"} {
			if err := copyFile(path+end, filepath.Join(l.aside, FileName+end)); err != nil {
				return errors.Join(err, l.drop())
			}
		}
		path, how = filepath.Join(l.aside, FileName), "?mode=rw"
	default:
		l.path, l.size, l.time = path, file.Size(), file.ModTime()
		how += "&immutable=1"
	}
	l.address = "file:" + (&url.URL{Path: path}).EscapedPath() + how +
		"&_pragma=busy_timeout(10000)&_pragma=temp_store(MEMORY)"
	db.d, db.url, db.look = sqliteWords, path, l
	if db.write, err = sql.Open("sqlite", l.address+"&_pragma=query_only(1)"); err != nil {
		return err
	}
	if db.read, err = sql.Open("sqlite",
		l.address+"&_pragma=query_only(1)&_pragma=mmap_size(268435456)&_pragma=cache_size(-4096)"); err != nil {
		return err
	}
	db.read.SetMaxOpenConns(readers)
	return nil
}

// Stirred says that somebody wrote while the file was read as one that does not
// change: what was read may be of two moments and is to be read again.
func (db *DB) Stirred() bool {
	if db.look == nil || db.look.path == "" {
		return false
	}
	file, err := os.Stat(db.look.path)
	_, shared := os.Stat(db.look.path + "-shm")
	return err != nil || shared == nil || file.Size() != db.look.size || !file.ModTime().Equal(db.look.time)
}

func (l *looking) close() error {
	if l == nil || l.aside == "" {
		return nil
	}
	return l.drop()
}

func copyFile(from, to string) (err error) {
	r, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, w.Close())
}
