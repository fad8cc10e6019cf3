package exchange

import (
	"slices"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// roll indexes what rows of people need, so that a roll of thousands does not
// build the whole register once per row.
type roll struct {
	w       *work
	units   map[string][]ref.ID
	unit    map[ref.ID]bodies.Unit
	facts   map[ref.ID][]bodies.UnitFacts
	bodies  map[ref.ID][]bodies.Body
	posts   map[ref.ID][]bodies.Appointment // by unit
	persons map[ref.ID]bodies.Person
	named   map[string][]ref.ID
	rows    bodies.Rows
	acting  actingMarks
}

func (w *work) roll() *roll {
	r := &roll{w: w, units: unitNames(bodies.Snapshot(w.today, w.state.Rows)), unit: map[ref.ID]bodies.Unit{},
		facts:  map[ref.ID][]bodies.UnitFacts{},
		bodies: map[ref.ID][]bodies.Body{}, posts: map[ref.ID][]bodies.Appointment{}, persons: map[ref.ID]bodies.Person{},
		named:  map[string][]ref.ID{},
		acting: marksOfActing(w.desk.Policy, w.today)}
	for _, u := range w.state.Rows.Units {
		r.unit[u.ID] = u
	}
	for _, f := range w.state.Rows.Facts {
		r.facts[f.Unit] = append(r.facts[f.Unit], f)
	}
	for _, b := range w.state.Rows.Bodies {
		r.bodies[b.Unit] = append(r.bodies[b.Unit], b)
	}
	for _, a := range w.state.Rows.Appointments {
		r.posts[a.Unit] = append(r.posts[a.Unit], a)
	}
	for _, p := range w.state.Rows.Persons {
		r.keep(p)
	}
	return r
}

func (r *roll) keep(p bodies.Person) {
	if _, known := r.persons[p.ID]; !known {
		k := bodies.PlainName(p.Name)
		r.named[k] = append(r.named[k], p.ID)
	}
	r.persons[p.ID] = p
}

// people adds persons and their posts.
func (w *work) people(p *Preview, skip map[sheet.At]bool) error {
	r := w.roll()
	for _, row := range p.people {
		if skip[row.At] {
			continue
		}
		out, ask, err := r.person(row)
		switch {
		case err != nil:
			if err := p.fail(row.At, row.Name, err); err != nil {
				return err
			}
		case ask != nil:
			p.Ask = append(p.Ask, *ask)
			p.note(Row{At: row.At, Name: row.Name, What: Asked, Notes: row.Readings})
		default:
			p.note(out)
		}
	}
	if w.tx == nil {
		next := w.state.Rows
		next.Persons, next.Appointments = nil, nil
		for _, x := range w.state.Rows.Persons {
			next.Persons = append(next.Persons, r.persons[x.ID])
		}
		next.Persons = append(next.Persons, r.rows.Persons...)
		for _, u := range w.state.Rows.Units {
			next.Appointments = append(next.Appointments, r.posts[u.ID]...)
		}
		next.Appointments = append(next.Appointments, r.posts[0]...)
		w.state.Rows = next
	}
	return nil
}

// person does one row.
func (r *roll) person(row sheet.PersonRow) (Row, *Question, error) {
	out := Row{At: row.At, Name: row.Name, What: Same, Notes: row.Readings}
	found := r.units[bodies.PlainName(row.Unit)]
	if len(found) != 1 {
		key := "sheet.unit.unknown"
		if len(found) > 1 {
			key = "exchange.two-units"
		}
		return out, nil, text.Refuse(text.Conflict, key, "value", row.Unit, "name", row.Unit)
	}
	unit, birth := found[0], ""
	if row.Born.Year > 0 {
		birth = row.Born.String()
	}
	id, ask := r.match(row, birth, unit)
	if ask != nil {
		return out, ask, nil
	}
	var before bodies.Person
	if id == 0 {
		ch, err := bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: row.Name, Gender: row.Gender, Birth: birth},
			Namesake: true}.
			Do(bodies.NewRegister(bodies.Rows{}), r.w.mint)
		if err != nil {
			return out, nil, err
		}
		out.What = New
		before = ch.Persons[0]
		id = before.ID
		k := r.posting(row, id, unit)
		if _, err := k.Do(r.small(unit, before), r.w.mint); err != nil {
			return out, nil, err // the post cannot be given: the person is not added either
		}
		r.rows.Persons = append(r.rows.Persons, before)
		r.keep(before)
		if err := r.w.save("person.change", "person.added.v1", ref.Ref{Kind: ref.Person, ID: id}, ch); err != nil {
			return out, nil, err
		}
	} else if before = r.persons[id]; before.Birth == "" && birth != "" || before.Gender == "" && row.Gender != "" {
		facts := bodies.PersonFacts{Name: before.Name, Gender: or(before.Gender, row.Gender), Birth: or(before.Birth, birth),
			Pinyin:    before.Pinyin,
			Ethnicity: before.Ethnicity, Native: before.Native, Education: before.Education, WorkSince: before.WorkSince,
			PartySince: before.PartySince}
		ch, err := bodies.EditPerson{Person: id,
			PersonFacts: facts}.Do(bodies.NewRegister(bodies.Rows{Persons: []bodies.Person{before}}), r.w.mint)
		if err != nil {
			return out, nil, err
		}
		var changed deltas
		changed.add("gender", "", before.Gender, ch.Persons[0].Gender)
		changed.add("born", "", before.Birth, ch.Persons[0].Birth)
		before, out.What, out.Deltas = ch.Persons[0], Changed, changed
		r.keep(before)
		if err := r.w.save("person.change", "person.corrected.v1", ref.Ref{Kind: ref.Person, ID: id}, ch); err != nil {
			return out, nil, err
		}
	}
	out.Object = ref.Ref{Kind: ref.Person, ID: id}
	if row.Gender != "" && row.Gender != before.Gender {
		out.add("exchange.gender-stays")
	}
	k := r.posting(row, id, unit)
	if row.Since != 0 && k.From > row.Since {
		out.add("exchange.since-moved", "day", row.Since, "to", k.From)
	}
	changed, err := r.appoint(row, before, unit)
	if len(changed) == 1 && changed[0].Field == "post" && changed[0].Before == "" { // a post that was not there
		if row.Since == 0 {
			out.add("exchange.silent.since", "day", k.From)
		}
		if row.Level == "" {
			out.add("exchange.silent.level")
		}
	}
	if len(changed) > 0 && out.What != New {
		out.What, out.Deltas = Changed, append(out.Deltas, changed...)
	}
	return out, nil, err
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// match finds whom the row means: the name must be the same and a birth month
// known on both sides too; of several, confirmed births and then holders of a
// post in the unit go first. Two who are left, one for whom nothing but the name
// speaks, and one of the same birth month who serves in another unit, are asked
// about.
func (r *roll) match(row sheet.PersonRow, birth string, unit ref.ID) (ref.ID, *Question) {
	if c, ok := r.w.choices[row.At]; ok {
		if c == NewPerson {
			return 0, nil
		}
		if _, known := r.persons[c]; known {
			return c, nil
		}
	}
	var fit []ref.ID
	for _, id := range r.named[bodies.PlainName(row.Name)] {
		if p := r.persons[id]; birth == "" || p.Birth == "" || p.Birth == birth {
			fit = append(fit, id)
		}
	}
	here := func(id ref.ID) bool {
		for _, a := range r.posts[unit] {
			if a.Person == id && a.Period.Holds(r.w.today) {
				return true
			}
		}
		return false
	}
	born := func(id ref.ID) bool { return birth != "" && r.persons[id].Birth == birth }
	for _, sign := range []func(ref.ID) bool{born, here} {
		if len(fit) > 1 {
			if some := keep(fit, sign); len(some) > 0 {
				fit = some
			}
		}
	}
	if len(fit) == 0 {
		return 0, nil
	}
	serves := func(id ref.ID) bool {
		for _, list := range r.posts {
			if slices.ContainsFunc(list, func(a bodies.Appointment) bool {
				return a.Person == id &&
					a.Period.Holds(r.w.today)
			}) {
				return true
			}
		}
		return false
	}
	if len(fit) == 1 && (here(fit[0]) || born(fit[0]) && !serves(fit[0])) {
		return fit[0], nil
	}
	q := &Question{At: row.At, Name: row.Name, Asks: "exchange.two-people", Notes: row.Readings}
	if len(fit) == 1 {
		q.Asks = "exchange.weak-person"
		if born(fit[0]) {
			q.Asks = "exchange.elsewhere-person"
		}
	}
	for _, id := range fit {
		p := r.persons[id]
		c := Candidate{Person: id, Name: p.Name, Birth: p.Birth}
		for _, list := range r.posts {
			for _, a := range list {
				if a.Person == id && a.Period.Holds(r.w.today) {
					c.Posts = append(c.Posts, a.Title)
				}
			}
		}
		q.Candidates = append(q.Candidates, c)
	}
	return 0, q
}

func keep(in []ref.ID, sign func(ref.ID) bool) []ref.ID {
	var out []ref.ID
	for _, id := range in {
		if sign(id) {
			out = append(out, id)
		}
	}
	return out
}

// sole are the posts that one person at a time may hold; only these of other
// people stand in the way of an appointment.
var sole = func() map[bodies.Post]bool {
	m := map[bodies.Post]bool{bodies.Acting: true, bodies.Chief: true}
	for _, k := range bodies.BodyKinds {
		m[k.First()] = true
	}
	return m
}()

// small is a register with just what one appointment in the unit rests on, so
// that a unit of thousands costs no more than one of ten.
func (r *roll) small(unit ref.ID, p bodies.Person) *bodies.Register {
	rows := bodies.Rows{Units: []bodies.Unit{r.unit[unit]}, Facts: r.facts[unit], Bodies: r.bodies[unit],
		Persons: []bodies.Person{p}}
	for _, a := range r.posts[unit] {
		switch {
		case a.Person == p.ID:
		case sole[a.Post]:
			rows.Persons = append(rows.Persons, r.persons[a.Person])
		default:
			continue
		}
		rows.Appointments = append(rows.Appointments, a)
	}
	return bodies.NewRegister(rows)
}

// posting reads what a row appoints to. A post of the Party that names a body
// of the unit is a post of that body; otherwise the level of responsibility
// says what the post is to the rule. That somebody acts stands in the words or in
// the note.
func (r *roll) posting(row sheet.PersonRow, person, unit ref.ID) bodies.Appoint {
	k := bodies.Appoint{Person: person, Unit: unit, Title: or(row.Post, or(row.Party, row.Unit)),
		Level: bodies.Level(row.Level), Portfolio: row.Portfolio,
		PartyTitle: row.Party, From: row.Since}
	if k.Level == "" {
		k.Level = bodies.Staff
	}
	from := r.unit[unit].When.From
	if kind, post := partyPost(or(row.Party, row.Post)); post != "" {
		for _, b := range r.bodies[unit] {
			if b.Kind == kind && b.Period.Holds(r.w.today) {
				k.Body, k.Post, from = b.ID, post, b.Period.From
			}
		}
	}
	if kind, paper, marked := r.acting.read(row.Note); marked { // where one acts goes by the mark, not by the words
		k.Body, k.Post, k.Document, from = 0, bodies.Acting, paper, r.unit[unit].When.From
		for _, b := range r.bodies[unit] {
			if b.Kind == kind && b.Period.Holds(r.w.today) {
				k.Body, from = b.ID, b.Period.From
			}
		}
	} else if strings.Contains(row.Post+row.Party, "主持工作") {
		k.Post, k.Document = bodies.Acting, row.Note
	}
	if k.Post == "" {
		switch k.Level {
		case bodies.Lead:
			k.Post = bodies.Chief
		case bodies.Deputy, bodies.Member:
			k.Post = bodies.TeamMember
		default:
			k.Post = bodies.StaffPost
			if strings.Contains(row.Post+row.Note, clerk(lang.Chinese)) || strings.Contains(row.Note, clerk(lang.English)) {
				k.Post = bodies.Clerk
			}
		}
	}
	if k.From == 0 {
		k.From = r.w.today
	}
	// A roll may date a post before the body or unit in its present form.
	k.From = max(k.From, from)
	return k
}

// partyPost reads a post in the Party.
func partyPost(s string) (bodies.BodyKind, bodies.Post) {
	s = strings.NewReplacer("纪检监察组", "纪检组", " ", "").Replace(s)
	for _, x := range []struct {
		words string
		kind  bodies.BodyKind
		post  bodies.Post
	}{
		{"纪委副书记", bodies.DisciplineCommittee, bodies.DeputySecretary}, {"纪委书记", bodies.DisciplineCommittee, bodies.Secretary},
		{"纪委委员", bodies.DisciplineCommittee, bodies.DisciplineMember},
		{"纪检组副组长", bodies.DisciplineGroup, bodies.DeputySecretary}, {"纪检组组长", bodies.DisciplineGroup, bodies.Head},
		{"纪检组长", bodies.DisciplineGroup, bodies.Head}, {"纪检组成员", bodies.DisciplineGroup, bodies.DisciplineMember},
		{"党委副书记", bodies.PartyCommittee, bodies.DeputySecretary}, {"党委书记", bodies.PartyCommittee, bodies.Secretary},
		{"党委委员", bodies.PartyCommittee, bodies.TeamMember},
		{"党组副书记", bodies.PartyGroup, bodies.DeputySecretary}, {"党组书记", bodies.PartyGroup, bodies.Secretary},
		{"党组成员", bodies.PartyGroup, bodies.TeamMember},
	} {
		if strings.Contains(s, x.words) {
			return x.kind, x.post
		}
	}
	return "", ""
}

// appoint gives the post unless the person has it just so. A post whose words
// changed ends and starts again. What it answers is empty if nothing was done.
func (r *roll) appoint(row sheet.PersonRow, p bodies.Person, unit ref.ID) (deltas, error) {
	k := r.posting(row, p.ID, unit)
	var changed deltas
	object := ref.Ref{Kind: ref.Person, ID: p.ID}
	for i, a := range r.posts[unit] {
		if a.Person != p.ID || a.Body != k.Body || a.Post != k.Post || !a.Period.Holds(max(r.w.today, k.From)) {
			continue
		}
		if row.Since == 0 {
			k.From = a.Period.From
		}
		if a.Title == k.Title && a.Level == k.Level && a.Portfolio == k.Portfolio && a.PartyTitle == k.PartyTitle &&
			a.Period.From == k.From {
			return nil, nil
		}
		changed.add("post", "", a.Title, k.Title)
		changed.add("level", policy.PersonLevel, string(a.Level), string(k.Level))
		changed.add("portfolio", "", a.Portfolio, k.Portfolio)
		changed.add("party", "", a.PartyTitle, k.PartyTitle)
		changed.add("since", "", a.Period.From.String(), k.From.String())
		ch, err := bodies.EndAppointment{Appointment: a.ID, On: max(a.Period.From, min(k.From, r.w.today))}.Do(
			r.small(unit, p), r.w.mint)
		if err != nil {
			return nil, err
		}
		if err := r.w.save("person.change", "appointment.ended.v1", object, ch); err != nil {
			return nil, err
		}
		r.posts[unit][i] = ch.Appointments[0]
	}
	if len(changed) == 0 {
		changed.add("post", "", "", k.Title)
	}
	ch, err := k.Do(r.small(unit, p), r.w.mint)
	if err != nil {
		return nil, err
	}
	if err := r.w.save("person.change", "person.appointed.v1", object, ch); err != nil {
		return nil, err
	}
	for _, a := range ch.Appointments {
		r.put(unit, a)
	}
	return changed, nil
}

func (r *roll) put(unit ref.ID, a bodies.Appointment) {
	list := r.posts[unit]
	for i := range list {
		if list[i].ID == a.ID {
			list[i] = a
			return
		}
	}
	r.posts[unit] = append(list, a)
}
