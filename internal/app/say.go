package app

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"

	"shuangze/internal/store"
	"shuangze/internal/text"
)

// Sentence is an error as the command line says it. A full disk and a place that
// cannot be written are told so that an administrator knows what to do.
func Sentence(err error) string {
	var lines []string // joined errors, and those of PostgreSQL, stand on several
	for _, line := range strings.Split(err.Error(), "\n") {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	say := strings.Join(lines, "; ")
	var no *text.Refusal
	switch {
	case store.DiskFull(err), errors.As(err, &no) && no.Why == text.Full:
		return "磁盘已满，没有写成，已写的部分已撤回：请腾出空间再试 / the disk is full, nothing was written: make room and try again (" + say + ")"
	case store.ReadOnly(err):
		return "那里只能读，不能写 / that place can only be read, not written (" + say + ")"
	}
	return say
}

// secrets are passwords that were given to this process: none is ever printed.
var secrets struct {
	sync.RWMutex
	list []string
}

// Hide remembers a password, so that what goes through Hiding does not show it.
func Hide(secret string) {
	secrets.Lock()
	defer secrets.Unlock()
	plain, err := url.PathUnescape(secret)
	if err != nil {
		plain = secret
	}
	for _, s := range []string{secret, plain, url.QueryEscape(plain), url.PathEscape(plain)} {
		forms := []string{":" + s + "@", "password=" + s}
		// By itself only where it is no word that stands everywhere.
		if len(s) >= 6 && !strings.Contains("shuangze postgresql", s) {
			forms = append(forms, s)
		}
		for _, f := range forms {
			if s != "" && !slices.Contains(secrets.list, f) {
				secrets.list = append(secrets.list, f)
			}
		}
	}
}

// PasswordOf is the password in a database address, as it is written there; ""
// when there is none. It reads addresses that cannot be parsed too.
func PasswordOf(s string) string {
	at := strings.Index(s, "://")
	if at < 0 {
		return ""
	}
	rest := s[at+3:]
	rest, query, _ := strings.Cut(rest, "?")
	for _, pair := range strings.Split(query, "&") {
		if value, ok := strings.CutPrefix(pair, "password="); ok {
			return value
		}
	}
	end := strings.LastIndex(rest, "@")
	if end < 0 {
		return ""
	}
	_, password, _ := strings.Cut(rest[:end], ":")
	return password
}

// hidden is what stands for a password and its surroundings.
const hidden = "***"

type hiding struct{ w io.Writer }

// Hiding is a way to w on which no password goes.
func Hiding(w io.Writer) io.Writer { return hiding{w} }

func (h hiding) Write(p []byte) (int, error) {
	secrets.RLock()
	out := p
	for _, s := range secrets.list {
		out = bytes.ReplaceAll(out, []byte(s), []byte(hidden))
	}
	secrets.RUnlock()
	if _, err := h.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}
