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
	"shuangze/internal/incentives/honours"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
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
	rows, err := v.h.DB.Rows(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	numbers := func(person ref.ID, who actor.Actor) (map[string]int, map[string]bool) {
		x := &dossiers.Dossier{Person: person}
		x.Jurisdiction = 1
		all, err := dossiers.Gather(ctx, v.h.DB, v.h.Nouns, rules, x, who, rules.On(),
			dossiers.Teams(rows, person), v.h.Clock().Day())
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

// An honour of a team stands in the dossiers of those who made up its leading group in the honoured year, by posts on
// record, of the discipline body of its unit too; not of its clerks, nor of who came later or had left. Revoked, it
// stands there as revoked.
func TestDossierGathersHonoursOfTeams(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, rules := t.Context(), v.h.dossierRules()
		team := v.principal("曙坪镇")
		var h *honours.Honour
		for _, x := range every[*honours.Honour](v, ref.Honour) {
			if x.Kind == honours.Team && x.Body == team && x.State == honours.Approved {
				h = x
			}
		}
		rows, err := v.h.DB.Rows(ctx, 1)
		if err != nil || h == nil {
			t.Fatal("no honour of a team: ", err)
		}
		stands := func(person ref.ID, who actor.Actor, rows bodies.Rows) string {
			t.Helper()
			x := &dossiers.Dossier{Person: person}
			x.Jurisdiction = 1
			all, err := dossiers.Gather(ctx, v.h.DB, v.h.Nouns, rules, x, who, []string{dossiers.Honours},
				dossiers.Teams(rows, person), v.h.Clock().Day())
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, f := range all[0].Figures {
				if f.Count.N != len(f.Values) {
					t.Errorf("%d counted, %d shown", f.Count.N, len(f.Values))
				}
				for _, one := range f.Values {
					if one.Head().ID == h.ID {
						got += f.Tab
					}
				}
			}
			return got
		}
		office, member := v.actor("jiandu-jb"), v.actor("shuping-jw").Person
		given := 0
		for _, id := range h.People(v.county) { // of today; who came since has no part in it
			want := ""
			for _, a := range rows.Appointments {
				if a.Person == id && a.Unit == h.Unit && int64(a.Period.From.Year()) <= h.Year && a.Period.To > a.Period.From {
					want = "given"
				}
			}
			if want != "" {
				given++
			}
			if got := stands(id, office, rows); got != want {
				t.Errorf("%d of the team: %q, not %q", id, got, want)
			}
		}
		if given < 3 {
			t.Fatalf("%d made up the team", given)
		}
		if got := stands(member, actor.Actor{Person: member, Jurisdiction: 1}, rows); got != "given" {
			t.Errorf("the holder reads %q", got)
		}
		for _, login := range []string{"shuping-lly", "caizheng"} {
			if got := stands(v.actor(login).Person, office, rows); got != "" {
				t.Errorf("%s was not of the team: %q", login, got)
			}
		}
		year := int(h.Year)
		for _, x := range []struct {
			from, to when.Day
			want     string
		}{{when.Date(year-3, 1, 1), when.Date(year, 1, 1), ""}, {when.Date(year-3, 1, 1), when.Date(year, 1, 2), "given"},
			{when.Date(year, 12, 31), when.Open, "given"}, {when.Date(year+1, 1, 1), when.Open, ""}} {
			moved := rows
			moved.Appointments = slices.Clone(rows.Appointments)
			for i := range moved.Appointments {
				if a := &moved.Appointments[i]; a.Person == member {
					a.Period = when.Period{From: x.from, To: x.to}
				}
			}
			if got := stands(member, office, moved); got != x.want {
				t.Errorf("of the team from %s to %s: %q, not %q", x.from, x.to, got, x.want)
			}
		}
		if _, no := v.does("zhuti-jb", ref.Honour, "revoke", h.ID, &honours.Revoking{No: "镇廉组发〔2026〕77号",
			On: v.h.Clock().Day(), Why: "事迹不实"}); no != "" {
			t.Fatal(no)
		}
		if got := stands(member, office, rows); got != "revoked" {
			t.Errorf("revoked, and it stands as %q", got)
		}
	})
}
