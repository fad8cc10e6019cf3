package sheet

import (
	"sort"

	"shuangze/internal/when"
)

// PersonRow is a responsible person with the present post. Who this is in the
// register (name + birth month + unit) is asked by the caller.
type PersonRow struct {
	At
	Name      string
	Gender    string // "m", "f" or ""
	Born      BirthMonth
	Unit      string
	Post      string
	Level     string // of package bodies: lead, deputy, member, staff; "" if not stated
	Portfolio string
	Since     when.Day // 0 if not stated
	Party     string   // post in the Party, as written
	Phone     string
	Note      string
	Readings  []Reading // what was not read literally
}

// ParsePeople reads people. The same person in the same unit and post may stand
// once; two posts are two rows.
func ParsePeople(tables []Table, look Look) ([]PersonRow, []RowError) {
	var errs []RowError
	var good []PersonRow
	seen := map[string]At{}
	all(tables, &errs, func(r *reader) {
		who := r.official(look)
		p := PersonRow{
			At:        r.at(),
			Gender:    may(r, "gender", r.one(Gender, look)),
			Born:      must1(r, "born", Birth),
			Unit:      unitName(r, "unit", look, must1[string]),
			Post:      may(r, "post", Words(100, false)),
			Level:     may(r, "level", r.one(PersonLevel, look)),
			Portfolio: may(r, "portfolio", Words(300, false)),
			Since:     may(r, "since", r.since("since")),
			Party:     may(r, "party", Words(100, true)),
			Phone:     may(r, "phone", Words(30, true)),
			Note:      may(r, "note", Words(500, false)),
		}
		if p.Name = who.name; p.Post == "" {
			p.Post = who.post
		}
		if who.gender != "" && p.Gender != "" && p.Gender != who.gender {
			r.fail("name", "sheet.name.gender", "value", r.row.Cells["name"].Text)
		}
		if p.Gender == "" {
			p.Gender = who.gender
		}
		p.Readings = r.told
		if p.Name != "" && p.Born.Year > 0 {
			k := same(p.Name, p.Born.String(), p.Unit, p.Post)
			if at, twice := seen[k]; twice {
				r.fail("name", "sheet.row.twice", "value", p.Name, "sheet", at.Sheet, "row", at.Row)
			} else {
				seen[k] = p.At
			}
		}
		if !r.bad {
			good = append(good, p)
		}
	})
	return good, errs
}

// order puts errors found in several passes into the order of the rows.
func order(errs []RowError) {
	sort.SliceStable(errs, func(i, j int) bool {
		return errs[i].Sheet == errs[j].Sheet && errs[i].Row < errs[j].Row
	})
}
