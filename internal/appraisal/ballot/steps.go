package ballot

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// The kinds of files.
const (
	sealedFile, innerFile, publishedFile, wordsFile = "sealed", "inner", "published", "words"
)

// Cast is a slip that voted: its token, and the envelope.
type Cast struct {
	Token    string
	Envelope []byte
}

// Export is what the server hands to the first teller when the voting has closed.
func Export(p Poll, cast []Cast) []byte {
	lines := p.head(sealedFile)
	for _, c := range cast {
		lines = append(lines, "e\t"+c.Token+"\t"+base64.RawURLEncoding.EncodeToString(c.Envelope))
	}
	return write(lines)
}

// OpenOuter is the first teller's step: every token must have been issued, none twice, and they must be Least at
// least; each envelope is opened by one layer, none may hold what another holds, and envelopes and tokens are written
// sorted, without a link between them. The same files give the same bytes. count is how many ballots there are, which
// the second teller is told.
func OpenOuter(a Key, sealed, issued []byte) (inner []byte, count int, err error) {
	f, err := readFile(sealed, sealedFile)
	if err != nil {
		return nil, 0, err
	}
	if a.Lid().Text() != f.A.Text() {
		return nil, 0, bad("lid", "A")
	}
	list, err := f.issued(issued)
	if err != nil {
		return nil, 0, err
	}
	lines, seen, doubled := f.Poll.head(innerFile), map[string]bool{}, map[string]bool{}
	for _, e := range f.lines["e"] {
		if len(e) != 2 {
			return nil, 0, bad("file", sealedFile)
		}
		group, ok := list[Hash(f.ID, e[0])]
		if !ok {
			return nil, 0, bad("token", e[0])
		}
		if seen[e[0]] {
			return nil, 0, bad("twice", e[0])
		}
		seen[e[0]] = true
		env, err := base64.RawURLEncoding.DecodeString(e[1])
		if err != nil {
			return nil, 0, bad("file", sealedFile)
		}
		opened, err := a.open("A", f.ID, env)
		if err != nil {
			return nil, 0, bad("envelope", e[0])
		}
		if doubled[string(opened)] {
			return nil, 0, bad("double", e[0])
		}
		doubled[string(opened)] = true
		lines = append(lines, "i\t"+base64.RawURLEncoding.EncodeToString(opened), "t\t"+group+"\t"+e[0])
	}
	if count = len(seen); count < Least {
		return nil, 0, bad("few", count)
	}
	return write(lines), count, nil
}

// issued reads the list of issued slips, which must be the one that was announced.
func (f *file) issued(text []byte) (Issued, error) {
	if Digest(text) != f.Issued {
		return nil, bad("issued", "")
	}
	list, err := ReadIssued(text)
	if err != nil {
		return nil, err
	}
	per := map[string]int{}
	for _, g := range list {
		per[g]++
	}
	for _, g := range f.Groups {
		if per[g.Code] != g.Slips {
			return nil, bad("issued", g.Code)
		}
	}
	return list, nil
}

// OpenInner is the second teller's step: the envelopes must be as many as was announced, none like another, and each
// hold a ballot of the form. What is published are the ballots cut into slices, each under a receipt of its own, and
// the tokens that voted; words are the answers in words, for the office alone.
func OpenInner(b Key, inner []byte, announced int) (published, words []byte, err error) {
	f, err := readFile(inner, innerFile)
	if err != nil {
		return nil, nil, err
	}
	if b.Lid().Text() != f.B.Text() {
		return nil, nil, bad("lid", "B")
	}
	if n := len(f.lines["i"]); n != announced || n != len(f.lines["t"]) { // of two alike readFile refuses the second
		return nil, nil, bad("count", n)
	}
	lines, said, receipts := f.Poll.head(publishedFile), f.Poll.head(wordsFile), map[string]bool{}
	lines = append(lines, "h\tcount\t"+strconv.Itoa(announced))
	for _, t := range f.lines["t"] {
		lines = append(lines, "t\t"+strings.Join(t, "\t"))
	}
	for _, i := range f.lines["i"] {
		env, err := base64.RawURLEncoding.DecodeString(strings.Join(i, ""))
		if err != nil {
			return nil, nil, bad("file", innerFile)
		}
		opened, err := b.open("B", f.ID, env)
		if err != nil {
			return nil, nil, err
		}
		group, v, err := f.unpack(opened)
		if err != nil {
			return nil, nil, err
		}
		if into, ok := f.group(group); !ok || into != group {
			return nil, nil, bad("group", group)
		}
		if receipts[v.Receipt] {
			return nil, nil, bad("receipt", v.Receipt)
		}
		receipts[v.Receipt] = true
		for n, questions := range f.slices() {
			var answers []string
			for _, q := range questions {
				answers = append(answers, v.Answers[q])
			}
			lines = append(lines, strings.Join([]string{"b", strconv.Itoa(n), group, Found(f.ID, v.Receipt, v.Word, n),
				strings.Join(answers, ",")}, "\t"))
		}
		for q, a := range v.Answers {
			if a != "" && len(f.Questions[q].Options) == 0 {
				said = append(said, "w\t"+f.Questions[q].Code+"\t"+strconv.Quote(a))
			}
		}
	}
	return write(lines), write(numbered(said)), nil
}

// numbered tells lines apart that say the same: two voters may use the same words.
func numbered(lines []string) []string {
	times := map[string]int{}
	for i, l := range lines {
		if times[l]++; times[l] > 1 {
			lines[i] = l + "\t" + strconv.Itoa(times[l])
		}
	}
	return lines
}
