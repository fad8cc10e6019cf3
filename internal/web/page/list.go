package page

import (
	"maps"
	"slices"
	"strconv"
)

func itoa(n int) string { return strconv.Itoa(n) }

func (l List) param() string {
	if l.Param == "" {
		return "sort"
	}
	return l.Param
}

func (l List) direction(c Col) string {
	switch {
	case c.Sort == "":
		return ""
	case l.Sort == c.Sort:
		return "ascending"
	case l.Sort == "-"+c.Sort:
		return "descending"
	}
	return "none"
}

// next is the sort a click on the heading asks for.
func (l List) next(c Col) string {
	if l.Sort == c.Sort {
		return "-" + c.Sort
	}
	return c.Sort
}

func (l List) arrow(c Col) string {
	switch l.direction(c) {
	case "ascending":
		return "↑"
	case "descending":
		return "↓"
	}
	return "↕"
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
