package when

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseSpan reads a year, 2026, or a month, 2026-11; false when it is neither.
func ParseSpan(s string) (Period, bool) {
	year, month, monthly := strings.Cut(s, "-")
	y, err := strconv.Atoi(year)
	if err != nil || len(year) != 4 || y < 1970 {
		return Period{}, false
	}
	if !monthly {
		return Period{Date(y, 1, 1), Date(y+1, 1, 1)}, true
	}
	m, err := strconv.Atoi(month)
	if err != nil || len(month) != 2 || m < 1 || m > 12 {
		return Period{}, false
	}
	return Period{Date(y, time.Month(m), 1), Date(y, time.Month(m)+1, 1)}, true
}

// MonthOf writes the month of a day as ParseSpan reads it.
func MonthOf(d Day) string {
	y, m, _ := d.Date()
	return fmt.Sprintf("%04d-%02d", y, m)
}
