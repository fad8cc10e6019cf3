// Package app builds the house from one configuration. Only main and the tests
// know it.
package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"shuangze/internal/appraisal"
	"sync"
	"time"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/burden"
	"shuangze/internal/clock"
	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	five "shuangze/internal/lists/standing"
	"shuangze/internal/lists/view"
	"shuangze/internal/noun"
	"shuangze/internal/outlet"
	"shuangze/internal/paper"
	"shuangze/internal/paper/face"
	"shuangze/internal/paper/pdf"
	"shuangze/internal/passkey"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/store"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// Config is where the house keeps its things.
type Config struct {
	Dir      string // data folder: database file, keys, evidence
	Database string // postgres://…; "" = SQLite in Dir
	Policy   fs.FS  // nil = the shipped pack
	Seals    string // file of the keys of sealed columns; "" = in Dir
	Fonts    string // folder of the county's typefaces; "" = fonts in Dir
	Clock    when.Clock
	Hasty    bool                         // see store.Options: only while a demonstration is built
	Chance   io.Reader                    // see store.Options: likewise
	Asks     func(act.Command) *act.Asked // likewise
	Ways     Ways                         // out of the house
	Key      *pdf.Key                     // signs what is issued; nil = nothing does
	// Leap is how many days the clock may stand from the last entry before an
	// administrator must confirm it; 0 = clock.MostDays, less = any number, for
	// a county that is played through its years.
	Leap int

	anyPack    bool // a version in force that cannot be read is passed over: for who mends it
	unfinished bool // open what is being restored or built: for those who do that
}

// House is everything behind the faces.
type House struct {
	DB       *store.DB
	Dir      string
	Policy   *policy.Pack
	Words    *lang.Catalogues
	Clock    when.Clock
	Orders   order.Commands
	Problems problem.Commands
	Bodies   bodies.Commands
	Accounts account.Commands
	Views    view.Commands
	Nouns    []*noun.Noun // those on the frame
	Board    *five.Board
	Burden   *burden.Board      // what the system asks of each unit
	Running  *appraisal.Running // how bodies stand by the assessment
	Time     clock.Commands
	Versions version.Commands  // of the policy pack
	Doors    *store.Doorkeeper // who is signed in
	Faces    *face.Folder      // typefaces of documents
	Print    *paper.Maker      // of documents as files
	Ways     Ways              // by which people and other systems are told
	Outlets  outlet.Commands   // those systems

	signing   sync.Mutex
	continues bool // what was signed goes on in what stands there: see Checkpoints

	version version.Version // of Policy; zero = the pack given or shipped
	packs   holding         // Policy and what was in force before it
	turn    *turn           // nil where only one pack is ever read

	shared bool // other processes may use the same database

	headroom []byte // see headroom

	chance io.Reader // of verification codes; nil = the system's
}

// headroom is address space that is never touched and so takes no memory. The
// collector lets the heap double before it works: what a county keeps in memory
// is so little that it would run after every few hundred pages.
const headroom = 24 << 20

// Now is the server's clock.
func Now() when.Instant { return when.At(time.Now()) }

// anyLeap believes the clock whatever it says: what a demonstration or a
// measured county is played with.
const anyLeap = -1

func (c Config) leap() time.Duration {
	days := c.Leap
	if days == 0 {
		days = clock.MostDays
	}
	return time.Duration(max(days, 0)) * 24 * time.Hour
}

// there says that there is no database, for those who make none.
func (c Config) there() error {
	if err := whole(c.Dir); err != nil { // a restore is marked before it has a database
		return err
	}
	if _, err := os.Stat(filepath.Join(c.Dir, store.FileName)); err != nil && c.Database == "" {
		return fmt.Errorf("%s 里没有数据库 / there is no database in %s", c.Dir, c.Dir)
	}
	return nil
}

// read fills in what is left open and loads the policy pack and the words.
func (c *Config) read() (*policy.Pack, *lang.Catalogues, error) {
	if c.Clock == nil {
		c.Clock = Now
	}
	if c.Policy == nil {
		c.Policy = zhenping.Files
	}
	pack, err := policy.Load(c.Policy)
	if err != nil {
		return nil, nil, fmt.Errorf("policy pack: %w", err)
	}
	words, err := lang.Load()
	if err != nil {
		return nil, nil, fmt.Errorf("catalogues: %w", err)
	}
	return pack, words, nil
}

// Open opens and migrates the database and loads policy and words. A wrong
// policy pack stops the start.
func Open(ctx context.Context, c Config) (*House, error) {
	if !c.unfinished {
		if err := whole(c.Dir); err != nil {
			return nil, err
		}
	}
	pack, words, err := c.read()
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, store.Options{Dir: c.Dir, URL: c.Database, Seals: c.Seals, Clock: c.Clock,
		Hasty: c.Hasty, Chance: c.Chance, Asks: c.Asks, Leap: c.leap()})
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if !c.unfinished {
		if err := wholeDatabase(ctx, db); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	h := &House{DB: db, Dir: c.Dir, Words: words, Clock: c.Clock, chance: c.Chance, shared: c.Database != "",
		headroom: make([]byte, headroom), turn: &turn{ground: pack}}
	h.turn.opened = h
	h.Orders = order.Commands{Door: act.NewDoor(db, func(t act.Tx) order.Tx { return t.(*store.Tx) })}
	h.Problems = problem.Commands{Door: act.NewDoor(db, func(t act.Tx) problem.Tx { return t.(*store.Tx) })}
	h.Bodies = bodies.Commands{Door: act.NewDoor(db, func(t act.Tx) bodies.Tx { return t.(*store.Tx) })}
	h.Doors = store.NewDoorkeeper(db)
	h.Faces = face.NewFolder(cmp.Or(c.Fonts, filepath.Join(c.Dir, "fonts")))
	h.Print = &paper.Maker{Faces: h.Faces, Key: c.Key}
	h.Time = clock.Commands{Door: act.NewDoor(db, func(t act.Tx) clock.Tx { return t.(*store.Tx) }), Read: db}
	h.Ways = c.Ways
	h.Outlets = outlet.Commands{Door: act.NewDoor(db, func(t act.Tx) outlet.Tx { return t.(*store.Tx) }),
		Read: outletReads{db}, Rules: outlet.Rules{Here: c.Ways.Calls.Here}}
	h.Views = view.Commands{Keep: store.NewViews(db)}
	h.Accounts = account.Commands{Door: act.NewDoor(db, func(t act.Tx) account.Tx { return t.(*store.Tx) }),
		Keeper: h.Doors, Hasher: store.NewArgon(), Passkeys: passkey.Library{Name: "双责"},
		Clock: c.Clock, Addresses: &account.Addresses{}}
	if err := h.begin(ctx, c); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	var doubtful *Doubtful
	if err := h.Continues(ctx); err != nil && !errors.As(err, &doubtful) {
		return nil, errors.Join(err, db.Close())
	}
	return h, nil
}

// begin puts the house under the pack that is in force today.
func (h *House) begin(ctx context.Context, c Config) error {
	texts, err := policy.Texts(c.Policy)
	if err != nil {
		return fmt.Errorf("policy pack: %w", err)
	}
	h.Versions = h.versions(texts)
	g, err := inForce(ctx, h.DB, h.turn.ground, h.Clock().Day())
	var unread *outgrownPack
	if errors.As(err, &unread) && c.anyPack {
		g, err = grounded(h.turn.ground), nil
	}
	if err != nil {
		return err
	}
	h.rest(g)
	return nil
}

// FilesDir is where evidence is kept.
func (h *House) FilesDir() string { return filepath.Join(h.Dir, "files") }

// Close ends the house after what is queued.
func (h *House) Close() error { return h.DB.Close() }
