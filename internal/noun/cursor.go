package noun

import (
	"encoding/base64"
	"strconv"
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Cursor is the place of a line in a sorted list.
type Cursor struct {
	Key  string // of the sort's column, figures for a number
	ID   ref.ID
	Back bool // what stands before it
}

// String is the cursor in an address; "" for the zero Cursor.
func (c Cursor) String() string {
	if c.ID == 0 {
		return ""
	}
	s := c.ID.String() + "." + base64.RawURLEncoding.EncodeToString([]byte(c.Key))
	if c.Back {
		s = "b" + s
	}
	return s
}

// keyBytes is how long a key of a sort may be, in bytes.
const keyBytes = 4000

// ParseCursor reads a cursor; what is none is the zero Cursor.
func ParseCursor(s string) (c Cursor) {
	s, c.Back = strings.CutPrefix(s, "b")
	id, key, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(id, 10, 64)
	b, bad := base64.RawURLEncoding.DecodeString(key)
	if !ok || err != nil || bad != nil || n <= 0 || len(b) > keyBytes || !text.Fit(string(b)) {
		return Cursor{}
	}
	c.ID, c.Key = ref.ID(n), string(b)
	return c
}

// ParseSort reads the order of an address; what is none is the list's own.
func (n *Noun) ParseSort(s string) Sort {
	name, turned := strings.CutPrefix(s, "-")
	for _, x := range n.Sorts {
		if x.Name == name {
			x.Down = turned
			return x
		}
	}
	return n.Sorts[0]
}

// String is the order in an address.
func (s Sort) String() string {
	if s.Down {
		return "-" + s.Name
	}
	return s.Name
}
