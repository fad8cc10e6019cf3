package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/lang"
	"shuangze/internal/ref"
)

// Who acts comes back acting, in the same body and by the same document, whatever
// the post is called: into the county it came from nothing changes, and another
// county holds the same posts.
func TestExportsOfWhoActsComeBack(t *testing.T) {
	ctx := context.Background()
	units := filepath.Join(t.TempDir(), "单位.csv")
	if err := os.WriteFile(units, []byte("单位名称,类别,党委（党组）,纪委（纪检组）,成立时间,代码\n"+
		"甲局,政府部门,党组,纪检监察组,2010-03-01,B77\n乙局,政府部门,,,2010-03-01,B78\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	first := house(t)
	ledgers(t, first, ImportOptions{}, units)
	county, err := first.Found(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := first.DB.Rows(ctx, county.No)
	if err != nil {
		t.Fatal(err)
	}
	clerk := actor.Actor{Account: 7, Person: 8, Jurisdiction: county.No,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	do := func(k bodies.Command) ref.ID {
		t.Helper()
		a := bodies.Act{Verb: "person.change", Kind: "person.added.v1", Command: k}
		if _, ok := k.(bodies.Appoint); ok {
			a.Kind = "person.appointed.v1"
		}
		r, err := first.Bodies.Do(ctx, act.Command{Actor: clerk}, a)
		if err != nil {
			t.Fatal(err)
		}
		return r.Object.ID
	}
	unit, body := map[string]ref.ID{}, map[bodies.BodyKind]ref.ID{}
	for _, f := range rows.Facts {
		unit[f.Name] = f.Unit
	}
	for _, b := range rows.Bodies {
		body[b.Kind] = b.ID
	}
	posts := []bodies.Appoint{
		{Unit: unit["乙局"], Title: "副局长", Level: bodies.Lead},
		{Unit: unit["甲局"], Title: "党组副书记、副局长", Level: bodies.Lead},
		{Unit: unit["甲局"], Body: body[bodies.PartyGroup], Title: "副局长", Level: bodies.Deputy},
		{Unit: unit["甲局"], Body: body[bodies.DisciplineGroup], Title: "副组长（主持工作）", Level: bodies.Lead},
	}
	for i, k := range posts {
		k.Person = do(bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: "赵" + "甲乙丙丁"[3*i:3*i+3], Birth: "1980-01"}})
		k.Post, k.From, k.Document = bodies.Acting, first.Clock().Day()-30, fmt.Sprintf("镇任字〔2026〕%d号", i+1)
		do(k)
	}
	held := func(h *House) (out []string) {
		rows, err := h.DB.Rows(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		c := bodies.Snapshot(h.Clock().Day(), rows)
		for _, id := range c.Units() {
			for _, a := range c.PostsIn(id) {
				p, _ := c.Person(a.Person)
				b, _ := c.Body(a.Body)
				out = append(out, fmt.Sprint(c.Name(id), p.Name, a.Post, b.Kind, a.Title, a.Level, a.Basis, a.Period.From))
			}
		}
		slices.Sort(out)
		return out
	}
	want := held(first)
	if len(want) != len(posts) {
		t.Fatal(want)
	}
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		file, _ := taken(t, first, 1, l, exchange.CSV)
		second := house(t)
		ledgers(t, second, ImportOptions{}, units)
		if r, _ := ledgers(t, second, ImportOptions{Lang: string(l)}, file); r.New != len(posts) || len(r.Errors) > 0 {
			t.Errorf("%s, elsewhere: %d new, %v", l, r.New, r.Errors)
		}
		differ(t, string(l)+", elsewhere", held(second), want)
		before := entries(t, first)
		r, _ := ledgers(t, first, ImportOptions{Lang: string(l)}, file)
		if r.Same != len(posts) || entries(t, first) != before {
			t.Errorf("%s, at home: %d unchanged, %v", l, r.Same, r.Errors)
		}
		differ(t, string(l)+", at home", held(first), want)
	}
}
