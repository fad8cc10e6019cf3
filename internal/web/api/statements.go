package api

import (
	"cmp"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

type owedQuery struct {
	Year int `query:"year" minimum:"0" maximum:"9999" doc:"The running year or the last; the running one by itself."`
}

// StatementsOwed are the bodies whose first responsible person was not called to state for a year.
type StatementsOwed struct {
	Year  int             `json:"year"`
	Items []StatementOwed `json:"items" doc:"Whom you may call, in the order of the county."`
}

// StatementOwed is one of them.
type StatementOwed struct {
	Body   ref.ID `json:"body"`
	Unit   ref.ID `json:"unit"`
	Person ref.ID `json:"person"`
	Post   string `json:"post"`
	Side   string `json:"side" enum:"principal,supervisory"`
}

// StatementCalling is a meeting and who states at it: all of them are called, or nobody.
type StatementCalling struct {
	Year         int64    `json:"year"`
	Meeting      string   `json:"meeting"`
	MeetingOn    day      `json:"meetingOn"`
	Clock        string   `json:"clock,omitempty" doc:"When it begins, as 14:30."`
	Place        string   `json:"place"`
	Chair        string   `json:"chair"`
	Expected     int64    `json:"expected"`
	Participants string   `json:"participants,omitempty"`
	Bodies       []ref.ID `json:"bodies" maxItems:"100" doc:"Whose first responsible persons state."`
}

// statementOperations are what programs do about statements beside the objects.
func statementOperations() []operation {
	return []operation{
		get("listStatementsOwed", "/statements/owed", "statement.add", statements.Shape.Name,
			"Whose first responsible person was not called to state for a year", statementsOwed),
		made("callStatements", "/statements/call", "statement.add", statements.Shape.Name,
			"Call several to state at one meeting, all of them or none; each gets a statement of their own",
			func(c *call, b StatementCalling) (act.Receipt, error) {
				at := statements.Statement{Year: b.Year, Meeting: b.Meeting, MeetingOn: when.Day(b.MeetingOn), Clock: b.Clock,
					Place: b.Place, Chair: b.Chair, Expected: b.Expected, Participants: b.Participants}
				return c.face.Votes.CallAll(c.r.Context(), c.command(), at, b.Bodies)
			})}
}

func statementsOwed(c *call, q owedQuery) (out StatementsOwed, err error) {
	running := c.today().Year()
	out = StatementsOwed{Year: cmp.Or(q.Year, running), Items: []StatementOwed{}}
	if out.Year != running && out.Year != running-1 {
		return out, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	county, err := c.county(0)
	if err != nil {
		return out, err
	}
	got, err := c.face.Objects.Whole(c.r.Context(), statements.Shape.Of, c.scope("statement.see"),
		statements.OfYear(out.Year), statements.YearMost)
	if err != nil {
		return out, err
	}
	var list []*statements.Statement
	for _, x := range got.Values {
		list = append(list, x.(*statements.Statement))
	}
	for _, o := range statements.Owed(county, out.Year, list) {
		if access.Can(c.actor, "statement.add", o.Object(c.actor.Jurisdiction)) {
			out.Items = append(out.Items, StatementOwed{o.Body, o.Unit, o.Person, o.Post, string(actor.Side(o.Side))})
		}
	}
	return out, nil
}
