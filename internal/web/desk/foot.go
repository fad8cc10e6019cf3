package desk

import (
	"log/slog"

	"shuangze/internal/lang"
)

// Foot is what stands under a page when it is printed and under each page of a document that is taken out: whose house,
// by whom and when, and the day code. Any page may be printed by the browser, so each has it.
func (v *Visit) Foot() []string {
	who := v.Actor.Name
	if v.Actor.Post != "" {
		who = v.P.T("page.print.who", "name", who, "post", v.Actor.Post)
	}
	lines := []string{v.P.T("page.name") + " · " + v.CountyName() + " · " + v.P.T("page.print.by", "who",
		who, "at", v.P.InstantIn(0, v.Now))}
	code, err := v.DayCode(v.P)
	if err != nil { // the page is worth more than its foot
		v.Desk.Log.Error("day code for the foot of a page", slog.Any("error", err))
	}
	if code != "" {
		lines = append(lines, code)
	}
	return lines
}

// DayCode is the code of the county's last signed checkpoint with the moment up
// to which it vouches, as every paper bears it; "" before the first one.
func (v *Visit) DayCode(p *lang.Phraser) (string, error) {
	code, at, err := v.Desk.Read.DayCode(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil || code == "" {
		return "", err
	}
	return p.T("page.day-code", "code", code, "at", p.InstantIn(0, at)), nil
}
