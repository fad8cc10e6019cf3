package exchange

import (
	"fmt"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Unknown is the day from which something counts whose founding day no file
// states: early enough that no appointment lies before it.
var Unknown = when.Date(2000, time.January, 1)

// letters begins the codes given to units that came without one.
var letters = map[bodies.UnitCategory]string{bodies.Town: "Z", bodies.Party: "D", bodies.NPC: "R",
	bodies.Government: "B", bodies.Mass: "Q",
	bodies.Institution: "S", bodies.Vertical: "C", bodies.Subordinate: "X", bodies.Village: "V"}

// units founds and changes units with their bodies. A parent may stand later
// in the file than its children.
func (w *work) units(p *Preview, skip map[sheet.At]bool) error {
	reg := bodies.NewRegister(w.state.Rows.Clone())
	var accepted bodies.Change // by the rows so far
	byName := unitNames(reg.On(w.today))
	outcome := map[sheet.At]Row{}
	waiting := make([]sheet.UnitRow, 0, len(p.units))
	for _, u := range p.units {
		if !skip[u.At] {
			waiting = append(waiting, u)
		}
	}
	place := map[sheet.At]int64{}
	for i, u := range p.units {
		place[u.At] = int64(i+1) * 10
	}
	for len(waiting) > 0 {
		var later []sheet.UnitRow
		named := make(map[string]bool, len(waiting))
		for _, u := range waiting {
			named[bodies.PlainName(u.Name)] = true
		}
		for _, u := range waiting {
			if u.Parent != "" && len(byName[bodies.PlainName(u.Parent)]) == 0 && named[bodies.PlainName(u.Parent)] {
				later = append(later, u)
				continue
			}
			row, done, err := w.unit(reg, byName, u, place[u.At])
			if err != nil {
				if err := p.fail(u.At, u.Name, err); err != nil {
					return err
				}
				if len(done) > 0 { // a row that fails halfway has done nothing
					reg = bodies.NewRegister(w.state.Rows.With(accepted))
				}
				continue
			}
			for _, ch := range done {
				accepted = accepted.And(ch)
			}
			if row.What == New {
				byName[bodies.PlainName(u.Name)] = append(byName[bodies.PlainName(u.Name)], row.Object.ID)
			}
			outcome[u.At] = row
		}
		if len(later) == len(waiting) {
			return fmt.Errorf("exchange: %d rows wait for parents that never come", len(later))
		}
		waiting = later
	}
	for _, u := range p.units {
		if row, ok := outcome[u.At]; ok {
			p.note(row)
		}
	}
	w.state.Rows = reg.Rows()
	return nil
}

// unit does one row, the register taking each of its changes, and tells them.
func (w *work) unit(reg *bodies.Register, byName map[string][]ref.ID, u sheet.UnitRow, place int64) (row Row,
	done []bodies.Change, err error) {
	row = Row{At: u.At, Name: u.Name, What: Same, Notes: u.Readings}
	do := func(verb access.Verb, kind journal.Kind, object ref.Ref, k bodies.Command) (bodies.Change, error) {
		ch, err := k.Do(reg, w.mint)
		if err != nil {
			return ch, err
		}
		if object.ID == 0 && len(ch.Units) > 0 {
			object.ID = ch.Units[0].ID
		} else if object.ID == 0 && len(ch.Bodies) > 0 {
			object.ID = ch.Bodies[0].ID
		}
		reg.Take(ch)
		done = append(done, ch)
		return ch, w.save(verb, kind, object, ch)
	}
	var parent ref.ID
	if u.Parent != "" {
		switch found := byName[bodies.PlainName(u.Parent)]; len(found) {
		case 0:
			return row, done, text.Refuse(text.Missing, "sheet.unit.no-parent", "value", u.Parent)
		case 1:
			parent = found[0]
		default:
			return row, done, text.Refuse(text.Conflict, "exchange.two-units", "name", u.Parent)
		}
	}
	start, basis := u.Since, ""
	if start == 0 {
		start, basis = Unknown, "设立时间未填"
	}
	known := byName[bodies.PlainName(u.Name)]
	var id ref.ID
	switch {
	case len(known) > 1:
		return row, done, text.Refuse(text.Conflict, "exchange.two-units", "name", u.Name)
	case len(known) == 1:
		id = known[0]
		facts, _ := factsToday(reg, id, w.today)
		k := bodies.Reorganise{Unit: id, On: w.today, Document: "导入:" + u.Sheet}
		var changed deltas
		if c := bodies.UnitCategory(u.Category); c != "" && c != facts.Category {
			k.Category = &c
			changed.add("category", policy.UnitCategory, string(facts.Category), string(c))
		}
		if parent != 0 && parent != facts.Parent {
			k.Parent = &parent
			above, _ := factsToday(reg, facts.Parent, w.today)
			changed.add("parent", "", above.Name, u.Parent)
		}
		row.Object = ref.Ref{Kind: ref.Unit, ID: id}
		if x, ok := reg.Unit(id); ok {
			if u.Code != "" && u.Code != x.Code {
				row.add("exchange.stays.code", "file", u.Code, "kept", x.Code)
			}
			if u.Since != 0 && u.Since != x.When.From {
				row.add("exchange.stays.since", "file", u.Since, "kept", x.When.From)
			}
		}
		if len(changed) > 0 {
			if _, err := do("unit.change", "unit.reorganised.v1", row.Object, k); err != nil {
				return row, done, err
			}
			row.What, row.Deltas = Changed, changed
		}
		start = w.today // a body an old unit has not had is new today
	default:
		if parent != 0 {
			if above, ok := reg.Unit(parent); ok && above.When.From > start {
				if u.Since != 0 { // The register cannot put a unit below one that was not there yet.
					row.add("exchange.start-moved", "day", start, "to", above.When.From, "unit", u.Parent)
				}
				basis, start = "设立时间 "+start.String()+",早于上级单位", above.When.From
			}
		}
		code := u.Code
		if code == "" {
			code = w.freeCode(reg, bodies.UnitCategory(u.Category))
		}
		ch, err := do("unit.change", "unit.founded.v1", ref.Ref{Kind: ref.Unit}, bodies.FoundUnit{Code: code, Name: u.Name,
			Category: bodies.UnitCategory(u.Category), Parent: parent, Order: place, From: start, Document: basis})
		if err != nil {
			return row, done, err
		}
		id = ch.Units[0].ID
		if u.Since == 0 {
			row.add("exchange.silent.start", "day", start)
		}
		row.What, row.Object = New, ref.Ref{Kind: ref.Unit, ID: id}
	}
	for i, kind := range []string{u.Principal, u.Supervisory} {
		if kind == "" || hasBody(reg, id, bodies.BodyKind(kind), w.today) {
			continue
		}
		name := u.Name + w.desk.Policy.LabelOn(policy.Body, kind, "zh", w.today)
		if _, err := do("body.change", "body.founded.v1", ref.Ref{Kind: ref.Body},
			bodies.FoundBody{Kind: bodies.BodyKind(kind), Name: name, Unit: id, From: start, Document: basis}); err != nil {
			return row, done, err
		}
		if row.What != New {
			row.What = Changed
			field := []string{"principal", "supervisory"}[i]
			row.Deltas = append(row.Deltas, Delta{Field: field, Kind: policy.Body, After: kind})
		}
	}
	return row, done, nil
}

func hasBody(reg *bodies.Register, unit ref.ID, kind bodies.BodyKind, day when.Day) bool {
	for _, b := range reg.Rows().Bodies {
		if b.Unit == unit && b.Kind == kind && b.Period.Holds(day) {
			return true
		}
	}
	return false
}

func factsToday(reg *bodies.Register, unit ref.ID, day when.Day) (bodies.UnitFacts, bool) {
	for _, f := range reg.Facts(unit) {
		if f.Period.Holds(day) {
			return f, true
		}
	}
	return bodies.UnitFacts{}, false
}

// freeCode is the next code of a category: Z01, B12. Each run looks further
// from where it found the last one.
func (w *work) freeCode(reg *bodies.Register, c bodies.UnitCategory) string {
	letter := letters[c]
	if letter == "" {
		letter = "U"
	}
	if w.codes == nil {
		w.codes = map[string]int{}
	}
	for {
		w.codes[letter]++
		code := fmt.Sprintf("%s%02d", letter, w.codes[letter])
		if _, taken := reg.Code(code); !taken {
			return code
		}
	}
}
