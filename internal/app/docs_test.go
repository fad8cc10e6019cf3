package app

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The guides say nothing that the program does not know: each command line
// names a command and flags that its help lists, each address of the API is in
// the OpenAPI document, each setting is one.
func TestGuidesAreTrue(t *testing.T) {
	guides, err := filepath.Glob("../../docs/guides/*.md")
	if err != nil || len(guides) < 5 {
		t.Fatal(guides, err)
	}
	guides = append(guides, "../../README.md")
	help := map[string]string{}
	lines, paths := 0, 0
	address := regexp.MustCompile(`/api/v1(/[a-z0-9{}/.-]*[a-z0-9}])`)
	document := documentPaths(t)
	for _, name := range guides {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		guide := string(b)
		for _, m := range regexp.MustCompile("(?m)(?:^|`)(?:\\./)?shuangze ([a-z]+)([^`#\n]*)").FindAllStringSubmatch(guide,
			-1) {
			lines++
			if help[m[1]] == "" {
				help[m[1]] = want(t, 0, nil, m[1], "--help").out
			}
			for _, flag := range regexp.MustCompile(`--([a-z-]+)`).FindAllStringSubmatch(m[2], -1) {
				if flag[1] != "help" && !regexp.MustCompile(`(?m)^  -`+flag[1]+`\b`).MatchString(help[m[1]]) {
					t.Errorf("%s: shuangze %s knows no --%s", filepath.Base(name), m[1], flag[1])
				}
			}
			if words := strings.Fields(m[2]); len(words) > 0 && (m[1] == "user" || m[1] == "policy") &&
				!strings.HasPrefix(words[0], "-") && !strings.Contains(help[m[1]], words[0]) {
				t.Errorf("%s: shuangze %s knows no %s", filepath.Base(name), m[1], words[0])
			}
		}
		for _, m := range address.FindAllStringSubmatch(guide, -1) {
			paths++
			if !document[m[1]] {
				t.Errorf("%s: the API has no %s", filepath.Base(name), m[1])
			}
		}
	}
	if lines < 20 || paths < 12 {
		t.Errorf("only %d command lines and %d addresses were found", lines, paths)
	}
	running, err := os.ReadFile("../../docs/guides/running.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range settingKeys {
		variable := "SHUANGZE_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
		for _, w := range []string{"`--" + key, "`" + variable, "`" + key} {
			if !strings.Contains(string(running), w) {
				t.Errorf("running.md does not say %s", w)
			}
		}
	}
}

func documentPaths(t *testing.T) map[string]bool {
	t.Helper()
	h, err := Open(t.Context(), Config{Dir: t.TempDir(), Hasty: true})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, h)
	handler, err := h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	doc := get[struct{ Paths map[string]any }](program{t, server.URL, ""}, "/openapi.json")
	out := map[string]bool{"/openapi.json": true}
	for path := range doc.Paths {
		out[path] = true
	}
	return out
}
