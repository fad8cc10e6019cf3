package api

import (
	"bytes"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/letter/dispatch"
	"shuangze/internal/lists/order"
	"shuangze/internal/official"
	"shuangze/internal/paper"
	"shuangze/internal/ref"
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
		issued                 func(*call) (bool, error) // sends what was issued, if it was
	}{
		{"getLetter", "/letters/{id}", "orders", "A letter about an order that went out", "order.see", letterPaper, nil},
		{"getDispatch", "/dispatches/{id}", "dispatches", "An office document: as signed, before that as it reads now",
			"dispatch.see", dispatchPaper, dispatchIssued},
	} {
		for _, as := range []paper.Kind{paper.PDF, paper.DOCX} {
			out = append(out, operation{id: x.id + strings.ToUpper(string(as)), method: http.MethodGet,
				path: x.path + "/as/" + string(as), may: x.may, tag: x.tag, media: as.Media(),
				summary: x.summary + ", as " + strings.ToUpper(string(as)),
				handle: func(c *call) error {
					if err := c.query(nil, reflect.Value{}); err != nil {
						return err
					}
					if x.issued != nil && as == paper.PDF {
						if sent, err := x.issued(c); sent || err != nil {
							return err
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

func letterPaper(c *call) (d official.Document, at when.Instant, err error) {
	l, found, err := c.face.Read.Letter(c.r.Context(), c.id())
	if err != nil {
		return d, 0, err
	}
	var o order.Order
	if found {
		if o, found, err = c.face.Read.Order(c.r.Context(), l.Order); err != nil {
			return d, 0, err
		}
	}
	found = found && l.State == order.Sent && l.Paper.Kept()
	if err := c.see("order.see", found, o.Object(order.Nobody)); err != nil {
		return d, 0, err
	}
	return l.Official(), l.At, nil
}

func dispatchPaper(c *call) (d official.Document, at when.Instant, err error) {
	l, err := c.dispatch()
	if err != nil {
		return d, 0, err
	}
	if l.Frozen != "" {
		return l.Paper(), l.SignedOn.Start(), nil
	}
	k, err := c.county(0)
	if err != nil {
		return d, 0, err
	}
	return dispatch.Kind.Draft(l, k), c.face.Clock(), nil
}

// dispatch is the office document of the address.
func (c *call) dispatch() (*dispatch.Dispatch, error) {
	x, found, err := c.face.Objects.One(c.r.Context(), ref.Dispatch, c.id())
	if err != nil {
		return nil, err
	}
	var o access.Object
	if found {
		o = dispatch.Shape.Object(x)
	}
	l, _ := x.(*dispatch.Dispatch)
	return l, c.see("dispatch.see", found, o)
}

// dispatchIssued sends the bytes that are kept of a document, or will be; false before it was sealed.
func dispatchIssued(c *call) (bool, error) {
	l, err := c.dispatch()
	if err != nil {
		return false, err
	}
	d, at, ok := l.Sheet(c.face.Base)
	if !ok {
		return false, nil
	}
	if kept := l.Kept(); kept != nil {
		f, err := c.face.Files.Open(kept)
		if err != nil {
			return true, err
		}
		defer f.Close()
		b, err := paper.Kept(f, kept)
		if err != nil {
			return true, err
		}
		return true, c.sendBytes(paper.PDF, d, b)
	}
	if err := c.enter(gate.List, paper.Weight); err != nil {
		return true, err
	}
	b, _, err := c.face.Print.Issue(c.r.Context(), d, at.Time())
	c.leave()
	if err != nil {
		return true, err
	}
	return true, c.sendBytes(paper.PDF, d, b)
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
