// Package lent gives tests the PostgreSQL that is lent to them.
package lent

import (
	"database/sql"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// Variable names the server that is lent: an address whose owner may make schemas and databases.
const Variable = "SHUANGZE_TEST_POSTGRES"

// Postgres is the address of a schema of the test's own, dropped in the end. The
// test is skipped where no server is lent.
func Postgres(t *testing.T) string {
	t.Helper()
	address := os.Getenv(Variable)
	if address == "" {
		t.Skip("no PostgreSQL lent (make test lends one)")
	}
	name := "t" + strconv.FormatInt(time.Now().UnixNano(), 36)
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec("CREATE SCHEMA " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Exec("DROP SCHEMA " + name + " CASCADE"); admin.Close() })
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	return address + sep + "search_path=" + name
}

// templates are the databases that Copied has filled, by their name in the tests.
var templates = struct {
	sync.Mutex
	of map[string]string
}{of: map[string]string{}}

// Copied is the address of a database of the test's own, dropped in the end, that holds what fill put there: it is
// asked once a run for each name, and the server copies the files, at a third of the processor time of making hundreds
// of tables and indexes anew.
func Copied(t *testing.T, of string, fill func(address string) error) string {
	t.Helper()
	address := os.Getenv(Variable)
	if address == "" {
		t.Skip("no PostgreSQL lent (make test lends one)")
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { to := *u; to.Path = "/" + name; return to.String() }
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	templates.Lock()
	defer templates.Unlock()
	if templates.of[of] == "" {
		name := "of" + strconv.FormatInt(time.Now().UnixNano(), 36)
		if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
			t.Fatal(err)
		}
		if err := fill(at(name)); err != nil {
			t.Fatal(err)
		}
		templates.of[of] = name
	}
	name := "c" + strconv.FormatInt(time.Now().UnixNano(), 36)
	if _, err := admin.Exec("CREATE DATABASE " + name + " TEMPLATE " + templates.of[of]); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); admin.Close() })
	return at(name)
}
