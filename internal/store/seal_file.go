package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// sealFileSays stands at the top of the file of keys.
const sealFileSays = `# 密封栏的密钥，每行一把：编号 密钥。编号最大的一把用来密封。丢了，密封的内容就再也打不开。
# The keys of sealed columns, one a line: number key. The highest number seals. What they sealed is lost with them.
`

// readSealKeys reads the file: a line is a number and 64 hexadecimal digits; #
// begins a comment. No error says what a line holds.
func readSealKeys(path string) (list []sealKey, err error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	had := map[uint32]bool{}
	for n, line := range strings.Split(string(body), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		number, secret, _ := strings.Cut(line, " ")
		no, err := strconv.ParseUint(number, 10, 32)
		var b []byte
		if err == nil {
			b, err = hex.DecodeString(strings.TrimSpace(secret))
		}
		var k sealKey
		if err == nil {
			k, err = newSealKey(uint32(no), b)
		}
		if err != nil || had[k.number] {
			return nil, fmt.Errorf("%s 第 %d 行不对：每行一个不重复的编号和 64 位十六进制的密钥 / "+
				"%s line %d is wrong: each line is a number, used once, and a key of 64 hexadecimal digits", path, n+1, path, n+1)
		}
		had[k.number] = true
		list = append(list, k)
	}
	return list, nil
}

// add puts a new key, of a number above those in the file and above least, into
// the file. Of processes that add at the same time each adds its own; with first
// set, only where there is no key yet.
func (s *sealKeys) add(least uint32, first bool) (number uint32, err error) {
	if s.path == "" {
		return 0, &Unsealed{Why: keyFile, Cause: errors.New("no data folder is named")}
	}
	folder := filepath.Dir(s.path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return 0, err
	}
	lock, err := os.OpenFile(filepath.Join(folder, ".seal.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return 0, err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return 0, err
	}
	list, err := readSealKeys(s.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	if first && len(list) > 0 {
		return 0, nil
	}
	number = least
	body := sealFileSays
	for _, k := range list {
		number = max(number, k.number)
		body += k.text + "\n"
	}
	number++
	k, err := newSealKey(number, sealSecret())
	if err != nil {
		return 0, err
	}
	return number, keepSecret(s.path, body+k.text+"\n")
}

// keepSecret writes a small file that only its owner reads, whole and flushed, or
// not at all.
func keepSecret(path, body string) (err error) {
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(body)
	if err = errors.Join(err, f.Chmod(0o600), f.Sync(), f.Close()); err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(path+".new"))
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
