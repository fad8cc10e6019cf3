package app

import (
	"context"
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

// eachEngine plays a test in the demonstration, as SQLite holds it and as PostgreSQL
// does where one is lent.
func eachEngine(t *testing.T, play func(*testing.T, *visitors)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); play(t, visit(t)) })
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		database := soakSchema(t, lentPostgres(t))
		h := demoOn(t, demoHouse(t, when.Date(2026, time.November, 24)), database)
		play(t, visiting(t, h, signInAll(t, h)))
	})
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
