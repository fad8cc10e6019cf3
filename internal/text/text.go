// Package text carries words as keys with data. Nothing below the faces of the
// house knows a language: a rule says which message applies and with which
// values, and the edge phrases it for the reader.
package text

import "strings"

// Message is a key of the catalogue with the values its sentence needs.
type Message struct {
	Key  string
	Data map[string]any
}

// M makes a message from a key and alternating names and values.
func M(key string, kv ...any) Message {
	m := Message{Key: key}
	if len(kv) > 0 {
		m.Data = make(map[string]any, len(kv)/2)
		for i := 0; i+1 < len(kv); i += 2 {
			m.Data[kv[i].(string)] = kv[i+1]
		}
	}
	return m
}

// Why sorts refusals by what the edge must answer.
type Why int

const (
	// Forbidden: may see it, may not do this (403).
	Forbidden Why = iota + 1
	// Missing: is not there, or may not be known to be there (404, same bytes).
	Missing
	// Conflict: the state of the matter does not allow it (409).
	Conflict
	// Stale: someone else changed it in between (409, shows both).
	Stale
	// Reused: an idempotency key came back with other input (422).
	Reused
	// TooLarge: more was sent than is taken (413).
	TooLarge
	// WrongKind: it is of a kind that is not taken (415).
	WrongKind
	// Full: there is no room on the disk (507).
	Full
)

// Refusal is a rule's "no", with its reason. It is an answer, not a fault.
type Refusal struct {
	Why Why
	Message
}

func (r *Refusal) Error() string { return "refused: " + r.Key }

// Refuse makes a refusal.
func Refuse(why Why, key string, kv ...any) *Refusal {
	return &Refusal{Why: why, Message: M(key, kv...)}
}

// InputError is one wrong value: which field, and what is wrong with it.
type InputError struct {
	Field string
	Message
}

// InputErrors is everything wrong with one form, so that a user mends it in
// one go.
type InputErrors []InputError

func (e InputErrors) Error() string {
	parts := make([]string, len(e))
	for i, x := range e {
		parts[i] = x.Field + ": " + x.Key
	}
	return "input: " + strings.Join(parts, "; ")
}

// Add notes one more wrong value.
func (e *InputErrors) Add(field, key string, kv ...any) {
	*e = append(*e, InputError{field, M(key, kv...)})
}

// Err is nil when nothing was wrong.
func (e InputErrors) Err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// NotTaken is the answer to a file that is not taken: what is wrong, beside its
// field, and of which sort that is.
type NotTaken struct {
	Why Why
	InputErrors
}

// Refused makes the answer to a file.
func Refused(why Why, key string, kv ...any) *NotTaken {
	return &NotTaken{why, InputErrors{{Field: "file", Message: M(key, kv...)}}}
}

// Unwrap shows it as the input errors it is to all who ask no further.
func (n *NotTaken) Unwrap() error { return n.InputErrors }
