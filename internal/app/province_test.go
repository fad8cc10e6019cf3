package app

import (
	"database/sql"
	"os"
	"testing"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/facts"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// BenchmarkProvince counts, scores and places the two bodies of 7,000 units on PostgreSQL, each with 120 duties of the
// year put in past the journal (spec: 60 s at most). It fills the database that is lent, and takes minutes to fill.
func BenchmarkProvince(b *testing.B) {
	address := os.Getenv("SHUANGZE_TEST_POSTGRES")
	if address == "" {
		b.Skip("no PostgreSQL lent (make test lends one)")
	}
	const units, first = 7000, 1 << 50 // beyond all identifiers of the demonstration
	ctx, today := b.Context(), when.Date(2026, time.November, 24)
	c := demoConfig(b.TempDir(), today)
	c.Database = address
	if _, err := BuildDemo(ctx, Config{Dir: c.Dir, Database: address}, 1, today); err != nil {
		b.Fatal(err)
	}
	raw, err := sql.Open("pgx", address)
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	began := time.Now()
	for _, q := range []string{
		// Rows like one of the demonstration's with another place, body and day.
		`CREATE TEMP TABLE like_duty AS SELECT * FROM duty WHERE state='done' AND person=0 LIMIT 1`,
		`INSERT INTO duty SELECT (jsonb_populate_record(x, jsonb_build_object('id',$1::bigint+i,'unit',$1::bigint+i%7000,
			'body',$1::bigint+i%14000,'side',CASE WHEN i%14000<7000 THEN 'principal' ELSE 'supervisory' END,
			'rule',(SELECT array_agg(DISTINCT rule) FROM duty WHERE id<$1)[1+i/14000%20],'period','P'||i/14000,
			'due',$2::bigint-i%300,'first_due',$2::bigint-i%300,
			'done_on',CASE WHEN i%50=0 THEN 0 ELSE $2::bigint-i%300-3+i%7 END,
			'state',CASE WHEN i%50=0 THEN 'open' ELSE 'done' END))).* FROM like_duty x, generate_series(0,1679999) i`,
	} {
		args := []any{}
		if len(q) > 200 {
			args = append(args, int64(first), int64(today))
		}
		if _, err := raw.Exec(q, args...); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := raw.Exec("ANALYZE"); err != nil {
		b.Fatal(err)
	}
	b.Logf("filled in %s", time.Since(began))
	h, err := Open(ctx, c)
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	sources, y := h.factSources(), facts.YearOf(today.Year(), today)
	for b.Loop() {
		counting := time.Now()
		rows, err := h.DB.CountFacts(ctx, 1, sources, y, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(counting).Seconds(), "s-counting")
		all := facts.Gather(sources, rows)
		institutionOf := h.Policy.InstitutionOf()
		for kind, side := range map[bodies.BodyKind]actor.Side{bodies.PartyCommittee: actor.Principal,
			bodies.DisciplineCommittee: actor.Supervisory} {
			m := h.Policy.Scheme(kind, today.Year())
			sheets := make([]scheme.Sheet, units)
			for i := range sheets {
				w := facts.Whose{Body: ref.ID(first + i), Unit: ref.ID(first + i), Side: side}
				if side == actor.Supervisory {
					w.Body += units
				}
				sheets[i] = m.Score(scheme.Input{Facts: all.Of(w, institutionOf).Value})
			}
			if placed := m.Place(sheets, func(i int) string { return m.Group("town") }); !sheets[units-1].Known() ||
				len(placed) != units {
				b.Fatal("not scored")
			}
		}
	}
}
