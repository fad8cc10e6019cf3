package app

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// laid says whether a path answers with a document that is laid out anew each time. It costs ten times what the table
// does, so that the matrices ask for those as some only; TestDocumentsAskWhatTablesDo says why that is enough.
func laid(path string) bool {
	return strings.HasSuffix(path, ".pdf") || strings.HasSuffix(path, ".docx") || strings.Contains(path, "/as/") ||
		strings.HasSuffix(path, "/mine.zip")
}

var someLogins = []string{"", "zhuti", "shuping-lly", "caizheng-jb", "xitong"}

// Whoever may take a list as a table may take it as a document, and nobody else. The API declares all formats of a list
// at once.
func TestDocumentsAskWhatTablesDo(t *testing.T) {
	v := visit(t)
	may := map[string]string{}
	for _, r := range v.routes {
		may[r.Pattern] = string(r.May)
	}
	n := 0
	for path, verb := range may {
		for _, end := range []string{".pdf", ".docx"} {
			table, ok := strings.CutSuffix(path, end)
			if !ok {
				continue
			}
			n++
			if was, there := may[table+".xlsx"]; !there || was != verb {
				t.Errorf("%s is for %s, its table for %q", path, verb, was)
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d lists are taken as documents", n)
	}
}

// turns counts the places of each kind that were tried.
type turns map[string]int

// of are those of a list whose turn it is at one more place of a kind: each k-th of them, others at the next place, so
// that k places of a kind are tried by all. The long version (and who writes a table anew) tries all everywhere.
func (s turns) of(kind string, k int, all []string) (out []string) {
	n := s[kind]
	s[kind]++
	if long() || *update {
		return all
	}
	for i, x := range all {
		if i%k == n%k {
			out = append(out, x)
		}
	}
	return out
}

// heavyLook says that a place is expensive and shows what a page or a CSV beside it does.
func heavyLook(at string) bool {
	at, _, _ = strings.Cut(at, "?")
	return laid(at) || strings.HasSuffix(at, ".xlsx") || strings.HasSuffix(at, "/print")
}

// form is in which form a place shows something: how its address ends.
func form(at string) string {
	if ext := path.Ext(at); ext != "" {
		return ext
	}
	return path.Base(at)
}

var answered = regexp.MustCompile(` ([^ :]+):(\d+)`)

// sameTable compares lines of a table of who is answered what with those of its file: all answers that were asked for,
// and that there is a line for each place and no other.
func sameTable(t *testing.T, file string, lines []string) {
	t.Helper()
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if long() && got != string(want) {
		t.Errorf("%s is not as it is written now", file)
	}
	head := func(line string) string { return strings.TrimSpace(answered.ReplaceAllString(line, "")) }
	old := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(want)), "\n") {
		old[head(line)] = line + " "
	}
	for _, line := range lines {
		was, there := old[head(line)]
		delete(old, head(line))
		if !there {
			t.Errorf("now: %s", line)
			continue
		}
		for _, a := range answered.FindAllString(line, -1) {
			if !strings.Contains(was, a+" ") {
				t.Errorf("now: %s%s\nwas: %s", head(line), a, was)
			}
		}
	}
	for _, line := range old {
		t.Errorf("was: %s", line)
	}
}
