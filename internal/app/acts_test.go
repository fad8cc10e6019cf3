package app

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/web/api"
)

var actOnPage = regexp.MustCompile(`class="jn"><a href="/journal/entries/(\d+)"`)
var earlierActs = regexp.MustCompile(`rel="next" href="([^"]+#acts)"`)

// The course of an order with many acts comes page by page, on the desk and for
// programs: every act once, each page of the same size; the stages above it know the
// first acts wherever one stands; the print says how many it leaves out.
func TestCourseInPages(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx, id := context.Background(), ref.Parse(v.of(v.unit("曙坪镇"))["order"])
	clerk := v.actor("shuping-lly")
	was, err := v.h.DB.History(ctx, id, 0)
	if err != nil || !was.Whole() {
		t.Fatal(err)
	}
	const reports = 250
	var all sync.WaitGroup
	for i := range reports {
		all.Go(func() {
			if _, err := v.h.Orders.Report(ctx, act.Command{Actor: clerk}, id, fmt.Sprintf("第%d次报告进展", i), nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	total := len(was.Events) + reports

	path, seen, stages := "/orders/"+id.String(), map[string]bool{}, ""
	for n := 1; path != ""; n++ {
		v.ask("zhuti-jb", "GET", path)
		before := v.h.DB.Statements()
		w := v.ask("zhuti-jb", "GET", path)
		body := w.Body.String()
		if asked := v.h.DB.Statements() - before; w.Code != 200 || asked > 40 || len(body) > 150_000 {
			t.Fatalf("%s: %d, %d statements, %d bytes", path, w.Code, asked, len(body))
		}
		life := body[strings.Index(body, `class="life"`):]
		life = life[:strings.Index(life, "</ol>")]
		if stages == "" {
			stages = life
		} else if life != stages {
			t.Errorf("page %d shows other stages: %s", n, life)
		}
		acts := actOnPage.FindAllStringSubmatch(body, -1)
		for _, a := range acts {
			if seen[a[1]] {
				t.Errorf("entry %s stands twice", a[1])
			}
			seen[a[1]] = true
		}
		next := earlierActs.FindStringSubmatch(body)
		left := total - len(seen)
		says := strings.Contains(body, fmt.Sprintf("还有更早的 %d 条", left))
		if len(acts) > trail.PageOf || (next != nil) != (left > 0) || says != (left > 0) ||
			strings.Contains(body, "最近的经过") != (n > 1) {
			t.Errorf("page %d: %d acts, then %v", n, len(acts), next)
		}
		if path = ""; next != nil {
			path = strings.TrimSuffix(html.UnescapeString(next[1]), "#acts")
		}
	}
	if len(seen) != total {
		t.Errorf("%d of %d acts were shown", len(seen), total)
	}

	token, _, err := v.h.Accounts.CreateToken(ctx, act.Command{Actor: v.actor("zhuti-jb")}, account.NewToken{Name: "程序",
		Expires: v.h.Clock().Day() + 2, Scopes: []string{"order:read"}})
	if err != nil {
		t.Fatal(err)
	}
	count, before := 0, int64(0)
	for {
		r := httptest.NewRequest(http.MethodGet, fmt.Sprintf("%s/orders/%d?before=%d", api.Prefix, id, before), nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		v.desk.ServeHTTP(w, r)
		var page api.Course
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 || len(page.History) > trail.PageOf {
			t.Fatal(w.Code, err, len(page.History))
		}
		count += len(page.History)
		if int(page.Earlier) != total-count {
			t.Errorf("%d acts read, %d earlier of %d", count, page.Earlier, total)
		}
		if page.Earlier == 0 {
			break
		}
		before = page.History[len(page.History)-1].Entry
	}
}
