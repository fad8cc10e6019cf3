package access

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
)

var update = flag.Bool("update", false, "write the matrix anew")

// The matrix names what each role may do, so that a change of the policy is
// seen in review: A anywhere in the county, S its side, B the units its body answers for, U its own units,
// P where it takes part, C where its body counter-signs, T what the person was sent to, O what was made public (beside
// the letter of what else), + what is about oneself, - never; lower case: may see, is told no.
func TestMatrix(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-24s", "verb")
	for _, r := range actor.All {
		fmt.Fprintf(&b, " %-18s", r)
	}
	b.WriteByte('\n')
	for _, v := range Verbs() {
		fmt.Fprintf(&b, "%-24s", v)
		for _, r := range actor.All {
			fmt.Fprintf(&b, " %-18s", cell(v, r))
		}
		b.WriteByte('\n')
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got := strings.Join(lines, "\n")
	const file = "testdata/matrix.txt"
	if *update {
		os.MkdirAll("testdata", 0o755)
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the access matrix changed; read the difference, then run with -update:\n%s", got)
	}
}

const own, elsewhere, answered, body = ref.ID(1), ref.ID(2), ref.ID(4), ref.ID(6)

func cell(v Verb, r actor.Role) string {
	reach := reachOf(v, r)
	if Own(v) && reach != "A" && r != actor.ExternalAssessor {
		return strings.TrimPrefix(reach, "-") + "+"
	}
	return reach
}

func reachOf(v Verb, r actor.Role) string {
	side := actor.Principal
	if r == actor.SupervisoryOffice {
		side = actor.Supervisory
	}
	other := actor.Supervisory
	if side == other {
		other = actor.Principal
	}
	// The unit stood in is a third one, so that "nobody handles their own
	// matter" does not hide what the role may otherwise do.
	a := actor.Actor{Account: 1, Person: 5, Jurisdiction: 1,
		Grants: []actor.Grant{{Role: r, Unit: 3, Body: body, Side: side, Own: []ref.ID{own, 3},
			Answers: []ref.ID{answered}}}}
	try := func(o Object) bool { o.Jurisdiction = 1; return May(a, v, o) == nil }
	also, open := "", try(Object{Unit: elsewhere, Open: true, Side: other})
	if open {
		also = "O"
	}
	switch {
	case try(Object{Unit: elsewhere, Side: other}):
		return "A"
	case try(Object{Unit: elsewhere, Side: side}):
		return "S" + also
	case try(Object{Unit: answered, Side: other}):
		return "B" + also
	case try(Object{Unit: own, Side: other}):
		return "U" + also
	case try(Object{Unit: elsewhere, Others: []ref.ID{own}, Side: other}):
		return "P" + also
	case try(Object{Unit: elsewhere, Cosigner: body, Side: other}):
		return "C" + also
	case try(Object{Unit: elsewhere, Team: []ref.ID{5}, Side: other}):
		return "T" + also
	}
	if open {
		return "O"
	}
	if see := policy[v].see; see != "" {
		return strings.ToLower(cell(see, r))
	}
	return "-"
}

func TestPolicyIsWhole(t *testing.T) {
	for v, p := range policy {
		if p.see != "" && !Known(p.see) {
			t.Errorf("%s is seen by %s, which nobody knows", v, p.see)
		}
		if len(p.any) == 0 && !p.agents {
			t.Errorf("nobody may %s", v)
		}
	}
}

func TestOwnMatterAndOwnRequest(t *testing.T) {
	office := actor.Actor{Person: 5, Jurisdiction: 1,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Unit: 3, Side: actor.Principal, Own: []ref.ID{3}}}}
	o := Object{Jurisdiction: 1, Unit: 2, Side: actor.Principal}
	if May(office, "order.close", o) != nil {
		t.Error("an office cannot review another unit's order")
	}
	o.Requester = actor.Hands{By: 5}
	if May(office, "order.close", o) == nil {
		t.Error("whoever requested reviews their own request")
	}
	o.Requester, o.Unit = actor.Hands{}, 3
	if May(office, "order.close", o) == nil {
		t.Error("an office reviews its own unit's matter")
	}
	o.Unit, o.Jurisdiction = 2, 2
	if May(office, "order.see", o) == nil {
		t.Error("another county's order is seen")
	}
}

// TestAdministratorsReadNoBusiness keeps the three administrators apart from
// the county's matters and from each other (三员分立).
func TestAdministratorsReadNoBusiness(t *testing.T) {
	admins := []actor.Role{actor.SystemAdmin, actor.SecurityAdmin, actor.AuditAdmin}
	for _, v := range Verbs() {
		for _, r := range admins {
			a := actor.Actor{Account: 1, Jurisdiction: 1, Grants: []actor.Grant{{Role: r}}}
			subject, _, _ := strings.Cut(string(v), ".")
			switch subject {
			case "order", "problem", "unit", "body", "person", "county", "gap", "import", "overview", "workbench", "search":
				if Anywhere(a, v) || !ScopeOf(a, v).Nothing() {
					t.Errorf("%s may %s", r, v)
				}
			}
		}
	}
}

func TestScopeNobodyAskedForSeesNothing(t *testing.T) {
	if !(Scope{}).Nothing() || (Scope{all: true}).All() {
		t.Error("a scope that was not built by ScopeOf sees something")
	}
}

// Whoever is signed in reaches the own account, with no post at all: before
// the first own password, and after the last appointment ended.
func TestTheOwnAccountIsAlwaysReached(t *testing.T) {
	a := actor.Actor{Account: 7, Jurisdiction: 1}
	for _, v := range Verbs() {
		if want := v == "self.manage" || v == "self.use" || v == "session.open"; Anywhere(a, v) != want {
			t.Errorf("%s without any post: %v", v, !want)
		}
	}
	a.Scopes = []string{"order:read"}
	if Anywhere(a, "self.manage") || Anywhere(actor.Actor{Person: 3}, "self.manage") {
		t.Error("an access token, or nobody, reaches an account")
	}
}

// A signature names the post that allowed the act, not the highest one held.
func TestByThePostThatAllows(t *testing.T) {
	a := actor.Actor{Person: 1, Jurisdiction: 1, Grants: []actor.Grant{
		{Role: actor.LeadingGroup, Appointment: 10},
		{Role: actor.FirstResponsible, Unit: 5, Own: []ref.ID{5, 6}, Appointment: 11},
		{Role: actor.FirstResponsible, Unit: 6, Own: []ref.ID{6}, Appointment: 12},
		{Role: actor.Clerk, Unit: 7, Own: []ref.ID{7}, Appointment: 13}}}
	for _, x := range []struct {
		v    Verb
		unit ref.ID
		want ref.ID
	}{{"order.confirm-close", 5, 11}, {"order.confirm-close", 6, 12}, {"order.report", 7, 13}, {"order.supervise", 9, 10},
		{"order.see", 7, 10}, {"order.confirm-close", 7, 0}} {
		o := Object{Jurisdiction: 1, Unit: x.unit}
		g, ok := By(a, x.v, o)
		if g.Appointment != x.want || ok != (x.want != 0) {
			t.Errorf("%s in unit %d: by post %d, want %d", x.v, x.unit, g.Appointment, x.want)
		}
		if ok != (May(a, x.v, o) == nil) {
			t.Errorf("%s in unit %d: By and May disagree", x.v, x.unit)
		}
	}
	if _, ok := By(actor.Machine(1, "tick"), "order.see", Object{}); ok {
		t.Error("an agent has a post")
	}
}
