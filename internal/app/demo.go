package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	mathrand "math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/bodies"
	"shuangze/internal/demo"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// demoMark is the file in the data folder that says a demonstration was built
// to its end, one per database. It holds the seed and the day.
func demoMark(c Config) string {
	if c.Database == "" {
		return filepath.Join(c.Dir, "demo.txt")
	}
	sum := sha256.Sum256([]byte(c.Database))
	return filepath.Join(c.Dir, "demo-"+hex.EncodeToString(sum[:6])+".txt")
}

// BuildDemo makes the demonstration county in an empty database, once. A
// database that holds a whole one is left as it is; one whose building was
// broken off is made anew; one that holds a real county is refused.
func BuildDemo(ctx context.Context, c Config, seed int64, today when.Day) (built bool, err error) {
	if err := whole(c.Dir); err != nil {
		return false, err
	}
	free, err := soleDemo(ctx, c)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, free()) }()
	counties, work, err := standing(ctx, c)
	switch {
	case err != nil:
		return false, err
	case work == demoWork:
		if err := clearDemo(ctx, c); err != nil {
			return false, err
		}
	case counties > 0:
		if _, err := os.Stat(demoMark(c)); err != nil {
			return false, fmt.Errorf("%s 里已有数据库，但不是完整的示范县；请换一个目录或删除它 / %s holds a database that is no whole demonstration; use another folder or remove it", c.Dir, c.Dir)
		}
		return false, nil
	}
	var now atomic.Int64
	now.Store(int64(demo.First(today).Start()))
	c.Clock, c.Hasty = func() when.Instant { return when.Instant(now.Load()) }, true
	c.Leap, c.unfinished = anyLeap, true
	c.Chance = mathrand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "demonstration %d %s", seed, today)))
	c.Asks = demo.Asks
	h, err := Open(ctx, c)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	h.Orders.Codes = c.Chance
	h.Accounts.Hasher = &onceHashed{Hasher: h.Accounts.Hasher, of: map[string]string{}}
	if err := h.DB.Begin(ctx, demoWork); err != nil {
		return false, err
	}
	if err := h.playDemo(ctx, seed, today, func(t when.Instant) { now.Store(int64(t)) }); err != nil {
		return false, err
	}
	if err := h.sumAskedOnce(ctx); err != nil {
		return false, err
	}
	if err := h.Checkpoints(ctx); err != nil { // the evening of the last day
		return false, err
	}
	if err := keepFile(demoMark(c), fmt.Sprintf("seed %d\nday %s\n", seed, today), 0o600); err != nil {
		return false, err
	}
	return true, h.DB.Finish(ctx)
}

// standing tells how many counties the database holds and which work in it was
// not finished, and changes nothing.
func standing(ctx context.Context, c Config) (counties int, work string, err error) {
	if c.Database == "" {
		if _, err := os.Stat(filepath.Join(c.Dir, store.FileName)); errors.Is(err, fs.ErrNotExist) {
			return 0, "", nil
		}
	}
	db, err := store.Open(ctx, store.Options{Dir: c.Dir, URL: c.Database, Clock: Now, Look: true})
	if err != nil {
		return 0, "", err
	}
	counties, work, err = db.Standing(ctx)
	return counties, work, errors.Join(err, db.Close())
}

func (h *House) playDemo(ctx context.Context, seed int64, today when.Day, at func(when.Instant)) error {
	if list, err := h.DB.Counties(ctx); err != nil {
		return err
	} else if len(list) > 0 {
		return errors.New("the database already holds a county")
	}
	c, err := h.DB.Found(ctx, store.County{Code: h.Policy.County.Code, Name: h.Policy.County.Zh, Demo: true},
		"console demo")
	if err != nil {
		return err
	}
	blobs, err := blob.Open(h.FilesDir())
	if err != nil {
		return err
	}
	kept := files{blobs}
	kinds, err := h.kinds()
	if err != nil {
		return err
	}
	return demo.Build(ctx, demo.House{Jurisdiction: c.No, Bodies: h.Bodies, Problems: h.Problems, Orders: h.Orders,
		Policy: h.Policy, At: at, Comments: h.comments().With(kinds),
		Charges: h.charges().With(kinds),
		Written: func(ctx context.Context) ([]order.Order, error) { return h.DB.EveryOrder(ctx, c.No) },
		Order:   h.DB.Order, Problem: h.DB.Problem, Letters: h.DB.Letters, Rows: func(ctx context.Context) (bodies.Rows,
			error) {
			return h.DB.Rows(ctx, c.No)
		},
		File: func(ctx context.Context, name string, body []byte) (evidence.Evidence, error) {
			return kept.Put(ctx, bytes.NewReader(body), name, evidence.SizeMost)
		},
		FilesOf: h.DB.EvidenceOf, Nouns: h.Noun, Objects: h.DB, Frozen: h.frozen,
		AllOf: func(ctx context.Context, of ref.Kind) ([]noun.Value, error) { return h.DB.AllOf(ctx, of, c.No) },
		MadeSince: func(ctx context.Context, of ref.Kind, at when.Instant) ([]noun.Value, error) {
			return h.DB.MadeSince(ctx, of, c.No, at)
		},
		Duties:    func(ctx context.Context) error { _, err := h.MakeDuties(ctx); return err },
		Handovers: func(ctx context.Context) error { _, err := h.MakeHandovers(ctx); return err },
		Draws:     h.DrawSamples,
		Remarks:   func(ctx context.Context) error { _, err := h.MakeRemarks(ctx); return err },
		Night: func(ctx context.Context) error {
			if _, err := h.RaiseCards(ctx); err != nil {
				return err
			}
			return h.Checkpoints(ctx)
		},
		Account: func(ctx context.Context, a demo.Account, county *bodies.County) error {
			return h.demoAccount(ctx, c.No, a, county)
		},
	}, seed, today)
}

// onceHashed hashes each password once: the accounts of the demonstration share two, both published.
type onceHashed struct {
	account.Hasher
	of map[string]string // hashes by password
}

func (o *onceHashed) Hash(ctx context.Context, password string) (hash string, err error) {
	if hash = o.of[password]; hash == "" {
		hash, err = o.Hasher.Hash(ctx, password)
		o.of[password] = hash
	}
	return hash, err
}

// Matches compares with what was hashed here, and otherwise as the hasher does.
func (o *onceHashed) Matches(ctx context.Context, password, hash string) (bool, error) {
	if known := o.of[password]; known != "" && known == hash {
		return true, nil
	}
	return o.Hasher.Matches(ctx, password, hash)
}

// demoAccount makes a sign-in whose password needs no change: it is published.
func (h *House) demoAccount(ctx context.Context, jurisdiction int32, a demo.Account, county *bodies.County) error {
	console := act.Command{Actor: actor.Machine(jurisdiction, "console demo")}
	n := account.New{Login: a.Login, Name: a.Name, Password: "before-" + demo.Password}
	if a.Person != "" {
		found := county.Match(a.Person, "", 0)
		id, one := found.One()
		if !one {
			return fmt.Errorf("%d people are called %s", len(found.Persons), a.Person)
		}
		n.Person, n.Name = id, ""
	}
	r, err := h.Accounts.Create(ctx, console, n)
	if err != nil {
		return fmt.Errorf("account %s: %w", a.Login, err)
	}
	id := r.Object.ID
	if a.Person == "" {
		if _, err := h.Accounts.Grant(ctx, console, id, actor.Role(a.Role), ""); err != nil {
			return fmt.Errorf("grant to %s: %w", a.Login, err)
		}
	}
	own, _, err := h.Doors.ByID(ctx, id)
	if err != nil {
		return err
	}
	own.MustChange = false
	_, err = h.Accounts.ChangePassword(ctx, act.Command{Actor: store.ActorOf(county, own)}, "", n.Password, a.Password)
	if err != nil {
		return fmt.Errorf("password of %s: %w", a.Login, err)
	}
	for _, v := range a.Views {
		q, err := url.ParseQuery(v.Query)
		if err != nil {
			return err
		}
		if _, _, err := h.Views.Save(ctx, store.ActorOf(county, own), v, q); err != nil {
			return fmt.Errorf("view of %s: %w", a.Login, err)
		}
	}
	return nil
}
