package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// policyDesk takes every text for a pack that does not say “bad”.
func policyDesk(db *DB) version.Commands {
	return version.Commands{Door: act.NewDoor(db, func(t act.Tx) version.Tx { return t.(*Tx) }), Read: db,
		Check: func(files []version.File) (string, error) {
			for _, f := range files {
				if strings.Contains(f.Text, "bad") {
					return "", text.InputErrors{{Field: f.Name, Message: text.M("version.fault")}}
				}
			}
			return fmt.Sprint(files), nil
		}}
}

func refusedFor(t *testing.T, what string, err error, key string) {
	t.Helper()
	var no *text.Refusal
	var input text.InputErrors
	switch {
	case errors.As(err, &no) && no.Key == key:
	case errors.As(err, &input) && input[0].Key == key:
	default:
		t.Errorf("%s: %v, want %s", what, err, key)
	}
}

// A version is proposed, adopted by somebody else, withdrawn before its day, and
// verified like everything else; what is refused leaves nothing behind.
func TestPolicyVersions(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, _ := county(t, db)
		other := office
		other.Account, other.Person = 17, 18
		d := policyDesk(db)
		today := db.clock().Day()
		size := func() (n int) {
			t.Helper()
			for _, table := range []string{"policy_version", "policy_text", "entry"} {
				var k int
				if err := db.queryRow(ctx, `SELECT COUNT(*) FROM `+table).Scan(&k); err != nil {
					t.Fatal(err)
				}
				n += k
			}
			return n
		}
		files := func(s string) []version.File {
			return []version.File{{Name: "b.txt", Text: s}, {Name: "a.txt", Text: "\ufeffstands\r\n\r\n"}}
		}
		before := size()
		_, err := d.Propose(ctx, act.Command{Actor: office}, files("bad"), "理由")
		refusedFor(t, "an impossible text", err, "version.fault")
		_, err = d.Propose(ctx, act.Command{Actor: office}, files("one"), "")
		refusedFor(t, "no note", err, "input.required")
		_, err = d.Propose(ctx, act.Command{Actor: office}, []version.File{{Name: "../a.txt", Text: "x"}}, "理由")
		refusedFor(t, "a name that is none", err, "version.name")
		clerk := actor.Actor{Account: 3, Person: 4, Jurisdiction: office.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.Clerk}}}
		_, err = d.Propose(ctx, act.Command{Actor: clerk}, files("one"), "理由")
		refusedFor(t, "a clerk", err, "access.forbidden")
		if n := size(); n != before {
			t.Fatalf("%d rows were written by what was refused", n-before)
		}
		first, err := d.Propose(ctx, act.Command{Actor: office}, files("one"), "理由")
		if err != nil {
			t.Fatal(err)
		}
		id := first.Object.ID
		before = size()
		adopt := version.Adoption{From: today, Reason: "县委会议"}
		_, err = d.Adopt(ctx, act.Command{Actor: office}, id, adopt)
		refusedFor(t, "by its author", err, "access.own-request")
		past := adopt
		past.From--
		_, err = d.Adopt(ctx, act.Command{Actor: other}, id, past)
		refusedFor(t, "from yesterday", err, "version.from-past")
		stale := adopt
		stale.Beside = id
		_, err = d.Adopt(ctx, act.Command{Actor: other}, id, stale)
		refusedFor(t, "compared with another", err, "version.other-in-force")
		far := other
		far.Jurisdiction = 2
		if _, err = d.Adopt(ctx, act.Command{Actor: far}, id, adopt); err == nil {
			t.Error("another county adopted it")
		}
		if n := size(); n != before {
			t.Fatalf("%d rows were written by what was refused", n-before)
		}
		told := 0
		d.Changed = func(context.Context) { told++ }
		if _, err := d.Adopt(ctx, act.Command{Actor: other}, id, adopt); err != nil {
			t.Fatal(err)
		}
		_, err = d.Withdraw(ctx, act.Command{Actor: office}, id, "错了")
		refusedFor(t, "in force already", err, "version.in-force")
		_, err = d.Propose(ctx, act.Command{Actor: office}, files("one"), "理由")
		refusedFor(t, "the same text", err, "version.same")

		second, err := d.Propose(ctx, act.Command{Actor: other}, files("two"), "理由")
		if err != nil {
			t.Fatal(err)
		}
		later := version.Adoption{From: today + 9, Reason: "下月起", Beside: id}
		if _, err := d.Adopt(ctx, act.Command{Actor: office}, second.Object.ID, later); err != nil {
			t.Fatal(err)
		}
		all, err := db.PolicyVersions(ctx, office.Jurisdiction)
		if err != nil || len(all) != 2 || all[0].No != 1 || all[1].No != 2 || all[0].Files[0] != all[1].Files[0] {
			t.Fatalf("%+v %v", all, err)
		}
		if now, _ := version.InForce(all, today); now.ID != id {
			t.Errorf("in force today: %+v", now)
		}
		if then, _ := version.InForce(all, today+9); then.ID != second.Object.ID {
			t.Errorf("in force then: %+v", then)
		}
		got, err := d.Text(ctx, all[1])
		if err != nil || len(got) != 2 || got[0] != (version.File{Name: "a.txt", Text: "stands\n"}) ||
			got[1].Text != "two\n" {
			t.Errorf("%q %v", got, err)
		}
		if _, err := d.Withdraw(ctx, act.Command{Actor: other}, second.Object.ID, "暂缓"); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Install(ctx, act.Command{Actor: office}, files("three"), adopt); err == nil {
			t.Error("an official installed a pack")
		}
		console := act.Command{Actor: actor.Machine(office.Jurisdiction, "console test")}
		r, err := d.Install(ctx, console, files("three"), adopt)
		if err != nil || told != 4 {
			t.Fatal(err, told)
		}
		entries, err := db.PolicyEntries(ctx, []ref.ID{id, second.Object.ID, r.Object.ID})
		if err != nil || len(entries) != 3 || entries[r.Object.ID] != r.Seq {
			t.Errorf("%v %v", entries, err)
		}
		all, err = db.PolicyVersions(ctx, office.Jurisdiction)
		if now, _ := version.InForce(all, today+9); err != nil || now.ID != r.Object.ID {
			t.Errorf("%+v %v", now, err)
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Errorf("%v", faults(v))
		}
	})
}

// Versions that are proposed at the same time are numbered one after the other.
func TestPolicyVersionsAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		office, _ := county(t, db)
		d := policyDesk(db)
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				in := []version.File{{Name: "a.txt", Text: "same"}, {Name: "b.txt", Text: fmt.Sprint(i)}}
				if _, err := d.Propose(context.Background(), act.Command{Actor: office}, in, "理由"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		list, err := db.PolicyVersions(context.Background(), office.Jurisdiction)
		if err != nil || len(list) != 8 || list[7].No != 8 {
			t.Errorf("%d, %v", len(list), err)
		}
		var texts int
		err = db.queryRow(context.Background(), `SELECT COUNT(*) FROM policy_text`).Scan(&texts)
		if err != nil || texts != 9 {
			t.Errorf("%d texts are kept, want the common one once: %v", texts, err)
		}
	})
}
