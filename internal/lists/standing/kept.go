package standing

import (
	"context"
	"sync"

	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/when"
)

// kept remembers which papers are stale, by county: to know it every row of their lists is
// written out again, and while the county's journal of acts, its register and the day are
// the same, nothing of it changes.
type kept struct {
	mu sync.Mutex
	of map[int32]knew
}

type knew struct {
	acts   int64
	day    when.Day
	county *bodies.County
	stale  map[ref.ID]bool // of every paper that was asked about
}

func (k *kept) stale(ctx context.Context, b *Board, c *bodies.County, papers []*signoff.Paper, today when.Day) (
	map[ref.ID]bool, error) {
	if len(papers) == 0 {
		return nil, nil
	}
	county := papers[0].Jurisdiction
	acts, err := b.Read.Acts(ctx, county)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	was, out := k.of[county], map[ref.ID]bool{}
	same := was.acts == acts && was.day == today && was.county == c
	var unknown []*signoff.Paper
	for _, p := range papers {
		stale, known := was.stale[p.ID]
		if !same || !known {
			unknown = append(unknown, p)
			continue
		}
		out[p.ID] = stale
	}
	k.mu.Unlock()
	if len(unknown) == 0 {
		return out, nil
	}
	found, err := b.Papers.Stale(ctx, unknown, today)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if now := k.of[county]; now.acts > acts { // another one knows later acts
		for _, p := range unknown {
			out[p.ID] = found[p.ID]
		}
		return out, nil
	} else if now.acts != acts || now.day != today || now.county != c {
		if k.of == nil {
			k.of = map[int32]knew{}
		}
		k.of[county] = knew{acts, today, c, map[ref.ID]bool{}}
	}
	for _, p := range unknown {
		out[p.ID], k.of[county].stale[p.ID] = found[p.ID], found[p.ID]
	}
	return out, nil
}
