package frame

import (
	"github.com/a-h/templ"

	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/page"
)

// partsMost is how many parts a page shows [D]: those of every unit of a county fit.
const partsMost = 200

// together reads what an object is part of, and all its parts at once.
func (d *oneData) together() error {
	if d.Noun.Parts == nil {
		return nil
	}
	ctx, f := d.Visit.R.Context(), d.Fields.Must(d.Noun.Parts.Field)
	if id := ref.ID(f.Num(d.X)); id != 0 {
		whole, ok, err := d.Read.One(ctx, d.Of, id)
		if err != nil {
			return err
		}
		if ok && d.Visit.See(d.See, true, d.Object(whole)) == nil {
			d.Whole = whole
		}
	}
	of := noun.Cond{Column: f.Column(), Num: []int64{int64(d.X.Head().ID)}}
	q := noun.Query{Sort: noun.Sort{Name: "new", Column: "id"}, Where: []noun.Cond{of}}
	got, err := d.Read.Whole(ctx, d.Of, d.Visit.Scope(d.See), q, partsMost)
	d.Parts, d.Beyond = d.AllFor(d.Visit.Actor, got.Values), got.More
	return err
}

// sum rolls the parts up.
func (d oneData) sum() string {
	s := d.P.Message(d.Noun.Parts.Sum(d.Parts, d.Visit.Today()))
	if d.Beyond {
		s += " " + d.P.T("parts.more", "n", partsMost)
	}
	return s
}

func (d oneData) partsHead() page.List {
	out := page.List{Caption: d.P.T(d.Word + ".parts")}
	for _, name := range append([]string{d.Noun.Parts.Name}, d.Noun.Parts.Columns...) {
		out.Cols = append(out.Cols, page.Col{Label: d.label(d.Visit, name)})
	}
	return out
}

func (d oneData) cell(name string, x noun.Value) string {
	f, _ := d.Noun.Field(name)
	return text.Clip(d.show(d.Visit, d.County, f, x), cellMost)
}

func (d oneData) to(x noun.Value) templ.SafeURL { return templ.SafeURL(d.path(x)) }

// links lead to what belongs to the object elsewhere.
func (d oneData) links() []noun.Link {
	if d.Links == nil {
		return nil
	}
	return d.Links(d.X, d.Visit.Actor, d.Visit.Today())
}
