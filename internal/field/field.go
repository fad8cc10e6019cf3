// Package field declares once what is known of a noun: what a field is called,
// what may be typed into it and how long it is. The form, the JSON, the list,
// the table in Excel, the row in the database and the words it needs follow from
// it.
package field

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Type is what a field holds.
type Type string

// The types.
const (
	ALine   Type = "line"   // one line of text
	AText   Type = "text"   // several lines
	ACode   Type = "code"   // one word of a list
	ADay    Type = "day"    // a day of the calendar
	ACount  Type = "count"  // a whole number, from 0
	AYear   Type = "year"   // a year, of those from the field's least to the next
	APoints Type = "points" // a mark: hundredths of a point, typed with up to two decimals
	AFlag   Type = "flag"   // yes or no
	AUnit   Type = "unit"   // a unit of the county
	ABody   Type = "body"   // an organ
	APerson Type = "person" // somebody of the register
	AObject Type = "object" // another object of the record, which acts set and pages show by themselves
	AFile   Type = "file"   // a file that is attached to the object
	AFiles  Type = "files"  // files that come with an act; what it holds knows nothing of them
)

// Circle is who of the register may be chosen for a matter of a unit.
type Circle string

// The circles. Without one it is everybody who holds a post.
const (
	OfUnit  Circle = "unit"    // who holds a post in the unit
	Team    Circle = "team"    // who holds one in it or above it
	Leaders Circle = "leaders" // who holds a leading one there
)

// Field is one thing that is known of a noun. It is a text (Str) or a number
// (Num); a day, a flag and an identifier are numbers.
type Field struct {
	Name     string // in forms, addresses and JSON; the column is Column
	Type     Type
	Least    int      // characters of a text, or the least count
	Most     int      // characters of a text, 0 = as its command says; or the greatest count
	Must     bool     // may not be left empty
	Codes    []string // what a code may be; with a Policy nil = all of its table
	Words    string   // before a code, the key of its word: "power.state."
	Policy   string   // the table of the policy pack that holds the codes, instead
	Private  bool     // enters the journal as a salted commitment
	Sealed   bool     // of a text: encrypted at rest; no list, search or export reads it
	Set      bool     // is not typed: acts set it
	Inner    bool     // is the house's own: no page, list or table shows it
	Apart    bool     // is shown by its room: no facts, list or table show it
	Confined bool     // only those inside read it (noun.Noun.Inside), and no search finds the object by it
	Mute     bool     // no search finds the object by it
	Nothing  bool     // of a count: 0 says that there is none yet, and is not printed
	Line     string   // of a flag: a page says in one line of this name which of its flags are set
	Fold     bool     // a form keeps it folded away with others of its kind until it is wanted
	Hints    string   // before a code, the key of a sentence about it: all codes are then shown at once, each with its own
	Among    Circle   // of a person
	Bearer   bool     // of a unit: a form offers those with responsibilities of their own, and so no village
	Whose    bool     // of a body: the object will be its; a form offers those for which the visitor may do the act
	County   bool     // Least is the county's to set: the document says it even where it is 1
	State    bool     // the document asks programs for it, though it may be empty
	Doc      string   // what the OpenAPI document adds to the name, in English

	str func(any) (string, func(string))
	num func(any) (int64, func(int64))
	own func(any) any
}

// Line is one line of text of so many characters.
func Line[T any, S ~string](name string, least, most int, at func(*T) *S) Field {
	return Field{Name: name, Type: ALine, Least: least, Most: most, Must: least > 0, Private: true, str: textAt(at)}
}

// Text is several lines of text of so many characters.
func Text[T any, S ~string](name string, least, most int, at func(*T) *S) Field {
	f := Line(name, least, most, at)
	f.Type = AText
	return f
}

// Code is one of the house's own words; words comes before it in the key of what
// it is called.
func Code[T any, S ~string](name string, must bool, codes []S, words string, at func(*T) *S) Field {
	f := Field{Name: name, Type: ACode, Must: must, Words: words, str: textAt(at)}
	for _, c := range codes {
		f.Codes = append(f.Codes, string(c))
	}
	return f
}

// Policy is one of the codes of a table of the policy pack.
func Policy[T any, S ~string](name string, must bool, table string, at func(*T) *S) Field {
	return Field{Name: name, Type: ACode, Must: must, Policy: table, str: textAt(at)}
}

// Day is a day of the calendar.
func Day[T any](name string, must bool, at func(*T) *when.Day) Field {
	return numbered(name, ADay, must, at)
}

// Unit, Body and Person name one of the county's register.
func Unit[T any](name string, must bool, at func(*T) *ref.ID) Field {
	return numbered(name, AUnit, must, at)
}

// Bears has a form offer no village: what is asked for is none's (bodies.County.ResponsibleUnits).
func (f Field) Bears() Field { f.Bearer = true; return f }

// Body names an organ.
func Body[T any](name string, must bool, at func(*T) *ref.ID) Field {
	return numbered(name, ABody, must, at)
}

// Person names somebody of the register.
func Person[T any](name string, must bool, at func(*T) *ref.ID) Field {
	return numbered(name, APerson, must, at)
}

// Object is another object that it belongs to; nobody types it.
func Object[T any](name string, at func(*T) *ref.ID) Field {
	return numbered(name, AObject, false, at).Silent()
}

// File names a file that is attached to the object.
func File[T any](name string, must bool, at func(*T) *ref.ID) Field {
	return numbered(name, AFile, must, at)
}

// Count is a whole number between two, both included.
func Count[T any](name string, least, most int, at func(*T) *int64) Field {
	f := numbered(name, ACount, false, at)
	f.Least, f.Most = least, most
	return f
}

// Year is a year from one on. What a form offers ends with the next year.
func Year[T any](name string, must bool, least int, at func(*T) *int64) Field {
	f := numbered(name, AYear, must, at)
	f.Least, f.Most = least, lastYear
	return f
}

// lastYear is the last that can be written with four figures.
const lastYear = 9999

// Points is a mark of at most so many whole points, kept in hundredths; 0 = none.
func Points[T any](name string, most int, at func(*T) *int64) Field {
	f := numbered(name, APoints, false, at)
	f.Most = most
	return f
}

// Flag is yes or no.
func Flag[T any](name string, at func(*T) *bool) Field {
	return Field{Name: name, Type: AFlag, num: func(v any) (int64, func(int64)) {
		p, n := at(v.(*T)), int64(0)
		if *p {
			n = 1
		}
		return n, func(n int64) { *p = n != 0 }
	}}
}

// Files are those that come with an act.
func Files(name string, must bool) Field { return Field{Name: name, Type: AFiles, Must: must} }

// Own is a field of a type of its own, which the faces that show it know.
func Own[T, P any](name string, t Type, must bool, at func(*T) *P) Field {
	return Field{Name: name, Type: t, Must: must, own: func(v any) any { return at(v.(*T)) }}
}

// Spread shows all codes at once, each with a sentence.
func (f Field) Spread(hints string) Field { f.Hints = hints; return f }

// Limit leaves only some of a field's codes.
func Limit[S ~string](f Field, codes []S) Field {
	f.Codes = nil
	for _, c := range codes {
		f.Codes = append(f.Codes, string(c))
	}
	return f
}

// From limits the people that may be chosen.
func (f Field) From(c Circle) Field { f.Among = c; return f }

// Owns says that a body is the one whose the object will be.
func (f Field) Owns() Field { f.Whose = true; return f }

// ByCounty says that it is the county that sets how short a text may be.
func (f Field) ByCounty() Field { f.County = true; return f }

// Stated says that programs state it, though it may be empty.
func (f Field) Stated() Field { f.State = true; return f }

// Needed says that a number is typed, 0 as well: left empty it is no answer.
func (f Field) Needed() Field { f.Must = true; return f }

// Says adds what the OpenAPI document says of it.
func (f Field) Says(doc string) Field { f.Doc = doc; return f }

// Silent makes a field one that acts set and nobody types.
func (f Field) Silent() Field { f.Set = true; return f }

// Within makes a field one that only the house knows of: pages, lists and tables pass it by.
func (f Field) Within() Field { f.Inner = true; return f }

// ShownApart makes a field one that a form asks and its room shows: facts, lists and tables pass it by.
func (f Field) ShownApart() Field { f.Apart = true; return f }

// Unlisted says that facts, lists and tables pass a field by.
func (f Field) Unlisted() bool { return f.Inner || f.Apart }

// Inside confines a field to those inside an object, where its noun has such: see noun.Noun.Inside.
func (f Field) Inside() Field { f.Confined, f.Mute = true, true; return f }

// InLine has a page say which flags of one name are set, in one line, and nothing of those that are not.
func (fs Fields) InLine(name string) Fields {
	for i := range fs {
		fs[i].Line = name
	}
	return fs
}

// Unfound keeps a text out of the search: it repeats what other fields say, or says nothing to anybody.
func (f Field) Unfound() Field { f.Mute = true; return f }

// OrNone says of a count that acts set that 0 is none yet.
func (f Field) OrNone() Field { f.Nothing = true; return f }

// Folded lets a form keep the field folded away until it is wanted.
func (f Field) Folded() Field { f.Fold = true; return f }

// Open lets the words of a field enter the journal as they are: they are no
// personal or free text.
func (f Field) Open() Field { f.Private = false; return f }

func textAt[T any, S ~string](at func(*T) *S) func(any) (string, func(string)) {
	return func(v any) (string, func(string)) {
		p := at(v.(*T))
		return string(*p), func(s string) { *p = S(s) }
	}
}

func numbered[T any, N ~int64 | ~int32](name string, t Type, must bool, at func(*T) *N) Field {
	return Field{Name: name, Type: t, Must: must, num: func(v any) (int64, func(int64)) {
		p := at(v.(*T))
		return int64(*p), func(n int64) { *p = N(n) }
	}}
}

// IsText says that the field is a text and not a number.
func (f Field) IsText() bool { return f.str != nil }

// Column is the field's name in the database.
func (f Field) Column() string { return parted(f.Name, '_') }

// Key is the field's name in keys of words and in facts of entries.
func (f Field) Key() string { return Key(f.Name) }

// Key is a name as keys of words have it: endedOn is ended-on.
func Key(name string) string { return parted(name, '-') }

func parted(name string, sign byte) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte(sign)
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Held points to what a field of a type of its own holds; nil for any other.
func (f Field) Held(v any) any {
	if f.own == nil {
		return nil
	}
	return f.own(v)
}

// plain says that the field is a text or a number.
func (f Field) plain() bool { return f.str != nil || f.num != nil }

// Str is what a text holds.
func (f Field) Str(v any) string { s, _ := f.str(v); return s }

// SetStr puts a text.
func (f Field) SetStr(v any, s string) { _, set := f.str(v); set(s) }

// Num is what a number holds.
func (f Field) Num(v any) int64 { n, _ := f.num(v); return n }

// SetNum puts a number.
func (f Field) SetNum(v any, n int64) { _, set := f.num(v); set(n) }

// Empty says that nothing was filled in. No is an answer.
func (f Field) Empty(v any) bool {
	switch {
	case f.own != nil:
		return reflect.ValueOf(f.own(v)).Elem().IsZero()
	case f.IsText():
		return f.Str(v) == ""
	case !f.plain():
		return true
	}
	return f.Num(v) == 0 && f.Type != AFlag && (f.Type != ACount || f.Nothing)
}

// Typed is the field as a form holds it: a day 2026-11-29, an identifier in
// figures, a flag 1; "" when it is empty or of a type of its own.
func (f Field) Typed(v any) string {
	switch {
	case !f.plain():
		return ""
	case f.IsText():
		return f.Str(v)
	case f.Type == ADay && f.Num(v) != 0:
		return when.Day(f.Num(v)).String()
	case f.Num(v) == 0 && f.Type != ACount:
		return ""
	case f.Type == APoints:
		return Mark(f.Num(v))
	case f.Type == AFlag: // what a form sends of a ticked box
		return "yes"
	}
	return strconv.FormatInt(f.Num(v), 10)
}

// Mark is so many hundredths of a point as points: 250 is 2.50.
func Mark(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/hundred, n%hundred)
}

const hundred = 100

var markForm = regexp.MustCompile(`^([0-9]{1,7})(?:\.([0-9]{1,2}))?$`)

// ParseMark reads points with up to two decimals, as hundredths.
func ParseMark(s string) (int64, bool) {
	m := markForm.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(m[1]+(m[2] + "00")[:2], 10, 64)
	return n, err == nil
}

// Read takes what was typed. What cannot be one of the type is an error beside
// the field; what it may be Check says. Files and types of their own are read by
// who knows them.
func (f Field) Read(v any, typed string, errs *text.InputErrors) {
	switch {
	case !f.plain():
	case f.IsText():
		f.SetStr(v, typed)
	case typed == "" && f.Must && f.Type == APoints:
		errs.Add(f.Name, "input.required")
	case typed == "":
		f.SetNum(v, 0)
	case f.Type == ADay:
		d, err := when.ParseDay(typed)
		if err != nil {
			errs.Add(f.Name, "input.no-such-day")
			return
		}
		f.SetNum(v, int64(d))
	case f.Type == APoints:
		n, ok := ParseMark(strings.TrimSpace(typed))
		if !ok {
			errs.Add(f.Name, "field.no-points")
			return
		}
		f.SetNum(v, n)
	case f.Type == ACount || f.Type == AYear:
		n, err := strconv.ParseInt(typed, 10, 32)
		if err != nil {
			errs.Add(f.Name, "field.no-count")
			return
		}
		f.SetNum(v, n)
	case f.Type == AFlag:
		f.SetNum(v, 1)
	default:
		id := ref.Parse(typed)
		if id == 0 {
			errs.Add(f.Name, "input.choose")
		}
		f.SetNum(v, int64(id))
	}
}

// Tables are the codes of a table of the policy pack.
type Tables func(table string) []string

// Choices are the codes that the field may have.
func (f Field) Choices(tables Tables) []string {
	if f.Policy == "" || f.Codes != nil {
		return f.Codes
	}
	if tables == nil {
		return nil
	}
	return tables(f.Policy)
}
