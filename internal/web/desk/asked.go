package desk

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// givenName is the hidden field that says what a form held when it was handed out.
const givenName = "given"

// unasked are the hidden fields of forms: nobody is asked for them.
var unasked = []string{"key", givenName, "version", "seen", "act", "id", "beside", "base", "then", "do", "to",
	page.OwnerName}

// stampBytes of a form's key are the second in which it was handed out.
const stampBytes = 5

// stamped begins a form's key.
func stamped(b []byte, now when.Instant) {
	var whole [8]byte
	binary.BigEndian.PutUint64(whole[:], uint64(now.Time().Unix()))
	copy(b, whole[8-stampBytes:])
}

// opened is when the form of a key was handed out; a key that is none of ours, as one
// that a browser made for a form that waits, says some other time, as a rule an absurd one.
func opened(key string) (when.Instant, bool) {
	if len(key) < 24 {
		return 0, false
	}
	b, err := base32.StdEncoding.DecodeString(key[:24])
	if err != nil {
		return 0, false
	}
	var whole [8]byte
	copy(whole[8-stampBytes:], b)
	return when.At(time.Unix(int64(binary.BigEndian.Uint64(whole[:])), 0)), true
}

// Given says what a form holds that is handed out, by the name of each field and a short
// digest of its value; a form that is shown again says what it said before.
func (v *Visit) Given(values url.Values) string {
	if v.R.Method == http.MethodPost {
		return v.R.PostFormValue(givenName)
	}
	var out []string
	for name, list := range values {
		for _, s := range list {
			if s != "" {
				out = append(out, given(name, s))
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func given(name, value string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))))
	return name + ":" + hex.EncodeToString(sum[:3])
}

// asked is what the form that was sent asked of the visitor: fields that hold what they
// were handed out with were filled in for them.
func (v *Visit) asked() *act.Asked {
	if v.R.Method != http.MethodPost {
		return nil
	}
	held := strings.Fields(v.R.PostFormValue(givenName))
	a := &act.Asked{}
	for name, list := range v.R.PostForm {
		for _, s := range list {
			switch {
			case s == "" || slices.Contains(unasked, name):
			case slices.Contains(held, given(name, s)):
				a.Filled++
			default:
				a.Typed++
			}
		}
	}
	for _, files := range v.uploads {
		for _, f := range files {
			a.Files, a.Bytes = a.Files+1, a.Bytes+f.Size
		}
	}
	if at, ok := opened(v.key()); ok {
		a.Spent = v.Desk.Policy.Burden.Spent(at, v.Now)
	}
	return a
}
