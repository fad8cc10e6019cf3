package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/appraisal/course"
	"shuangze/internal/ref"
)

// An assessor from outside opens the workbench, the own account, and the assessment they were appointed to
// with its sheets and marks. Every other address, and every other operation of the API, answers as if there
// were nothing, or says no; what another assessment holds is missing.
func TestExternalAssessorSeesOnlyTheirAssessment(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	const login = "pingfen"
	mine, others := map[ref.Kind]string{}, map[ref.Kind]string{}
	find := func(of ref.Kind, team func(any) []ref.ID) {
		all, err := p.h.DB.AllOf(context.Background(), of, 1)
		if err != nil {
			t.Fatal(err)
		}
		who := p.assessor()
		for _, v := range all {
			if slices.Contains(team(v), who) {
				mine[of] = v.Head().ID.String()
			} else {
				others[of] = v.Head().ID.String()
			}
		}
		if mine[of] == "" || others[of] == "" {
			t.Fatalf("the demonstration has no %s of both sorts: %q %q", of, mine[of], others[of])
		}
	}
	find(ref.Appraisal, func(v any) []ref.ID { return v.(*course.Appraisal).Assessors() })
	find(ref.Scoresheet, func(v any) []ref.ID { return v.(*course.Scoresheet).Object().Team })
	find(ref.Mark, func(v any) []ref.ID { return v.(*course.Mark).Assessors() })

	own := []string{"/", "/calendar", "/acting", "/account", "/sign-out"}
	lists := []string{"/appraisals", "/scoresheets", "/marks"}
	open := func(path string) bool {
		return slices.Contains(own, path) || strings.HasPrefix(path, "/account/") ||
			slices.ContainsFunc(lists, func(l string) bool {
				return path == l || strings.HasPrefix(path, l+".") || strings.HasPrefix(path, l+"/")
			})
	}
	examples := p.examples()
	shut := 0
	for _, r := range p.routes {
		method, path, _ := strings.Cut(r.Pattern, " ")
		at := examples[r.Pattern]
		if r.Public || open(path) || path == "/{$}" || strings.HasPrefix(r.Pattern, "POST /account") {
			continue
		}
		if at == nil {
			at = wayExamples[r.Pattern]
		}
		if at == nil {
			at = []string{path}
		}
		for _, x := range at {
			if w := p.ask(login, method, x); w.Code != 404 && w.Code != 403 {
				t.Errorf("%s %s answers %d", method, x, w.Code)
			}
			shut++
		}
	}
	if shut < 300 {
		t.Errorf("only %d addresses were tried", shut)
	}
	for _, x := range []struct {
		of   ref.Kind
		name string
		acts []string // that they may not
		may  []string
	}{{ref.Appraisal, "appraisals", []string{"check", "appoint", "withdraw"}, nil},
		{ref.Scoresheet, "scoresheets", []string{"hand", "raise"}, nil},
		{ref.Mark, "marks", []string{"claim", "reopen"}, []string{"mark"}}} {
		at := "/" + x.name + "/"
		if w := p.ask(login, "GET", at+mine[x.of]); w.Code != 200 {
			t.Errorf("their own %s answers %d", x.of, w.Code)
		} else {
			for _, gone := range []string{`href="/search`, `href="/orders`, `href="/problems`, `href="/people`, `href="/units`,
				`href="/journal`, `href="/scores"`, `href="/policy`} {
				if _, rest, found := strings.Cut(w.Body.String(), gone); found {
					t.Errorf("the page of their %s has %s%.80s", x.of, gone, rest)
				}
			}
		}
		if w := p.ask(login, "GET", at+others[x.of]); w.Code != 404 {
			t.Errorf("another %s answers %d", x.of, w.Code)
		}
		list := p.ask(login, "GET", "/"+x.name+"?tab=all").Body.String()
		taken := p.ask(login, "GET", "/"+x.name+".csv?tab=all")
		if every := p.ask("lingdao", "GET", "/"+x.name+".csv?tab=all"); taken.Code != 200 ||
			strings.Count(taken.Body.String(), "\n") >= strings.Count(every.Body.String(), "\n") {
			t.Errorf("they take out as many %s as the leading group: %d", x.name, taken.Code)
		}
		for _, gone := range []string{`href="/objections"`, `href="/appraisals/new"`} {
			if strings.Contains(list, gone) {
				t.Errorf("the list of %s has %s", x.of, gone)
			}
		}
		if !strings.Contains(list, at+mine[x.of]) || strings.Contains(list, at+others[x.of]+`"`) {
			t.Errorf("the list of %s has not theirs, or others", x.name)
		}
		for _, a := range x.acts {
			for _, id := range []string{mine[x.of], others[x.of]} {
				if w := p.ask(login, "POST", at+id+"/do/"+a); w.Code != 404 && w.Code != 403 {
					t.Errorf("%s of %s answers %d", a, x.of, w.Code)
				}
			}
		}
		for _, a := range x.may {
			if w := p.ask(login, "GET", at+mine[x.of]+"/do/"+a); w.Code != 200 && w.Code != 409 {
				t.Errorf("%s of their %s answers %d", a, x.of, w.Code)
			}
		}
	}

	if home := p.ask(login, "GET", "/").Body.String(); strings.Contains(home, `href="/orders`) ||
		!strings.Contains(home, `href="/marks"`) {
		t.Error("the workbench leads to orders, or not to marks")
	}
	where, tried := p.where(), 0
	for _, op := range p.ops {
		first := strings.Split(strings.Trim(op.Path, "/"), "/")[0]
		if slices.Contains([]string{"appraisals", "scoresheets", "marks", "me", "workbench", "calendar",
			"openapi.json", "verify"}, first) || open(strings.TrimPrefix(op.Path, "/exports")) {
			continue
		}
		paths := []string{op.Path}
		if strings.Contains(op.Path, "{id}") {
			paths = nil
			for _, id := range where[first] {
				paths = append(paths, strings.Replace(op.Path, "{id}", id, 1))
			}
		}
		for _, path := range paths {
			var body []byte
			if op.Method != "GET" {
				body = []byte("{}")
			}
			if w := p.call(p.all[login], op.Method, path, body); w.Code != 404 && w.Code != 403 {
				t.Errorf("the operation %s %s answers %d", op.Method, path, w.Code)
			}
			tried++
		}
	}
	if tried < 150 {
		t.Errorf("only %d operations were tried", tried)
	}
	for name, of := range map[string]ref.Kind{"appraisals": ref.Appraisal, "scoresheets": ref.Scoresheet,
		"marks": ref.Mark} {
		for id, want := range map[string]int{mine[of]: 200, others[of]: 404} {
			if w := p.call(p.all[login], "GET", fmt.Sprintf("/%s/%s", name, id), nil); w.Code != want {
				t.Errorf("the operation on %s %s answers %d, want %d", name, id, w.Code, want)
			}
		}
	}
}

// assessor is the demonstration's assessor from outside.
func (v *visitors) assessor() ref.ID {
	v.Helper()
	list := v.county.Assessors()
	if len(list) != 1 {
		v.Fatalf("%d assessors from outside", len(list))
	}
	return list[0].Person
}
