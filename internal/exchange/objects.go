package exchange

import (
	"context"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// knownMost is how many words that would be are named to who wrote another.
const knownMost = 12

// Forms are all tables that are read: those of the registers and lists, and those
// of the nouns on the frame that a table may bring.
func (d Commands) Forms() []sheet.Form {
	out := sheet.Forms()
	for _, n := range d.Nouns {
		if n.Import.Verb != "" {
			out = append(out, FormOf(n))
		}
	}
	return out
}

// FormOf is the table of a noun: a column for each field that somebody types; of what
// nobody types, because acts and rules make it, one for each field.
func FormOf(n *noun.Noun) sheet.Form {
	has := lang.MustLoad().In(lang.Chinese).Has
	return sheet.Fields(n.Name, text.M(n.Word+".list"), append(read(n), n.Import.Only...),
		func(name string) text.Message { return text.M(n.Label(name, has)) }, n.Import.Titles,
		func(name string) bool { return slices.Contains(n.Import.Needs, name) })
}

// read are the fields that a table may say: those that somebody types, the state, by
// which rows of what is over are told, and the number.
func read(n *noun.Noun) field.Fields {
	state, _ := n.Field("state")
	if n.Import.Verb == "" { // what it belongs to pages show: it has no words
		wordless := func(f field.Field) bool { return f.Type == field.AObject || f.Unlisted() }
		return append(slices.DeleteFunc(slices.Clone(n.Fields), wordless), state)
	}
	fields := append(slices.DeleteFunc(n.Fields.Asked(), field.Field.Unlisted), n.Import.More...)
	fields = append(fields, state)
	if n.Series != nil { // taken out with it; a table that comes gives nobody a number
		fields = append(field.Fields{n.Fields.Must(n.Code)}, fields...)
	}
	return fields
}

func (d Commands) noun(kind string) *noun.Noun {
	i := slices.IndexFunc(d.Nouns, func(n *noun.Noun) bool { return n.Name == kind })
	if i < 0 {
		panic("exchange: no noun " + kind) // its form was recognised
	}
	return d.Nouns[i]
}

// finder finds what cells call codes, organs, units and people, in both languages.
func (d Commands) finder(c *bodies.County, n *noun.Noun, day when.Day) sheet.Finder {
	var both []Speech
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		both = append(both, Speech{P: lang.MustLoad().In(l), Pack: d.Policy, Day: day})
	}
	type answer struct {
		code  string
		id    int64
		ok    bool
		known []string
	}
	asked := map[[2]string]answer{} // most rows say what others said
	find := func(f field.Field, words string) (string, int64, bool, []string) {
		plainly := bodies.PlainName(words)
		var known []string
		v := n.New()
		try := func(set func()) bool {
			set()
			for _, s := range both {
				said := s.Said(c, f, v)
				if s.P == both[0].P && len(known) < knownMost {
					known = append(known, said)
				}
				if bodies.PlainName(said) == plainly || strings.EqualFold(said, words) {
					return true
				}
			}
			return false
		}
		switch f.Type {
		case field.ACode:
			for _, code := range f.Choices(n.Tables) {
				if code == words || try(func() { f.SetStr(v, code) }) {
					return code, 0, true, nil
				}
			}
		case field.ABody:
			for _, b := range c.Bodies() {
				if (n.Fits == nil || n.Fits(f.Name, b.Kind)) && try(func() { f.SetNum(v, int64(b.ID)) }) {
					return "", int64(b.ID), true, nil
				}
			}
			if f.Whose { // a sheet names the unit where we ask for its body
				for _, u := range c.Units() {
					b, ok := c.Principal(u)
					if ok && (n.Fits == nil || n.Fits(f.Name, b.Kind)) && bodies.PlainName(c.Name(u)) == plainly {
						return "", int64(b.ID), true, nil
					}
				}
			}
		case field.AUnit:
			for _, u := range c.Units() {
				if try(func() { f.SetNum(v, int64(u)) }) {
					return "", int64(u), true, nil
				}
			}
		case field.APerson:
			var who []ref.ID
			for _, a := range c.Posted() {
				if x, _ := c.Person(a.Person); bodies.PlainName(x.Name) == plainly && !slices.Contains(who, x.ID) {
					who = append(who, x.ID)
				}
			}
			if len(who) == 1 { // of two people of one name nobody is chosen
				return "", int64(who[0]), true, nil
			}
		}
		return "", 0, false, known
	}
	return func(f field.Field, words string) (string, int64, bool, []string) {
		key := [2]string{f.Name, words}
		a, ok := asked[key]
		if !ok {
			a.code, a.id, a.ok, a.known = find(f, words)
			asked[key] = a
		}
		return a.code, a.id, a.ok, a.known
	}
}

// objects does the rows of a table of a noun on the frame: what is new is put on
// record, what is there is written as the row says it, and the same again changes
// nothing. A column that the table has not leaves what it would say as it is.
func (w *work) objects(p *Preview, skip map[sheet.At]bool) error {
	n := p.noun
	county := bodies.Snapshot(w.today, w.state.Rows)
	all, err := w.state.of(n.Of)
	if err != nil {
		return err
	}
	o := objects{work: w, noun: n, county: county, all: slices.Clone(all),
		speech: Speech{P: lang.MustLoad().In(lang.Chinese), Pack: w.desk.Policy, Day: w.today}}
	for _, row := range p.fields {
		if skip[row.At] {
			continue
		}
		whole, err := o.row(p, row, "")
		if err != nil {
			return err
		}
		for _, part := range row.Parts {
			if whole == nil { // it was refused, and its parts with it
				break
			}
			n.Import.Part(part.V.(noun.Value), whole)
			if _, err := o.row(p, part.FieldRow, part.Whose); err != nil {
				return err
			}
		}
	}
	all = o.all
	before := w.state.All
	w.state.All = func(of ref.Kind) ([]noun.Value, error) {
		if of == n.Of {
			return all, nil
		}
		return State{All: before}.of(of)
	}
	return nil
}

// objects is one run over the rows of a noun's table.
type objects struct {
	*work
	noun   *noun.Noun
	county *bodies.County
	speech Speech
	all    []noun.Value // those there are, as the rows so far leave them
}

// row does one row; the object it is about is nil when it was refused. whose is said
// before its name.
func (o *objects) row(p *Preview, row sheet.FieldRow, whose string) (noun.Value, error) {
	n := o.noun
	v := n.New()
	said := row.Said.Asked()
	if code, ok := said.Of(n.Code); ok && code.Empty(row.V) { // a cell without a number takes none away
		said = said.Without(n.Code)
	}
	said.Copy(v, row.V)
	out := Row{At: row.At, What: New, Notes: row.Readings}
	if n.Import.Carry != nil {
		n.Import.Carry(v, row.V.(noun.Value))
	}
	if n.Import.Whose != nil {
		n.Import.Whose(o.county, o.state.Who, v)
	}
	_, out.Name = n.Called(v)
	if whose != "" {
		out.Name = whose + "：" + out.Name
	}
	if s := row.V.(noun.Value).Head().State; s != "" && s != n.States[0] &&
		!slices.Contains(n.Import.States, s) { // what is over is no row of the list
		out.What = Same
		out.add("exchange.over", "state", text.M(n.Word+".state."+s))
		p.note(out)
		return nil, nil
	}
	was := n.Import.Like(v, o.all)
	if was != nil {
		out.Object = n.Ref(was)
		next := n.New()
		n.Fields.Asked().Copy(next, was)
		n.Import.More.Copy(next, was)
		said.Copy(next, v)
		next.Head().ID, next.Head().State = was.Head().ID, was.Head().State
		v = next
		for _, f := range said {
			if _, once := n.Import.Only.Of(f.Name); once { // of it nothing stands that could differ
				continue
			}
			before, after := o.speech.Said(o.county, f, was), o.speech.Said(o.county, f, v)
			if before != after {
				out.Deltas = append(out.Deltas, Delta{Field: f.Name, Before: before, After: after,
					Label: text.M(n.Label(f.Name, o.speech.P.Has))})
			}
		}
		if out.What = Changed; len(out.Deltas) == 0 {
			out.What = Same
			p.note(out)
			return was, nil
		}
	}
	others := o.all
	if was != nil {
		others = slices.DeleteFunc(slices.Clone(o.all), func(x noun.Value) bool { return x == was })
	}
	err := n.Import.Settle(o.county, v, others)
	if err == nil && o.tx != nil {
		if was == nil {
			err = n.Import.Take(o.tx, o.command, v)
		} else {
			err = n.Import.Rewrite(o.tx, o.command, was.Head().ID, v)
		}
	}
	if err != nil {
		if err := p.fail(row.At, out.Name, err); err != nil {
			return nil, err
		}
		return nil, nil
	}
	if was != nil {
		o.all[slices.Index(o.all, was)] = v
	} else {
		if o.tx == nil {
			v.Head().ID = o.mint()
		}
		o.all = append(o.all, v)
	}
	p.note(out)
	return v, nil
}

// of are the objects of a noun that there are.
func (s State) of(of ref.Kind) ([]noun.Value, error) {
	if s.All == nil { // nothing is founded yet
		return nil, nil
	}
	return s.All(of)
}

// Objects reads whole lists of a noun to their end.
type Objects interface {
	Each(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query, yield func(noun.Value) error) error
}

// NounTable is the objects of a query as a table that can be read again.
func NounTable(c *bodies.County, s Speech, n *noun.Noun, from Objects, reach access.Scope, q noun.Query) Table {
	form := FormOf(n)
	asked := read(n)
	keys := []string{sheet.Counter}
	for _, f := range asked {
		keys = append(keys, f.Name)
	}
	head := s.heading(form, keys...)
	for i, f := range asked {
		if f.Type == field.AText {
			head.Columns[i+1].Width = 40
		}
	}
	shown := []int{0}
	for _, name := range n.Columns {
		if at := slices.IndexFunc(asked, func(f field.Field) bool { return f.Name == name }); at >= 0 {
			shown = append(shown, at+1)
		}
	}
	return tableOf(n.Name, n.List, head, func(ctx context.Context, yield func(...any) error) error {
		row := 0
		return from.Each(ctx, n.Of, reach, q, func(v noun.Value) error {
			row++
			cells := []any{row}
			for _, f := range asked {
				switch {
				case f.Type == field.ADay:
					cells = append(cells, when.Day(f.Num(v)))
				case f.Type == field.APoints && !f.Empty(v): // a number, to be added up
					cells = append(cells, sheet.Hundredths(f.Num(v)))
				default:
					cells = append(cells, s.Said(c, f, v))
				}
			}
			return yield(cells...)
		})
	}).onPages(shown...)
}
