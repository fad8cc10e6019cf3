// Package dossiers keeps the dossiers of diligence and integrity (勤廉干部档案, spec 5.3): one of each official of section
// level and above, with both halves. What the system knows fills itself in from what the nouns hold about the person;
// what only the person knows is declared by them in person and sealed. Nobody opens one of somebody else but through a
// request that another approved, for some parts and until a day.
package dossiers

import (
	"slices"
	"strings"

	"shuangze/internal/when"
)

// The tables of the policy pack.
const (
	PartTable    = "dossier-part"
	RankTable    = "dossier-rank"
	PurposeTable = "dossier-purpose"
)

// The two halves of a dossier.
const (
	Diligence = "diligence" // 勤
	Integrity = "integrity" // 廉
)

// Where what stands in a part comes from.
const (
	System   = "system"   // the nouns, by themselves
	Declared = "declared" // the person
	Kept     = "kept"     // the discipline body; the person never sees it
)

// The parts that the program treats in its own way. The others are the county's to name.
const (
	Career     = "career"
	Honours    = "honours"
	Family     = "family"
	Leads      = "leads"
	Property   = "property"
	Investment = "investments"
	Marriage   = "marriage"
)

// Codes are the parts that there may be (spec 5.3), in the order of the form of a request. A county turns them on and
// off and names them; what a part of the system is made of stands in Sources.
var Codes = []string{Career, "duties", "pledges", "statements", "assessments", Honours, Family, Marriage,
	"ceremonies", "travel", Property, Investment, "gifts", "talks", "education", "reports", "measures", "rulings",
	"cases", "circulars", "opinions", "audits", Leads}

// Mixed says whether a part fills itself in and takes what its person declares beside: an honour that another organ
// gave is on no record here.
func Mixed(code string) bool { return code == Honours }

// private are the parts that ask for private facts: off until their legal basis is entered (spec 5.3).
var private = []string{Property, Investment, Marriage}

// Private says whether a part asks for private facts.
func Private(code string) bool { return slices.Contains(private, code) }

// Part is a row of the county's table.
type Part struct {
	Code   string
	Name   string // in Chinese
	Half   string
	Source string
	Basis  string // the law by which it is asked for
	On     bool
}

// Purpose is for what a dossier is looked into. Told says whether the holder sees that it was: of a purpose of
// discipline they see nothing.
type Purpose struct {
	Code string
	Told bool
}

// Rules are what the pack says of dossiers. The zero Rules keep none.
type Rules struct {
	Parts        []Part
	Purposes     []Purpose
	Ranks        map[string]string // the code of each rank, by its word in the register
	OpenMonths   int               // after taking the post
	ReviewMonths int               // from one review to the next
	MostDays     int               // for which access may be given
	Minutes      int               // for which one opening lasts
	Few          int               // under this a count is not broken down for those who may not see persons
}

// Part finds one that is on.
func (r *Rules) Part(code string) (Part, bool) {
	for _, p := range r.Parts {
		if p.Code == code && p.On {
			return p, true
		}
	}
	return Part{}, false
}

// Of are the parts that are on and come from a source, in the order of the pack.
func (r *Rules) Of(source string) (out []Part) {
	for _, p := range r.Parts {
		if p.On && p.Source == source {
			out = append(out, p)
		}
	}
	return out
}

// Told says whether the holder sees that somebody looked for a purpose.
func (r *Rules) Told(purpose string) bool {
	return slices.ContainsFunc(r.Purposes, func(p Purpose) bool { return p.Code == purpose && p.Told })
}

// Rank is the code of a rank as the register words it; "" = no dossier is kept of who holds it.
func (r *Rules) Rank(word string) string { return r.Ranks[strings.TrimSpace(word)] }

// OpenBy is the last day on which the dossier of somebody who took a post is to be opened.
func (r *Rules) OpenBy(took when.Day) when.Day { return months(took, r.OpenMonths) }

// months is the day so many months on; where that month is shorter, its last.
func months(d when.Day, n int) when.Day {
	y, m, day := d.Date()
	first := when.Date(y, m+1, 1)
	for i := 1; i < n; i++ {
		ny, nm, _ := first.Date()
		first = when.Date(ny, nm+1, 1)
	}
	if n <= 0 {
		return d
	}
	ny, nm, _ := first.Date()
	return min(first+when.Day(day)-1, when.Date(ny, nm+1, 1)-1)
}

// Ticked are the parts that a form ticked, by their place in Codes.
type Ticked [32]bool

// Codes are those that are ticked.
func (t Ticked) Codes() (out []string) {
	for i, code := range Codes {
		if t[i] {
			out = append(out, code)
		}
	}
	return out
}

// tick ticks codes.
func tick(codes []string) (t Ticked) {
	for i, code := range Codes {
		t[i] = slices.Contains(codes, code)
	}
	return t
}
