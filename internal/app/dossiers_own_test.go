package app

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/dossiers"
	"shuangze/internal/exchange"
	"shuangze/internal/institutions/pledges"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// parted are the parts of a zip by name, those of zips in it after a slash, and what is deflated in a PDF laid open.
func parted(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatalf("%v: %.300s", err, b)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(f.Name, err)
		}
		switch {
		case bytes.HasPrefix(body, []byte("PK")):
			for name, s := range parted(t, body) {
				out[f.Name+"/"+name] = s
			}
		case bytes.HasPrefix(body, []byte("%PDF")):
			out[f.Name] = string(body) + inflated(body)
		default:
			out[f.Name] = string(body)
		}
	}
	return out
}

// inflated is what the streams of a PDF hold.
func inflated(b []byte) string {
	var out strings.Builder
	for _, s := range bytes.Split(b, []byte("stream"))[1:] {
		if r, err := zlib.NewReader(bytes.NewReader(bytes.TrimLeft(s, "\r\n"))); err == nil {
			io.Copy(&out, r)
		}
	}
	return out.String()
}

// The bytes of a file that the holder handed in, and of one that somebody else did.
const (
	canaryFile    = "%PDF-1.4\n% 金丝雀本人的附件\n%%EOF\n"
	canaryOfOther = "%PDF-1.4\n% 金丝雀别人的附件\n%%EOF\n"
)

// The holder of a dossier takes all of it along that they may read, as page and program have it; nothing of what the
// discipline body keeps, of who looked for a purpose of discipline, or of cases that they were not told of is in any
// byte. Nobody else takes it, and each taking is on record.
func TestOwnDossierIsTaken(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		holder, p := v.actor("shuping-jw"), programming(t, v)
		id := v.dossierOf(holder.Person)
		do := func(login string, of ref.Kind, name string, id ref.ID, in any) {
			t.Helper()
			if _, no := v.does(login, of, name, id, in); no != "" {
				t.Fatal(login, name, of, no)
			}
		}
		declared := func(is func(*dossiers.Declaration) bool) ref.ID {
			return v.latestOf(ref.Declaration, func(x noun.Value) bool { return is(x.(*dossiers.Declaration)) })
		}
		at := "/dossiers/" + id.String() + "/mine.zip"
		taken := func(b []byte) map[string]string { t.Helper(); return parted(t, b) }
		none := taken(v.ask("shuping-jw", "GET", at).Body.Bytes()) // nothing is declared yet
		if !strings.Contains(none["dossier.json"], `"person": `+holder.Person.String()) {
			t.Errorf("of an empty dossier: %v", none["dossier.json"])
		}

		do("shuping-jw", ref.Dossier, "declare", id, &dossiers.Writing{Part: "gifts", Content: canaryDeclared})
		own := declared(func(d *dossiers.Declaration) bool { return d.Owner == holder.Person })
		do("shuping-jw", ref.Declaration, "sign", own, nil)
		do("shuping", ref.Declaration, "pass", own, nil)
		do("jiandu-jb", ref.Declaration, "file", own, nil)
		do("jiandu-jb", ref.Dossier, "record", id, &dossiers.Writing{Part: dossiers.Leads, Content: canaryLead})
		lead := declared(func(d *dossiers.Declaration) bool { return d.Hidden == holder.Person })
		do("jiandu", ref.Declaration, "file", lead, nil)
		looks := func(purpose string) {
			t.Helper()
			ask := &dossiers.Asking{Purpose: purpose, Reason: canaryReason}
			ask.On[slices.Index(dossiers.Codes, "gifts")] = true
			do("shuping", ref.Dossier, "ask", id, ask)
			one := v.latestOf(ref.DossierAccess, func(x noun.Value) bool { return x.(*dossiers.Access).Holder == holder.Person })
			do("jiandu-jb", ref.DossierAccess, "approve", one, &dossiers.Giving{On: ask.On, Expires: v.h.Clock().Day() + 5})
			do("shuping", ref.DossierAccess, "open", one, nil)
		}
		looks("discipline")
		looks("honour")

		size := v.size()
		w := v.ask("shuping-jw", "GET", at)
		if w.Code != 200 || w.Header().Get("Content-Type") != "application/zip" {
			t.Fatalf("%d %v: %.300s", w.Code, w.Header(), w.Body)
		}
		if v.size() != size {
			t.Error("taking one’s own dossier writes in the journal of acts")
		}
		all := taken(w.Body.Bytes())
		name, _ := v.county.Person(holder.Person)
		file := name.Name + "勤廉干部档案"
		for part, want := range map[string][]string{
			"dossier.json":                   {canaryDeclared, `"code": "gifts"`, "评优评先", "于"},
			file + ".docx/word/document.xml": {canaryDeclared, "导出本人档案", name.Name, "勤", "廉"},
			file + ".pdf":                    {"%PDF"},
			"说明.txt":                         {name.Name, "导出本人档案"},
		} {
			for _, s := range want {
				if !strings.Contains(all[part], s) {
					t.Errorf("%s does not say %s: %.400s", part, s, all[part])
				}
			}
		}
		var tables strings.Builder
		for part, s := range all {
			if strings.HasPrefix(part, file+".xlsx/") {
				tables.WriteString(s)
			}
			for _, word := range []string{canaryLead, canaryReason, "监督检查和纪律审查", `"leads"`, `"cases"`, `"opinions"`} {
				if strings.Contains(s, word) {
					t.Errorf("%s holds %s", part, word)
				}
			}
			if strings.Contains(s, "⟦") || strings.Contains(s, "dossier.own") {
				t.Errorf("%s lacks a word", part)
			}
		}
		for _, s := range []string{canaryDeclared, "评优评先", "导出本人档案"} {
			if !strings.Contains(tables.String(), s) {
				t.Errorf("the tables do not say %s", s)
			}
		}
		var data struct{ Parts []struct{ Code string } }
		if err := json.Unmarshal([]byte(all["dossier.json"]), &data); err != nil || len(data.Parts) == 0 {
			t.Errorf("dossier.json: %v, %d parts", err, len(data.Parts))
		}

		// By a program under a token of their own; nobody else, whatever office they are of or place they come in.
		p.answers(at, map[string]int{"shuping-jw": 200, "shuping": 403, "jiandu-jb": 403, "jiandu": 403, "caizheng": 404})
		if program := taken(p.call(p.reads["shuping-jw"], "GET", at, nil).Body.Bytes()); !strings.Contains(
			program["dossier.json"], canaryDeclared) {
			t.Errorf("a program of the holder reads %.300s", program["dossier.json"])
		}
		for login, code := range map[string]int{"shuping": 403, "jiandu-jb": 403, "caizheng": 404, "lingdao": 404, "": 303} {
			if w := v.ask(login, "GET", at); w.Code != code {
				t.Errorf("%q: %d, not %d", login, w.Code, code)
			}
		}
		x, _, err := v.h.DB.One(context.Background(), ref.Dossier, id)
		if err != nil {
			t.Fatal(err)
		}
		deputy := v.actor("shuping")
		deputy.OnBehalf, deputy.Grants = holder.Person, holder.Grants
		speech := exchange.Speech{P: v.h.Words.In(lang.Chinese), Pack: v.h.Policy, Day: v.h.Clock().Day()}
		_, err = v.h.ownDossiers().Take(context.Background(), act.Command{Actor: deputy}, speech, v.county,
			x.(*dossiers.Dossier), v.h.Clock())
		if err == nil || access.Can(deputy, exchange.TakeOwn, dossiers.Shape.Object(x)) {
			t.Error("a deputy takes the dossier of whom they act for")
		}
		holder.OnBehalf = v.actor("shuping").Person // in somebody else's place it is not their own
		if access.Can(holder, exchange.TakeOwn, dossiers.Shape.Object(x)) {
			t.Error("it is taken in another’s place")
		}

		// On record: who, of which dossier.
		journal, err := v.h.DB.JournalName(context.Background(), 1, act.Access)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := v.h.DB.Entries(context.Background(), journal, 0, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, e := range entries {
			if e.Kind == "dossier.taken.v1" {
				n++
				if e.Person != holder.Person || e.Facts[0].Value.AsInt() != int64(id) && e.Facts[1].Value.AsInt() != int64(id) {
					t.Errorf("on record: %+v", e)
				}
			}
		}
		if n != 4 { // empty, page, program twice
			t.Errorf("%d takings are on record, not 4", n)
		}
	})
}

// What a holder handed in themselves is in the file that they take of their dossier, byte by byte, and named in its
// tables; what somebody else handed in to the same matter is not.
func TestOwnDossierHoldsOnesFiles(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		holder, today := v.actor("shuping"), v.h.Clock().Day()
		id, no := v.does("shuping", ref.Pledge, "add", 0, &pledges.Pledge{Year: int64(today.Year()),
			Body: v.bodyOf("曙坪镇", bodies.PartyCommittee).ID, Aspect: "integrity", Item: "不收礼金", Standard: "无登记",
			Due: when.Date(today.Year(), 12, 31)})
		if no == "" {
			_, no = v.doesWith("shuping-lly", ref.Pledge, "make", id, &pledges.Publishing{On: today, Place: "tv"})
		}
		if no != "" {
			t.Fatal(no)
		}
		for _, x := range []struct{ login, name, body string }{{"shuping", "本人佐证.pdf", canaryFile},
			{"shuping-lly", "别人佐证.pdf", canaryOfOther}} {
			code, body := enter(t, v.desk, x.login).uploadWith("/pledges/"+id.String()+"/do/attach",
				map[string]string{"fileKind": "proof"}, map[string][]byte{x.name: []byte(x.body)})
			if code != 303 {
				t.Fatal(x.login, code, lines(body))
			}
		}
		at := "/dossiers/" + v.dossierOf(holder.Person).String() + "/mine.zip"
		p, kept, named := programming(t, v), 0, false
		for what, b := range map[string][]byte{"page": v.ask("shuping", "GET", at).Body.Bytes(),
			"program": p.call(p.reads["shuping"], "GET", at, nil).Body.Bytes()} {
			for part, s := range parted(t, b) {
				if strings.Contains(s, "金丝雀别人的附件") || strings.Contains(s, "别人佐证") {
					t.Errorf("%s: %s holds or names the file that somebody else handed in", what, part)
				}
				if strings.HasSuffix(part, "-本人佐证.pdf") && strings.HasPrefix(s, canaryFile) {
					kept++
				}
				named = named || strings.Contains(part, ".xlsx/") && strings.Contains(s, "本人佐证.pdf")
			}
		}
		if kept != 2 || !named {
			t.Errorf("what was handed in is in %d of 2 files, named: %v", kept, named)
		}
	})
}
