package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"shuangze/internal/store"
)

// apart refuses a file that would be written into the data folder: a backup
// would hold the backups before it, and what lies there is the house's. Links,
// relative paths and other ways to the same folder lead to the same answer.
func apart(flag, name, data string) error {
	folder, err := os.Stat(data)
	if err != nil {
		return nil // there is nothing to be inside of; what follows says so
	}
	in := false
	err = eachAbove(filepath.Dir(name), func(_ string, info fs.FileInfo) bool {
		in = os.SameFile(info, folder)
		return !in
	})
	if err == nil && in {
		err = fmt.Errorf("%s 的值 %s 在数据目录 %s 里，不能写在那里：请写到别处 / %s %s lies in the data folder %s and is not written there: name a place elsewhere",
			flag, name, data, flag, name, data)
	}
	return err
}

// nested refuses to make a data folder inside another.
func nested(data string) error {
	in := ""
	err := eachAbove(filepath.Dir(filepath.Clean(data)), func(path string, _ fs.FileInfo) bool {
		for _, x := range []string{store.FileName, filepath.Join("keys", secretFile)} {
			if _, err := os.Stat(filepath.Join(path, x)); err == nil {
				in = path
			}
		}
		return in == ""
	})
	if err == nil && in != "" {
		err = fmt.Errorf("data 的值 %s 在另一个数据目录 %s 里：请用别处的空目录 / data %s lies in another data folder, %s: use an empty folder elsewhere", data, in, data, in)
	}
	return err
}

// eachAbove gives a folder and those above it, links followed; a folder that is
// not there yet counts as where it would be.
func eachAbove(path string, yield func(path string, info fs.FileInfo) (goOn bool)) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	for {
		real, err := filepath.EvalSymlinks(path)
		if err == nil {
			path = real
			break
		}
		up := filepath.Dir(path)
		if !errors.Is(err, fs.ErrNotExist) || up == path {
			return err
		}
		path = up
	}
	for {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		up := filepath.Dir(path)
		if !yield(path, info) || up == path {
			return nil
		}
		path = up
	}
}
