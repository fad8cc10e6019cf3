package app

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/duty"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

var (
	figureLink = regexp.MustCompile(`(?s)<a [^>]*href="(/scheduled\?[^"]*)"[^>]*>(.*?)</a>`)
	oneOfList  = regexp.MustCompile(`href="/scheduled/([0-9]+)"`)
	figureOf   = regexp.MustCompile(`[0-9]+`)
)

// Every number of a unit's year is the length of the list that it leads to; each duty
// of the year stands in it once, under the month of its day; a unit that one may not
// look into has no year.
func TestYearOfAUnit(t *testing.T) {
	t.Parallel()
	v := visit(t)
	unit := v.unit("曙坪镇")
	at := "/units/" + unit.String() + "/year?year=2026"
	w := v.ask("zhuti-jb", "GET", at)
	body := w.Body.String()
	if w.Code != http.StatusOK {
		t.Fatal(w.Code)
	}
	links := 0
	for _, m := range figureLink.FindAllStringSubmatch(body, -1) {
		said := figureOf.FindAllString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[2], " "), -1)
		if len(said) == 0 {
			continue
		}
		links++
		list := v.ask("zhuti-jb", "GET", strings.ReplaceAll(m[1], "&amp;", "&"))
		found := lengthOf(list.Body.String())
		if list.Code != http.StatusOK || found != said[len(said)-1] {
			t.Errorf("%s says %v, the list %v (%d)", m[1], said, found, list.Code)
		}
	}
	if links < 8 {
		t.Errorf("only %d numbers lead to lists", links)
	}
	days := duty.YearOf(2026)
	want := 0
	for _, x := range v.h.dutiesOf(t) {
		if x.Unit == unit && days.Holds(x.Due) && x.Side == "principal" {
			want++
		}
	}
	if n := strings.Count(body, `data-heat="h`); n < 10 || want == 0 {
		t.Errorf("%d cells of %d duties", n, want)
	}
	for login, code := range map[string]int{"shuping-lly": 200, "zhuti-jb": 200, "jiandu-jb": 200, "caizheng": 404,
		"xitong": 404} {
		if _, ok := v.cookies[login]; !ok {
			continue
		}
		if w := v.ask(login, "GET", at); w.Code != code {
			t.Errorf("%s sees the year with %d", login, w.Code)
		}
	}
	for _, year := range []string{"2025", "2027", "x", "99999"} {
		if w := v.ask("zhuti-jb", "GET", "/units/"+unit.String()+"/year?year="+year); w.Code != http.StatusOK {
			t.Errorf("year %s: %d", year, w.Code)
		}
	}
}

// The heat map counts what the lists count, for one who sees all and for a unit.
func TestHeatOfDuties(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for _, login := range []string{"zhuti-jb", "shuping-lly"} {
		body := v.ask(login, "GET", "/scheduled/heat?year=2026").Body.String()
		links := 0
		for _, m := range figureLink.FindAllStringSubmatch(body, -1) {
			// A cell whose duties were all waived says “–” and leads to them.
			if !strings.Contains(m[1], "rule=") || strings.Contains(m[1], "tab=all") || links > 60 {
				continue
			}
			said := figureOf.FindString(m[2])
			list := v.ask(login, "GET", strings.ReplaceAll(m[1], "&amp;", "&"))
			if found := lengthOf(list.Body.String()); found != said {
				t.Errorf("%s %s: %s, the list %v", login, m[1], said, found)
			}
			links++
		}
		if links < 3 {
			t.Errorf("%s: %d cells lead to lists", login, links)
		}
	}
	if body := v.ask("zhuti-jb", "GET", "/scheduled/heat?year=2026&rule=team-study").Body.String(); !strings.Contains(body,
		"2026-Q3") {
		t.Error("one rule is not shown by its periods")
	}
}

// A person's year holds what names them and what they do as first responsible person.
func TestYearOfAPerson(t *testing.T) {
	t.Parallel()
	v := visit(t)
	first := v.county.FirstResponsible(v.county.Seated(v.unit("曙坪镇"))[0].ID).Person
	body := v.ask("zhuti-jb", "GET", "/people/"+first.String()+"/year?year=2026").Body.String()
	if !strings.Contains(body, v.h.Policy.Label("duty-rule", "first-lecture", "zh-CN")) ||
		strings.Contains(body, v.h.Policy.Label("duty-rule", "team-study", "zh-CN")) {
		t.Error("not what binds the first responsible person")
	}
	if w := v.ask("caizheng", "GET", "/people/"+first.String()+"/year"); w.Code != http.StatusNotFound {
		t.Errorf("another unit looks into it: %d", w.Code)
	}
}

// The API's year is the page's.
func TestYearByProgram(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	unit := p.unit("曙坪镇")
	w := p.call(p.all["zhuti-jb"], "GET", "/units/"+unit.String()+"/year?year=2026", nil)
	var year struct {
		Items []struct {
			ID    ref.ID
			Month int
			Due   string
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &year); err != nil || w.Code != http.StatusOK || len(year.Items) == 0 {
		t.Fatal(w.Code, err)
	}
	for _, x := range year.Items {
		if !strings.HasPrefix(x.Due, "2026-"+two(x.Month)) {
			t.Errorf("%+v", x)
		}
	}
	if w := p.call(p.all["caizheng"], "GET", "/units/"+unit.String()+"/year", nil); w.Code != http.StatusNotFound {
		t.Errorf("another unit: %d", w.Code)
	}
	if w := p.call(p.all["zhuti-jb"], "GET", "/scheduled?due=2026-13", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a month that is none: %d", w.Code)
	}
}

// lengthOf is how many duties a page of a list shows.
func lengthOf(body string) string {
	seen := map[string]bool{}
	for _, m := range oneOfList.FindAllStringSubmatch(body, -1) {
		seen[m[1]] = true
	}
	return strconv.Itoa(len(seen))
}

func two(n int) string { return (strconv.Itoa(100 + n))[1:] }

// The month holds what falls due for the visitor on its day, and marks what days are
// off and worked instead.
func TestMonth(t *testing.T) {
	t.Parallel()
	v := visit(t)
	body := v.ask("shuping-lly", "GET", "/calendar?month=2026-12").Body.String()
	unit := v.unit("曙坪镇")
	seen := 0
	for _, x := range v.h.dutiesOf(t) {
		in := x.Due >= when.Date(2026, 12, 1) && x.Due < when.Date(2027, 1, 1)
		mine := x.Unit == unit && x.Level == duty.Team && x.Person == 0
		if strings.Contains(body, `href="/scheduled/`+x.ID.String()+`"`) != (in && mine) {
			t.Errorf("%s of %d due %v: in %v, mine %v", x.Rule, x.Unit, x.Due, in, mine)
		} else if in && mine {
			seen++
		}
	}
	if seen == 0 {
		t.Error("nothing falls due")
	}
	if body := v.ask("shuping-lly", "GET", "/calendar?month=2026-10").Body.String(); !strings.Contains(body, "国庆") ||
		!strings.Contains(body, "调休上班") {
		t.Error("days off and days worked instead are not marked")
	}
	for _, month := range []string{"", "2026", "x"} {
		if body := v.ask("shuping-lly", "GET", "/calendar?month="+month).Body.String(); !strings.Contains(body, "2026年11月") {
			t.Errorf("%q is not the present month", month)
		}
	}
}

// The map of the ten is narrowed to one category of units, or to those that are behind: the rest is left out, and what
// is counted above it stays.
func TestMapOfInstitutionsIsNarrowed(t *testing.T) {
	v := visit(t)
	rows := func(query string) (n int, body string) {
		w := v.ask("zhuti", "GET", "/institutions"+query)
		v.sees(w, 200)
		body = w.Body.String()
		return strings.Count(body, `<th scope="row"`), body
	}
	all, whole := rows("")
	behind, late := rows("?only=over")
	towns, body := rows("?category=town")
	if behind == 0 || behind >= all || towns == 0 || towns >= all {
		t.Errorf("%d units, %d behind, %d towns", all, behind, towns)
	}
	if !strings.Contains(body, "曙坪镇") || strings.Contains(body[strings.Index(body, `class="heat"`):], "财政局") {
		t.Error("the towns are others than the towns")
	}
	for _, row := range strings.Split(late[strings.Index(late, "<tbody>"):], "<tr>") {
		if strings.Contains(row, `<th scope="row"`) && !strings.Contains(row, `"over"`) && !strings.Contains(row, "已过期") {
			t.Errorf("not behind: %.200s", row)
		}
	}
	if none, _ := rows("?only=over&category=nonsense"); none != behind {
		t.Errorf("a category that there is not: %d, not %d", none, behind)
	}
	sums := func(s string) string { return s[strings.Index(s, "<tbody>"):strings.Index(s, "</tbody>")] }
	if sums(whole) != sums(body) {
		t.Error("what is counted above changes with the map")
	}
}
