package store

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"shuangze/internal/journal"
)

// ddl is how a covered table must be declared: the migrations are compared
// with the codecs, so that a column cannot be forgotten in either.
func ddl(t *covered) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s (id {key}, version {int} NOT NULL, digest {blob} NOT NULL", t.name)
	for _, c := range t.cols {
		kind := map[byte]string{journal.TagInt: "{int}", journal.TagText: "{text}", journal.TagBytes: "{blob}"}[c.kind]
		fmt.Fprintf(&b, ",\n\t%s %s NOT NULL", c.name, kind)
	}
	b.WriteString("){strict};\n")
	return b.String()
}

// TestMigrationsDeclareEveryColumn turns red when a codec gains a column that
// no migration makes.
func TestMigrationsDeclareEveryColumn(t *testing.T) {
	names := []string{}
	for n := range coveredTables {
		names = append(names, n)
	}
	sort.Strings(names)
	if os.Getenv("SHUANGZE_PRINT_DDL") != "" {
		for _, n := range names {
			fmt.Println(ddl(coveredTables[n]))
		}
	}
	body, err := migrations.ReadFile("migrations/0001.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if !strings.Contains(string(body), ddl(coveredTables[n])) {
			t.Errorf("0001.sql does not declare %s as its codec does:\n%s", n, ddl(coveredTables[n]))
		}
	}
}
