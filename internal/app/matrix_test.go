package app

import (
	"cmp"
	"compress/gzip"
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/when"
)

var update = flag.Bool("update", false, "write testdata/routes.txt anew")

// visitors is the demonstration county with everybody signed in.
type visitors struct {
	*testing.T
	h       *House
	desk    http.Handler
	routes  []desk.Route
	logins  []string // the demonstration's accounts in their order; "" is nobody
	cookies map[string]string
	county  *bodies.County
}

func (v *visitors) ask(login, method, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader("key=NOTUSEDANYWHERE"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "zh-CN")
	if login != "" {
		r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies[login]})
	}
	w := httptest.NewRecorder()
	v.desk.ServeHTTP(w, r)
	return w
}

func (v *visitors) unit(name string) ref.ID {
	v.Helper()
	for _, id := range v.county.Units() {
		if v.county.Name(id) == name {
			return id
		}
	}
	v.Fatalf("no unit %s", name)
	return 0
}

// of are the examples of one unit: an order in progress with what hangs on it.
func (v *visitors) of(unit ref.ID) map[string]string {
	v.Helper()
	ctx := context.Background()
	out := map[string]string{}
	orders, err := v.h.DB.EveryOrder(ctx, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, o := range orders {
		if o.Unit != unit {
			continue
		}
		if o.State == order.InProgress && out["order"] == "" {
			out["order"] = o.ID.String()
		}
		if letters, err := v.h.DB.Letters(ctx, o.ID); err != nil {
			v.Fatal(err)
		} else if len(letters) > 0 && out["letter"] == "" {
			out["letter"] = letters[0].ID.String()
		}
		if files, err := v.h.DB.EvidenceOf(ctx, o.ID); err != nil {
			v.Fatal(err)
		} else if len(files) > 0 && out["evidence"] == "" {
			out["evidence"] = files[0].ID.String()
		}
	}
	problems, err := v.h.DB.EveryProblem(ctx, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, p := range problems {
		if p.Unit == unit && p.State != problem.Closed {
			out["problem"] = p.ID.String()
		}
	}
	return out
}

// nouns adds the addresses of every noun on the frame.
func (v *visitors) nouns(out map[string][]string) {
	v.Helper()
	for _, n := range v.h.Nouns {
		one, do := "/"+n.Name+"/{id}", "/"+n.Name+"/{id}/do/{act}"
		for _, id := range v.ofNoun(n.Of) {
			at := "/" + n.Name + "/" + id
			out["GET "+one] = append(out["GET "+one], at)
			told := 0
			for _, a := range n.Acts {
				if !a.Makes && told < 2 { // two acts tell who may: the table has a letter for each address
					told++
					out["GET "+do] = append(out["GET "+do], at+"/do/"+a.Name)
					out["POST "+do] = append(out["POST "+do], at+"/do/"+a.Name)
				}
			}
			if told == 0 {
				out["GET "+do], out["POST "+do] = []string{at + "/do/none"}, []string{at + "/do/none"}
			}
		}
		v.printed(n, out)
	}
}

// printed is a paper of an object of a noun, of 曙坪镇 where there is one.
func (v *visitors) printed(n *noun.Noun, out map[string][]string) {
	best := ""
	for _, x := range v.all(n.Of) {
		for _, f := range n.Forms {
			if own := x.Head().Unit == v.unit("曙坪镇"); f.Has(x) && (best == "" || own) {
				best = "/" + n.Name + "/" + x.Head().ID.String() + "/form/" + f.Name + "/as/docx"
				if own {
					out["GET /"+n.Name+"/{id}/form/{form}/as/{kind}"] = []string{best}
					return
				}
			}
		}
	}
	if best != "" {
		out["GET /"+n.Name+"/{id}/form/{form}/as/{kind}"] = []string{best}
	}
}

// ofNoun are the first object of a noun of a unit's own and one of another's: one on
// which an act that asks for nothing would be done is passed over while there is another.
func (v *visitors) ofNoun(of ref.Kind) (out []string) {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), of, 1)
	if err != nil {
		v.Fatal(err)
	}
	n := v.h.Nouns[slices.IndexFunc(v.h.Nouns, func(n *noun.Noun) bool { return n.Of == of })]
	done := func(x noun.Value) bool {
		return slices.ContainsFunc(n.Acts, func(a noun.Act) bool {
			return a.New == nil && !a.Makes && a.Rule != nil && a.Rule(x, v.h.Clock()) == nil
		})
	}
	for _, unit := range []ref.ID{v.unit("曙坪镇"), v.unit("财政局")} {
		i := slices.IndexFunc(all, func(x noun.Value) bool { return x.Head().Unit == unit && !done(x) })
		if i < 0 {
			i = slices.IndexFunc(all, func(x noun.Value) bool { return x.Head().Unit == unit })
		}
		if i < 0 { // the county's own
			i = slices.IndexFunc(all, func(x noun.Value) bool { return x.Head().Unit == 0 })
		}
		if i < 0 && unit != v.unit("曙坪镇") { // of towns alone
			i = slices.IndexFunc(all, func(x noun.Value) bool { return x.Head().Unit != v.unit("曙坪镇") })
		}
		if i < 0 {
			v.Fatalf("the demonstration has no %s of unit %d to look at", of, unit)
		}
		out = append(out, all[i].Head().ID.String())
	}
	return out
}

func (v *visitors) account(login string) string {
	v.Helper()
	list, err := v.h.Doors.Accounts(context.Background(), 1, account.Filter{Prefix: login})
	if err != nil || len(list) == 0 {
		v.Fatal(login, err)
	}
	return list[0].ID.String()
}

// Every route by every role: what is answered stands in testdata/routes.txt,
// and a change of it is read like a change of the policy. A new route cannot
// escape: it needs an example and a line. Everybody tries each page, list and deed;
// what shows the same in another form is tried by some in turn (make soak: by all).
func TestRoutesByRoles(t *testing.T) {
	t.Parallel()
	v := visit(t)
	examples := v.examples()
	maps.Copy(examples, wayExamples)
	var lines []string
	turn := turns{}
	// What is sent has the menu counted anew at the next look: all looks come first.
	slices.SortStableFunc(v.routes, func(a, b desk.Route) int {
		return cmp.Compare(strings.Index(a.Pattern, "POST"), strings.Index(b.Pattern, "POST"))
	})
	for _, r := range v.routes {
		method, path, _ := strings.Cut(r.Pattern, " ")
		at := examples[r.Pattern]
		switch {
		case r.Public: // before sign-in: nobody is anybody
			continue
		case at == nil && strings.Contains(path, "{"):
			t.Errorf("%s has no example", r.Pattern)
			continue
		case at == nil:
			at = []string{path}
		}
		for i, p := range at {
			line := fmt.Sprintf("%-34s", r.Pattern)
			if len(at) > 1 {
				line = fmt.Sprintf("%-34s", r.Pattern+[]string{" own", " other", " own office", " other office"}[i])
			}
			logins := v.logins
			switch {
			case laid(path):
				logins = turn.of(form(path), 2, someLogins)
			case heavyLook(path):
				logins = turn.of(form(path), 4, logins)
			case method == "GET" && strings.HasSuffix(path, "/do/{act}"):
				logins = turn.of(form(path), 3, logins) // the form of what is sent below
			}
			for _, login := range logins {
				w := v.ask(login, method, p)
				if w.Code >= 500 {
					t.Errorf("%s %s as %s: %d", method, p, login, w.Code)
				}
				name := login
				if name == "" {
					name = "nobody"
				}
				line += fmt.Sprintf(" %s:%d", name, w.Code)
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	sameTable(t, "testdata/routes.txt", lines)
	if t.Failed() {
		t.Error("who may do what has changed; when it is meant: go test ./internal/app -run RoutesByRoles -update")
	}
}

// A link guessed to another unit's matter answers exactly as a missing one.
func TestGuessedLinks(t *testing.T) {
	t.Parallel()
	v := visit(t)
	other := v.of(v.unit("财政局"))
	const missing = "9999999999"
	for _, login := range []string{"shuping", "shuping-lly", "shuping-jw", "xitong", "anquan", "shenji"} {
		for _, form := range []struct{ path, kind string }{{"/orders/%s", "order"}, {"/orders/%s/notice", "order"},
			{"/orders/%s/do/report", "order"}, {"/letters/%s", "letter"},
			{"/evidence/%s", "evidence"}, {"/evidence/%s?preview=1", "evidence"}, {"/problems/%s", "problem"},
			{"/problems/%s/do/rectify", "problem"}} {
			there, gone := v.ask(login, "GET", fmt.Sprintf(form.path, other[form.kind])), v.ask(login,
				"GET", fmt.Sprintf(form.path, missing))
			same := func(w *httptest.ResponseRecorder, id string) string {
				return strings.ReplaceAll(w.Body.String(), id, "ID")
			}
			if there.Code != 404 || same(there, other[form.kind]) != same(gone, missing) {
				t.Errorf("%s as %s: %d, and a missing one %d, or other bytes", form.path, login, there.Code, gone.Code)
			}
		}
	}
}

// What a page asks of the database does not grow with what is in it.
func TestStatementsDoNotGrow(t *testing.T) {
	v := visit(t)
	examples := v.examples()
	count := func(again bool) (out, first map[string]int64) {
		out, first = map[string]int64{}, map[string]int64{}
		for i, r := range v.routes {
			method, path, _ := strings.Cut(r.Pattern, " ")
			if method != "GET" || r.Public || laid(path) {
				continue // what is laid out reads as its table does
			}
			if at := examples[r.Pattern]; at != nil {
				path = at[0]
			}
			all := []string{"zhuti-jb", "shuping-lly", "lingdao", "xitong", "shenji"}
			if !long() { // an office, which sees most, and one of the others in turn
				all = []string{all[0], all[1+i%4]}
			}
			if strings.HasSuffix(path, ".xlsx") || strings.HasSuffix(path, ".csv") {
				all = all[:1] // reads as its list does, page by page
			}
			for j, login := range all {
				if again && (j == i%2 || long()) {
					v.submit(login, "/views", nil) // refused, but the menu is counted anew
				}
				before := v.h.DB.Statements()
				v.ask(login, "GET", path)
				first[path+" as "+login] = v.h.DB.Statements() - before
				before = v.h.DB.Statements()
				if w := v.ask(login, "GET", path); w.Code == 200 {
					out[path+" as "+login] = v.h.DB.Statements() - before
				}
			}
		}
		return out, first
	}
	small, _ := count(false)
	const added = 300
	v.more(added)
	large, first := count(true)
	// Once in two minutes, and after an act of one's own, a page counts for its menu what a
	// workbench asks for, which is one statement for each noun, beside its own; a search
	// reads the lines of what it found by one for each noun too.
	most := int64(20 + 2*len(v.h.Nouns))
	for page, n := range first {
		if n > most {
			t.Errorf("%s: %d statements at the first look", page, n)
		}
	}
	for page, n := range large {
		// an export turns pages of 500 rows
		if strings.Contains(page, ".xlsx") || strings.Contains(page, ".csv") || strings.Contains(page, "s/print") {
			n -= added/500 + 1
		}
		if n > small[page] {
			t.Errorf("%s: %d statements, before %d", page, n, small[page])
		}
		if n > int64(20+len(v.h.Nouns)) { // a workbench asks each noun once
			t.Errorf("%s: %d statements", page, n)
		}
	}
	if len(large) < 60 {
		t.Errorf("only %d pages were counted", len(large))
	}
}

// more adds orders and problems to 曙坪镇, and acts to the example's history.
func (v *visitors) more(n int) {
	v.Helper()
	ctx := context.Background()
	office, _, _, err := v.h.Doors.Actor(ctx, v.cookies["zhuti-jb"])
	if err != nil {
		v.Fatal(err)
	}
	clerk, _, _, err := v.h.Doors.Actor(ctx, v.cookies["shuping-lly"])
	if err != nil {
		v.Fatal(err)
	}
	unit := v.unit("曙坪镇")
	people := v.county.Team(unit)
	id := ref.Parse(v.of(unit)["order"])
	today := v.h.Clock().Day()
	for i := range n {
		measures := measure.List{{Text: "逐村核对并公示"}}
		r, err := v.h.Orders.Create(ctx, act.Command{Actor: office}, actor.Principal,
			order.DraftInput{Subject: fmt.Sprintf("第%d项惠农补贴公示", i), Content: "二季度未公示",
				Quality: "全部公示", Source: order.FromDecision, Urgency: order.Ordinary, Unit: unit, Leader: people.Leaders[0],
				Handler: people.Posted[1], Measures: measures, Due: today + 1 + when.Day(i%40)})
		if err == nil {
			_, err = v.h.Orders.Issue(ctx, act.Command{Actor: colleague(office)}, r.Object.ID)
		}
		if err != nil {
			v.Fatal(err)
		}
		level, category := problem.Slight, v.h.Policy.Codes(policy.Category)[0] // each of them is one more of its kind
		if i%3 == 0 {
			level = problem.Serious
		}
		if _, err := v.h.Problems.Register(ctx, act.Command{Actor: office}, problem.Input{Side: actor.Principal,
			Source: "daily-check", Category: category, Level: level, Unit: unit,
			Facts: fmt.Sprintf("第%d次抽查发现公示不及时", i), Measures: measures, Leader: people.Leaders[0], Handler: people.Posted[1],
			Due: today + 5, Found: today}); err != nil {
			v.Fatal(err)
		}
		if i%10 == 0 {
			if _, err := v.h.Orders.Report(ctx, act.Command{Actor: clerk}, id, fmt.Sprintf("第%d次报告进展", i), nil); err != nil {
				v.Fatal(err)
			}
		}
	}
}

var staticLink = regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`)

// The first page weighs at most 300 KB over the wire and at most 30 KB
// afterwards, when the browser has kept the rest (spec 6.9).
func TestFirstPageIsLight(t *testing.T) {
	t.Parallel()
	v := visit(t)
	fetch := func(login, path string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Accept-Encoding", "gzip, deflate, br")
		if login != "" {
			r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies[login]})
		}
		w := httptest.NewRecorder()
		v.desk.ServeHTTP(w, r)
		if w.Code != 200 {
			t.Fatal(path, w.Code)
		}
		return w
	}
	plain := func(w *httptest.ResponseRecorder) string {
		if w.Header().Get("Content-Encoding") == "" {
			return w.Body.String()
		}
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, x := range []struct{ login, path string }{{"", "/sign-in"}, {"zhuti-jb", "/"}, {"lingdao", "/overview"},
		{"zhuti-jb", "/orders?all=1"}, {"zhuti-jb", "/county"}} {
		page := fetch(x.login, x.path)
		again := page.Body.Len()
		first := again
		links := staticLink.FindAllStringSubmatch(plain(page), -1)
		if len(links) == 0 {
			t.Errorf("%s has no style", x.path)
		}
		for _, l := range links {
			w := fetch("", l[1])
			if !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
				t.Errorf("%s is not kept: %q", l[1], w.Header().Get("Cache-Control"))
			}
			first += w.Body.Len()
		}
		if first > 300_000 || again > 30_000 {
			t.Errorf("%s: %d bytes at first, %d after", x.path, first, again)
		}
		t.Logf("%s: %d bytes at first, %d after", x.path, first, again)
	}
}

// colleague is a second person in the same posts: whoever drafts does not issue.
func colleague(a actor.Actor) actor.Actor {
	a.Account, a.Person = a.Account+1000, a.Person+1000
	return a
}
