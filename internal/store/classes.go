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

// countyClasses is every table of a county's database.
var countyClasses = map[string]class{
	"head": evidenceClass, "entry": evidenceClass, "node": evidenceClass, "opening": evidenceClass,
	"checkpoint":   evidenceClass,
	"jurisdiction": coveredClass, "unit": coveredClass, "unit_facts": coveredClass, "body": coveredClass,
	"body_name": coveredClass, "service": coveredClass,
	"assignment": coveredClass, "person": coveredClass, "appointment": coveredClass, "account": coveredClass,
	"token": coveredClass, "passkey": coveredClass,
	"policy_version": coveredClass, "policy_text": coveredClass,
	"problem": coveredClass, "orders": coveredClass, "letter": coveredClass, "evidence": coveredClass,
	"clause":  coveredClass,
	"counter": derived, "tally": derived, "search": derived, "assist": derived,
	"idempotency": ephemeral, "session": ephemeral, "login_failure": ephemeral, "second_step": ephemeral,
	"passkey_use": ephemeral, "challenge": ephemeral,
	"import_draft": ephemeral, "list_view": ephemeral, "lease": ephemeral,
	"job": ephemeral, "reading": ephemeral,
	"schema_version": house, "stale": house,
}
