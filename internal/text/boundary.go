package text

import (
	"regexp"
	"slices"
	"strings"
)

// marks are what numbers of leads, petitions and files, and of identity cards, look like.
var marks = regexp.MustCompile(`(?:线索|信访|举报|案件)(?:编号|号)?[：:]?[A-Za-z0-9〔〕\[\]（）()-]{4,}号?` +
	`|[0-9]{17}[0-9Xx]`)

// Boundary finds what looks like case content in what somebody writes (spec 8.18): leads, suspects, words of an
// investigation, which an unclassified record holds none of. It asks; whoever writes decides, and says why.
type Boundary struct{ Words []string } // of the county's list

// Found are the passages of a text that look like case content, in the order in which they stand there, each once;
// nil = none do.
func (b Boundary) Found(s string) (out []string) {
	type place struct {
		at   int
		what string
	}
	var all []place
	for _, at := range marks.FindAllStringIndex(s, -1) {
		all = append(all, place{at[0], s[at[0]:at[1]]})
	}
	for _, w := range b.Words {
		if at := strings.Index(s, w); w != "" && at >= 0 {
			all = append(all, place{at, w})
		}
	}
	slices.SortStableFunc(all, func(a, b place) int { return a.at - b.at })
	for _, p := range all {
		if !slices.Contains(out, p.what) {
			out = append(out, p.what)
		}
	}
	return out
}

// BoundaryAsks is the question whether a text may stand, and BoundaryStated the field in which it is answered.
const (
	BoundaryAsks   = "boundary.asks"
	BoundaryStated = "stated"
)

// Hold adds a question to errs beside a field whose text looks like case content, unless it was stated why the text may
// stand as it is.
func (b Boundary) Hold(field, s, stated string, errs *InputErrors) {
	if found := b.Found(s); len(found) > 0 && strings.TrimSpace(stated) == "" {
		errs.Add(field, BoundaryAsks, "words", strings.Join(found, "、"))
	}
}
