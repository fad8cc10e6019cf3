package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Session is one signed-in browser. Only the digest of its token is kept.
type Session struct {
	ID       string // hex of the digest: a handle for "end this one", of no use to sign in
	Account  ref.ID
	Created  when.Instant
	Seen     when.Instant // written at most once a minute
	Agent    string       // what the browser calls itself
	Language string
	Acting   ref.ID // the delegation by which it acts for somebody else; 0 = for oneself
}

// Of sessions (spec 6.1): idle sign-out and the longest a session may live [D].
const (
	Idle     = 30 * time.Minute
	Absolute = 12 * time.Hour
	SeenStep = time.Minute
)

// Skew is how far clocks of one county may be apart [D]. What says it began
// later than that was written by a clock that was wrong since: it would stand
// until the clock has caught up, so it counts as ended.
const Skew = 5 * time.Minute

// Live says whether the session still stands.
func (s Session) Live(now when.Instant) bool {
	return now < s.Seen.Add(Idle) && now < s.Created.Add(Absolute) && now.Add(Skew) >= s.Seen && now.Add(Skew) >= s.Created
}

// Ends is when the session ends if nothing more is done.
func (s Session) Ends() when.Instant { return min(s.Seen.Add(Idle), s.Created.Add(Absolute)) }

// SessionID is the handle of a session's token.
func SessionID(token string) string {
	d := Digest(token)
	return hex.EncodeToString(d[:])
}

// Digest is what is kept of a secret of 32 random bytes.
func Digest(secret string) [32]byte { return sha256.Sum256([]byte(secret)) }

// random is a new secret of n random bytes.
func random(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}
