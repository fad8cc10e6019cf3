package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"shuangze/internal/blob"
	"shuangze/internal/text"
	"shuangze/internal/web/gate"
)

// Everything a request brings has a bound before anything is done with it. The
// rules know smaller limits of their own, which the document tells; these are for
// what would cost by its mere size.
const (
	pathMost   = 500
	paramsMost = 1100   // of an address: an import may answer for many rows
	paramMost  = 100    // characters of one of them, where its tag says nothing else
	timesMost  = 1000   // how often one may be given
	depthMost  = 8      // of JSON
	itemsMost  = 5000   // values in a body
	fieldMost  = 10_000 // characters of a text in it
)

// bounded judges the address and the headers before anything in them is read.
func (c *call) bounded() error {
	if len(c.r.URL.Path) > pathMost {
		return missing()
	}
	if strings.Count(c.r.URL.RawQuery, "&") >= paramsMost {
		return text.InputErrors{{Message: text.M("input.too-many-parts", "most", paramsMost)}}
	}
	return c.keyFits()
}

// most is how many characters a parameter may have.
func (p asked) most() int {
	if n, err := strconv.Atoi(p.limit); err == nil {
		return n
	}
	return paramMost
}

// slim judges JSON by its signs alone: how deep it goes, how much is in it.
func slim(b []byte) error {
	depth, items := 0, 1
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			i = afterText(b, i) - 1
		case '{', '[':
			if depth++; depth > depthMost {
				return text.InputErrors{{Message: text.M("api.too-deep", "most", depthMost)}}
			}
			items++
		case '}', ']':
			depth--
		case ',':
			items++
		}
		if items > itemsMost {
			return text.InputErrors{{Message: text.M("input.too-many-parts", "most", itemsMost)}}
		}
	}
	return nil
}

// afterText is where a JSON text that begins at i ends.
func afterText(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

// longest is how many characters the longest text in a JSON value has, as written.
func longest(raw json.RawMessage) (most int) {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '"' {
			continue
		}
		n := 0
		for i++; i < len(raw) && raw[i] != '"'; i++ {
			if raw[i] == '\\' {
				if i++; i < len(raw) && raw[i] == 'u' {
					i += 4
				}
			} else if raw[i]&0xc0 == 0x80 {
				continue // within a character
			}
			n++
		}
		most = max(most, n)
	}
	return most
}

// enter waits for a place to do heavy work. It is given back when the answer is
// written, or at the end of the call.
func (c *call) enter(kind gate.Kind, weight int64) error {
	if c.face.Gate == nil {
		return nil
	}
	leave, err := c.face.Gate.Enter(c.r.Context(), int64(c.actor.Account), kind, weight)
	if err == nil {
		c.leaves = append(c.leaves, leave)
	}
	return err
}

func (c *call) leave() {
	for _, leave := range c.leaves {
		leave()
	}
	c.leaves = nil
}

// spool takes a body to the disk, at most so many bytes and one more. Who sends it
// slowly holds a place among those who upload, and no other.
func (c *call) spool(r io.Reader, most int64) (f *blob.Temp, size int64, err error) {
	if err := c.enter(gate.Upload, 0); err != nil {
		return nil, 0, err
	}
	defer c.leave()
	if f, err = c.face.Files.Temp(); err != nil {
		return nil, 0, err
	}
	disk := &kept{to: f}
	if size, err = io.Copy(disk, io.LimitReader(r, most+1)); err != nil && disk.err == nil {
		err = fmt.Errorf("%w: %w", errSent, err)
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if blob.Full(err) {
		err = text.Refuse(text.Full, "fault.disk-full")
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, size, nil
}

// errSent says that a body could not be read: whatever else goes wrong is ours.
var errSent = errors.New("the body cannot be read")

// kept remembers that it was the disk that failed, and not who sends.
type kept struct {
	to  io.Writer
	err error
}

func (k *kept) Write(b []byte) (n int, err error) {
	n, err = k.to.Write(b)
	k.err = err
	return n, err
}

// describedLimit is what the document says of a text parameter.
func (p asked) describedLimit() *int {
	k := p.kind
	if k.Kind() == reflect.Slice {
		k = k.Elem()
	}
	if k.Kind() != reflect.String {
		return nil
	}
	n := p.most()
	return &n
}

// heavy says whether an operation may be told to come back later.
func (o operation) heavy() bool {
	return o.file || o.files || o.media != "" && o.method == http.MethodGet
}
