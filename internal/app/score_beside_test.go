package app

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/appraisal"
	"shuangze/internal/bodies"
	"shuangze/internal/web/api"
)

// A unit reads how its body stands beside its group and the year before, by page, by the API and as a document: the
// same figures, and nobody else's name. Who may not see the score reads nothing.
func TestScoreBesideItsGroup(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	ctx, now, body := t.Context(), p.h.Clock(), p.townBody(bodies.Principal)
	ask := appraisal.Asked{Jurisdiction: 1, County: p.county, Rules: p.h.Policy, Year: now.Day().Year(), Now: now}
	all, err := p.h.Running.All(ctx, ask)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(s appraisal.Standing) bool { return s.Body == body })
	var totals []int64
	for _, s := range all {
		if s.Scheme == all[i].Scheme && s.Group == all[i].Group && s.Sheet.Known() {
			totals = append(totals, s.Sheet.Total)
		}
	}
	slices.Sort(totals)
	if len(totals) < appraisal.PeersLeast {
		t.Fatalf("the town’s group has %d scores", len(totals))
	}
	at := "/scores/" + body.String()
	w := p.call(p.all["shuping-lly"], "GET", at, nil)
	var out api.ScoreSheet
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != 200 || out.Peers == nil {
		t.Fatalf("%d %v %s", w.Code, err, w.Body)
	}
	if !slices.Equal(out.Peers.Totals, totals) || out.Peers.Median != appraisal.Median(totals) {
		t.Errorf("%v with median %d, not %v", out.Peers.Totals, out.Peers.Median, totals)
	}
	if len(out.Peers.Means) == 0 || len(out.Steps) == 0 || out.Steps[len(out.Steps)-1].At != out.Total {
		t.Errorf("%+v %+v", out.Peers.Means, out.Steps)
	}
	ask.Year--
	before, ok, err := p.h.Running.One(ctx, ask, body)
	if err != nil || !ok || !before.Sheet.Known() {
		t.Fatal(ok, err)
	}
	last := slices.IndexFunc(out.Years, func(y api.ScoreYear) bool { return y.Year == ask.Year })
	if last < 0 || out.Years[last].Total != before.Sheet.Total || out.Years[last].Median == nil {
		t.Fatalf("%+v, and the year before it had %d", out.Years, before.Sheet.Total)
	}
	points := func(n int64) string { return p.h.Words.Wanted("zh-CN").Fixed(n, 2) }
	page := p.ask("shuping-lly", "GET", at)
	file := p.ask("shuping-lly", "GET", at+"/as/docx")
	if page.Code != 200 || file.Code != 200 {
		t.Fatal(page.Code, file.Code)
	}
	words := wordsOf(t, file.Body.Bytes())
	for _, want := range []string{points(out.Total), points(out.Peers.Median), points(before.Sheet.Total),
		points(totals[0]), points(out.Steps[0].At), out.Lines[0].Name} {
		if !strings.Contains(page.Body.String(), want) {
			t.Errorf("the page does not say %s", want)
		}
		if !strings.Contains(words, want) {
			t.Errorf("the document does not say %s", want)
		}
	}
	for _, s := range all {
		if s.Unit != all[i].Unit && (strings.Contains(page.Body.String(), s.Name) || strings.Contains(words, s.Name) ||
			strings.Contains(w.Body.String(), s.Name)) {
			t.Errorf("the town reads of %s", s.Name)
		}
	}
	for _, path := range []string{at, at + "/as/pdf", at + "/as/docx"} {
		if w := p.call(p.all["caizheng-jb"], "GET", path, nil); w.Code != 404 {
			t.Errorf("another unit: %s answers %d", path, w.Code)
		}
		if w := p.ask("caizheng-jb", "GET", path); w.Code != 404 {
			t.Errorf("another unit: page %s answers %d", path, w.Code)
		}
	}
	if w := p.call(p.all["shuping-lly"], "GET", at+"/as/pdf", nil); w.Code != 200 ||
		!strings.HasPrefix(w.Body.String(), "%PDF-") {
		t.Errorf("%d %.40q", w.Code, w.Body)
	}
	// who sees all of a group sees its distribution; who sees one score of it does not
	mark := p.h.Words.Wanted("zh-CN").T("score.dots.median", "median", "")
	if !strings.Contains(p.ask("zhuti-jb", "GET", "/scores").Body.String(), mark) {
		t.Error("the office sees no distribution")
	}
	if strings.Contains(p.ask("shuping-lly", "GET", "/scores").Body.String(), mark) {
		t.Error("a unit sees a distribution of what it does not see")
	}
}
