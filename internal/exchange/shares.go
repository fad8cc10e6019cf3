package exchange

import (
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/problem"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// share is one problem that a row makes: whose it is and who assists.
type share struct {
	unit   ref.ID
	assist []ref.ID
}

// shares reads whose problem a row is. One unit, or a lead that the row itself
// marks, is plain; of several units, and of words that mean every unit of a kind,
// a human says who leads or that each has the problem for itself.
func (w *work) shares(county *bodies.County, names map[string][]ref.ID, row sheet.ProblemRow) ([]share,
	*Question, error) {
	var errs text.InputErrors
	var all []ref.ID
	add := func(ids ...ref.ID) {
		for _, id := range ids {
			if !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	for _, name := range append([]string{row.Unit}, row.Others...) {
		switch found := names[bodies.PlainName(name)]; {
		case name == "":
		case len(found) == 1:
			add(found[0])
		default:
			errs.Add("unit", "exchange.two-units", "name", name)
		}
	}
	named := len(all)
	for _, g := range row.Groups {
		add(county.Group(g)...)
	}
	if len(all) == 0 && len(errs) == 0 {
		errs.Add("unit", "exchange.no-units", "name", row.Facts)
	}
	if len(errs) > 0 {
		return nil, nil, errs
	}
	led := func(i int) share { return share{all[i], slices.Concat(all[:i:i], all[i+1:])} }
	if row.Marked && len(all)-1 > problem.AssistMost {
		errs.Add("unit", "order.assist-too-many", "most", problem.AssistMost)
		return nil, nil, errs
	}
	if len(all) == 1 || row.Marked && len(row.Groups) == 0 {
		return []share{led(0)}, nil, nil
	}
	choice, chosen := w.choices[row.At]
	if i := slices.Index(all[:named], choice); chosen && i >= 0 {
		return []share{led(i)}, nil, nil
	}
	if chosen && choice == EachUnit {
		var out []share
		for _, id := range all {
			out = append(out, share{unit: id})
		}
		return out, nil, nil
	}
	says := func(ids []ref.ID) (out []string) {
		for _, id := range ids {
			out = append(out, county.Name(id))
		}
		return out
	}
	q := &Question{At: row.At, Name: row.Written(), Asks: "exchange.whose", Notes: row.Readings}
	for i := range named {
		if len(all)-1 > problem.AssistMost {
			break // so many do not assist one: each for itself is left
		}
		q.Candidates = append(q.Candidates, Candidate{Unit: all[i], Name: county.Name(all[i]), Others: says(led(i).assist)})
	}
	q.Candidates = append(q.Candidates, Candidate{Others: says(all)})
	return nil, q, nil
}
