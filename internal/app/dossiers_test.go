package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/dossiers"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// Words that stand nowhere else: whoever may not read them must not meet them.
const (
	canaryDeclared = "金丝雀甲申报"
	canaryLead     = "金丝雀乙线索"
	canaryReason   = "金丝雀丙事由"
)

// dossierOf opens a dossier of somebody, unless there is one.
func (v *visitors) dossierOf(person ref.ID) ref.ID {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Dossier, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		if d := x.(*dossiers.Dossier); d.Person == person && d.State == dossiers.Open {
			return d.ID
		}
	}
	id, no := v.does("jiandu-jb", ref.Dossier, "add", 0, &dossiers.Dossier{Person: person,
		Keeper: v.actor("jiandu-jb").Person})
	if no != "" {
		v.Fatal(no)
	}
	return id
}

// latestOf is the newest object of a kind that fulfils a condition.
func (v *visitors) latestOf(of ref.Kind, is func(noun.Value) bool) ref.ID {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), of, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range slices.Backward(all) {
		if is(x) {
			return x.Head().ID
		}
	}
	v.Fatalf("no %s", of)
	return 0
}

// A declaration goes from its person by the head of the unit to the discipline body; who does not stand there neither
// writes, checks nor files it. What is in the dossier its holder reads, and who was given access while an opening
// lasts; nobody else meets a word of it on any page, list, search, export or answer of the API.
func TestDossierLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		do := func(login string, of ref.Kind, name string, id ref.ID, in any, want string) ref.ID {
			t.Helper()
			made, no := v.does(login, of, name, id, in)
			if no != want {
				t.Errorf("%s %s by %s: %q, not %q", name, of, login, no, want)
			}
			return made
		}
		holder, p := v.actor("shuping-jw").Person, programming(t, v)
		id := v.dossierOf(holder)
		do("jiandu-jb", ref.Dossier, "add", 0, &dossiers.Dossier{Person: holder, Keeper: v.actor("jiandu-jb").Person},
			"person dossier.twice")
		in := &dossiers.Writing{Part: "gifts", Content: canaryDeclared}
		do("jiandu-jb", ref.Dossier, "declare", id, in, "access.forbidden")
		do("shuping-jw", ref.Dossier, "declare", id, &dossiers.Writing{Part: "property", Content: "房"},
			"part declaration.part.declared")
		do("shuping-jw", ref.Dossier, "declare", id, &dossiers.Writing{Part: "gifts"}, "content input.required")
		do("shuping-jw", ref.Dossier, "declare", id, in, "")
		own := v.latestOf(ref.Declaration, func(x noun.Value) bool { return x.(*dossiers.Declaration).Owner == holder })
		do("shuping", ref.Declaration, "pass", own, nil, "access.missing")
		do("shuping-jw", ref.Declaration, "sign", own, nil, "")
		do("shuping-jw", ref.Declaration, "write", own, in, "declaration.not-now")
		do("jiandu-jb", ref.Declaration, "file", own, nil, "declaration.not-now")
		v.sees(v.ask("shuping", "GET", "/declarations/"+own.String()), 200, canaryDeclared)
		do("shuping", ref.Declaration, "pass", own, nil, "")
		v.sees(v.ask("shuping", "GET", "/declarations/"+own.String()), 404)
		v.sees(v.ask("jiandu-jb", "GET", "/declarations/"+own.String()), 200, canaryDeclared)
		do("jiandu-jb", ref.Declaration, "file", own, nil, "")

		// What the discipline body keeps: another files it, and the holder never meets it.
		do("shuping-jw", ref.Dossier, "record", id, &dossiers.Writing{Part: dossiers.Leads, Content: "x"},
			"access.forbidden")
		do("jiandu-jb", ref.Dossier, "record", id, &dossiers.Writing{Part: dossiers.Leads, Content: canaryLead}, "")
		lead := v.latestOf(ref.Declaration, func(x noun.Value) bool { return x.(*dossiers.Declaration).Hidden == holder })
		do("jiandu-jb", ref.Declaration, "file", lead, nil, "access.own-request")
		do("shuping-jw", ref.Declaration, "file", lead, nil, "access.missing")

		// Access: not one's own; some parts; another decides; not beyond what was asked for.
		ask := &dossiers.Asking{Purpose: "discipline", Reason: canaryReason}
		do("jiandu-jb", ref.Dossier, "ask", id, ask, dossiersFlag("career")+" dossieraccess.parts.none")
		for i, code := range dossiers.Codes {
			ask.On[i] = code == "gifts" || code == "measures"
		}
		do("shuping-jw", ref.Dossier, "ask", id, ask, "dossier.own")
		do("caizheng", ref.Dossier, "ask", id, ask, "access.missing")
		do("shuping", ref.Dossier, "ask", id, ask, "")
		one := v.latestOf(ref.DossierAccess, func(x noun.Value) bool { return x.(*dossiers.Access).Holder == holder })
		today := v.h.Clock().Day()
		give := &dossiers.Giving{On: ask.On, Expires: today + 5}
		do("shuping", ref.DossierAccess, "open", one, nil, "dossieraccess.not-now")
		do("shuping", ref.DossierAccess, "approve", one, give, "access.forbidden")
		do("jiandu-jb", ref.DossierAccess, "approve", one, &dossiers.Giving{On: ask.On, Expires: today + 400},
			"expires dossieraccess.expires.late")
		more := *give
		more.On[0] = true
		do("jiandu-jb", ref.DossierAccess, "approve", one, &more, dossiersFlag("career")+" dossieraccess.part.unasked")
		do("jiandu-jb", ref.DossierAccess, "approve", one, give, "")
		at := "/dossieraccesses/" + one.String()
		if w := v.ask("shuping", "GET", at); strings.Contains(w.Body.String(), canaryDeclared) {
			t.Error("what was released is shown before it is opened")
		}
		do("jiandu-jb", ref.DossierAccess, "open", one, nil, "access.forbidden")
		contents := "/dossiers/" + id.String() + "/contents"
		p.answers(contents, map[string]int{"shuping-jw": 200, "shuping": 409, "jiandu-jb": 403, "caizheng": 404})
		do("shuping", ref.DossierAccess, "open", one, nil, "")
		size := v.size()
		p.answers(contents, map[string]int{"shuping-jw": 200, "shuping": 200, "jiandu-jb": 403, "caizheng": 404})
		if v.size() != size {
			t.Error("reading what is open is an entry by itself")
		}
		v.sees(v.ask("shuping", "GET", at), 200, canaryDeclared,
			strings.ReplaceAll(today.String(), "-", "")+"-"+one.String())
		v.sees(v.ask("shuping-jw", "GET", at), 404)

		// The canaries: who reads them where.
		reads := map[string][]string{canaryDeclared: {"shuping-jw /dossiers/" + id.String(), "shuping-jw /declarations/" +
			own.String(), "shuping " + at}, canaryReason: {"shuping " + at, "jiandu-jb " + at,
			"jiandu " + at}, // who decides, and the head of the office
			canaryLead: {"jiandu-jb /declarations/" + lead.String(), "jiandu /declarations/" + lead.String()}}
		for login := range v.cookies {
			for _, path := range []string{"/dossiers?tab=all", "/declarations?tab=all", "/dossieraccesses?tab=all",
				"/search?q=金丝雀", "/inbox", "/", "/people/" + holder.String(), "/dossiers/" + id.String(), at,
				"/declarations/" + own.String(), "/declarations/" + lead.String(), "/declarations/table.xlsx",
				"/dossieraccesses/table.xlsx", "/declarations/print?tab=all", "/dossiers/statistics"} {
				body := v.ask(login, "GET", path).Body.String()
				for word, may := range reads {
					if strings.Contains(body, word) && !slices.Contains(may, login+" "+path) &&
						!(strings.HasPrefix(path, "/search") && strings.Count(body, word) == strings.Count(body, "金丝雀")) {
						t.Errorf("%s meets %s at %s", login, word, path)
					}
				}
			}
		}
		reads[canaryDeclared] = append(reads[canaryDeclared], "shuping-jw "+contents, "shuping "+contents)
		for login, token := range p.reads {
			for _, path := range []string{contents, "/dossiers", "/declarations", "/declarations/" + own.String(),
				"/declarations/" + lead.String(), "/dossieraccesses", at, "/dossiers/statistics", "/search?q=金丝雀"} {
				body := p.call(token, "GET", path, nil).Body.String()
				for word, may := range reads {
					if strings.Contains(body, word) && !slices.Contains(may, login+" "+path) {
						t.Errorf("a program of %s meets %s at %s", login, word, path)
					}
				}
			}
		}
		for _, login := range []string{"shuping-jw", "shuping"} {
			body := p.call(p.reads[login], "GET", contents, nil).Body.String()
			if !strings.Contains(body, canaryDeclared) || strings.Contains(body, `"family"`) != (login == "shuping-jw") {
				t.Errorf("a program of %s reads %s", login, body)
			}
		}
		// The holder finds no trace of an access for discipline, and of another the day and the purpose.
		page := v.ask("shuping-jw", "GET", "/dossiers/"+id.String()).Body.String()
		if strings.Contains(page, "监督检查和纪律审查") || strings.Contains(page, one.String()) {
			t.Error("the holder reads of an access for discipline")
		}
		list := v.ask("shuping-jw", "GET", "/dossieraccesses?tab=all").Body.String()
		if strings.Contains(list, one.String()) {
			t.Error("the holder finds an access to their dossier in a list")
		}
		ask.Purpose = "honour"
		do("shuping", ref.Dossier, "ask", id, ask, "")
		told := v.latestOf(ref.DossierAccess, func(x noun.Value) bool { return x.(*dossiers.Access).Holder == holder })
		do("jiandu-jb", ref.DossierAccess, "approve", told, give, "")
		do("shuping", ref.DossierAccess, "open", told, nil, "")
		v.sees(v.ask("shuping-jw", "GET", "/dossiers/"+id.String()), 200, "评优评先", canaryDeclared)

		// After the last day nothing opens.
		x, _, err := v.h.DB.One(ctx, ref.DossierAccess, one)
		if err != nil {
			t.Fatal(err)
		}
		if a := x.(*dossiers.Access); a.Openable(today+6) == nil || a.Reads(v.actor("shuping"), (today+6).Start()) {
			t.Error("it opens after its last day")
		}

		// A declared relative handles nothing of it.
		do("shuping-jw", ref.Dossier, "declare", id, &dossiers.Writing{Part: dossiers.Family, Content: "亲属",
			Kin: v.actor("shuping").Person}, "")
		kin := v.latestOf(ref.Declaration, func(x noun.Value) bool {
			return x.(*dossiers.Declaration).Part == dossiers.Family
		})
		do("shuping-jw", ref.Declaration, "sign", kin, nil, "")
		do("shuping", ref.DossierAccess, "open", told, nil, "dossier.kin")
		do("shuping", ref.Dossier, "ask", id, ask, "dossier.kin")
	})
}

// answers asks an address of the API as people who may and may not read it.
func (p *programs) answers(path string, want map[string]int) {
	p.Helper()
	for login, code := range want {
		if w := p.call(p.reads[login], "GET", path, nil); w.Code != code {
			p.Errorf("%s %s: %d, not %d: %.300s", login, path, w.Code, code, w.Body)
		}
	}
}

func dossiersFlag(code string) string { return "part" + strings.ToUpper(code[:1]) + code[1:] }

// Of whoever took a post of a rank that the pack names, a dossier is expected once, to be opened within a month.
func TestDossiersExpected(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		made, err := v.h.ExpectDossiers(ctx)
		if err != nil || made == 0 {
			t.Fatalf("%d expected: %v", made, err)
		}
		if again, err := v.h.ExpectDossiers(ctx); err != nil || again != 0 {
			t.Errorf("%d expected twice: %v", again, err)
		}
		all, err := v.h.DB.AllOf(ctx, ref.Dossier, 1)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[ref.ID]bool{}
		for _, x := range all {
			d := x.(*dossiers.Dossier)
			if d.State == dossiers.Closed {
				continue
			}
			if seen[d.Person] {
				t.Errorf("%s has two", d.Name)
			}
			if seen[d.Person] = true; d.State == dossiers.Expected && d.OpenBy <= d.Since {
				t.Errorf("%s: to be opened by %s, in post since %s", d.Name, d.OpenBy, d.Since)
			}
		}
	})
}
