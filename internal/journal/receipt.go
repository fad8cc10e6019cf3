package journal

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

const receiptFormat = "shuangze receipt 1"

// Receipt proves without any database that one entry is in a journal: the
// entry, a signed checkpoint at or after it, and the path between them. As JSON
// it is the file handed out; bytes stand there in base64.
type Receipt struct {
	Format     string   `json:"format"`
	Journal    string   `json:"journal"`
	Seq        int64    `json:"seq"`
	Entry      []byte   `json:"entry"`      // frozen
	Checkpoint string   `json:"checkpoint"` // signed note
	Proof      [][]byte `json:"proof"`      // inclusion, from the leaf up
	Key        string   `json:"key"`        // verifier key
}

// NewReceipt puts a receipt together and verifies it, so that none that fails
// is handed out. proof is Inclusion(Seq-1, size of the checkpoint).
func NewReceipt(frozen, signed []byte, proof [][32]byte, vkey string) (Receipt, error) {
	e, err := Parse(frozen)
	if err != nil {
		return Receipt{}, fmt.Errorf("receipt: %w", err)
	}
	r := Receipt{Format: receiptFormat, Journal: e.Journal, Seq: e.Seq, Entry: frozen, Checkpoint: string(signed),
		Proof: slices32(proof), Key: vkey}
	return r, r.verify(vkey)
}

// VerifyReceipt says whether a receipt's entry is in the journal as signed by
// vkey. With vkey "" the receipt's own key is taken, which shows only that the
// receipt agrees with itself.
func VerifyReceipt(file []byte, vkey string) error {
	r, err := ReadReceipt(file)
	if err != nil {
		return err
	}
	return r.verify(vkey)
}

// ReadReceipt reads the file without verifying it.
func ReadReceipt(file []byte) (Receipt, error) {
	var r Receipt
	var members map[string]json.RawMessage
	d := json.NewDecoder(bytes.NewReader(file))
	if err := d.Decode(&members); err != nil {
		return r, fmt.Errorf("receipt: %w", err)
	}
	if _, err := d.Token(); err != io.EOF || len(members) != len(receiptMembers) {
		return r, errNoReceipt
	}
	for _, name := range receiptMembers { // as they are written: encoding/json alone would take FORMAT as well
		if members[name] == nil {
			return r, errNoReceipt
		}
	}
	if err := json.Unmarshal(file, &r); err != nil {
		return r, fmt.Errorf("receipt: %w", err)
	}
	if r.Format != receiptFormat {
		return r, errNoReceipt
	}
	var text struct {
		Entry string   `json:"entry"`
		Proof []string `json:"proof"`
	}
	if err := json.Unmarshal(file, &text); err != nil {
		return r, fmt.Errorf("receipt: %w", err)
	}
	_, ok := canonical(text.Entry)
	for _, s := range text.Proof {
		_, fits := canonical(s)
		ok = ok && fits
	}
	if !ok {
		return r, errors.New("receipt: not base64 in its one form")
	}
	return r, nil
}

var (
	errNoReceipt   = errors.New("receipt: not a receipt of format 1")
	receiptMembers = []string{"format", "journal", "seq", "entry", "checkpoint", "proof", "key"}
)

// canonical decodes base64 that is written in the one way its bytes have:
// without line breaks and with the unused bits 0. Otherwise two files that
// differ would prove the same.
func canonical(s string) ([]byte, bool) {
	b, err := base64.StdEncoding.DecodeString(s)
	return b, err == nil && base64.StdEncoding.EncodeToString(b) == s
}

func (r *Receipt) verify(vkey string) error {
	fault := func(what string, err error) error { return Fault{r.Journal, r.Seq, what, err.Error()} }
	if vkey == "" {
		vkey = r.Key
	} else if r.Key != vkey {
		return fault("receipt-key", fmt.Errorf("the receipt names another key: %s", r.Key))
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return fault("receipt-key", err)
	}
	if parts := strings.SplitN(vkey, "+", 3); len(parts) == 3 {
		if _, ok := canonical(parts[2]); !ok {
			return fault("receipt-key", errors.New("not base64 in its one form"))
		}
	}
	e, err := Parse(r.Entry)
	if err != nil {
		return fault("entry-bytes", err)
	}
	if e.Journal != r.Journal || e.Seq != r.Seq {
		return fault("entry-number", fmt.Errorf("the entry is %s/%d", e.Journal, e.Seq))
	}
	for i := range e.Rows {
		row := e.Rows[i]
		if row.Seal(); row.After != e.Rows[i].After {
			return fault("row-digest", fmt.Errorf("row %d of the entry", i+1))
		}
	}
	c, err := OpenCheckpoint([]byte(r.Checkpoint), v)
	if err != nil {
		return fault("checkpoint-signature", err)
	}
	if c.Journal != r.Journal {
		return fault("checkpoint-journal", fmt.Errorf("a checkpoint of %s", c.Journal))
	}
	proof := make([][32]byte, len(r.Proof))
	for i, h := range r.Proof {
		if len(h) != 32 {
			return fault("receipt-proof", fmt.Errorf("a hash of %d bytes", len(h)))
		}
		proof[i] = [32]byte(h)
	}
	if err := VerifyInclusion(e.Seq-1, c.Size, LeafHash(r.Entry), c.Root, proof); err != nil {
		return fault("receipt-proof", err)
	}
	return nil
}
