package ballot

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Poll is a survey that may be voted in: what was issued and who closes the envelopes stand with it. It heads every
// file of the vote, so that each step knows that it is about the same.
type Poll struct {
	Survey
	Issued string // SHA-256 of the list of issued slips, in hexadecimal
	A, B   Lid
}

// Files are UTF-8; a line is fields with tabs between them and ends with LF; lines are sorted by their bytes, so that
// nothing can be told from where a line stands.

const fileMost = 1 << 30

func pairs[T any](list []T, pair func(T) (key, value string)) string {
	var out []string
	for _, x := range list {
		if k, v := pair(x); k != "" {
			out = append(out, k+"="+v)
		}
	}
	return strings.Join(out, ",")
}

// head are the lines that say what a file is about.
func (p Poll) head(kind string) []string {
	var options []Option
	for _, q := range p.Questions {
		for _, o := range q.Options {
			if o.Counts && !slices.Contains(options, o) {
				options = append(options, o)
			}
		}
	}
	return []string{
		"h\tfile\t" + kind,
		"h\tgroups\t" + pairs(p.Groups, func(g Group) (string, string) { return g.Code, g.Into }),
		"h\tissued\t" + p.Issued,
		"h\tlid-a\t" + p.A.Text(),
		"h\tlid-b\t" + p.B.Text(),
		"h\tquestions\t" + pairs(p.Questions, func(q Question) (string, string) {
			return q.Code, pairsOf(q.Options)
		}),
		"h\tslice\t" + strconv.Itoa(p.Slice),
		"h\tslips\t" + pairs(p.Groups, func(g Group) (string, string) { return g.Code, strconv.Itoa(g.Slips) }),
		"h\tsurvey\t" + p.ID,
		"h\ttrim\t" + strconv.Itoa(p.Trim),
		"h\tvalues\t" + pairs(options, func(o Option) (string, string) { return o.Code, strconv.FormatInt(o.Worth, 10) }),
		"h\tweights\t" + pairs(p.Groups, func(g Group) (string, string) { return g.Code, strconv.FormatInt(g.Weight, 10) }),
	}
}

func pairsOf(options []Option) string {
	var codes []string
	for _, o := range options {
		codes = append(codes, o.Code)
	}
	return strings.Join(codes, "/")
}

// Digest is the SHA-256 of bytes, in hexadecimal.
func Digest(b []byte) string { sum := sha256.Sum256(b); return hex.EncodeToString(sum[:]) }

// Text is the list of issued slips as it is published: hash and group, sorted.
func (i Issued) Text() []byte {
	var out bytes.Buffer
	for _, h := range slices.Sorted(maps.Keys(i)) {
		out.WriteString(h + " " + i[h] + "\n")
	}
	return out.Bytes()
}

// ReadIssued reads what Text wrote.
func ReadIssued(text []byte) (Issued, error) {
	out := Issued{}
	for line := range strings.Lines(string(text)) {
		h, group, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if _, there := out[h]; !ok || there || len(h) != 64 || !plain(group) {
			return nil, bad("issued", h)
		}
		out[h] = group
	}
	return out, nil
}

func write(lines []string) []byte {
	slices.Sort(lines)
	var out bytes.Buffer
	for _, l := range lines {
		out.WriteString(l)
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// file is one of the vote's as it was read: its head and its other lines, by what they begin with.
type file struct {
	Poll
	head  map[string]string
	lines map[string][][]string
}

// readFile reads a file of a kind, and refuses one that is cut off, unsorted or of another kind.
func readFile(in []byte, kind string) (*file, error) {
	if len(in) > fileMost {
		return nil, bad("file", kind)
	}
	f := &file{head: map[string]string{}, lines: map[string][][]string{}}
	r, last := bufio.NewReader(bytes.NewReader(in)), ""
	for {
		line, err := r.ReadString('\n')
		if err == io.EOF && line == "" {
			break
		}
		if err != nil || line <= last {
			return nil, bad("file", kind) // cut off, or not in order: whatever stands twice is a second of the same
		}
		last = line
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if parts[0] != "h" {
			f.lines[parts[0]] = append(f.lines[parts[0]], parts[1:])
			continue
		}
		if len(parts) != 3 {
			return nil, bad("file", kind)
		}
		if _, there := f.head[parts[1]]; there {
			return nil, bad("file", kind)
		}
		f.head[parts[1]] = parts[2]
	}
	if f.head["file"] != kind {
		return nil, bad("file", kind)
	}
	return f, f.poll()
}

// poll reads the head.
func (f *file) poll() (err error) {
	number := func(s string) int64 {
		n, e := strconv.ParseInt(s, 10, 64)
		if e != nil && err == nil {
			err = bad("head", s)
		}
		return n
	}
	list := func(key string) (out [][2]string) {
		for p := range strings.SplitSeq(f.head[key], ",") {
			k, v, _ := strings.Cut(p, "=")
			out = append(out, [2]string{k, v})
		}
		return out
	}
	of := func(key string) map[string]string {
		out := map[string]string{}
		for _, p := range list(key) {
			out[p[0]] = p[1]
		}
		return out
	}
	f.ID, f.Issued = f.head["survey"], f.head["issued"]
	f.Slice, f.Trim = int(number(f.head["slice"])), int(number(f.head["trim"]))
	values, weights, slips := of("values"), of("weights"), of("slips")
	for _, g := range list("groups") {
		f.Groups = append(f.Groups, Group{Code: g[0], Into: g[1], Weight: number(weights[g[0]]),
			Slips: int(number(slips[g[0]]))})
	}
	for _, q := range list("questions") {
		next := Question{Code: q[0]}
		if q[1] != "" {
			for code := range strings.SplitSeq(q[1], "/") {
				o := Option{Code: code}
				if v, there := values[code]; there {
					o.Worth, o.Counts = number(v), true
				}
				next.Options = append(next.Options, o)
			}
		}
		f.Questions = append(f.Questions, next)
	}
	if err != nil {
		return err
	}
	if f.A, err = ReadLid(f.head["lid-a"]); err != nil {
		return err
	}
	if f.B, err = ReadLid(f.head["lid-b"]); err != nil {
		return err
	}
	return f.Check()
}
