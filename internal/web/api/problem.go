package api

import (
	"net/http"

	"shuangze/internal/act"
	"shuangze/internal/due"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/sift"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// ProblemLine is one problem in a list.
type ProblemLine struct {
	ID          ref.ID `json:"id"`
	Number      string `json:"number"`
	Facts       string `json:"facts"`
	Side        string `json:"side" codes:"side"`
	State       string `json:"state" codes:"problem-state"`
	Level       string `json:"level" codes:"problem-level"`
	Source      string `json:"source" codes:"source"`
	Unit        ref.ID `json:"unit"`
	Leader      ref.ID `json:"leader"`
	Handler     ref.ID `json:"handler"`
	LeaderName  string `json:"leaderName,omitempty" doc:"As an imported ledger wrote it."`
	HandlerName string `json:"handlerName,omitempty"`
	Due         day    `json:"due,omitzero"`
	Order       ref.ID `json:"order" doc:"The order issued for it."`
	Imported    bool   `json:"imported"`
	History     bool   `json:"past" doc:"Was closed before the system, without its evidence here."`
	Overdue     bool   `json:"overdue" doc:"Open after its own due day, under an order too."`
	ClosedLate  bool   `json:"closedLate" doc:"Reported put right after its due day."`
	Comments    int    `json:"comments,omitempty" doc:"In lists: how many comments one may read about it."`
}

// Problems is one page of the list.
type Problems struct {
	Items    []ProblemLine `json:"items"`
	Next     string        `json:"next,omitempty"`
	Previous string        `json:"previous,omitempty"`
	Count    int           `json:"count" doc:"Exact up to 1000."`
	More     bool          `json:"more" doc:"There are more than count."`
}

// unmet asks for what is overdue and was not reported done.
const unmet = "over"

type problemQuery struct {
	Open      bool   `query:"open" doc:"Only what still has to be put right."`
	State     string `query:"state" codes:"problem-state"`
	Unit      ref.ID `query:"unit"`
	Person    ref.ID `query:"person" doc:"Only what this person leads or handles."`
	Side      string `query:"side" codes:"side"`
	Level     string `query:"level" codes:"problem-level"`
	Source    string `query:"source" codes:"source"`
	Category  string `query:"category" codes:"category"`
	Standing  bool   `query:"standing" doc:"Without those withdrawn."`
	Except    ref.ID `query:"except" doc:"Of all units but this one."`
	Followed  string `query:"followed" codes:"followed" doc:"What followed; any: not closed before the system."`
	Overdue   bool   `query:"overdue"`
	Soon      bool   `query:"soon" doc:"Open and due within seven days, today among them."`
	Unmatched bool   `query:"unmatched" doc:"Names of an imported ledger that are not in the register."`
	Registers string `query:"registered" doc:"Registered in this year, 2026, or month, 2026-11."`
	Closes    string `query:"closed" doc:"Closed in this year or month, and not reopened."`
	Met       string `query:"met" codes:"met" doc:"Closed by its day, closed later, or overdue and not reported done."`
	Words     string `query:"q" maxLength:"60" doc:"Words of one or more characters that it holds."`
	Sort      string `query:"sort" codes:"order-sort" doc:"As that of orders."`
	page
}

func listProblems(c *call, q problemQuery) (out Problems, err error) {
	f := problem.Filter{Open: q.Open, State: problem.State(q.State), Unit: q.Unit, Person: q.Person, Side: side(q.Side),
		Level: problem.Level(q.Level), Source: q.Source, Category: q.Category, Standing: q.Standing,
		Except: q.Except, Followed: problem.Sequel(q.Followed),
		Unmatched: q.Unmatched, Words: q.Words,
		After: problem.Cursor(order.ParseCursor(q.After)), Limit: q.Limit}
	f = f.By(q.Sort)
	if q.Overdue {
		f.Overdue = c.today()
	}
	if q.Soon {
		f.DueFrom, f.DueBelow = c.today(), c.today()+due.Week
	}
	if f.Registers, err = span("registered", q.Registers); err != nil {
		return out, err
	}
	if f.Met = sift.Met(q.Met); q.Met == unmet {
		f.Met, f.Unmet = "", c.today()
	}
	if f.Closes, err = span("closed", q.Closes); err != nil {
		return out, err
	}
	p, err := c.face.Read.Problems(c.r.Context(), c.scope("problem.see"), f)
	if err != nil {
		return out, err
	}
	said, err := commentsOf(c, p.Lines)
	if err != nil {
		return out, err
	}
	out = Problems{Items: make([]ProblemLine, 0, len(p.Lines)), Next: order.Cursor(p.Older).String(),
		Previous: order.Cursor(p.Newer).String(), Count: p.Count, More: p.More}
	for _, l := range p.Lines {
		out.Items = append(out.Items, ProblemLine{l.ID, l.Number.String(), c.shown(l.Facts), string(l.Side), string(l.State),
			string(l.Level), l.Source, l.Unit,
			l.Leader, l.Handler, l.LeaderName, l.HandlerName, day(l.Due), l.Order, l.Imported, l.History,
			l.Overdue(c.today()), l.ClosedLate(), said[l.ID]})
	}
	return out, nil
}

// ProblemWhole is one problem with everything about it.
type ProblemWhole struct {
	ProblemLine
	Version      int64           `json:"version"`
	Subsource    string          `json:"subsource,omitempty"`
	Category     string          `json:"category,omitempty"`
	Assist       []ref.ID        `json:"assist" doc:"Units that an imported ledger names beside the unit."`
	LongTerm     bool            `json:"longTerm" doc:"Kept up for good."`
	Rule         string          `json:"rule" doc:"The rule that was broken."`
	Cause        string          `json:"cause"`
	Measures     []MatterMeasure `json:"measures"`
	Found        day             `json:"found,omitzero"`
	Registrar    ref.ID          `json:"registrar"`
	Origin       string          `json:"origin,omitempty" doc:"The object that found it, as visit/12."`
	Requester    ref.ID          `json:"requester"`
	RequesterFor ref.ID          `json:"requesterFor" doc:"For whom a deputy reported it put right; 0 = nobody."`
	RegisteredAt instant         `json:"registeredAt,omitzero"`
	ClosedAt     instant         `json:"closedAt,omitzero"`
	Progress     string          `json:"progress,omitempty"`
	Remark       string          `json:"remark,omitempty"`
	Rejections   int64           `json:"rejections"`
	SentBack     string          `json:"sentBack,omitempty" doc:"What is missing, while the unit has the report again."`
	NoteBy       day             `json:"noteBy,omitzero" doc:"Until when the leading group is to note it; none when it is not reported to it."`
	NotedAt      instant         `json:"notedAt,omitzero"`
	Noter        ref.ID          `json:"noter" doc:"Who of the leading group noted it."`
	Proposals    []Proposal      `json:"proposals" doc:"Why the system proposes one level up, today."`
	Events       []Event         `json:"history" doc:"The latest first, at most 100."`
	Earlier      int64           `json:"earlier" doc:"How many earlier acts there are: ask again, before the last."`
	Evidence     []Evidence      `json:"evidence"`
}

// Proposal is one cause for which a higher level is proposed.
type Proposal struct {
	Cause string `json:"cause" enum:"overdue,recurred,rejected"`
	Since day    `json:"since"`
	N     int64  `json:"n" doc:"Dates missed, close-outs sent back, or earlier problems of the like."`
}

func proposalsOf(list []problem.Proposal, today when.Day) []Proposal {
	out := make([]Proposal, 0, len(list))
	for _, x := range list {
		out = append(out, Proposal{string(x.Cause), day(x.On), x.Count(today)})
	}
	return out
}

func getProblem(c *call, q pastQuery) (out ProblemWhole, err error) {
	ctx, id := c.r.Context(), c.id()
	p, found, err := c.face.Read.Problem(ctx, id)
	if err != nil {
		return out, err
	}
	if err := c.see("problem.see", found, p.Object()); err != nil {
		return out, err
	}
	course, err := c.course(id, q.Before)
	if err != nil {
		return out, err
	}
	files, err := c.face.Read.EvidenceOf(ctx, id)
	if err != nil {
		return out, err
	}
	p = p.Said(c.shown)
	return ProblemWhole{ProblemLine: ProblemLine{p.ID, p.Number.String(), p.Facts, string(p.Side), string(p.State),
			string(p.Level), p.Source, p.Unit,
			p.Leader, p.Handler, p.LeaderName, p.HandlerName, day(p.Due), p.Order, p.Imported, p.History,
			p.Overdue(c.today()), p.ClosedLate(), 0},
			Version: p.Version, Subsource: p.Subsource, Category: p.Category, Assist: append([]ref.ID{}, p.Assist...),
			LongTerm: p.LongTerm, Rule: p.Rule, Cause: p.Cause, Measures: measuresOf(p.Measures), Found: day(p.Found),
			Registrar: p.Registrar, Origin: p.Origin, Requester: p.Requester,
			RequesterFor: p.RequesterFor, RegisteredAt: instant(p.RegisteredAt), ClosedAt: instant(p.ClosedAt),
			Progress: p.Progress,
			Remark:   p.Remark, Rejections: p.Rejections, SentBack: p.SentBack, NoteBy: day(p.NoteBy),
			NotedAt:   instant(p.NotedAt),
			Noter:     p.Noter,
			Proposals: proposalsOf(p.Standing(c.today()), c.today()), Events: course.History,
			Earlier: course.Earlier, Evidence: evidencesOf(files)},
		nil
}

type ProblemInput struct {
	Side        string          `json:"side" codes:"side"`
	Source      string          `json:"source" codes:"source"`
	Subsource   string          `json:"subsource,omitempty"`
	Category    string          `json:"category,omitempty" codes:"category"`
	Level       string          `json:"level" codes:"problem-level"`
	Unit        ref.ID          `json:"unit"`
	Facts       string          `json:"facts" maxLength:"1000"`
	Rule        string          `json:"rule,omitempty" maxLength:"300"`
	Cause       string          `json:"cause,omitempty" maxLength:"500"`
	Measures    []MatterMeasure `json:"measures" maxItems:"20"`
	Leader      ref.ID          `json:"leader,omitempty" doc:"Or leaderName."`
	Handler     ref.ID          `json:"handler,omitempty" doc:"Or handlerName."`
	LeaderName  string          `json:"leaderName,omitempty" maxLength:"60"`
	HandlerName string          `json:"handlerName,omitempty" maxLength:"60"`
	Due         day             `json:"due"`
	Found       day             `json:"found,omitzero"`
}

// MeasureMark says of one measure whether it is done.
type MeasureMark struct {
	Measure int  `json:"measure" doc:"Its place in the list, from 1."`
	Done    bool `json:"done"`
}

func problemOperations() []operation {
	const one = "/problems/{id}"
	return []operation{
		get("listProblems", "/problems", "problem.list", "problems", "List problems within one’s reach", listProblems),
		get("getProblem", one, "problem.see", "problems", "One problem with its history and evidence", getProblem),
		made("registerProblem", "/problems", "problem.register", "problems", "Number a problem and put it on the list",
			func(c *call, b ProblemInput) (act.Receipt, error) {
				return c.face.Problems.Register(c.r.Context(), c.command(), problem.Input{Side: side(b.Side), Source: b.Source,
					Subsource: b.Subsource, Category: b.Category,
					Level: problem.Level(b.Level), Unit: b.Unit, Facts: b.Facts, Rule: b.Rule, Cause: b.Cause,
					Measures: toDo(b.Measures), Leader: b.Leader, Handler: b.Handler,
					LeaderName: b.LeaderName, HandlerName: b.HandlerName, Due: when.Day(b.Due), Found: when.Day(b.Found)})
			}),
		do("markProblemMeasure", http.MethodPost, one+"/measure", "problem.do-measure", "problems",
			"Say of a measure whether it is done", func(c *call, b MeasureMark) (act.Receipt, error) {
				return c.face.Problems.MarkMeasure(c.r.Context(), c.command(), c.id(), b.Measure-1, b.Done)
			}),
	}
}
