package noun

import (
	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/ref"
)

// Import says how rows of a table become objects.
type Import struct {
	Verb access.Verb
	// Titles are the headings that counties write for a field beside our own two;
	// a field without an entry is not read.
	Titles map[string][]string
	Needs  []string // columns without which a table is not this one
	Lax    []string // fields that a row may leave empty though a form asks for them
	// More are fields that a table may say beside those that a form asks for: acts make them, and a table says of what was
	// done already how it stands. Only are fields that a table may say and that are never written out.
	More, Only field.Fields
	States     []string // beside the first of the shape, those of which rows are read: the others are over
	// Like finds, among those there are, the one that a row is about; nil = it is
	// new.
	Like func(v Value, all []Value) Value
	// Settle checks a row against the register of today and puts what it does not
	// say: whose it is. all are those that are there.
	Settle func(c *bodies.County, v Value, all []Value) error
	// Carry takes over what of a row no column says. nil = nothing.
	Carry func(to, from Value)
	// Whose says whose a row is that does not say it, by who brings the table and whom it names; v stays as it is where
	// that tells nothing. nil = every row says it.
	Whose func(c *bodies.County, who actor.Actor, v Value)
	// Part ties what a row makes for one of several to what it makes for all; nil = no
	// row does.
	Part func(part, whole Value)
	// Take puts a row on record as a new object, with its own entry.
	Take func(tx Tx, c act.Command, v Value) error
	// Rewrite writes what a row says of an object that is there.
	Rewrite func(tx Tx, c act.Command, id ref.ID, v Value) error
}
