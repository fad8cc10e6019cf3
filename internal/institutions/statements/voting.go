package statements

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// VoteTx is what acts of a vote ask of a transaction beside what those of every noun do: the box of its slips and
// envelopes, of which the journal knows nothing but digests and how many there are.
type VoteTx interface {
	noun.Tx
	// FillBox puts the slips of a vote into its box, in place of those that were there.
	FillBox(vote ref.ID, issued ballot.Issued) error
	// Box reads the list of issued slips and, sorted by their tokens, those that voted.
	Box(vote ref.ID) (ballot.Issued, []ballot.Cast, error)
	// EmptyBox forgets slips and envelopes.
	EmptyBox(vote ref.ID) error
	// ForgetEnvelopes forgets the envelopes alone: by the list of slips anybody counts the published file again.
	ForgetEnvelopes(vote ref.ID) error
}

// Bringing is the public half of a teller's key, as the program of tellers prints it.
type Bringing struct{ Lid string }

// Trying is what a teller read in the test envelope.
type Trying struct{ Code string }

// Opening is before whom the tellers opened the ballots.
type Opening struct{ Witnesses string }

func (d Commands) voteLife() noun.LifeOf[VoteTx] {
	return noun.LifeOf[VoteTx]{Door: d.Votes, Shape: VoteShape, Tables: d.Tables}
}

var preparing = field.Fields{
	field.Count("slips", 1, peopleMost, func(p *Preparing) *int64 { return &p.Slips }),
	field.Person("tellerA", true, func(p *Preparing) *ref.ID { return &p.TellerA }),
	field.Person("tellerB", true, func(p *Preparing) *ref.ID { return &p.TellerB }),
}

// vote prepares a ballot by phone of all who state at the meeting of one of them.
func (d Commands) vote() noun.Act {
	a := noun.Further(d.life(Shape), "vote", "voted", "Prepare a ballot by phone of all who state at this meeting",
		preparing, (*Statement).mayVote, func(tx noun.Tx, s *Statement, in *Preparing) ([]act.Fact, error) {
			those, err := d.meeting(tx, s)
			if err != nil {
				return nil, err
			}
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			if err := in.fits(c, those); err != nil {
				return nil, err
			}
			v := prepare(*in, those)
			err = noun.Make(tx, act.Command{Verb: "statement.vote"}, VoteShape, v, nil, "vote.added.v1",
				act.Number("slips", v.Slips))
			if err != nil {
				return nil, err
			}
			for _, other := range those {
				if other.ID == s.ID {
					continue
				}
				c := act.Command{Actor: tx.Actor(), Verb: "statement.vote"}
				err := noun.Take(tx, c, Shape, noun.At{ID: other.ID}, "statement.voted.v1",
					func(_ noun.Tx, x *Statement) ([]act.Fact, error) {
						x.Vote = v.ID
						return []act.Fact{act.Id("vote", v.ID)}, nil // asked for by meeting
					})
				if err != nil {
					return nil, err
				}
			}
			s.Vote = v.ID
			return []act.Fact{act.Id("vote", v.ID)}, nil
		})
	a.Main = false
	a.Fill = func(v noun.Value) any { return &Preparing{Slips: v.(*Statement).Expected} }
	return a
}

// mayVote: until the ballots are counted, and once.
func (s *Statement) mayVote() error {
	if s.Vote != 0 {
		return text.Refuse(text.Conflict, "vote.again")
	}
	return s.in(Called, Written, Held)
}

// meeting are the statements of one meeting that are not under a vote yet: of a name, a day and a side.
func (d Commands) meeting(tx noun.Tx, s *Statement) (out []*Statement, err error) {
	list, err := tx.Those(ref.Statement, noun.Cond{Column: "meeting_on", Num: []int64{int64(s.MeetingOn)}},
		noun.Cond{Column: "state", Text: []string{Called, Written, Held}})
	for _, v := range list {
		if x := v.(*Statement); x.Meeting == s.Meeting && x.Side == s.Side && x.Vote == 0 {
			out = append(out, x)
		}
	}
	if len(out) > judgedMost {
		return nil, text.Refuse(text.Conflict, "vote.many", "n", len(out), "most", judgedMost)
	}
	return out, err
}

func voteIn(states ...string) func(*Vote) error {
	return func(v *Vote) error { return v.in(states...) }
}

// bring is a teller's own act: what closes envelopes comes from who alone can open them.
func (d Commands) bring() noun.Act {
	fs := field.Fields{field.Text("lid", 1, lidMost, func(b *Bringing) *string { return &b.Lid })}
	a := noun.Further(d.voteLife(), "bring", "brought", "Bring the public half of one's key, as a teller", fs,
		voteIn(Prepared), func(tx VoteTx, v *Vote, in *Bringing) ([]act.Fact, error) {
			lid, err := ballot.ReadLid(in.Lid)
			if err != nil {
				return nil, text.InputErrors{{Field: "lid", Message: text.M("vote.lid.form")}}
			}
			code, err := ballot.NewReceipt(rand.Reader)
			if err != nil {
				return nil, err
			}
			test, err := ballot.Test(lid, code)
			if err != nil {
				return nil, err
			}
			return []act.Fact{act.Code("lid", ballot.Digest([]byte(lid.Text())))},
				v.Bring(tx.Actor().Person, lid, test, ballot.Digest([]byte(code)))
		})
	a.For = tellerOf
	return a
}

// tellerOf says that somebody is one of the tellers.
func tellerOf(who actor.Actor, v noun.Value) bool { return v.(*Vote).teller(who.Person) != 0 }

// try is a teller's own act too: the key works.
func (d Commands) try() noun.Act {
	fs := field.Fields{field.Line("code", 1, 40, func(t *Trying) *string { return &t.Code })}
	a := noun.Further(d.voteLife(), "try", "tried", "Say what is in the test envelope, as a teller", fs,
		voteIn(Prepared), func(tx VoteTx, v *Vote, in *Trying) ([]act.Fact, error) {
			return nil, v.Try(tx.Actor().Person, in.Code)
		})
	a.For = func(who actor.Actor, v noun.Value) bool {
		x, ok := v.(*Vote)
		if t := x.teller(who.Person); ok && t != 0 {
			_, _, tried := x.of(t)
			return *tried != ""
		}
		return false
	}
	return a
}

// Print makes the slips of a vote. They are what this returns and nowhere else: lost on the way, they are printed anew,
// which makes those that were printed before worthless; a repeated command makes none. weights
// are of the day of the meeting.
func (d Commands) Print(ctx context.Context, c act.Command, id ref.ID) (v *Vote, slips []ballot.Slip, err error) {
	c.Verb = "vote.print"
	_, err = noun.Step(ctx, d.Votes, c, VoteShape, noun.At{ID: id}, "vote.printed.v1",
		func(tx VoteTx, x *Vote) ([]act.Fact, error) {
			if err := x.MayPrint(); err != nil {
				return nil, err
			}
			made, issued, err := ballot.Issue(x.Survey(d.Weights(x.MeetingOn)), rand.Reader)
			if err != nil {
				return nil, err
			}
			x.State, x.Issued, x.PrintedOn = Printed, ballot.Digest(issued.Text()), tx.Now().Day()
			v, slips = x, made
			return []act.Fact{act.Number("slips", x.Slips), act.Code("issued", x.Issued)}, tx.FillBox(x.ID, issued)
		})
	if err == nil && slips == nil {
		err = text.Refuse(text.Conflict, "voting.slips.again")
	}
	return v, slips, err
}

// MayPrint says whether slips may be printed: once the tellers are ready, and anew until the voting opens.
func (v *Vote) MayPrint() error {
	if v.State == Printed {
		return nil
	}
	return v.Ready()
}

func (d Commands) open() noun.Act {
	return noun.Further(d.voteLife(), "open", "opened", "Open the voting: from now on slips may vote", nil,
		voteIn(Printed), func(tx VoteTx, v *Vote, _ *struct{}) ([]act.Fact, error) {
			v.State, v.OpenedOn = Voting, tx.Now().Day()
			return []act.Fact{act.Code("issued", v.Issued)}, nil
		})
}

// end closes the voting: what is in the box is what the first teller is given.
func (d Commands) end() noun.Act {
	a := noun.Further(d.voteLife(), "end", "ended", "End the voting: nobody votes any more", nil, voteIn(Voting),
		func(tx VoteTx, v *Vote, _ *struct{}) ([]act.Fact, error) {
			poll, err := v.Poll(d.Weights(v.MeetingOn))
			if err != nil {
				return nil, err
			}
			_, cast, err := tx.Box(v.ID)
			if err != nil {
				return nil, err
			}
			if len(cast) < ballot.Least {
				return nil, text.Refuse(text.Conflict, "vote.few", "n", len(cast), "least", ballot.Least)
			}
			v.State, v.EndedOn, v.Cast = Ended, tx.Now().Day(), int64(len(cast))
			v.Sealed = ballot.Digest(ballot.Export(poll, cast))
			return []act.Fact{act.Number("cast", v.Cast), act.Code("sealed", v.Sealed)}, nil
		})
	a.Danger = true
	return a
}

// publish takes the file that the tellers made, counts it again, and has it count for those who were judged, as if one
// had counted paper; the second confirms it. The envelopes are forgotten; the file and the list of slips stay.
func (d Commands) publishVote() noun.Act {
	a := d.publishing(nil)
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) { return d.publishing(c.Files).Do(ctx, c) }
	return a
}

// publishing is the act with the files that came along, which stand on record only once it is done.
func (d Commands) publishing(came []act.File) noun.Act {
	fs := field.Fields{field.Line("witnesses", 1, lineMost, func(o *Opening) *string { return &o.Witnesses }),
		field.Files("file", true)}
	return noun.Further(d.voteLife(), "publish", "published",
		"Publish the file that the tellers made; it is counted again",
		fs, voteIn(Ended), func(tx VoteTx, v *Vote, in *Opening) ([]act.Fact, error) {
			file, err := d.published(tx, v, came)
			if err != nil {
				return nil, err
			}
			issued, _, err := tx.Box(v.ID)
			if err != nil {
				return nil, err
			}
			poll, err := v.Poll(d.Weights(v.MeetingOn))
			if err != nil {
				return nil, err
			}
			r, err := v.counted(poll, file, issued.Text(), tx.Now().Day())
			if err != nil {
				return nil, err
			}
			for _, id := range v.Statements() {
				if err := d.result(tx, id, v, r); err != nil {
					return nil, err
				}
			}
			return []act.Fact{act.Code("file", v.File), act.Words("witnesses", in.Witnesses)},
				tx.ForgetEnvelopes(v.ID)
		})
}

// result counts the published file for one who was judged; who was taken off the meeting before it gets none.
func (d Commands) result(tx VoteTx, id ref.ID, v *Vote, r ballot.Result) error {
	x, err := tx.One(ref.Statement, id)
	if err != nil {
		return err
	}
	switch s := x.(*Statement); s.State {
	case Held:
	case Cancelled:
		return nil
	default:
		return text.Refuse(text.Conflict, "vote.unheld", "title", s.Title)
	}
	t, ok := tallied(r, id)
	if !ok {
		return fmt.Errorf("vote %s: nothing was counted of %s", v.ID, id)
	}
	return noun.Take(tx, act.Command{Actor: tx.Actor(), Verb: "statement.count"}, Shape, noun.At{ID: id},
		"statement.counted.v1", func(tx VoteTx, s *Statement) ([]act.Fact, error) {
			return countedFacts(&t), s.Count(t, v.Slips, tx.Actor().Person, tx.Now().Day())
		})
}

// published reads the file that came along, or the newest that was attached as one.
func (d Commands) published(tx VoteTx, v *Vote, came []act.File) ([]byte, error) {
	if len(came) > 0 {
		return d.Bytes(came[0].Digest)
	}
	files, err := tx.EvidenceOf(v.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range slices.Backward(files) {
		if !e.Removed() && e.Phase == published {
			return d.Bytes(e.Digest)
		}
	}
	return nil, text.InputErrors{{Field: "file", Message: text.M("evidence.choose")}}
}

// counted judges the published file: it must be right in itself, of this vote and its form, closed with its tellers'
// keys, and of as many ballots as were cast.
func (v *Vote) counted(poll ballot.Poll, file, issued []byte, today when.Day) (ballot.Result, error) {
	r, err := ballot.Count(file, issued)
	switch {
	case err != nil:
		return r, text.InputErrors{{Field: "file", Message: wrongFile(err)}}
	case int64(r.Count) != v.Cast || !sameForm(r.Survey, poll.Survey) || r.A.Text() != v.LidA || r.B.Text() != v.LidB:
		return r, text.InputErrors{{Field: "file", Message: text.M("vote.handed.other")}}
	}
	v.State, v.File, v.CountedOn = Opened, ballot.Digest(file), today
	return r, nil
}

// sameForm says that two surveys ask the same of the same; what a grade is worth is not read off a file.
func sameForm(a, b ballot.Survey) bool {
	return a.ID == b.ID && a.Slice == b.Slice && a.Trim == b.Trim && slices.Equal(a.Groups, b.Groups) &&
		slices.EqualFunc(a.Questions, b.Questions, func(x, y ballot.Question) bool {
			return x.Code == y.Code && slices.EqualFunc(x.Options, y.Options, func(o, p ballot.Option) bool {
				return o.Code == p.Code
			})
		})
}

// wrongFile is what is said of a published file that cannot be counted.
func wrongFile(err error) text.Message {
	fault, _ := errors.AsType[ballot.Fault](err)
	switch fault.Code {
	case "issued":
		return text.M("vote.handed.other")
	case "token":
		return text.M("vote.handed.token")
	case "count", "slice":
		return text.M("vote.handed.count")
	case "answer", "line":
		return text.M("vote.handed.line")
	}
	return text.M("vote.handed.wrong") // not a published file, cut off, or with another head
}

// void gives a vote up, before the meeting's result rests on it. Its statements may be voted on anew, or on paper.
func (d Commands) void() noun.Act {
	fs := noun.Saying("why", reasonMost)
	a := noun.Further(d.voteLife(), "void", "voided", "Declare the vote void, with the reason", fs,
		voteIn(Prepared, Printed, Voting, Ended), func(tx VoteTx, v *Vote, in *noun.Said) ([]act.Fact, error) {
			return voidIn(tx, v, in.Text)
		})
	a.Danger, a.Main = true, false
	return a
}

func voidIn(tx VoteTx, v *Vote, why string) ([]act.Fact, error) {
	v.State, v.Why = Void, why
	for _, id := range v.Statements() {
		at := noun.At{ID: id, Follows: true}
		err := noun.Take(tx, act.Command{Actor: tx.Actor(), Verb: "statement.vote"}, Shape, at, "statement.unvoted.v1",
			func(_ VoteTx, s *Statement) ([]act.Fact, error) {
				s.Vote = 0
				return []act.Fact{act.Id("vote", v.ID)}, nil
			})
		if err != nil {
			return nil, err
		}
	}
	return []act.Fact{act.Words("reason", why)}, tx.EmptyBox(v.ID)
}

// VoidRestored declares a vote void that a backup was made of while slips were out: envelopes that were cast after it
// are gone, and those whose slips voted hold receipts that nothing can be found by.
func (d Commands) VoidRestored(ctx context.Context, c act.Command, id ref.ID) error {
	c.Verb = "vote.void"
	_, err := noun.Step(ctx, d.Votes, c, VoteShape, noun.At{ID: id}, "vote.voided.v1",
		func(tx VoteTx, v *Vote) ([]act.Fact, error) {
			if err := v.in(Printed, Voting); err != nil {
				return nil, err
			}
			return voidIn(tx, v, restoredWhy)
		})
	return err
}

// restoredWhy stands in the vote as its reason.
const restoredWhy = "系统从票已印出后的备份恢复，备份之后投的票已经丢失，投票作废。"

// VotesNoun is the declaration of votes by phone: they are prepared on a statement.
func (d Commands) VotesNoun() *noun.Noun {
	return &noun.Noun{Shape: VoteShape, See: "vote.see", List: "vote.list", Tables: d.Tables, Institution: "talks",
		Span:    "meetingOn",
		Columns: []string{"title", "meetingOn", "slips", "castCount", "tellerA", "tellerB", "state"},
		Filters: []string{"year"},
		Tabs: []noun.Tab{{Name: "open", Where: stateIs(Prepared, Printed, Voting, Ended)},
			{Name: "results", Where: stateIs(Opened)}, {Name: "all"}},
		Sorts: []noun.Sort{{Name: "meeting", Column: "meeting_on", Down: true}, {Name: "new", Column: "id", Down: true}},
		Acts:  []noun.Act{d.bring(), d.try(), d.open(), d.end(), d.publishVote(), d.void()},
		Notes: voteNotes, Waits: voteWaits,
	}
}

// voteNotes say what comes next.
func voteNotes(x noun.Value, _ when.Day) (out []text.Message) {
	v := x.(*Vote)
	switch {
	case v.State == Prepared && v.Ready() != nil:
		out = append(out, text.M("vote.note.tellers"))
	case v.State == Prepared:
		out = append(out, text.M("vote.note.print"))
	case v.State == Ended:
		out = append(out, text.M("vote.note.open"))
	}
	return out
}

// voteWaits: a teller brings a lid and tries the key.
var voteWaits = []noun.Wait{
	teller("teller_a", 'A'), teller("teller_b", 'B'),
}

func teller(column string, which byte) noun.Wait {
	return noun.Wait{Acts: []string{"bring", "try"}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		if who.Person == 0 || !who.InPerson() {
			return nil
		}
		return append(stateIs(Prepared), noun.Cond{Column: column, Num: []int64{int64(who.Person)}})
	}, Act: func(_ actor.Actor, x noun.Value) (string, []text.Message) {
		lid, _, tried := x.(*Vote).of(which)
		switch {
		case *lid == "":
			return "bring", []text.Message{text.M("vote.why.bring")}
		case *tried != "":
			return "try", []text.Message{text.M("vote.why.try")}
		}
		return "", nil
	}, Due: func(x noun.Value) when.Day { return x.(*Vote).MeetingOn }}
}
