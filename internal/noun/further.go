package noun

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/when"
)

// Further declares an act that takes one object further: its verb is <noun>.<name>, its
// entry <noun>.<past>.v1. rule says whether it may be done now, before anything is typed;
// decide changes the object by what was typed (nil when nothing is asked) and gives the
// facts. Files that come with it hang on the object.
func Further[T Value, I any](door act.Door[Tx], s Shape, name, past, summary string, fs field.Fields,
	rule func(T) error, decide func(tx Tx, v T, in *I, files []evidence.Evidence) ([]act.Fact, error)) Act {
	verb, kind := access.Verb(s.Word+"."+name), journal.Kind(s.Word+"."+past+".v1")
	a := Act{Name: name, Verb: verb, Records: kind, Summary: summary, Fields: fs, Main: true,
		Rule: func(v Value, _ when.Instant) error { return rule(v.(T)) },
		Do: func(ctx context.Context, c Call) (act.Receipt, error) {
			files := evidence.Came(c.Files)
			in, _ := c.In.(*I)
			c.Command.Verb, c.Command.Input = verb, evidence.Input(files, c.ID, in)
			return Step(ctx, door, c.Command, s, At{ID: c.ID, Version: c.Version, Files: files}, kind,
				func(tx Tx, v T) ([]act.Fact, error) {
					if err := rule(v); err != nil {
						return nil, err
					}
					return decide(tx, v, in, files)
				})
		}}
	if len(fs) > 0 {
		a.New = func() any { return new(I) }
	}
	return a
}
