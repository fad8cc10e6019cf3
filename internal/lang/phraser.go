package lang

import (
	"fmt"
	"strconv"
	"strings"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Phraser says things in one language.
type Phraser struct {
	lang    Lang
	phrases map[string]*phrase
}

func newPhraser(l Lang) *Phraser { return &Phraser{lang: l, phrases: make(map[string]*phrase, 1024)} }

// Lang is the value of the page's lang attribute.
func (p *Phraser) Lang() string { return string(p.lang) }

// Chinese says whether this phraser speaks Chinese.
func (p *Phraser) Chinese() bool { return p.lang == Chinese }

// Has says whether the key exists.
func (p *Phraser) Has(key string) bool { _, ok := p.phrases[key]; return ok }

// Keys are the keys of a family, in no order.
func (p *Phraser) Keys(prefix string) (out []string) {
	for key := range p.phrases {
		if strings.HasPrefix(key, prefix) {
			out = append(out, key)
		}
	}
	return out
}

// T phrases a key with alternating names and values. A key that does not
// exist comes out as ⟦key⟧, a value that was not given as ⟦name⟧, so that no
// test and no reader can overlook it.
func (p *Phraser) T(key string, kv ...any) string {
	ph, ok := p.phrases[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	if ph.parts == nil {
		return ph.text
	}
	var buf [192]byte
	b := buf[:0]
	for i := range ph.parts {
		pt := &ph.parts[i]
		if pt.name == "" {
			b = append(b, pt.words...)
			continue
		}
		found := false
		for j := 0; j+1 < len(kv); j += 2 {
			if name, _ := kv[j].(string); name == pt.name {
				b, found = p.fill(b, pt, kv[j+1]), true
				break
			}
		}
		if !found {
			b = missing(b, pt.name)
		}
	}
	return string(b)
}

// Message phrases a message; the empty message is the empty string.
func (p *Phraser) Message(m text.Message) string {
	if m.Key == "" {
		return ""
	}
	ph, ok := p.phrases[m.Key]
	if !ok {
		return "⟦" + m.Key + "⟧"
	}
	if ph.parts == nil {
		return ph.text
	}
	var buf [192]byte
	return string(p.message(buf[:0], ph, m.Data))
}

func (p *Phraser) message(b []byte, ph *phrase, data map[string]any) []byte {
	b = append(b, ph.text...)
	for i := range ph.parts {
		pt := &ph.parts[i]
		if pt.name == "" {
			b = append(b, pt.words...)
		} else if v, ok := data[pt.name]; ok {
			b = p.fill(b, pt, v)
		} else {
			b = missing(b, pt.name)
		}
	}
	return b
}

func missing(b []byte, name string) []byte {
	return append(append(append(b, "⟦"...), name...), "⟧"...)
}

func (p *Phraser) fill(b []byte, pt *part, v any) []byte {
	if pt.plural {
		if n, ok := whole(v); ok && (n == 1 || n == -1) {
			return append(b, pt.one...)
		}
		return append(b, pt.many...)
	}
	if pt.plain {
		if n, ok := whole(v); ok {
			return strconv.AppendInt(b, n, 10)
		}
	}
	return p.value(b, v)
}

// spoken phrases itself: what is wrong with a policy pack is said at the console
// too, where no catalogue may be loaded yet.
type spoken interface{ Sentence(lang string) string }

// value writes one value the way the language does.
func (p *Phraser) value(b []byte, v any) []byte {
	switch x := v.(type) {
	case string:
		return append(b, x...)
	case text.Message:
		if ph, ok := p.phrases[x.Key]; ok {
			return p.message(b, ph, x.Data)
		}
		return append(b, p.Message(x)...)
	case *text.Refusal:
		return p.value(b, x.Message)
	case when.Day:
		return p.day(b, x, true)
	case when.Instant:
		return p.instant(b, x, false)
	case when.Period:
		return p.period(b, x)
	case fmt.Stringer: // before the numbers: an identifier is a number that must not be grouped
		return append(b, x.String()...)
	case []string:
		return p.list(b, x)
	case []text.Message:
		for i, m := range x {
			if i > 0 {
				b = append(b, p.comma()...)
			}
			b = p.value(b, m)
		}
		return b
	case float64:
		return strconv.AppendFloat(b, x, 'f', -1, 64)
	case spoken: // before errors, which it may be too
		return append(b, x.Sentence(p.Lang())...)
	case error:
		return append(b, "⟦error⟧"...) // a fault's words are never shown
	}
	if n, ok := whole(v); ok {
		return group(b, n)
	}
	return fmt.Append(b, v)
}

func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	case int32:
		return int64(n), true
	case int16:
		return int64(n), true
	case int8:
		return int64(n), true
	case uint8:
		return int64(n), true
	case uint16:
		return int64(n), true
	case uint32:
		return int64(n), true
	case uint64:
		return int64(n), true
	}
	return 0, false
}
