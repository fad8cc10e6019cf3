package app

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/journal"
	"shuangze/internal/store"
)

// VerifyOptions says what is verified and by what.
type VerifyOptions struct {
	Bundle      string   // an exported file instead of the database
	Receipt     string   // one receipt instead of the database
	Checkpoints []string // files of checkpoints kept elsewhere
	DayCodes    []string // as papers print them
	// verifier key, or the name of a file that holds it; "" = the data folder's, else what the file itself names
	Key string
}

// VerifyReport is what verify found, for people (Print) and machines (JSON).
type VerifyReport struct {
	OK       bool            `json:"ok"`
	Of       string          `json:"of"`   // "database", "bundle" or "receipt"
	Key      string          `json:"key"`  // that signatures were judged by; "" = none
	Note     string          `json:"note"` // what this verification cannot show
	Journals []VerifyJournal `json:"journals"`
	State    *VerifyState    `json:"state,omitempty"`
	Files    *VerifyFiles    `json:"files,omitempty"`
	// a hot standby: its tables were not compared with what the migrations make
	Standby bool          `json:"standby,omitempty"`
	Afar    bool          `json:"afar,omitempty"` // what the house put aside is not here and was not judged
	Total   int64         `json:"total_faults"`
	First   *VerifyFault  `json:"first_fault,omitempty"`
	Vouched []VerifyFault `json:"vouched,omitempty"` // doubts that a person answered for
	Faults  []VerifyFault `json:"faults"`            // the first of each sort, the first fault first
}

// VerifyJournal is one journal as it was found.
type VerifyJournal struct {
	Journal     string `json:"journal"`
	Entries     int64  `json:"entries"`
	Root        string `json:"root"` // hex
	Code        string `json:"code"` // short, as printed on papers
	Checkpoints int64  `json:"checkpoints"`
	Outside     int64  `json:"outside_checkpoints"`
	Faults      int64  `json:"faults"`
}

// VerifyState is what the state pass compared.
type VerifyState struct {
	Rows      int64 `json:"rows"`
	Tables    int   `json:"tables"`
	Openings  int64 `json:"openings"`
	Forgotten int64 `json:"forgotten"` // secrets that were replaced
	Erased    int64 `json:"erased"`    // openings that were erased by law
	Faults    int64 `json:"faults"`
	Derived   int64 `json:"derived_faults"`
	Schema    int64 `json:"schema_faults"`
}

// VerifyFault is one thing that does not fit.
type VerifyFault struct {
	Journal string `json:"journal,omitempty"`
	Number  int64  `json:"number,omitempty"`
	What    string `json:"what"` // stable code
	Detail  string `json:"detail"`
}

// Verify opens the database of a configuration without changing anything, or
// reads the file that the options name, which needs no database and no net.
func Verify(ctx context.Context, c Config, o VerifyOptions) (VerifyReport, error) {
	r := VerifyReport{Journals: []VerifyJournal{}, Faults: []VerifyFault{}}
	key, err := verifierKey(c.Dir, o)
	if err != nil {
		return r, err
	}
	var outside [][]byte
	for _, name := range o.Checkpoints {
		notes, err := readNotes(name)
		if err != nil {
			return r, err
		}
		if len(notes) == 0 {
			return r, fmt.Errorf("%s holds no checkpoint", name)
		}
		for _, n := range notes {
			if _, err := journal.ReadCheckpoint(n); err != nil {
				return r, fmt.Errorf("%s: %w", name, err)
			}
		}
		outside = append(outside, notes...)
	}
	for _, s := range o.DayCodes {
		d, err := journal.ParseDayCode(s)
		if err != nil {
			return r, fmt.Errorf("“%s”不是纸上印的存证码，例如 610927-5407-K7QM-3F2A / %w, such as 610927-5407-K7QM-3F2A", s, err)
		}
		outside = append(outside, []byte(d.String()))
	}
	switch {
	case o.Bundle != "" && o.Receipt != "":
		return r, errors.New("a bundle or a receipt, not both")
	case o.Receipt != "":
		return r, r.receipt(o.Receipt, key)
	case o.Bundle != "":
		return r, r.bundle(o.Bundle, key, outside)
	}
	if err := c.there(); err != nil {
		return r, err
	}
	if c.Clock == nil {
		c.Clock = Now
	}
	for tries := 0; ; tries++ {
		r, stirred, err := looked(ctx, c, key, outside)
		if err != nil || !stirred {
			return r, err
		}
		if tries == 2 {
			return r, errStirred
		}
	}
}

// looked verifies a database that is opened so that nothing changes; stirred
// says that it is to be done again, for the house began to work meanwhile.
func looked(ctx context.Context, c Config, key string, outside [][]byte) (r VerifyReport, stirred bool, err error) {
	r = VerifyReport{Journals: []VerifyJournal{}, Faults: []VerifyFault{}}
	db, err := store.Open(ctx, store.Options{Dir: c.Dir, URL: c.Database, Seals: c.Seals, Clock: c.Clock, Look: true})
	if err != nil {
		return r, false, err
	}
	err = r.database(ctx, db, c.Dir, key, outside)
	stirred = db.Stirred()
	if closed := db.Close(); !stirred {
		err = errors.Join(err, closed)
	} else {
		err = nil
	}
	return r, stirred, err
}

// Verify verifies the running house; tick and the audit pages ask for it.
func (h *House) Verify(ctx context.Context) (VerifyReport, error) {
	r := VerifyReport{Journals: []VerifyJournal{}, Faults: []VerifyFault{}}
	key, err := verifierKey(h.Dir, VerifyOptions{})
	if err != nil {
		return r, err
	}
	return r, r.database(ctx, h.DB, h.Dir, key, nil)
}

// verifierKey finds the key: named, or that of the data folder. A file that is
// verified away from the house brings its own.
func verifierKey(dir string, o VerifyOptions) (string, error) {
	if o.Key == "" {
		if o.Bundle != "" || o.Receipt != "" {
			return "", nil
		}
		return PublicKey(dir)
	}
	if _, err := note.NewVerifier(o.Key); err == nil {
		return o.Key, nil
	}
	b, err := os.ReadFile(o.Key)
	if err != nil {
		return "", fmt.Errorf("key: neither a verifier key nor a file: %w", err)
	}
	key := string(trimmed(b))
	if _, err := note.NewVerifier(key); err != nil {
		return "", fmt.Errorf("key in %s: %w", o.Key, err)
	}
	return key, nil
}

func trimmed(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r' || b[len(b)-1] == ' ') {
		b = b[:len(b)-1]
	}
	return b
}

func (r *VerifyReport) fault(f journal.Fault) {
	r.Faults = append(r.Faults, VerifyFault{f.Journal, f.Seq, f.What, f.Detail})
}

func (r *VerifyReport) journal(j journal.Report) {
	r.Journals = append(r.Journals, VerifyJournal{j.Journal, j.Entries, hex.EncodeToString(j.Root[:]),
		journal.ShortCode(j.Root, j.Entries), j.Checkpoints, j.Outside, j.Total})
	r.Total += j.Total
	for _, f := range j.Faults {
		r.fault(f)
	}
}

func (r *VerifyReport) close() {
	r.OK = r.Total == 0
	if len(r.Faults) > 0 {
		r.First = &r.Faults[0]
	}
}

func verifier(key string) (note.Verifier, error) {
	if key == "" {
		return nil, nil
	}
	return note.NewVerifier(key)
}

func (r *VerifyReport) database(ctx context.Context, db *store.DB, dir, key string, outside [][]byte) error {
	r.Of, r.Key = "database", key
	v, err := verifier(key)
	if err != nil {
		return err
	}
	kept, err := keptNotes(dir, db.Postgres())
	r.Afar = kept == nil
	if err != nil {
		return err
	}
	found, err := db.Verify(ctx, store.VerifyOptions{Key: v, Outside: outside, Kept: kept})
	if err != nil {
		return err
	}
	if len(outside) == 0 {
		r.Note = noteRewrite
	}
	for _, j := range found.Journals {
		r.journal(j)
	}
	r.Standby = found.Standby
	s := found.State
	r.State = &VerifyState{s.Rows, s.Tables, s.Opened, s.Forgotten, s.Lawful, s.Total, s.Derived.Total, found.Schema.Total}
	for _, list := range []store.Findings{found.Strays, s.Findings, s.Derived, found.Schema} {
		r.Total += list.Total
		for _, f := range list.Faults {
			r.fault(f)
		}
	}
	defer r.close()
	if f, gone := keyGone(dir); gone && kept != nil && signed(found.Journals) {
		r.Total++
		r.fault(f)
	}
	if err := r.papers(ctx, db); err != nil {
		return err
	}
	for _, f := range found.Vouched {
		r.Vouched = append(r.Vouched, VerifyFault{f.Journal, f.Seq, f.What, f.Detail})
	}
	return r.files(ctx, filepath.Join(dir, "files"), db.Postgres(), s.Files, s.Destroyed)
}

// papers compares every version of what is signed with the digests under it.
func (r *VerifyReport) papers(ctx context.Context, db *store.DB) error {
	altered, err := db.AlteredPapers(ctx)
	if err != nil && r.Total > 0 { // a database that is made otherwise need not be readable
		return nil
	}
	for _, x := range altered {
		of := "frozen"
		if x.Signed {
			of = "signed"
		}
		r.Total++
		r.fault(journal.Fault{What: "paper-altered",
			Detail: fmt.Sprintf("version %d of paper %d is not what was %s: its text has another digest",
				x.Number, x.Paper, of)})
	}
	return err
}

// signed says whether any journal has a checkpoint.
func signed(list []journal.Report) bool {
	return slices.ContainsFunc(list, func(j journal.Report) bool { return j.Checkpoints > 0 })
}

func (r *VerifyReport) bundle(name, key string, outside [][]byte) error {
	r.Of = "bundle"
	defer r.close()
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var wrong journal.Fault
	b, err := journal.OpenBundle(f, info.Size())
	for err == nil {
		if r.Key = key; key == "" {
			r.Key = b.Key()
			r.Note = noteBundle
		}
		var v note.Verifier
		if v, err = verifier(r.Key); err != nil {
			return err
		}
		var j *journal.BundleJournal
		if j, err = b.Next(); err != nil {
			break
		}
		var rep journal.Report
		if rep, err = journal.Verify(j, v, outside); err != nil {
			return err
		}
		_, bad, total, err := journal.VerifyOpenings(j, j)
		if err != nil && !errors.As(err, &wrong) {
			return err
		}
		rep.Faults, rep.Total = append(rep.Faults, bad...), rep.Total+total
		r.journal(rep)
	}
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case errors.As(err, &wrong):
		r.Total++
		r.fault(wrong)
		return nil
	}
	return err
}

func (r *VerifyReport) receipt(name, key string) error {
	r.Of, r.Key = "receipt", key
	defer r.close()
	file, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if key == "" {
		r.Note = noteReceipt
	}
	fault := func(err error) {
		var f journal.Fault
		if !errors.As(err, &f) {
			f = journal.Fault{What: "receipt-bytes", Detail: err.Error()}
		}
		r.Total++
		r.fault(f)
	}
	rec, err := journal.ReadReceipt(file)
	if err != nil {
		fault(err)
		return nil
	}
	if err := journal.VerifyReceipt(file, key); err != nil {
		fault(err)
		return nil
	}
	if r.Key == "" {
		r.Key = rec.Key
	}
	c, err := journal.ReadCheckpoint([]byte(rec.Checkpoint))
	if err != nil {
		fault(err)
		return nil
	}
	r.Journals = append(r.Journals, VerifyJournal{Journal: rec.Journal, Entries: c.Size,
		Root: hex.EncodeToString(c.Root[:]), Code: journal.ShortCode(c.Root, c.Size), Checkpoints: 1})
	r.Of = fmt.Sprintf("receipt of entry %s/%d", rec.Journal, rec.Seq)
	return nil
}

func (f VerifyFault) String() string {
	switch {
	case f.Journal == "":
		return f.What + ": " + f.Detail
	case f.Number == 0:
		return f.Journal + " " + f.What + ": " + f.Detail
	}
	return fmt.Sprintf("%s/%d %s: %s", f.Journal, f.Number, f.What, f.Detail)
}

// JSON writes the report for machines.
func (r VerifyReport) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
}
