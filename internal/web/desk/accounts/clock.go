package accounts

import (
	"strconv"

	"shuangze/internal/clock"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

type clockData struct {
	page.View
	Key     string
	Reading clock.Reading
}

// clock shows the server's clock beside the last entry, and offers to confirm it
// when they do not fit.
func (p Pages) clock(v *desk.Visit) error {
	r, err := p.Time.See(v.R.Context(), v.Actor)
	if err != nil {
		return err
	}
	return v.Page(200, clockPage(clockData{View: v.View(v.P.T("menu.clock")), Key: v.Key(), Reading: r}))
}

// confirmClock says that the clock is right, as it was shown.
func (p Pages) confirmClock(v *desk.Visit) error {
	said := clock.Reading{Last: instant(v.Form("last")), Now: instant(v.Form("now"))}
	if said.Now == 0 {
		said.Now = 1 // nothing was shown: never the same as what is
	}
	if _, err := p.Time.Confirm(v.R.Context(), v.Command(), said); err != nil {
		return err
	}
	return v.Said("/clock", "clock.confirmed")
}

func instant(s string) when.Instant {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return when.Instant(n)
}

func written(i when.Instant) string { return strconv.FormatInt(int64(i), 10) }
