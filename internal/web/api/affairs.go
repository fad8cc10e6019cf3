package api

import (
	"cmp"

	"shuangze/internal/act"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

type affairBoardQuery struct {
	Unit ref.ID `query:"unit" doc:"Whose items by periods; with none, the units by kinds."`
	Year int    `query:"year" minimum:"0" maximum:"9999" doc:"The running year or the last; the running one by itself."`
}

// AffairBoard is what is public, due and missing: of one unit by items and periods, or of all units by kinds.
type AffairBoard struct {
	Year  int          `json:"year"`
	Items []AffairYear `json:"items" doc:"Of the unit that was asked for."`
	Units []AffairUnit `json:"units" doc:"When no unit was asked for."`
	More  bool         `json:"more" doc:"There is more than is read at once."`
}

// AffairYear is the year of one item.
type AffairYear struct {
	Affair  ref.ID         `json:"affair"`
	Item    string         `json:"item"`
	Kind    string         `json:"kind" codes:"affair-kind"`
	Period  string         `json:"period" codes:"affair-period"`
	Periods []AffairPeriod `json:"periods" doc:"That have begun; of an item bound to matters, its matters."`
}

// AffairPeriod is one period, or one matter, and how it stands.
type AffairPeriod struct {
	From       day    `json:"from"`
	Due        day    `json:"due"`
	PublicOn   day    `json:"publicOn,omitzero"`
	Disclosure ref.ID `json:"disclosure" doc:"0: nothing counts for it."`
	Stand      string `json:"stand" enum:"done,done-late,late,due"`
}

// AffairUnit is a unit by kinds; one without any item has zeros.
type AffairUnit struct {
	Unit  ref.ID        `json:"unit"`
	Kinds []AffairCount `json:"kinds"`
}

// AffairCount is how many items of a kind are in force, and late.
type AffairCount struct {
	Kind    string `json:"kind" codes:"affair-kind"`
	InForce int64  `json:"inForce"`
	Late    int64  `json:"late"`
}

// AffairPresets is the catalogue of items that a unit may take; each can be added as an item.
type AffairPresets struct {
	Items []AffairPreset `json:"items"`
}

// AffairPreset is one of them.
type AffairPreset struct {
	Code     string `json:"code" codes:"affair-item"`
	Item     string `json:"item"`
	Kind     string `json:"kind" codes:"affair-kind"`
	Category string `json:"category"`
	Basis    string `json:"basis"`
	Period   string `json:"period" codes:"affair-period"`
	Form     string `json:"form" codes:"affair-form"`
	Many     bool   `json:"many"`
	Days     int64  `json:"days"`
}

// AffairTaking is which items of the catalogue a unit takes: all of them or none.
type AffairTaking struct {
	Unit   ref.ID   `json:"unit"`
	Person ref.ID   `json:"person" doc:"Who is responsible for each of them."`
	Since  day      `json:"since"`
	Codes  []string `json:"codes" maxItems:"100" doc:"Codes of the catalogue, as listAffairPresets gives them."`
}

// affairOperations are what programs do about open affairs beside the objects.
func affairOperations() []operation {
	return []operation{
		get("getAffairBoard", "/affairs/board", "affair.list", affairs.Shape.Name,
			"What is public, due and missing of a unit’s items, or of all units", getAffairBoard),
		get("listAffairPresets", "/affairs/presets", "affair.list", affairs.Shape.Name,
			"The catalogue of items that a unit may take", func(c *call, _ struct{}) (out AffairPresets, err error) {
				out.Items = []AffairPreset{}
				for _, x := range c.face.Policy.Affairs {
					out.Items = append(out.Items, AffairPreset{x.Code, x.Item, x.Kind, x.Category, x.Basis, x.Period, x.Form,
						x.Many, x.Days})
				}
				return out, nil
			}),
		made("takeAffairs", "/affairs/presets", "affair.add", affairs.Shape.Name,
			"Put several items of the catalogue on a unit’s list, all of them or none",
			func(c *call, b AffairTaking) (act.Receipt, error) {
				return c.face.Affairs.Take(c.r.Context(), c.command(), b.Unit, b.Person, when.Day(b.Since), b.Codes)
			})}
}

func getAffairBoard(c *call, q affairBoardQuery) (out AffairBoard, err error) {
	running := c.today().Year()
	out = AffairBoard{Year: cmp.Or(q.Year, running), Items: []AffairYear{}, Units: []AffairUnit{}}
	if out.Year != running && out.Year != running-1 {
		return out, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	scope := c.scope("disclosure.see")
	if q.Unit == 0 {
		kinds := c.face.Policy.Codes(policy.AffairKind)
		county, err := c.county(0)
		if err != nil {
			return out, err
		}
		list, err := affairs.County(c.r.Context(), c.face.Read, scope, county, kinds, c.today())
		for _, u := range list {
			x := AffairUnit{Unit: u.Unit}
			for i, n := range u.Kinds {
				x.Kinds = append(x.Kinds, AffairCount{kinds[i], n.InForce, n.Late})
			}
			out.Units = append(out.Units, x)
		}
		return out, err
	}
	if !affairs.Reaches(scope, q.Unit) {
		return out, text.Refuse(text.Missing, "access.missing")
	}
	rows, more, err := affairs.Board(c.r.Context(), c.face.Objects, scope,
		affairs.Asked{Unit: q.Unit, Year: out.Year, Today: c.today()}, working(c))
	out.More = more
	for _, r := range rows {
		x := AffairYear{Affair: r.ID, Item: r.Item, Kind: r.Kind, Period: r.Period, Periods: []AffairPeriod{}}
		for _, p := range r.Cells {
			x.Periods = append(x.Periods, AffairPeriod{day(p.From), day(p.Due), day(p.On), p.By, p.Stand})
		}
		out.Items = append(out.Items, x)
	}
	return out, err
}

func working(c *call) affairs.Working {
	return func(from when.Day, days int) when.Day { return affairs.After(c.face.Policy.Calendar, from, days) }
}
