package store_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lists/power"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/store"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// spelled writes fields by their names, as no reader would.
type spelled struct{}

func (spelled) Label(_ noun.Shape, name string) string { return name }
func (spelled) Block(s signoff.Signature) []string     { return []string{s.Opinion} }
func (spelled) Kind(code string) string                { return code }
func (spelled) Said(_ *bodies.County, f field.Field, v noun.Value) string {
	return f.Typed(v)
}

// A list is frozen, signed in person and issued; what changes afterwards is stale and
// another version; two who freeze while somebody reads leave nothing signed; and a text
// that is edited by hand fits neither digest, on either engine.
func TestPapersAreSigned(t *testing.T) {
	eachFiled(t, func(f *filed) {
		ctx, now := context.Background(), when.At(time.Now())
		first := actor.Actor{Account: 31, Jurisdiction: f.Office.Jurisdiction}
		f.Play(t, "person.change", func(tx *store.Tx) (journal.Kind, ref.Ref, error) {
			first.Person = tx.NewID()
			rows := bodies.Rows{Persons: []bodies.Person{{ID: first.Person, Version: 1, Name: "张三"}},
				Appointments: []bodies.Appointment{{ID: tx.NewID(), Version: 1, Person: first.Person, Unit: f.Unit, Body: f.body,
					Post: bodies.Secretary, Title: "党委书记", Period: when.Period{From: 1, To: when.Open}}}}
			return "person.appointed.v1", ref.Ref{Kind: ref.Person, ID: first.Person},
				tx.SaveRegisters(bodies.Change{Rows: rows})
		})
		first.Grants = []actor.Grant{{Role: actor.FirstResponsible, Unit: f.Unit, Body: f.body, Own: []ref.ID{f.Unit}}}
		d := signoff.Commands{Door: act.NewDoor(f.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }),
			Texts:  act.NewDoor(f.DB, func(t act.Tx) signoff.Tx { return t.(*store.Tx) }),
			Tables: func(string) []string { return []string{signoff.PowerList} }, Words: spelled{}, Read: f.DB,
			Sources:  map[string]signoff.Source{signoff.PowerList: power.Paper},
			Opinions: func() signoff.Opinions { return signoff.Opinions{Least: 2, Formulas: []string{"同意"}} }}
		n := d.Noun()
		do := func(by actor.Actor, name string, id ref.ID, in any) (ref.ID, error) {
			a, _ := n.Act(name)
			r, err := a.Do(ctx, noun.Call{Command: act.Command{Actor: by}, ID: id, In: in})
			return r.Object.ID, err
		}
		must := func(id ref.ID, err error) ref.ID {
			t.Helper()
			if err != nil {
				f.Fatal(err)
			}
			return id
		}
		no := func(err error, key string) {
			f.Helper()
			var r *text.Refusal
			if !errors.As(err, &r) || r.Key != key {
				f.Errorf("%v, want %s", err, key)
			}
		}
		past := func(id ref.ID) signoff.Past {
			p, err := d.Past(ctx, id)
			must(0, err)
			return p
		}
		stale := func(id ref.ID) bool {
			x, _, err := f.DB.One(ctx, ref.Signoff, id)
			must(0, err)
			s, err := d.Stale(ctx, []*signoff.Paper{x.(*signoff.Paper)}, now.Day())
			must(0, err)
			return s[id]
		}
		id := must(do(f.Office, "add", 0, &signoff.Paper{Kind: signoff.PowerList,
			Body: f.body, Year: 2026, Title: "权力清单"}))
		must(do(f.Office, signoff.FreezeAct, id, &signoff.Freezing{Reason: "年初"}))
		_, err := do(f.Office, signoff.FreezeAct, id, &signoff.Freezing{Reason: "再来"})
		no(err, "signoff.freeze.same")
		one, _ := past(id).Of(1)
		proof := account.Confirmed{Account: first.Account, Means: account.ByPasskey, At: when.At(time.Now())}
		in := &signoff.Signing{Number: 1, Digest: one.Hex(), Opinion: "权限清楚，照此执行", Proof: proof}
		_, err = do(f.Office, signoff.SignAct, id, in)
		no(err, "access.forbidden")
		token := first
		token.Scopes = []string{"signoff:write"}
		_, err = do(token, signoff.SignAct, id, in)
		no(err, "signoff.in-person")
		unproved := *in
		unproved.Proof = account.Confirmed{Account: first.Account, Means: account.ByPassword, At: when.At(time.Now())}
		_, err = do(first, signoff.SignAct, id, &unproved)
		no(err, "signoff.unconfirmed")
		unproved.Proof = proof
		unproved.Proof.At = proof.At.Add(-6 * time.Minute)
		_, err = do(first, signoff.SignAct, id, &unproved)
		no(err, "signoff.unconfirmed")
		other := *in
		other.Digest = signoff.Version{Digest: signoff.Sum("别的")}.Hex()
		_, err = do(first, signoff.SignAct, id, &other)
		no(err, "signoff.altered")
		_, err = do(f.Office, "issue", id, &signoff.Issuing{On: now.Day(), Document: "1号"})
		no(err, "signoff.unsigned")
		must(do(first, signoff.SignAct, id, in))
		if stale(id) {
			f.Error("what was just signed is stale")
		}
		p := past(id)
		s, ok := p.SignedBy(1)
		if !ok || s.Name != "张三" || s.Post != "党委书记" || s.Means != account.ByPasskey ||
			s.Entry == 0 || s.At < now {
			f.Fatalf("the signature: %+v", s)
		}
		found, ok, err := d.CheckCode(ctx, f.Office.Jurisdiction, s.Code())
		if err != nil || !ok || found.Altered || found.Paper.ID != id || found.Signature.Number != 1 {
			f.Errorf("its code finds %+v %v %v", found, ok, err)
		}
		if _, ok, _ := d.CheckCode(ctx, f.Office.Jurisdiction, signoff.Code(signoff.Sum("别的"), s.Entry)); ok {
			f.Error("a code that was made up is taken")
		}

		// By hand, past the house: what is shown says so, whichever digest was mended too.
		raw, err := sql.Open(f.Engine())
		must(0, err)
		defer raw.Close()
		edit := func(q string, args ...any) {
			f.Helper()
			if _, err := raw.ExecContext(ctx, q, args...); err != nil {
				f.Fatal(err)
			}
		}
		altered := func(signed bool) {
			f.Helper()
			p := past(id)
			v, _ := p.Of(1)
			s, _ := p.SignedBy(1)
			found, _, err := d.CheckCode(ctx, f.Office.Jurisdiction, s.Code())
			list, bad := f.DB.AlteredPapers(ctx)
			if !s.Altered(v) || !found.Altered || err != nil || bad != nil || len(list) != 1 || list[0].Signed != signed {
				f.Errorf("an edited text: %v, code %v %v, verify %+v %v", s.Altered(v), found.Altered, err, list, bad)
			}
			whole, err := f.DB.Verify(ctx, store.VerifyOptions{})
			if err != nil || whole.State.Total == 0 {
				f.Errorf("the state pass finds nothing: %v", err)
			}
		}
		edit(`UPDATE paper_version SET text='别的'`)
		altered(true)
		_, err = do(f.Office, "issue", id, &signoff.Issuing{On: now.Day(), Document: "1号"})
		no(err, "signoff.altered")
		edit(`UPDATE paper_version SET sum=$1`, signoff.Sum("别的"))
		altered(true)
		edit(`UPDATE paper_version SET text=$1, sum=$2`, one.Text, one.Digest)
		if list, err := f.DB.AlteredPapers(ctx); err != nil || len(list) != 0 {
			f.Errorf("%+v %v", list, err)
		}

		// A change is another version, unsigned; the signed one is stale and not issued.
		if _, err := f.do("change", noun.Call{In: &noun.Changed{Reason: "补充", V: &power.Power{Name: "集体决策",
			Category: "decision", Body: f.body, Basis: "党章", Boundary: "不得临时动议"}}}); err != nil {
			f.Fatal(err)
		}
		if !stale(id) {
			f.Error("what was changed since it was signed is not stale")
		}
		_, err = do(f.Office, "issue", id, &signoff.Issuing{On: now.Day(), Document: "1号"})
		no(err, "signoff.issue.stale")
		must(do(f.Office, signoff.FreezeAct, id, &signoff.Freezing{Reason: "边界调整"}))
		_, err = do(first, signoff.SignAct, id, in) // of the first version
		no(err, "signoff.stale")
		two, _ := past(id).Of(2)
		if c := signoff.Compare(one, two); len(c) != 1 || c[0].Gone != 1 || c[0].Fresh != 1 {
			f.Errorf("%+v", c)
		}
		in = &signoff.Signing{Number: 2, Digest: two.Hex(), Opinion: "边界更清楚，照此执行", Proof: proof}
		must(do(first, signoff.SignAct, id, in))
		must(do(f.Office, "issue", id, &signoff.Issuing{On: when.At(time.Now()).Day(), Document: "1号"}))
		if stale(id) {
			f.Error("what was signed anew is stale")
		}
		_, err = do(first, "return", id, &signoff.Returning{Reason: "改"})
		no(err, "signoff.not-waiting")
	})
}
