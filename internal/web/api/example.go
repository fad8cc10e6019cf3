package api

import "github.com/danielgtaylor/huma/v2"

// example makes a value of a schema to begin from: the first word of a list of
// words, the example of a day, one item of a list; of an object the fields that
// have to be there, or all of them where none has to be.
func example(reg huma.Registry, s *huma.Schema) any {
	if s.Ref != "" {
		s = reg.SchemaFromRef(s.Ref)
	}
	switch {
	case len(s.Examples) > 0:
		return s.Examples[0]
	case len(s.Enum) > 0:
		return s.Enum[0]
	}
	switch s.Type {
	case huma.TypeObject:
		names := s.Required
		if len(names) == 0 {
			for name := range s.Properties {
				names = append(names, name)
			}
		}
		out := map[string]any{}
		for _, name := range names {
			if p := s.Properties[name]; p != nil {
				out[name] = example(reg, p)
			}
		}
		return out
	case huma.TypeArray:
		return []any{example(reg, s.Items)}
	case huma.TypeInteger, huma.TypeNumber:
		return 1
	case huma.TypeBoolean:
		return true
	}
	if s.MinLength != nil && *s.MinLength > 4 {
		return "写明还缺什么、何时补齐，不要留空"
	}
	return "文字说明"
}
