package api

import (
	"cmp"

	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// ScoreRecords are the records behind a value of a score, fifty at a time.
type ScoreRecords struct {
	Fact  string        `json:"fact"`
	Name  string        `json:"name"`
	Value string        `json:"value" doc:"What all records add, exact; empty: not applicable."`
	Total int           `json:"total" doc:"How many records there are."`
	Next  int           `json:"next,omitempty" doc:"From where the next page begins; left out: there is none."`
	Items []ScoreRecord `json:"items"`
}

// ScoreRecord is one of them. Of what the owner may not see stand the numbers of its acts alone.
type ScoreRecord struct {
	Kind    string     `json:"kind,omitempty" doc:"What it is: duty, order …; left out of what one may not see."`
	ID      ref.ID     `json:"id,omitempty"`
	Number  string     `json:"number,omitempty"`
	Title   string     `json:"title,omitempty"`
	State   string     `json:"state,omitempty"`
	Due     day        `json:"due,omitzero"`
	Adds    string     `json:"adds,omitempty" doc:"What it adds to the value, exact: 1, points, 1/12 of a mean."`
	Entries []ScoreAct `json:"entries" doc:"The acts that made it count so, the first first."`
}

// ScoreAct is an entry of the journal.
type ScoreAct struct {
	Entry int64  `json:"entry" doc:"Its number in the journal."`
	Kind  string `json:"kind,omitempty" doc:"What was done."`
	On    day    `json:"on,omitzero"`
}

type scoreRecordsQuery struct {
	Year  int    `query:"year" doc:"The present one when left out."`
	Fact  string `query:"fact" maxLength:"100" doc:"The key of a value; the first that the scheme reads when left out."`
	From  int    `query:"from" minimum:"0" maximum:"999999" doc:"next of a page."`
	Limit int    `query:"limit" doc:"1 to 50; 50 when left out."`
}

func getScoreRecords(c *call, q scoreRecordsQuery) (out ScoreRecords, err error) {
	year, err := c.yearAsked(scoresQuery{Year: q.Year})
	if err != nil {
		return out, err
	}
	k, err := c.county(0)
	if err != nil {
		return out, err
	}
	a := c.asksScores(k, year)
	s, ok := appraisal.Unscored(a, c.id())
	if err := c.see("score.see", ok, scoreObject(c.actor.Jurisdiction, s)); err != nil {
		return out, err
	}
	if q.Fact == "" {
		q.Fact = append(s.Reads(), scheme.CaseDeduction)[0]
	}
	x, ok, err := c.face.Running.Explain(c.r.Context(), a, s, q.Fact, q.From,
		cmp.Or(min(max(q.Limit, 0), appraisal.RecordsOf), appraisal.RecordsOf))
	if err != nil {
		return out, err
	}
	if !ok {
		return out, text.InputErrors{{Field: "fact", Message: text.M("score.records.unknown")}}
	}
	seen, err := x.Seen(c.r.Context(), c.face.Kinds, c.asking(), c.actor)
	if err != nil {
		return out, err
	}
	out = ScoreRecords{Fact: x.Key, Name: c.face.Policy.FactNames.Called(x.Key, c.p.Lang()), Value: x.Value.Fraction(),
		Total: x.Total, Next: x.Next(), Items: []ScoreRecord{}}
	for _, one := range x.List {
		l, known := seen[one.Of]
		r := ScoreRecord{Entries: []ScoreAct{}}
		if known || x.Open {
			r.Adds = one.Adds.Fraction()
		}
		if known {
			r.Kind, r.ID, r.Number, r.Title, r.State = string(one.Of.Kind), one.Of.ID, l.Number(), l.Title, l.State
			r.Due = day(l.Due)
		}
		for _, e := range one.Acts {
			act := ScoreAct{Entry: e.Seq}
			if known {
				act.Kind, act.On = string(e.Kind), day(e.At.Day())
			}
			r.Entries = append(r.Entries, act)
		}
		out.Items = append(out.Items, r)
	}
	return out, nil
}
