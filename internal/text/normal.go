package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// One normalisation for the whole house, in three steps that build on each other:
//
//   - Tidy is how a text is kept, on every way in: characters that only look
//     like another one become that one. Nobody sees a difference.
//   - Name is how a name is kept: Tidy, half width, one middle dot, no padding.
//   - Key is how names are compared and Words how queries are cut: Name, and
//     the case of letters does not count.
//
// Texts are not brought to NFKC: ①, ㎡, ﹙ and full-width letters are what their
// author chose, and rare and extension characters stay what they are (also the
// twelve of U+FA0E–FA29 that are unified ideographs of their own).

// Tidy replaces look-alikes by the characters they stand for: Kangxi radicals and
// the radicals supplement, compatibility ideographs (by NFC, which also joins
// letters and their accents), private characters of old GBK fonts that have a code
// of their own today. Variation selectors and signs without width go.
func Tidy(s string) string {
	if !strings.ContainsFunc(s, alike) {
		if norm.NFC.IsNormalString(s) {
			return s
		}
		return norm.NFC.String(s)
	}
	return norm.NFC.String(strings.Map(unified, s))
}

// alike says that a character is one Tidy does away with.
func alike(r rune) bool { return r >= 0x180 && unified(r) != r }

func unified(r rune) rune {
	switch {
	case r < 0x200b || r >= 0x3000 && r < 0xe000:
		return r
	case r == 0x200b, r == 0x2060, r == 0xfeff, r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef:
		return -1
	case r >= 0x2e80 && r <= 0x2ef3:
		if u, ok := supplement[r]; ok {
			return u
		}
	case r >= firstKangxi && int(r-firstKangxi) < len(kangxi):
		return kangxi[r-firstKangxi]
	case r >= firstPrivate && int(r-firstPrivate) < len(private):
		u := private[r-firstPrivate]
		if radical, ok := supplement[u]; ok {
			return radical
		}
		return u
	}
	return r
}

// Half makes full-width and small signs and figures half-width.
func Half(s string) string {
	return strings.Map(half, s)
}

func half(r rune) rune {
	switch {
	case r >= 0xff01 && r <= 0xff5e:
		return r - 0xfee0
	case r == 0x3000, r == 0xa0:
		return ' '
	case r >= 0xfe50 && r <= 0xfe6b:
		if s := norm.NFKC.String(string(r)); len(s) == 1 {
			return rune(s[0])
		}
	}
	return r
}

// Name is a name as it is kept: blanks that pad a short Chinese name (张　三) go,
// one between Latin words stays, and the marks used for the middle dot are one.
func Name(s string) string { return folded(s, false) }

// Key is a name as names are compared: the case of letters does not count, nor
// does a comma between Latin words.
func Key(s string) string { return folded(s, true) }

func folded(s string, key bool) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	blank, comma, before := false, false, rune(0)
	for _, r := range Tidy(s) {
		r = half(r)
		switch {
		case unicode.IsSpace(r):
			blank = true
			continue
		case key && r == ',' && !comma && latin(before):
			comma = true
			continue
		case dot(r):
			r = '·'
		}
		if key {
			r = unicode.ToLower(r)
		}
		switch {
		case latin(before) && latin(r) && (blank || comma):
			b.WriteByte(' ')
		case comma:
			b.WriteByte(',')
		}
		b.WriteRune(r)
		blank, comma, before = false, false, r
	}
	return norm.NFC.String(b.String()) // an accent may have come beside its letter
}

// plain: nothing but common Chinese characters, which are their own key.
func plain(s string) bool {
	for _, r := range s {
		if r < 0x4e00 || r > 0x9fff {
			return false
		}
	}
	return true
}

func latin(r rune) bool { return r < 0x2e80 && unicode.IsLetter(r) }

// dot: what is typed for the middle dot of minority names.
func dot(r rune) bool { return strings.ContainsRune("•‧・∙⋅･", r) }

// Words cuts a query into its words: at blanks and at the marks that part words.
func Words(query string) []string {
	return strings.FieldsFunc(strings.ToLower(Half(Tidy(query))), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;、", r)
	})
}

// Code is a one-time code or a recovery code as it is compared: a Chinese keyboard
// types １２３，and an app shows 123 456.
func Code(s string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(half(r)); {
		case unicode.IsSpace(r), r == '-', r == '–', r == '—', unified(r) < 0:
			return -1
		}
		return r
	}, s)
}

// Lost says that a character carries no meaning any more: the sign of what could
// not be decoded, a private character that only one font knows, no character at all.
func Lost(r rune) bool {
	switch {
	case r == unicode.ReplacementChar, r >= 0xe000 && r <= 0xf8ff, r >= 0xf0000, r >= 0xfdd0 &&
		r <= 0xfdef, r&0xfffe == 0xfffe:
		return true
	}
	return false
}

// Gap says that a name holds a sign which other programs write in place of a
// character they could not: "?" is what Excel makes of 䶮 in a CSV of GBK.
func Gap(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return Lost(r) || strings.ContainsRune("?？*＊﹡﹖□■▯☐〓", r) })
}
