package app

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// standbyOf makes a hot standby of the lent server and answers the same address
// there; the test skips where the server's programs are not.
func standbyOf(t *testing.T, primary string) string {
	t.Helper()
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 || os.Getuid() != 0 {
		t.Skip("no programs of PostgreSQL here, or no right to lend them a user")
	}
	bin, dir := bins[len(bins)-1], t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil { // the test's own folder, which the server's user must pass
		t.Fatal(err)
	}
	u, err := url.Parse(primary)
	if err != nil {
		t.Fatal(err)
	}
	as := func(args ...string) error {
		user := "postgres"
		if exec.Command("id", user).Run() != nil {
			user = "nobody"
		}
		cmd := exec.Command("setpriv", append([]string{"--reuid=" + user, "--clear-groups", "--regid=" + user}, args...)...)
		if user == "nobody" {
			cmd.Args[3] = "--regid=nogroup"
		}
		cmd.Env, cmd.Dir = append(os.Environ(), "HOME="+dir), dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Logf("%v: %s", args, out)
		}
		return err
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	data, port := filepath.Join(dir, "standby"), 0
	if err := as(filepath.Join(bin, "pg_basebackup"), "-h", u.Hostname(), "-p", u.Port(), "-U", u.User.Username(), "-D",
		data, "-R", "-X", "stream", "-c", "fast"); err != nil {
		t.Skip("no copy of the server could be made:", err)
	}
	t.Cleanup(func() { as(filepath.Join(bin, "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop") })
	for try := range 8 {
		port = 32100 + (int(time.Now().UnixNano()/1000)+try*37)%400
		// The log goes to a file: the server keeps what it inherits open.
		err = as("sh", "-c", filepath.Join(bin, "pg_ctl")+" -D "+data+" -l "+filepath.Join(dir, "log")+
			" -w -t 60 -o \"-p "+strconv.Itoa(port)+
			" -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200\" start </dev/null >"+
			filepath.Join(dir, "start")+" 2>&1")
		if err == nil {
			break
		}
	}
	if err != nil {
		t.Fatal("the standby does not start: ", err)
	}
	u.Host = u.Hostname() + ":" + strconv.Itoa(port)
	return u.String()
}

// TestHotStandby reads a county from a hot standby: it can be verified, but for
// what its tables are made of, which is said; it can be backed up and restored;
// and what must write says so in a sentence.
func TestHotStandby(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	primary := soakSchema(t, lentPostgres(t))
	data := filepath.Join(t.TempDir(), "data")
	staffed(t, "--data", data, "--database", primary)
	standby := standbyOf(t, primary)
	at := func(args ...string) []string { return append(args, "--data", data, "--database", standby) }
	want(t, 0, []string{"OK", "this is a hot standby"}, at("verify")...)
	want(t, 0, []string{"全部相符", "结构：没有比对"}, at("verify", "--lang", "zh")...)
	r, err := Verify(context.Background(), Config{Dir: data, Database: standby}, VerifyOptions{})
	if err != nil || !r.OK || !r.Standby {
		t.Errorf("%v %+v", err, r)
	}
	tarball, to := filepath.Join(t.TempDir(), "s.tar"), filepath.Join(t.TempDir(), "new")
	want(t, 0, []string{"backed up"}, at("backup", "--to", tarball)...)
	want(t, 0, []string{"OK"}, "restore", "--from", tarball, "--data", to)
	want(t, 0, []string{"someone0"}, "user", "list", "--data", to)
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"migrate"}, {"user", "list"},
		{"verify", "--drill"}} {
		s := want(t, 1, []string{"只能读", "do this on the primary"}, at(args...)...)
		if strings.Contains(s.out+s.err, "DROP SCHEMA") {
			t.Errorf("%v: %s", args, s)
		}
	}
	// What was changed by hand on the primary is found on the standby too.
	raw, err := sql.Open("pgx", primary)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.Exec(`UPDATE account SET admin='' WHERE login='someone0'`); err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if r, err = Verify(context.Background(), Config{Dir: data, Database: standby}, VerifyOptions{}); err != nil || !r.OK {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil || r.OK {
		t.Errorf("on the standby nothing is found: %v", err)
	}
}
