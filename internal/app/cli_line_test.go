package app

import (
	"archive/tar"
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"shuangze/internal/web/api"
)

// edited is a copy of a data folder with one value changed by hand.
func edited(t *testing.T, data, q string, args ...any) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(to, "shuangze.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r, err := db.Exec(q, args...)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := r.RowsAffected(); n != 1 {
		t.Fatalf("%s changed %d rows", q, n)
	}
	return to
}

var headLine = regexp.MustCompile(`(?m)^(demo-acts/610927): (\d+) entries, root ([0-9a-f]{64})`)

// One demonstration county as its administrator handles it on the command
// line: served, backed up while it works, restored, exported, verified, edited
// by hand, rewritten.
func TestCommandLine(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	dir := t.TempDir()
	data, tarball := copied(t, demoWith(t, yesterday())), filepath.Join(dir, "b.tar")
	url, stop := serving(t, "demo", "--data", data)
	p := program{t, url, signIn(t, url, "zhuti-jb").token("order:write", "county:read", "person:read")}

	// Somebody works while the backup is made.
	var unit api.UnitWhole
	for _, u := range get[api.CountyTree](p, "/county").Units {
		if unit = get[api.UnitWhole](p, "/units/"+u.ID.String()); u.Name == "曙坪镇" {
			break
		}
	}
	made, end, worked := 0, make(chan struct{}), make(chan struct{})
	one := func() {
		p.ask(201, "POST", "/orders", map[string]any{"side": "principal", "subject": "低保动态管理不及时", "content": "三季度未按月核查",
			"quality": "逐户核查", "source": "decision",
			"urgency": "ordinary", "unit": unit.ID, "leader": unit.Posts[0].Person, "handler": unit.Posts[1].Person,
			"measures": []any{map[string]any{"text": "核查"}}, "due": (Now().Day() + 30).String()})
		made++
	}
	before := get[orderPage](p, "/orders?limit=1").Count
	for range 5 {
		one()
	}
	go func() {
		defer close(worked)
		for {
			select {
			case <-end:
				return
			case <-time.After(20 * time.Millisecond): // a token has a rate
				one()
			}
		}
	}()
	want(t, 0, []string{"backed up"}, "backup", "--data", data, "--to", tarball)
	atBackup := made
	close(end)
	<-worked
	after := get[orderPage](p, "/orders?limit=1").Count
	stop()
	if after != before+made || atBackup < 5 {
		t.Fatalf("%d orders, %d made, %d listed", before, made, after)
	}

	t.Run("restore", func(t *testing.T) {
		to := filepath.Join(t.TempDir(), "new")
		want(t, 0, []string{"OK", "restored"}, "restore", "--from", tarball, "--data", to)
		want(t, 0, []string{"OK"}, "verify", "--data", to)
		want(t, 1, []string{"not empty"}, "restore", "--from", tarball, "--data", to)
		url, stop := serving(t, "demo", "--data", to)
		defer stop()
		p := program{t, url, p.token} // what was there goes on, tokens too
		if n := get[orderPage](p, "/orders?limit=1").Count; n < before+5 || n > after {
			t.Errorf("%d orders were restored, %d to %d were there", n, before+5, after)
		}
		half := filepath.Join(t.TempDir(), "half.tar")
		whole, _ := os.ReadFile(tarball)
		os.WriteFile(half, whole[:len(whole)/2], 0o600)
		want(t, 1, nil, "restore", "--from", half, "--data", filepath.Join(t.TempDir(), "x"))
		names := map[string]bool{}
		for r := tar.NewReader(bytes.NewReader(whole)); ; {
			h, err := r.Next()
			if err != nil {
				break
			}
			names[strings.Split(h.Name, "/")[0]] = true
		}
		for _, name := range []string{"shuangze.db", "files", "keys", "checkpoints"} {
			if !names[name] {
				t.Errorf("%s is not in the backup: %v", name, names)
			}
		}
	})

	bundle, receipt := filepath.Join(dir, "all.bundle"), filepath.Join(dir, "receipt.json")
	want(t, 0, nil, "export", "--to", bundle, "--data", data)
	want(t, 0, nil, "export", "--to", receipt, "--receipt", "7", "--data", data)
	want(t, 1, []string{"no entry"}, "export", "--to", filepath.Join(dir, "none"), "--receipt", "99999999", "--data", data)
	head := headLine.FindStringSubmatch(want(t, 0, []string{"OK", "rows of", "checkpoints"}, "verify", "--data", data).out)
	if head == nil {
		t.Fatal("verify prints no entries and root")
	}
	want(t, 1, []string{"no database"}, "verify", "--data", dir)
	want(t, 0, []string{`"ok": true`, head[3]}, "verify", "--data", data, "--json")

	t.Run("offline", func(t *testing.T) { // in an empty folder, far from the data
		key := filepath.Join(data, "keys", publicFile)
		want(t, 0, []string{head[0], "OK"}, "verify", "--bundle", bundle)
		want(t, 0, []string{"OK"}, "verify", "--bundle", bundle, "--key", key)
		want(t, 0, []string{"/7", "OK"}, "verify", "--receipt", receipt, "--key", key)
		public, _ := os.ReadFile(key)
		node := func(code int, words string, args ...string) {
			t.Helper()
			name, err := exec.LookPath("node")
			if err != nil {
				if strings.Contains(os.Getenv("SHUANGZE_REQUIRE"), "node") {
					t.Fatal(err)
				}
				t.Skip("no node")
			}
			cmd := exec.Command(name, append([]string{"../../verifier/verify.mjs"}, args...)...)
			out, _ := cmd.CombinedOutput()
			if got := cmd.ProcessState.ExitCode(); got != code || !strings.Contains(string(out), words) {
				t.Errorf("the second verifier on %q: exit %d, want %d with %q:\n%s", args, got, code, words, out)
			}
		}
		node(0, head[0], "bundle", bundle, "--key", strings.TrimSpace(string(public)))
		node(0, "demo-acts/610927/7 ", "receipt", receipt, "--key", strings.TrimSpace(string(public)))
		// Changed at three places: both say so.
		for _, name := range []string{bundle, receipt} {
			whole, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			what := "bundle"
			if name == receipt {
				what = "receipt"
			}
			places := []int{len(whole) / 3, len(whole) / 2, len(whole) - len(whole)/10}
			if what == "receipt" && !long() {
				places = places[:1]
			}
			for _, at := range places {
				bad := bytes.Clone(whole)
				bad[at] ^= 1
				file := filepath.Join(t.TempDir(), "changed")
				os.WriteFile(file, bad, 0o600)
				want(t, 1, []string{"first fault"}, "verify", "--"+what, file)
				node(1, "does not fit", what, file)
			}
		}
	})

	t.Run("edited by hand", func(t *testing.T) {
		const acts = `(SELECT no FROM head WHERE journal='demo-acts/610927')`
		entry := func(seq int) string { return fmt.Sprintf("rowid=(%s-1)*1099511627776+%d", acts, seq) }
		for _, c := range []struct{ q, says string }{
			{"UPDATE entry SET person=person+1 WHERE " + entry(30), "demo-acts/610927/30 "},
			{"UPDATE entry SET frozen=CAST(substr(frozen,1,40)||X'01'||substr(frozen,42) AS BLOB) WHERE " + entry(31),
				"demo-acts/610927/31 "},
			{"DELETE FROM entry WHERE " + entry(32), "demo-acts/610927/32 "},
			{"UPDATE orders SET subject='改过的' WHERE id=(SELECT min(id) FROM orders)", "orders"},
			{"UPDATE orders SET due=due+30 WHERE id=(SELECT max(id) FROM orders)", "orders"},
			{"UPDATE person SET name='别人' WHERE id=(SELECT min(id) FROM person)", "person"},
			{"DELETE FROM evidence WHERE id=(SELECT min(id) FROM evidence)", "evidence"},
			{"UPDATE tally SET n=n+1 WHERE rowid=(SELECT min(rowid) FROM tally)", "tally"},
		} {
			if strings.Contains(c.q, "tally SET") { // has no rowid
				c.q = "UPDATE tally SET n=n+1 WHERE (unit,state,due,level,subject,side)=(SELECT unit,state,due,level,subject,side FROM tally LIMIT 1)"
			}
			s := want(t, 1, []string{"first fault: ", c.says}, "verify", "--data", edited(t, data, c.q))
			if !strings.Contains(c.q, "tally") && !regexp.MustCompile(`first fault: demo-acts/610927/\d+ `).MatchString(s.out) {
				t.Errorf("%s: no entry is named:\n%s", c.q, s)
			}
		}
	})

	// Whoever holds the database, the folder and the key can put another past in
	// its place that agrees with itself: here, a copy that went on differently.
	// Only a checkpoint kept elsewhere shows it.
	t.Run("another past", func(t *testing.T) {
		other := filepath.Join(t.TempDir(), "data")
		if err := os.CopyFS(other, os.DirFS(data)); err != nil {
			t.Fatal(err)
		}
		kept := filepath.Join(t.TempDir(), "kept.txt")
		for i, d := range []string{data, other} {
			want(t, 0, nil, "user", "add", fmt.Sprintf("someone%d", i), "--name", "某人", "--data", d)
			want(t, 0, nil, "export", "--to", filepath.Join(t.TempDir(), "x.bundle"), "--data", d) // signs
			if i == 0 {
				notes, err := os.ReadFile(filepath.Join(d, "checkpoints", "system.txt"))
				if err != nil {
					t.Fatal(err)
				}
				os.WriteFile(kept, notes, 0o600)
			}
		}
		want(t, 0, []string{"OK", "only with --checkpoint"}, "verify", "--data", other)
		want(t, 1, []string{"first fault: system", "outside-root"}, "verify", "--data", other, "--checkpoint", kept)
		want(t, 0, []string{"OK", "kept outside"}, "verify", "--data", data, "--checkpoint", kept)
		want(t, 1, []string{"no checkpoint"}, "verify", "--data", data, "--checkpoint", os.DevNull)
	})
}

// staffed is a database with a few accounts, made on the command line.
func staffed(t *testing.T, at ...string) {
	t.Helper()
	for i := range 4 {
		want(t, 0, nil, append([]string{"user", "add", fmt.Sprintf("someone%d", i), "--name", "某人"}, at...)...)
	}
	want(t, 0, nil, append([]string{"user", "grant", "someone0", "--role", "system-admin"}, at...)...)
}

// The drill on the command line; with SHUANGZE_SOAK=1 on a whole demonstration.
// That every column of every table is found is the store's own test.
func drilled(t *testing.T, at ...string) {
	t.Helper()
	s := want(t, 0, []string{" 0 not as they must be", "checkpoint kept elsewhere"},
		append([]string{"verify", "--drill"}, at...)...)
	if strings.Count(s.out, "\nok ") < 40 || !strings.Contains(s.out, "by someone who holds the key") {
		t.Errorf("few edits: %s", s)
	}
	want(t, 0, []string{"OK"}, append([]string{"verify"}, at...)...)
}

func TestCommandDrill(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	data := filepath.Join(t.TempDir(), "data")
	if long() {
		_, stop := serving(t, "demo", "--data", data)
		stop()
	} else {
		staffed(t, "--data", data)
	}
	drilled(t, "--data", data)
}

// The same on PostgreSQL, as far as it is another thing there.
func TestCommandLinePostgres(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	u := lentPostgres(t)
	data, database := filepath.Join(t.TempDir(), "data"), soakSchema(t, u)
	at := []string{"--data", data, "--database", database}
	with := func(args ...string) []string { return append(args, at...) }
	url, stop := serving(t, with("serve")...)
	url2, stop2 := serving(t, with("serve")...) // a second process beside it
	for _, x := range []string{url, url2} {
		r, err := http.Get(x + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		if r.Body.Close(); r.StatusCode != 200 {
			t.Errorf("%s is not ready: %d", x, r.StatusCode)
		}
	}
	stop()
	stop2()
	want(t, 0, nil, with("migrate")...)
	staffed(t, at...)
	want(t, 0, []string{"someone0", "system-admin"}, with("user", "list")...)
	bundle := filepath.Join(t.TempDir(), "all.bundle")
	want(t, 0, nil, with("export", "--to", bundle)...)
	head := regexp.MustCompile(`(?m)^system: [1-9]\d* entries, root [0-9a-f]{64}`).FindString(
		want(t, 0, []string{"OK"}, with("verify")...).out)
	want(t, 0, []string{head, "OK"}, "verify", "--bundle", bundle)
	tarball := filepath.Join(t.TempDir(), "x.tar")
	want(t, 0, []string{"backed up"}, with("backup", "--to", tarball)...)
	want(t, 1, []string{"not empty"}, with("restore", "--from", tarball)...)
	want(t, 1, []string{"holds tables"}, "restore", "--from", tarball, "--data", filepath.Join(t.TempDir(), "x"),
		"--database", database)
	want(t, 1, []string{"no data folder"}, "backup", "--to", tarball, "--data", filepath.Join(t.TempDir(), "none"),
		"--database", database)
	for _, again := range [][]string{{"--database", soakSchema(t, u)}, nil} {
		to := append([]string{"--data", filepath.Join(t.TempDir(), "new")}, again...)
		want(t, 0, []string{"OK", "restored"}, append([]string{"restore", "--from", tarball}, to...)...)
		want(t, 0, []string{"someone0"}, append([]string{"user", "list"}, to...)...)
	}
	db, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	copies := func() (n int) {
		if err := db.QueryRowContext(context.Background(),
			`SELECT count(*) FROM information_schema.schemata WHERE schema_name LIKE 'drill%'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := copies()
	if drilled(t, at...); copies() != before {
		t.Error("the drill left its copy behind")
	}
	if _, err := db.Exec(`UPDATE account SET admin='' WHERE login='someone0'`); err != nil {
		t.Fatal(err)
	}
	want(t, 1, []string{"first fault: system/"}, with("verify")...)
}
