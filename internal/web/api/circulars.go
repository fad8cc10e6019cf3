package api

import (
	"cmp"

	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// CircularPoints is what the circulars of a year said of units, as far as the token's owner may see whom they name.
type CircularPoints struct {
	Year  int           `json:"year"`
	All   CircularSum   `json:"all" doc:"Of all units that are listed."`
	Items []CircularSum `json:"items" doc:"Who gained most stands first; units that nobody named are left out."`
}

// CircularSum is what they said of one unit, its bodies and its people.
type CircularSum struct {
	Unit       ref.ID `json:"unit" doc:"0: all units."`
	Commended  int64  `json:"commended"`
	Added      int64  `json:"added" doc:"Hundredths of a point."`
	Criticised int64  `json:"criticised"`
	Deducted   int64  `json:"deducted" doc:"Hundredths of a point."`
	Effect     int64  `json:"effect" doc:"Added less deducted, in hundredths; it may be below 0."`
}

type circularQuery struct {
	Year int `query:"year" doc:"The present one when left out."`
}

// circularSums reads the sums of a year.
func (c *call) circularSums(year int) (int, []circulars.Sum, error) {
	if year = cmp.Or(year, c.today().Year()); year < yearLeast || year > yearMost {
		return year, nil, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	list, err := c.face.Read.CircularSums(c.r.Context(), c.scope("mention.see"), year)
	return year, list, err
}

func getCircularPoints(c *call, q circularQuery) (out CircularPoints, err error) {
	year, list, err := c.circularSums(q.Year)
	of := func(x circulars.Sum) CircularSum {
		return CircularSum{x.Unit, x.Commended, x.Added, x.Criticised, x.Deducted, x.Effect()}
	}
	out = CircularPoints{Year: year, All: of(circulars.Total(list)), Items: []CircularSum{}}
	for _, x := range list {
		out.Items = append(out.Items, of(x))
	}
	return out, err
}

// CircularOffers are whom the record suggests to a draft. Nobody is named by it: who drafts looks and decides.
type CircularOffers struct {
	From  day             `json:"from" doc:"Of which days duties, orders and problems are counted."`
	To    day             `json:"to" doc:"The last of them."`
	Items []CircularOffer `json:"items" doc:"Criticism first, the gravest first."`
}

// CircularOffer is one of them, as addMention takes it.
type CircularOffer struct {
	Verdict  string `json:"verdict" enum:"commend,criticise"`
	Named    ref.ID `json:"named" doc:"The unit."`
	Body     ref.ID `json:"body,omitempty" doc:"Where one body of it is meant."`
	Fact     string `json:"fact" doc:"In Chinese, as papers are."`
	Grounds  string `json:"grounds,omitempty" doc:"Where the result of an assessment suggests it."`
	Duties   int    `json:"duties" doc:"That fell due; the figures are 0 where the result of an assessment suggests it."`
	Late     int    `json:"late"`
	Yellow   int    `json:"yellow"`
	Red      int    `json:"red"`
	Orders   int    `json:"orders" doc:"Not closed by their day."`
	Problems int    `json:"problems" doc:"The same."`
}

func getCircularOffers(c *call, _ none) (out CircularOffers, err error) {
	v, found, err := c.face.Objects.One(c.r.Context(), ref.Circular, c.id())
	if err != nil {
		return out, err
	}
	if !found {
		return out, missing()
	}
	x := v.(*circulars.Circular)
	if err := c.see("circular.see", true, x.Object()); err != nil {
		return out, err
	}
	var county *bodies.County
	if county, err = c.county(0); err != nil {
		return out, err
	}
	days := x.Days()
	out = CircularOffers{From: day(days.From), To: day(days.To - when.Day(1)), Items: []CircularOffer{}}
	list, err := c.face.Suggest.To(c.r.Context(), c.actor, x, county, c.today())
	for _, o := range list {
		out.Items = append(out.Items, CircularOffer{o.Verdict, o.Unit, o.Body, o.Fact(days), o.Grounds, o.Duties, o.Late,
			o.Yellow, o.Red, o.Orders, o.Problems})
	}
	return out, err
}

func circularOperations() []operation {
	offers := get("getCircularOffers", "/circulars/{id}/offers", "circular.see", "circulars",
		"Whom the record suggests to a draft, for a token that may name somebody in it", getCircularOffers)
	offers.early = true // it is a draft no more
	out := []operation{
		offers,
		get("getCircularPoints", "/circular-points", "mention.list", "mentions",
			"Who was commended and criticised by circulars in a year, by unit, with the points", getCircularPoints),
	}
	return append(out, exports("exportCircularPoints", "circular-points", "mention.list",
		"Whom the circulars of this year named, by unit, with the points", func(c *call) (t exchange.Table, err error) {
			k, err := c.county(0)
			if err != nil {
				return t, err
			}
			year, list, err := c.circularSums(0)
			s := exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
			return exchange.CircularTable(s, k, list, c.p.T("circular.sums.of", "year", year)), err
		})...)
}
