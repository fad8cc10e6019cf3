package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/lang"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// statementsOf are the statements of a year.
func (v *visitors) statementsOf(year int) (out []*statements.Statement) {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Statement, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		if s := x.(*statements.Statement); int(s.Year) == year {
			out = append(out, s)
		}
	}
	return out
}

// Several are called to one meeting by one act, each with a statement of their own; when one is refused nobody is
// called, and it says who and why; the same key does nothing twice.
func TestStatementsAreCalledTogether(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, commands := context.Background(), v.h.statements()
		committee := func(unit string) ref.ID { return v.bodyOf(unit, bodies.PartyCommittee).ID }
		at := statements.Statement{Year: 2101, Meeting: "集中述责大会", MeetingOn: when.Date(2101, 12, 20), Clock: "9:00",
			Place: "县会议中心", Chair: "县委副书记", Expected: 60}
		call := func(login, key string, at statements.Statement, of ...ref.ID) string {
			c := act.Command{Actor: v.actor(login), Key: key}
			_, err := commands.CallAll(ctx, c, at, of)
			if err == nil {
				return ""
			}
			var wrong text.InputErrors
			if !errors.As(err, &wrong) {
				return err.Error()
			}
			said, zh := "", lang.MustLoad().In(lang.Chinese)
			for _, e := range wrong {
				said += e.Field + " " + e.Message.Key + " " + zh.Message(e.Message) + "\n"
			}
			return said
		}
		towns := []ref.ID{committee("曙坪镇"), committee("钟宝镇"), committee("上竹镇")}
		for range 2 { // the second click finds its receipt
			if no := call("zhuti-jb", "together", at, towns...); no != "" {
				t.Fatal(no)
			}
		}
		list := v.statementsOf(2101)
		if len(list) != 3 {
			t.Fatalf("%d were called", len(list))
		}
		for i, s := range list {
			if s.Body != towns[i] || s.Meeting != at.Meeting || s.MeetingOn != at.MeetingOn || s.Clock != "09:00" ||
				s.State != statements.Called || s.Person == 0 || s.Post == "" || s.Expected != 60 {
				t.Errorf("%+v", s)
			}
		}
		for _, x := range []struct {
			what, login string
			at          func(*statements.Statement)
			of          []ref.ID
			wants, not  []string
		}{
			{"one is called already", "zhuti-jb", nil, []ref.ID{committee("华坪镇"), towns[0]},
				[]string{"statement.call.not 曙坪镇党委：", "已经安排过三述"}, []string{"华坪镇"}},
			{"nobody", "zhuti-jb", nil, nil, []string{"statement.call.some"}, nil},
			{"one twice", "zhuti-jb", nil, []ref.ID{committee("华坪镇"), committee("华坪镇")}, []string{"statement.call.some"}, nil},
			{"no such body", "zhuti-jb", nil, []ref.ID{committee("华坪镇"), 12}, []string{"statement.call.not"}, nil},
			{"another day", "zhuti-jb", func(s *statements.Statement) { s.MeetingOn = when.Date(2099, 1, 1) },
				[]ref.ID{committee("华坪镇"), committee("城关镇")}, []string{"meetingOn", "statement.on.year"},
				[]string{"statement.call.not"}},
			{"no place", "zhuti-jb", func(s *statements.Statement) { s.Place = "" }, []ref.ID{committee("华坪镇")},
				[]string{"place"}, []string{"statement.call.not"}},
			{"of the other side", "zhuti-jb", nil,
				[]ref.ID{committee("华坪镇"), v.bodyOf("华坪镇", bodies.DisciplineCommittee).ID},
				[]string{"statement.call.not", "华坪镇纪委：您"}, []string{"华坪镇党委"}},
			{"a clerk", "shuping-lly", nil, []ref.ID{committee("华坪镇")}, []string{"华坪镇党委：您"}, nil},
		} {
			in := at
			if x.at != nil {
				x.at(&in)
			}
			no := call(x.login, x.what, in, x.of...)
			for _, want := range x.wants {
				if !strings.Contains(no, want) {
					t.Errorf("%s: %q, without %s", x.what, no, want)
				}
			}
			for _, not := range x.not {
				if strings.Contains(no, not) {
					t.Errorf("%s: %q, with %s", x.what, no, not)
				}
			}
			if n := len(v.statementsOf(2101)); n != 3 {
				t.Fatalf("%s: half called, %d", x.what, n)
			}
		}
		v.callsOnPages(list)
	})
}

// callsOnPages looks at what the pages say: who is to be heard of a meeting, who still owes, and who was refused.
func (v *visitors) callsOnPages(list []*statements.Statement) {
	v.Helper()
	v.sees(v.ask("zhuti-jb", "GET", "/statements/"+list[0].ID.String()), 200, "同一次会议述责的人", "已述 0 人，共 3 人",
		"/statements/"+list[2].ID.String())
	v.sees(v.ask("zhuti-jb", "GET", "/statements?tab=unheard"), 200, "集中述责大会")
	if w := v.ask("shuping", "GET", "/statements/"+list[0].ID.String()); w.Code != 200 ||
		strings.Contains(w.Body.String(), "同一次会议述责的人") {
		v.Error("who states sees the statements of others")
	}
	year := v.h.Clock().Day().Year()
	c, err := v.h.DB.County(context.Background(), 1, v.h.Clock().Day())
	if err != nil {
		v.Fatal(err)
	}
	owed := statements.Owed(c, year, v.statementsOf(year))
	i := slices.IndexFunc(owed, func(o statements.Owing) bool { return o.Side == bodies.Principal })
	if i < 0 {
		v.Fatal("nobody owes a statement in the demonstration")
	}
	have := v.statementsOf(year)
	j := slices.IndexFunc(have, func(s *statements.Statement) bool {
		return s.State == statements.Called && s.Side == "principal"
	})
	w := v.ask("zhuti-jb", "GET", "/statements/call?all=1")
	v.sees(w, 200, fmt.Sprintf(`value="%s" checked`, owed[i].Body), "还有人待述的会议")
	if strings.Contains(w.Body.String(), fmt.Sprintf(`value="%s" checked`, have[j].Body)) {
		v.Error("who is called already is offered")
	}
	v.sees(v.ask("zhuti-jb", "GET", "/statements"), 200, `href="/statements/call"`)
	if strings.Contains(v.ask("shuping-lly", "GET", "/statements").Body.String(), "/statements/call") {
		v.Error("a clerk is led to where several are called")
	}
	if w := v.ask("shuping-lly", "GET", "/statements/call"); w.Code != 403 {
		v.Errorf("a clerk calls statements: %d %s", w.Code, lines(w.Body.String()))
	}
	form := url.Values{"key": {"K1"}, "meeting": {"大会"}, "meetingOn": {fmt.Sprintf("%d-12-20", year)}, "place": {"会议室"},
		"chair": {"书记"}, "expected": {"60"}, "take": {have[j].Body.String(), owed[i].Body.String()}}
	body, _ := c.Body(have[j].Body)
	v.sees(v.submit("zhuti-jb", "/statements/call", form), 422, "一个也没有安排", body.Name, `value="大会"`)
	form["take"] = []string{owed[i].Body.String()}
	if w := v.submit("zhuti-jb", "/statements/call", form); w.Code != 303 {
		v.Errorf("%d", w.Code)
	}
	if n := len(v.statementsOf(year)); n != len(have)+1 {
		v.Errorf("%d statements, not one more than %d", n, len(have))
	}
}
