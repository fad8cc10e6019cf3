package app

import (
	"context"
	"strings"
	"testing"

	"shuangze/internal/duty"
	"shuangze/internal/institutions/liaison"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// A third unit is refused, the member alone confirms, the problem that was found and the
// visit lead to each other, and a visit that was confirmed is not rewritten.
func TestVisitsOfLinks(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, today := context.Background(), v.h.Clock().Day()
		all, err := v.h.DB.AllOf(ctx, ref.Link, 1)
		if err != nil {
			t.Fatal(err)
		}
		var own *liaison.Link // of 陈立川, who signs in as lingdao
		for _, x := range all {
			if l := x.(*liaison.Link); strings.HasPrefix(l.Label, "陈立川") && int(l.Year) == today.Year() {
				own = l
			}
		}
		if own == nil {
			t.Fatal("the demonstration has no such link")
		}
		link := func(unit string) *liaison.Link {
			return &liaison.Link{Year: own.Year, Body: own.Body, Member: own.Member, Point: v.unit(unit), Since: own.Since}
		}
		for _, x := range []struct{ by, unit, want string }{
			{"shuping-lly", "水利局", "access.forbidden"},
			{"zhuti-jb", "曙坪镇", "point link.point.taken"},
			{"zhuti-jb", "财政局", ""},
			{"zhuti-jb", "水利局", "member link.member.full"},
		} {
			if _, no := v.does(x.by, ref.Link, "add", 0, link(x.unit)); no != x.want {
				t.Errorf("%s links %s: %q", x.by, x.unit, no)
			}
		}
		in := &liaison.Visit{Link: own.ID, PaidOn: today, Place: "会议室", Checked: "听取汇报", Steps: "限期整改",
			Problems: [liaison.ProblemsMost]string{"没有会议记录"}}
		id, no := v.does("zhuti-jb", ref.Visit, "add", 0, in)
		if no != "" {
			t.Fatal(no)
		}
		if _, no := v.does("zhuti-jb", ref.Visit, "confirm", id, nil); no != "access.forbidden" {
			t.Errorf("the office confirms: %q", no)
		}
		if _, no := v.does("lingdao", ref.Visit, "confirm", id, nil); no != "" {
			t.Fatal(no)
		}
		x, _, err := v.h.DB.One(ctx, ref.Visit, id)
		if err != nil {
			t.Fatal(err)
		}
		done := x.(*liaison.Visit)
		if done.State != liaison.Confirmed || done.Found[0] == 0 || done.Found[1] != 0 {
			t.Fatalf("%+v", done)
		}
		p, _, err := v.h.DB.Problem(ctx, done.Found[0])
		if err != nil || p.Origin != "visit/"+id.String() || p.Unit != own.Unit || p.Facts != "没有会议记录" {
			t.Errorf("%v, %+v", err, p)
		}
		v.sees(v.ask("zhuti-jb", "GET", "/problems/"+p.ID.String()), 200, "/visits/"+id.String())
		v.sees(v.ask("zhuti-jb", "GET", "/visits/"+id.String()), 200, "/problems/"+p.ID.String())
		if _, no := v.does("zhuti-jb", ref.Visit, "withdraw", id, &noun.Said{Text: "错了"}); no != "visit.not-now" {
			t.Errorf("withdrawn after it was confirmed: %q", no)
		}
		if w := v.ask("caizheng-jb", "GET", "/visits/"+id.String()); w.Code != 404 {
			t.Errorf("another unit sees it: %d", w.Code)
		}
		found := false
		for _, d := range v.h.dutiesOf(t) {
			if d.Rule == "liaison-first" && d.Body == own.Body && d.State == duty.Done {
				found = true
			}
		}
		if !found {
			t.Error("no duty of the first responsible person was done by a visit")
		}
		v.sees(v.ask("zhuti-jb", "GET", "/links/assign"), 200, "贺兰亭", `name="take"`)
	})
}
