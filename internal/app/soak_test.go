package app

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// soakChild names the environment variable that makes the test binary the
// house under load: "folder" or "folder postgres://…".
const soakChild = "SHUANGZE_SOAK_CHILD"

// TestMain lets the test binary be the house that is killed, when TestSoak
// starts it as such.
func TestMain(m *testing.M) {
	if at := os.Getenv(soakChild); at != "" {
		dir, url, _ := strings.Cut(at, " ")
		fmt.Fprintln(os.Stdout, "failed", beKilled(dir, url))
		os.Exit(3)
	}
	code := m.Run()
	forgetBinary()
	forgetDemos()
	os.Exit(code)
}

// beKilled prints every acknowledged number at once and ends only when
// something fails.
func beKilled(dir, url string) error {
	ctx := context.Background()
	h, err := Open(ctx, Config{Dir: dir, Database: url})
	if err != nil {
		return err
	}
	counties, err := h.DB.Counties(ctx)
	if err != nil || len(counties) == 0 {
		return fmt.Errorf("no county: %w", err)
	}
	rows, err := h.DB.Rows(ctx, counties[0].No)
	if err != nil || len(rows.Units) == 0 {
		return fmt.Errorf("no units: %w", err)
	}
	county, err := h.DB.County(ctx, counties[0].No, h.Clock().Day())
	if err != nil {
		return err
	}
	unit, team := ref.ID(0), bodies.Team{}
	for _, u := range county.Units() {
		if unit, team = u, county.Team(u); len(team.Leaders) > 0 {
			break
		}
	}
	if len(team.Leaders) == 0 {
		return fmt.Errorf("nobody leads in %d units", len(county.Units()))
	}
	office := actor.Actor{Account: 7, Person: 8, Jurisdiction: counties[0].No,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	for range 16 {
		go func() {
			for {
				r, err := h.Orders.Create(ctx, act.Command{Actor: office}, actor.Principal,
					order.DraftInput{Subject: "惠农补贴公示不及时", Content: "二季度未公开", Quality: "全部公示",
						Source: order.FromDecision, Urgency: order.Ordinary, Unit: unit, Leader: team.Leaders[0], Handler: team.Posted[0],
						Measures: measure.List{{Text: "补公示"}}, Due: when.At(time.Now()).Day() + 30})
				if err == nil {
					r, err = h.Orders.Issue(ctx, act.Command{Actor: colleague(office)}, r.Object.ID)
				}
				if err != nil {
					fmt.Fprintln(os.Stdout, "failed", err)
					os.Exit(3)
				}
				os.Stdout.WriteString("acknowledged " + r.Number + "\n")
			}
		}()
	}
	for { // checkpoints are killed in the middle as well
		time.Sleep(20 * time.Millisecond)
		if err := h.Checkpoints(ctx); err != nil {
			return err
		}
	}
}

// TestSoak kills the house under load with kill -9, five times, or as often as
// SHUANGZE_SOAK says (1 = fifty), and opens it again: every acknowledged order must be
// there and verify must pass.
func TestSoak(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	t.Run("sqlite", func(t *testing.T) { soak(t, t.TempDir(), "") })
	t.Run("postgres", func(t *testing.T) {
		soak(t, t.TempDir(), soakSchema(t, lentPostgres(t)))
	})
}

// peopled gives the first unit a chief, who may be named on orders.
func peopled(t *testing.T, h *House) {
	t.Helper()
	ctx := context.Background()
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := h.DB.Rows(ctx, counties[0].No)
	if err != nil {
		t.Fatal(err)
	}
	office := actor.Actor{Account: 7, Person: 8, Jurisdiction: counties[0].No,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	do := func(kind journal.Kind, k bodies.Command) ref.ID {
		r, err := h.Bodies.Do(ctx, act.Command{Actor: office}, bodies.Act{Verb: "person.change", Kind: kind, Command: k})
		if err != nil {
			t.Fatal(err)
		}
		return r.Object.ID
	}
	id := do("person.added.v1", bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: "甲某", Birth: "1980-01"}})
	do("person.appointed.v1", bodies.Appoint{Person: id, Unit: rows.Units[0].ID, Post: bodies.Chief, Title: "主任",
		Level: bodies.Lead, From: h.Clock().Day() - 30})
}

// long says whether the long versions of the tests are wanted (make soak).
func long() bool { return os.Getenv("SHUANGZE_SOAK") != "" }

func soak(t *testing.T, dir, url string) {
	ctx := context.Background()
	rounds, _ := strconv.Atoi(os.Getenv("SHUANGZE_SOAK"))
	switch rounds {
	case 0:
		rounds = 5
	case 1: // "yes": the long version
		rounds = 50
	}
	c := Config{Dir: dir, Database: url}
	h, err := Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Found(ctx, "test"); err != nil {
		t.Fatal(err)
	}
	peopled(t, h)
	h.Close()
	acknowledged := map[string]bool{}
	for round := range rounds {
		before := len(acknowledged)
		underLoad(t, dir, url, acknowledged)
		r, err := Verify(ctx, c, VerifyOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if !r.OK {
			t.Fatalf("round %d: %d faults, first %s", round+1, r.Total, r.First)
		}
		missing, have := lost(t, c, acknowledged)
		if len(missing) > 0 {
			t.Fatalf("round %d: %d acknowledged orders are lost: %v", round+1, len(missing), missing)
		}
		t.Logf("kill %d: %d more acknowledged, %d orders kept, nothing lost, verify passes", round+1,
			len(acknowledged)-before, have)
	}
}

// underLoad starts the house, waits until it answers and kills it.
func underLoad(t *testing.T, dir, url string, acknowledged map[string]bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), soakChild+"="+strings.TrimSpace(dir+" "+url))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	defer stuck.Stop()
	started := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		number, ok := strings.CutPrefix(lines.Text(), "acknowledged ")
		if !ok {
			t.Errorf("the house says %s", lines.Text())
			continue
		}
		acknowledged[number] = true
		if !started {
			started = true
			time.AfterFunc(time.Duration(100+rand.IntN(700))*time.Millisecond, func() { cmd.Process.Kill() })
		}
	}
	cmd.Wait()
	if !started {
		t.Fatal("the house acknowledged nothing before it ended")
	}
}

func lost(t *testing.T, c Config, acknowledged map[string]bool) (missing []string, have int) {
	t.Helper()
	h, err := Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	list, err := h.DB.EveryOrder(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	for _, o := range list {
		kept[o.Number.String()] = true
	}
	for n := range acknowledged {
		if !kept[n] {
			missing = append(missing, n)
		}
	}
	return missing, len(list)
}

// soakSchema gives the test a PostgreSQL schema of its own.
func soakSchema(t *testing.T, url string) string {
	t.Helper()
	admin, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	name := "soak" + strconv.FormatInt(time.Now().UnixNano(), 36)
	if _, err := admin.Exec("CREATE SCHEMA " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Exec("DROP SCHEMA " + name + " CASCADE"); admin.Close() })
	sep := "?"
	if strings.Contains(url, "?") {
		sep = "&"
	}
	return url + sep + "search_path=" + name
}
