package app

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/letter"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
)

// issuedAtOnce is how many files are made in one round [D]: the rest waits for the next, 20 seconds later.
const issuedAtOnce = 50

// KeepIssued makes the files of what was sealed and keeps them, each once; it says how many. Killed between the bytes
// and the row it makes the same bytes again, which are the same file.
func (h *House) KeepIssued(ctx context.Context) (kept int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	for _, c := range counties {
		for _, life := range h.lives() {
			n, err := h.keepIssued(ctx, actor.Machine(c.No, "tick"), life)
			if kept += n; err != nil {
				return kept, fmt.Errorf("files of what county %d issued: %w", c.No, err)
			}
		}
	}
	return kept, nil
}

func (h *House) keepIssued(ctx context.Context, by actor.Actor, life letter.Commands) (kept int, err error) {
	see, shape := life.Kind.Verb("see"), life.Kind.Shape
	open, err := h.DB.Whole(ctx, shape.Of, access.ScopeOf(by, see), noun.Query{Sort: noun.Sort{Name: "new", Column: "id"},
		Where: []noun.Cond{{Column: "pdf", Text: []string{""}}, {Column: "sealed_on", Least: 1, Below: 1 << 40}}},
		issuedAtOnce)
	if err != nil || len(open.Values) == 0 {
		return 0, err
	}
	shelf, err := blob.Open(h.FilesDir())
	if err != nil {
		return 0, err
	}
	for _, v := range open.Values {
		if err := h.keepOne(ctx, shelf, by, life, v.(letter.Value)); err != nil {
			return kept, fmt.Errorf("%s: %w", shape.Ref(v), err)
		}
		kept++
	}
	return kept, nil
}

func (h *House) keepOne(ctx context.Context, shelf *blob.Store, by actor.Actor, life letter.Commands,
	v letter.Value) error {
	d, at, _ := v.Course().Sheet(h.Ways.Base)
	file, certificate, err := h.Print.Issue(ctx, d, at.Time())
	if err != nil {
		return err
	}
	b, err := shelf.Put(ctx, bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return room(err)
	}
	name := blob.SafeName(d.Number + " " + strings.Join(d.Title, "") + ".pdf")
	_, err = life.Keep(ctx, act.Command{Actor: by}, v.Head().ID,
		evidence.Evidence{Name: name, Type: b.Type, Size: b.Size, Digest: b.Digest[:]}, certificate)
	return err
}
