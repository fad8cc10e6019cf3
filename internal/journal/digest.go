package journal

import "crypto/sha256"

// The first bytes of what is hashed say what the hash is for, so that no
// digest of one sort can pass for another. 0x00 and 0x01 are RFC 6962's.
const (
	leafDomain   = "\x00"
	rowDomain    = "shuangze row 1\n"
	commitDomain = "shuangze commitment 1\n"
	codeDomain   = "shuangze code 1\n"
	noteDomain   = "shuangze note 1\n"
)

// short is how much is gathered on the stack before hashing; nearly every
// entry and row is shorter.
const short = 1024

// LeafHash is the RFC 6962 leaf hash of a frozen entry.
func LeafHash(frozen []byte) [32]byte { return digest(leafDomain, frozen) }

// RowDigest is the digest of one row's change and, through before, of all its
// earlier ones.
func RowDigest(before [32]byte, table string, id, version int64, gone bool, sets []Field) [32]byte {
	var buf [short]byte
	b := append(buf[:0], rowDomain...)
	return sha256.Sum256(putRow(b, before, table, id, version, gone, sets))
}

// Commit is the commitment to a personal value: nobody can find the value from
// it without the salt, and nobody can open it to another value. name is the
// fact's or column's own name. Destroying the salt erases the value.
func Commit(salt [16]byte, name string, v Value) [32]byte {
	var buf [short]byte
	b := append(buf[:0], commitDomain...)
	b = append(b, 16)
	b = append(b, salt[:]...)
	b = putText(b, name)
	return sha256.Sum256(putValue(b, v))
}

func digest(domain string, b []byte) [32]byte {
	if len(domain)+len(b) <= short {
		var buf [short]byte
		n := copy(buf[:], domain)
		n += copy(buf[n:], b)
		return sha256.Sum256(buf[:n])
	}
	h := sha256.New()
	h.Write([]byte(domain))
	h.Write(b)
	return [32]byte(h.Sum(nil))
}
