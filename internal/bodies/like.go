package bodies

import (
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// UnitsLike finds units whose name holds the words (see PlainName), at most so many.
func (c *County) UnitsLike(words string, most int) (out []ref.ID) {
	key := text.Key(text.Query(words))
	for _, u := range c.Units() {
		if len(out) == most {
			break
		}
		if strings.Contains(text.Key(c.Name(u)), key) {
			out = append(out, u)
		}
	}
	return out
}

// PeopleLike finds people whose name holds the words (see PlainName), or whose
// pinyin begins with them, at most so many.
func (c *County) PeopleLike(words string, most int) (out []Person) {
	key := text.Key(text.Query(words))
	for _, p := range c.persons {
		if len(out) == most {
			break
		}
		if strings.Contains(text.Key(p.Name), key) || p.Pinyin != "" && strings.HasPrefix(text.Key(p.Pinyin), key) {
			out = append(out, p)
		}
	}
	return out
}
