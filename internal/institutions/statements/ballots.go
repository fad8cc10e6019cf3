package statements

import (
	"encoding/hex"
	"slices"
	"strings"

	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Code is what the form of a vote and its published file call who made a statement.
func Code(id ref.ID) string { return "s" + id.String() }

// VotePath is where ballots are cast.
const VotePath = "/v"

// Announced says that the list of issued slips is public: from the opening of the voting on.
func (v *Vote) Announced() bool { return slices.Contains([]string{Voting, Ended, Opened}, v.State) }

// Issuing says that there is a list of issued slips.
func (v *Vote) Issuing() bool { return v.State == Printed || v.Announced() }

// IssuedText is that list as it is published; one that is not what was put on record is a fault.
func (v *Vote) IssuedText(issued ballot.Issued) ([]byte, error) {
	b := issued.Text()
	if ballot.Digest(b) != v.Issued {
		return nil, text.Refuse(text.Conflict, "voting.issued.altered")
	}
	return b, nil
}

// SealedFile is what the first teller is given, once the voting ended and until the result is published.
func (d Commands) SealedFile(v *Vote, cast []ballot.Cast) ([]byte, error) {
	if err := v.in(Ended); err != nil {
		return nil, err
	}
	poll, err := v.Poll(d.Weights(v.MeetingOn))
	if err != nil {
		return nil, err
	}
	b := ballot.Export(poll, cast)
	if ballot.Digest(b) != v.Sealed {
		return nil, text.Refuse(text.Conflict, "voting.sealed.altered")
	}
	return b, nil
}

// Published is the file of a vote whose result is published, as it was counted.
func (d Commands) Published(v *Vote) ([]byte, error) {
	if err := v.in(Opened); err != nil {
		return nil, err
	}
	digest, err := hex.DecodeString(v.File)
	if err != nil {
		return nil, err
	}
	b, err := d.Bytes(digest)
	if err == nil && ballot.Digest(b) != v.File {
		err = text.Refuse(text.Conflict, "paper.altered")
	}
	return b, err
}

// Cast is what somebody said by a form that has an answer for each who is judged, by Code, beside the receipt that was
// shown to them and a word of their own. It is sealed at once: nothing of it is kept.
func (d Commands) Cast(v *Vote, slipGroup, receipt, word string, answers map[string]string) ([]byte, error) {
	poll, err := v.Poll(d.Weights(v.MeetingOn))
	if err != nil {
		return nil, err
	}
	b := ballot.Ballot{Receipt: receipt, Word: word, Answers: make([]string, len(poll.Questions))}
	for i, q := range poll.Questions {
		b.Answers[i] = answers[q.Code]
	}
	return ballot.Seal(poll.Survey, poll.A, poll.B, slipGroup, b)
}

// Word is a voter's own word as it is sealed and looked for: typed twice, it is the same.
func Word(typed string) (word string, errs text.InputErrors) {
	word = strings.TrimSpace(text.Tidy(typed))
	if n, over := text.Over(word, ballot.WordMost); over {
		errs.Add("word", "input.too-long", "most", ballot.WordMost, "n", n)
	} else if strings.ContainsAny(word, "\t\n\r|") || !text.Fit(word) {
		errs.Add("word", "voting.word.signs")
	}
	return word, errs
}
