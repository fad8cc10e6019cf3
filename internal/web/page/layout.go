package page

func searched(v View) string {
	if v.Path == v.Search {
		return v.Query.Get("q")
	}
	return ""
}

// current says to assistive technology whether the item is this very page or
// only the part of the house it stands in.
// CountyAndField is what stands under the name of the house.
func (v View) CountyAndField() string {
	if v.Field == "" || v.County == "" {
		return v.County + v.Field
	}
	return v.County + " · " + v.Field
}

func current(m MenuItem) string {
	for _, u := range m.Under {
		if u.Current {
			return "true"
		}
	}
	return "page"
}

func flashTone(t Tone) string { return "f-" + string(flashMark(t)) }

func flashMark(t Tone) Tone {
	if t == Plain {
		return Green
	}
	return t
}
