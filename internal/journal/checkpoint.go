package journal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/when"
)

// originPrefix keeps a checkpoint's text apart from anything else the same key
// might be made to sign.
const (
	originPrefix = "shuangze/"
	afterPrefix  = "after "
)

// Checkpoint says what a journal was at one moment: so many entries, this
// root. Whoever kept one can tell later whether anything before it was changed.
type Checkpoint struct {
	Journal string
	Size    int64
	Root    [32]byte
	At      when.Instant
	Chained bool     // it names the one before it; checkpoints of earlier programs did not
	After   [32]byte // Digest of that one; zeros = it is the journal's first
}

// body is the C2SP tlog-checkpoint text: origin, size, root, and extension
// lines for the time and the checkpoint before, which are thereby signed too.
func (c Checkpoint) body() string {
	text := originPrefix + c.Journal + "\n" + strconv.FormatInt(c.Size, 10) + "\n" +
		base64.StdEncoding.EncodeToString(c.Root[:]) + "\ntime " + strconv.FormatInt(int64(c.At), 10) + "\n"
	if c.Chained {
		text += afterPrefix + base64.StdEncoding.EncodeToString(c.After[:]) + "\n"
	}
	return text
}

// Digest is the name by which the next checkpoint knows this one. It is of what
// is signed, not of the signature.
func (c Checkpoint) Digest() [32]byte { return digest(noteDomain, []byte(c.body())) }

// Follows says what is wrong with a checkpoint that stands right behind another
// in its journal; last is nil in front of the first. Nobody without the key can
// take one out of such a chain, but from its end.
func (c Checkpoint) Follows(last *Checkpoint) error {
	switch {
	case !c.Chained && last != nil && last.Chained:
		return fmt.Errorf("the checkpoint at %d does not name the one before it, that at %d does", c.Size, last.Size)
	case !c.Chained:
		return nil
	case last == nil && c.After != [32]byte{}:
		return fmt.Errorf("the checkpoint that the one at %d names is not there", c.Size)
	case last != nil && c.After != last.Digest():
		return fmt.Errorf("the checkpoint at %d names another before it than that at %d", c.Size, last.Size)
	}
	return nil
}

// Sign makes the checkpoint a signed note.
func (c Checkpoint) Sign(signer note.Signer) ([]byte, error) {
	if !validJournal(c.Journal) || c.Size < 0 {
		return nil, fmt.Errorf("checkpoint of journal %q at %d", c.Journal, c.Size)
	}
	return note.Sign(&note.Note{Text: c.body()}, signer)
}

// OpenCheckpoint reads a signed checkpoint and checks the signature. Signatures
// of other keys on the same note are allowed and not looked at.
func OpenCheckpoint(signed []byte, v note.Verifier) (Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint signature: %w", err)
	}
	if !onlyForm(n) {
		return Checkpoint{}, errors.New("checkpoint signature: not base64 in its one form")
	}
	return parseBody(n.Text)
}

// ReadCheckpoint reads a signed checkpoint without judging the signature.
func ReadCheckpoint(signed []byte) (Checkpoint, error) {
	_, err := note.Open(signed, nil)
	var u *note.UnverifiedNoteError
	if !errors.As(err, &u) {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w", err)
	}
	if !onlyForm(u.Note) {
		return Checkpoint{}, errors.New("checkpoint: not base64 in its one form")
	}
	return parseBody(u.Note.Text)
}

// onlyForm says whether every signature is written in the one way its bytes
// have (see canonical).
func onlyForm(n *note.Note) bool {
	for _, s := range append(n.Sigs[:len(n.Sigs):len(n.Sigs)], n.UnverifiedSigs...) {
		if _, ok := canonical(s.Base64); !ok {
			return false
		}
	}
	return true
}

// parseBody accepts exactly what body writes.
func parseBody(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 5 || len(lines) > 6 || !strings.HasPrefix(lines[0], originPrefix) ||
		!strings.HasPrefix(lines[3], "time ") {
		return Checkpoint{}, errors.New("not a checkpoint of a journal")
	}
	size, err1 := strconv.ParseInt(lines[1], 10, 64)
	root, err2 := base64.StdEncoding.DecodeString(lines[2])
	at, err3 := strconv.ParseInt(lines[3][len("time "):], 10, 64)
	if err := errors.Join(err1, err2, err3); err != nil || len(root) != 32 {
		return Checkpoint{}, errors.New("not a checkpoint of a journal")
	}
	c := Checkpoint{Journal: lines[0][len(originPrefix):], Size: size, Root: [32]byte(root), At: when.Instant(at)}
	if len(lines) == 6 {
		after, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[4], afterPrefix))
		if err != nil || len(after) != 32 {
			return Checkpoint{}, errors.New("not a checkpoint of a journal")
		}
		c.Chained, c.After = true, [32]byte(after)
	}
	if c.body() != text || !validJournal(c.Journal) || c.Size < 0 {
		return Checkpoint{}, errors.New("checkpoint not in its canonical form")
	}
	return c, nil
}

// crockford has no I, L, O or U, which are misread on paper.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// ShortCode is a checkpoint's root and size for print, like "K7QM-3F2A": 40
// bits, enough to recognise a checkpoint, not to prove one.
func ShortCode(root [32]byte, size int64) string {
	b := append([]byte(codeDomain), root[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(size))
	h := sha256.Sum256(b)
	s := crockford.EncodeToString(h[:5])
	return s[:4] + "-" + s[4:]
}

// GenerateKey makes an Ed25519 key pair for checkpoints. skey is secret and
// stays outside the database; vkey goes to whoever verifies. The name may hold
// neither spaces nor plus signs.
func GenerateKey(name string) (skey, vkey string, err error) {
	if name == "" || strings.ContainsAny(name, "+ \t\r\n") {
		return "", "", fmt.Errorf("key name %q", name)
	}
	return note.GenerateKey(rand.Reader, name)
}
