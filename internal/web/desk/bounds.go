package desk

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"shuangze/internal/blob"
	"shuangze/internal/text"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
)

// Everything a request brings has a bound here, before any page looks at it: what
// a page does with a text costs by the character. Rules know their own, smaller
// limits and say them beside the field; these are for what no form of ours sends.
const (
	pathMost   = 500        // bytes of a path
	paramsMost = 100        // of an address
	valueMost  = 200        // characters of one of them
	toMost     = 2000       // bytes of the address to go to after signing in
	fieldsMost = 5000       // of a form: an import asks about as many rows
	listMost   = 1000       // values of one name
	nameMost   = 300        // bytes of a field's name
	fieldMost  = 20_000     // characters of a field
	filesMost  = 6          // that are kept; one more than is taken, so that it can be told
	fileBytes  = 20<<20 + 1 // kept of one file; one more than is taken
)

// searched is the name of what is only searched for: it is cut and not refused.
const searched = "q"

// wide are fields that hold more: a whole form, kept while its author signs in; the rows of a table of people, which the
// act bounds itself.
var wide = []string{"kept", "names"}

// bounded judges an address before anything in it is read. What is only searched
// for is cut, which the page says (View); what is too long otherwise is refused.
func (v *Visit) bounded() error {
	u := v.R.URL
	query := u.RawQuery
	u.RawQuery = "" // until it is judged: the page that says what is wrong reads it too
	if len(u.Path) > pathMost {
		return Missing()
	}
	if strings.Count(query, "&") >= paramsMost {
		return text.InputErrors{{Message: text.M("input.too-many-parts", "most", paramsMost)}}
	}
	values, _ := url.ParseQuery(query)
	for name, list := range values {
		for i, s := range list {
			n, over := text.Over(s, valueMost)
			switch {
			case name == searched:
				s = strings.TrimSpace(s)
				if _, long := text.Over(s, text.QueryMost); long {
					s, v.cut = text.Query(s), true
				}
				list[i] = s
			case name == "to":
				if len(s) > toMost {
					list[i], over = "/", true
				}
			case over:
				return text.InputErrors{{Field: text.Cut(name, 40), Message: text.M("input.address-part", "name",
					text.Cut(text.Tidy(text.Cut(name, 40)), 40), "most", valueMost, "n", n)}}
			}
			if over {
				query = ""
			}
		}
	}
	if v.cut || query == "" {
		query = values.Encode()
	}
	u.RawQuery = readable(query)
	return nil
}

// Upload is a file that came with a form. Its bytes are on the disk, at most one
// more than is taken of any file; Size is what was sent.
type Upload struct {
	Name string
	Size int64
	Body *blob.Temp
}

// Uploads are the files of a field.
func (v *Visit) Uploads(field string) []Upload { return v.uploads[field] }

var (
	errMany       = errors.New("too many fields")
	errUnreadable = errors.New("not readable")
)

// readForm reads a form within its bounds.
func (v *Visit) readForm(files bool) error {
	media, _, _ := mime.ParseMediaType(v.R.Header.Get("Content-Type"))
	most := int64(bodyMost)
	if files && media == "multipart/form-data" {
		most = anonMost
		if v.Actor.Account != 0 {
			most = fileMost
		}
	}
	whole := v.R.Body
	v.R.Body = http.MaxBytesReader(v.W, v.R.Body, most)
	v.R.PostForm = url.Values{}
	v.R.Form = v.R.PostForm
	var err error
	switch media {
	case "application/x-www-form-urlencoded":
		err = v.readFields()
	case "multipart/form-data":
		err = v.readParts()
	}
	v.R.Form = v.R.PostForm
	var big *http.MaxBytesError
	var full *gate.Full
	switch {
	case errors.As(err, &big):
		v.drain(whole)
		return text.Refused(text.TooLarge, "input.body-too-large", "most", big.Limit>>20)
	case errors.As(err, &full):
		v.drain(whole)
		return err
	case blob.Full(err):
		return text.Refuse(text.Full, "fault.disk-full")
	case errors.Is(err, errMany):
		return text.InputErrors{{Message: text.M("input.too-many-parts", "most", fieldsMost)}}
	case errors.Is(err, errUnreadable):
		return text.InputErrors{{Message: text.M("input.unreadable")}}
	case err != nil:
		return err
	}
	return v.judge()
}

// drain reads on: a browser hears the answer only once it has sent everything.
func (v *Visit) drain(body io.Reader) {
	if v.Actor.Account != 0 {
		io.CopyN(io.Discard, body, drain)
	}
}

func (v *Visit) readFields() error {
	b, err := io.ReadAll(v.R.Body)
	if err != nil {
		return asUnreadable(err)
	}
	if bytes.Count(b, []byte("&")) >= fieldsMost {
		return errMany
	}
	if v.R.PostForm, err = url.ParseQuery(string(b)); err != nil {
		return errUnreadable
	}
	return nil
}

// asUnreadable keeps what is told by itself.
func asUnreadable(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) || blob.Full(err) {
		return err
	}
	return errUnreadable
}

// readParts reads a form with files. Fields stay in memory, within what a form
// without files may bring; files go to the disk as they come. Nobody who is not
// signed in has a file kept.
func (v *Visit) readParts() error {
	if v.Actor.Account != 0 {
		leave, err := v.enter(gate.Upload, 0)
		if err != nil {
			return err
		}
		defer leave()
	}
	m := &gate.Meter{ReadCloser: v.R.Body}
	v.R.Body = m
	form, err := v.R.MultipartReader()
	if err != nil {
		return errUnreadable
	}
	words := int64(0)
	for n := 0; ; n++ {
		m.Between()
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return asUnreadable(err)
		}
		m.Within()
		name := part.FormName()
		if n >= listMost || len(name) > nameMost {
			return errMany
		}
		if name == "" {
			continue
		}
		if part.FileName() != "" {
			if err := v.keep(name, part.FileName(), part); err != nil {
				return err
			}
			continue
		}
		b, err := io.ReadAll(io.LimitReader(part, bodyMost-words+1))
		if err != nil {
			return asUnreadable(err)
		}
		if words += int64(len(b)); words > bodyMost {
			return &http.MaxBytesError{Limit: bodyMost}
		}
		v.R.PostForm.Add(name, string(b))
	}
}

// keep takes one file to the disk.
func (v *Visit) keep(field, name string, body io.Reader) error {
	ok := len(name) <= nameMost*2
	if ok {
		name, ok = filename.Sent(name)
	}
	if !ok {
		return text.InputErrors{{Field: "file", Message: text.M("blob.name")}}
	}
	up := Upload{Name: name}
	if v.Actor.Account != 0 && v.Desk.Files != nil && len(v.uploads[field]) < filesMost {
		var err error
		if up.Body, err = v.Desk.Files.Temp(); err != nil {
			return err
		}
		v.closers = append(v.closers, up.Body)
		if up.Size, err = io.Copy(&written{up.Body}, io.LimitReader(body, fileBytes)); err != nil {
			var disk *diskError
			if errors.As(err, &disk) {
				return disk.error
			}
			return asUnreadable(err)
		}
		if _, err := up.Body.Seek(0, io.SeekStart); err != nil {
			return err
		}
	}
	n, err := io.Copy(io.Discard, body)
	if err != nil {
		return asUnreadable(err)
	}
	up.Size += n
	if v.uploads == nil {
		v.uploads = map[string][]Upload{}
	}
	v.uploads[field] = append(v.uploads[field], up)
	return nil
}

// written tells a disk that fails from a sender who does.
type written struct{ w io.Writer }

type diskError struct{ error }

func (w *written) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	if err != nil {
		err = &diskError{err}
	}
	return n, err
}

// judge bounds every field of a form and asks that it is text.
func (v *Visit) judge() error {
	for name, list := range v.R.PostForm {
		if len(name) > nameMost || len(list) > listMost {
			return text.InputErrors{{Message: text.M("input.too-many-parts", "most", listMost)}}
		}
		for _, s := range list {
			if !utf8.ValidString(s) {
				return text.InputErrors{{Message: text.M("input.not-utf8")}}
			}
			if n, over := text.Over(s, fieldMost); over && !slices.Contains(wide, name) {
				return text.InputErrors{{Field: name, Message: text.M("input.field-too-long", "most", fieldMost, "n", n)}}
			}
		}
	}
	return nil
}

// Enter waits for a place to do heavy work (web/gate). It is given back when the
// page is written, by Leave, or at the end of the visit.
func (v *Visit) Enter(kind gate.Kind, weight int64) error {
	leave, err := v.enter(kind, weight)
	if err == nil {
		v.leaves = append(v.leaves, leave)
	}
	return err
}

func (v *Visit) enter(kind gate.Kind, weight int64) (func(), error) {
	if v.Desk.Gate == nil {
		return func() {}, nil
	}
	return v.Desk.Gate.Enter(v.R.Context(), int64(v.Actor.Account), kind, weight)
}

// Leave gives the places back: what is left to do is to send.
func (v *Visit) Leave() {
	for _, leave := range v.leaves {
		leave()
	}
	v.leaves = nil
}

// finish closes what the visit holds.
func (v *Visit) finish() {
	v.Leave()
	for _, c := range v.closers {
		if err := c.Close(); err != nil {
			v.Desk.Log.Error("temporary file", "request", v.Request, "err", err)
		}
	}
}
