// Package filename is about the names of files on their way in and out.
package filename

import (
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"shuangze/internal/text"
)

// Sent is the name that came with a file. Older programs send it in GBK, which is
// read; what is neither that nor UTF-8, or holds a lost character, is no name.
func Sent(name string) (string, bool) {
	if !utf8.ValidString(name) || mistaken(name) {
		s, err := simplifiedchinese.GB18030.NewDecoder().String(name)
		if err != nil {
			return "", false
		}
		name = s
	}
	name = text.Tidy(name)
	return name, !strings.ContainsFunc(name, text.Lost)
}

// mistaken says that a name in GBK happens to be UTF-8 as well: 说 is the two
// bytes of ˵. A name all of whose letters beyond ASCII have two bytes there and are
// common characters in GBK was meant as these, unless the letters are those of
// Latin words.
func mistaken(name string) bool {
	odd := false
	for _, r := range name {
		switch {
		case r < 0x80:
			continue
		case r > 0x7ff:
			return false
		}
		b := []byte(string(r))
		if b[0] < 0xb0 || b[0] > 0xf7 || b[1] < 0xa1 {
			return false
		}
		odd = odd || !unicode.Is(unicode.Latin, r)
	}
	return odd
}

// Attachment is the Content-Disposition of a download (RFC 6266): the name itself,
// and beside it one of ASCII for programs that read no other; plain is what that is
// called when the name has no ASCII letters of its own.
func Attachment(name, plain string) string { return "attachment; " + called(name, plain) }

// Inline is the same for what the browser shows.
func Inline(name, plain string) string { return "inline; " + called(name, plain) }

func called(name, plain string) string {
	ext := path.Ext(name)
	stem := ascii(strings.TrimSuffix(name, ext))
	if !strings.ContainsFunc(stem, func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }) {
		stem = strings.Trim(plain+"-"+stem, "-")
	}
	out := `filename="` + stem + ascii(ext) + `"`
	if stem+ext != name {
		out += "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	}
	return out
}

// ascii keeps what every program takes in a name.
func ascii(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r)) {
			b.WriteRune(r)
		} else if n := b.Len(); n > 0 && b.String()[n-1] != '-' {
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
