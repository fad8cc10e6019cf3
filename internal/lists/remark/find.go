package remark

import (
	"fmt"
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"unicode"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Rules are the county's thresholds.
type Rules struct {
	Bulk      int // so many records of a unit on one day are many
	Before    int // for how many days before the first day of a check that is looked at
	SameFile  int // so many records with one file are many
	FileAfter int // more days than these after the claimed day a file's own day is remarked
	Alike     int // from which likeness on, in hundredths
	Least     int // shorter texts are compared with none, in characters
}

// Default are the thresholds of a pack that names none [D].
var Default = Rules{Bulk: 10, Before: 10, SameFile: 3, FileAfter: 1, Alike: 80, Least: 60}

// Written is what is looked at of a record.
type Written struct {
	ID           ref.ID
	Unit         ref.ID
	Side         actor.Side
	Person       ref.ID
	Recorder     ref.ID
	RecorderFor  ref.ID // for whom a deputy wrote it down
	Duty         ref.ID
	Number       string
	Subject      string
	Text         string // what somebody wrote at length
	DoneOn       when.Day
	RegisteredOn when.Day
	Corrects     ref.ID
}

// File is a file of a record. Taken is the day that it says itself, 0 where it says none.
type File struct {
	Record ref.ID
	Digest string
	Name   string
	Kept   when.Day // when it was uploaded
	Taken  when.Day
}

// Check is an announced inspection.
type Check struct {
	ID        ref.ID
	Unit      ref.ID // 0 = of every unit
	Announced when.Day
	First     when.Day
	Subject   string
}

// on is a remark on a record.
func (w *Written) on(kind Kind, mark string) *Remark {
	r := &Remark{Kind: kind, RecordNumber: w.Number, Subject: text.Cut(w.Subject, lineMost), Record: w.ID,
		Person: w.Person, Recorder: w.Recorder, RecorderFor: w.RecorderFor, Mark: string(kind) + "|" + mark}
	r.Unit, r.Side = w.Unit, w.Side
	return r
}

// Look gathers what is looked at, one record after the other in their order, and says in
// the end what is remarked of those from a day on. It holds no text but a sketch of it:
// some 600 bytes for each record with a long one.
type Look struct {
	Rules Rules
	From  when.Day // records registered, and files uploaded, since
	// Until is the last day that is over: what is still being written is not counted.
	Until   when.Day
	Checks  []Check
	records map[ref.ID]*Written // those of From, and those with files
	order   []ref.ID
	long    []sketch
	at      map[uint64][]int32 // which of long share a band
	days    map[dayOf][]ref.ID
	files   []File
}

type dayOf struct {
	unit ref.ID
	day  when.Day
}

// Add looks at a record that stands. Whose words they are is known by Text of the rest.
func (l *Look) Add(w Written) {
	if l.records == nil {
		l.records, l.at, l.days = map[ref.ID]*Written{}, map[uint64][]int32{}, map[dayOf][]ref.ID{}
	}
	if s, ok := l.Rules.sketch(w.Text); ok {
		s.id, s.unit, s.fresh = w.ID, w.Unit, w.RegisteredOn >= l.From
		n := int32(len(l.long))
		l.long = append(l.long, s)
		for _, band := range s.bands() {
			l.at[band] = append(l.at[band], n)
		}
	}
	w.Text = ""
	l.records[w.ID] = &w
	l.order = append(l.order, w.ID)
	if w.Corrects == 0 && w.RegisteredOn <= l.Until {
		of := dayOf{w.Unit, w.RegisteredOn}
		l.days[of] = append(l.days[of], w.ID)
	}
}

// File looks at a file; those with its digest come too, however old.
func (l *Look) File(f File) { l.files = append(l.files, f) }

// candidatesMost is with how many others the text of a record is compared word by word.
const candidatesMost = 5

// Found are the remarks, each with its mark. words reads the text of a record again.
func (l *Look) Found(words func(ref.ID) (string, error)) (out []*Remark, err error) {
	out = append(out, l.bulk()...)
	out = append(out, l.filed()...)
	like, err := l.alike(words)
	return append(out, like...), err
}

// bulk: on a day not long before a check a unit registered many at once.
func (l *Look) bulk() (out []*Remark) {
	for _, id := range l.order {
		w := l.records[id]
		of := dayOf{w.Unit, w.RegisteredOn}
		list := l.days[of]
		if len(list) < l.Rules.Bulk || list[0] != id {
			continue
		}
		for _, c := range l.Checks {
			if c.Unit != 0 && c.Unit != w.Unit || of.day > c.First || of.day < c.First-when.Day(l.Rules.Before) {
				continue
			}
			r := w.on(Bulk, fmt.Sprintf("%d|%d", w.Unit, of.day))
			r.Announcement, r.About, r.Day, r.Count = c.ID, c.Subject, of.day, int64(len(list))
			out = append(out, r)
			break
		}
	}
	return out
}

// filed: one file proves many, or is younger than what it proves.
func (l *Look) filed() (out []*Remark) {
	with := map[string][]File{}
	for _, f := range l.files {
		with[f.Digest] = append(with[f.Digest], f)
	}
	for _, f := range l.files {
		w := l.records[f.Record]
		if w == nil || w.RegisteredOn < l.From && f.Kept < l.From {
			continue
		}
		proves, other := map[ref.ID]bool{}, ref.ID(0)
		for _, x := range with[f.Digest] {
			y := l.records[x.Record]
			if y == nil {
				continue
			}
			proves[y.what()] = true
			if y.ID != w.ID && (other == 0 || y.ID < other) {
				other = y.ID
			}
		}
		if len(proves) >= l.Rules.SameFile {
			r := w.on(SameFile, fmt.Sprintf("%d|%s", w.ID, f.Digest))
			r.Other, r.About, r.Count = other, text.Cut(f.Name, lineMost), int64(len(proves))
			out = append(out, r)
		}
		r := w.on(FileDate, fmt.Sprintf("%d|%s", w.ID, f.Digest))
		r.About, r.Day = text.Cut(f.Name, lineMost), f.Taken
		switch most := w.DoneOn + when.Day(l.Rules.FileAfter); {
		case f.Taken > most:
			r.Count = 1
			out = append(out, r)
		case f.Taken == 0 && f.Kept > most && f.Kept > w.RegisteredOn: // what came with it is as late as it
			r.Day = f.Kept
			out = append(out, r)
		}
	}
	return out
}

// what is what a record proves: the duty that it discharges, or itself.
func (w *Written) what() ref.ID {
	if w.Duty != 0 {
		return w.Duty
	}
	return w.ID
}

// alike: the text is nearly that of another unit, which wrote it first.
func (l *Look) alike(words func(ref.ID) (string, error)) (out []*Remark, err error) {
	for n := range l.long {
		s := &l.long[n]
		if !s.fresh {
			continue
		}
		seen, tried := map[int32]bool{}, 0
		best, most := ref.ID(0), 0
		var own string
		for _, band := range s.bands() {
			for _, m := range l.at[band] {
				x := &l.long[m]
				if m >= int32(n) || x.unit == s.unit || seen[m] || tried == candidatesMost {
					continue
				}
				seen[m] = true
				tried++
				if own == "" {
					if own, err = words(s.id); err != nil {
						return nil, err
					}
				}
				other, err := words(x.id)
				if err != nil {
					return nil, err
				}
				if like := l.Rules.Likeness(own, other); like > most {
					best, most = x.id, like
				}
			}
		}
		if best == 0 || most < l.Rules.Alike {
			continue
		}
		r := l.records[s.id].on(Alike, s.id.String())
		r.Other, r.Count = best, int64(most)
		out = append(out, r)
	}
	return out, nil
}

// shingle is how many characters are compared at a time.
const shingle = 5

// plain leaves letters and figures of a text, so that signs and spaces hide nothing.
func plain(s string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s))
}

// seed is one for the whole process: sketches are never kept.
var seed = maphash.MakeSeed()

// shingles are the hashes of all runs of so many characters.
func shingles(p []rune) map[uint64]bool {
	out := make(map[uint64]bool, len(p))
	for i := 0; i+shingle <= len(p); i++ {
		out[maphash.String(seed, string(p[i:i+shingle]))] = true
	}
	return out
}

// Likeness is how much two texts share, in hundredths: of all runs of five characters
// that either has, those that both have. A text that is too short is like none.
func (r Rules) Likeness(a, b string) int {
	p, q := plain(a), plain(b)
	if len(p) < r.Least || len(q) < r.Least {
		return 0
	}
	x, y := shingles(p), shingles(q)
	both := 0
	for h := range x {
		if y[h] {
			both++
		}
	}
	if all := len(x) + len(y) - both; all > 0 {
		return both * 100 / all
	}
	return 0
}

const (
	bandsOf = 12 // bands of a sketch: texts that are 80 % alike share one but once in a million
	rowsOf  = 3
)

// sketch is a text as the least of its shingles under many orders (minhash): two share
// as many of these as the texts share shingles.
type sketch struct {
	id, unit ref.ID
	fresh    bool
	least    [bandsOf * rowsOf]uint64
}

func (r Rules) sketch(s string) (out sketch, ok bool) {
	p := plain(s)
	if len(p) < r.Least {
		return out, false
	}
	for i := range out.least {
		out.least[i] = math.MaxUint64
	}
	for h := range shingles(p) {
		for i := range out.least {
			out.least[i] = min(out.least[i], mixed(h, uint64(i)))
		}
	}
	return out, true
}

// mixed is another order of hashes for each i (splitmix64).
func mixed(h, i uint64) uint64 {
	h += (i + 1) * 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

func (s *sketch) bands() []uint64 {
	out := make([]uint64, 0, bandsOf)
	for b := range bandsOf {
		h := uint64(b)
		for _, x := range s.least[b*rowsOf : (b+1)*rowsOf] {
			h = mixed(h^x, uint64(b))
		}
		if !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}
