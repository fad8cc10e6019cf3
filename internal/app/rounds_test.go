package app

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/rounds"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// newRound is one of a quarter of the county committee.
func (v *visitors) newRound(year int, quarter string) *rounds.Round {
	v.Helper()
	body, _ := v.county.Single(bodies.CountyCommittee)
	r := &rounds.Round{Title: fmt.Sprint("督导", year, quarter), Year: int64(year), Quarter: quarter, Body: body.ID,
		Basis: "镇办〔2026〕3号", Focus: 2, Sample: 3}
	days := r.Days()
	r.Begins, r.Ends = days.From+5, days.To-5
	return r
}

func (v *visitors) nominees(round ref.ID) (out []*rounds.Nominee) {
	v.Helper()
	got, err := v.h.DB.Whole(context.Background(), ref.Nominee, access.ScopeOf(v.actor("zhuti-jb"), "round.see"),
		rounds.Of(round), 1000)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range got.Values {
		out = append(out, x.(*rounds.Nominee))
	}
	return out
}

// A round goes its way: nobody draws on the day on which the list was fixed, nothing of it changes afterwards, and what
// was drawn is what the script of the guide draws from the seed and the names on the page. A unit's clerk sees the
// draw, and neither whom the record called for nor why.
func TestRoundIsDrawn(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx, year := context.Background(), v.h.Clock().Day().Year()
	in := v.newRound(year+1, "q1")
	id, no := v.does("zhuti-jb", ref.Round, "add", 0, in)
	if no != "" {
		t.Fatal(no)
	}
	do := func(login, name, want string) {
		t.Helper()
		if _, no := v.does(login, ref.Round, name, id, nil); no != want {
			t.Errorf("%s by %s: %q, not %q", name, login, no, want)
		}
	}
	if _, no := v.does("zhuti-jb", ref.Round, "add", 0, v.newRound(year+1, "q1")); no != "quarter round.twice" {
		t.Errorf("twice in a quarter: %q", no)
	}
	do("jiandu-jb", "rank", "access.forbidden")
	do("shuping-lly", "rank", "access.forbidden")
	do("zhuti-jb", "fix", "round.not-now")
	poor := v.poorTowns()
	do("zhuti-jb", "rank", "")
	v.ranksPoor(id, poor)
	var chosen, quiet *rounds.Nominee
	for _, c := range v.nominees(id) {
		if c.Facts.Complaints > 0 && c.Facts.Complaints < rounds.ComplaintsLeast {
			t.Errorf("%s shows %d complaints", c.Name, c.Facts.Complaints)
		}
		switch {
		case c.State == rounds.Chosen && chosen == nil:
			chosen = c
		case c.Points == 0 && quiet == nil:
			quiet = c
		}
	}
	said := &noun.Said{Text: "另有安排"}
	if _, no := v.does("zhuti-jb", ref.Nominee, "leave", chosen.ID, said); no != "" {
		t.Fatal(no)
	}
	if _, no := v.does("zhuti-jb", ref.Nominee, "choose", quiet.ID, said); no != "" {
		t.Fatal(no)
	}
	do("zhuti-jb", "fix", "")
	if _, no := v.does("zhuti-jb", ref.Nominee, "choose", chosen.ID, said); no == "" {
		t.Error("chosen after the list was fixed")
	}
	do("zhuti-jb", "draw", "round.tomorrow")
	do("zhuti-jb", "withdraw", "round.not-now")
	v = v.tomorrow()
	do("zhuti-jb", "draw", "draw.no-seed") // nothing was signed since
	if _, no := v.does("zhuti-jb", ref.Round, "add", 0, v.newRound(year+1, "q2")); no != "" {
		t.Fatal(no)
	}
	if err := v.h.sign(ctx); err != nil {
		t.Fatal(err)
	}
	do("zhuti-jb", "draw", "")
	do("zhuti-jb", "draw", "round.not-now")
	x, _, err := v.h.DB.One(ctx, ref.Round, id)
	if err != nil {
		t.Fatal(err)
	}
	r := x.(*rounds.Round)
	var pool, picked []string
	for _, c := range v.nominees(id) {
		switch c.State {
		case rounds.Attention:
			if c.Ticket != "" || c.ID == chosen.ID {
				t.Errorf("%+v", c)
			}
			continue
		case rounds.Picked:
			picked = append(picked, c.Name)
		}
		pool = append(pool, c.Name)
	}
	if got := drawnByTheGuide(t, r, pool); !slices.Equal(slices.Sorted(slices.Values(got)),
		slices.Sorted(slices.Values(picked))) || len(picked) != 3 {
		t.Errorf("the guide draws %q, on record are %q", got, picked)
	}

	at := "/rounds/" + id.String()
	w := v.ask("shuping-lly", "GET", at)
	if b := w.Body.String(); w.Code != 200 || !strings.Contains(b, picked[0]) || !strings.Contains(b, r.Seed) ||
		strings.Contains(b, ">"+quiet.Name+"<") || strings.Contains(b, "另有安排") {
		t.Errorf("a clerk sees %d, not %s", w.Code, quiet.Name)
	}
	if w := v.ask("shuping-lly", "GET", "/nominees/"+quiet.ID.String()); w.Code != 404 {
		t.Errorf("a clerk sees why: %d", w.Code)
	}
	if b := v.ask("zhuti-jb", "GET", at).Body.String(); !strings.Contains(b, "另有安排") {
		t.Error("the office does not see the reason")
	}
}

// poorTowns puts the line of poor results between those of the towns, lets nothing else weigh as much, and says which
// towns were below it in the last assessment of principal responsibility.
func (v *visitors) poorTowns() map[ref.ID]bool {
	v.Helper()
	out, totals := map[ref.ID]bool{}, []int64{}
	var approved []*course.Scoresheet
	for _, s := range every[*course.Scoresheet](v, ref.Scoresheet) {
		if s.Side == actor.Principal && (s.State == course.Approved || s.State == course.Circulated) {
			approved, totals = append(approved, s), append(totals, s.Total)
		}
	}
	slices.Sort(totals)
	w := &v.h.Policy.Rounds
	w.Below, w.Poor = totals[len(totals)/2]/100, 100
	for _, s := range approved {
		if s.Total < w.Below*100 {
			out[s.Unit] = true
		}
	}
	if len(out) == 0 || len(out) == len(approved) {
		v.Fatalf("of %d results %d are below %d", len(approved), len(out), w.Below)
	}
	return out
}

// ranksPoor says that a poor result is a reason that stands beside the unit, with its points, and puts it before those
// without.
func (v *visitors) ranksPoor(round ref.ID, poor map[ref.ID]bool) {
	v.Helper()
	for _, c := range v.nominees(round) {
		want := int64(0)
		if poor[c.Unit] {
			want = 1
		}
		w, f := v.h.Policy.Rounds, c.Facts
		if f.Poor != want || c.Points != f.Late*w.Late+f.Yellow*w.Yellow+f.Red*w.Red+f.Orders*w.Orders+f.Problems*w.Problems+
			f.Complaints*w.Complaints+want*100 {
			v.Errorf("%s has %d points of %+v; of poor results it has %d", c.Name, c.Points, f, want)
		}
		if poor[c.Unit] != (c.Place <= int64(len(poor))) {
			v.Errorf("%s is in place %d, poor: %v", c.Name, c.Place, poor[c.Unit])
		}
		said := strings.Contains(v.ask("zhuti-jb", "GET", "/nominees/"+c.ID.String()).Body.String(), "上次年度考核低分 1 个")
		if said != poor[c.Unit] && (poor[c.Unit] || c.Place < 9) {
			v.Errorf("of %s it says that its result was poor: %v", c.Name, said)
		}
	}
}

// tomorrow opens the same house a day later.
func (v *visitors) tomorrow() *visitors { return v.later(1) }

// later opens the same house so many days later.
func (v *visitors) later(days int) *visitors {
	v.Helper()
	clock, address := v.h.Clock, ""
	if a, ok := addresses.Load(v.h); ok {
		address = a.(string)
	}
	if err := v.h.Close(); err != nil {
		v.Fatal(err)
	}
	h, err := Open(context.Background(), Config{Dir: v.h.Dir, Database: address, Leap: -1,
		Clock: func() when.Instant { return clock().Add(time.Duration(days) * 24 * time.Hour) }})
	if err != nil {
		v.Fatal(err)
	}
	shut(v.T, h)
	if address != "" {
		addresses.Store(h, address)
	}
	return visiting(v.T, h, signInAll(v.T, h))
}

// drawnByTheGuide draws by the script of docs/guides/draw.md, as a third party would.
func drawnByTheGuide(t *testing.T, r *rounds.Round, pool []string) []string {
	t.Helper()
	guide, err := os.ReadFile(filepath.Join("..", "..", "docs", "guides", "draw.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, script, _ := strings.Cut(string(guide), "```sh\n")
	script, _, ok := strings.Cut(script, "```")
	if n := strings.Count(script, "\n"); !ok || n > 10 {
		t.Fatalf("no script of ten lines: %d", n)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "units.txt"), []byte(strings.Join(pool, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", script, "draw", r.Seed, fmt.Sprint(r.Sample))
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.Fields(string(out))
}

// roundWrites are the writes of rounds, each on one made for it.
func (p *programs) roundWrites(deeds map[string]func() write, next func() int) {
	made := func(state string) (ref.ID, ref.ID) {
		n := next()
		id, no := p.does("zhuti-jb", ref.Round, "add", 0, p.newRound(2100+n, rounds.Quarters[n%4]))
		if no == "" && state != rounds.Drafted {
			_, no = p.does("zhuti-jb", ref.Round, "rank", id, nil)
		}
		if no != "" {
			p.Fatal(no)
		}
		if state == rounds.Drafted {
			return id, 0
		}
		for _, c := range p.nominees(id) {
			if c.State == state {
				return id, c.ID
			}
		}
		return id, 0
	}
	body := func(n int, more string) string {
		r := p.newRound(2100+n, rounds.Quarters[n%4])
		return fmt.Sprintf(`{"title":"督导%d","year":%d,"quarter":"%s","body":%d,"basis":"镇办〔2026〕3号","begins":"%s",`+
			`"ends":"%s","focus":2,"sample":3%s}`, n, r.Year, r.Quarter, r.Body, r.Begins, r.Ends, more)
	}
	deeds["addRound"] = func() write { return write{"/rounds", body(next(), "")} }
	deeds["changeRound"] = func() write {
		id, _ := made(rounds.Drafted)
		return write{fmt.Sprintf("/rounds/%d/change", id), body(next(), `,"reason":"改期","version":1`)}
	}
	delete(deeds, "drawRound") // from the day after only: TestRoundIsDrawn
	for name, state := range map[string]string{"rank": rounds.Drafted, "fix": rounds.Ranked} {
		deeds[name+"Round"] = func() write {
			id, _ := made(state)
			return write{fmt.Sprintf("/rounds/%d/%s", id, name), ""}
		}
	}
	deeds["withdrawRound"] = func() write {
		id, _ := made(rounds.Drafted)
		return write{fmt.Sprintf("/rounds/%d/withdraw", id), fmt.Sprintf(`{"why":"改期%d"}`, next())}
	}
	deeds["chooseNominee"] = func() write {
		_, of := made(rounds.Listed)
		return write{fmt.Sprintf("/nominees/%d/choose", of), fmt.Sprintf(`{"reason":"反映较多%d"}`, next())}
	}
	deeds["leaveNominee"] = func() write {
		_, of := made(rounds.Listed)
		if _, no := p.does("zhuti-jb", ref.Nominee, "choose", of, &noun.Said{Text: "先选"}); no != "" {
			p.Fatal(no)
		}
		return write{fmt.Sprintf("/nominees/%d/leave", of), fmt.Sprintf(`{"reason":"刚查过%d"}`, next())}
	}
}
