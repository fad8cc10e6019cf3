package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"shuangze/internal/act"
	five "shuangze/internal/lists/standing"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/store"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// holding is the pack in force and those in force before it.
type holding struct {
	now     *policy.Pack
	version version.Version // of now; the zero Version is the ground
	ground  *policy.Pack    // what the program came with, or was started with
	past    []held          // by their first days, now last
}

// held is a pack that was in force from a day on.
type held struct {
	from when.Day
	pack *policy.Pack
}

// grounded holds nothing but the ground.
func grounded(pack *policy.Pack) holding { return holding{now: pack, ground: pack} }

// on is the pack that was in force on a day: what began to run under a rule runs
// on under it.
func (g holding) on(day when.Day) *policy.Pack {
	p := g.ground
	for _, h := range g.past {
		if h.from <= day {
			p = h.pack
		}
	}
	return p
}

// versionsOf are the versions of the county whose pack the ground is: the only
// county of a database, or the one with its code.
func versionsOf(ctx context.Context, db *store.DB, ground *policy.Pack) ([]version.Version, error) {
	counties, err := db.Counties(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range counties {
		if len(counties) == 1 || c.Code == ground.County.Code {
			return db.PolicyVersions(ctx, c.No)
		}
	}
	return nil, nil
}

// inForce reads what is in force on a day.
func inForce(ctx context.Context, db *store.DB, ground *policy.Pack, day when.Day) (holding, error) {
	all, err := versionsOf(ctx, db, ground)
	if err != nil {
		return grounded(ground), fmt.Errorf("policy versions: %w", err)
	}
	return holdingOf(ctx, db, ground, day, all)
}

// holdingOf reads what is in force on a day. A version that this program cannot
// read any more is an error where it is in force, and left out where it was.
func holdingOf(ctx context.Context, db *store.DB, ground *policy.Pack, day when.Day,
	all []version.Version) (holding, error) {
	g := grounded(ground)
	now, ok := version.InForce(all, day)
	if !ok {
		return g, nil
	}
	g.version = now
	for _, v := range slices.Clone(all) {
		if v.State != version.Adopted || v.From > now.From {
			continue
		}
		if first, _ := version.InForce(all, v.From); first.ID != v.ID {
			continue // another of the same day took its place
		}
		texts, err := db.PolicyTexts(ctx, v.Files)
		if err != nil {
			return g, err
		}
		pack, err := policy.LoadTexts(byName(texts))
		var faults policy.Faults
		if errors.As(err, &faults) && v.ID == now.ID {
			return g, &outgrownPack{v, faults}
		} else if err != nil {
			slog.Warn("a policy pack of before cannot be read by this program", "version", v.No, "err", err)
			g.past = append(g.past, held{from: v.From})
			continue
		}
		g.past = append(g.past, held{v.From, pack})
		if v.ID == now.ID {
			g.now = pack
		}
	}
	slices.SortFunc(g.past, func(a, b held) int { return int(a.from - b.from) })
	// What this program cannot read any more was mended in the one after it: that is
	// nearer to what it said than any that went before.
	for i := len(g.past) - 2; i >= 0; i-- {
		if g.past[i].pack == nil {
			g.past[i].pack = g.past[i+1].pack
		}
	}
	return g, nil
}

func byName(texts []version.Text) map[string]string {
	out := make(map[string]string, len(texts))
	for _, t := range texts {
		out[t.Name] = t.Text
	}
	return out
}

// outgrownPack is a pack in force that this program does not take: a newer program
// may want rows that the county has not written yet.
type outgrownPack struct {
	v      version.Version
	faults policy.Faults
}

func (u *outgrownPack) Error() string {
	f := u.faults[0]
	more := ""
	if n := len(u.faults) - 1; n > 0 {
		more = fmt.Sprintf("(+%d)", n)
	}
	return fmt.Sprintf("现行的政策包（第 %d 版，%s 起）本程序读不了%s：%s：%s"+
		"用 shuangze policy export %d DIR 取出，改好后用 shuangze policy adopt --from DAY DIR 采用 / "+
		"the policy pack in force (version %d, since %s) cannot be read by this program%s: %s "+
		"Take it out with shuangze policy export, mend it, and adopt it with shuangze policy adopt",
		u.v.No, u.v.From, more, f.Place(), f.Sentence("zh"), u.v.No, u.v.No, u.v.From, more, f.Error())
}

// turn is what the houses of one opened database have in common: one for each
// pack that was in force while the program ran. A house never changes; what is
// asked while another takes over is answered by the one it came to.
type turn struct {
	opened *House // the first, which signs for all of them
	ground *policy.Pack
	latest atomic.Pointer[House]
	mu     sync.Mutex // one takes up at a time
	faces  []*faces
}

// latest is the house under the pack now in force.
func (h *House) latest() *House {
	if h.turn != nil {
		if now := h.turn.latest.Load(); now != nil {
			return now
		}
	}
	return h
}

// signer is the house that signs: what it knows of the past is known once.
func (h *House) signer() *House {
	if h.turn != nil {
		return h.turn.opened
	}
	return h
}

// rest builds what rests on a pack.
func (h *House) rest(g holding) {
	h.Policy, h.version, h.packs = g.now, g.version, g
	h.Orders.Rules, h.Problems.Rules = orderRules(g, h.Words), problemRules(g)
	h.Accounts.Codes = store.Totp{Issuer: g.now.County.Zh}
	h.Nouns = h.nouns()
	h.Views.More = filters(h.Nouns)
	h.Board = &five.Board{Read: h.DB, Nouns: h.Nouns, Papers: h.papers()}
	h.Burden = h.burden()
	h.Running = h.running()
}

// under is the same house under another pack. It signs nothing: that is left to
// the one that was opened.
func (h *House) under(g holding) *House {
	n := &House{DB: h.DB, Dir: h.Dir, Words: h.Words, Clock: h.Clock, chance: h.chance, shared: h.shared, turn: h.turn,
		Orders: h.Orders, Problems: h.Problems, Bodies: h.Bodies, Accounts: h.Accounts, Views: h.Views,
		Time: h.Time, Doors: h.Doors, Versions: h.Versions, Faces: h.Faces, Print: h.Print, Ways: h.Ways,
		Outlets: h.Outlets}
	n.rest(g)
	return n
}

// TakeUp looks which pack is in force today and, when it is another one than
// before, has everything answer by it. It tells whether it was.
func (h *House) TakeUp(ctx context.Context) (bool, error) {
	t := h.turn
	t.mu.Lock()
	defer t.mu.Unlock()
	all, err := versionsOf(ctx, h.DB, t.ground)
	if err != nil {
		return false, fmt.Errorf("policy versions: %w", err)
	}
	today := h.Clock().Day()
	if now, _ := version.InForce(all, today); now.ID == h.latest().version.ID {
		return false, nil
	}
	g, err := holdingOf(ctx, h.DB, t.ground, today, all)
	if err != nil {
		return false, err
	}
	next := h.under(g)
	made := make([]http.Handler, len(t.faces))
	for i, f := range t.faces {
		if made[i], err = f.of(next); err != nil {
			return false, fmt.Errorf("policy version %d: %w", g.version.No, err)
		}
	}
	t.latest.Store(next)
	for i, f := range t.faces {
		f.now.Store(&made[i])
	}
	slog.Info("another policy pack is in force", "version", g.version.No, "from", g.version.From.String())
	return true, nil
}

// looksAtPolicy is how often a process looks whether another pack is in force:
// another process may have adopted it, or its day has come.
const looksAtPolicy = 10 * time.Second

// followPolicy takes up what comes into force until the context ends.
func (h *House) followPolicy(ctx context.Context) {
	t := time.NewTicker(looksAtPolicy)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
		if _, err := h.TakeUp(ctx); err != nil && ctx.Err() == nil {
			slog.Error("policy", "err", err)
		}
	}
}

// filesOf are a pack's texts as versions hold them.
func filesOf(texts map[string]string) []version.File {
	out := make([]version.File, 0, len(texts))
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		out = append(out, version.File{Name: name, Text: texts[name]})
	}
	return out
}

// checkPack reads a text as a pack of the county. It says what shuangze policy
// check says, each fault with its file and line.
func checkPack(ground *policy.Pack, files []version.File) (string, error) {
	texts := make(map[string]string, len(files))
	for _, f := range files {
		texts[f.Name] = f.Text
	}
	p, err := policy.LoadTexts(texts)
	var faults policy.Faults
	if errors.As(err, &faults) {
		var errs text.InputErrors
		for _, f := range faults {
			field := f.File
			if field == "." {
				field = "files"
			}
			errs.Add(field, "version.fault", "place", f.Place(), "say", f)
		}
		return "", errs
	}
	if err != nil {
		return "", err
	}
	if p.County.Code != ground.County.Code {
		return "", text.InputErrors{{Field: "county.txt",
			Message: text.M("version.other-county", "code", p.County.Code, "own", ground.County.Code)}}
	}
	return p.Digest, nil
}

// versions is the desk of policy versions.
func (h *House) versions(files map[string]string) version.Commands {
	ground := h.turn.ground
	return version.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) version.Tx { return t.(*store.Tx) }), Read: h.DB,
		Ground: filesOf(files),
		Check:  func(files []version.File) (string, error) { return checkPack(ground, files) },
		Changed: func(ctx context.Context) {
			if _, err := h.TakeUp(context.WithoutCancel(ctx)); err != nil {
				slog.Error("policy", "err", err)
			}
		}}
}
