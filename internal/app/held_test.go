package app

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/field"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

// TestHeldOfPeople compares the page of everybody of whom there is a talk, a case or anything else with what the
// reader may see one by one, and with the list that it leads to: the figures are equal, and of what is another's the
// page says nothing.
func TestHeldOfPeople(t *testing.T) {
	v := visit(t)
	links := regexp.MustCompile(`<a href="/([a-z]+)\?([a-zA-Z]+)=([0-9]+)&amp;tab=([a-z]+)">共 ([0-9]+) 条</a>`)
	kept, seen, followed := map[ref.Kind]int{}, map[ref.Kind]int{}, map[string]bool{}
	for _, login := range []string{"zhuti-jb", "jiandu-jb", "shuping", "shuping-lly", "caizheng", "lingdao"} {
		who := v.actor(login)
		type held struct{ all, may int }
		of := map[ref.ID]map[string]held{} // by person and list
		for _, n := range v.h.Nouns {
			if n.About.OfPerson() == "" {
				continue
			}
			f, ok := n.Field(n.About.OfPerson())
			among := n.About.Among != ""
			if !ok || (f.Type == field.APerson) == among || f.Confined {
				t.Fatalf("%s is about nobody who may be asked for", n.Name)
			}
			all, err := v.h.DB.AllOf(t.Context(), n.Of, who.Jurisdiction)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range all {
				var people []ref.ID
				if among {
					for _, s := range strings.Fields(f.Str(x)) {
						people = append(people, ref.Parse(s))
					}
				} else if id := ref.ID(f.Num(x)); id != 0 {
					people = append(people, id)
				}
				for _, id := range people {
					if of[id] == nil {
						of[id] = map[string]held{}
					}
					h := of[id][n.Name]
					h.all++
					if access.Can(who, n.See, n.Object(x)) {
						h.may++
						seen[n.Of]++
					} else {
						kept[n.Of]++
					}
					of[id][n.Name] = h
				}
			}
		}
		most := 40 // pages a reader
		for id, lists := range of {
			if _, known := v.county.Person(id); !known || most == 0 {
				continue
			}
			most--
			w := v.ask(login, "GET", "/people/"+id.String())
			if w.Code != 200 {
				t.Fatalf("%s: /people/%s: %d", login, id, w.Code)
			}
			page := w.Body.String()
			said := map[string]string{}
			for _, m := range links.FindAllStringSubmatch(page, -1) {
				said[m[1]] = m[5]
				at := fmt.Sprintf("/%s?%s=%s&tab=%s", m[1], m[2], m[3], m[4])
				if m[3] != id.String() {
					t.Errorf("%s: /people/%s leads to %s", login, id, at)
				}
				if followed[login+m[1]] {
					continue
				}
				followed[login+m[1]] = true
				list := v.ask(login, "GET", at)
				if !strings.Contains(list.Body.String(), "共 "+m[5]+" 条") {
					t.Errorf("%s: /people/%s says %s of %s, and the list says something else", login, id, m[5], at)
				}
			}
			for name, h := range lists {
				n := v.h.Nouns[0]
				for _, x := range v.h.Nouns {
					if x.Name == name {
						n = x
					}
				}
				if h.may == 0 || !access.Anywhere(who, n.List) {
					if said[name] != "" || h.may == 0 && strings.Contains(page, `<a href="/`+name+`/`) {
						t.Errorf("%s: /people/%s tells of %s", login, id, name)
					}
					continue
				}
				if said[name] != fmt.Sprint(h.may) {
					t.Errorf("%s: /people/%s says %q of %s, and %d of %d may be seen", login, id, said[name], name, h.may, h.all)
				}
			}
		}
	}
	for _, k := range []ref.Kind{ref.Talk, ref.Case, ref.Statement} {
		if kept[k] == 0 || seen[k] == 0 {
			t.Errorf("%s: %d kept from readers and %d seen: nothing is shown by that", k, kept[k], seen[k])
		}
	}
}

// TestHeldByProgram reads the same of one person by the API, and the figure of preventive education, which is that of
// the coverage of the unit; another day has none of it.
func TestHeldByProgram(t *testing.T) {
	p := programsOf(t)
	read := func(path string, into any) {
		t.Helper()
		w := p.call(p.reads["jiandu-jb"], "GET", path, nil)
		if err := json.Unmarshal(w.Body.Bytes(), into); w.Code != 200 || err != nil {
			t.Fatalf("%s: %d %v", path, w.Code, err)
		}
	}
	unit := p.unit("曙坪镇")
	var covered struct {
		Items []struct {
			Person                    ref.ID
			Expected, Present, MadeUp int
		}
	}
	read(fmt.Sprintf("/coverage?unit=%d", unit), &covered)
	checked := 0
	for _, x := range covered.Items {
		if x.Expected == 0 || checked == 3 {
			continue
		}
		checked++
		var one struct {
			OnRecord []struct {
				List  string
				Count int
				Items []json.RawMessage
			}
			Reached struct {
				Expected, Reached int
				Unit              ref.ID
			}
		}
		read(fmt.Sprintf("/people/%d", x.Person), &one)
		if one.Reached.Expected != x.Expected || one.Reached.Reached != x.Present+x.MadeUp || one.Reached.Unit == 0 {
			t.Errorf("%d: %+v, and the coverage says %+v", x.Person, one.Reached, x)
		}
		for _, h := range one.OnRecord {
			var list struct{ Count int }
			field := "person"
			if h.List == "links" || h.List == "visits" {
				field = "member"
			} else if h.List == "educations" {
				field = "people"
			}
			read(fmt.Sprintf("/%s?%s=%d", h.List, field, x.Person), &list)
			if list.Count != h.Count || len(h.Items) != min(h.Count, 5) {
				t.Errorf("%d: %s: %d with %d, and the list says %d", x.Person, h.List, h.Count, len(h.Items), list.Count)
			}
		}
	}
	if checked == 0 {
		t.Error("nobody was expected anywhere")
	}
}

// TestHeldHasItsIndex looks for the index that begins with the field by which a noun concerns people or units: without
// one their pages read the whole list.
func TestHeldHasItsIndex(t *testing.T) {
	v := visit(t)
	raw, err := sql.Open("sqlite", "file:"+filepath.Join(v.h.Dir, store.FileName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for _, n := range v.h.Nouns {
		for _, name := range []string{n.About.Person, n.About.Unit} {
			f, ok := n.Field(name)
			if !ok {
				continue
			}
			var found int
			err := raw.QueryRow(`SELECT COUNT(*) FROM sqlite_master WHERE type='index' AND tbl_name=? AND
				(instr(sql, '('||?||',')>0 OR instr(sql, '('||?||')')>0)`, n.Table, f.Column(), f.Column()).Scan(&found)
			if err != nil || found == 0 {
				t.Errorf("%s has no index that begins with %s: %v", n.Table, f.Column(), err)
			}
		}
	}
}
