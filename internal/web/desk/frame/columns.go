package frame

import (
	"net/url"
	"slices"
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/web/page"
)

// Column is something that a list can show.
type Column struct {
	Name  string
	Label string
	Sort  string
	Width string
	Usual bool // shown when nobody chose
}

// Columns are what a list can show and what it shows, in the order of the list.
type Columns struct {
	All    []Column
	Shown  []Column
	Always string // the name of the column that cannot be left out: it names the row
	Chosen bool   // somebody chose
}

// Has says whether a column is shown.
func (c Columns) Has(name string) bool {
	return slices.ContainsFunc(c.Shown, func(x Column) bool { return x.Name == name })
}

// Label is what a column is called.
func (c Columns) Label(name string) string {
	i := slices.IndexFunc(c.All, func(x Column) bool { return x.Name == name })
	if i < 0 {
		return ""
	}
	return c.All[i].Label
}

// Head is the head of the table.
func (c Columns) Head(caption, sort string) page.List {
	l := page.List{Caption: caption, Sort: sort}
	for _, x := range c.Shown {
		l.Cols = append(l.Cols, page.Col{Label: x.Label, Sort: x.Sort, Width: x.Width})
	}
	return l
}

// ColsName is the name under which an address holds the columns, by commas.
const ColsName = "cols"

// Choose reads the columns of an address.
func Choose(v page.View, all []Column, always string) Columns {
	c := Columns{All: all, Always: always}
	wanted := strings.Split(v.Query.Get(ColsName), ",")
	for _, x := range all {
		if slices.Contains(wanted, x.Name) {
			c.Chosen = true
		}
	}
	for _, x := range all {
		if x.Name == always || c.Chosen && slices.Contains(wanted, x.Name) || !c.Chosen && x.Usual {
			if len(c.Shown) < colsMost {
				c.Shown = append(c.Shown, x)
			}
		}
	}
	return c
}

// Chosen is the address to go to when the form of columns was sent: its boxes
// stand in it one by one, and the list holds them as one. "" = it was not.
func Chosen(v page.View) string {
	if v.Query.Get("choose") == "" {
		return ""
	}
	q := url.Values{}
	for name, values := range v.Query {
		q[name] = values
	}
	cols := strings.Join(q["col"], ",")
	q.Del("choose")
	q.Del("col")
	q.Del("after")
	q.Del(ColsName)
	if cols != "" {
		q.Set(ColsName, cols)
	}
	return v.Path + "?" + q.Encode()
}

func refOf(typed string) ref.ID { return ref.Parse(typed) }
