package noun

import (
	"strings"

	"shuangze/internal/field"
	"shuangze/internal/ref"
)

// People are those whom an object names, by the fields that hold them, its team by its own, and who made it.
func (s Shape) People(v Value) map[string][]ref.ID {
	out := map[string][]ref.ID{"made-by": {v.Head().MadeBy}}
	for _, f := range s.Fields {
		if f.Type == field.APerson {
			out[f.Key()] = []ref.ID{ref.ID(f.Num(v))}
		}
	}
	if s.Team != "" {
		for _, id := range strings.Fields(s.Fields.Must(s.Team).Str(v)) {
			out[s.Team] = append(out[s.Team], ref.Parse(id))
		}
	}
	return out
}
