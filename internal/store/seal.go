package store

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Sealed text is encrypted by AES-256-GCM with a key that never enters the
// database (docs/decisions/0012-sealed-columns.md). What stands in the place of
// the text is
//
//	1 | number of the key, 4 bytes | mark of the key, 4 bytes | nonce, 12 bytes | ciphertext and tag
//
// The associated data are these first nine bytes and the place: table, row and
// column, or entry and path for the opening of a commitment. Text is filled up to
// whole blocks of 64 bytes first, so that its length tells little. Nothing is
// stored for an empty text.
const (
	sealForm   = 1
	sealHead   = 9
	sealBlock  = 64
	sealLeast  = sealHead + 12 + sealBlock + 16
	sealDomain = "shuangze sealed 1"
)

// sealKey is one key of the file.
type sealKey struct {
	number uint32
	mark   [4]byte // of its digest: tells another key of the same number
	gcm    cipher.AEAD
	text   string // its line
}

func newSealKey(number uint32, secret []byte) (sealKey, error) {
	k := sealKey{number: number, text: fmt.Sprintf("%d %s", number, hex.EncodeToString(secret))}
	if len(secret) != 32 || number == 0 {
		return k, fmt.Errorf("%d bytes", len(secret))
	}
	digest := sha256.Sum256(append([]byte(sealDomain+" mark\x00"), secret...))
	copy(k.mark[:], digest[:])
	block, err := aes.NewCipher(secret)
	if err != nil {
		return k, err
	}
	k.gcm, err = cipher.NewGCMWithRandomNonce(block)
	return k, err
}

// sealPlace is where a cell stands, as its associated data say it.
func sealPlace(table string, id ref.ID, column string) string {
	return fmt.Sprintf("cell\x00%s\x00%d\x00%s", table, id, column)
}

func openingPlace(entry int64, path string) string {
	return fmt.Sprintf("opening\x00%d\x00%s", entry, path)
}

func (k sealKey) seal(place string, plain []byte) []byte {
	head := []byte{sealForm}
	head = binary.BigEndian.AppendUint32(head, k.number)
	head = append(head, k.mark[:]...)
	filled := append(bytes.Clone(plain), 0x80)
	if rest := len(filled) % sealBlock; rest > 0 {
		filled = append(filled, make([]byte, sealBlock-rest)...)
	}
	return k.gcm.Seal(head, nil, filled, append(bytes.Clone(head), place...))
}

// Unsealed says why a sealed value cannot be read: its key is not in the file, the
// file holds another of that number, or it is not what was sealed in this place.
type Unsealed struct {
	Place string // table/row.column
	Key   uint32
	Why   unsealedWhy
	Cause error // where the file of the keys cannot be read
}

type unsealedWhy string

const (
	keyMissing unsealedWhy = "missing"
	keyOther   unsealedWhy = "other"
	keyFile    unsealedWhy = "file"
	sealBroken unsealedWhy = "broken"
)

func (u *Unsealed) Error() string {
	switch u.Why {
	case keyMissing:
		return fmt.Sprintf("key %d of sealed columns is not in the file of keys", u.Key)
	case keyOther:
		return fmt.Sprintf("key %d of sealed columns in the file of keys is another than the one that sealed", u.Key)
	case keyFile:
		return fmt.Sprintf("the file of the keys of sealed columns cannot be read: %v", u.Cause)
	}
	return "the sealed value was changed or comes from another place"
}

func (u *Unsealed) Unwrap() error { return u.Cause }

// refuse is the answer to who looks.
func (u *Unsealed) refuse() error {
	var no error
	switch u.Why {
	case keyMissing:
		no = text.Refuse(text.Conflict, "seal.key-missing", "key", int64(u.Key))
	case keyOther:
		no = text.Refuse(text.Conflict, "seal.key-other", "key", int64(u.Key))
	case keyFile:
		no = text.Refuse(text.Conflict, "seal.key-file")
	default:
		no = text.Refuse(text.Conflict, "seal.broken")
	}
	return fmt.Errorf("%w (%s: %w)", no, u.Place, u)
}

// sealedBy reads which key sealed; ok is false where nothing of the form stands.
func sealedBy(b []byte) (number uint32, mark [4]byte, ok bool) {
	if len(b) < sealLeast || b[0] != sealForm || (len(b)-sealLeast)%sealBlock != 0 {
		return 0, mark, false
	}
	return binary.BigEndian.Uint32(b[1:5]), [4]byte(b[5:9]), true
}

// sealKeys are the keys of one file, which may be added to while the house
// works: it is looked at before each sealing, and when a key is lacking.
type sealKeys struct {
	path string // "" = there is no place for keys

	mu     sync.Mutex
	seen   fs.FileInfo // the file as last read
	keys   map[uint32]sealKey
	newest uint32
}

// refresh reads the file where it changed since.
func (s *sealKeys) refresh() error {
	if s.path == "" {
		return nil
	}
	now, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		s.seen, s.keys, s.newest = nil, nil, 0
		return nil
	}
	if err != nil {
		return &Unsealed{Why: keyFile, Cause: err}
	}
	if s.seen != nil && os.SameFile(s.seen, now) && s.seen.Size() == now.Size() && s.seen.ModTime().Equal(now.ModTime()) {
		return nil
	}
	list, err := readSealKeys(s.path)
	if err != nil {
		return &Unsealed{Why: keyFile, Cause: err}
	}
	s.seen, s.keys, s.newest = now, map[uint32]sealKey{}, 0
	for _, k := range list {
		s.keys[k.number] = k
		s.newest = max(s.newest, k.number)
	}
	return nil
}

// current is the key that seals; ok is false when there is none yet.
func (s *sealKeys) current() (k sealKey, ok bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refresh(); err != nil {
		return k, false, err
	}
	k, ok = s.keys[s.newest]
	return k, ok, nil
}

// open opens what was sealed in a place.
func (s *sealKeys) open(place string, sealed []byte) ([]byte, *Unsealed) {
	number, mark, ok := sealedBy(sealed)
	if !ok {
		return nil, &Unsealed{Why: sealBroken}
	}
	k, u := s.key(number, mark)
	if u != nil {
		return nil, u
	}
	filled, err := k.gcm.Open(nil, nil, sealed[sealHead:], append(bytes.Clone(sealed[:sealHead]), place...))
	end := bytes.LastIndexByte(filled, 0x80)
	if err != nil || end < 0 {
		return nil, &Unsealed{Key: number, Why: sealBroken}
	}
	return filled[:end], nil
}

func (s *sealKeys) key(number uint32, mark [4]byte) (sealKey, *Unsealed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.keys[number]
	if !ok || k.mark != mark {
		if err := s.refresh(); err != nil {
			u, _ := err.(*Unsealed)
			return k, &Unsealed{Key: number, Why: keyFile, Cause: u.Cause}
		}
		k, ok = s.keys[number]
	}
	switch {
	case !ok:
		return k, &Unsealed{Key: number, Why: keyMissing}
	case k.mark != mark:
		return k, &Unsealed{Key: number, Why: keyOther}
	}
	return k, nil
}

// SealKeysFile is where the keys of sealed columns lie in the data folder.
var SealKeysFile = filepath.Join("seal", "seal.keys")

// sealSecret is 32 bytes of chance.
func sealSecret() []byte {
	b := make([]byte, 32)
	rand.Read(b)
	return b
}
