package api

import (
	"cmp"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/bodies/registers"
	"shuangze/internal/exchange"
	"shuangze/internal/field"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The types of a noun on the frame are made of its fields when the API starts, so
// that what serves them, what bounds them and what describes them is what serves,
// bounds and describes every other type here.

// place is a cursor of a noun's list.
type place string

// shapes are the types that stand for a noun.
type shapes struct {
	query, item, list, whole reflect.Type
}

// exported is a field's name in Go.
func exported(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

func member(name string, t reflect.Type, tag string) reflect.StructField {
	return reflect.StructField{Name: exported(name), Type: t, Tag: reflect.StructTag(tag)}
}

// held is a field as JSON has it. given says that it is of what is sent.
func held(n *noun.Noun, f field.Field, given bool) reflect.StructField {
	tag := fmt.Sprintf(`json:"%s`, f.Name)
	if !f.State && (given && !f.Must || f.Type == field.ADay) { // a day that is none is left out
		tag += ",omitzero"
	}
	tag += `"`
	if f.Doc != "" {
		tag += " doc:" + strconv.Quote(f.Doc)
	}
	if own, ok := ownTypes[f.Type]; ok {
		return member(f.Name, own.is, tag+own.tag)
	}
	switch f.Type {
	case field.ALine, field.AText:
		if f.Least > 1 || f.County {
			tag += fmt.Sprintf(` minLength:"%d"`, f.Least)
		}
		if f.Most > 0 {
			tag += fmt.Sprintf(` maxLength:"%d"`, f.Most)
		}
		return member(f.Name, reflect.TypeFor[string](), tag)
	case field.ACode:
		return member(f.Name, reflect.TypeFor[string](), tag+fmt.Sprintf(` codes:"%s"`, codesName(n, f)))
	case field.ADay:
		return member(f.Name, reflect.TypeFor[day](), tag)
	case field.AFlag:
		return member(f.Name, reflect.TypeFor[bool](), tag)
	case field.APoints:
		return member(f.Name, reflect.TypeFor[int64](), tag+` doc:"Hundredths of a point."`)
	case field.ACount, field.AYear:
		return member(f.Name, reflect.TypeFor[int64](), tag)
	}
	return member(f.Name, reflect.TypeFor[ref.ID](), tag)
}

// ownTypes are the types of field that are no text and no number.
var ownTypes = map[field.Type]struct {
	is   reflect.Type
	tag  string
	take func(from reflect.Value, into any)
}{
	measure.Rows: {reflect.TypeFor[[]MatterMeasure](), ` maxItems:"20"`, func(from reflect.Value, into any) {
		*into.(*measure.List) = toDo(from.Interface().([]MatterMeasure))
	}},
	order.DoneMeasures: {reflect.TypeFor[[]int](), "", func(from reflect.Value, into any) {
		*into.(*[]int) = from.Interface().([]int)
	}},
	order.LetterKinds: {reflect.TypeFor[string](), ` codes:"letter"`, func(from reflect.Value, into any) {
		*into.(*number.Series) = number.Series(from.String())
	}},
	registers.SeenRow: {reflect.TypeFor[SeenInput](), "", func(from reflect.Value, into any) {
		*into.(*bodies.Seen) = bodies.Seen(from.Interface().(SeenInput))
	}},
	registers.Below: {reflect.TypeFor[[]ref.ID](), "", takeIDs},
	registers.Staff: {reflect.TypeFor[[]ref.ID](), "", takeIDs},
}

func takeIDs(from reflect.Value, into any) { *into.(*[]ref.ID) = from.Interface().([]ref.ID) }

// SeenInput is the row that a change was thought out on: when it is no longer
// the one in force, the answer is 409. Left out: whatever is in force.
type SeenInput struct {
	Row     ref.ID `json:"row"`
	Version int64  `json:"version"`
}

// codesName names the list of words of a code.
func codesName(n *noun.Noun, f field.Field) string {
	if f.Name == "side" {
		return "side"
	}
	if f.Policy != "" {
		return f.Policy
	}
	return n.Word + "." + f.Name
}

// codesOfNoun adds the words of a noun's codes to those that are known.
func codesOfNoun(codes map[string][]string, n *noun.Noun) {
	add := func(f field.Field) {
		if list := f.Choices(n.Tables); f.Type == field.ACode && len(list) > 0 {
			codes[codesName(n, f)] = list
		}
	}
	state, _ := n.Field("state")
	add(state)
	for _, f := range n.Fields {
		add(f)
	}
	for _, a := range n.Acts {
		for _, f := range a.Fields {
			if _, own := n.Fields.Of(f.Name); !own {
				add(f)
			}
		}
	}
	for _, t := range n.Tabs {
		codes[n.Word+".tab"] = append(codes[n.Word+".tab"], t.Name)
	}
	for _, s := range n.Sorts {
		codes[n.Word+".sort"] = append(codes[n.Word+".sort"], s.Name, "-"+s.Name)
	}
}

func shapesOf(n *noun.Noun) (s shapes) {
	query := []reflect.StructField{
		member("q", reflect.TypeFor[string](), `query:"q" maxLength:"60" doc:"Words that it holds."`),
		member("sort", reflect.TypeFor[string](), fmt.Sprintf(`query:"sort" codes:"%s.sort"`, n.Word)),
		member("after", reflect.TypeFor[place](), `query:"after" doc:"A cursor: next or previous of a page."`),
		member("limit", reflect.TypeFor[int](), `query:"limit"`),
	}
	if len(n.Tabs) > 0 {
		tag := fmt.Sprintf(`query:"tab" codes:"%s.tab" doc:"A view of the list; without one it is all of it."`, n.Word)
		query = append(query, member("tab", reflect.TypeFor[string](), tag))
	}
	for _, name := range n.Asked() {
		f, _ := n.Field(name)
		x := held(n, f, true)
		x.Tag = reflect.StructTag(fmt.Sprintf(`query:"%s"`, name))
		if f.Type == field.ACode {
			x.Tag = reflect.StructTag(fmt.Sprintf(`query:"%s" codes:"%s"`, name, codesName(n, f)))
		}
		query = append(query, x)
	}
	query = append(query, amongAsked(n)...)
	if n.Span != "" {
		tag := fmt.Sprintf(`query:"%s" maxLength:"7" doc:"A year, 2026, or a month, 2026-11, of that day."`, n.Span)
		query = append(query, member(n.Span, reflect.TypeFor[string](), tag))
	}
	s.query = reflect.StructOf(query)
	item := []reflect.StructField{
		member("id", reflect.TypeFor[ref.ID](), `json:"id"`),
		member("version", reflect.TypeFor[int64](), `json:"version" doc:"What was read; a change names it."`),
		member("unit", reflect.TypeFor[ref.ID](), `json:"unit" doc:"Whose it is."`),
		member("side", reflect.TypeFor[string](), `json:"side,omitempty" codes:"side"`),
		member("state", reflect.TypeFor[string](), fmt.Sprintf(`json:"state" codes:"%s.state"`, n.Word)),
		member("madeBy", reflect.TypeFor[ref.ID](), `json:"madeBy"`),
		member("madeAt", reflect.TypeFor[instant](), `json:"madeAt"`),
		member("notes", reflect.TypeFor[[]string](), `json:"notes" doc:"What else is to be known of it today, in words."`),
	}
	for _, f := range n.Fields {
		item = append(item, held(n, f, false))
	}
	course := reflect.StructField{Name: "Course", Type: reflect.TypeFor[Course](), Anonymous: true}
	s.item = reflect.StructOf(item)
	line := s.item
	if !n.Mute {
		line = reflect.StructOf(append(slices.Clone(item), member("comments", reflect.TypeFor[int](),
			`json:"comments,omitempty" doc:"How many comments one may read about it."`)))
	}
	s.whole = reflect.StructOf(append(append(item, saidBesides(n)...), course))
	s.list = reflect.StructOf([]reflect.StructField{
		member("items", reflect.SliceOf(line), `json:"items"`),
		member("next", reflect.TypeFor[string](), `json:"next,omitempty"`),
		member("previous", reflect.TypeFor[string](), `json:"previous,omitempty"`),
		member("count", reflect.TypeFor[int](), `json:"count" doc:"Exact up to 1000."`),
		member("more", reflect.TypeFor[bool](), `json:"more" doc:"There are more than count."`),
	})
	return s
}

// fillItem writes an object into its type.
func (c *call) fillItem(n *noun.Noun, v noun.Value, seen []text.Message, into reflect.Value) {
	b := v.Head()
	into.FieldByName("Id").SetInt(int64(b.ID))
	into.FieldByName("Version").SetInt(b.Version)
	into.FieldByName("Unit").SetInt(int64(b.Unit))
	into.FieldByName("Side").SetString(string(b.Side))
	into.FieldByName("State").SetString(b.State)
	into.FieldByName("MadeBy").SetInt(int64(b.MadeBy))
	into.FieldByName("MadeAt").SetInt(int64(b.MadeAt))
	notes := []string{}
	if n.Notes != nil {
		for _, m := range n.Notes(v, c.today()) {
			notes = append(notes, c.p.Message(m))
		}
	}
	for _, m := range seen {
		notes = append(notes, c.p.Message(m))
	}
	into.FieldByName("Notes").Set(reflect.ValueOf(notes))
	for _, f := range n.Fields {
		at := into.FieldByName(exported(f.Name))
		switch {
		case f.IsText():
			at.SetString(noun.Shown(c.p, f.Str(v)))
		case f.Type == field.AFlag:
			at.SetBool(f.Num(v) != 0)
		default:
			at.SetInt(f.Num(v))
		}
	}
}

// seen are the notes that follow from other objects.
func (c *call) seen(n *noun.Noun, list ...noun.Value) (map[ref.ID][]text.Message, error) {
	if n.Seen == nil {
		return nil, nil
	}
	return n.Seen(c.r.Context(), list, c.today())
}

// nounQuery is the query of a list's address.
func nounQuery(c *call, n *noun.Noun, q reflect.Value) (noun.Query, error) {
	out := noun.Query{Words: q.FieldByName("Q").String(), Sort: n.ParseSort(q.FieldByName("Sort").String()),
		After: noun.ParseCursor(q.FieldByName("After").String()), Limit: int(q.FieldByName("Limit").Int())}
	for _, name := range n.Asked() {
		f, _ := n.Field(name)
		at := q.FieldByName(exported(name))
		if at.IsZero() {
			continue
		}
		x := noun.Cond{Column: f.Column()}
		if f.IsText() {
			x.Text = []string{at.String()}
		} else {
			x.Num = []int64{at.Int()}
		}
		out.Where = append(out.Where, x)
	}
	out.Where = append(out.Where, amongConds(n, q)...)
	for _, t := range n.Tabs {
		if t.Name == q.FieldByName("Tab").String() {
			out.Where = append(out.Where, t.For(c.actor, c.today())...)
		}
	}
	if n.Span == "" {
		return out, nil
	}
	if s := q.FieldByName(exported(n.Span)).String(); s != "" {
		days, ok := when.ParseSpan(s)
		if !ok {
			return out, text.InputErrors{{Field: n.Span, Message: text.M("input.span")}}
		}
		f, _ := n.Field(n.Span)
		out.Where = append(out.Where, noun.Cond{Column: f.Column(), Least: int64(days.From), Below: int64(days.To)})
	}
	return out, nil
}

// nounOperations are the operations of one noun: its list, one of them, what can
// be done, and the list taken out.
func nounOperations(n *noun.Noun) []operation {
	s := shapesOf(n)
	name := exported(n.Word)
	params := askedOf(s.query)
	out := []operation{
		{id: "list" + exported(n.Name), method: http.MethodGet, path: "/" + n.Name, may: n.List, tag: n.Name,
			summary: "The list of " + n.Name + " within one’s reach", query: s.query, answer: s.list,
			named: exported(n.Name),
			handle: func(c *call) error {
				q := reflect.New(s.query).Elem()
				if err := c.query(params, q); err != nil {
					return err
				}
				asked, err := nounQuery(c, n, q)
				if err != nil {
					return err
				}
				p, err := c.face.Objects.Listed(c.r.Context(), n.Of, c.scope(n.See), asked, nil)
				if err != nil {
					return err
				}
				list := reflect.New(s.list).Elem()
				items := reflect.MakeSlice(list.FieldByName("Items").Type(), len(p.Values), len(p.Values))
				seen, err := c.seen(n, p.Values...)
				if err != nil {
					return err
				}
				said, err := c.said(n, p.Values)
				if err != nil {
					return err
				}
				for i, v := range n.AllFor(c.actor, p.Values) {
					c.fillItem(n, v, seen[v.Head().ID], items.Index(i))
					if m := said[v.Head().ID]; m > 0 {
						items.Index(i).FieldByName("Comments").SetInt(int64(m))
					}
				}
				list.FieldByName("Items").Set(items)
				list.FieldByName("Next").SetString(p.Older.String())
				list.FieldByName("Previous").SetString(p.Newer.String())
				list.FieldByName("Count").SetInt(int64(p.Count))
				list.FieldByName("More").SetBool(p.More)
				return c.answer(http.StatusOK, list.Interface())
			}},
		{id: "get" + name, method: http.MethodGet, path: "/" + n.Name + "/{id}", may: n.See, tag: n.Name,
			summary: "One of them, with its history", query: reflect.TypeFor[pastQuery](), answer: s.whole, named: name,
			handle: func(c *call) error {
				var q pastQuery
				if err := c.query(askedOf(reflect.TypeOf(q)), reflect.ValueOf(&q).Elem()); err != nil {
					return err
				}
				v, err := c.object(n)
				if err != nil {
					return err
				}
				acts, err := c.face.Read.History(c.r.Context(), c.id(), q.Before)
				if err != nil {
					return err
				}
				course := Course{c.eventsOf(n.Read(c.actor, v, acts.Events)), acts.Earlier}
				seen, err := c.seen(n, v)
				if err != nil {
					return err
				}
				whole := reflect.New(s.whole).Elem()
				c.fillItem(n, v, seen[v.Head().ID], whole)
				whole.FieldByName("Course").Set(reflect.ValueOf(course))
				if err := c.sayBesides(n, v, whole); err != nil {
					return err
				}
				return c.answer(http.StatusOK, whole.Interface())
			}},
	}
	out = append(out, actOperations(n)...)
	if n.Attach != nil {
		out = append(out, filesOperation(n))
	}
	out = append(out, formOperations(n)...)
	says := exported(n.Name) + " within one’s reach"
	table := func(c *call) (t exchange.Table, err error) {
		k, err := c.county(0)
		if err != nil {
			return t, err
		}
		speech := exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
		from := n.EachFor(c.actor, c.face.Objects)
		return exchange.NounTable(k, speech, n, from, c.scope(n.See), noun.Query{Sort: n.Sorts[0]}), nil
	}
	return append(out, exports("export"+exported(n.Name), n.Name, n.List, says, table)...)
}

// object reads the object of the address, when the token may see it.
func (c *call) object(n *noun.Noun) (noun.Value, error) {
	v, found, err := c.face.Objects.One(c.r.Context(), n.Of, c.id())
	if err != nil {
		return nil, err
	}
	var o access.Object
	if found {
		o = n.Object(v)
	}
	if err := c.see(n.See, found, o); err != nil {
		return nil, err
	}
	return n.For(c.actor, v), nil
}

// actOperations are those of what can be done.
func actOperations(n *noun.Noun) (out []operation) {
	for _, a := range n.Acts {
		if !a.Screen {
			out = append(out, actOperation(n, a))
		}
	}
	return out
}

// actOperation is the operation of an act.
func actOperation(n *noun.Noun, a noun.Act) operation {
	method, path := http.MethodPost, "/"+n.Name
	switch {
	case strings.HasPrefix(a.Path, "/"):
		path = a.Path
	case a.Put:
		method, path = http.MethodPut, path+"/{id}"
	case !a.Makes:
		path += "/{id}/" + cmp.Or(a.Path, a.Name)
	}
	names := strings.Contains(path, "{id}") // what is there already
	op := operation{id: cmp.Or(a.ID, a.Name+exported(n.Word)), method: method, path: path, may: a.Verb,
		tag: cmp.Or(n.Tag, n.Name), summary: a.Summary, answer: reflect.TypeFor[Receipt](), made: !names || a.Made,
		files: a.Files() && n.New != nil}
	if a.New != nil {
		var fs []reflect.StructField
		if a.Guarded {
			const tag = `json:"version" doc:"The version that was read; another one answers 409."`
			fs = append(fs, member("version", reflect.TypeFor[int64](), tag))
		}
		for _, f := range a.Fields {
			if f.Type != field.AFiles { // programs add them before
				fs = append(fs, held(n, f, true))
			}
		}
		op.named = cmp.Or(a.Body, exported(n.Word)+exported(a.Name))
		op.body = body(op.named, fs)
	}
	op.handle = func(c *call) error {
		call := noun.Call{Command: c.command()}
		done, err := c.done()
		if err != nil {
			return err
		}
		if op.files && !a.Makes && !done { // nothing is kept for whom it is not for
			if err := c.mayAct(n, a); err != nil {
				return err
			}
		}
		if op.body != nil {
			body := reflect.New(op.body)
			if op.files {
				call.Files, err = c.bodyWithFiles(body.Interface())
			} else {
				err = c.body(body.Interface())
			}
			if err != nil {
				return err
			}
			call.In = a.New()
			given(a.Fields, body.Elem(), call.In)
			if a.Guarded {
				call.Version = body.Elem().FieldByName("Version").Int()
			}
		}
		switch {
		case a.Row:
			call.Row = c.id()
		case names:
			call.ID = c.id()
		}
		if !a.Makes && n.New != nil { // the rows of any other noun are its own command's to find
			if _, err := c.object(n); err != nil && !done {
				return err
			}
			if a.Guarded && op.body != nil && call.Version == 0 {
				return text.InputErrors{{Field: "version", Message: text.M("input.required")}}
			}
		}
		if call.Command.Asked = c.asked; c.asked == nil {
			call.Command.Asked = &act.Asked{}
		}
		for _, f := range call.Files {
			call.Command.Asked.Files, call.Command.Asked.Bytes = call.Command.Asked.Files+1, call.Command.Asked.Bytes+f.Size
		}
		r, err := a.Do(c.r.Context(), call)
		if err != nil {
			return err
		}
		return c.receipt(r)
	}
	return op
}

// body is the type of what an act takes. Two acts whose bodies have one name have
// one type, and whatever differs makes another.
func body(name string, fs []reflect.StructField) reflect.Type {
	if name == "ReasonInput" { // a letter that is not sent has it too
		return reflect.TypeFor[ReasonInput]()
	}
	fs[0].Tag += reflect.StructTag(fmt.Sprintf(` of:"%s"`, name))
	return reflect.StructOf(fs)
}
