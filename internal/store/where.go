package store

import (
	"fmt"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/ref"
)

// where builds the condition of a list. Values are always arguments; only words
// of the house enter the text, so that there are few distinct texts.
type where struct {
	parts []string
	args  []any
}

func (w *where) arg(v any) string {
	w.args = append(w.args, v)
	return fmt.Sprintf("$%d", len(w.args))
}

func (w *where) is(column string, v any) { w.parts = append(w.parts, column+"="+w.arg(v)) }

// code asks for one of the house's own codes, written into the statement: SQLite
// makes a new plan at each execution for a parameter that it compares with the
// condition of a small index. What is no code is a parameter.
func (w *where) code(column, code string) {
	if strings.Trim(code, "abcdefghijklmnopqrstuvwxyz-") != "" {
		w.is(column, code)
		return
	}
	w.add("%s='%s'", column, code)
}

func (w *where) add(format string, args ...any) {
	w.parts = append(w.parts, fmt.Sprintf(format, args...))
}

func (w *where) in(column string, units []ref.ID) string {
	marks := make([]string, len(units))
	for i, u := range units {
		marks[i] = w.arg(int64(u))
	}
	return column + " IN (" + strings.Join(marks, ",") + ")"
}

// oneOf asks for one of a few codes; none at all finds nothing.
func oneOf[C ~string](w *where, column string, codes []C) {
	if len(codes) == 0 {
		w.parts = append(w.parts, "1=0")
		return
	}
	marks := make([]string, len(codes))
	for i, c := range codes {
		marks[i] = w.arg(string(c))
	}
	w.parts = append(w.parts, column+" IN ("+strings.Join(marks, ",")+")")
}

func (w *where) String() string {
	if len(w.parts) == 0 {
		return "1=1"
	}
	return strings.Join(w.parts, " AND ")
}

// within limits the query to what the scope allows: whole jurisdiction, sides,
// or units. It is the only way a list query begins.
func (w *where) within(s access.Scope, assist bool) {
	also := ""
	if assist {
		also = "SELECT order_id FROM assist"
	}
	w.reach(s, also, "", "", "", "")
}

// reach is within for a list whose things are about the person in a column, if any:
// theirs belong to it, whatever unit they are of; so do those of their taker, and of whoever is in
// the team, and what was made public, for who reads that. also selects
// what units take part in.
func (w *where) reach(s access.Scope, also, person, taker, team, public string) {
	w.is("jurisdiction", s.Jurisdiction())
	if s.All() {
		return
	}
	var any []string
	for _, side := range s.Sides() {
		any = append(any, "side="+w.arg(string(side)))
	}
	if units := s.Units(); len(units) > 0 {
		any = append(any, w.in("unit", units))
		if also != "" {
			any = append(any, "id IN ("+also+" WHERE "+w.in("unit", units)+")")
		}
	}
	if person != "" && s.Person() != 0 {
		any = append(any, person+"="+w.arg(int64(s.Person())))
		if len(s.Sides()) == 0 { // from the few of the person and the units, not past all of the county
			w.parts[0] = "+" + w.parts[0]
		}
	}
	if taker != "" && s.Taker() != 0 {
		any = append(any, taker+"="+w.arg(int64(s.Taker())))
	}
	if team != "" && s.Sent() != 0 {
		any = append(any, team+" LIKE "+w.arg("% "+s.Sent().String()+" %"))
	}
	if public != "" && s.Open() {
		any = append(any, public+"<>0")
	}
	if len(any) == 0 {
		w.parts = append(w.parts, "1=0")
		return
	}
	w.parts = append(w.parts, "("+strings.Join(any, " OR ")+")")
}

// apart leaves out what is of a unit in which the scope's actor stands; with parties not what they find in person.
func (w *where) apart(s access.Scope, parties bool, person, taker, team string) {
	if len(s.Stands()) == 0 {
		return
	}
	any := []string{"NOT (" + w.in("unit", s.Stands()) + ")"}
	if parties && person != "" && s.Person() != 0 {
		any = append(any, person+"="+w.arg(int64(s.Person())))
	}
	if parties && taker != "" && s.Taker() != 0 {
		any = append(any, taker+"="+w.arg(int64(s.Taker())))
	}
	if parties && team != "" && s.Sent() != 0 {
		any = append(any, team+" LIKE "+w.arg("% "+s.Sent().String()+" %"))
	}
	w.parts = append(w.parts, "("+strings.Join(any, " OR ")+")")
}

// keyset continues after a cursor in the order of key and id. Both directions
// are read with the index; going back reverses what was read.
func (w *where) keyset(key string, descending, some bool, at any, id int64, back bool, limit int) (order string) {
	down := descending != back
	if some {
		sign := ">"
		if down {
			sign = "<"
		}
		if key == "id" {
			w.add("id%s%s", sign, w.arg(id))
		} else {
			// The first half alone is what SQLite seeks by where the key is an expression: by
			// both together it would walk from the beginning to any depth.
			w.add("%[1]s%[2]s=%[3]s AND (%[1]s,id)%[2]s(%[3]s,%[4]s)", key, sign, w.arg(at), w.arg(id))
		}
	}
	dir := ""
	if down {
		dir = " DESC"
	}
	if key == "id" {
		return fmt.Sprintf(" ORDER BY id%s LIMIT %d", dir, limit+1)
	}
	return fmt.Sprintf(" ORDER BY %s%s,id%s LIMIT %d", key, dir, dir, limit+1)
}

// walk lets a list by number go down the table itself. Left alone SQLite takes
// an index of the county and sorts all of it for every page; PostgreSQL knows
// better. Not for a list that an index makes short: the walk passes every row
// until the page is full.
func (db *DB) walk(w *where) {
	if !db.d.postgres {
		w.parts[0] = "+" + w.parts[0] // jurisdiction: see within
	}
}

// whole says whether nothing but the reach limits a list, and that to no units.
func (w *where) whole(s access.Scope) bool {
	return s.All() && len(w.parts) == 1 || len(s.Sides()) > 0 && len(s.Units()) == 0 && len(w.parts) <= 2
}
