package comment

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

const (
	town   ref.ID = 11
	bureau ref.ID = 12
	helper ref.ID = 13
)

// holder is somebody in one post.
func holder(role actor.Role, unit ref.ID, side actor.Side) actor.Actor {
	g := actor.Grant{Role: role, Unit: unit, Side: side}
	if unit != 0 {
		g.Own = []ref.ID{unit}
	}
	return actor.Actor{Account: 5, Person: 6, Jurisdiction: 1, Grants: []actor.Grant{g}}
}

// Who reads what of a matter of a town on the side of the principal responsibility, with
// another unit that assists: every role in every place.
func TestWhoReadsWhat(t *testing.T) {
	matter := access.Object{Kind: "order", ID: 3, Jurisdiction: 1, Unit: town, Others: []ref.ID{helper},
		Side: actor.Principal}
	office := map[actor.Role]bool{actor.PrincipalOffice: true, actor.SupervisoryOffice: true, actor.LeadingGroup: true}
	admin := map[actor.Role]bool{actor.SystemAdmin: true, actor.SecurityAdmin: true, actor.AuditAdmin: true,
		actor.ExternalAssessor: true} // comes from outside
	seen := 0
	for _, role := range actor.All {
		for _, unit := range []ref.ID{0, town, bureau, helper} {
			for _, side := range []actor.Side{actor.Principal, actor.Supervisory} {
				who := holder(role, unit, side)
				own := office[role] && (role == actor.LeadingGroup || side == actor.Principal)
				open := own || !office[role] && !admin[role] && (unit == town || unit == helper)
				within := own && unit != town
				name := fmt.Sprint(role, unit, side)
				if got := Sees(who, matter, false); got != open {
					t.Errorf("%s reads what is open: %v", name, got)
				}
				if got := Sees(who, matter, true); got != within {
					t.Errorf("%s reads what is said within the office: %v", name, got)
				}
				if got := Within(who, matter); got != within {
					t.Errorf("%s speaks within the office: %v", name, got)
				}
				if open {
					seen++
				}
			}
		}
	}
	if seen == 0 {
		t.Error("nobody reads anything")
	}
	about := matter
	about.Person = 6
	if who := holder(actor.Clerk, bureau, ""); !Sees(who, about, false) || Sees(who, about, true) {
		t.Error("the person whom a matter is about reads what is open, and nothing else")
	}
	away := holder(actor.PrincipalOffice, 0, actor.Principal)
	away.Stands = []ref.ID{town}
	if Sees(away, matter, true) {
		t.Error("who stands in for somebody of the matter’s own unit reads what the office says of it")
	}
	away.Stands, away.Jurisdiction = nil, 2
	if Sees(away, matter, false) || Sees(away, matter, true) {
		t.Error("another county reads it")
	}
}

func TestTakeBack(t *testing.T) {
	at := when.At(time.Date(2026, 11, 24, 9, 0, 0, 0, when.Zone))
	author := holder(actor.Clerk, town, "")
	deputy := author
	deputy.OnBehalf = 9
	other := author
	other.Person = 7
	for name, c := range map[string]struct {
		state   string
		madeFor ref.ID
		who     actor.Actor
		after   time.Duration
		says    string
	}{
		"at once":             {Said, 0, author, 0, ""},
		"in the tenth minute": {Said, 0, author, 10 * time.Minute, ""},
		"too late":            {Said, 0, author, 10*time.Minute + time.Second, "comment.too-late"},
		"another's":           {Said, 0, other, 0, "comment.not-own"},
		"own, as a deputy":    {Said, 0, deputy, 0, "comment.not-own"},
		"a deputy's":          {Said, 9, deputy, 0, ""},
		"a deputy's, as self": {Said, 9, author, 0, "comment.not-own"},
		"twice":               {Withdrawn, 0, author, 0, "comment.gone"},
	} {
		x := &Comment{Words: "写错了", MadeFor: c.madeFor}
		x.MadeBy, x.MadeAt, x.State = 6, at, c.state
		err := Default.TakeBack(x, c.who, at.Add(c.after))
		refused, _ := err.(*text.Refusal)
		switch {
		case c.says == "" && (err != nil || x.State != Withdrawn || x.Words != ""):
			t.Errorf("%s: %v, %+v", name, err, x)
		case c.says != "" && (refused == nil || refused.Key != c.says || x.Words == ""):
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAddressed(t *testing.T) {
	readers := []Person{{1, "王敏", "镇党委书记"}, {2, "王敏华", "镇长"}, {3, "李强", "办公室主任"}, {4, "李强", "干事"}}
	others := []Person{{5, "赵倩", "局长"}, {6, "王敏华东", "科员"}}
	for words, want := range map[string]struct {
		ids  []ref.ID
		says string
	}{
		"请看":                      {nil, ""},
		"@王敏 请看，@王敏华 也看":          {[]ref.ID{1, 2}, ""},
		"@王敏请看 @王敏":               {[]ref.ID{1}, ""},
		"发到 a@b.cn，@ 其他人":         {nil, ""},
		"@李强 请看":                  {nil, "comment.mention-twice"},
		"@李强（干事） 请看":              {[]ref.ID{4}, ""},
		"@李强(办公室主任) 请看":           {[]ref.ID{3}, ""},
		"@赵倩 请看":                  {nil, "comment.mention-named"},
		"@王敏华东 请看":                {nil, "comment.mention-named"},
		"@王敏，@赵倩":                 {[]ref.ID{1}, "comment.mention-named"},
		strings.Repeat("@", 2000): {nil, ""},
	} {
		var errs text.InputErrors
		got := Addressed(words, readers, others, &errs)
		said := ""
		if len(errs) > 0 {
			said = errs[0].Key
		}
		if !slices.Equal(got, want.ids) || said != want.says {
			t.Errorf("%.40q: %v, %q", words, got, said)
		}
	}
}

// What is private enters no entry in clear, and of one side's comment the other is told.
func TestEntries(t *testing.T) {
	for _, f := range Fields {
		if private := f.Name == "words"; f.IsText() && f.Private != private {
			t.Errorf("%s is private: %v", f.Name, f.Private)
		}
	}
	for want, c := range map[journal.Kind]struct{ within, office bool }{
		"comment.said-within.v1": {true, true}, "comment.said-by-office.v1": {false, true},
		"comment.said-by-unit.v1": {false, false},
	} {
		if got := (&Comment{Within: c.within}).records(c.office); got != want {
			t.Errorf("%+v is %s", c, got)
		}
	}
}
