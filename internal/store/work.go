package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// WorkFolder makes a folder to work in, and removes those that processes left
// which were killed: a folder is its maker's as long as the lock on it is held.
func WorkFolder(in, prefix string) (name string, drop func() error, err error) {
	if list, err := os.ReadDir(in); err == nil {
		for _, x := range list {
			if strings.HasPrefix(x.Name(), prefix) {
				removeLeft(filepath.Join(in, x.Name()))
			}
		}
	}
	if name, err = os.MkdirTemp(in, prefix); err != nil {
		return "", nil, err
	}
	held, err := os.Open(name)
	if err == nil {
		err = syscall.Flock(int(held.Fd()), syscall.LOCK_EX)
	}
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(name))
	}
	return name, func() error { return errors.Join(os.RemoveAll(name), held.Close()) }, nil
}

// leftAfter is how old what a killed process left is at least: one that was made
// just now may not be locked yet.
const leftAfter = 10 * time.Second

// removeLeft removes what a killed process left behind. What cannot be removed
// stays: it is in nobody's way.
func removeLeft(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || time.Since(info.ModTime()) < leftAfter ||
		syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return
	}
	os.RemoveAll(path)
}
