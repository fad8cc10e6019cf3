package sheet

import "strings"

// values reads a CSV one value at a time and copies nothing: whatever the file
// claims, no more of it is taken apart than the next value. It reads as loosely as
// encoding/csv with LazyQuotes does: a quote inside a value stands for itself.
type values struct {
	left  string // what is not read yet; its line ends are \n
	comma string
	line  int // of the value read last, from 1
	col   int // of the value read last, from 0; 0 begins a row
	next  int // the line where left begins
	ended bool
	value string
}

func newValues(s string, comma rune) *values {
	return &values{left: s, comma: string(comma), next: 1, ended: true}
}

// read takes the next value; false at the end. Lines without anything are passed over.
func (c *values) read() bool {
	if c.ended {
		for strings.HasPrefix(c.left, "\n") {
			c.left, c.next = c.left[1:], c.next+1
		}
		if c.left == "" {
			return false
		}
		c.col = -1
	}
	c.col, c.line = c.col+1, c.next
	if strings.HasPrefix(c.left, `"`) {
		c.quoted()
	} else {
		end := 0
		for end < len(c.left) && c.left[end] != '\n' &&
			(c.left[end] != c.comma[0] || !strings.HasPrefix(c.left[end:], c.comma)) {
			end++
		}
		c.value, c.left = c.left[:end], c.left[end:]
	}
	switch {
	case strings.HasPrefix(c.left, c.comma):
		c.left, c.ended = c.left[len(c.comma):], false
	case c.left == "":
		c.ended = true
	default: // the end of a line
		c.left, c.ended, c.next = c.left[1:], true, c.next+1
	}
	return true
}

// quoted reads a value in quotes. Two quotes are one; one that neither a
// separator nor an end follows belongs to the value.
func (c *values) quoted() {
	rest := c.left[1:]
	var b strings.Builder
	plain := true // the value stands in the file as it is
	from := rest
	for {
		i := strings.IndexByte(rest, '"')
		if i < 0 { // no end: all that is left
			c.take(&b, plain, from, len(from))
			c.left = ""
			return
		}
		after := rest[i+1:]
		switch {
		case after == "", after[0] == '\n', strings.HasPrefix(after, c.comma):
			c.take(&b, plain, from, len(from)-len(rest)+i)
			c.left = after
			return
		case after[0] == '"':
			b.WriteString(from[:len(from)-len(rest)+i+1])
			from, plain = after[1:], false
			rest = from
		default:
			rest = after
		}
	}
}

// take ends a value in quotes: what was gathered and the first n bytes of from.
func (c *values) take(b *strings.Builder, plain bool, from string, n int) {
	c.value = from[:n]
	if !plain {
		b.WriteString(from[:n])
		c.value = b.String()
	}
	c.next += strings.Count(c.value, "\n")
}
