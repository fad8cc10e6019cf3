package lists

import (
	"cmp"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/paper"
	"shuangze/internal/policy"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
)

// organ is the office that issues, as its paper names it.
func organ(v *desk.Visit, c *bodies.County, s actor.Side) string {
	kind := bodies.PrincipalOffice
	if s == actor.Supervisory {
		kind = bodies.SupervisoryOffice
	}
	if b, ok := c.Single(kind); ok {
		return b.Name
	}
	return v.Label(policy.Body, string(kind))
}

// orderNotice is the 督办通知书 that was sent about an order, the latest of
// several; before one was sent, a working copy that cannot be taken for it.
func orderNotice(v *desk.Visit) error {
	o, err := readOrder(v)
	if err != nil {
		return err
	}
	if o.Number.No == 0 {
		return desk.Missing()
	}
	sent, err := v.Desk.Read.Letters(v.R.Context(), o.ID)
	if err != nil {
		return err
	}
	if l, ok := notice(sent); ok {
		return showLetter(v, l, o)
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	draft := order.Letter{Number: number.Number{Series: number.Notice}, Due: o.Due, At: o.IssuedAt}
	letter := sheetOf(v.Desk.Orders.Rules.Paper(o, draft, order.NamesOf(c, o)))
	zh := chinese(v)
	letter.Organ, letter.Signer, letter.Title, letter.Number, letter.Reference = "", "", zh.T(
		"letter.no-name"), o.Number.String(), zh.T("letter.copy")
	h, err := history(v, o)
	if err != nil {
		return err
	}
	void(zh, &letter, order.StandingOf(draft, o, h))
	return v.Page(200, letterView(letterData{View: v.View(v.P.T("order.order") + " " + o.Number.String()),
		Back: "/orders/" + o.ID.String(), Letter: letter}))
}

// notice is the latest 督办通知书 among an order's letters.
func notice(sent []order.Letter) (l order.Letter, ok bool) {
	for _, x := range sent {
		if x.Number.Series == number.Notice && x.State == order.Sent {
			l, ok = x, true
		}
	}
	return l, ok
}

// letterPage is one of the graduated letters as a printed page.
func letterPage(v *desk.Visit) error {
	l, o, err := readLetter(v)
	if err != nil {
		return err
	}
	if l.State != order.Sent {
		return showDraft(v, l, o, 200, nil)
	}
	return showLetter(v, l, o)
}

// letterFile is a letter that went out as a file: its words as sent, with its code; as PDF the file that is kept.
func letterFile(v *desk.Visit) error {
	as, err := v.PaperKind()
	if err != nil {
		return err
	}
	l, _, err := readLetter(v)
	if err != nil {
		return err
	}
	s, ok := l.Sheet(v.Desk.Base)
	switch {
	case !ok:
		return desk.Missing()
	case as == paper.PDF:
		return v.SendIssued(s)
	case s.Code != "":
		s.Address = v.CheckAddress(s.Code)
	}
	return v.SendPaper(as, s.Name(), s.Document, s.At)
}

// showLetter shows a letter as it was sent, with its code, and marked when its
// order was withdrawn since.
func showLetter(v *desk.Visit, l order.Letter, o order.Order) error {
	zh, paper := chinese(v), l.Paper
	note := ""
	if !paper.Kept() { // sent before words were kept
		c, err := v.County()
		if err != nil {
			return err
		}
		paper, note = v.Desk.Orders.Rules.Paper(o, l, order.NamesOf(c, o)), zh.T("letter.not-kept")
	}
	letter := sheetOf(paper)
	letter.Title = noun.Shown(zh, letter.Title)
	letter.Number, letter.Reference, letter.Note = cmp.Or(l.Document(), l.Number.String()), l.Number.String()+
		" · "+o.Number.String(), note
	if code, err := v.DayCode(zh); err != nil {
		return err
	} else if code != "" {
		letter.Reference += " · " + code
	}
	if l.Code != "" {
		at := v.CheckAddress(official.ShowCode(l.Code))
		letter.Check = page.LetterCheck{Code: zh.T("letter.code", "code", official.ShowCode(l.Code)),
			Say: zh.T("letter.code.say"), At: at, Label: zh.T("letter.code.qr")}
	}
	h, err := history(v, o)
	if err != nil {
		return err
	}
	void(zh, &letter, order.StandingOf(l, o, h))
	erased, err := v.Erased(l.File)
	if err != nil {
		return err
	}
	title := v.P.T("letter.name."+letterCode(l.Number.Series)) + " " + letter.Number
	d := letterData{View: v.View(title), Back: "/orders/" + o.ID.String(), Letter: letter, ID: l.ID.String(), Key: v.Key(),
		Files: l.Paper.Kept(), Kept: desk.Kept(v.P, l.File, erased),
		MayRead: offers(v, o, l, "read-letter")}
	if l.ReadAt != 0 {
		c, err := v.County()
		if err != nil {
			return err
		}
		who, _ := c.Person(l.Reader)
		d.Read = v.P.T("letter.read", "person", who.Name, "at", l.ReadAt)
	}
	return v.Page(200, letterView(d))
}

// history is read only where something depends on it: a withdrawn order.
func history(v *desk.Visit, o order.Order) ([]trail.Event, error) {
	if o.State != order.Withdrawn {
		return nil, nil
	}
	return v.Acts(o.ID, trail.All, order.Bearing...)
}

// void puts the mark of withdrawal on a letter, with the day and the entry that
// holds the reason.
func void(zh *lang.Phraser, l *page.Letter, c order.Checked) {
	if c.Standing == order.Void {
		l.Void, l.VoidSay = zh.T("letter.void"), zh.T("letter.void.say", "day", c.VoidOn, "n", c.VoidReason)
	}
}

// chinese phrases what stands on paper, which is Chinese for every reader.
func chinese(v *desk.Visit) *lang.Phraser { return v.Desk.Words.In(lang.Chinese) }

func sheetOf(p order.Paper) page.Letter {
	return page.Letter{Organ: p.Organ, Urgency: p.Urgency, Title: p.Title, Recipient: p.To, Body: p.Body, Signer: p.Organ,
		Date: p.Date, Copies: p.Copies}
}

// letterCode is a series as keys write it.
func letterCode(s number.Series) string { return strings.ToLower(string(s)) }

type letterData struct {
	page.View
	Letter  page.Letter
	Back    string
	ID, Key string
	Files   bool // it may be taken as a file
	Kept    []page.Fact
	MayRead bool   // the visitor's unit received it and has not read it
	Read    string // who read it and when
}

// evidenceFile sends a file's bytes, as a download; or an image's preview; or a PDF
// to be shown, in a sandbox in which nothing of it runs.
func evidenceFile(v *desk.Visit) error {
	e, ok, err := v.Desk.Read.EvidenceFile(v.R.Context(), v.ID("id"))
	if err != nil {
		return err
	}
	if !ok || e.Removed() {
		return desk.Missing()
	}
	if err := v.SeeBearer(e.Matter); err != nil {
		return err
	}
	f, err := v.Desk.Files.Open(e.Digest)
	if err != nil {
		return err
	}
	defer f.Close()
	h := v.W.Header()
	// A browser keeps it and asks again each time: the right to see it may have ended.
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+hex.EncodeToString(e.Digest)+`"`)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox") // whatever it is, it does nothing
	if v.R.URL.Query().Get("preview") != "" && isImage(e.Type) {
		tag := `"` + hex.EncodeToString(e.Digest) + `-small"`
		if h.Set("ETag", tag); v.R.Header.Get("If-None-Match") == tag {
			v.W.WriteHeader(http.StatusNotModified)
			return nil
		}
		return preview(v, f, hex.EncodeToString(e.Digest))
	}
	if v.R.URL.Query().Get("show") != "" && e.Type == blob.PDF {
		h.Set("Content-Security-Policy", "sandbox")
		h.Set("Content-Type", blob.PDF)
		h.Set("Content-Disposition", filename.Inline(e.Name, "evidence-"+e.ID.String()))
		http.ServeContent(v.W, v.R, "", time.Time{}, f)
		return nil
	}
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", filename.Attachment(e.Name, "evidence-"+e.ID.String()))
	http.ServeContent(v.W, v.R, "", time.Time{}, f)
	return nil
}

// preview draws a picture, one after the other: what it weighs unpacked is known
// before its turn comes.
func preview(v *desk.Visit, f io.ReadSeeker, digest string) error {
	small, kind, ok := v.Desk.Previews.Kept(digest)
	if !ok {
		weight, err := blob.Weigh(f)
		if err != nil {
			return err
		}
		if err := v.Enter(gate.Picture, weight); err != nil {
			return err
		}
		if small, kind, ok = v.Desk.Previews.Kept(digest); !ok { // drawn while this one waited
			if small, kind, err = blob.Preview(f, 480); err != nil {
				return err
			}
			v.Desk.Previews.Keep(digest, small, kind)
		}
		v.Leave()
	}
	v.W.Header().Set("Content-Type", kind)
	_, err := v.W.Write(small)
	return err
}
