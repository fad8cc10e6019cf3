package store

// class is what a table is (design, wall 5). A table in no class fails the
// tests, and so does a statement that writes a table through the wrong handle.
type class string

const (
	evidenceClass class = "evidence"  // the journal itself: appended to by commands only
	coveredClass  class = "covered"   // written by a command together with its entry
	derived       class = "derived"   // written in the command's transaction; can be rebuilt
	ephemeral     class = "ephemeral" // may be lost: sessions, keys, leases
	house         class = "house"     // the schema's own
)
