package api

import (
	"cmp"

	"shuangze/internal/lists/document"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Clause is the text of a clause of a registered document, with its days.
type Clause struct {
	ID     ref.ID  `json:"id"`
	Number string  `json:"number" doc:"As it was typed: 第三条第二款."`
	Text   string  `json:"text"`
	Since  day     `json:"since,omitzero" doc:"Since when it reads so; left out when it did from the beginning."`
	Until  day     `json:"until,omitzero" doc:"The first day on which it reads so no more; left out when it stands."`
	By     ref.ID  `json:"by"`
	At     instant `json:"at"`
}

// Clauses are those of a document as they read on a day, in their order.
type Clauses struct {
	Day   day      `json:"day"`
	Items []Clause `json:"items"`
}

// clauseOperations are what programs read of documents beside what they read of
// every noun.
func clauseOperations(all []*noun.Noun) []operation {
	for _, n := range all {
		if n.Name != document.Shape.Name {
			continue
		}
		return []operation{get("listDocumentClauses", "/"+n.Name+"/{id}/clauses", n.See, n.Name,
			"The clauses of a document as they read on a day", func(c *call, q onQuery) (out Clauses, err error) {
				if _, err := c.object(n); err != nil {
					return out, err
				}
				list, err := c.face.Read.Clauses(c.r.Context(), c.id())
				out = Clauses{Day: cmp.Or(q.On, day(c.today())), Items: []Clause{}}
				for _, x := range document.OnDay(list, when.Day(out.Day)) {
					out.Items = append(out.Items, Clause{x.ID, x.Number, x.Text, day(x.Since), day(x.Until), x.By,
						instant(x.At)})
				}
				return out, err
			})}
	}
	return nil
}
