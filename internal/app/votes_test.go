package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/blob"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/text"
)

// aBallot is a vote by phone of a test: what tellers and voters have, and nobody else.
type aBallot struct {
	*visitors
	id         ref.ID
	stated     []ref.ID // 财政局's and 曙坪镇's statements
	a, b       ballot.Key
	slips      []ballot.Slip
	said       []ballot.Ballot // of those who voted, in the order of their slips
	firstSlips []ballot.Slip   // worthless
}

func (v *visitors) phoneVote(id ref.ID) *statements.Vote {
	v.Helper()
	x, _, err := v.h.DB.One(context.Background(), ref.Vote, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*statements.Vote)
}

// goes does an act that is to be refused with a word, or to be done where there is none.
func (v *visitors) goes(login string, of ref.Kind, name string, id ref.ID, in any, refused string) {
	v.Helper()
	if _, no := v.does(login, of, name, id, in); refused == "" && no != "" ||
		refused != "" && !strings.Contains(no, refused) {
		v.Errorf("%s by %s: %q, want %q", name, login, no, refused)
	}
}

// voteOn prepares a vote on the two who state at the next meeting, which is held today.
func (v *visitors) voteOn(slips int64) *aBallot {
	v.Helper()
	ctx, today := context.Background(), v.h.Clock().Day()
	b := &aBallot{visitors: v}
	all, err := v.h.DB.AllOf(ctx, ref.Statement, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, body := range []ref.ID{v.bodyOf("财政局", bodies.PartyGroup).ID, v.bodyOf("曙坪镇", bodies.PartyCommittee).ID} {
		i := slices.IndexFunc(all, func(x noun.Value) bool {
			s := x.(*statements.Statement)
			return s.Body == body && s.MeetingOn > today
		})
		b.stated = append(b.stated, all[i].Head().ID)
		v.goes("zhuti-jb", ref.Statement, "move", b.stated[len(b.stated)-1],
			&statements.Moving{MeetingOn: today, Clock: "9:00", Place: "会议中心"}, "")
	}
	in := &statements.Preparing{Slips: slips, TellerA: v.actor("jiandu-jb").Person, TellerB: v.actor("shuping-jw").Person}
	wrong := *in
	wrong.TellerB = v.actor("jiandu").Person
	v.goes("zhuti-jb", ref.Statement, "vote", b.stated[0], &wrong, "vote.teller.unit")
	wrong.TellerB = v.actor("shuping").Person // judged at the meeting, though by another statement
	v.goes("zhuti-jb", ref.Statement, "vote", b.stated[0], &wrong, "vote.teller.judged")
	v.goes("shuping-lly", ref.Statement, "vote", b.stated[0], in, "access.")
	v.goes("zhuti-jb", ref.Statement, "vote", b.stated[0], in, "")
	v.goes("zhuti-jb", ref.Statement, "vote", b.stated[1], in, "vote.again")
	b.id = v.statement(b.stated[0]).Vote
	if other := v.statement(b.stated[1]).Vote; b.id == 0 || other != b.id {
		v.Fatalf("the meeting's other statement is under vote %d, not %d", other, b.id)
	}
	return b
}

// tellers bring their keys and read their test envelopes.
func (b *aBallot) tellers() {
	b.Helper()
	var err error
	if b.a, err = ballot.NewKey(); err == nil {
		b.b, err = ballot.NewKey()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.goes("zhuti-jb", ref.Vote, "bring", b.id, &statements.Bringing{Lid: b.a.Lid().Text()}, "vote.teller.not")
	b.goes("jiandu-jb", ref.Vote, "bring", b.id, &statements.Bringing{Lid: "lid1:nothing"}, "lid vote.lid.form")
	b.goes("jiandu-jb", ref.Vote, "bring", b.id, &statements.Bringing{Lid: b.a.Lid().Text()}, "")
	b.goes("shuping-jw", ref.Vote, "bring", b.id, &statements.Bringing{Lid: b.a.Lid().Text()}, "lid vote.lid.same")
	b.goes("shuping-jw", ref.Vote, "bring", b.id, &statements.Bringing{Lid: b.b.Lid().Text()}, "")
	if _, err := b.print(); err == nil {
		b.Error("slips were printed before the keys were tried")
	}
	x := b.phoneVote(b.id)
	codeA, err := b.a.OpenTest(x.TestA)
	if err != nil {
		b.Fatal(err)
	}
	codeB, err := b.b.OpenTest(x.TestB)
	if err != nil {
		b.Fatal(err)
	}
	b.goes("shuping-jw", ref.Vote, "try", b.id, &statements.Trying{Code: codeA}, "code vote.code.wrong")
	b.goes("shuping-jw", ref.Vote, "try", b.id, &statements.Trying{Code: codeB}, "")
	b.goes("zhuti-jb", ref.Vote, "try", b.id, &statements.Trying{Code: codeA}, "vote.teller.not")
	b.goes("jiandu-jb", ref.Vote, "try", b.id, &statements.Trying{Code: codeA}, "")
}

func (b *aBallot) print() ([]ballot.Slip, error) {
	_, slips, err := b.h.statements().Print(context.Background(), act.Command{Actor: b.actor("zhuti-jb")}, b.id)
	return slips, err
}

// envelope is what the server makes of what somebody says with a slip.
func (b *aBallot) envelope(slip ballot.Slip, said ballot.Ballot) (ballot.Cast, string) {
	b.Helper()
	x := b.phoneVote(b.id)
	poll, err := x.Poll(b.h.statements().Weights(x.MeetingOn))
	if err != nil {
		b.Fatal(err)
	}
	env, err := ballot.Seal(poll.Survey, poll.A, poll.B, slip.Group, said)
	if err != nil {
		b.Fatal(err)
	}
	return ballot.Cast{Token: slip.Token, Envelope: env}, ballot.Hash(poll.ID, slip.Token)
}

func (b *aBallot) put(slip ballot.Slip, said ballot.Ballot) (bool, error) {
	b.Helper()
	c, hash := b.envelope(slip, said)
	return b.h.DB.PutEnvelope(context.Background(), b.id, c, hash)
}

func saying(t *testing.T, answers ...string) ballot.Ballot {
	t.Helper()
	r, err := ballot.NewReceipt(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return ballot.Ballot{Receipt: r, Word: "金丝雀词", Answers: answers}
}

// notOpen says that a ballot was refused because there is no voting.
func (b *aBallot) notOpen(when string) {
	b.Helper()
	first, err := b.put(b.slips[0], saying(b.T, "good", "good"))
	if no, ok := err.(*text.Refusal); first || !ok || no.Key != "vote.not-open" {
		b.Errorf("%s: %v, %v", when, first, err)
	}
}

// printed prints twice, and opens the voting.
func (b *aBallot) opens() {
	b.Helper()
	for range 2 {
		slips, err := b.print()
		if err != nil {
			b.Fatal(err)
		}
		b.firstSlips, b.slips = b.slips, slips
	}
	b.notOpen("before it was opened")
	b.goes("shuping-lly", ref.Vote, "open", b.id, nil, "access.")
	b.goes("zhuti-jb", ref.Vote, "open", b.id, nil, "")
	if _, err := b.print(); err == nil {
		b.Error("slips were printed while people voted")
	}
}

// kept keeps a file as the page does that it is handed in on.
func (v *visitors) kept(name string, data []byte) act.File {
	v.Helper()
	shelf, err := blob.Open(v.h.FilesDir())
	if err != nil {
		v.Fatal(err)
	}
	e, err := files{shelf}.Put(context.Background(), bytes.NewReader(data), name, 8<<20)
	if err != nil {
		v.Fatal(err)
	}
	return e.File()
}

// handsIn hands in a published file.
func (b *aBallot) handsIn(login string, file []byte, refused string) {
	b.Helper()
	a, _ := b.h.Noun(ref.Vote).Act("publish")
	_, err := a.Do(context.Background(), noun.Call{ID: b.id, In: &statements.Opening{Witnesses: "群众代表二人"},
		Files: []act.File{b.kept("published.txt", file)}, Command: act.Command{Actor: b.actor(login)}})
	got := ""
	switch e := err.(type) {
	case nil:
	case text.InputErrors:
		got = e[0].Field + " " + e[0].Key
	case *text.Refusal:
		got = e.Key
	default:
		got = err.Error()
	}
	if refused == "" && got != "" || refused != "" && !strings.Contains(got, refused) {
		b.Errorf("handed in by %s: %q, want %q", login, got, refused)
	}
}

// A vote by phone from its preparation to the score: who may do what, once for each slip, what is counted, and what
// nobody finds anywhere.
func TestVoteLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, today := context.Background(), v.h.Clock().Day()
		b := v.voteOn(30)
		b.tellers()
		b.opens()
		if first, err := b.put(b.firstSlips[0], saying(t, "good", "good")); first || err != nil {
			t.Errorf("a slip of the first print voted: %v, %v", first, err)
		}
		if first, err := b.put(ballot.Slip{Token: "0123456789ABCDEFGHJK", Group: "all"}, saying(t, "poor", "poor")); first ||
			err != nil {
			t.Errorf("a slip that was never printed voted: %v, %v", first, err)
		}
		b.goes("zhuti-jb", ref.Vote, "end", b.id, nil, "vote.few")
		b.atOnce(64)
		for i, slip := range b.slips[1:24] {
			said := saying(t, []string{"good", "fairly", "fair", "poor", ""}[i%5], []string{"good", "fairly"}[i%2])
			if first, err := b.put(slip, said); !first || err != nil {
				t.Fatal(i, first, err)
			}
			b.said = append(b.said, said)
			if first, _ := b.put(slip, saying(t, "poor", "poor")); first {
				t.Error("a slip voted a second time")
			}
		}
		if _, voted, ok, err := v.h.DB.SlipOf(ctx, b.id, b.hash(b.slips[1])); !voted || !ok || err != nil {
			t.Error("a slip that voted is not known as one", voted, ok, err)
		}
		if _, voted, ok, err := v.h.DB.SlipOf(ctx, b.id, b.hash(b.slips[29])); voted || !ok || err != nil {
			t.Error("a slip that did not vote is not known as one", voted, ok, err)
		}
		b.goes("zhuti-jb", ref.Vote, "end", b.id, nil, "")
		b.notOpen("after it ended")
		b.nowhere("while the envelopes are in the box", true)

		issued, cast, err := v.h.DB.Box(ctx, b.id)
		if err != nil {
			t.Fatal(err)
		}
		x := v.phoneVote(b.id)
		poll, err := x.Poll(v.h.statements().Weights(x.MeetingOn))
		if err != nil {
			t.Fatal(err)
		}
		sealed := ballot.Export(poll, cast)
		if x.Cast != 24 || x.Sealed != ballot.Digest(sealed) || x.Issued != ballot.Digest(issued.Text()) {
			t.Errorf("%d ballots; what the first teller gets is not what was sealed", x.Cast)
		}
		inner, n, err := ballot.OpenOuter(b.a, sealed, issued.Text())
		if err != nil {
			t.Fatal(err)
		}
		file, _, err := ballot.OpenInner(b.b, inner, n)
		if err != nil {
			t.Fatal(err)
		}
		b.handsIn("zhuti-jb", file, "vote.unheld")
		v.goes("shuping", ref.Statement, "write", b.stated[1], &statements.Text{OnDuty: "责", OnIntegrity: "廉",
			OnResults: "效"}, "")
		tally := &statements.Tally{Issued: 20, Returned: 20, Good: 20}
		for _, id := range b.stated {
			v.goes("zhuti-jb", ref.Statement, "hold", id, &statements.Holding{HeldOn: today, Present: 40}, "")
			v.goes("zhuti-jb", ref.Statement, "count", id, tally, "vote.counts")
		}
		b.handsIn("shuping", file, "access.")
		b.handsIn("zhuti-jb", bytes.Replace(file, []byte("h\tcount\t24"), []byte("h\tcount\t23"), 1),
			"file vote.handed.count")
		b.handsIn("zhuti-jb", sealed, "file vote.handed.wrong")
		b.handsIn("zhuti-jb", b.another(poll), "file vote.handed.other")
		if s := v.statement(b.stated[0]); s.State != statements.Held {
			t.Errorf("a file that was refused has counted: %s", s.State)
		}
		b.handsIn("zhuti-jb", file, "")
		if _, ok, err := ballot.Find(file, b.said[3].Receipt, b.said[3].Word); !ok || err != nil {
			t.Error("a voter does not find their ballot", err)
		}
		// Anybody counts again by the list of slips.
		if issued, cast, err := v.h.DB.Box(ctx, b.id); len(issued) != 30 || len(cast) > 0 || err != nil {
			t.Errorf("%d slips and %d envelopes are left, %v", len(issued), len(cast), err)
		}
		b.goes("zhuti-jb", ref.Vote, "void", b.id, &noun.Said{Text: "晚了"}, "vote.not-now")
		for i, want := range []statements.Tally{ // the first slip said good twice
			{Issued: 30, Returned: 24, Good: 6, Fairly: 5, Fair: 5, Poor: 4, Invalid: 4},
			{Issued: 30, Returned: 24, Good: 13, Fairly: 11},
		} {
			v.goes("zhuti-jb", ref.Statement, "confirm", b.stated[i], nil, "access.own-request")
			v.goes("jiandu-jb", ref.Statement, "confirm", b.stated[i], nil, "")
			if s := v.statement(b.stated[i]); s.Ballots != want || s.Score != v.h.statements().Weights(today).Score(want) ||
				s.State != statements.Rated {
				t.Errorf("%s %+v, want %+v; score %d", s.State, s.Ballots, want, s.Score)
			}
		}
		b.nowhere("after it was published", false)
		if r, err := v.h.Verify(ctx); err != nil || !r.OK {
			t.Error("it does not verify", err)
		}
	})
}

// atOnce has the first slip vote many times at once.
func (b *aBallot) atOnce(times int) {
	b.Helper()
	said := saying(b.T, "good", "good")
	c, hash := b.envelope(b.slips[0], said)
	var firsts atomic.Int32
	var all sync.WaitGroup
	for range times {
		all.Go(func() {
			first, err := b.h.DB.PutEnvelope(context.Background(), b.id, c, hash)
			if err != nil {
				b.Error(err)
			}
			if first {
				firsts.Add(1)
			}
		})
	}
	all.Wait()
	if n := firsts.Load(); n != 1 {
		b.Errorf("of %d at once %d were the first", times, n)
	}
	b.said = append(b.said, said)
}

func (b *aBallot) hash(s ballot.Slip) string { return ballot.Hash("sz-"+b.id.String(), s.Token) }

// another is the published file of another issue of the same form.
func (b *aBallot) another(poll ballot.Poll) []byte {
	b.Helper()
	slips, issued, err := ballot.Issue(poll.Survey, rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	poll.Issued = ballot.Digest(issued.Text())
	var cast []ballot.Cast
	for _, s := range slips[:24] {
		c, _ := b.envelope(s, saying(b.T, "good", "good"))
		cast = append(cast, c)
	}
	inner, n, err := ballot.OpenOuter(b.a, ballot.Export(poll, cast), issued.Text())
	if err != nil {
		b.Fatal(err)
	}
	file, _, err := ballot.OpenInner(b.b, inner, n)
	if err != nil {
		b.Fatal(err)
	}
	return file
}

// nowhere looks for codes, receipts and words of voters in every cell of the database; tokens may stand in the box, and
// there alone.
func (b *aBallot) nowhere(when string, inBox bool) {
	b.Helper()
	var canaries []string
	for _, s := range slices.Concat(b.slips, b.firstSlips) {
		canaries = append(canaries, s.Token)
	}
	for _, s := range b.said {
		canaries = append(canaries, s.Receipt, s.Word)
	}
	found := map[string]int{}
	for table, cells := range everyCell(b.T, b.h) {
		for _, cell := range cells {
			for _, c := range canaries {
				if strings.Contains(cell, c) {
					found[table]++
				}
			}
		}
	}
	want := map[string]int{}
	if inBox {
		want["vote_envelope"] = len(b.said) // each its token
	}
	if fmt.Sprint(found) != fmt.Sprint(want) {
		b.Errorf("%s: codes, receipts or words stand in %v, want %v", when, found, want)
	}
}

// everyCell is all that stands in a house's database, by its table.
func everyCell(t *testing.T, h *House) map[string][]string {
	t.Helper()
	driver, address := "sqlite", filepath.Join(h.Dir, store.FileName)
	names := `SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'search%'`
	if pg, ok := addresses.Load(h); ok {
		driver, address = "pgx", pg.(string)
		names = `SELECT table_name FROM information_schema.tables WHERE table_schema=current_schema()`
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	texts := func(q string) (out []string) {
		rows, err := db.Query(q)
		if err != nil {
			t.Fatal(q, err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			cells := make([]any, len(columns))
			for i := range cells {
				cells[i] = new(any)
			}
			if err := rows.Scan(cells...); err != nil {
				t.Fatal(err)
			}
			for _, c := range cells {
				switch x := (*c.(*any)).(type) {
				case nil:
				case []byte:
					out = append(out, string(x))
				default:
					out = append(out, fmt.Sprint(x))
				}
			}
		}
		return out
	}
	out := map[string][]string{}
	for _, table := range texts(names) {
		out[table] = texts(`SELECT * FROM "` + table + `"`)
	}
	if len(out) < 60 || len(out["entry"]) == 0 || len(out["phone_vote"]) == 0 {
		t.Fatalf("%d tables were read", len(out))
	}
	return out
}
