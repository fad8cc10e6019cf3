package page

import "strconv"

// Kind is the weight of a button. A page has one Primary at most.
type Kind int

const (
	Secondary Kind = iota
	Primary
	Danger
	Quiet // looks like a link
	Small
	SmallPrimary
)

func (k Kind) class() string {
	switch k {
	case Primary:
		return "btn go"
	case Danger:
		return "btn danger"
	case Quiet:
		return "quiet"
	case Small:
		return "btn sm"
	case SmallPrimary:
		return "btn sm go"
	}
	return "btn"
}

func share(done, total int) string {
	if total <= 0 || done <= 0 {
		return "0"
	}
	return strconv.Itoa(min(100, done*100/total))
}

// heatText keeps the shape beside the number: ✓ done, ! yellow, ‼ red, – not
// applicable; a calm cell is a middle dot, so that it is not mistaken for a hole.
func heatText(level Heat, n int) string {
	num := ""
	if n > 0 {
		num = strconv.Itoa(n)
	}
	switch level {
	case Finished:
		return "✓" + num
	case Yellow:
		return "!" + num
	case RedHot:
		return "‼" + num
	case NotForThem:
		return "–"
	case Calm:
		if n == 0 {
			return "·"
		}
	}
	return num
}
