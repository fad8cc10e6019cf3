package lists

import (
	"net/http"
	"strconv"

	"shuangze/internal/letter"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/official"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/web/rate"
)

// VerifyRoutes is the one page about letters that needs no sign-in: whoever
// holds a letter may ask whether it is genuine (spec 6.4, 6.6).
func VerifyRoutes() []desk.Route {
	asked := rate.New(rate.Public)
	return []desk.Route{{Pattern: "GET /verify", Public: true,
		Handle: func(v *desk.Visit) error { return verify(v, asked) }}}
}

// verifyData is what the page says. Found holds what is public; Letter and
// Receipt lead further for those who may see the order.
type verifyData struct {
	page.View
	Filled          page.Filled
	Asked           bool
	Found           order.Public
	Dispatch        letter.Value // the code is that of what an office issued
	Kind            string       // the key of what that is called
	Letter, Receipt string
	Often           bool // too many questions: nothing was looked up
}

func verify(v *desk.Visit, asked *rate.Buckets) error {
	d := verifyData{View: v.View(v.P.T("verify.title")), Filled: page.Filled{P: v.P, Values: v.R.URL.Query()}}
	typed := v.R.URL.Query().Get("code")
	if typed == "" {
		return v.Page(http.StatusOK, verifyPage(d))
	}
	if wait, ok := asked.Take(rate.Address(v.R), v.Now); !ok {
		v.W.Header().Set("Retry-After", strconv.FormatInt(wait, 10))
		d.Often = true
		return v.Page(http.StatusTooManyRequests, verifyPage(d))
	}
	d.Asked = true
	if _, ok := official.ParseCode(typed); !ok {
		d.Filled.Errors = text.InputErrors{{Field: "code", Message: text.M("verify.no-code")}}
		return v.Page(http.StatusUnprocessableEntity, verifyPage(d))
	}
	c, err := order.Check(v.R.Context(), v.Desk.Read, typed)
	if err != nil {
		return err
	}
	if d.Found = c.Public(); c.Standing == order.Unknown {
		return verifyDispatch(v, d, typed)
	}
	if c.Standing != order.Unknown && v.Actor.Account != 0 &&
		v.See("order.see", true, c.Order.Object(order.Nobody)) == nil {
		d.Letter = "/letters/" + c.Letter.ID.String()
		if c.Entry != 0 {
			d.Receipt = "/journal/entries/" + strconv.FormatInt(c.Entry, 10) + "/receipt"
		}
	}
	return v.Page(http.StatusOK, verifyPage(d))
}

// verifyDispatch looks for an office document that bears a code.
func verifyDispatch(v *desk.Visit, d verifyData, typed string) error {
	code, _ := official.ParseCode(typed)
	l, ok, err := v.Desk.Read.IssuedByCode(v.R.Context(), code)
	if err != nil {
		return err
	}
	if ok {
		d.Found, d.Dispatch = order.PublicOf(l.Course()), l
		k := v.Desk.Kinds.Of(l.Object().Kind)
		d.Kind = k.Word
		if v.Actor.Account != 0 && v.See(k.See, true, l.Object()) == nil {
			d.Letter = k.At(l.Head().ID)
		}
	}
	return v.Page(http.StatusOK, verifyPage(d))
}

// field is where the code is typed.
func (d verifyData) field() page.Field {
	f := d.Filled.Field("code", d.P.T("verify.code"))
	f.Hint, f.Focus = d.P.T("verify.code.hint"), !d.Asked
	return f
}

func (d verifyData) facts() []page.Fact {
	f := d.Found
	kind := d.P.T("letter.name." + letterCode(number.Series(f.Series)))
	if d.Dispatch != nil {
		kind = d.P.T(d.Kind)
	}
	out := []page.Fact{{Label: d.P.T("verify.kind"), Value: kind}, {Label: d.P.T("verify.document"), Value: f.Document}}
	if f.Number != f.Document {
		out = append(out, page.Fact{Label: d.P.T("verify.number"), Value: f.Number})
	}
	out = append(out, page.Fact{Label: d.P.T("verify.office"), Value: f.Office},
		page.Fact{Label: d.P.T("verify.date"), Value: d.P.Day(f.Day)})
	if f.VoidOn != 0 {
		out = append(out, page.Fact{Label: d.P.T("verify.void-on"), Value: d.P.Day(f.VoidOn)})
	}
	return out
}
