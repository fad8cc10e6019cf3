package gate

import (
	"errors"
	"io"
)

// Meter bounds what stands between the parts of a form: their headings, which the
// library would otherwise gather by the megabyte.
type Meter struct {
	io.ReadCloser
	left int // bytes; below zero there is no bound
}

// headMost is more than the headings of a part need, with what the library reads ahead.
const headMost = 64 << 10

// ErrHeadings says that they were longer.
var ErrHeadings = errors.New("headings too long")

// Between bounds what is read from now on; Within lifts the bound.
func (m *Meter) Between() { m.left = headMost }

// Within: see Between.
func (m *Meter) Within() { m.left = -1 }

func (m *Meter) Read(p []byte) (int, error) {
	if m.left == 0 {
		return 0, ErrHeadings
	}
	if m.left > 0 {
		p = p[:min(len(p), m.left)]
	}
	n, err := m.ReadCloser.Read(p)
	if m.left > 0 {
		m.left -= n
	}
	return n, err
}
