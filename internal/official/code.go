package official

import (
	"crypto/rand"
	"io"
	"strings"

	"shuangze/internal/text"
)

// codeLetters has no I, L, O or U, which are misread on paper.
const (
	codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength  = 20
)

// NewCode is a new verification code: 20 letters of 5 bits, 100 bits of chance.
// It is drawn and not derived from the journal: the hash of an entry is not
// known before the entry is written, and it is shown to people who should not
// be able to make codes from it. Standing in the document's row, the code is in
// its frozen entry, so that the entry's receipt proves it offline.
func NewCode(chance io.Reader) string {
	if chance == nil {
		chance = rand.Reader
	}
	b := make([]byte, codeLength)
	if _, err := io.ReadFull(chance, b); err != nil {
		panic(err) // the system's chance does not fail
	}
	for i := range b {
		b[i] = codeLetters[b[i]&31]
	}
	return string(b)
}

// ShowCode writes a code for people, K7QM-3F2A-….
func ShowCode(code string) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// ParseCode reads a code as people type it: small letters, spaces and dashes do
// not count, and O, I and L are taken for the digits they look like. ok is
// false for what can be no code.
func ParseCode(s string) (code string, ok bool) {
	if len(s) > 200 {
		return "", false
	}
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(text.Code(s)))
	if len(s) != codeLength || strings.Trim(s, codeLetters) != "" {
		return "", false
	}
	return s, true
}
