package app

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/field"
	"shuangze/internal/lang"
	"shuangze/internal/lists/power"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/lists/task"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/store"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// paperSources are the lists that are frozen to be signed, by kind of paper.
var paperSources = map[string]signoff.Source{
	signoff.PowerList:          power.Paper,
	signoff.ResponsibilityList: responsibility.Paper,
	signoff.TaskList:           task.Paper,
	signoff.Breakdown:          task.Parts,
}

// papers are the commands of what is signed.
func (h *House) papers() signoff.Commands {
	return signoff.Commands{
		Door:   act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }),
		Texts:  act.NewDoor(h.DB, func(t act.Tx) signoff.Tx { return t.(*store.Tx) }),
		Tables: h.codes, Sources: paperSources, Words: paperWords{h.Words.In(lang.Chinese), h.Policy},
		Opinions: func() signoff.Opinions { return h.Policy.Opinions }, Read: h.DB}
}

// paperWords are the words of texts that are signed: the catalogue's and the policy's,
// in Chinese whatever the reader speaks. The policy's are its latest ones, so that no
// text changes by itself on a day.
type paperWords struct {
	p    *lang.Phraser
	pack *policy.Pack
}

func (w paperWords) Label(s noun.Shape, name string) string { return w.p.T(s.Label(name, w.p.Has)) }

func (w paperWords) Said(c *bodies.County, f field.Field, v noun.Value) string {
	return exchange.Speech{P: w.p, Pack: w.pack, Day: when.Open - 1}.Said(c, f, v)
}

func (w paperWords) Kind(code string) string { return w.pack.Label(policy.PaperKind, code, w.p.Lang()) }

// frozen is one version of a paper.
func (h *House) frozen(ctx context.Context, paper ref.ID, number int64) (signoff.Version, error) {
	all, err := h.DB.PaperVersions(ctx, paper)
	if v, ok := (signoff.Past{Versions: all}).Of(number); ok || err != nil {
		return v, err
	}
	return signoff.Version{}, text.Refuse(text.Missing, "access.missing")
}
