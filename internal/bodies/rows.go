package bodies

import "shuangze/internal/when"

// Rows is a set of dated rows: the whole record of a county as the store reads
// it, or what a command leaves to be written.
type Rows struct {
	Began        when.Day // when the records of the county began: before, what is missing is not known; 0 = not known
	Units        []Unit
	Facts        []UnitFacts
	Bodies       []Body
	Names        []BodyName
	Services     []Service
	Assignments  []Assignment
	Persons      []Person
	Appointments []Appointment
}

// Change is what a command leaves to be written, all in one transaction: every
// row in it is either new (Version 1) or the next version of a row that was
// read (Version is the one read plus 1; the writer refuses when the stored
// version is not Version-1). No row is ever removed.
type Change struct{ Rows }
