package bodies

import "shuangze/internal/bodies"

// The printed chart says in plain words what the screen shows with chips.

// personOr is the first responsible person's name, or that there is none.
func (d countyData) personOr(f bodies.First) string {
	switch {
	case f.Unrecorded:
		return d.P.T("register.unrecorded")
	case f.Vacant():
		return d.P.T("register.vacant")
	case f.Acting:
		return d.personName(f.Person) + d.P.T("register.acting.paper")
	}
	return d.personName(f.Person)
}

// keeperOr is who answers on a side, with the co-responsible body.
func (d countyData) keeperOr(h bodies.Half) string {
	switch {
	case h.Watched():
		return d.P.T("register.watched")
	case h.Keeper() == 0:
		return d.P.T("register.nobody")
	case h.Co() != 0:
		return d.P.List([]string{d.bodyName(h.Keeper()), d.bodyName(h.Co())})
	}
	return d.bodyName(h.Keeper())
}

func (d countyData) keeperFirst(h bodies.Half) string {
	if h.Keeper() == 0 {
		return ""
	}
	return d.personOr(d.asOf.County.FirstResponsible(h.Keeper()))
}
