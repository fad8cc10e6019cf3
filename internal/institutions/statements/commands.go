package statements

import (
	"shuangze/internal/act"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/when"
)

// Commands performs the commands of statements.
type Commands struct {
	Door   act.Door[noun.Tx]
	Votes  act.Door[VoteTx]
	Bytes  func(digest []byte) ([]byte, error) // of a file that was handed in
	Tables field.Tables
	Duties duty.Commands // a meeting that was held fulfils the duty that asked for it
	// Weights are those of a day; PublishBy and ReplyBy say until when a result is to be
	// published after the meeting, and answered after that [D].
	Weights            func(when.Day) Weights
	PublishBy, ReplyBy func(when.Day) when.Day
	Month              func(when.Day) int // in which statements are made [D]
}

func (d Commands) life(s noun.Shape) noun.Life {
	return noun.Life{Door: d.Door, Shape: s, Tables: d.Tables}
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: settle, Alike: alike,
		May: func(v noun.Value) error { return v.(*Statement).mayChange() }}
}

var moving = field.Fields{
	field.Day("meetingOn", true, func(m *Moving) *when.Day { return &m.MeetingOn }),
	field.Line("clock", 0, 5, func(m *Moving) *string { return &m.Clock }),
	field.Line("place", 1, lineMost, func(m *Moving) *string { return &m.Place }),
}

var writing = field.Fields{
	field.Text("onDuty", 1, partMost, func(t *Text) *string { return &t.OnDuty }),
	field.Text("onIntegrity", 1, partMost, func(t *Text) *string { return &t.OnIntegrity }),
	field.Text("onResults", 1, partMost, func(t *Text) *string { return &t.OnResults }),
	field.Files("file", false),
}

var holding = field.Fields{
	field.Day("heldOn", true, func(h *Holding) *when.Day { return &h.HeldOn }),
	field.Count("present", 1, peopleMost, func(h *Holding) *int64 { return &h.Present }),
	field.Files("file", false),
}

var counting = func() (out field.Fields) {
	for _, b := range ballots {
		out = append(out, field.Count(b.name, 0, peopleMost, b.at))
	}
	return out
}()

func while(states ...string) func(*Statement) error {
	return func(s *Statement) error { return s.in(states...) }
}

func (d Commands) move() noun.Act {
	a := noun.Further(d.life(Shape), "move", "moved", "Set another day of the meeting", moving, while(Called, Written),
		func(tx noun.Tx, s *Statement, in *Moving) ([]act.Fact, error) {
			err := s.Move(*in, tx.Now().Day())
			return []act.Fact{act.Date("to", in.MeetingOn), act.Words("place", in.Place)}, err
		})
	a.Main = false
	a.Fill = func(v noun.Value) any {
		s := v.(*Statement)
		return &Moving{s.MeetingOn, s.Clock, s.Place}
	}
	return a
}

// write is the person's own: nobody hands a statement in for somebody else.
func (d Commands) write() noun.Act {
	a := noun.Further(d.life(Shape), "write", "written", "Hand in what one states, before the meeting",
		writing, while(Called),
		func(tx noun.Tx, s *Statement, in *Text) ([]act.Fact, error) {
			return nil, s.Write(*in, tx.Now().Day())
		})
	a.Kept = true
	a.Fill = func(v noun.Value) any {
		s := v.(*Statement)
		return &Text{s.OnDuty, s.OnIntegrity, s.OnResults}
	}
	return a
}

func (d Commands) hold() noun.Act {
	a := noun.Further(d.life(Shape), "hold", "held", "Say that the meeting was held, and how many were present",
		holding, while(Written),
		func(tx noun.Tx, s *Statement, in *Holding) ([]act.Fact, error) {
			if err := s.Hold(*in, d.PublishBy, tx.Now().Day()); err != nil {
				return nil, err
			}
			_, err := d.Duties.Fulfil(tx, act.Command{Actor: tx.Actor()}, duty.Fulfilled{Form: Shape.Word, Body: s.Body,
				Person: s.Person, On: in.HeldOn, How: s.Meeting, By: Shape.Ref(s)})
			return []act.Fact{act.Date("on", in.HeldOn), act.Number("present", in.Present)}, err
		})
	a.Fill = func(v noun.Value) any { return &Holding{HeldOn: v.(*Statement).MeetingOn} }
	return a
}

func (d Commands) remark() noun.Act {
	fs := noun.Saying("remark", textMost)
	a := noun.Further(d.life(Shape), "remark", "remarked", "Write down what the superior remarked", fs,
		while(Held, Counted, Rated),
		func(_ noun.Tx, s *Statement, in *noun.Said) ([]act.Fact, error) {
			s.Remark = in.Text
			return []act.Fact{act.Words("opinion", in.Text)}, nil
		})
	a.Kept = true
	a.Fill = func(v noun.Value) any { return &noun.Said{Text: v.(*Statement).Remark} }
	return a
}

func (d Commands) count() noun.Act {
	return noun.Further(d.life(Shape), "count", "counted", "Say what was counted of the ballots", counting,
		(*Statement).onPaper, func(tx noun.Tx, s *Statement, in *Tally) ([]act.Fact, error) {
			return countedFacts(in), s.Count(*in, s.Present, tx.Actor().Person, tx.Now().Day())
		})
}

func countedFacts(t *Tally) []act.Fact {
	facts := make([]act.Fact, len(ballots))
	for i, b := range ballots {
		facts[i] = act.Number(b.name, *b.at(t))
	}
	return facts
}

func (d Commands) confirm() noun.Act {
	a := noun.Further(d.life(Shape), "confirm", "rated", "Confirm, as the second, what was counted", nil, while(Counted),
		func(tx noun.Tx, s *Statement, _ *struct{}) ([]act.Fact, error) {
			w := d.Weights(s.HeldOn)
			err := s.Confirm(w, tx.Actor().Person, tx.Now().Day())
			facts := []act.Fact{act.Number("score", s.Score)}
			for _, g := range Grades {
				facts = append(facts, act.Number("weight-"+g, int64(w[g])))
			}
			return facts, err
		})
	return a
}

func (d Commands) dispute() noun.Act {
	fs := noun.Saying("reason", reasonMost)
	a := noun.Further(d.life(Shape), "dispute", "disputed", "Say, as the second, that the count is not right", fs,
		while(Counted),
		func(_ noun.Tx, s *Statement, in *noun.Said) ([]act.Fact, error) {
			s.uncount()
			return []act.Fact{act.Words("reason", in.Text)}, nil
		})
	a.Danger = true
	return a
}

func (d Commands) publish() noun.Act {
	a := noun.Further(d.life(Shape), "publish", "published", "Publish the result into the person's record", nil,
		while(Rated),
		func(tx noun.Tx, s *Statement, _ *struct{}) ([]act.Fact, error) {
			s.Publish(d.ReplyBy, tx.Now().Day())
			return []act.Fact{act.Number("score", s.Score)}, nil
		})
	a.Many = true
	return a
}

func (d Commands) reply() noun.Act {
	fs := noun.Saying("reply", textMost)
	return noun.Further(d.life(Shape), "reply", "replied", "Answer to the result, once", fs, (*Statement).mayReply,
		func(tx noun.Tx, s *Statement, in *noun.Said) ([]act.Fact, error) {
			s.Reply, s.RepliedOn = in.Text, tx.Now().Day()
			return []act.Fact{act.Words("opinion", in.Text)}, nil
		})
}

func (d Commands) close() noun.Act {
	a := noun.Further(d.life(Shape), "close", "closed", "Close it, once the person replied or had the time to", nil,
		while(Published),
		func(tx noun.Tx, s *Statement, _ *struct{}) ([]act.Fact, error) {
			err := s.mayClose(tx.Now().Day())
			s.State, s.ClosedOn, s.Due = Closed, tx.Now().Day(), 0
			return nil, err
		})
	a.Rule = func(v noun.Value, now when.Instant) error { return v.(*Statement).mayClose(now.Day()) }
	a.Many = true
	return a
}

func (d Commands) cancel() noun.Act {
	fs := noun.Saying("why", reasonMost)
	a := noun.Further(d.life(Shape), "cancel", "cancelled", "Cancel it before it is held", fs, while(Called, Written),
		func(_ noun.Tx, s *Statement, in *noun.Said) ([]act.Fact, error) {
			s.State, s.Why, s.Due = Cancelled, in.Text, 0
			return []act.Fact{act.Words("reason", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}

// ask puts a question and its answer on record, each as an object of its own: what is typed
// at the meeting stays in the browser until it is sent.
func (d Commands) ask() noun.Act {
	fs := Questions.Asked()
	a := noun.Further(d.life(Shape), "ask", "asked", "Record a question that was put at the meeting, and its answer", fs,
		while(Written, Held, Counted, Rated), func(tx noun.Tx, s *Statement, in *Question) ([]act.Fact, error) {
			if err := s.asking(tx.Now().Day()); err != nil {
				return nil, err
			}
			q := &Question{Statement: s.ID, Person: s.Person, Asker: in.Asker, Question: in.Question, Answer: in.Answer}
			q.Unit, q.Side, q.State = s.Unit, s.Side, Stands
			s.Asked++
			err := noun.Make(tx, act.Command{Verb: "statement.ask"}, QuestionShape, q, nil, "inquiry.added.v1",
				act.Code("asker", q.Asker))
			return []act.Fact{act.Id("question", q.ID)}, err
		})
	a.Kept = true
	a.Rule = func(v noun.Value, now when.Instant) error { return v.(*Statement).asking(now.Day()) }
	return a
}

// strike takes off a question that was recorded wrongly; it stays readable.
func (d Commands) strike() noun.Act {
	fs := noun.Saying("why", reasonMost)
	return noun.Further(d.life(QuestionShape), "strike", "struck", "Strike a question that was recorded wrongly", fs,
		func(q *Question) error { return q.mayStrike() },
		func(tx noun.Tx, q *Question, in *noun.Said) ([]act.Fact, error) {
			q.State, q.Why = Struck, in.Text
			c := act.Command{Actor: tx.Actor(), Verb: "statement.ask"}
			return []act.Fact{act.Words("reason", in.Text)}, noun.Take(tx, c, Shape, noun.At{ID: q.Statement},
				"statement.unasked.v1", func(_ noun.Tx, s *Statement) ([]act.Fact, error) {
					s.Asked--
					return []act.Fact{act.Id("question", q.ID)}, s.in(Written, Held, Counted, Rated)
				})
		})
}
