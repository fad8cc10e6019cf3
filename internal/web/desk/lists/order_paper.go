package lists

import (
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/policy"
	"shuangze/internal/web/desk"
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

// orderNotice is the 督办通知书 as a printed page.
func orderNotice(v *desk.Visit) error {
	o, err := readOrder(v)
	if err != nil {
		return err
	}
	if o.Number.No == 0 {
		return desk.Missing()
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	p := v.P
	body := []string{p.T("notice.opening", "subject", o.Subject), o.Content, p.T("notice.quality", "quality", o.Quality)}
	for i, m := range o.Measures {
		body = append(body, strconv.Itoa(i+1)+". "+m.Text)
	}
	leader, _, _ := person(c, o.Leader)
	handler, _, _ := person(c, o.Handler)
	body = append(body, p.T("notice.due", "due", o.FirstDue, "ack", o.AcknowledgeBy), p.T("notice.people", "leader", leader, "handler", handler))
	return v.Page(200, letterView(letterData{View: v.View(p.T("letter.name.tz") + " " + o.Number.String()), Back: "/orders/" + o.ID.String(), Letter: page.Letter{
		Organ: organ(v, c, o.Side), Number: o.Number.String(), Urgency: urgencyMark(v, o), Title: p.T("letter.name.tz"), Recipient: p.T("letter.to", "unit", c.Name(o.Unit)),
		Body: body, Signer: organ(v, c, o.Side), Date: p.Day(o.IssuedAt.Day()), Copies: copies(v, c, o), Reference: o.Number.String()}}))
}

func urgencyMark(v *desk.Visit, o order.Order) string {
	if o.Urgency == order.Ordinary {
		return ""
	}
	return v.Label(policy.Urgency, string(o.Urgency))
}

func copies(v *desk.Visit, c *bodies.County, o order.Order) string {
	if len(o.Assist) == 0 {
		return ""
	}
	names := make([]string, len(o.Assist))
	for i, u := range o.Assist {
		names[i] = c.Name(u)
	}
	return v.P.List(names)
}

// letterPage is one of the graduated letters as a printed page.
func letterPage(v *desk.Visit) error {
	l, ok, err := v.Desk.Read.Letter(v.R.Context(), v.ID("id"))
	if err != nil {
		return err
	}
	if !ok {
		return desk.Missing()
	}
	o, found, err := v.Desk.Read.Order(v.R.Context(), l.Order)
	if err != nil {
		return err
	}
	if err := v.See("order.see", found, o.Object(0)); err != nil {
		return err
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	series := letterCode(l.Number.Series)
	body := []string{v.P.T("letter.body."+series, "number", o.Number.String(), "subject", o.Subject, "due", l.Due, "final", l.Final, "unit", c.Name(o.Unit))}
	to := v.P.T("letter.to", "unit", c.Name(o.Unit))
	if l.Number.Series == number.Transfer { // to the organ that is competent, not to the unit
		to = v.P.T("letter.to.ys")
	}
	if l.Body != "" {
		body = append(body, l.Body)
	}
	return v.Page(200, letterView(letterData{View: v.View(v.P.T("letter.name."+series) + " " + l.Number.String()), Back: "/orders/" + o.ID.String(), Letter: page.Letter{
		Organ: organ(v, c, o.Side), Number: l.Number.String(), Title: v.P.T("letter.name." + series), Recipient: to,
		Body: body, Signer: organ(v, c, o.Side), Date: v.P.Day(l.At.Day()), Reference: l.Number.String() + " · " + o.Number.String()}}))
}

// letterCode is a series as keys write it.
func letterCode(s number.Series) string { return strings.ToLower(string(s)) }

type letterData struct {
	page.View
	Letter page.Letter
	Back   string
}

// evidenceFile sends a file's bytes, as a download, or an image's preview.
func evidenceFile(v *desk.Visit) error {
	e, ok, err := v.Desk.Read.EvidenceFile(v.R.Context(), v.ID("id"))
	if err != nil {
		return err
	}
	if !ok {
		return desk.Missing()
	}
	o, found, err := v.Desk.Read.Order(v.R.Context(), e.Matter.ID)
	if err != nil {
		return err
	}
	if found {
		err = v.See("order.see", true, o.Object(0))
	} else {
		p, has, perr := v.Desk.Read.Problem(v.R.Context(), e.Matter.ID)
		if perr != nil {
			return perr
		}
		err = v.See("problem.see", has, p.Object())
	}
	if err != nil {
		return err
	}
	f, err := v.Desk.Files.Open(e.Digest)
	if err != nil {
		return err
	}
	defer f.Close()
	h := v.W.Header()
	h.Set("Cache-Control", "private, max-age=3600")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox") // whatever it is, it does nothing
	if v.R.URL.Query().Get("preview") != "" && isImage(e.Type) {
		return preview(v, f)
	}
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": e.Name}))
	http.ServeContent(v.W, v.R, "", time.Time{}, f)
	return nil
}

func preview(v *desk.Visit, f io.ReadSeeker) error {
	small, kind, err := blob.Preview(f, 480)
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", kind)
	_, err = v.W.Write(small)
	return err
}
