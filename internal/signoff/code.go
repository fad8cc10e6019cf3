package signoff

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"shuangze/internal/text"
)

// A verification code names the entry of a signature and vouches for what was signed:
// seven letters of 5 bits are the entry's number, nine more begin the digest of that
// number and of the digest that was signed. Whoever types it finds the signature; one
// that was made up finds none.
const (
	codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // no I, L, O or U, which are misread on paper
	entryLength = 7
	codeLength  = 16
)

// Code is the code of a signature.
func Code(digest []byte, entry int64) string {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(entry))
	sum := sha256.Sum256(append(append([]byte("shuangze signature\n"), n[:]...), digest...))
	check := binary.BigEndian.Uint64(sum[:])
	out := make([]byte, codeLength)
	for i := range entryLength {
		out[i] = codeLetters[entry>>(5*(entryLength-1-i))&31]
	}
	for i := entryLength; i < codeLength; i++ {
		out[i] = codeLetters[check>>59]
		check <<= 5
	}
	return string(out)
}

// Code is that of a signature whose entry was read; "" without it.
func (s Signature) Code() string {
	if s.Entry == 0 {
		return ""
	}
	return ShowCode(Code(s.Digest, s.Entry))
}

// ShowCode writes a code for people, in groups of four.
func ShowCode(code string) string {
	var groups []string
	for ; len(code) > 4; code = code[4:] {
		groups = append(groups, code[:4])
	}
	return strings.Join(append(groups, code), "-")
}

// ParseCode reads a code as people type it, and the entry that it names: small
// letters, spaces and dashes do not count, O, I and L are taken for the figures they
// look like. ok is false for what can be no code.
func ParseCode(s string) (code string, entry int64, ok bool) {
	if len(s) > 200 {
		return "", 0, false
	}
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(text.Code(s)))
	if len(s) != codeLength || strings.Trim(s, codeLetters) != "" {
		return "", 0, false
	}
	for _, r := range s[:entryLength] {
		entry = entry<<5 | int64(strings.IndexRune(codeLetters, r))
	}
	return s, entry, entry > 0
}
