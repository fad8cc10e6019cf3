package api

import (
	"cmp"
	"net/http"
	"reflect"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/facts"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/paper"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Scores are how the bodies stand that one may see, while the year runs.
type Scores struct {
	Year  int     `json:"year"`
	Day   day     `json:"day" doc:"As of which day."`
	Items []Score `json:"items"`
}

// Score is how a body stands: points in hundredths.
type Score struct {
	Body   ref.ID `json:"body"`
	Unit   ref.ID `json:"unit"`
	Side   string `json:"side" codes:"side"`
	Scheme string `json:"scheme"`
	Known  bool   `json:"known" doc:"Whether anything counts yet."`
	Total  int64  `json:"total" doc:"Hundredths of a point."`
	Group  string `json:"group" doc:"In which it is ranked: a category of units."`
	Rank   int    `json:"rank" doc:"0: not placed."`
	Of     int    `json:"of"`
	Grade  string `json:"grade"`
	Open   int    `json:"open" doc:"Indicators that wait to be marked; they count neither way."`
}

// ScoreSheet is a score with how it came about.
type ScoreSheet struct {
	Score
	Year       int          `json:"year"`
	Raw        int64        `json:"raw" doc:"Gained by all indicators, in hundredths."`
	Applicable int64        `json:"applicable" doc:"Points that count."`
	Normal     int64        `json:"normal" doc:"Raw divided by applicable, of a hundred."`
	Added      int64        `json:"added"`
	Deducted   int64        `json:"deducted"`
	ForCases   int64        `json:"forCases" doc:"Deducted from the total for cases; 0 where an indicator deducts them."`
	Lines      []ScoreLine  `json:"lines"`
	Extras     []ScoreExtra `json:"extras"`
	Cases      []ScoreCase  `json:"cases" doc:"Decided in the year, and known to the head of the unit."`
	Proposed   []ScoreVeto  `json:"proposed,omitempty" doc:"Vetoes for the leading group to decide; never automatic."`
	Chances    []ScoreGain  `json:"chances" doc:"What each act that remains would add to its indicator."`
	Steps      []ScoreStep  `json:"steps" doc:"The way from 100 to the total; what changes nothing is left out."`
	Peers      *ScorePeers  `json:"peers,omitempty" doc:"Its group, without names; none where fewer than 3 have a score."`
	Years      []ScoreYear  `json:"years" doc:"Of those offered, with a score; past ones may be minutes old."`
}

// ScorePeers is how the group of a body stands, the body among them, without a name: points in hundredths.
type ScorePeers struct {
	Totals []int64     `json:"totals" doc:"Of all bodies that have a score, from the least."`
	Median int64       `json:"median" doc:"Half up."`
	Means  []ScoreMean `json:"means" doc:"By indicators of the first level that count for the body."`
}

// ScoreMean is what an indicator comes to on the average of a group.
type ScoreMean struct {
	No     string `json:"no"`
	Name   string `json:"name"`
	Gained int64  `json:"gained" doc:"By the body, in hundredths."`
	Counts int64  `json:"counts" doc:"Of these points."`
	Mean   *int64 `json:"mean,omitempty" doc:"The mean share gained of the points; none where fewer than 3 count."`
	Of     int    `json:"of" doc:"How many bodies it counts for."`
}

// ScoreYear is how the body stood in a year.
type ScoreYear struct {
	Year   int    `json:"year"`
	Total  int64  `json:"total" doc:"Hundredths of a point."`
	Rank   int    `json:"rank"`
	Of     int    `json:"of"`
	Grade  string `json:"grade"`
	Median *int64 `json:"median,omitempty" doc:"Of its group; left out where fewer than 3 have a score."`
}

// ScoreStep is a step from 100 to the total: hundredths of a point, of a hundred.
type ScoreStep struct {
	Why string `json:"why" codes:"score-step"`
	No  string `json:"no,omitempty" doc:"The indicator of the first level at which it was lost."`
	By  int64  `json:"by" doc:"Negative: down."`
	At  int64  `json:"at" doc:"Where the score stands after it."`
}

// ScoreLine is an indicator without others below it.
type ScoreLine struct {
	No      string      `json:"no"`
	Name    string      `json:"name"`
	Points  int64       `json:"points" doc:"Hundredths."`
	Gained  int64       `json:"gained" doc:"Hundredths."`
	State   string      `json:"state" codes:"score-state"`
	Rule    string      `json:"rule"`
	Formula string      `json:"formula,omitempty"`
	Steps   []string    `json:"steps,omitempty" doc:"The working, from the values put in to the result."`
	Read    []ScoreFact `json:"read,omitempty"`
	Poll    *ScorePoll  `json:"poll,omitempty" doc:"Of one that is polled, once something was counted."`
}

// ScorePoll is how the result of a poll came about.
type ScorePoll struct {
	Result *int64      `json:"result,omitempty" doc:"Out of a hundred, in hundredths; none where too few answered."`
	Groups []PollGroup `json:"groups"`
}

// PollGroup is what one class of voters said.
type PollGroup struct {
	Class    string       `json:"class"`
	Name     string       `json:"name"`
	Weight   int64        `json:"weight" doc:"By the scheme, in hundredths of a percent."`
	Counted  bool         `json:"counted"`
	Issued   int64        `json:"issued"`
	Returned int64        `json:"returned"`
	Valid    int64        `json:"valid"`
	Hidden   bool         `json:"hidden" doc:"Too few answered to be shown by themselves."`
	Mean     *int64       `json:"mean,omitempty" doc:"Hundredths, out of a hundred."`
	Answers  []PollAnswer `json:"answers"`
}

// PollAnswer is how many gave an answer.
type PollAnswer struct {
	Answer string `json:"answer"`
	Count  int64  `json:"count"`
}

// pollOf is how a leaf was polled; nil = it was not.
func pollOf(m *scheme.Sound, l scheme.Line, name func(class string) string) *ScorePoll {
	if len(l.Tallies) == 0 {
		return nil
	}
	p := m.Poll(l.No, l.Tallies)
	out := &ScorePoll{Groups: []PollGroup{}}
	if n, ok := p.Result.Hundredths(); ok {
		out.Result = &n
	}
	for _, g := range p.Groups {
		x := PollGroup{Class: g.Class, Name: name(g.Class), Weight: g.Weight, Counted: g.Counted, Issued: g.Tally.Issued,
			Returned: g.Tally.Returned, Valid: g.Tally.Valid, Hidden: g.Hidden, Answers: []PollAnswer{}}
		if n, ok := g.Mean.Hundredths(); ok {
			x.Mean = &n
		}
		for _, w := range g.Scale {
			if !g.Hidden {
				x.Answers = append(x.Answers, PollAnswer{string(w.Answer), g.Tally.Of(w.Answer)})
			}
		}
		out.Groups = append(out.Groups, x)
	}
	return out
}

// ScoreExtra is an addition or a deduction.
type ScoreExtra struct {
	Code    string      `json:"code"`
	Name    string      `json:"name"`
	Deducts bool        `json:"deducts"`
	Gained  int64       `json:"gained" doc:"Hundredths."`
	State   string      `json:"state" codes:"score-state"`
	Read    []ScoreFact `json:"read,omitempty"`
}

// ScoreCase is what a case costs.
type ScoreCase struct {
	Case     ref.ID `json:"case,omitempty" doc:"Left out for who may not see it."`
	Outcome  string `json:"outcome" codes:"case-outcome"`
	Name     string `json:"name" doc:"Of the outcome."`
	Team     bool   `json:"team" doc:"Of a member of the leadership team."`
	Found    string `json:"found" codes:"case.found"`
	Points   int64  `json:"points" doc:"Of the outcome, in hundredths."`
	Times    int64  `json:"times" doc:"By which they are multiplied, in hundredths."`
	Deducted int64  `json:"deducted" doc:"Hundredths."`
	Working  string `json:"working"`
}

// ScoreVeto is a veto that is proposed.
type ScoreVeto struct {
	Code     string      `json:"code"`
	Name     string      `json:"name"`
	Document string      `json:"document" doc:"The number of the document that allows it."`
	Read     []ScoreFact `json:"read"`
}

// ScoreFact is a value that was read, exact, with the lists behind it.
type ScoreFact struct {
	Key   string   `json:"key"`
	Name  string   `json:"name"`
	Value string   `json:"value" doc:"A number as it is written; empty: not applicable."`
	Lists []string `json:"lists,omitempty" doc:"The addresses of the pages whose length it is, or whose sum."`
}

// ScoreGain is what one more act is worth.
type ScoreGain struct {
	No    string `json:"no"`
	Key   string `json:"key"`
	Over  bool   `json:"over" doc:"Something overdue, done late; else one more done in time."`
	Worth int64  `json:"worth" doc:"Hundredths of the indicator’s points."`
}

// FactList is what formulas may name.
type FactList struct {
	Items []FactLine `json:"items"`
}

// FactLine is one of them.
type FactLine struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	About string `json:"about"`
	Unit  string `json:"unit"`
}

type scoresQuery struct {
	Year int `query:"year" doc:"The present one when left out."`
}

func (c *call) yearAsked(q scoresQuery) (int, error) {
	year := cmp.Or(q.Year, c.today().Year())
	if year < yearLeast || year > yearMost {
		return 0, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	return year, nil
}

func scoreObject(jurisdiction int32, s appraisal.Standing) access.Object {
	return access.Object{Jurisdiction: jurisdiction, Kind: ref.Body, ID: s.Body, Unit: s.Unit, Side: s.Side}
}

func (c *call) asksScores(k *bodies.County, year int) appraisal.Asked {
	return appraisal.Asked{Jurisdiction: c.actor.Jurisdiction, County: k, Rules: c.face.Policy, Year: year, Now: c.now}
}

// standings are those that the owner may see.
func (c *call) standings(year int) (out []appraisal.Standing, err error) {
	k, err := c.county(0)
	if err != nil {
		return nil, err
	}
	all, err := c.face.Running.All(c.r.Context(), c.asksScores(k, year))
	for _, s := range all {
		if access.Can(c.actor, "score.see", scoreObject(c.actor.Jurisdiction, s)) {
			out = append(out, s)
		}
	}
	return out, err
}

func scoreOf(s appraisal.Standing) Score {
	return Score{Body: s.Body, Unit: s.Unit, Side: string(s.Side), Scheme: s.Scheme.Code, Known: s.Sheet.Known(),
		Total: s.Sheet.Total, Group: s.Group, Rank: s.Rank, Of: s.Of, Grade: s.Grade, Open: s.Sheet.OpenLines()}
}

func getScores(c *call, q scoresQuery) (out Scores, err error) {
	year, err := c.yearAsked(q)
	if err != nil {
		return out, err
	}
	list, err := c.standings(year)
	out = Scores{Year: year, Day: day(c.today()), Items: []Score{}}
	for _, s := range list {
		out.Items = append(out.Items, scoreOf(s))
	}
	return out, err
}

// scoreBeside is how the body at the address stands in a year, for who may see it.
func (c *call) scoreBeside(q scoresQuery) (b appraisal.Beside, err error) {
	year, err := c.yearAsked(q)
	if err != nil {
		return b, err
	}
	k, err := c.county(0)
	if err != nil {
		return b, err
	}
	b, ok, err := c.face.Running.Beside(c.r.Context(), c.asksScores(k, year), c.id())
	if err != nil {
		return b, err
	}
	return b, c.see("score.see", ok, scoreObject(c.actor.Jurisdiction, b.Standing))
}

func getScore(c *call, q scoresQuery) (out ScoreSheet, err error) {
	b, err := c.scoreBeside(q)
	if err != nil {
		return out, err
	}
	s, year := b.Standing, b.Year
	x := s.Sheet
	out = ScoreSheet{Score: scoreOf(s), Year: year, Raw: x.Raw, Applicable: x.Applicable, Normal: x.Normal, Added: x.Added,
		Deducted: x.Deducted, ForCases: x.ForCases, Lines: []ScoreLine{}, Extras: []ScoreExtra{}, Cases: []ScoreCase{},
		Chances: []ScoreGain{}, Steps: []ScoreStep{}, Years: []ScoreYear{}}
	sources, y, names := c.face.Running.Sources(), facts.YearOf(year, c.today()), c.face.Policy.FactNames
	said := exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
	for _, l := range x.Lines {
		i := s.Scheme.Indicator(l.No)
		line := ScoreLine{No: l.No, Name: said.Indicator(s, l.No), Points: l.Points, Gained: l.Gained, State: string(l.State),
			Rule: said.Ruled(*i), Formula: s.Scheme.Written(l.No, names, c.p.Lang())}
		line.Poll = pollOf(s.Scheme, l, said.Class)
		if line.Formula != "" {
			line.Steps = l.Result.Steps(c.p.Lang())
		}
		for _, key := range s.Scheme.Uses(l.No) {
			line.Read = append(line.Read, readOf(key, l.Read[key].String(), names.Called(key, c.p.Lang()), s, sources, y))
		}
		out.Lines = append(out.Lines, line)
	}
	for _, e := range x.Extras {
		extra := ScoreExtra{Code: e.Code, Name: said.Extra(e.Code), Deducts: e.Deducts, Gained: e.Gained,
			State: string(e.State)}
		for _, key := range e.Keys() {
			extra.Read = append(extra.Read, readOf(key, e.Read[key].String(), names.Called(key, c.p.Lang()), s, sources, y))
		}
		out.Extras = append(out.Extras, extra)
	}
	for _, k := range x.Cases {
		o := ScoreCase{Outcome: k.Outcome, Name: said.CaseOutcome(k), Team: k.Team, Found: cmp.Or(string(k.Found),
			cases.Otherwise), Points: k.Points, Times: k.Times, Deducted: k.Deducted, Working: said.CaseWorked(s, k)}
		if seen := s.Objects[k.Ref]; access.Can(c.actor, "case.see", seen) {
			o.Case = seen.ID
		}
		out.Cases = append(out.Cases, o)
	}
	if access.Can(c.actor, "veto.see", scoreObject(c.actor.Jurisdiction, s)) {
		for _, p := range x.Proposed {
			v := ScoreVeto{Code: p.Code, Name: said.Veto(p.Code), Document: s.Scheme.Veto(p.Code).Document, Read: []ScoreFact{}}
			for _, key := range p.Keys() {
				v.Read = append(v.Read, readOf(key, p.Read[key].String(), names.Called(key, c.p.Lang()), s, sources, y))
			}
			out.Proposed = append(out.Proposed, v)
		}
	}
	for _, g := range s.Chances() {
		out.Chances = append(out.Chances, ScoreGain{g.No, g.Key, g.Over, g.Worth})
	}
	out.beside(b, said)
	return out, nil
}

// beside says how the body stands beside its group and beside other years.
func (out *ScoreSheet) beside(b appraisal.Beside, said exchange.Speech) {
	for _, t := range b.Scheme.Steps(b.Sheet) {
		out.Steps = append(out.Steps, ScoreStep{string(t.Why), t.No, t.By, t.At})
	}
	if b.Peers != nil {
		out.Peers = &ScorePeers{b.Peers.Totals, b.Peers.Median, []ScoreMean{}}
		for _, m := range b.Peers.Means {
			mean := ScoreMean{m.No, said.Indicator(b.Standing, m.No), m.Gained, m.Counts, nil, m.Of}
			if m.Told() {
				mean.Mean = &m.Mean
			}
			out.Peers.Means = append(out.Peers.Means, mean)
		}
	}
	for _, y := range b.Years {
		year := ScoreYear{Year: y.Year, Total: y.Total, Rank: y.Rank, Of: y.Of, Grade: y.Grade}
		if y.Peers != nil {
			year.Median = &y.Peers.Median
		}
		out.Years = append(out.Years, year)
	}
}

// scoreFiles send the sheet of a body as a document.
func scoreFiles() (out []operation) {
	asked := askedOf(reflect.TypeFor[scoresQuery]())
	for _, as := range []paper.Kind{paper.PDF, paper.DOCX} {
		out = append(out, operation{id: "getScore" + strings.ToUpper(string(as)), method: http.MethodGet,
			path: "/scores/{id}/as/" + string(as), may: "score.see", tag: "scores", media: as.Media(),
			query:   typeOf[scoresQuery](),
			summary: "The score of a body with how it came about, as " + strings.ToUpper(string(as)),
			handle: func(c *call) error {
				var q scoresQuery
				if err := c.query(asked, reflect.ValueOf(&q).Elem()); err != nil {
					return err
				}
				b, err := c.scoreBeside(q)
				if err != nil {
					return err
				}
				said := exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
				foot := c.p.T("page.print.by", "who", c.actor.Name, "at", c.p.InstantIn(0, c.now))
				return c.sendPaper(as, said.ScoreDocument(b, []string{foot}), c.now)
			}})
	}
	return out
}

func readOf(key, value, name string, s appraisal.Standing, sources []facts.Source, y facts.Year) ScoreFact {
	f := ScoreFact{Key: key, Name: name, Value: value}
	for _, p := range facts.Places(sources, key, s.Whose(), y) {
		if s.Facts.Value(p.Key).String() != "0" {
			f.Lists = append(f.Lists, p.Address)
		}
	}
	return f
}

func getFacts(c *call, _ none) (out FactList, err error) {
	out.Items = []FactLine{}
	for _, f := range c.face.Policy.Facts {
		line := FactLine{Key: f.Key, Name: f.Zh, About: f.AboutZh, Unit: f.Unit}
		if !c.p.Chinese() {
			line.Name, line.About = f.En, f.AboutEn
		}
		out.Items = append(out.Items, line)
	}
	return out, nil
}

func scoreOperations() []operation {
	out := []operation{
		get("getScores", "/scores", "score.list", "scores", "How bodies stand by the assessment of a year", getScores),
		get("getScore", "/scores/{id}", "score.see", "scores",
			"The score of a body with how every figure of it came about", getScore),
		get("getScoreRecords", "/scores/{id}/records", "score.see", "scores",
			"The records behind a value of a score, with the numbers of the acts that made them count", getScoreRecords),
		get("getFacts", "/facts", "fact.see", "scores", "What the formulas of the assessment may name", getFacts),
	}
	out = append(out, scoreFiles()...)
	return append(out, exports("exportScores", "scores", "score.list", "How bodies stand this year",
		func(c *call) (t exchange.Table, err error) {
			list, err := c.standings(c.today().Year())
			s := exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
			return exchange.ScoreTable(s, list, c.p.T("score.title", "year", c.today().Year())), err
		})...)
}

// scoreSteps are why a score is not 100.
var scoreSteps = []scheme.Reason{scheme.Lost, scheme.Addition, scheme.Deducted, scheme.ForCase, scheme.Floor}

// scoreStates are the states of a line.
var scoreStates = []scheme.State{scheme.Scored, scheme.Absent, scheme.Open}
