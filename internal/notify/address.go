package notify

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"time"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Address is where somebody is reached by a way. Nothing is sent to it but a code, until
// the code that arrived there was typed by its owner.
type Address struct {
	Person    ref.ID
	Way       string
	Address   string
	Code      string       // "" = none is out
	Made      when.Instant // of the code
	Tries     int64        // at it
	Sent      int64        // codes on Day
	Day       when.Day
	Confirmed when.Instant // 0 = not yet
}

// Bounds of the confirmation [D].
const (
	codeLives = 30 * time.Minute
	codeTries = 5
	codesADay = 5
)

// Ask is the address with a fresh code, which is to be sent there.
func (a Address) Ask(address string, now when.Instant) (Address, error) {
	if a.Day != now.Day() {
		a.Day, a.Sent = now.Day(), 0
	}
	if a.Sent >= codesADay {
		return a, text.Refuse(text.Conflict, "notify.codes-many", "most", codesADay)
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return a, fmt.Errorf("code: %w", err)
	}
	a.Address, a.Code, a.Made, a.Tries, a.Confirmed = address, fmt.Sprintf("%06d", n), now, 0, 0
	a.Sent++
	return a, nil
}

// Confirm is the address after a code was typed: confirmed, or with one try less, and then
// an error that says what to do. Both are to be kept.
func (a Address) Confirm(code string, now when.Instant) (Address, error) {
	wrong := func(key string) error { return text.InputErrors{{Field: "code", Message: text.M(key)}} }
	switch {
	case a.Code == "":
		return a, wrong("notify.code-none")
	case now > a.Made.Add(codeLives), a.Tries >= codeTries, now < a.Made:
		a.Code = ""
		return a, wrong("notify.code-over")
	}
	a.Tries++
	if subtle.ConstantTimeCompare([]byte(code), []byte(a.Code)) != 1 {
		return a, wrong("notify.code-wrong")
	}
	a.Code, a.Confirmed = "", now
	return a, nil
}

// Mark tells the code that is out from those before it.
func (a Address) Mark() string { return fmt.Sprintf("code/%d/%d/%d", a.Person, a.Made, a.Sent) }

// Open says whether a code is out that may still be typed.
func (a Address) Open(now when.Instant) bool {
	return a.Code != "" && a.Tries < codeTries && now >= a.Made && now <= a.Made.Add(codeLives)
}
