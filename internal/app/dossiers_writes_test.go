package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/dossiers"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// undossiered is somebody of whom a dossier is to be kept and none is.
func (p *programs) undossiered() ref.ID {
	p.Helper()
	all, err := p.h.DB.AllOf(context.Background(), ref.Dossier, 1)
	if err != nil {
		p.Fatal(err)
	}
	for _, post := range dossiers.Owed(p.county, p.h.dossierRules()) {
		if post.Person != p.actor("jiandu-jb").Person && post.Person != p.actor("jiandu").Person &&
			!slices.ContainsFunc(all, func(v noun.Value) bool {
				d := v.(*dossiers.Dossier)
				return d.Person == post.Person && d.State != dossiers.Closed
			}) {
			return post.Person
		}
	}
	p.Fatal("everybody has a dossier")
	return 0
}

// declares plays a declaration of 曙坪镇's discipline secretary up to a step, that step included.
func (p *programs) declares(upTo string) ref.ID {
	p.Helper()
	holder := p.actor("shuping-jw").Person
	p.must("shuping-jw", ref.Dossier, "declare", p.dossierOf(holder), &dossiers.Writing{Part: "gifts", Content: "上交礼品"})
	id := p.latestOf(ref.Declaration, func(x noun.Value) bool { return x.(*dossiers.Declaration).Owner == holder })
	for _, step := range [][2]string{{"shuping-jw", "sign"}, {"shuping", "pass"}, {"jiandu-jb", "file"}} {
		if upTo == "declare" {
			return id
		}
		p.must(step[0], ref.Declaration, step[1], id, nil)
		if step[1] == upTo {
			return id
		}
	}
	p.Fatal("no step " + upTo)
	return 0
}

// looks plays a request of 曙坪镇's secretary to look into a dossier, up to its being approved where given says so.
func (p *programs) looks(given bool) ref.ID {
	p.Helper()
	holder := p.actor("shuping-jw").Person
	ask := &dossiers.Asking{Purpose: "honour", Reason: "推荐评优"}
	ask.On[slices.Index(dossiers.Codes, "gifts")] = true
	p.must("shuping", ref.Dossier, "ask", p.dossierOf(holder), ask)
	id := p.latestOf(ref.DossierAccess, func(x noun.Value) bool { return x.(*dossiers.Access).Holder == holder })
	if given {
		p.must("jiandu-jb", ref.DossierAccess, "approve", id, &dossiers.Giving{On: ask.On, Expires: p.h.Clock().Day() + 5})
	}
	return id
}

// dossierWrites are the writes of dossiers, of what is declared in them and of access to them.
//
// Words that are sealed are in no digest of an input (decision 0012), so that the same key with other words is the same
// act. Where an input is such words alone, a blank after the colon keeps TestEveryWriteOnce from trying others.
func (p *programs) dossierWrites(deeds map[string]func() write, next func() int) {
	today := p.h.Clock().Day()
	holder, keeper := p.actor("shuping-jw").Person, p.actor("jiandu-jb").Person
	opened := func() ref.ID {
		return p.must("jiandu-jb", ref.Dossier, "add", 0, &dossiers.Dossier{Person: p.undossiered(), Keeper: keeper})
	}
	at := func(id, body string, of func() ref.ID) {
		deeds[id] = func() write {
			noun, name := "dossiers", strings.TrimSuffix(id, "Dossier")
			if s, is := strings.CutSuffix(id, "Declaration"); is {
				noun, name = "declarations", s
			} else if s, is := strings.CutSuffix(id, "Dossieraccess"); is {
				noun, name = "dossieraccesses", s
			}
			return write{fmt.Sprintf("/%s/%d/%s", noun, of(), name), strings.ReplaceAll(body, "%n", fmt.Sprint(next()))}
		}
	}
	held := func() ref.ID { return p.dossierOf(holder) }
	state := func(upTo string) func() ref.ID { return func() ref.ID { return p.declares(upTo) } }
	request := func(given bool) func() ref.ID { return func() ref.ID { return p.looks(given) } }

	deeds["addDossier"] = func() write {
		return write{"/dossiers", fmt.Sprintf(`{"person":%d,"keeper":%d,"shelf":"档案室%d柜"}`, p.undossiered(), keeper, next())}
	}
	deeds["changeDossier"] = func() write {
		person := p.undossiered()
		id := p.must("jiandu-jb", ref.Dossier, "add", 0, &dossiers.Dossier{Person: person, Keeper: keeper})
		return write{fmt.Sprintf("/dossiers/%d/change", id),
			fmt.Sprintf(`{"reason":"移柜","version":1,"person":%d,"keeper":%d,"shelf":"档案室%d柜"}`, person, keeper, next())}
	}
	at("openDossier", fmt.Sprintf(`{"keeper":%d,"shelf":"档案室%%n柜"}`, keeper), func() ref.ID {
		r, err := p.h.dossiers().Expect(context.Background(), act.Command{Actor: actor.Machine(1, "tick")}, p.undossiered())
		if err != nil {
			p.Fatal(err)
		}
		return r.Object.ID
	})
	at("reviewDossier", `{"finding":"材料齐全%n"}`, opened)
	at("closeDossier", `{"why":"调离%n"}`, opened)
	matter := fmt.Sprintf(`"matterOn":"%s","content":"上交礼品%%n件"`, today-3)
	at("declareDossier", `{"part":"gifts",`+matter+`}`, held)
	at("recordDossier", fmt.Sprintf(`{"part":"leads","matterOn":"%s","content":"信访〔2026〕%%n号，予以了结"}`, today-3), held)
	at("askDossier", `{"purpose":"honour","reason":"推荐评优%n","partGifts":true}`, held)

	at("signDeclaration", "", state("declare"))
	at("writeDeclaration", `{`+matter+`}`, state("declare"))
	at("withdrawDeclaration", "", state("declare"))
	at("passDeclaration", "", state("sign")) // who did it sees it no more, and has the receipt again all the same
	at("fileDeclaration", "", state("pass"))
	at("returnDeclaration", `{"why": "请补写日期%n"}`, state("pass"))
	at("correctDeclaration", `{`+matter+`,"why":"件数记错%n"}`, state("file"))

	at("approveDossieraccess", fmt.Sprintf(`{"expires":"%s","partGifts":true}`, today+5), request(false))
	at("refuseDossieraccess", `{"why": "事由不具体%n"}`, request(false))
	at("withdrawDossieraccess", "", request(false))
	at("openDossieraccess", "", request(true))
}
