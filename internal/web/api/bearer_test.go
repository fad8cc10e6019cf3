package api

import (
	"net/http/httptest"
	"testing"

	"shuangze/internal/web/rate"
)

// Requests are counted by the token, however the header spells it, and another
// scheme carries none.
func TestTokensAreCountedNotTheirSpelling(t *testing.T) {
	x := newHouse(t, rate.Rate{PerSecond: 1, Burst: 5})
	ask := func(header string) int {
		r := httptest.NewRequest("GET", Prefix+"/orders", nil)
		r.Header.Set("Authorization", header)
		w := httptest.NewRecorder()
		x.h.ServeHTTP(w, r)
		return w.Code
	}
	spelled := []string{"Bearer szt_office", "bearer szt_office", "BEARER  szt_office ", " Bearer szt_office",
		"Bearer\tszt_office"}
	for i, s := range spelled {
		if got := ask(s); got != 200 {
			t.Fatalf("request %d, %q: %d", i+1, s, got)
		}
	}
	for _, s := range spelled {
		if got := ask(s); got != 429 {
			t.Errorf("%q has a bucket of its own: %d", s, got)
		}
	}
	for _, s := range []string{"", "szt_office", "Basic szt_office", "Bearer", "Bearer szt_office szt_office",
		"Bearerszt_office", "Bearer SZT_OFFICE"} {
		if got := ask(s); got != 401 {
			t.Errorf("%q: %d, want 401", s, got)
		}
	}
	if got := ask("Bearer szt_second"); got != 200 {
		t.Error("another token:", got)
	}
}
