package opinions

import (
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/when"
)

// Rules are what a county's opinions.txt says.
type Rules struct {
	Due     func(when.Day) when.Day // until when a request that came on a day is answered
	Word    string                  // 代字 of letters
	Signs   []bodies.BodyKind       // whose first responsible persons sign (双签字)
	Uses    map[string]string       // what somebody is to be used for, by purpose: a code of effect.UseTable
	Answers map[string]string       // that is proposed for a fact, by its kind
	Asked   []Section
}

// Section is a section (室) of the discipline body that is asked.
type Section struct {
	Code     string
	Purposes []string // for which; nil = for all
}

// Asks are the sections that are asked for a purpose.
func (r Rules) Asks(purpose string) (out []string) {
	for _, s := range r.Asked {
		if s.Purposes == nil || slices.Contains(s.Purposes, purpose) {
			out = append(out, s.Code)
		}
	}
	return out
}
