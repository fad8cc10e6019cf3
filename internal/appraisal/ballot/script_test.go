package ballot

import (
	"bytes"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The script that the guide gives to third parties counts every form as we do, and stops where we find a fault.
func TestGuideCountsAgain(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		if strings.Contains(os.Getenv("SHUANGZE_REQUIRE"), "python") {
			t.Fatal("SHUANGZE_REQUIRE asks for python3, and there is none")
		}
		t.Skip("no python3 here (scripts/need.sh python installs it)")
	}
	guide, err := os.ReadFile("../../../docs/guides/tellers.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(guide), "\n```python\n")
	script, _, closed := strings.Cut(rest, "\n```")
	if !ok || !closed {
		t.Fatal("the guide has no script")
	}
	dir := t.TempDir()
	put := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	code := put("count.py", []byte(script))
	again := func(published, issued []byte) (string, error) {
		out, err := exec.Command(python, code, put("p.txt", published), put("i.txt", issued)).Output()
		return string(out), err
	}
	r := mrand.New(mrand.NewPCG(11, 12))
	for n := range 12 {
		s := formOf(r, n)
		v := play(t, s, r, 0.7+0.3*r.Float64())
		want, err := Count(v.result, v.issued)
		if err != nil {
			t.Fatal(n, err)
		}
		got, err := again(v.result, v.issued)
		if err != nil {
			t.Fatal(n, err, string(v.result))
		}
		if ours := lines(want); got != ours {
			t.Fatalf("form %d: the script says\n%s\nwe say\n%s\n%s", n, got, ours, v.result)
		}
		if n > 2 {
			continue
		}
		token := []byte("\t" + v.cast[0].Token + "\n")
		for what, edited := range map[string][]byte{
			"a code that was not issued": bytes.Replace(v.result, token, []byte("\t00000000000000000000\n"), 1),
			"a ballot less":              dropped(v.result, "b\t"),
			"a code less":                dropped(v.result, "t\t")} {
			if _, err := Count(edited, v.issued); err == nil {
				t.Errorf("form %d: we count %s", n, what)
			}
			if out, err := again(edited, v.issued); err == nil {
				t.Errorf("form %d: the script counts %s: %s", n, what, out)
			}
		}
		if _, err := again(v.result, append(v.issued, '\n')); err == nil {
			t.Errorf("form %d: the script takes another list of slips", n)
		}
	}
}

// formOf is a form at random: groups small and large, options that do not count, questions in words, all slices.
func formOf(r *mrand.Rand, n int) Survey {
	s := Survey{ID: fmt.Sprint("sz-", n), Slice: 1 + r.IntN(SliceMost), Trim: []int{0, 5, 20}[r.IntN(3)]}
	for i := range 1 + r.IntN(6) {
		q := Question{Code: fmt.Sprint("q", i)}
		if i == 0 || r.IntN(4) > 0 {
			q.Options = grades[:2+r.IntN(len(grades)-1)]
		}
		s.Questions = append(s.Questions, q)
	}
	left := int64(10000)
	for i := range 1 + r.IntN(4) {
		weight := r.Int64N(left + 1)
		s.Groups = append(s.Groups, Group{Code: fmt.Sprint("g", i), Weight: weight, Slips: r.IntN(30)})
		left -= weight
	}
	s.Groups = append(s.Groups, Group{Code: "rest", Weight: left, Slips: 12})
	return s
}

// lines are a result as the script prints it.
func lines(r Result) string {
	var out strings.Builder
	for _, q := range r.Questions {
		counting, score := 0, "-"
		for _, g := range q.Groups {
			for _, x := range r.Poll.Questions {
				for _, o := range x.Options {
					if x.Code == q.Code && o.Counts {
						counting += g.By[o.Code]
					}
				}
			}
		}
		if q.Mean != nil {
			h := Hundredths(q.Mean)
			score = fmt.Sprintf("%d.%02d", h/100, h%100)
		}
		fmt.Fprintln(&out, q.Code, counting, score)
	}
	return out.String()
}

// dropped is a file without its first line of a kind.
func dropped(file []byte, kind string) []byte {
	i := bytes.Index(file, []byte("\n"+kind)) + 1
	return append(bytes.Clone(file[:i]), file[i+bytes.IndexByte(file[i:], '\n')+1:]...)
}
