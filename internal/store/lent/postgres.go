// Package lent gives tests the PostgreSQL that is lent to them.
package lent

import (
	"database/sql"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// Variable names the server that is lent: an address whose owner may make schemas.
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
