package app

import (
	"context"
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/matters"
	"shuangze/internal/accountability/measures"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

const canary = "金丝雀七七"

// measures are the decisions on record of a person, the oldest first.
func (p accountability) measures(person ref.ID) (out []*measures.Measure) {
	p.Helper()
	list, err := p.h.DB.Fulfilling(context.Background(), ref.Measure, 1,
		noun.Cond{Column: "person", Num: []int64{int64(person)}})
	if err != nil {
		p.Fatal(err)
	}
	for _, v := range list {
		out = append(out, v.(*measures.Measure))
	}
	slices.SortFunc(out, func(a, b *measures.Measure) int { return int(a.ID - b.ID) })
	return out
}

// standing says of each decision that a ruling left on a person its kind and its state.
func (p accountability) standing(person, ruling ref.ID) (out []string) {
	for _, m := range p.measures(person) {
		if m.Ruling == ruling {
			out = append(out, m.Kind+" "+m.State)
		}
	}
	return out
}

// barred asks the checker whether something stands in the way of a person’s promotion today.
func (p accountability) barred(person ref.ID) (words string, is bool) {
	p.Helper()
	id, no := p.does("jiandu-jb", ref.Clearance, "add", 0, &clearances.Clearance{Purpose: "拟提拔", Use: "promotion",
		Day: p.h.Clock().Day(), Person: person})
	if no != "" {
		p.Fatal(no)
	}
	v, _, err := p.h.DB.One(context.Background(), ref.Clearance, id)
	if err != nil {
		p.Fatal(err)
	}
	return p.ask("jiandu-jb", "GET", "/clearances/"+id.String()).Body.String(), v.(*clearances.Clearance).Barred > 0
}

// accountability plays a matter by hand, as the demonstration does.
type accountability struct {
	*visitors
	d      matters.Commands
	office actor.Actor
	tokens map[string]string
}

// reads asks for a page, or for what programs get with the token of a login; administrators have none.
func (v accountability) reads(login, path string) *httptest.ResponseRecorder {
	v.Helper()
	if !strings.HasPrefix(path, "/api/") || slices.Contains([]string{"xitong", "anquan", "shenji"}, login) {
		return v.ask(login, "GET", path)
	}
	if v.tokens[login] == "" {
		token, _, err := v.h.Accounts.CreateToken(context.Background(), act.Command{Actor: v.actor(login)},
			account.NewToken{Name: "程序", Expires: v.h.Clock().Day() + 2,
				Scopes: []string{"matter:read", "hearing:read", "ruling:read", "appeal:read"}})
		if err != nil {
			v.Fatal(err)
		}
		v.tokens[login] = token
	}
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Authorization", "Bearer "+v.tokens[login])
	w := httptest.NewRecorder()
	v.desk.ServeHTTP(w, r)
	return w
}

// someone is an actor in the posts of a person, with no account.
func (v *visitors) someone(person ref.ID) actor.Actor {
	a := actor.Actor{Person: person, Jurisdiction: 1}
	for _, g := range v.county.Roles(person) {
		x := actor.Grant{Role: actor.Role(g.Role), Unit: g.Unit, Body: g.Body, Side: actor.Side(g.Side)}
		if g.Unit != 0 {
			x.Own, a.Stands = v.county.Reach(g.Unit), append(a.Stands, g.Unit)
		}
		a.Grants = append(a.Grants, x)
	}
	return a
}

func (v accountability) do(by actor.Actor, of ref.Kind, name string, id ref.ID, in any) error {
	v.Helper()
	for _, n := range v.d.Nouns() {
		if n.Of == of {
			a, ok := n.Act(name)
			if !ok {
				v.Fatalf("no act %s of %s", name, of)
			}
			_, err := a.Do(context.Background(), noun.Call{Command: act.Command{Actor: by}, ID: id, In: in})
			return err
		}
	}
	return nil
}

func (v accountability) must(by actor.Actor, of ref.Kind, name string, id ref.ID, in any) {
	v.Helper()
	if err := v.do(by, of, name, id, in); err != nil {
		v.Fatalf("%s %s: %v", name, of, err)
	}
}

func (v accountability) refused(want string, by actor.Actor, of ref.Kind, name string, id ref.ID, in any) {
	v.Helper()
	if err := v.do(by, of, name, id, in); err == nil || !strings.Contains(refusedBy(err), want) {
		v.Errorf("%s %s: %v, not %s", name, of, err, want)
	}
}

func (v accountability) matter(id ref.ID) *matters.Matter {
	v.Helper()
	x, ok, err := v.h.DB.One(context.Background(), ref.Matter, id)
	if err != nil || !ok {
		v.Fatal(ok, err)
	}
	return x.(*matters.Matter)
}

// A matter from its proposal to an appeal that is upheld: each step is somebody’s and nobody else’s, what follows is
// put on record and taken back, and of all its words nobody reads one to whom it was not shown.
func TestMatterLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		p := accountability{visitors: v, d: v.h.matters(), office: v.actor("zhuti-jb"), tokens: map[string]string{}}
		today := v.h.Clock().Day()
		group, _ := v.county.Single(bodies.LeadingGroup)
		head := v.someone(v.county.FirstResponsible(group.ID).Person)
		object := v.actor("shuping-jw")
		var body ref.ID
		for _, a := range v.county.PostsOf(object.Person) {
			if b, _ := v.county.Body(a.Body); b.Kind.Side() == bodies.Principal {
				body = b.ID
			}
		}
		if body == 0 {
			body = object.Grants[0].Body
		}
		add := func() *matters.Matter {
			return &matters.Matter{Source: matters.Inaction, Target: matters.Leader, Person: object.Person, Body: body,
				Situation: "duties", Kind: matters.Important, FactsOn: today - 30, Facts: canary + "事实", Proposal: "open",
				Reason: canary + "理由"}
		}
		x := add()
		p.refused("access.missing", v.actor("shuping-lly"), ref.Matter, "add", 0, add())
		x.Facts = "初核发现" + canary
		p.refused("boundary.asks", p.office, ref.Matter, "add", 0, x)
		x.Stated = "引用文件标题"
		p.must(p.office, ref.Matter, "add", 0, x)
		id := x.ID
		seen := func(stage string, allowed ...string) {
			t.Helper()
			ok := map[string]bool{}
			for _, login := range allowed {
				ok[login] = true
			}
			m := p.matter(id)
			if err := v.h.TellEntries(context.Background(), v.takes("notify")); err != nil {
				t.Fatal(err)
			}
			paths := []string{"/matters/" + id.String(), "/matters?tab=all", "/hearings?tab=all", "/rulings?tab=all",
				"/appeals?tab=all", "/search?q=金丝雀", "/", "/inbox", "/api/v1/matters/" + id.String(), "/api/v1/matters",
				"/journal", "/matters.csv?tab=all", "/hearings.csv?tab=all", "/rulings.csv?tab=all", "/appeals.csv?tab=all",
				"/matters.xlsx?tab=all", "/api/v1/hearings", "/api/v1/rulings", "/api/v1/appeals",
				"/cases", "/measures", "/handovers", "/scheduled", "/menu"}
			if m.Hearing != 0 {
				paths = append(paths, "/hearings/"+m.Hearing.String(), "/api/v1/hearings/"+m.Hearing.String())
			}
			if m.Ruling != 0 {
				paths = append(paths, "/rulings/"+m.Ruling.String(), "/api/v1/rulings/"+m.Ruling.String())
			}
			for _, x := range every[*matters.Appeal](v, ref.Appeal) {
				if x.Matter == id {
					paths = append(paths, "/appeals/"+x.ID.String(), "/api/v1/appeals/"+x.ID.String())
				}
			}
			for _, login := range []string{"shuping", "shuping-lly", "shuping-jw", "caizheng", "jiandu-jb", "lingdao",
				"xitong", "anquan", "shenji", "zhuti-jb"} {
				if ok[login] {
					continue
				}
				for _, path := range paths {
					w := p.reads(login, path)
					if s := w.Body.String(); strings.Contains(s, canary) || strings.Contains(s, m.Number) {
						t.Errorf("%s: %s reads it at %s", stage, login, path)
					}
				}
			}
		}
		readers := []string{"zhuti-jb"}
		if v.actor("lingdao").Person == head.Person {
			readers = append(readers, "lingdao")
		}
		seen("proposed", readers...)
		// What the others do not find is there to be found.
		for _, path := range []string{"/matters/" + id.String(), "/matters?tab=all", "/api/v1/matters/" + id.String(),
			"/api/v1/matters"} {
			v.sees(p.reads("zhuti-jb", path), 200, p.matter(id).Number)
		}
		v.sees(v.ask("zhuti-jb", "GET", "/matters/"+id.String()), 200, canary)
		v.sees(v.ask("lingdao", "GET", "/"), 200, p.matter(id).Number)
		v.sees(v.ask("lingdao", "GET", "/inbox"), 200, p.matter(id).Number) // the notices were told
		p.refused("access.", p.office, ref.Matter, "open", id, &noun.Said{Text: "好"})
		p.must(head, ref.Matter, "open", id, &noun.Said{Text: canary + "同意"})

		var panel []ref.ID
		for _, a := range v.county.Posted() {
			b, _ := v.county.Body(a.Body)
			if a.Unit != 0 && b.Kind == bodies.DisciplineCommittee && !v.county.Within(a.Unit, v.unit("曙坪镇")) &&
				len(panel) < 3 && (len(panel) == 0 || panel[len(panel)-1] != a.Person) {
				panel = append(panel, a.Person)
			}
		}
		seat := func(id ref.ID) *matters.Seat { return &matters.Seat{Person: id, Declared: true} }
		p.refused("matter.panel.self", p.office, ref.Matter, "appoint", id, seat(object.Person))
		p.refused("matter.panel.unit", p.office, ref.Matter, "appoint", id, seat(v.actor("shuping").Person))
		p.refused("matter.panel.approver", p.office, ref.Matter, "appoint", id, seat(head.Person))
		p.refused("matter.panel.undeclared", p.office, ref.Matter, "appoint", id, &matters.Seat{Person: panel[0]})
		if kin := p; kin.d.Related == nil {
			t.Error("what people declared of relatives keeps nobody out")
		} else {
			kin.d.Related = func(_ noun.Tx, a, b ref.ID) (bool, error) { return a == panel[0] && b == object.Person, nil }
			kin.refused("matter.panel.kin", p.office, ref.Matter, "appoint", id, seat(panel[0]))
		}
		p.must(p.office, ref.Matter, "appoint", id, seat(panel[0]))
		one, two := v.someone(panel[0]), v.someone(panel[1])
		p.refused("matter.panel.few", one, ref.Matter, "show", id, &matters.Writing{Text: canary})
		p.must(p.office, ref.Matter, "appoint", id, seat(panel[1]))
		p.must(one, ref.Matter, "show", id, &matters.Writing{Text: canary + "见面"})
		seen("shown", append(readers, "shuping-jw")...)
		if w := v.ask("shuping-jw", "GET", "/matters/"+id.String()); w.Code != 404 {
			t.Errorf("whom it is about reads the matter itself: %d", w.Code)
		}
		h := p.matter(id).Hearing
		v.sees(v.ask("shuping-jw", "GET", "/hearings/"+h.String()), 200, canary+"见面")
		p.refused("hearing.account.needed", object, ref.Hearing, "answer", h, &matters.Account{View: matters.Disagrees})
		p.must(object, ref.Hearing, "answer", h, &matters.Account{View: matters.Disagrees, Text: canary + "陈述"})
		p.refused("matter.not-now", two, ref.Matter, "sign", id, nil)
		p.must(two, ref.Matter, "report", id, &matters.Writing{Text: canary + "报告"})
		p.must(one, ref.Matter, "sign", id, nil)
		p.refused("matter.sign.twice", one, ref.Matter, "sign", id, nil)
		p.must(two, ref.Matter, "sign", id, nil)
		p.refused("matter.outcome.target", p.office, ref.Matter, "propose", id, &matters.Proposal{Result: matters.Pursue,
			Outcome: "body-review", Ground: "理由"})
		p.must(p.office, ref.Matter, "propose", id, &matters.Proposal{Result: matters.Pursue, Outcome: "leader-circular",
			Also: "leader-measure", Ground: canary})
		p.must(head, ref.Matter, "approve", id, &noun.Said{Text: canary})
		in := &matters.Deciding{Decision: "镇廉组发〔2026〕99号", Organ: "领导小组", Text: canary + "决定"}
		p.refused("matter.formal.needed", p.office, ref.Matter, "decide", id, in)
		in.First = matters.Formal{No: "镇组〔2026〕3号", Organ: "县委组织部", On: today - 3, Kind: "suspension"}
		if words, is := p.barred(object.Person); !is || !strings.Contains(words, "尚未办结的问责事项") ||
			strings.Contains(words, p.matter(id).Number) {
			t.Error("an open matter stands in nobody’s way, or the other office reads its number")
		}
		p.refused("formalMonths measure.months.fixed", p.office, ref.Matter, "decide", id, in)
		in.First.Kind = "unseating"
		p.must(p.office, ref.Matter, "decide", id, in)
		first := p.matter(id).Ruling
		if got := p.standing(object.Person, first); !slices.Equal(got, []string{"named registered", "unseating registered"}) {
			t.Errorf("on record: %v", got)
		}
		for _, m := range p.measures(object.Person) {
			if m.Kind == "unseating" && (m.Decision != in.First.No || m.Organ != in.First.Organ || m.DecidedOn != today-3 ||
				m.Ends == 0 || m.Ground != p.matter(id).Statute) {
				t.Errorf("%+v", m)
			}
		}
		if words, is := p.barred(object.Person); !is || !strings.Contains(words, in.First.No) {
			t.Error("removed from office, and nothing stands in the way")
		}
		seen("decided", append(readers, "shuping-jw")...) // who reads the facts that were shown, and no ruling
		r := p.matter(id).Ruling
		v.sees(v.ask("shuping-jw", "GET", "/rulings/"+r.String()), 404)
		p.must(p.office, ref.Ruling, "serve", r, &matters.Serving{On: today, How: "当面"})
		v.sees(v.ask("shuping-jw", "GET", "/rulings/"+r.String()), 200, canary+"决定")
		v.sees(v.ask("shuping", "GET", "/rulings/"+r.String()), 404)
		p.must(p.office, ref.Ruling, "inform", r, &noun.Said{Text: "当面"})
		v.sees(v.ask("shuping", "GET", "/rulings/"+r.String()), 200, canary+"决定")
		seen("served", append(readers, "shuping-jw", "shuping")...)
		for _, path := range []string{"/matters/" + id.String(), "/hearings/" + h.String()} {
			v.sees(v.ask("shuping", "GET", path), 404)
		}

		p.refused("access.", v.actor("shuping"), ref.Ruling, "appeal", r, &matters.Writing{Text: "不服"})
		p.must(object, ref.Ruling, "appeal", r, &matters.Writing{Text: canary + "申诉"})
		p.refused("ruling.appeal.twice", object, ref.Ruling, "appeal", r, &matters.Writing{Text: "再次"})
		list, err := v.h.DB.AllOf(context.Background(), ref.Appeal, 1)
		if err != nil {
			t.Fatal(err)
		}
		a := list[len(list)-1].(*matters.Appeal)
		for who, want := range map[ref.ID]string{panel[0]: "appeal.judge.panel", head.Person: "appeal.judge.approver",
			p.office.Person: "appeal.judge.proposer", object.Person: "appeal.judge.self"} {
			p.refused(want, p.office, ref.Appeal, "assign", a.ID, &matters.Judging{Person: who})
		}
		judge := v.someone(panel[2])
		p.must(p.office, ref.Appeal, "assign", a.ID, &matters.Judging{Person: panel[2]})
		p.refused("access.", v.actor("lingdao"), ref.Appeal, "decide", a.ID,
			&matters.Answering{Answer: matters.Upheld, Reason: "理由"})
		upheld := &matters.Answering{Answer: matters.Upheld, Reason: canary + "答复", Decision: "镇廉组发〔2026〕98号",
			Organ: "领导小组"}
		p.must(judge, ref.Appeal, "decide", a.ID, upheld)
		if got := p.standing(object.Person, r); p.matter(id).State != matters.Revoked ||
			!slices.Equal(got, []string{"named revoked", "unseating revoked"}) {
			t.Errorf("upheld, and the matter is %s, on record %v", p.matter(id).State, got)
		}
		if words, is := p.barred(object.Person); is {
			t.Error("revoked, and something stands in the way still", words)
		}
		for _, m := range p.measures(object.Person) {
			if m.Ruling == r {
				v.sees(v.ask("jiandu-jb", "GET", "/measures/"+m.ID.String()), 200, "登记处分处理", "登记撤销", upheld.Decision,
					m.Decision)
			}
		}
		// Who is of the office and stands in the unit too finds none of the four in any list.
		own := p.office
		own.Stands = append(slices.Clone(own.Stands), v.unit("曙坪镇"))
		newest := noun.Query{Sort: noun.Sort{Name: "new", Column: "id", Down: true}}
		for of, see := range map[ref.Kind]access.Verb{ref.Matter: "matter.see", ref.Hearing: "hearing.see",
			ref.Ruling: "ruling.see", ref.Appeal: "appeal.see"} {
			listed := func(who actor.Actor) (n int) {
				err := v.h.DB.Each(context.Background(), of, access.ScopeOf(who, see), newest, func(x noun.Value) error {
					if x.Head().Unit == v.unit("曙坪镇") {
						n++
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
			if all, kept := listed(p.office), listed(own); all == 0 || kept != 0 {
				t.Errorf("%s: the office lists %d, who stands in the unit %d", of, all, kept)
			}
		}
		seen("upheld", append(readers, "shuping-jw", "shuping")...)
	})
}

// refusedBy is the key of a refusal, or the keys of what was wrong.
func refusedBy(err error) string {
	var wrong text.InputErrors
	var refused *text.Refusal
	switch {
	case errors.As(err, &wrong):
		out := ""
		for _, w := range wrong {
			out += w.Field + " " + w.Key + ";"
		}
		return out
	case errors.As(err, &refused):
		return refused.Key
	}
	return err.Error()
}
