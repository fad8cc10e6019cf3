package app

import (
	"context"
	"encoding/hex"

	"shuangze/internal/account"
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

// Block is the signature as it stands under a version on paper.
func (w paperWords) Block(s signoff.Signature) (out []string) {
	by, means := s.Name, "signoff.means.code"
	if s.Post != "" {
		by = w.p.T("signoff.block.who", "name", s.Name, "post", s.Post)
	}
	if s.Acting {
		by = w.p.T("signoff.block.acting", "who", by)
	}
	if s.Means == account.ByPasskey {
		means = "signoff.means.passkey"
	}
	out = append(out, w.p.T("signoff.block"))
	for _, x := range [][2]string{{"signoff.block.opinion", s.Opinion}, {"signoff.block.by", by},
		{"signoff.block.at", w.p.Day(s.At.Day()) + s.At.Time().Format(" 15:04:05")},
		{"signoff.block.means", w.p.T(means)}, {"signoff.digest", hex.EncodeToString(s.Digest)}} {
		out = append(out, w.p.T("signoff.paper.line", "label", w.p.T(x[0]), "said", x[1]))
	}
	return out
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
