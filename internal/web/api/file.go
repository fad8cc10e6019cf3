package api

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/kind"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
)

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// fileQuery names a file that is the body itself.
type fileQuery struct {
	Phase string `query:"phase" enum:"before,after" doc:"Shows how it was (before), or that it was put right (after, when nothing is said)."`
	Name  string `query:"name" maxLength:"255" doc:"Name of the file, when it is the body itself."`
}

func fileOperations() []operation {
	attach := func(id, path string, may access.Verb, tag string, f func(*call) error) operation {
		return operation{id: id, method: http.MethodPost, path: path, may: may, tag: tag,
			summary: "Attach a file as evidence",
			query:   reflect.TypeFor[fileQuery](), answer: reflect.TypeFor[Receipt](), made: true, file: true, handle: f}
	}
	return []operation{
		attach("attachToOrder", "/orders/{id}/evidence", "order.attach", "orders", attachToOrder),
		attach("attachToProblem", "/problems/{id}/evidence", "problem.attach", "problems", attachToProblem),
		// A file belongs to a matter; its handler asks for the right to see that one.
		{id: "getEvidence", method: http.MethodGet, path: "/evidence/{id}", may: "county.see", tag: "files",
			summary: "The bytes of one file", handle: getEvidence},
	}
}

func attachToOrder(c *call) error {
	o, found, err := c.face.Read.Order(c.r.Context(), c.id())
	if err != nil {
		return err
	}
	if err := c.see("order.attach", found, o.Object(order.Nobody)); err != nil {
		return err
	}
	return c.attach(func(ctx context.Context, e evidence.Evidence) (act.Receipt, error) {
		return c.face.Orders.Attach(ctx, c.command(), c.id(), e)
	})
}

func attachToProblem(c *call) error {
	p, found, err := c.face.Read.Problem(c.r.Context(), c.id())
	if err != nil {
		return err
	}
	if err := c.see("problem.attach", found, p.Object()); err != nil {
		return err
	}
	return c.attach(func(ctx context.Context, e evidence.Evidence) (act.Receipt, error) {
		return c.face.Problems.Attach(ctx, c.command(), c.id(), e)
	})
}

// attach stores the file, which the actor was already found to be allowed, and
// then performs the command that names it.
func (c *call) attach(f func(context.Context, evidence.Evidence) (act.Receipt, error)) error {
	if err := c.keyFits(); err != nil {
		return err
	}
	var q fileQuery
	if err := c.query(askedOf(reflect.TypeFor[fileQuery]()), reflect.ValueOf(&q).Elem()); err != nil {
		return err
	}
	name, body, err := c.file()
	if err != nil {
		return err
	}
	if err := c.enter(gate.Upload, 0); err != nil {
		return err
	}
	e, err := c.face.Files.Put(c.r.Context(), body, name, evidence.SizeMost)
	c.leave()
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return text.Refused(text.TooLarge, "evidence.too-large", "most", evidence.SizeMost>>20)
	} else if err != nil {
		return err
	}
	e.Phase = evidence.Phase(q.Phase)
	r, err := f(c.r.Context(), e)
	if err != nil {
		return err
	}
	return c.receipt(r)
}

// nameMost is how many bytes the name of a file in a form may have.
const nameMost = 600

// file finds the file in the request: the body itself with its name in the
// address, or the part "file" of a form.
func (c *call) file() (name string, body io.Reader, err error) {
	// A form's frame takes some bytes of its own.
	c.r.Body = http.MaxBytesReader(c.w, c.r.Body, evidence.SizeMost+64<<10)
	unreadable := text.InputErrors{{Field: "file", Message: text.M("input.unreadable")}}
	if kind, _, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		m := &gate.Meter{ReadCloser: c.r.Body}
		c.r.Body = m
		form, err := c.r.MultipartReader()
		if err != nil {
			return "", nil, unreadable
		}
		for {
			m.Between()
			part, err := form.NextPart()
			if err == io.EOF {
				return "", nil, text.InputErrors{{Field: "file", Message: text.M("input.required")}}
			} else if err != nil {
				return "", nil, unreadable
			}
			if part.FormName() == "file" {
				m.Within()
				name, ok := part.FileName(), false
				if len(name) <= nameMost {
					name, ok = filename.Sent(name)
				}
				if !ok {
					return "", nil, text.InputErrors{{Field: "file", Message: text.M("blob.name")}}
				}
				return name, part, nil
			}
		}
	}
	if name = strings.TrimSpace(c.r.URL.Query().Get("name")); name == "" {
		return "", nil, text.InputErrors{{Field: "name", Message: text.M("input.required")}}
	}
	name, ok := filename.Sent(name)
	if !ok {
		return "", nil, text.InputErrors{{Field: "name", Message: text.M("blob.name")}}
	}
	return name, c.r.Body, nil
}

func getEvidence(c *call) error {
	ctx := c.r.Context()
	e, found, err := c.face.Read.EvidenceFile(ctx, c.id())
	if err != nil {
		return err
	}
	if !found || e.Removed() {
		return missing()
	}
	if err := c.seeBearer(ctx, e.Matter); err != nil {
		return err
	}
	f, err := c.face.Files.Open(e.Digest)
	if err != nil {
		return err
	}
	defer f.Close()
	h := c.w.Header()
	h.Set("Content-Type", e.Type)
	h.Set("Content-Disposition", filename.Attachment(e.Name, "evidence-"+e.ID.String()))
	h.Set("ETag", `"`+hexOf(e.Digest)+`"`)
	c.wrote = true
	http.ServeContent(c.w, c.r, "", e.At.Time(), f)
	return nil
}

// asking is what the declarations of kinds may need of this call.
func (c *call) asking() kind.Asking { return kind.Asking{Jurisdiction: c.actor.Jurisdiction} }

// seeRef checks the right to see what an entry is about.
func (c *call) seeRef(ctx context.Context, r ref.Ref) error {
	see, found, o, err := c.face.Kinds.Object(ctx, c.asking(), r)
	if err != nil {
		return err
	}
	return c.see(see, found, o)
}

// seeBearer checks the right to see what a file is evidence for.
func (c *call) seeBearer(ctx context.Context, r ref.Ref) error {
	see, found, o, err := c.face.Kinds.Bearer(ctx, c.asking(), r)
	if err != nil {
		return err
	}
	return c.see(see, found, o)
}
