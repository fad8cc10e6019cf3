package app

import (
	"context"
	"os"
	"strings"
	"testing"

	"shuangze/internal/dossiers"
	"shuangze/internal/ref"
)

// The command erases only what it was asked for and told to: what is missing exits 2, a refusal and a no exit 1 and
// change nothing; what it says is in both languages and holds none of the words.
func TestEraseCommand(t *testing.T) {
	t.Parallel()
	day := yesterday()
	v := visiting(t, demoHouse(t, day), nil)
	var d *dossiers.Declaration
	for _, x := range v.all(ref.Declaration) {
		one, _, err := v.h.DB.One(context.Background(), ref.Declaration, x.Head().ID) // lists leave sealed words shut
		if err != nil {
			t.Fatal(err)
		}
		if x := one.(*dossiers.Declaration); len(x.Content) > 12 {
			d = x
		}
	}
	if d == nil {
		t.Fatal("the demonstration declares nothing in words")
	}
	name, words := v.personName(d.Owner), d.Content
	journal, size := v.journal(), v.size()
	if err := v.h.Close(); err != nil {
		t.Fatal(err)
	}
	at := []string{"--data", v.h.Dir}
	says := func(code int, in string, words []string, args ...string) string {
		t.Helper()
		cmd := command(t, append(append([]string{"erase"}, args...), at...)...)
		cmd.Stdin = strings.NewReader(in)
		b, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != code {
			t.Errorf("%q: exit %d, not %d: %s", args, cmd.ProcessState.ExitCode(), code, b)
		}
		for _, w := range words {
			if !strings.Contains(string(b), w) {
				t.Errorf("%q does not say %q: %s", args, w, b)
			}
		}
		return string(b)
	}
	left := func() int64 {
		h := openDemo(t, v.h.Dir, day)
		defer h.Close()
		n, err := h.DB.Size(context.Background(), journal)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	why := []string{"--basis", "《个人信息保护法》第四十七条", "--ordered-by", "县纪委监委"}
	one := append([]string{"declaration", d.ID.String(), "--field", "content"}, why...)
	with := func(a []string, more ...string) []string { return append(append([]string{}, a...), more...) }
	says(0, "", []string{"--dry-run", "--person", "依法", "erases personal data by law"}, "--help")
	for say, args := range map[string][]string{"KIND ID": nil, "--basis": {"declaration", "1", "--field", "content"},
		"--ordered-by": {"declaration", "1", "--field", "content", "--basis", "第四十七条"}, "more": with(one, "more"),
		"-nothing": with(one, "--nothing")} {
		says(2, "", []string{say}, args...)
	}
	for say, args := range map[string][]string{
		"no such person":    with(why, "--person", "没有这个人"),
		"no kind of object": with(why, "nothing", "1", "--field", "content"),
		"cannot be erased":  with(why, "declaration", d.ID.String(), "--field", "part"),
		"Say which fields":  with(why, "declaration", d.ID.String()),
		"nothing here":      with(why, "declaration", "1099511999999", "--field", "content"),
	} {
		says(1, "", []string{say}, args...)
	}
	says(0, "", []string{"declaration " + d.ID.String(), "content", "只是查看", "nothing was erased"},
		with(one, "--dry-run")...)
	says(1, "no\n", []string{"没有确认", "not confirmed"}, one...)
	says(1, "", []string{"not confirmed"}, one...)
	if n := left(); n != size {
		t.Fatalf("%d entries were made by what was not done", n-size)
	}
	out := says(0, "erase\n", []string{"已删除并记入存证", "erased and on record", erasedFile(v.h.Dir)}, one...)
	if strings.Contains(out, words) {
		t.Error("it says what it erased")
	}
	says(1, "", []string{"Nothing of what is named is left"}, with(one, "--yes")...)
	says(0, "", []string{"dossier ", "erased and on record"}, with(why, "--person", name, "--yes")...)
	if b, err := os.ReadFile(erasedFile(v.h.Dir)); err != nil || strings.Contains(string(b), words) ||
		strings.Count(string(b), "\n") < 2 {
		t.Errorf("%v: the list of erasures is %s", err, b)
	}
	want(t, 0, []string{"erased by law: "}, append([]string{"verify"}, at...)...)
}
