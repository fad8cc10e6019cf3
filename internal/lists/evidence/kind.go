package evidence

import (
	"shuangze/internal/kind"
	"shuangze/internal/ref"
)

// Kind declares evidence: a file is shown where its matter may be seen.
func Kind() kind.Kind {
	return kind.Kind{Of: ref.Evidence, Word: "journal.of.evidence", Page: "/evidence/", API: "/evidence/", Part: true}
}
