package store

// countyClasses is every table of a county's database.
var countyClasses = map[string]class{
	"head": evidenceClass, "entry": evidenceClass, "node": evidenceClass, "opening": evidenceClass,
	"checkpoint":   evidenceClass,
	"jurisdiction": coveredClass, "unit": coveredClass, "unit_facts": coveredClass, "body": coveredClass,
	"body_name": coveredClass, "service": coveredClass,
	"assignment": coveredClass, "person": coveredClass, "appointment": coveredClass, "account": coveredClass,
	"token": coveredClass, "passkey": coveredClass,
	"feed":           coveredClass,
	"policy_version": coveredClass, "policy_text": coveredClass,
	"problem": coveredClass, "orders": coveredClass, "letter": coveredClass, "evidence": coveredClass,
	"clause": coveredClass, "handover_row": coveredClass, "draw_unit": coveredClass,
	"paper_version": coveredClass, "paper_signature": coveredClass,
	"counter": derived, "tally": derived, "search": derived, "assist": derived,
	"idempotency": ephemeral, "session": ephemeral, "login_failure": ephemeral, "second_step": ephemeral,
	"vote_slip": ephemeral, "vote_envelope": ephemeral,
	"passkey_use": ephemeral, "challenge": ephemeral,
	"import_draft": ephemeral, "list_view": ephemeral, "lease": ephemeral,
	"job": ephemeral, "reading": ephemeral,
	"asked": ephemeral, "burden": ephemeral,
	"message": ephemeral, "told_choice": ephemeral, "told_address": ephemeral, "delivery": ephemeral,
	"outlet":         coveredClass,
	"schema_version": house, "stale": house,
}

// countySchema is the default: the tables of a county's house.
var countySchema = &Schema{
	classes: withRooms(countyClasses),
	covered: tablesOf(&jurisdictions.covered, &units.covered, &unitFacts.covered, &bodyRows.covered, &bodyNames.covered,
		&services.covered, &assignments.covered, &persons.covered, &appointments.covered, &accounts.covered, &tokens.covered,
		&passkeys.covered, &feeds.covered, &outlets.covered,
		&problems.covered, &orders.covered, &letters.covered, &evidences.covered, &policyTexts.covered,
		&policyVersions.covered, &clauses.covered, &handoverRows.covered, &drawUnits.covered,
		&paperVersions.covered, &paperSignatures.covered).and(roomTables()),
	migrations: within(migrations, "migrations"),
	version:    Version,
	finds:      findables,
	recounts:   recounts,
	remake:     remakeCounty,
	remade:     []string{"tally", "counter"},
}
