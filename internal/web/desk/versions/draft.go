package versions

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/exchange"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
)

// faultsShown is how many faults a page lists; the others are counted [D].
const faultsShown = 50

// drafting is what is said of a text while it is written.
type drafting struct {
	page.View
	V    *desk.Visit
	Read bool // false: it is too long or misnamed, which the form says
	R    policy.Reviewed
	Same []string // the files that are as in the version it was begun from
	Told bool     // the summary of errors lists the faults
}

// reviewed reads a text as it stands.
func reviewed(v *desk.Visit, files []version.File) (d drafting, err error) {
	d = drafting{View: v.View(v.P.T("policy.version.new")), V: v}
	if version.Bounded(files) != nil {
		return d, nil
	}
	texts, size := map[string]string{}, 0
	for _, f := range version.Tidy(files) {
		texts[f.Name] = f.Text
		size += len(f.Text)
	}
	if err := v.Enter(gate.Rules, int64(size)*policy.ReadWeight); err != nil {
		return d, err
	}
	d.R, d.Read = policy.Review(texts), true
	v.Leave()
	return d, nil
}

// check answers the script of the form: what it brings is laid over the text of the version it was begun from.
func check(v *desk.Visit) error {
	if err := v.See("policy.change", true, own(v)); err != nil {
		return err
	}
	files := typed(v.R.PostForm)
	if v.R.PostForm.Has("base-id") {
		beside, err := begun(v)
		if err != nil {
			return err
		}
		for _, name := range v.R.PostForm["file"] { // one that was emptied is left out
			if v.R.PostForm.Get(name) == "" {
				files = append(files, version.File{Name: name})
			}
		}
		files = version.Laid(files, beside)
	}
	if err := version.Bounded(files); err != nil {
		return err
	}
	d, err := reviewed(v, files)
	if err != nil {
		return err
	}
	return v.Page(200, said(d))
}

// begun is the text of the version that the form was begun from; nothing where it does not say.
func begun(v *desk.Visit) ([]version.File, error) {
	if !v.R.PostForm.Has("base-id") {
		return nil, nil
	}
	p, err := read(v)
	if err != nil {
		return nil, err
	}
	x, ok := version.Find(p.all, v.FormID("base-id"))
	if !ok {
		return nil, desk.Missing()
	}
	return v.Desk.Versions.Text(v.R.Context(), x)
}

// same are the files that say what others of the same name say.
func same(files, others []version.File) (out []string) {
	others = version.Tidy(others)
	for _, f := range version.Tidy(files) {
		if slices.Contains(others, f) {
			out = append(out, f.Name)
		}
	}
	return out
}

// pack is the pack whose words and facts are offered: that of the text where it is sound.
func (d drafting) pack() *policy.Pack {
	if d.R.Pack != nil {
		return d.R.Pack
	}
	return d.V.Desk.Policy
}

func (d drafting) speech() exchange.Speech {
	return exchange.Speech{P: d.P, Pack: d.pack(), Day: d.V.Today()}
}

// faults are those that are listed.
func (d drafting) faults() []policy.Placed { return d.R.Faults[:min(len(d.R.Faults), faultsShown)] }

// says is how the text stands.
func (d drafting) says() string {
	switch n := len(d.R.Faults); {
	case !d.Read:
		return d.P.T("policy.draft.unread")
	case n > 0:
		return d.P.T("policy.draft.faults", "n", n)
	}
	return d.P.T("policy.draft.sound")
}

// fault is a fault with its place in a sentence.
func (d drafting) fault(f policy.Placed) string {
	if f.Column > 0 {
		return d.P.T("version.fault.at", "place", f.Place(), "column", f.Column, "say", f.Fault)
	}
	return d.P.T("version.fault", "place", f.Place(), "say", f.Fault)
}

// sums are what the first levels of the schemes come to.
func (d drafting) sums() (out []page.Fact) {
	for _, s := range d.R.Schemes {
		f := page.Fact{Label: d.called(s), Value: d.P.T("policy.draft.sum", "sum", d.P.Fixed(s.Sum, 2))}
		switch {
		case s.Sum < scheme.Full:
			f.Note = d.P.T("policy.draft.less", "points", d.P.Fixed(scheme.Full-s.Sum, 2))
		case s.Sum > scheme.Full:
			f.Note = d.P.T("policy.draft.more", "points", d.P.Fixed(s.Sum-scheme.Full, 2))
		}
		out = append(out, f)
	}
	return out
}

// called is what a scheme is called in its text.
func (d drafting) called(s policy.Draft) string {
	if d.P.Chinese() || s.En == "" {
		return s.Zh
	}
	return s.En
}

func (d drafting) cols(s policy.Draft) page.List {
	return page.List{Caption: d.called(s), Cols: []page.Col{{Label: d.P.T("score.col.indicator"), Width: "wide"},
		{Label: d.P.T("score.col.points"), Num: true}, {Label: d.P.T("policy.field.i-source")},
		{Label: d.P.T("policy.field.i-rule"), Width: "wide"}, {Label: d.P.T("policy.row.change"), Hidden: true}}}
}

func (d drafting) name(x policy.DraftLine) string {
	if d.P.Chinese() || x.En == "" {
		return x.No + " " + x.Zh
	}
	return x.No + " " + x.En
}

// source is where the points of an indicator come from; "" of one with others below it.
func (d drafting) source(x scheme.Source) string {
	if x == "" {
		return ""
	}
	return d.P.T("policy.source." + string(x))
}

// rowFields are the fields of a row by the columns that they write.
var rowFields = map[string]string{"办法": "i-scheme", "编号": "i-no", "中文": "i-zh", "英文": "i-en", "分值": "i-points",
	"来源": "i-source", "算法": "i-formula", "评分": "i-office", "评分说明": "i-rule", "英文说明": "i-rule-en", "佐证": "i-proof",
	"出处": "i-mark"}

// rowDone says what was done to the text; "" = nothing.
type rowDone struct {
	Key  string
	Line int
}

// edited does what the form asks of a single row of the tree: its fields or its text are changed in the form. asked is
// false where it asks for nothing of the kind.
func edited(form url.Values) (done rowDone, errs text.InputErrors, asked bool) {
	do, open := form.Get("do"), form.Get("open")
	if open == "" && !strings.HasPrefix(do, "row-") {
		return done, nil, false
	}
	file := ""
	for _, name := range form["file"] {
		if policy.HoldsIndicators(form.Get(name)) {
			file = name
			break
		}
	}
	now, line := form.Get(file), lineOf(form.Get("i-line"))
	var err error
	switch {
	case open != "":
		if r, ok := policy.IndicatorAt(now, lineOf(open)); ok {
			fill(form, r)
		} else {
			err = text.InputErrors{{Message: text.M("policy.pen.no-row", "line", lineOf(open))}}
		}
	case do == "row-new":
		fill(form, policy.Row{})
	case do == "row-fact":
		if fact := strings.TrimSpace(form.Get("fact")); fact != "" {
			form.Set("i-formula", strings.TrimSpace(form.Get("i-formula")+" 「"+fact+"」"))
			form.Del("fact")
		}
	case do == "row-put":
		cells := map[string]string{}
		for column, name := range rowFields {
			cells[column] = form.Get(name)
		}
		done.Key = "policy.row.put"
		now, line, err = policy.PutIndicator(now, line, cells)
	case do == "row-remove":
		done.Key, done.Line = "policy.row.removed", line
		if now, err = policy.RemoveIndicator(now, line); err == nil {
			fill(form, policy.Row{})
			line = 0
		}
	case do == "row-up", do == "row-down":
		done.Key = "policy.row.moved"
		if now, line, err = policy.MoveIndicator(now, line, do == "row-down"); err == nil {
			r, _ := policy.IndicatorAt(now, line)
			form.Set("i-no", r.Cells["编号"])
		}
	}
	if wrong, is := err.(text.InputErrors); is {
		for _, e := range wrong {
			if e.Field = rowFields[e.Field]; e.Field == "" {
				e.Field = "i-no"
			}
			errs = append(errs, e)
		}
		return rowDone{}, errs, true
	}
	if done.Key != "" {
		form.Set(file, now)
		if line > 0 {
			form.Set("i-line", strconv.Itoa(line))
			done.Line = line
		}
	}
	return done, nil, true
}

func lineOf(s string) int {
	n, _ := strconv.Atoi(s)
	return max(n, 0)
}

// fill puts a row into the fields.
func fill(form url.Values, r policy.Row) {
	for column, name := range rowFields {
		form.Set(name, r.Cells[column])
	}
	form.Del("i-line")
	if r.Line > 0 {
		form.Set("i-line", strconv.Itoa(r.Line))
	}
}

// row are the fields of a row, with what is wrong with the row as it stands in the text.
type row struct {
	drafting
	Filled page.Filled
	Line   int
	Done   rowDone
	Open   bool
}

func (r row) field(name string) page.Field {
	f := r.Filled.Field(name, r.P.T("policy.field."+name))
	f.Optional = true
	if key := "policy.field." + name + ".hint"; r.P.Has(key) {
		f.Hint = r.P.T(key)
	}
	if f.Error != "" || r.Line == 0 {
		return f
	}
	for _, x := range r.R.Faults {
		if x.File == r.R.Tree && x.Line == r.Line && rowFields[x.Cell] == name {
			f.Error = x.Sentence(r.P.Lang())
			break
		}
	}
	return f
}

func (r row) needed(name string) page.Field {
	f := r.field(name)
	f.Optional = false
	return f
}

// short is a field of one line for a number or a code.
func (r row) short(name string) page.Field {
	f := r.needed(name)
	f.Width = "s"
	return f
}

func (r row) long(name string) page.Field {
	f := r.field(name)
	f.Rows, f.Limit = 3, 600
	return f
}

// schemes are the schemes of the text; what the row says now is among them.
func (r row) schemes() page.Field {
	f := r.needed("i-scheme")
	for _, s := range r.R.Schemes {
		f.Options = append(f.Options, page.Option{Value: s.Code, Label: r.called(s)})
	}
	return with(f)
}

// with has the value of a field among its choices, whatever it is.
func with(f page.Field) page.Field {
	if !slices.ContainsFunc(f.Options, func(o page.Option) bool { return o.Value == f.Value }) {
		f.Options = append([]page.Option{{Value: f.Value, Label: f.Value}}, f.Options...)
	}
	return f
}

func (r row) sources() page.Field {
	f := r.field("i-source")
	f.Options = []page.Option{{Label: r.P.T("policy.source.none")}, {Value: "数据", Label: r.P.T("policy.source.facts")},
		{Value: "评分", Label: r.P.T("policy.source.mark")}, {Value: "测评", Label: r.P.T("policy.source.survey")}}
	return with(f)
}

func (r row) offices() page.Field {
	f := r.field("i-office")
	f.Options = []page.Option{{Label: r.P.T("policy.office.none")}}
	for _, code := range r.pack().Codes(policy.Body) {
		f.Options = append(f.Options, page.Option{Value: code, Label: r.V.Label(policy.Body, code)})
	}
	return with(f)
}

func (r row) marks() page.Field {
	f := r.needed("i-mark")
	if f.Value == "" {
		f.Value = "D"
	}
	for _, m := range []string{"T", "R", "D", "V"} {
		f.Options = append(f.Options, page.Option{Value: m, Label: m + " " + r.P.T("policy.mark."+strings.ToLower(m))})
	}
	return with(f)
}

// about is how a fact is counted, in words.
func (d drafting) about(f policy.FactNamed) string {
	if d.P.Chinese() {
		return f.AboutZh
	}
	return f.En + ": " + f.AboutEn
}
