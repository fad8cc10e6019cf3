package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"shuangze/internal/store"
)

// unfinishedFile stands in a data folder from before the first file that a
// restore puts there until all are there and verify has read them to the end,
// whatever it found: see Restore. Whoever opens the folder meanwhile, or after a
// restore that was killed, is told.
const unfinishedFile = "UNFINISHED.txt"

const unfinishedSays = "这个目录的恢复没有做完，里面的数据不完整，不能使用：请清空后重新运行 shuangze restore。\n" +
	"The restore into this folder was not finished. What is in it is not whole and is not served: empty the folder and run shuangze restore again.\n"

// mark puts the mark into a folder, flushed, before anything else is there.
func mark(dir string) error {
	if err := keepFile(filepath.Join(dir, unfinishedFile), unfinishedSays, 0o600); err != nil {
		return err
	}
	return flushFolder(dir)
}

// unmark takes it away when everything in the folder has reached the disk.
func unmark(dir string) error {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return flushFolder(path)
	})
	if err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(dir, unfinishedFile)); err != nil {
		return err
	}
	return flushFolder(dir)
}

// whole refuses a folder in which a restore was not finished.
func whole(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, unfinishedFile)); err == nil {
		return fmt.Errorf("%s 的恢复没有做完，不能使用：请清空后重新运行 shuangze restore / "+
			"the restore into %s was not finished and it is not used: empty it and run shuangze restore again", dir, dir)
	}
	return nil
}

// demoWork is the name under which a database says that a demonstration is being
// built in it. It stands in the database, so that it is found from every folder.
const demoWork = "demo"

var errHalfDemo = errors.New("这个库里的示范县没有建完，不能使用：请再运行一次 shuangze demo，或换一个新建的空库 / " +
	"the demonstration in this database was not built to its end and is not used: run shuangze demo again, or use a new database")

// wholeDatabase refuses a database in which a demonstration was not finished.
func wholeDatabase(ctx context.Context, db *store.DB) error {
	work, err := db.Unfinished(ctx)
	if err == nil && work == demoWork {
		err = errHalfDemo
	}
	return err
}
