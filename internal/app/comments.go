package app

import (
	"context"
	"sync"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/charge"
	"shuangze/internal/comment"
	"shuangze/internal/store"
	"shuangze/internal/web/desk/talk"
	"shuangze/internal/when"
)

// comments are the commands of comments; a face adds the kinds that it shows.
func (h *House) comments() comment.Commands {
	return comment.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) comment.Tx { return t.(*store.Tx) }),
		Rules: h.Policy.Comments, Cast: h.cast}
}

// charges are the commands by which an office takes matters up.
func (h *House) charges() charge.Commands {
	return charge.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) charge.Tx { return t.(*store.Tx) }), Cast: h.cast,
		Idle: func(since, today when.Day) bool {
			return h.Policy.Calendar.WorkingBetween(since, today) > h.Policy.Comments.Untouched
		}}
}

// cast is everybody at work in a county who can sign in.
func (h *House) cast(ctx context.Context, county int32) ([]actor.Actor, error) {
	return h.DB.Cast(ctx, county, h.Clock().Day())
}

// castFor is how long it is taken for granted who may be addressed: what is offered is
// asked again when it is sent.
const castFor = time.Minute

// casts are who can sign in, kept for a short while: every page of a matter offers them.
type casts struct {
	mu   sync.Mutex
	kept map[int32]cast
}

type cast struct {
	at   when.Instant
	list []actor.Actor
}

// of is the cast of a county, at most castFor old.
func (k *casts) of(h *House) func(context.Context, int32) ([]actor.Actor, error) {
	return func(ctx context.Context, county int32) ([]actor.Actor, error) {
		now := h.Clock()
		k.mu.Lock()
		got, ok := k.kept[county]
		k.mu.Unlock()
		if ok && now >= got.at && now < got.at.Add(castFor) {
			return got.list, nil
		}
		list, err := h.cast(ctx, county)
		if err != nil {
			return nil, err
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.kept == nil {
			k.kept = map[int32]cast{}
		}
		k.kept[county] = cast{now, list}
		return list, nil
	}
}

// talkPages are the pages of what is said about matters.
func (h *House) talkPages() talk.Pages {
	return talk.Pages{Commands: h.comments(), Charges: h.charges(), Read: h.DB, Cast: new(casts).of(h)}
}
