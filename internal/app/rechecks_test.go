package app

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/noun"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

// recheckWrites are the writes of re-checks, each of a matter of its own: nobody makes
// one but the house.
func (p *programs) recheckWrites(deeds map[string]func() write, next func() int) {
	for name, body := range map[string]string{"hold": `{"seen":"现场查看公开栏，内容属实（%d）"}`,
		"fail": `{"missing":"公开栏没有更新，问题反弹（%d）"}`, "reply": `{"reply":"已安排专人（%d）"}`,
		"hand": `{"checker":%d}`} {
		deeds[name+"Recheck"] = func() write {
			n := next()
			state, said := recheck.Open, int64(n)
			switch name {
			case "reply":
				state = recheck.Failed
			case "hand":
				said = int64(p.actor("zhuti").Person)
			}
			return write{fmt.Sprintf("/rechecks/%d/%s", p.drawn(n, state), name), fmt.Sprintf(body, said)}
		}
	}
}

// drawn puts a check on record, of an order of 曙坪镇 that is open, in nobody's closing.
func (v *visitors) drawn(no int, state string) (id ref.ID) {
	v.Helper()
	x := &recheck.Check{Draw: ref.ID(no) + 1<<40, Of: "order", Matter: ref.Parse(v.of(v.unit("曙坪镇"))["order"]),
		Code: fmt.Sprint("DB-", no), Subject: "公示不及时", Checker: v.actor("zhuti-jb").Person, Due: v.h.Clock().Day() + 9}
	x.Unit, x.Side, x.State = v.unit("曙坪镇"), actor.Principal, state
	c := act.Command{Actor: actor.Machine(1, "tick"), Verb: "draw.make"}
	_, err := v.h.DB.Perform(context.Background(), c, func(t act.Tx) error {
		return noun.Make(t.(*store.Tx), c, recheck.Shape, x, nil, "recheck.drawn.v1")
	})
	if err != nil {
		v.Fatal(err)
	}
	return x.ID
}

func (v *visitors) all(of ref.Kind) []noun.Value {
	v.Helper()
	out, err := v.h.DB.AllOf(context.Background(), of, 1)
	if err != nil {
		v.Fatal(err)
	}
	return out
}

// The demonstration has a draw that was looked at to its end, with one matter that did
// not hold and was taken up again, and one under way. Anybody can draw them again;
// whoever looks had no hand in the closing; asked again nothing is drawn.
func TestDrawsOfTheDemonstration(t *testing.T) {
	t.Parallel()
	v := visit(t)
	checks := map[ref.ID][]*recheck.Check{}
	open := map[ref.ID]int{}
	var failed []*recheck.Check
	for _, x := range v.all(ref.Recheck) {
		c := x.(*recheck.Check)
		checks[c.Draw] = append(checks[c.Draw], c)
		if c.Checker == 0 || slices.Contains([]ref.ID{c.Requester, c.Confirmer, c.Reviewer}, c.Checker) || c.Requester == 0 ||
			c.Reviewer == 0 || c.Of == "order" && c.Confirmer == 0 {
			t.Errorf("%s: %d looks, %d %d %d closed", c.Code, c.Checker, c.Requester, c.Confirmer, c.Reviewer)
		}
		switch c.State {
		case recheck.Open:
			open[c.Draw]++
		case recheck.Failed:
			failed = append(failed, c)
		}
	}
	draws := v.all(ref.Draw)
	whole, running := 0, 0
	for _, x := range draws {
		d := x.(*recheck.Draw)
		units, err := v.h.DB.DrawUnits(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		again, of := d.Again(units), map[ref.ID]bool{}
		for _, c := range checks[d.ID] {
			of[c.Unit] = true
			if again[c.Place-1] != c.Code || c.ClosedOn < d.FirstDay || c.ClosedOn > d.LastDay {
				t.Errorf("%s: %s is not drawn again at %d", d.Period, c.Code, c.Place)
			}
		}
		if int(d.Sample) != len(again) || len(checks[d.ID]) != len(again) || len(of) != len(units) {
			t.Errorf("%s: %d of %d units, %d again, %d on record", d.Period, d.Sample, len(units), len(again), len(of))
		}
		if open[d.ID] == 0 {
			whole++
		} else {
			running++
		}
	}
	if whole != 2 || running != 2 || len(failed) != 1 {
		t.Fatalf("%d whole, %d running, %d do not hold", whole, running, len(failed))
	}
	o, _, err := v.h.DB.Order(t.Context(), failed[0].Matter)
	if err != nil || o.Reopenings == 0 || o.FirstClosedAt.Day() != failed[0].ClosedOn || failed[0].Reply == "" {
		t.Errorf("%+v %v", failed[0], err)
	}
	if n, err := v.h.DrawSamples(t.Context()); n != 0 || err != nil || len(v.all(ref.Draw)) != len(draws) {
		t.Errorf("drawn again: %d, %v", n, err)
	}
}

// Whoever was named finds the matter on the workbench and says what they saw; nobody
// else of the office can. The unit sees what was drawn of it, and replies to what does
// not hold; another unit sees neither the matter nor its result, and the draw all the same.
func TestRechecksOnPages(t *testing.T) {
	t.Parallel()
	v := visit(t)
	id := v.drawn(1, recheck.Open)
	at := fmt.Sprintf("/rechecks/%d", id)
	// One decides on its page, which offers both ways: the workbench urges neither.
	if body := v.ask("zhuti-jb", "GET", "/").Body.String(); !strings.Contains(body, "回头看：公示不及时") ||
		!strings.Contains(body, "抽中复查") || !strings.Contains(body, `href="`+at+`">`) || strings.Contains(body, at+"/do/") {
		t.Error("the workbench does not lead to the page of what was drawn")
	}
	v.sees(v.ask("zhuti-jb", "GET", at), 200, "do/hold", "do/fail")
	if w := v.ask("zhuti", "GET", at); w.Code != 200 || strings.Contains(w.Body.String(), "do/hold") {
		t.Errorf("somebody else is offered the result: %d", w.Code)
	}
	form := url.Values{"key": {"NOTYOURSTOJUDGE1"}, "seen": {"现场查看公开栏，内容属实"}}
	v.sees(v.post("zhuti", at+"/do/hold", form, ""), 403)
	form = url.Values{"key": {"SAIDINTOOFEWCHAR"}, "missing": {"没有更新"}}
	v.sees(v.post("zhuti-jb", at+"/do/fail", form, ""), 422, "没有更新", "10")
	v.sees(v.ask("shuping-lly", "GET", "/rechecks"), 200, "公示不及时")
	if w := v.ask("caizheng-jb", "GET", at); w.Code != 404 {
		t.Errorf("another unit: %d", w.Code)
	}
	form = url.Values{"key": {"DOESNOTHOLDATALL"}, "missing": {"公开栏没有更新，问题又出现了"}}
	if w := v.post("zhuti-jb", at+"/do/fail", form, ""); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	v.sees(v.ask("shuping-lly", "GET", "/"), 200, "请答复：公示不及时")
	form = url.Values{"key": {"THEUNITREPLIES01"}, "reply": {"情况属实，已安排专人。"}}
	if w := v.post("shuping-lly", at+"/do/reply", form, ""); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	v.sees(v.ask("zhuti", "GET", at), 200, "情况属实，已安排专人。", "问题又出现了")
	if w := v.ask("shuping-lly", "GET", "/"); strings.Contains(w.Body.String(), "请答复：公示不及时") {
		t.Error("the reply waits still")
	}
	d := v.all(ref.Draw)[0].(*recheck.Draw)
	v.sees(v.ask("caizheng-jb", "GET", fmt.Sprintf("/draws/%d", d.ID)), 200, d.Seed, "sha256sum", "财政局", "曙坪镇")
	// Results are for the unit itself and the offices of the side.
	row := regexp.MustCompile(`<td class="lead">曙坪镇</td>(?s:.*?)</tr>`)
	for _, x := range []struct {
		who    string
		dashes int
	}{{"caizheng-jb", 3}, {"shuping-lly", 0}, {"zhuti", 0}} {
		body := v.ask(x.who, "GET", fmt.Sprintf("/draws/%d", d.ID)).Body.String()
		if n := strings.Count(row.FindString(body), "–"); n != x.dashes || row.FindString(body) == "" {
			t.Errorf("%s: %d results of another unit are kept back", x.who, n)
		}
		if some := strings.Contains(body, "复查结果只显示您有权查看的单位"); some != (x.who != "zhuti") {
			t.Errorf("%s: the page says that it shows only some: %v", x.who, some)
		}
	}
}
