package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/dossiers"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// unshared is somebody whose name nobody else has, as a table knows people, and who fulfils a condition.
func unshared(t *testing.T, c *bodies.County, is func(ref.ID) bool) (ref.ID, string) {
	t.Helper()
	called, names := map[ref.ID]string{}, map[string]int{}
	for _, a := range c.Posted() {
		if p, ok := c.Person(a.Person); ok && called[p.ID] == "" {
			called[p.ID] = p.Name
			names[p.Name]++
		}
	}
	for _, a := range c.Posted() {
		if name := called[a.Person]; names[name] == 1 && is(a.Person) {
			return a.Person, name
		}
	}
	t.Fatal("nobody like that")
	return 0, ""
}

// Paper dossiers are taken in by a table, by hand and by the console: the preview says of each row what it does and
// what is wrong, one that was expected is opened, what is written down again changes nothing, and who has none and is
// of no such rank gets none.
func TestPaperDossiersByTable(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := t.Context()
		if _, err := v.h.ExpectDossiers(ctx); err != nil {
			t.Fatal(err)
		}
		of := func(person ref.ID) *dossiers.Dossier {
			all, err := v.h.DB.AllOf(ctx, ref.Dossier, 1)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(all, func(x noun.Value) bool {
				d := x.(*dossiers.Dossier)
				return d.Person == person && d.State != dossiers.Closed
			})
			if i < 0 {
				return nil
			}
			return all[i].(*dossiers.Dossier)
		}
		state := func(state string) func(ref.ID) bool {
			return func(id ref.ID) bool { d := of(id); return d != nil && d.State == state }
		}
		expected, first := unshared(t, v.county, state(dossiers.Expected))
		held, second := unshared(t, v.county, state(dossiers.Open))
		none, third := unshared(t, v.county, func(id ref.ID) bool {
			return len(v.county.PostsOf(id)) > 0 && of(id) == nil
		})
		keeper, _ := v.county.Person(v.actor("jiandu-jb").Person)
		at := filepath.Join(t.TempDir(), "纸质档案.csv")
		write := func(rows ...string) {
			head := "姓名,保管人,柜号,移交日期,移交单位,页数"
			if err := os.WriteFile(at, []byte(head+"\n"+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		day := (v.h.Clock().Day() - 10).String()
		good := []string{first + "," + keeper.Name + ",3柜2格15号盒," + day + ",曙坪镇纪委,46",
			second + "," + keeper.Name + ",3柜2格16号盒,,," + "12"}
		bad := []string{third + "," + keeper.Name + ",4柜,,,",
			second + "," + keeper.Name + ",5柜," + (v.h.Clock().Day() + 3).String() + ",,"}

		write(append(good[:1:1], bad...)...)
		body, _ := os.ReadFile(at)
		size := v.size()
		w := v.upload("jiandu-jb", "/import", "纸质档案.csv", body)
		v.sees(w, 200, first, "3柜2格15号盒", "职级不在建档范围", "移交日期不能晚于今天")
		if w := v.upload("shuping", "/import", "纸质档案.csv", body); w.Code == 200 && strings.Contains(w.Body.String(), "3柜") {
			t.Error("a unit takes dossiers in by a table")
		}
		if v.size() != size || of(expected).State != dossiers.Expected {
			t.Error("a preview writes something")
		}
		list, _, err := v.h.Import(ctx, []string{at}, ImportOptions{})
		if err != nil || len(list) != 1 || len(list[0].Errors) == 0 || of(expected).State != dossiers.Expected {
			t.Fatalf("rows in error are written: %v %+v", err, list)
		}

		write(good...)
		list, ok, err := v.h.Import(ctx, []string{at}, ImportOptions{})
		if err != nil || !ok || list[0].Kind != dossiers.Shape.Name || list[0].Changed != 2 || list[0].New != 0 {
			t.Fatalf("%v %+v", err, list)
		}
		x := of(expected)
		if x.State != dossiers.Open || x.Shelf != "3柜2格15号盒" || x.HandedBy != "曙坪镇纪委" || x.Pages != 46 ||
			x.HandedOn.String() != day || x.OpenedOn != v.h.Clock().Day() || x.Keeper != keeper.ID || x.ReviewBy == 0 {
			t.Errorf("it was opened as %+v", x)
		}
		if y := of(held); y.Shelf != "3柜2格16号盒" || y.Pages != 12 || y.State != dossiers.Open {
			t.Errorf("it reads %+v", y)
		}
		if of(none) != nil {
			t.Error("one is kept of who is of no such rank")
		}
		size = v.size()
		list, _, err = v.h.Import(ctx, []string{at}, ImportOptions{})
		if err != nil || list[0].Same != 2 || list[0].Changed != 0 || v.size() != size {
			t.Errorf("the same table again: %v %+v", err, list)
		}
	})
}

// What honours, rulings and opinions say of somebody stands in their dossier for whoever was given the part; its holder
// reads honours and what was served on them, and of opinions not even the name of the part.
func TestDossierGathers(t *testing.T) {
	v := visit(t)
	ctx, rules := t.Context(), v.h.dossierRules()
	numbers := func(person ref.ID, who actor.Actor) (map[string]int, map[string]bool) {
		x := &dossiers.Dossier{Person: person}
		x.Jurisdiction = 1
		all, err := dossiers.Gather(ctx, v.h.DB, v.h.Nouns, rules, x, who, rules.On(), v.h.Clock().Day())
		if err != nil {
			t.Fatal(err)
		}
		n, named := map[string]int{}, map[string]bool{}
		for _, p := range all {
			named[p.Code] = true
			for _, f := range p.Figures {
				n[f.Noun.Word] += f.Count.N
			}
		}
		return n, named
	}
	for word, told := range map[string]bool{"honour": true, "ruling": true, "candidate": false} {
		met := false
		for _, a := range v.county.Posted() {
			n, _ := numbers(a.Person, v.actor("jiandu-jb"))
			if n[word] == 0 {
				continue
			}
			own, named := numbers(a.Person, actor.Actor{Person: a.Person, Jurisdiction: 1})
			if met = true; told && own[word] != n[word] || own["candidate"] != 0 || named["opinions"] || named["cases"] ||
				!named["rulings"] || !named[dossiers.Honours] {
				t.Errorf("%s: of %d their holder reads %v of parts %v", word, a.Person, own, named)
			}
		}
		if !met {
			t.Errorf("no dossier of the demonstration holds a %s", word)
		}
	}
}
