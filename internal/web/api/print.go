package api

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/issued"
	"shuangze/internal/letter"
	"shuangze/internal/letter/dispatch"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/paper"
	"shuangze/internal/text"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
	"shuangze/internal/when"
)

// printOperations send what goes out as a file, in each kind of file.
func printOperations() (out []operation) {
	for _, x := range []struct {
		id, path, tag, summary string
		may                    access.Verb
		of                     func(*call) (official.Document, when.Instant, error)
		issued                 func(*call) (issued.Sheet, bool, error) // what is kept; false = not issued yet
	}{
		{"getLetter", "/letters/{id}", "orders", "A letter about an order that went out", "order.see",
			letterPaper, letterSheet},
		{"getDispatch", "/dispatches/{id}", "dispatches", "An office document: as signed, before that as it reads now",
			"dispatch.see", issuedPaper(dispatch.Kind), issuedSheet(dispatch.Kind)},
		{"getCircular", "/circulars/{id}", "circulars", "A circular: as signed, before that as it reads now",
			"circular.see", issuedPaper(circulars.Kind), issuedSheet(circulars.Kind)},
	} {
		for _, as := range []paper.Kind{paper.PDF, paper.DOCX} {
			out = append(out, operation{id: x.id + strings.ToUpper(string(as)), method: http.MethodGet,
				path: x.path + "/as/" + string(as), may: x.may, tag: x.tag, media: as.Media(),
				summary: x.summary + ", as " + strings.ToUpper(string(as)),
				handle: func(c *call) error {
					if err := c.query(nil, reflect.Value{}); err != nil {
						return err
					}
					if as == paper.PDF {
						if s, ok, err := x.issued(c); err != nil {
							return err
						} else if ok {
							return c.sendIssued(s)
						}
					}
					d, at, err := x.of(c)
					if err != nil {
						return err
					}
					if d.Code != "" && c.face.Base != "" {
						d.Address = strings.TrimRight(c.face.Base, "/") + "/verify?code=" + d.Code
					}
					return c.sendPaper(as, d, at)
				}})
		}
	}
	return out
}

func letterPaper(c *call) (official.Document, when.Instant, error) {
	s, _, err := letterSheet(c)
	return s.Document, s.At, err
}

// letterSheet is a letter that went out; one that did not is missing.
func letterSheet(c *call) (s issued.Sheet, ok bool, err error) {
	l, found, err := c.face.Read.Letter(c.r.Context(), c.id())
	if err != nil {
		return s, false, err
	}
	var o order.Order
	if found {
		if o, found, err = c.face.Read.Order(c.r.Context(), l.Order); err != nil {
			return s, false, err
		}
	}
	s, ok = l.Sheet(c.face.Base)
	return s, ok, c.see("order.see", found && ok, o.Object(order.Nobody))
}

// issuedPaper is what an office issued of a kind: as signed, before that as it reads now.
func issuedPaper(k letter.Kind) func(*call) (official.Document, when.Instant, error) {
	return func(c *call) (d official.Document, at when.Instant, err error) {
		x, err := c.issuedOf(k)
		if err != nil {
			return d, 0, err
		}
		if l := x.Course(); l.Frozen != "" {
			return l.Paper(), l.SignedOn.Start(), nil
		}
		county, err := c.county(0)
		if err != nil {
			return d, 0, err
		}
		return k.Draft(x, county), c.face.Clock(), nil
	}
}

// issuedOf is the one of a kind at the address.
func (c *call) issuedOf(k letter.Kind) (letter.Value, error) {
	x, found, err := c.face.Objects.One(c.r.Context(), k.Shape.Of, c.id())
	if err != nil {
		return nil, err
	}
	var o access.Object
	if found {
		o = k.Shape.Object(x)
	}
	l, _ := x.(letter.Value)
	return l, c.see(k.Verb("see"), found, o)
}

// issuedSheet is what is kept of one, or will be; false before it was sealed.
func issuedSheet(k letter.Kind) func(*call) (issued.Sheet, bool, error) {
	return func(c *call) (issued.Sheet, bool, error) {
		x, err := c.issuedOf(k)
		if err != nil {
			return issued.Sheet{}, false, err
		}
		s, ok := x.Course().Sheet(c.face.Base)
		return s, ok, nil
	}
}

// sendIssued sends the bytes that are kept, or those that will be.
func (c *call) sendIssued(s issued.Sheet) error {
	if s.Kept != nil {
		f, err := c.face.Files.Open(s.Kept)
		if errors.Is(err, fs.ErrNotExist) {
			if says, gone := c.face.Read.ErasedFile(c.r.Context(), s.Kept); gone == nil && says != "" {
				return text.Refuse(text.Missing, "erasure.file", "says", noun.Shown(c.p, says))
			}
		}
		if err != nil {
			return err
		}
		defer f.Close()
		b, err := paper.Kept(f, s.Kept)
		if err != nil {
			return err
		}
		return c.sendBytes(paper.PDF, s.Document, b)
	}
	if err := c.enter(gate.List, paper.Weight); err != nil {
		return err
	}
	b, _, err := c.face.Print.Issue(c.r.Context(), s.Document, s.At.Time())
	c.leave()
	if err != nil {
		return err
	}
	return c.sendBytes(paper.PDF, s.Document, b)
}

// sendPaper sends a document, made whole before any of it goes. Where no address of the pages is configured (--base), a
// file that a program fetches has no QR code: which address people reach this house by is not known here.
func (c *call) sendPaper(as paper.Kind, d official.Document, at when.Instant) error {
	if err := c.enter(gate.List, paper.Weight); err != nil {
		return err
	}
	var b bytes.Buffer
	err := c.face.Print.Write(c.r.Context(), &b, as, d, at.Time())
	c.leave()
	if err != nil {
		return err
	}
	return c.sendBytes(as, d, b.Bytes())
}

func (c *call) sendBytes(as paper.Kind, d official.Document, b []byte) error {
	h := c.w.Header()
	h.Set("Content-Type", as.Media())
	h.Set("Content-Length", strconv.Itoa(len(b)))
	h.Set("Content-Disposition", filename.Attachment(
		text.Tidy(d.Number+" "+strings.Join(d.Title, ""))+"."+string(as), "document"))
	c.wrote = true
	_, err := c.w.Write(b)
	return err
}

// shown is a text as the caller reads it (noun.Shown).
func (c *call) shown(s string) string { return noun.Shown(c.p, s) }
