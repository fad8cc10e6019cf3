package statements

import (
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a vote.
const (
	Prepared = "prepared" // the tellers bring what closes the envelopes
	Printed  = "printed"  // the slips are on paper and nowhere else
	Voting   = "voting"
	Ended    = "ended"  // nobody votes any more; the tellers open the envelopes
	Opened   = "opened" // the published file was counted again by the system
	Void     = "void"
)

// Vote is a ballot by phone (扫码测评) of those who state at one meeting: slips with a code each, envelopes that two
// tellers open (package ballot). It holds no ballot and no code; what was voted stands sealed in a table of its own
// until the file is published, and is forgotten then.
type Vote struct {
	noun.Base
	Title            string
	Year             int64
	Meeting          string
	MeetingOn        when.Day
	Those            string // identifiers of the statements, with a space around each
	Slips            int64  // how many are printed
	TellerA, TellerB ref.ID // of different offices [MUST]; A opens first
	LidA, LidB       string // the public halves of their keys
	TestA, TestB     string // a test envelope for each
	TriedA, TriedB   string // what the test envelope holds, as a digest; empty once the teller read it out
	Issued           string // digest of the list of issued slips
	Cast             int64  // ballots, once the voting ended
	Sealed           string // digest of what the first teller is given
	File             string // digest of what is published
	PrintedOn        when.Day
	OpenedOn         when.Day
	EndedOn          when.Day
	CountedOn        when.Day
	Why              string // it is void
}

const (
	lidMost   = 2000
	thoseMost = 600
	digestLen = 64
	// judgedMost is how many are judged on one ballot: as many as its envelope has room for.
	judgedMost = 18
	published  = "published" // what the second teller's program wrote
)

// VoteShape is what a vote is made of.
var VoteShape = noun.Shape{Of: ref.Vote, Name: "votes", Word: "vote", Table: "phone_vote",
	New: func() noun.Value { return &Vote{} }, Title: "title",
	States: []string{Prepared, Printed, Voting, Ended, Opened, Void}, Fields: voteFields(),
	Attach: &noun.Attachments{Verb: "vote.publish", Of: []string{published, "other"}, Most: 5, States: []string{Ended}}}

func voteFields() field.Fields {
	line := func(name string, most int, at func(*Vote) *string) field.Field {
		return field.Line(name, 0, most, at).Silent().Open()
	}
	day := func(name string, at func(*Vote) *when.Day) field.Field { return field.Day(name, false, at).Silent() }
	return field.Fields{
		line("title", 300, func(v *Vote) *string { return &v.Title }),
		field.Year("year", false, yearLeast, func(v *Vote) *int64 { return &v.Year }).Silent(),
		line("meeting", lineMost, func(v *Vote) *string { return &v.Meeting }),
		day("meetingOn", func(v *Vote) *when.Day { return &v.MeetingOn }),
		line("those", thoseMost, func(v *Vote) *string { return &v.Those }).ShownApart(),
		field.Count("slips", 0, peopleMost, func(v *Vote) *int64 { return &v.Slips }).Silent(),
		field.Person("tellerA", false, func(v *Vote) *ref.ID { return &v.TellerA }).Silent(),
		field.Person("tellerB", false, func(v *Vote) *ref.ID { return &v.TellerB }).Silent(),
		line("lidA", lidMost, func(v *Vote) *string { return &v.LidA }).ShownApart(),
		line("lidB", lidMost, func(v *Vote) *string { return &v.LidB }).ShownApart(),
		line("testA", lidMost, func(v *Vote) *string { return &v.TestA }).ShownApart(),
		line("testB", lidMost, func(v *Vote) *string { return &v.TestB }).ShownApart(),
		line("triedA", digestLen, func(v *Vote) *string { return &v.TriedA }).ShownApart(),
		line("triedB", digestLen, func(v *Vote) *string { return &v.TriedB }).ShownApart(),
		line("issued", digestLen, func(v *Vote) *string { return &v.Issued }),
		field.Count("castCount", 0, peopleMost, func(v *Vote) *int64 { return &v.Cast }).Silent(),
		line("sealed", digestLen, func(v *Vote) *string { return &v.Sealed }),
		line("file", digestLen, func(v *Vote) *string { return &v.File }),
		day("printedOn", func(v *Vote) *when.Day { return &v.PrintedOn }),
		day("openedOn", func(v *Vote) *when.Day { return &v.OpenedOn }),
		day("endedOn", func(v *Vote) *when.Day { return &v.EndedOn }),
		day("countedOn", func(v *Vote) *when.Day { return &v.CountedOn }),
		field.Text("why", 0, reasonMost, func(v *Vote) *string { return &v.Why }).Silent(),
	}
}

// Object is what access asks of a vote: it is an office's.
func (v *Vote) Object() access.Object {
	return access.Object{Jurisdiction: v.Jurisdiction, Kind: ref.Vote, ID: v.ID, Unit: v.Unit, Side: v.Side}
}

// Called names a vote in a line.
func (v *Vote) Called() (number, title string) { return "", v.Title }

func (v *Vote) in(states ...string) error { return VoteShape.In(v, states...) }

// Preparing is what is said when a vote is prepared.
type Preparing struct {
	Slips            int64
	TellerA, TellerB ref.ID
}

// fits checks that there are enough to hide among and no more than are expected, and that the tellers are two people
// of different units, neither of whom is judged: whoever holds both keys could open every envelope.
func (p Preparing) fits(c *bodies.County, those []*Statement) error {
	var errs text.InputErrors
	expected := int64(0)
	judged := map[ref.ID]bool{}
	for _, s := range those {
		expected, judged[s.Person] = max(expected, s.Expected), true
	}
	switch {
	case p.Slips < ballot.Least:
		errs.Add("slips", "vote.slips.few", "least", ballot.Least)
	case p.Slips > expected:
		errs.Add("slips", "vote.slips.many", "expected", expected)
	}
	if judged[p.TellerA] {
		errs.Add("tellerA", "vote.teller.judged")
	}
	if judged[p.TellerB] {
		errs.Add("tellerB", "vote.teller.judged")
	}
	a, b := unitsOf(c, p.TellerA), unitsOf(c, p.TellerB)
	switch {
	case p.TellerA == p.TellerB:
		errs.Add("tellerB", "vote.teller.same")
	case slices.ContainsFunc(b, func(u ref.ID) bool { return slices.Contains(a, u) }):
		errs.Add("tellerB", "vote.teller.unit")
	}
	return errs.Err()
}

// unitsOf are the units in which somebody has a post.
func unitsOf(c *bodies.County, person ref.ID) (out []ref.ID) {
	for _, a := range c.PostsOf(person) {
		out = append(out, a.Unit)
	}
	return out
}

// prepare is the vote of a meeting.
func prepare(in Preparing, those []*Statement) *Vote {
	first := those[0]
	ids := make([]string, len(those))
	for i, s := range those {
		ids[i] = s.ID.String()
	}
	v := &Vote{Title: first.Meeting, Year: first.Year, Meeting: first.Meeting, MeetingOn: first.MeetingOn,
		Those: " " + strings.Join(ids, " ") + " ", Slips: in.Slips, TellerA: in.TellerA, TellerB: in.TellerB}
	v.Side, v.State = first.Side, Prepared
	return v
}

// Statements are those who are judged.
func (v *Vote) Statements() (out []ref.ID) {
	for s := range strings.FieldsSeq(v.Those) {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			out = append(out, ref.ID(n))
		}
	}
	return out
}

// TestOf is the test envelope that somebody has to open as a teller; "" = none, or no more.
func (v *Vote) TestOf(who ref.ID) string {
	t := v.teller(who)
	if t == 0 || v.State != Prepared {
		return ""
	}
	if _, test, tried := v.of(t); *tried != "" {
		return *test
	}
	return ""
}

// teller says which of the two somebody is: 'A', 'B' or neither.
func (v *Vote) teller(who ref.ID) byte {
	switch {
	case who == 0:
	case who == v.TellerA:
		return 'A'
	case who == v.TellerB:
		return 'B'
	}
	return 0
}

// of are the fields of a teller.
func (v *Vote) of(teller byte) (lid, test, tried *string) {
	if teller == 'A' {
		return &v.LidA, &v.TestA, &v.TriedA
	}
	return &v.LidB, &v.TestB, &v.TriedB
}

// Bring takes the public half of a teller's key, with the test envelope that was closed with it and the digest of what
// is in it. It may be brought anew until the slips are printed: a key that cannot be read is no use.
func (v *Vote) Bring(who ref.ID, lid ballot.Lid, test, holds string) error {
	if err := v.in(Prepared); err != nil {
		return err
	}
	t := v.teller(who)
	if t == 0 {
		return text.Refuse(text.Forbidden, "vote.teller.not")
	}
	at, envelope, tried := v.of(t)
	*at, *envelope, *tried = lid.Text(), test, holds
	if v.LidA == v.LidB {
		return text.InputErrors{{Field: "lid", Message: text.M("vote.lid.same")}}
	}
	return nil
}

// Try takes what a teller read in their test envelope: they have the key, and it works.
func (v *Vote) Try(who ref.ID, code string) error {
	if err := v.in(Prepared); err != nil {
		return err
	}
	t := v.teller(who)
	if t == 0 {
		return text.Refuse(text.Forbidden, "vote.teller.not")
	}
	lid, _, tried := v.of(t)
	read, ok := ballot.ReceiptCode(code)
	switch {
	case *lid == "":
		return text.Refuse(text.Conflict, "vote.lid.first")
	case *tried == "":
		return text.Refuse(text.Conflict, "vote.tried-already")
	case !ok || ballot.Digest([]byte(read)) != *tried:
		return text.InputErrors{{Field: "code", Message: text.M("vote.code.wrong")}}
	}
	*tried = ""
	return nil
}

// Ready says that both tellers opened their test envelope: slips may be printed.
func (v *Vote) Ready() error {
	if err := v.in(Prepared); err != nil {
		return err
	}
	if v.LidA == "" || v.LidB == "" || v.TriedA != "" || v.TriedB != "" {
		return text.Refuse(text.Conflict, "vote.untried")
	}
	return nil
}

// options are the grades of a ballot, worth what the pack's weights say.
func options(w Weights) []ballot.Option {
	out := make([]ballot.Option, len(Grades))
	for i, g := range Grades {
		out[i] = ballot.Option{Code: g, Worth: int64(w[g]), Counts: true}
	}
	return out
}

func (v *Vote) survey() string { return "sz-" + v.ID.String() }

// Survey is what the slips are for. Each who is judged is a question of their own, published by itself.
func (v *Vote) Survey(w Weights) ballot.Survey {
	s := ballot.Survey{ID: v.survey(), Slice: 1,
		Groups: []ballot.Group{{Code: "all", Weight: 10000, Slips: int(v.Slips)}}}
	for _, id := range v.Statements() {
		s.Questions = append(s.Questions, ballot.Question{Code: "s" + id.String(), Options: options(w)})
	}
	return s.Merged()
}

// Poll is the survey with what closes its envelopes.
func (v *Vote) Poll(w Weights) (ballot.Poll, error) {
	a, err := ballot.ReadLid(v.LidA)
	if err != nil {
		return ballot.Poll{}, err
	}
	b, err := ballot.ReadLid(v.LidB)
	return ballot.Poll{Survey: v.Survey(w), Issued: v.Issued, A: a, B: b}, err
}

// tallied is what the published file says of one who was judged.
func tallied(r ballot.Result, id ref.ID) (t Tally, ok bool) {
	for _, q := range r.Questions {
		if q.Code != "s"+id.String() {
			continue
		}
		for _, g := range r.Groups {
			t.Issued += int64(g.Slips)
		}
		for _, g := range q.Groups {
			t.Returned += int64(g.Ballots)
			t.Good += int64(g.By["good"])
			t.Fairly += int64(g.By["fairly"])
			t.Fair += int64(g.By["fair"])
			t.Poor += int64(g.By["poor"])
			t.Invalid += int64(g.Ballots - g.Valid)
		}
		return t, true
	}
	return Tally{}, false
}
