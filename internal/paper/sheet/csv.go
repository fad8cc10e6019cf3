package sheet

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// decode reads, with line ends made one, UTF-8, with or without its mark, and else GB18030, which is what
// Excel writes on a Chinese machine.
func decode(b []byte) (string, bool) {
	if validUTF8(b) {
		return string(bytes.TrimPrefix(ends(b), []byte("\ufeff"))), true
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(out, '\ufffd') {
		return "", false
	}
	return string(ends(out)), true
}

// readCSV makes a grid of a text. Rows are counted as a spreadsheet program
// counts them: blank lines are rows, line breaks inside quotes are not.
func readCSV(s, name string, limits Limits) (*Book, error) {
	in := &intake{limits: limits}
	g := Grid{Name: "CSV"}
	number, next := 0, 1
	var line Line
	keep := func() error {
		if len(line.Spots) == 0 {
			return nil
		}
		if len(g.Lines) >= limits.Rows {
			return refuse("sheet.file.rows", "sheet", g.Name, "limit", limits.Rows, "count", len(g.Lines)+1)
		}
		g.Lines = append(g.Lines, line)
		return nil
	}
	for r := newValues(s, comma(s)); r.read(); next = r.next {
		if r.col == 0 {
			if err := keep(); err != nil {
				return nil, err
			}
			number += 1 + max(0, r.line-next)
			line = Line{Number: number}
		}
		if r.col >= mostColumns || r.col >= limits.Columns && strings.TrimSpace(r.value) != "" {
			return nil, refuse("sheet.file.columns", "sheet", g.Name, "limit", limits.Columns, "column", Letter(r.col+1))
		}
		if len(r.value) > longestCell {
			return nil, refuse("sheet.file.long-cell", "sheet", g.Name, "cell", Letter(r.col+1)+strconv.Itoa(number))
		}
		if r.value == "" {
			continue
		}
		c := csvCell(r.value)
		if c.Kind == Empty {
			continue
		}
		if err := in.add(len(r.value)); err != nil {
			return nil, err
		}
		line.Spots = append(line.Spots, Spot{r.col + 1, c})
	}
	if err := keep(); err != nil {
		return nil, err
	}
	return &Book{Kind: "csv", Name: name, Grids: []Grid{g}}, nil
}

// mostColumns is how many columns a sheet of Excel has. No program writes more,
// not even empty ones.
const mostColumns = 1 << 14

var guarded = regexp.MustCompile(`^="([^"=+\-@]+)"$`)

// csvCell undoes the apostrophe with which WriteCSV disarms a text, and treats
// what a spreadsheet program would calculate as a formula.
func csvCell(v string) Cell {
	t := clean(v)
	switch {
	case t == "":
		return Cell{}
	case v[0] == '\'' && dangerous(strings.TrimLeft(v, "'")):
		return Cell{Kind: Text, Raw: v[1:], Text: clean(v[1:])}
	case guarded.MatchString(t): // ="00123", by which programs keep the noughts in sight
		t = guarded.FindStringSubmatch(t)[1]
		return Cell{Kind: Text, Raw: v, Text: clean(t)}
	case t[0] == '=':
		return Cell{Kind: Formula}
	}
	return Cell{Kind: Text, Raw: v, Text: t}
}

// ends makes line ends one, in place: some programs part rows with CR alone.
func ends(b []byte) []byte {
	i := bytes.IndexByte(b, '\r')
	if i < 0 {
		return b
	}
	out := b[:i]
	for ; i < len(b); i++ {
		if b[i] != '\r' {
			out = append(out, b[i])
		} else if i+1 == len(b) || b[i+1] != '\n' {
			out = append(out, '\n')
		}
	}
	return out
}

// comma is the separator that parts the headings of a form, or else the one that
// stands most often outside quotes. Others may stand inside the values, as a tab
// does after figures that a program shall not shorten.
func comma(s string) rune {
	if len(s) > 64<<10 {
		s = s[:64<<10]
	}
	best, most := ',', -1
	for _, sep := range ",;\t，" {
		found, parts, known, rows := 0, 0, 0, 0
		for r := newValues(s, sep); rows <= deepestHeader && r.read(); {
			if r.col == 0 {
				known = 0
				if rows++; rows > deepestHeader {
					break
				}
			} else {
				parts++
			}
			if len(r.value) <= longestHeading && !strings.ContainsAny(strings.TrimSpace(r.value), ",;\t，") &&
				headed(label(r.value)) {
				known++
			}
			found = max(found, known)
		}
		if n := found*(64<<10) + min(parts, 64<<10-1); n > most {
			best, most = sep, n
		}
	}
	return best
}

// longestHeading is more bytes than any heading has.
const longestHeading = 300

// headed says whether any form knows a heading.
func headed(bare string) bool { return bare != "" && headings()[bare] }

var headings = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, f := range Forms() {
		for _, c := range f.Columns {
			for _, t := range c.Titles {
				all[label(t)] = true
			}
		}
	}
	return all
})
