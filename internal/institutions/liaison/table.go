package liaison

import (
	"errors"
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/text"
)

// titles are the headings that counties write, beside our own.
var titles = map[string][]string{
	"year":   {"联系年度", "年份"},
	"body":   {"所在常委会"},
	"member": {"联系县领导", "包联领导", "常委姓名"},
	"point":  {"被联系单位", "包联单位"},
	"since":  {"联系开始日期", "起始日期"},
}

// table reads links of a sheet. What may not be beside the others, those of earlier rows included, is said before
// anything is taken in.
func table(k noun.Keeper) noun.Import {
	in := k.Import(titles, []string{"member", "point"}, alike)
	in.Whose = func(c *bodies.County, _ actor.Actor, v noun.Value) { v.(*Link).name(c) } // what the preview calls it
	settle := in.Settle
	in.Settle = func(c *bodies.County, v noun.Value, all []noun.Value) error {
		var errs text.InputErrors
		if err := settle(c, v, all); err != nil && !errors.As(err, &errs) {
			return err
		}
		l, mine, there := v.(*Link), 0, 0
		for _, x := range all {
			o := x.(*Link)
			if o.State != noun.InForce || o.Year != l.Year {
				continue
			}
			if o.Member == l.Member {
				mine++
			}
			if o.Point == l.Point && o.Body == l.Body {
				there++
			}
		}
		l.room(mine, there, &errs)
		return errs.Err()
	}
	return in
}

// alike finds the link that a row is about: in force of the same year, member and unit, or the ended one that began on
// its day.
func alike(v noun.Value, all []noun.Value) noun.Value {
	l := v.(*Link)
	i := slices.IndexFunc(all, func(x noun.Value) bool {
		o := x.(*Link)
		return o.Year == l.Year && o.Member == l.Member && o.Body == l.Body && o.Point == l.Point &&
			(o.State == noun.InForce || o.Since == l.Since)
	})
	if i < 0 {
		return nil
	}
	return all[i]
}
