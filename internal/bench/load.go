package bench

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// Result is what one load did.
type Result struct {
	N         int     `json:"n"`
	PerSecond float64 `json:"perSecond"`
	P50       float64 `json:"p50us"`
	P99       float64 `json:"p99us"`
	CPU       float64 `json:"cpuUs"`
}

// hammer lets clients ask one after the other for a while. begin makes one
// client's asking function. A tenth of the time warms up and is not counted.
// The first error ends everything: a load that fails measures nothing.
func hammer(ctx context.Context, clients int, each time.Duration, begin func(client int) (func() error, error)) (Result,
	error) {
	asks := make([]func() error, clients)
	for i := range asks {
		var err error
		if asks[i], err = begin(i); err != nil {
			return Result{}, err
		}
	}
	if _, _, err := rush(ctx, asks, each/10); err != nil {
		return Result{}, err
	}
	cpu := cpuTime()
	times, took, err := rush(ctx, asks, each)
	if err != nil {
		return Result{}, err
	}
	cpu = cpuTime() - cpu
	if len(times) == 0 {
		return Result{}, errors.New("nothing was answered in time")
	}
	slices.Sort(times)
	us := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }
	return Result{N: len(times), PerSecond: float64(len(times)) / took.Seconds(), P50: us(times[len(times)/2]),
		P99: us(times[len(times)*99/100]),
		CPU: us(cpu) / float64(len(times))}, nil
}

func rush(ctx context.Context, asks []func() error, each time.Duration) (all []time.Duration,
	took time.Duration, err error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	began := time.Now()
	end := began.Add(each)
	for _, ask := range asks {
		wg.Go(func() {
			times := make([]time.Duration, 0, 4096)
			var failed error
			// Once at least: a machine with other work may come to it after the end.
			for at := time.Now(); (len(times) == 0 || at.Before(end)) && ctx.Err() == nil; {
				if failed = ask(); failed != nil {
					break
				}
				now := time.Now()
				times = append(times, now.Sub(at))
				at = now
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, times...)
			if err == nil {
				err = failed
			}
		})
	}
	wg.Wait()
	if err == nil {
		err = ctx.Err()
	}
	return all, time.Since(began), err
}

// call is a client that calls f.
func call(f func() error) func(int) (func() error, error) {
	return func(int) (func() error, error) { return f, nil }
}

// middle is the median.
func middle(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}
