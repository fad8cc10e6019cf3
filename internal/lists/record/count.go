package record

import (
	"time"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Counted is how often a responsibility was discharged by records, and when last.
type Counted struct {
	Times int64
	Last  when.Day
}

// Progress says of a responsibility of a year that asks for so many times how many are
// done, and by when the next is due: the year is parted evenly. Asked for 0 times it is
// only counted.
func Progress(year, times int64, c Counted) text.Message {
	switch {
	case times == 0 && c.Times == 0:
		return text.M("record.count.none")
	case times == 0:
		return text.M("record.count.last", "n", c.Times, "on", c.Last)
	case c.Times >= times:
		return text.M("record.count.done", "n", c.Times, "times", times)
	}
	return text.M("record.count.next", "n", c.Times, "times", times, "by", NextBy(year, times, c.Times))
}

// NextBy is the last day of the part of the year in which the next of so many times is
// due when done are behind it.
func NextBy(year, times, done int64) when.Day {
	first := when.Date(int(year), time.January, 1)
	days := int64(when.Date(int(year)+1, time.January, 1) - first)
	if 12%times == 0 {
		month := time.Month((done+1)*12/times + 1)
		if month > 12 {
			return first + when.Day(days) - 1
		}
		return when.Date(int(year), month, 1) - 1
	}
	return first + when.Day(days*(done+1)/times) - 1
}
