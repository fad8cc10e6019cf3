package exchange

import (
	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/lang"
	"shuangze/internal/paper/pdf"
)

// Slips are those of a vote as they are printed: paper is Chinese for everybody. at is the address of the voters' page.
func Slips(zh *lang.Phraser, x *statements.Vote, list []ballot.Slip, at string) []pdf.Slip {
	out := make([]pdf.Slip, len(list))
	for i, s := range list {
		out[i] = pdf.Slip{Title: zh.T("voting.slip.title", "title", x.Title, "day", x.MeetingOn),
			Code:    ballot.Spaced(s.Token),
			Number:  zh.T("voting.slip.number", "number", x.ID.String(), "address", at),
			Address: at + "/" + x.ID.String() + "/" + s.Token,
			Says:    []string{zh.T("voting.slip.say"), zh.T("voting.slip.once")}}
	}
	return out
}
