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
	return visiting(t, demoHouse(t, when.Date(2026, time.November, 24)))
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
		play(t, visiting(t, demoOn(t, demoHouse(t, when.Date(2026, time.November, 24)), database)))
	})
}

func visiting(t *testing.T, h *House) *visitors {
	t.Helper()
	ctx := context.Background()
	v := &visitors{T: t, h: h, cookies: map[string]string{}, logins: []string{""}}
	o := ServeOptions{Demo: page.Demo{Text: "演示"}}
	v.routes = v.h.routes(o)
	var err error
	if v.desk, err = v.h.Handler(o); err != nil {
		t.Fatal(err)
	}
	if v.county, err = v.h.DB.County(ctx, 1, v.h.Clock().Day()); err != nil {
		t.Fatal(err)
	}
	for _, a := range demo.Accounts() {
		if v.cookies[a.Login], err = v.h.Accounts.SignIn(ctx, a.Login, a.Password, "", "test"); err != nil {
			t.Fatal(a.Login, err)
		}
		v.logins = append(v.logins, a.Login)
	}
	return v
}
