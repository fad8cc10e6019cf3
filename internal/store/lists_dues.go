package store

import (
	"context"
	"fmt"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/lists/number"
)

// Dues are what falls due of one kind within some days, the earliest first, in one
// statement: that of a unit, else what binds or names somebody.
func (db *DB) Dues(ctx context.Context, k agenda.Dated, s access.Scope, a agenda.Asked) ([]agenda.Due, error) {
	if s.Nothing() {
		return nil, nil
	}
	w := &where{}
	w.within(s, k.Assists)
	switch {
	case a.Unit != 0:
		w.is("unit", int64(a.Unit))
	case k.People == nil:
		w.binding(a.Whom, a.Days.From, a.Days.To)
	default:
		var any []string
		me := w.arg(int64(a.Whom.Person))
		for _, who := range k.People {
			any = append(any, fmt.Sprintf("SELECT id FROM %[1]s WHERE %[2]s=%[3]s AND %[2]s>0", k.Table, who, me))
		}
		if len(a.Whom.Staffed) > 0 {
			any = append(any, "SELECT id FROM "+k.Table+" WHERE "+w.in("unit", a.Whom.Staffed))
		}
		w.parts = append(w.parts, "id IN ("+strings.Join(any, " UNION ")+")")
	}
	day := k.Day
	if k.Otherwise != "" {
		day = fmt.Sprintf("CASE WHEN %[1]s>0 THEN %[1]s ELSE %s END", k.Day, k.Otherwise)
	}
	w.add("%s>=%s AND %s<%s", day, w.arg(int64(max(a.Days.From, 1))), day, w.arg(int64(a.Days.To)))
	if len(k.Not) > 0 {
		w.add("state NOT IN (%s)", codes(k.Not))
	}
	if k.LongTerm {
		w.add("long_term=0")
	}
	db.walk(w)
	called, numbered := k.Number, "0,0,'',0"
	if k.Series != "" {
		called, numbered = "''", "year,no,prefix,digits"
	}
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT id,version,%[1]s,unit,%[2]s,%[3]s,
		CASE WHEN state IN (%[4]s) THEN 'off' WHEN state IN (%[5]s) THEN 'done' ELSE 'open' END,%[6]s,
		COALESCE((SELECT MAX(e.at) FROM entry e WHERE e.object=%[7]s.id),0)
		FROM %[7]s WHERE %[8]s ORDER BY %[1]s,id LIMIT %[9]d`,
		day, k.Title, called, codes(k.Off), codes(k.Done), numbered, k.Table, w.String(), a.Most), w.args...)
	return collect(rows, err, func(r rowsLike, d *agenda.Due) error {
		n := number.Number{Series: k.Series}
		d.Kind = k.Of
		err := r.Scan(&d.ID, &d.Version, &d.Day, &d.Unit, &d.Title, &d.Number, &d.Stand, &n.Year, &n.No, &n.Style.Prefix,
			&n.Style.Digits, &d.Changed)
		if n.No != 0 {
			d.Number = n.String()
		}
		return err
	})
}

// codes writes words of the house into a statement.
func codes(list []string) string { return "'" + strings.Join(list, "','") + "'" }

var _ agenda.DueReader = (*DB)(nil)
