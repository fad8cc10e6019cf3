package app

import (
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
