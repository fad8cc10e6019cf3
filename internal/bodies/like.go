package bodies

import (
	"strings"

	"shuangze/internal/ref"
)

// UnitsLike finds units whose name holds the words, at most so many.
func (c *County) UnitsLike(words string, most int) (out []ref.ID) {
	for _, u := range c.Units() {
		if len(out) == most {
			break
		}
		if strings.Contains(c.Name(u), words) {
			out = append(out, u)
		}
	}
	return out
}

// PeopleLike finds people whose name holds the words, or whose pinyin begins
// with them, at most so many.
func (c *County) PeopleLike(words string, most int) (out []Person) {
	low := strings.ToLower(words)
	for _, p := range c.persons {
		if len(out) == most {
			break
		}
		if strings.Contains(p.Name, words) || (p.Pinyin != "" && strings.HasPrefix(p.Pinyin, low)) {
			out = append(out, p)
		}
	}
	return out
}
