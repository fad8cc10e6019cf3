package bodies

import (
	"slices"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// FoundUnit founds a unit. The code must never have been used; the name may
// not be borne by a sibling.
type FoundUnit struct {
	Code     string
	Name     string
	Category UnitCategory
	Parent   ref.ID // 0: directly under the county
	Order    int64
	From     when.Day
	Document string
}

// Do founds the unit with its first row of facts.
func (k FoundUnit) Do(r *Register, mint Mint) (Change, error) {
	var f form
	f.line("unit", "code", &k.Code, CodeMost, true)
	f.line("unit", "name", &k.Name, NameMost, true)
	one(&f, "unit", "category", k.Category, Categories)
	f.day("unit", "from", k.From)
	f.line("unit", "document", &k.Document, DocumentMost, false)
	if _, taken := r.Code(k.Code); taken && k.Code != "" {
		f.Add("code", "unit.code.taken", "code", k.Code)
	}
	facts := UnitFacts{Version: 1, Name: k.Name, Category: k.Category, Parent: k.Parent, Order: k.Order,
		Period: when.Period{From: k.From, To: when.Open}, Basis: k.Document}
	f.place(r, facts)
	if err := f.Err(); err != nil {
		return Change{}, err
	}
	u := Unit{ID: mint(), Version: 1, Code: k.Code, When: facts.Period}
	facts.ID, facts.Unit = mint(), u.ID
	return Change{Rows{Units: []Unit{u}, Facts: []UnitFacts{facts}}}, nil
}

// place checks where a row of facts puts its unit: a parent in force that does
// not stand below the unit, and no sibling of the same name.
func (f *form) place(r *Register, x UnitFacts) {
	switch parent, ok := r.Unit(x.Parent); {
	case x.Parent == 0 && x.Below():
		f.Add("parent", "unit.parent.required")
	case x.Parent == 0:
	case !ok:
		f.Add("parent", "unit.parent.unknown")
	case x.Period.From != 0 && !parent.When.Holds(x.Period.From):
		f.Add("parent", "unit.parent.absent", "parent", r.name(x.Parent, x.Period.From), "day", x.Period.From)
	case parent.When.To < x.Period.To: // or the chain would break unseen
		f.Add("parent", "unit.parent.ends", "parent", r.name(x.Parent, x.Period.From), "day", parent.When.To)
	case x.Unit != 0 && r.below(x.Parent, x.Unit, x.Period.From):
		f.Add("parent", "unit.parent.below", "parent", r.name(x.Parent, x.Period.From))
	}
	if x.Name == "" {
		return
	}
	plain := PlainName(x.Name)
	if slices.ContainsFunc(r.rows.Facts, func(o UnitFacts) bool {
		return o.Unit != x.Unit && o.Parent == x.Parent && share(o.Period, x.Period) && PlainName(o.Name) == plain
	}) {
		f.Add("name", "unit.name.taken", "name", x.Name)
	}
}

// Reorganise changes what a unit is called, its category, parent or order, on
// one day and by one document; nil leaves a value as it is. The row in force
// ends on the day and another starts.
type Reorganise struct {
	Unit     ref.ID
	Seen     Seen
	On       when.Day
	Document string
	Name     *string
	Category *UnitCategory
	Parent   *ref.ID
	Order    *int64
}

// Do splits the unit's row of facts. The day may lie ahead, but not before the
// row's start nor before a later change that is already written down.
func (k Reorganise) Do(r *Register, mint Mint) (Change, error) {
	u, ok := r.Unit(k.Unit)
	if !ok {
		return Change{}, text.Refuse(text.Missing, "unit.missing")
	}
	var f form
	f.day("unit", "on", k.On)
	f.line("unit", "document", &k.Document, DocumentMost, false)
	old, refused := r.splittable(u, k.On)
	next := old
	next.Version, next.Basis, next.Period.From = 1, k.Document, k.On
	if k.Name != nil {
		next.Name = *k.Name
		f.line("unit", "name", &next.Name, NameMost, true)
	}
	if k.Category != nil {
		next.Category = *k.Category
		one(&f, "unit", "category", next.Category, Categories)
	}
	if k.Parent != nil {
		next.Parent = *k.Parent
	}
	if k.Order != nil {
		next.Order = *k.Order
	}
	if refused == nil {
		f.place(r, next)
	}
	switch err := f.Err(); {
	case err != nil:
		return Change{}, err
	case refused != nil:
		return Change{}, refused
	}
	if err := k.Seen.check(old.ID, old.Version); err != nil {
		return Change{}, err
	}
	if next.Name == old.Name && next.Category == old.Category && next.Parent == old.Parent && next.Order == old.Order {
		return Change{}, text.Refuse(text.Conflict, "unit.unchanged", "unit", old.Name)
	}
	return Change{Rows{Facts: split(old, next, mint)}}, nil
}

// split ends the old row where the next one starts; together they hold exactly
// the days the old one held.
func split(old, next UnitFacts, mint Mint) []UnitFacts {
	next.ID, next.Period.To = mint(), old.Period.To
	old.Period.To = next.Period.From
	old.Version++
	return []UnitFacts{old, next}
}

// splittable is the row of facts that a change on the day would split.
func (r *Register) splittable(u Unit, day when.Day) (UnitFacts, error) {
	name := r.name(u.ID, day)
	switch {
	case day < u.When.From:
		return UnitFacts{}, text.Refuse(text.Conflict, "unit.before-start", "unit", name, "day", u.When.From)
	case day >= u.When.To:
		return UnitFacts{}, text.Refuse(text.Conflict, "unit.ended", "unit", name, "day", u.When.To)
	}
	if x, ok := r.laterFacts(u.ID, day); ok {
		return UnitFacts{}, text.Refuse(text.Conflict, "unit.later-change", "unit", name, "day", x.Period.From)
	}
	f, ok := r.factsOn(u.ID, day)
	if !ok {
		return UnitFacts{}, text.Refuse(text.Conflict, "unit.no-facts", "unit", name, "day", day)
	}
	return f, nil
}

// RenameUnit gives a unit another name from a day on.
type RenameUnit struct {
	Unit     ref.ID
	Seen     Seen
	Name     string
	On       when.Day
	Document string
}

// Do is Reorganise with the name alone.
func (k RenameUnit) Do(r *Register, mint Mint) (Change, error) {
	return Reorganise{Unit: k.Unit, Seen: k.Seen, On: k.On, Document: k.Document, Name: &k.Name}.Do(r, mint)
}

// MoveUnit puts a unit under another parent from a day on.
type MoveUnit struct {
	Unit     ref.ID
	Seen     Seen
	Parent   ref.ID // 0: directly under the county
	On       when.Day
	Document string
}

// Do is Reorganise with the parent alone.
func (k MoveUnit) Do(r *Register, mint Mint) (Change, error) {
	return Reorganise{Unit: k.Unit, Seen: k.Seen, On: k.On, Document: k.Document, Parent: &k.Parent}.Do(r, mint)
}

// Recategorise puts a unit into another category from a day on.
type Recategorise struct {
	Unit     ref.ID
	Seen     Seen
	Category UnitCategory
	On       when.Day
	Document string
}

// Do is Reorganise with the category alone.
func (k Recategorise) Do(r *Register, mint Mint) (Change, error) {
	return Reorganise{Unit: k.Unit, Seen: k.Seen, On: k.On, Document: k.Document, Category: &k.Category}.Do(r, mint)
}
