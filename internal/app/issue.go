package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/exchange"
	"shuangze/internal/issued"
	"shuangze/internal/lang"
	"shuangze/internal/letter"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/opinions"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

// issuedAtOnce is how many files of each kind of paper are made in one round [D]: the rest waits for the next, 20
// seconds later.
const issuedAtOnce = 50

// KeepIssued makes the files of what was issued and keeps them, each once; it says how many. Killed between the bytes
// and the row it makes the same bytes again, which are the same file.
func (h *House) KeepIssued(ctx context.Context) (kept int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	for _, c := range counties {
		n, err := h.keepIssued(ctx, actor.Machine(c.No, "tick"))
		if kept += n; err != nil {
			return kept, fmt.Errorf("files of what county %d issued: %w", c.No, err)
		}
	}
	return kept, nil
}

// keepIssued keeps what waits of a county. What cannot be made keeps nothing else waiting.
func (h *House) keepIssued(ctx context.Context, by actor.Actor) (kept int, err error) {
	open, err := h.unkept(ctx, by, issuedAtOnce)
	if err != nil || len(open) == 0 {
		return 0, err
	}
	return h.keepThose(ctx, by, open)
}

func (h *House) keepThose(ctx context.Context, by actor.Actor, open []issued.Waiting) (kept int, err error) {
	shelf, err := blob.Open(h.FilesDir())
	if err != nil {
		return 0, err
	}
	for _, w := range open {
		if one := h.keepOne(ctx, shelf, by, w); one != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", w.Of, one))
			continue
		}
		kept++
	}
	return kept, err
}

// unkept is what was issued and of which no file is kept: what was sealed, letters of orders that were sent, versions
// of papers that were signed; most of each at once.
func (h *House) unkept(ctx context.Context, by actor.Actor, most int) (out []issued.Waiting, err error) {
	base := h.Ways.Base
	for _, life := range h.lives() {
		shape := life.Kind.Shape
		q := noun.Query{Sort: noun.Sort{Name: "new", Column: "id"}, Where: []noun.Cond{
			{Column: "pdf", Text: []string{""}}, {Column: "sealed_on", Least: 1, Below: 1 << 40}}}
		open, err := h.DB.Whole(ctx, shape.Of, access.ScopeOf(by, life.Kind.Verb("see")), q, most)
		if err != nil {
			return nil, err
		}
		for _, v := range open.Values {
			out = append(out, life.Waiting(v.(letter.Value), base))
		}
	}
	answered, err := h.DB.Whole(ctx, ref.Opinion, access.ScopeOf(by, "opinion.see"), opinions.Unkept(), most)
	if err != nil {
		return nil, err
	}
	for _, v := range answered.Values {
		out = append(out, h.opinions().Waiting(v.(*opinions.Opinion), base))
	}
	letters, err := h.DB.LettersUnkept(ctx, by.Jurisdiction, most)
	if err != nil {
		return nil, err
	}
	for _, l := range letters {
		out = append(out, h.Orders.Waiting(l, base))
	}
	signed, err := h.papers().Waiting(ctx, by.Jurisdiction, base, most)
	if err != nil {
		return nil, err
	}
	adopted, err := h.schemesUnkept(ctx, by.Jurisdiction)
	return slices.Concat(out, signed, adopted), err
}

// schemesUnkept are adopted versions of the pack of whose schemes no document is kept. What this program does not
// read as a pack any more has none.
func (h *House) schemesUnkept(ctx context.Context, jurisdiction int32) (out []issued.Waiting, err error) {
	all, err := h.DB.PolicyVersions(ctx, jurisdiction)
	if err != nil {
		return nil, err
	}
	door := act.NewDoor(h.DB, func(t act.Tx) issued.VersionTx { return t.(*store.Tx) })
	for _, v := range all {
		if !issued.Adopted(v) || v.Pdf != "" || len(out) == issuedAtOnce {
			continue
		}
		sheet, err := h.schemeSheet(ctx, v)
		if errors.Is(err, errOutgrown) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, issued.Waiting{Of: v.Ref(), Sheet: sheet,
			Keep: func(ctx context.Context, c act.Command, e evidence.Evidence, by string) (act.Receipt, error) {
				return issued.KeepSchemes(ctx, door, c, v.ID, e, by)
			}})
	}
	return out, nil
}

// errOutgrown says that this program does not read the text of a version any more.
var errOutgrown = errors.New("the version is no pack of this program")

// schemeSheet is the document of the schemes of an adopted version.
func (h *House) schemeSheet(ctx context.Context, v version.Version) (s issued.Sheet, err error) {
	files, err := h.Versions.Text(ctx, v)
	if err != nil {
		return s, err
	}
	texts := map[string]string{}
	for _, f := range files {
		texts[f.Name] = f.Text
	}
	pack, err := policy.LoadTexts(texts)
	if err != nil {
		return s, errOutgrown
	}
	county, err := h.DB.County(ctx, v.Jurisdiction, v.AdoptedAt.Day())
	if err != nil {
		return s, err
	}
	return exchange.Speech{P: h.Words.In(lang.Chinese), Pack: pack, Day: v.From}.AdoptedSchemes(v, county), nil
}

func (h *House) keepOne(ctx context.Context, shelf *blob.Store, by actor.Actor, w issued.Waiting) error {
	file, certificate, err := h.Print.Issue(ctx, w.Document, w.At.Time())
	if err != nil {
		return err
	}
	b, err := shelf.Put(ctx, bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return room(err)
	}
	_, err = w.Keep(ctx, act.Command{Actor: by}, evidence.Evidence{Name: blob.SafeName(w.Name() + ".pdf"), Type: b.Type,
		Size: b.Size, Digest: b.Digest[:]}, certificate)
	return err
}
