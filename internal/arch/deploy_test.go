package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What is installed names settings that exist, and the Go that the module asks for.
func TestDeployFits(t *testing.T) {
	text := func(name string) string {
		b, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	settings, guide := text("internal/app/config.go"), text("docs/guides/running.md")
	named := regexp.MustCompile(`SHUANGZE_[A-Z_]+`)
	for _, file := range []string{"deploy/shuangze.service", "deploy/Dockerfile", "deploy/README.md"} {
		found := named.FindAllString(text(file), -1)
		if len(found) == 0 {
			t.Errorf("%s sets nothing: the test looks at the wrong place", file)
		}
		for _, name := range found {
			if !strings.Contains(settings, `"`+name+`"`) || !strings.Contains(guide, "`"+name) {
				t.Errorf("%s: %s is no setting of the program, or not in the guide", file, name)
			}
		}
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(text("go.mod"))
	if version == nil || !strings.Contains(text("deploy/Dockerfile"), "FROM golang:"+version[1]+" ") {
		t.Errorf("deploy/Dockerfile builds with another Go than go.mod's %v", version)
	}
}
