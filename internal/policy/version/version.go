// Package version is a county's policy packs in time: each version holds its
// whole text and is in force from a day until a later one takes over. Somebody
// proposes a version, somebody else adopts it; both stand in the journal. What
// the text of a pack may say is judged by package policy, which is handed in.
package version

import (
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// State is how far a version has come.
type State string

const (
	Proposed  State = "proposed"
	Adopted   State = "adopted"
	Withdrawn State = "withdrawn"
)

// File is one text file of a pack.
type File struct{ Name, Text string }

// Text is one file as it is kept. It never changes; versions share those that
// they have in common.
type Text struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	File
}

// Version is one version of the county's pack. Its text never changes: who wants
// another proposes another.
type Version struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	No           int64 // counts from 1
	State        State
	Files        []ref.ID // its texts, by name
	Digest       string   // of the whole text: policy.Pack.Digest
	Note         string   // what it changes, as its author says

	ProposedBy  ref.ID // 0 = the console
	ProposedFor ref.ID // for whom, where a deputy did
	ProposedAt  when.Instant

	From      when.Day // the first day on which it is in force; 0 = not adopted
	AdoptedBy ref.ID
	AdoptedAt when.Instant
	Reason    string // why it was adopted, or withdrawn

	WithdrawnBy ref.ID
	WithdrawnAt when.Instant

	Pdf         string // SHA-256 of the document that is kept of its schemes, in hex; "" = none is yet
	Certificate string // by which that is signed; "" = by none
}

// Bounds of what a version holds [D]. A pack may be cut into more files: a table
// may stand in any of them.
const (
	NoteMost   = 500    // characters of a note or a reason
	FilesMost  = 80     // in a pack
	FileMost   = 10_000 // characters of one: what a form and a call may bring
	nameMost   = 60
	aheadYears = 5 // a day of adoption lies at most so many years ahead
)

// Object is what access asks of a version: nobody adopts what they proposed.
func (v Version) Object() access.Object {
	return access.Object{Kind: ref.Policy, ID: v.ID, Jurisdiction: v.Jurisdiction,
		Requester: actor.Hands{By: v.ProposedBy, For: v.ProposedFor}}
}

// Ref names the version.
func (v Version) Ref() ref.Ref { return ref.Ref{Kind: ref.Policy, ID: v.ID} }

// InForce is the version in force on a day: of those adopted, the one with the
// latest first day that is not after it; of several from one day the one that was
// adopted last. It is false when the ground still holds: the pack the program
// came with, or was started with.
func InForce(all []Version, day when.Day) (best Version, ok bool) {
	for _, v := range all {
		if v.State != Adopted || v.From > day {
			continue
		}
		if !ok || v.From > best.From || v.From == best.From && v.after(best) {
			best, ok = v, true
		}
	}
	return best, ok
}

func (v Version) after(w Version) bool {
	return v.AdoptedAt > w.AdoptedAt || v.AdoptedAt == w.AdoptedAt && v.ID > w.ID
}

// IDs are the identifiers of versions.
func IDs(all []Version) []ref.ID {
	out := make([]ref.ID, len(all))
	for i, v := range all {
		out[i] = v.ID
	}
	return out
}

// Until is the first day on which an adopted version is in force no longer;
// when.Open when no later one is adopted, and its own first day when one of the
// same day took its place.
func (v Version) Until(all []Version) when.Day {
	end := when.Open
	for _, w := range all {
		if w.State != Adopted || w.ID == v.ID {
			continue
		}
		if w.From > v.From || w.From == v.From && w.after(v) {
			end = min(end, w.From)
		}
	}
	return end
}

// Ahead says whether the version is adopted and not in force yet.
func (v Version) Ahead(today when.Day) bool { return v.State == Adopted && v.From > today }

// adopt is the version as it is in force from a day on. Rules bind nobody
// backwards: the day is today or later.
func (v Version) adopt(by ref.ID, from when.Day, reason string, now when.Instant) (Version, error) {
	if v.State != Proposed {
		return v, text.Refuse(text.Conflict, "version.not-proposed", "no", v.No,
			"state", text.M("version.state."+string(v.State)))
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, NoteMost)
	switch today := now.Day(); {
	case from == 0:
		errs.Add("from", "input.required")
	case from < today:
		errs.Add("from", "version.from-past", "today", today)
	case from.Year() > today.Year()+aheadYears:
		errs.Add("from", "version.from-far", "years", aheadYears)
	}
	if err := errs.Err(); err != nil {
		return v, err
	}
	v.State, v.From, v.AdoptedBy, v.AdoptedAt, v.Reason = Adopted, from, by, now, reason
	return v, nil
}

// withdraw takes back what is not in force yet.
func (v Version) withdraw(by ref.ID, reason string, now when.Instant) (Version, error) {
	if v.State == Withdrawn {
		return v, text.Refuse(text.Conflict, "version.withdrawn-before", "no", v.No)
	}
	if v.State == Adopted && !v.Ahead(now.Day()) {
		return v, text.Refuse(text.Conflict, "version.in-force", "no", v.No, "from", v.From)
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, NoteMost)
	if err := errs.Err(); err != nil {
		return v, err
	}
	v.State, v.WithdrawnBy, v.WithdrawnAt, v.Reason = Withdrawn, by, now, reason
	return v, nil
}

// Tidy is a pack as it is kept: sorted by name, ends of lines made one, one at
// the end of each file, marks and spaces without a meaning gone.
func Tidy(files []File) []File {
	out := make([]File, 0, len(files))
	for _, f := range files {
		s := strings.ReplaceAll(strings.TrimPrefix(f.Text, "\ufeff"), "\r\n", "\n")
		out = append(out, File{strings.TrimSpace(f.Name), strings.TrimRight(text.Tidy(s), " \t\n") + "\n"})
	}
	slices.SortStableFunc(out, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Laid are files laid over others: one of the same name takes the place of the other, an empty one takes it away.
func Laid(over, files []File) []File {
	var out []File
	for _, f := range files {
		if !slices.ContainsFunc(over, func(o File) bool { return o.Name == f.Name }) {
			out = append(out, f)
		}
	}
	for _, o := range over {
		if strings.TrimSpace(o.Text) != "" {
			out = append(out, o)
		}
	}
	return out
}

// Bounded says of a text what keeps it from being read at all: how many files there are, how they are called, and how
// long they are.
func Bounded(files []File) error { return limits(Tidy(files)) }

// limits judges what can be kept at all, before anybody reads it as a pack.
func limits(files []File) error {
	var errs text.InputErrors
	if len(files) > FilesMost {
		errs.Add("files", "version.many", "most", FilesMost)
		return errs
	}
	for i, f := range files {
		switch {
		case !named(f.Name):
			errs.Add("files", "version.name", "name", text.Cut(text.Tidy(f.Name), nameMost))
		case i > 0 && files[i-1].Name == f.Name:
			errs.Add(f.Name, "version.twice", "name", f.Name)
		default:
			text.Limits(&errs, f.Name, f.Text, 1, FileMost)
		}
	}
	return errs.Err()
}

// named says whether a file may be called so: letters, digits, - and _, and .txt.
func named(s string) bool {
	stem, ok := strings.CutSuffix(s, ".txt")
	return ok && stem != "" && len(s) <= nameMost && !strings.ContainsFunc(stem, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	})
}

// by is the person who acts; the console is nobody.
func by(a actor.Actor) ref.ID { return a.Person }
