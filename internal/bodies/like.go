package bodies

import (
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/text/pinyin"
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

// BodiesLike finds bodies in force whose name holds the words, at most so many.
func (c *County) BodiesLike(words string, most int) (out []Body) {
	key := text.Key(text.Query(words))
	for _, b := range c.bodies {
		if len(out) == most {
			break
		}
		if strings.Contains(text.Key(b.Name), key) {
			out = append(out, b)
		}
	}
	return out
}

// spelled is a person's name as it is compared.
type spelled struct {
	key, pinyin string
	sound       pinyin.Name
}

// spell prepares the names once for a snapshot, when somebody first searches.
func (c *County) spell() {
	c.spelled = make([]spelled, len(c.persons))
	for i, p := range c.persons {
		typed, _ := pinyin.Typed(p.Pinyin)
		c.spelled[i] = spelled{text.Key(p.Name), typed, pinyin.Of(p.Name)}
	}
}

// Sound is how a person's name sounds, to put people in the order of a dictionary:
// as recorded, or as its characters are read.
func (p Person) Sound() string {
	if typed, ok := pinyin.Typed(p.Pinyin); ok {
		return typed
	}
	return pinyin.Of(p.Name).Key()
}

// PeopleLike finds people whose name holds the words (see PlainName), or that
// sounds as they are typed (whole pinyin, initials or a mixture, a recorded
// pinyin first of all), at most so many: in the order of the register, but
// where not all are wanted those whose name begins so before the others.
func (c *County) PeopleLike(words string, most int) (out []Person) {
	if words == "" {
		return append(out, c.persons[:min(most, len(c.persons))]...)
	}
	c.spellOnce.Do(c.spell)
	key := text.Key(words)
	typed, sounds := pinyin.Typed(words)
	begins := func(s *spelled) bool {
		return strings.HasPrefix(s.key, key) || sounds && (s.pinyin != "" && strings.HasPrefix(s.pinyin, typed) ||
			s.sound.Begins(typed))
	}
	holds := func(s *spelled) bool {
		return strings.Contains(s.key, key) || sounds && s.sound.Holds(typed)
	}
	all := most >= len(c.persons)
	var later []Person
	for i, p := range c.persons {
		switch s := &c.spelled[i]; {
		case len(out) == most:
			return out
		case begins(s) || all && holds(s):
			out = append(out, p)
		case len(later) < most && holds(s):
			later = append(later, p)
		}
	}
	return append(out, later[:min(len(later), most-len(out))]...)
}
