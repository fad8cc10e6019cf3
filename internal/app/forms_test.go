package app

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/institutions/talks"
	"shuangze/internal/ref"
)

// The papers of a talk say what its record says, by page and by program, as PDF and as a word document, twice the same
// bytes; what it has not come to has none, and who may not see the talk takes none.
func TestFormsOfTalks(t *testing.T) {
	v := programsOf(t)
	all, err := v.h.DB.AllOf(t.Context(), ref.Talk, 1)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, x := range all {
		x := x.(*talks.Talk)
		if v.ask("zhuti", "GET", "/talks/"+x.ID.String()).Code != 200 {
			continue
		}
		person, _ := v.county.Person(x.Person)
		for _, f := range v.h.Noun(ref.Talk).Forms {
			at := fmt.Sprintf("/talks/%d/form/%s/as/", x.ID, f.Name)
			w := v.ask("zhuti", "GET", at+"docx")
			if !f.Has(x) {
				if w.Code != 404 {
					t.Errorf("%s of a talk that is %s: %d", at, x.State, w.Code)
				}
				continue
			}
			if w.Code != 200 {
				t.Fatalf("%s: %d", at, w.Code)
			}
			words := ""
			if f.Name == "approval" && x.ApprovedOn != 0 {
				words = wordsOf(t, w.Body.Bytes())
				if seen["opinion"]++; x.Approval == "" || !strings.Contains(words, strings.TrimRight(x.Approval, "。")) {
					t.Errorf("%s says nothing of the opinion %q", at, x.Approval)
				}
			}
			if seen[f.Name]++; seen[f.Name] > 1 {
				continue
			}
			words = wordsOf(t, w.Body.Bytes())
			for _, want := range []string{person.Name, strings.TrimRight(x.Reason, "。")} {
				if !strings.Contains(words, want) {
					t.Errorf("%s says nothing of %q", at, want)
				}
			}
			if strings.Contains(words, "talk.form.") || strings.Contains(words, "星期") { // no paper's date has a weekday
				t.Errorf("%s has a word that is missing, or the day of the week", at)
			}
			if w := v.ask("caizheng-jb", "GET", at+"pdf"); x.Unit != v.unit("财政局") && w.Code != 404 {
				t.Errorf("%s by another unit: %d", at, w.Code)
			}
			pdf := v.ask("zhuti", "GET", at+"pdf").Body.Bytes()
			program := v.call(v.reads["zhuti"], "GET", at+"pdf", nil)
			if !bytes.HasPrefix(pdf, []byte("%PDF-")) || program.Code != 200 || !bytes.Equal(pdf, program.Body.Bytes()) {
				t.Errorf("%s: %d bytes by page, %d and %d bytes by program", at, len(pdf), program.Code, program.Body.Len())
			}
		}
	}
	if seen["opinion"] == 0 {
		t.Error("no approved talk was looked at")
	}
	for _, f := range v.h.Noun(ref.Talk).Forms {
		if seen[f.Name] == 0 {
			t.Errorf("no talk of the demonstration has the form %s", f.Name)
		}
	}
}
