// Package ballot is how people vote once each, by slips with one-time codes, without anybody being able to tell which
// slip cast which ballot (spec 4.2). It is a postal vote in two envelopes: the server seals each ballot to two tellers
// of different offices the moment it arrives and keeps only the sealed form; after the close each teller opens one
// layer, away from the server, and sorts what they hand on, so that no order is left (Chaum's mix of 1981; the double
// envelope of Estonia). What is published lets every voter find their own ballot by a receipt, and anybody count again.
//
// The package decides on values and files alone; it knows no server and no clock. What it does not give: protection of
// whoever is watched while voting, secrecy of who has voted at all, a proof that both tellers opened honestly (each
// voter's own check is what finds it), secrecy of a group that says one thing with one voice.
package ballot

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// Least is how few answers of a group are never broken down, and how few slips are issued to a group of its own.
	Least = 5
	// SlipsMost is how many slips one survey issues at most: what two tellers open in a minute each.
	SlipsMost = 200_000
	// WordMost is how many characters a voter's own word has at most.
	WordMost = 20
	// SliceMost is how many closed questions are published side by side: more would make a pattern that is a signature.
	SliceMost = 4
	// QuestionsMost and OptionsMost bound a form.
	QuestionsMost = 40
	OptionsMost   = 12

	tokenLength, receiptLength, checkLength = 20, 16, 12

	narrow, wide = 256, 2048 // bytes of an inner ballot, without and with answers in words
	textMost     = 200       // characters of an answer in words
)

// Group is those whose slips are counted together, and what they weigh. Into is the group that it was merged into
// because it had fewer than Least slips; its own code where it stands by itself.
type Group struct {
	Code   string
	Weight int64 // hundredths of a percent; in a survey without weights all are alike
	Slips  int
	Into   string
}

// Option is what a closed question may be answered with, and what it is worth out of a hundred, in whole points. One
// that does not count (不了解 [R]) is a valid answer and enters no mean.
type Option struct {
	Code   string
	Worth  int64
	Counts bool
}

// Question is one thing that is asked; without options it is answered in words, which the office alone reads.
type Question struct {
	Code    string
	Options []Option
}

// Survey is what a vote is about. It is frozen when the voting opens, and published with the result.
type Survey struct {
	ID        string // 1 to 40 of a–z, 0–9, - and .
	Questions []Question
	Groups    []Group
	Slice     int // how many closed questions a published line holds; 1 where each is about somebody of their own
	Trim      int // percent of the answers of a group that are left out at each end
}

// Fault is why a survey, a slip, a ballot or a file is not taken. Code is a word of this package, What the thing that
// it is about.
type Fault struct{ Code, What string }

func (f Fault) Error() string { return "ballot: " + f.Code + " " + f.What }

// Is compares the codes alone.
func (f Fault) Is(other error) bool {
	o, ok := errors.AsType[Fault](other)
	return ok && o.Code == f.Code
}

func bad(code string, what ...any) error { return Fault{code, fmt.Sprint(what...)} }

// plain says that a code may stand in published files, where tabs, commas and signs of equality divide.
func plain(code string) bool {
	return code != "" && len(code) <= 40 && strings.Trim(code, "abcdefghijklmnopqrstuvwxyz0123456789-.") == ""
}

// Check says what is wrong with a survey: codes that files cannot hold or that stand twice, options of one code that
// are worth different things (the published file names a worth by its code alone), nothing to ask, nobody to ask.
func (s Survey) Check() error {
	if !plain(s.ID) {
		return bad("code", s.ID)
	}
	if s.Slice < 1 || s.Slice > SliceMost || s.Trim < 0 || s.Trim > 20 {
		return bad("survey", s.ID)
	}
	if len(s.Questions) == 0 || len(s.Questions) > QuestionsMost || len(s.Groups) == 0 {
		return bad("empty", s.ID)
	}
	worth, asked := map[string]Option{}, map[string]bool{}
	for _, q := range s.Questions {
		if !plain(q.Code) || asked[q.Code] {
			return bad("code", q.Code)
		}
		asked[q.Code] = true
		if len(q.Options) == 1 || len(q.Options) > OptionsMost {
			return bad("options", q.Code)
		}
		own := map[string]bool{}
		for _, o := range q.Options {
			if had, there := worth[o.Code]; !plain(o.Code) || own[o.Code] || there && had != o {
				return bad("code", o.Code)
			}
			if o.Worth < 0 || o.Worth > 100 {
				return bad("worth", o.Code)
			}
			worth[o.Code], own[o.Code] = o, true
		}
	}
	slips, weight, groups := 0, int64(0), map[string]bool{}
	for _, g := range s.Groups {
		if !plain(g.Code) || groups[g.Code] {
			return bad("code", g.Code)
		}
		if g.Slips < 0 || g.Weight < 0 || g.Weight > 10000 {
			return bad("group", g.Code)
		}
		groups[g.Code] = true
		slips, weight = slips+g.Slips, weight+g.Weight
	}
	if slips < Least {
		return bad("few", slips)
	}
	if slips > SlipsMost {
		return bad("many", slips)
	}
	if weight != 10000 {
		return bad("weights", weight)
	}
	if longest := s.longest(); longest > s.size() {
		return bad("long", longest)
	}
	return nil
}

// longest is how many bytes the longest ballot of the survey takes.
func (s Survey) longest() int {
	group := 0
	for _, g := range s.Groups {
		group = max(group, len(g.Code))
	}
	n := 2 + 2 + group + 2 + receiptLength + 2 + WordMost*utf8.UTFMax
	for _, q := range s.Questions {
		most := 0
		for _, o := range q.Options {
			most = max(most, len(o.Code))
		}
		if len(q.Options) == 0 {
			most = textMost * 3 // of four-byte characters fewer fit, and are refused when the ballot is sealed
		}
		n += 2 + most
	}
	return n
}

// Merged gives each group of fewer than Least slips to the next smallest, until none is so small: who is one of three
// could otherwise be told by what their group said. The weight goes along.
func (s Survey) Merged() Survey {
	groups := slices.Clone(s.Groups)
	into := make([]int, len(groups))
	slips, weight := make([]int, len(groups)), make([]int64, len(groups))
	for i, g := range groups {
		into[i], slips[i], weight[i] = i, g.Slips, g.Weight
	}
	for {
		least, next := -1, -1
		for i := range groups {
			if into[i] != i || slips[i] == 0 {
				continue
			}
			switch {
			case least < 0 || slips[i] < slips[least]:
				least, next = i, least
			case next < 0 || slips[i] < slips[next]:
				next = i
			}
		}
		if least < 0 || next < 0 || slips[least] >= Least {
			break
		}
		for i := range into {
			if into[i] == least {
				into[i] = next
			}
		}
		slips[next], weight[next] = slips[next]+slips[least], weight[next]+weight[least]
		slips[least], weight[least] = 0, 0
	}
	for i := range groups {
		groups[i].Into, groups[i].Weight = groups[into[i]].Code, weight[i]
	}
	s.Groups = groups
	return s
}

// group is the group that a slip's own is counted with.
func (s Survey) group(code string) (string, bool) {
	for _, g := range s.Groups {
		if g.Code == code {
			return g.Into, true
		}
	}
	return "", false
}

// slices are the closed questions by the lines that they are published in, each by its place among all questions.
func (s Survey) slices() (out [][]int) {
	for i, q := range s.Questions {
		if len(q.Options) == 0 {
			continue
		}
		if n := len(out); n == 0 || len(out[n-1]) == s.Slice {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], i)
	}
	return out
}

// size is how many bytes an inner ballot of this survey has, whatever it says.
func (s Survey) size() int {
	if slices.ContainsFunc(s.Questions, func(q Question) bool { return len(q.Options) == 0 }) {
		return wide
	}
	return narrow
}

// crockford are the signs of codes that people read off paper: no I, L, O and U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// code is n signs of 5 random bits each.
func code(random io.Reader, n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = crockford[b[i]&31]
	}
	return string(b), nil
}

// Token reads the code of a slip as somebody typed it: spaces and dashes do not count, nor does the case; O is 0, I and
// L are 1. ok is false where it cannot be one.
func Token(typed string) (token string, ok bool) { return read(typed, tokenLength) }

// ReceiptCode reads a receipt as somebody typed it, as Token does.
func ReceiptCode(typed string) (receipt string, ok bool) { return read(typed, receiptLength) }

func read(typed string, length int) (string, bool) {
	var out strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch r {
		case ' ', '-', '\t', '\u3000', '－', '—':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if !strings.ContainsRune(crockford, r) || out.Len() == length {
			return "", false
		}
		out.WriteRune(r)
	}
	return out.String(), out.Len() == length
}

// Spaced is a code in fours, as it is printed and shown.
func Spaced(code string) string {
	var out []string
	for chunk := range slices.Chunk([]byte(code), 4) {
		out = append(out, string(chunk))
	}
	return strings.Join(out, " ")
}

// NewReceipt is a fresh receipt: 80 random bits.
func NewReceipt(random io.Reader) (string, error) { return code(random, receiptLength) }

// Hash is what the database and the list of issued slips know a slip by, in hexadecimal.
func Hash(survey, token string) string {
	sum := sha256.Sum256([]byte("shuangze slip v1|" + survey + "|" + token))
	return hex.EncodeToString(sum[:])
}

// Found is what a published line bears of a receipt and the voter's own word: neither can be reckoned back from it.
func Found(survey, receipt, word string, slice int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "shuangze receipt v1|%s|%s|%s|%d", survey, receipt, word, slice))
	out := make([]byte, checkLength)
	for i := range out { // five bits a sign, the highest first
		at := i * 5
		v := uint16(sum[at/8])<<8 | uint16(sum[at/8+1])
		out[i] = crockford[v>>(11-at%8)&31]
	}
	return string(out)
}

// Slip is one piece of paper that may vote.
type Slip struct{ Token, Group string }

// Issued is the list of slips that were issued: what is published before the voting opens, and by which each token is
// judged afterwards. It names slips by their hash alone.
type Issued map[string]string // group by hash

// Issue makes the slips of a survey, shuffled, and the list of them. The tokens are nowhere but in what is returned:
// they are printed and forgotten.
func Issue(s Survey, random io.Reader) ([]Slip, Issued, error) {
	if err := s.Check(); err != nil {
		return nil, nil, err
	}
	var slips []Slip
	issued := Issued{}
	for _, g := range s.Groups {
		for range g.Slips {
			token, err := code(random, tokenLength)
			if err != nil {
				return nil, nil, err
			}
			h := Hash(s.ID, token)
			if _, there := issued[h]; there {
				return nil, nil, bad("random", "")
			}
			slips, issued[h] = append(slips, Slip{token, g.Code}), g.Code
		}
	}
	slices.SortFunc(slips, func(a, b Slip) int { return strings.Compare(a.Token, b.Token) }) // random as the tokens are
	return slips, issued, nil
}

// Ballot is what one voter said. Answers are the codes of options by question, "" where a question was left out; to a
// question in words the words themselves.
type Ballot struct {
	Receipt, Word string
	Answers       []string
}

// clean says what is wrong with a ballot: an answer that the form does not have, words that are too long.
func (s Survey) clean(b Ballot) error {
	if _, ok := ReceiptCode(b.Receipt); !ok {
		return bad("receipt", b.Receipt)
	}
	if utf8.RuneCountInString(b.Word) > WordMost || strings.ContainsAny(b.Word, "\t\n\r|") || !utf8.ValidString(b.Word) {
		return bad("word", b.Word)
	}
	if len(b.Answers) != len(s.Questions) {
		return bad("answers", len(b.Answers))
	}
	for i, q := range s.Questions {
		a := b.Answers[i]
		switch {
		case len(q.Options) == 0:
			if utf8.RuneCountInString(a) > textMost || !utf8.ValidString(a) || strings.ContainsAny(a, "\x00") {
				return bad("text", q.Code)
			}
		case a != "" && !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Code == a }):
			return bad("answer", q.Code)
		}
	}
	return nil
}

// Empty says that a ballot answers nothing: it is not valid, and is counted as such.
func (b Ballot) Empty() bool {
	return !slices.ContainsFunc(b.Answers, func(a string) bool { return a != "" })
}
