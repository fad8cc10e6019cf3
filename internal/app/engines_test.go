package app

import (
	"context"
	"database/sql"
	"net/url"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"
	"time"

	"shuangze/internal/demo"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

func visit(t *testing.T) *visitors {
	t.Helper()
	h, cookies := demoSignedIn(t, when.Date(2026, time.November, 24))
	return visiting(t, h, cookies)
}

// seldom is GOGC of tests that run beside each other: a collection at each doubling of the 50 MB that their houses
// use took a quarter of the processor time.
const seldom = 400

// eachEngine plays a test in the demonstration, as SQLite holds it and as PostgreSQL
// does where one is lent.
func eachEngine(t *testing.T, play func(*testing.T, *visitors)) {
	t.Helper()
	t.Parallel()
	debug.SetGCPercent(seldom) // what measures memory runs by itself and is over by now
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); play(t, visit(t)) })
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		h, cookies := demoInPostgres(t)
		play(t, visiting(t, h, cookies))
	})
}

// addresses are those of the databases of houses on PostgreSQL, by the house.
var addresses sync.Map

// template is the database that demoInPostgres has filled, by the server that is lent.
var template struct {
	sync.Mutex
	admin, name string
}

// demoInPostgres is a copy of what visit has, on PostgreSQL. Its rows are brought over once a run, into a database
// that the server itself copies for each test, at a third of the processor time; file by file, without a log of it,
// which takes 30 % less of the server.
func demoInPostgres(t *testing.T) (*House, map[string]string) {
	t.Helper()
	address := lentPostgres(t)
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	h, cookies := demoSignedIn(t, when.Date(2026, time.November, 24))
	template.Lock()
	defer template.Unlock()
	if template.name == "" {
		name := "demo" + strconv.FormatInt(time.Now().UnixNano(), 36)
		if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
			t.Fatal(err)
		}
		carry(t, h, beside(t, address, name))
		template.admin, template.name = address, name
	}
	name := "copy" + strconv.FormatInt(time.Now().UnixNano(), 36)
	if _, err := admin.Exec("CREATE DATABASE " + name + " TEMPLATE " + template.name + " STRATEGY FILE_COPY"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dropDatabase(address, name) })
	there, err := Open(context.Background(), Config{Dir: h.Dir, Database: beside(t, address, name), Clock: h.Clock})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, there)
	addresses.Store(there, beside(t, address, name))
	return there, cookies
}

// beside is the address of another database of a server.
func beside(t *testing.T, address, name string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func dropDatabase(address, name string) {
	if admin, err := sql.Open("pgx", address); err == nil {
		admin.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		admin.Close()
	}
}

func visiting(t *testing.T, h *House, cookies map[string]string) *visitors {
	t.Helper()
	v := &visitors{T: t, h: h, cookies: cookies, logins: []string{""}}
	o := ServeOptions{Demo: page.Demo{Text: "演示"}}
	v.routes = v.h.routes(o)
	var err error
	if v.desk, err = v.h.Handler(o); err != nil {
		t.Fatal(err)
	}
	if v.county, err = v.h.DB.County(context.Background(), 1, v.h.Clock().Day()); err != nil {
		t.Fatal(err)
	}
	for _, a := range demo.Accounts() {
		v.logins = append(v.logins, a.Login)
	}
	return v
}
