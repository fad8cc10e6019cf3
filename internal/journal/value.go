package journal

// The tags of values, as they stand in frozen bytes. A tag never changes meaning.
const (
	TagNull       byte = 0
	TagInt        byte = 1
	TagText       byte = 2
	TagBytes      byte = 3
	TagBool       byte = 4
	TagCommitment byte = 5
)

// Value is one column or fact: nothing, a 64-bit integer, text, bytes, yes or
// no, or the salted commitment that stands in for a personal value. The zero
// Value is Null. Values are comparable with ==.
type Value struct {
	tag byte
	n   int64  // integers and bools
	s   string // text, bytes and commitments: immutable, so a Value can be copied freely
}

// Null is the absent value.
func Null() Value { return Value{} }

// Int is an integer: numbers, identifiers, days, instants, scaled amounts.
func Int(n int64) Value { return Value{tag: TagInt, n: n} }

// Text is a UTF-8 string; Freeze refuses anything else.
func Text(s string) Value { return Value{tag: TagText, s: s} }

// Bytes is a byte string; the bytes are copied.
func Bytes(b []byte) Value { return Value{tag: TagBytes, s: string(b)} }

// Bool is yes or no.
func Bool(b bool) Value {
	v := Value{tag: TagBool}
	if b {
		v.n = 1
	}
	return v
}

// Commitment is what an entry holds of a personal value; see Commit.
func Commitment(c [32]byte) Value { return Value{tag: TagCommitment, s: string(c[:])} }

// Tag says which of the Tag constants the value is.
func (v Value) Tag() byte { return v.tag }

// IsNull says whether the value is absent.
func (v Value) IsNull() bool { return v.tag == TagNull }

// AsInt is the integer, and 0 for every other tag.
func (v Value) AsInt() int64 {
	if v.tag != TagInt {
		return 0
	}
	return v.n
}

// AsText is the text, and "" for every other tag.
func (v Value) AsText() string {
	if v.tag != TagText {
		return ""
	}
	return v.s
}

// AsBytes is a copy of the bytes or of the commitment, and nil for every other tag.
func (v Value) AsBytes() []byte {
	if v.tag != TagBytes && v.tag != TagCommitment {
		return nil
	}
	return []byte(v.s)
}

// AsBool is the yes or no, and false for every other tag.
func (v Value) AsBool() bool { return v.tag == TagBool && v.n == 1 }

// Equal says whether tag and content are the same. Int(0), Bool(false),
// Text("") and Null() all differ.
func (v Value) Equal(w Value) bool { return v == w }

// Field is a named value. Lists of fields are sorted by the bytes of the name,
// without repetition.
type Field struct {
	Name  string
	Value Value
}
