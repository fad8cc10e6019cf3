package lang

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// halfMark is a Latin comma, semicolon or bracket against a Chinese character:
// official papers write the full-width ones.
var halfMark = regexp.MustCompile(`[\p{Han}”》）][,;]|[,;][\p{Han}“《（{]|\(\p{Han}[^()]*\)`)

// What is read on a screen as Chinese has Chinese marks: the words of both
// catalogues, the demonstration county's texts and the shipped policy.
func TestChineseMarks(t *testing.T) {
	for _, pattern := range []string{"catalogue/*.txt", "../demo/texts.go", "../demo/lives.go", "../demo/cast.go",
		"../../cmd/shuangze/*.go", "../../policy/zhenping/*.txt"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no file, %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(text), "\n") {
				chinese := line
				if strings.HasPrefix(pattern, "catalogue") { // key = 中文 | English
					_, chinese, _ = strings.Cut(line, " = ")
					chinese, _, _ = strings.Cut(chinese, " | ")
				}
				if at := halfMark.FindString(chinese); at != "" {
					t.Errorf("%s:%d: %q wants a full-width mark", file, i+1, at)
				}
			}
		}
	}
}
