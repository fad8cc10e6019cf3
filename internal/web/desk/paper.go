package desk

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"strconv"

	"shuangze/internal/issued"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/paper"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// PaperKind is the kind of file that the address asks for in {kind}; another is a page that is missing.
func (v *Visit) PaperKind() (paper.Kind, error) {
	k, ok := paper.KindOf(v.R.PathValue("kind"))
	if !ok {
		return "", Missing()
	}
	return k, nil
}

// SendPaper sends an official document as a file, made whole before any of it goes. at is the moment that the file says
// it was made, so that the same document gives the same bytes.
func (v *Visit) SendPaper(as paper.Kind, name string, d official.Document, at when.Instant) error {
	if err := v.Enter(gate.List, paper.Weight); err != nil {
		return err
	}
	var b bytes.Buffer
	err := v.Desk.Print.Write(v.R.Context(), &b, as, d, at.Time())
	v.Leave() // who takes long to read it keeps nobody waiting
	if err != nil {
		return err
	}
	return v.sendPaper(as, name, b.Bytes())
}

func (v *Visit) sendPaper(as paper.Kind, name string, b []byte) error {
	return v.Attach(as.Media(), text.Tidy(name)+"."+string(as), b)
}

// Attach sends bytes as a file to keep.
func (v *Visit) Attach(media, name string, b []byte) error {
	v.Leave()
	h := v.W.Header()
	h.Set("Content-Type", media)
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	h.Set("Content-Disposition", filename.Attachment(name, "document"))
	v.wrote = true
	v.W.WriteHeader(http.StatusOK)
	_, err := v.W.Write(b)
	return err
}

// Kept is what is said of the file that is kept of what was issued; erased is what stands in its place where the law
// took it away (Erased), and its digest is said still.
func Kept(p *lang.Phraser, f issued.File, erased string) []page.Fact {
	switch {
	case f.Pdf == "":
		return []page.Fact{{Label: p.T("paper.issued.pdf"), Value: p.T("paper.issued.soon")}}
	case erased != "":
		return []page.Fact{{Label: p.T("paper.issued.pdf"), Value: f.Pdf},
			{Label: p.T("paper.issued"), Value: noun.Shown(p, erased)}}
	}
	return []page.Fact{{Label: p.T("paper.issued.pdf"), Value: f.Pdf},
		{Label: p.T("paper.issued.certificate"), Value: cmp.Or(f.Certificate, p.T("paper.issued.unsigned"))}}
}

// Shown is a text as the visitor reads it (noun.Shown).
func (v *Visit) Shown(s string) string { return noun.Shown(v.P, s) }

// Erased is what stands in the place of the file that was kept of what was issued, where the law took it away; "" = it
// was not.
func (v *Visit) Erased(f issued.File) (string, error) {
	if f.Pdf == "" {
		return "", nil
	}
	return v.Desk.Read.ErasedFile(v.R.Context(), f.Kept())
}

// ErasedOf are the digests of files of a matter that the law took away, in hex, and what stands in their place.
func (v *Visit) ErasedOf(matter ref.ID) (map[string]string, error) {
	files, err := v.Desk.Read.EvidenceOf(v.R.Context(), matter)
	out := map[string]string{}
	for _, e := range files {
		if e.ErasedAt != 0 {
			out[hex.EncodeToString(e.Digest)] = e.Name
		}
	}
	return out, err
}

// SendIssued sends the PDF of what was issued: the bytes of that digest, which were kept; none = not yet, and they are
// made now as they will be kept.
func (v *Visit) SendIssued(s issued.Sheet) error {
	if s.Kept != nil {
		f, err := v.Desk.Files.Open(s.Kept)
		if errors.Is(err, fs.ErrNotExist) {
			if says, gone := v.Desk.Read.ErasedFile(v.R.Context(), s.Kept); gone == nil && says != "" {
				return text.Refuse(text.Missing, "erasure.file", "says", noun.Shown(v.P, says))
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
		return v.sendPaper(paper.PDF, s.Name(), b)
	}
	if err := v.Enter(gate.List, paper.Weight); err != nil {
		return err
	}
	b, _, err := v.Desk.Print.Issue(v.R.Context(), s.Document, s.At.Time())
	v.Leave()
	if err != nil {
		return err
	}
	return v.sendPaper(paper.PDF, s.Name(), b)
}
