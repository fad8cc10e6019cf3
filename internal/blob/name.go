package blob

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

const longestName = 120 // runes, the ending included

// SafeName makes a name that can be shown, logged and sent in a header: no
// path, no control or direction characters (which can turn exe.gpj into
// jpg.exe), none of the signs or names Windows forbids, at most 120 characters.
// The ending stays. An empty name becomes 文件.
func SafeName(name string) string {
	name = strings.ToValidUTF8(name, "")
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == 0x2028, r == 0x2029, r == utf8.RuneError:
			return -1
		case strings.ContainsRune(`<>:"/\|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = strings.TrimLeft(strings.TrimRight(name, ". "), " ")
	ext := path.Ext(name)
	stem := strings.TrimRight(strings.TrimSuffix(name, ext), ". ")
	if n := utf8.RuneCountInString(ext); n > 12 {
		stem, ext = name, ""
	}
	if stem == "" {
		stem = "文件"
	}
	if reserved(stem) {
		stem = "_" + stem
	}
	if r := []rune(stem); len(r)+utf8.RuneCountInString(ext) > longestName {
		stem = string(r[:longestName-utf8.RuneCountInString(ext)])
	}
	return stem + ext
}

// reserved: devices of Windows, with any ending.
func reserved(stem string) bool {
	s, _, _ := strings.Cut(strings.ToUpper(stem), ".")
	switch s = strings.TrimSpace(s); s {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(s) == 4 && (strings.HasPrefix(s, "COM") || strings.HasPrefix(s, "LPT")) && s[3] >= '0' && s[3] <= '9'
}
