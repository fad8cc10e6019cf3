package store

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"sync"

	"shuangze/internal/lists/view"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Views keeps the saved views of lists. Every list asks for its reader's; so it
// remembers what it read for two seconds, and what is changed here at once.
type Views struct {
	db *DB

	mu    sync.Mutex
	gen   int64 // moves with every change, so that an older reading is not remembered
	known map[ref.ID]viewsRead
}

type viewsRead struct {
	at   when.Instant
	list []view.View
}

// NewViews opens the keeping; one per process.
func NewViews(db *DB) *Views { return &Views{db: db, known: map[ref.ID]viewsRead{}} }

// Views are an account's views by list, in the order of saving. The caller must
// not change the list.
func (k *Views) Views(ctx context.Context, account ref.ID) ([]view.View, error) {
	now := k.db.clock()
	k.mu.Lock()
	r, ok := k.known[account]
	gen := k.gen
	k.mu.Unlock()
	if ok && now >= r.at && now < r.at.Add(staleAfter) {
		return r.list, nil
	}
	rows, err := k.db.query(ctx, `SELECT id,list,name,query,usual FROM list_view WHERE account=$1 ORDER BY list,saved_at,id`, int64(account))
	list, err := collect(rows, err, func(r rowsLike, v *view.View) error {
		return r.Scan(&v.ID, &v.List, &v.Name, &v.Query, (*intBool)(&v.Usual))
	})
	if err != nil {
		return nil, fmt.Errorf("saved views: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.gen == gen {
		if len(k.known) >= mostKnown {
			clear(k.known)
		}
		k.known[account] = viewsRead{now, list}
	}
	return list, nil
}

// AddView writes a view, unless its name came in between or there are enough.
func (k *Views) AddView(ctx context.Context, account ref.ID, v view.View) (ref.ID, error) {
	var b [8]byte
	rand.Read(b[:])
	id := ref.ID(binary.BigEndian.Uint64(b[:])>>11 | 1) // exact in JSON, wherever it is read
	err := k.change(ctx, account, v, `INSERT INTO list_view(id,account,list,name,query,usual,saved_at)
		SELECT $1,$2,$3,$4,$5,0,$6 WHERE (SELECT COUNT(*) FROM list_view WHERE account=$2 AND list=$3)<$7 ON CONFLICT DO NOTHING`,
		int64(id), int64(account), string(v.List), v.Name, v.Query, int64(k.db.clock()), view.Most)
	if err != nil || !v.Usual {
		return id, err
	}
	v.ID = id
	return id, k.ChangeView(ctx, account, v)
}

// ChangeView writes a view's name and makes it the usual one of its list, alone,
// or an ordinary one.
func (k *Views) ChangeView(ctx context.Context, account ref.ID, v view.View) error {
	usual, others := 0, 1
	if v.Usual {
		usual, others = 1, 0
	}
	return k.change(ctx, account, v, `UPDATE list_view SET name=CASE WHEN id=$1 THEN $2 ELSE name END, usual=CASE WHEN id=$1 THEN $3 ELSE usual*$6 END
		WHERE account=$4 AND list=$5`, int64(v.ID), v.Name, usual, int64(account), string(v.List), others)
}

// DropView deletes a view.
func (k *Views) DropView(ctx context.Context, account, id ref.ID) error {
	return k.change(ctx, account, view.View{}, `DELETE FROM list_view WHERE account=$1 AND id=$2`,
		int64(account), int64(id))
}

func (k *Views) change(ctx context.Context, account ref.ID, v view.View, q string, args ...any) error {
	defer func() {
		k.mu.Lock()
		k.gen++
		delete(k.known, account)
		k.mu.Unlock()
	}()
	if _, err := k.db.keep(ctx, q, args...); err != nil {
		return fmt.Errorf("saved view %q: %w", v.Name, err)
	}
	return nil
}
