package api

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"shuangze/internal/act"

	"github.com/danielgtaylor/huma/v2"

	"shuangze/internal/access"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
)

// AttachedFile is one file of an object; its bytes are at /evidence/{id} until it
// is removed.
type AttachedFile struct {
	ID        ref.ID  `json:"id"`
	Name      string  `json:"name"`
	Type      string  `json:"type"`
	Size      int64   `json:"size" doc:"Bytes."`
	Kind      string  `json:"kind" doc:"What it is, one of the words of attaching."`
	Digest    string  `json:"digest" doc:"SHA-256, hexadecimal."`
	By        ref.ID  `json:"by"`
	At        instant `json:"at"`
	RemovedBy ref.ID  `json:"removedBy,omitzero" doc:"Who removed it again; it is handed to nobody any more."`
	RemovedAt instant `json:"removedAt,omitzero"`
	Removal   string  `json:"removal,omitempty" doc:"Why it was removed."`
}

// Attachments are the files of an object, those removed as well.
type Attachments struct {
	Items []AttachedFile `json:"items"`
}

// filesOperation lists the files of an object.
func filesOperation(n *noun.Noun) operation {
	name := exported(n.Word)
	return get("list"+name+"Files", "/"+n.Name+"/{id}/files", n.See, n.Name, "The files attached to one of them",
		func(c *call, _ none) (out Attachments, err error) {
			if _, err := c.object(n); err != nil {
				return out, err
			}
			files, err := c.face.Read.EvidenceOf(c.r.Context(), c.id())
			out.Items = make([]AttachedFile, len(files))
			for i, e := range files {
				out.Items[i] = AttachedFile{e.ID, noun.Shown(c.p, e.Name), e.Type, e.Size, string(e.Phase), hexOf(e.Digest), e.By,
					instant(e.At), e.RemovedBy, instant(e.RemovedAt), noun.Shown(c.p, e.Removal)}
			}
			return out, err
		})
}

// withFiles describes a form that holds JSON and files.
func withFiles(body *huma.Schema) *huma.Schema {
	most := evidence.AtOnce
	bytes := &huma.Schema{Type: "string", Format: "binary"}
	return &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{
		"data": body, "file": {Type: "array", Items: bytes, MaxItems: &most}}}
}

// mayAct asks whether an act on the object of the address is the token's to do.
func (c *call) mayAct(n *noun.Noun, a noun.Act) error {
	v, err := c.object(n)
	if err != nil {
		return err
	}
	return access.May(c.actor, a.Verb, n.Object(v))
}

// bodyWithFiles reads JSON, or a form whose part "data" is the JSON and whose parts
// "file" are files. They are kept as they come; a command then names them.
func (c *call) bodyWithFiles(into any) (out []act.File, err error) {
	if kind, _, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		return nil, c.body(into)
	}
	if err := c.keyFits(); err != nil {
		return nil, err
	}
	if err := c.enter(gate.Upload, 0); err != nil {
		return nil, err
	}
	defer c.leave()
	most := int64(evidence.AtOnce*evidence.SizeMost + bodyMost + 64<<10) // the form's frame takes some of its own
	m := &gate.Meter{ReadCloser: http.MaxBytesReader(c.w, c.r.Body, most)}
	c.r.Body = m
	unreadable := text.InputErrors{{Message: text.M("input.unreadable")}}
	form, err := c.r.MultipartReader()
	if err != nil {
		return nil, unreadable
	}
	for n := 0; ; {
		m.Between()
		part, err := form.NextPart()
		switch {
		case err == io.EOF && n > evidence.AtOnce:
			many := text.M("evidence.too-many", "most", evidence.AtOnce, "n", n)
			return nil, text.InputErrors{{Field: "file", Message: many}}
		case err == io.EOF:
			return out, nil
		case tooBig(err):
			return nil, text.Refused(text.TooLarge, "evidence.too-large", "most", evidence.SizeMost>>20)
		case err != nil:
			return nil, unreadable
		}
		m.Within()
		switch name := part.FormName(); name {
		case "data":
			err = c.data(part, into)
		case "file":
			if n++; n <= evidence.AtOnce {
				var e evidence.Evidence
				e, err = c.keep(part.FileName(), part)
				out = append(out, e.File())
			}
		default:
			name = text.Cut(name, paramMost)
			err = text.InputErrors{{Field: name, Message: text.M("api.unknown-field", "field", name)}}
		}
		if err != nil {
			return nil, err
		}
	}
}

func tooBig(err error) bool {
	var big *http.MaxBytesError
	return errors.As(err, &big)
}

// data reads the JSON of a form.
func (c *call) data(r io.Reader, into any) error {
	b, err := io.ReadAll(io.LimitReader(r, bodyMost+1))
	switch {
	case tooBig(err) || len(b) > bodyMost:
		return tooLarge
	case err != nil:
		return text.InputErrors{{Field: "data", Message: text.M("input.unreadable")}}
	}
	if err := slim(b); err != nil {
		return err
	}
	c.sent(b)
	return decode(b, into)
}

// keep stores one file of a form.
func (c *call) keep(name string, r io.Reader) (e evidence.Evidence, err error) {
	ok := name != "" && len(name) <= nameMost
	if ok {
		name, ok = filename.Sent(name)
	}
	if !ok {
		return e, text.InputErrors{{Field: "file", Message: text.M("blob.name")}}
	}
	e, err = c.face.Files.Put(c.r.Context(), r, name, evidence.SizeMost)
	switch {
	case tooBig(err):
		return e, text.Refused(text.TooLarge, "evidence.too-large", "most", evidence.SizeMost>>20)
	case err == nil && e.Size == 0:
		return e, text.InputErrors{{Field: "file", Message: text.M("evidence.empty", "name", name)}}
	}
	return e, err
}
