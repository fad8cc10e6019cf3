package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// decode reads UTF-8, with or without its mark, and else GB18030, which is what
// Excel writes on a Chinese machine.
func decode(b []byte) (string, bool) {
	if validUTF8(b) {
		return strings.TrimPrefix(string(b), "\ufeff"), true
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil || strings.ContainsRune(string(out), '\ufffd') {
		return "", false
	}
	return string(out), true
}

// readCSV makes a grid of a text. Rows are counted as a spreadsheet program
// counts them: blank lines are rows, line breaks inside quotes are not.
func readCSV(s, name string, limits Limits) (*Book, error) {
	s = ends(s)
	r := csv.NewReader(strings.NewReader(s))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	r.Comma = comma(s)
	in := &intake{limits: limits}
	g := Grid{Name: "CSV"}
	number, next := 0, 1
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, refuse("sheet.file.damaged")
		}
		start, _ := r.FieldPos(0)
		number += 1 + max(0, start-next)
		last, _ := r.FieldPos(len(rec) - 1)
		next = last + strings.Count(rec[len(rec)-1], "\n") + 1
		line := Line{Number: number}
		for i, v := range rec {
			c := csvCell(v)
			if c.Kind == Empty {
				continue
			}
			if i >= limits.Columns {
				return nil, refuse("sheet.file.columns", "sheet", g.Name, "limit", limits.Columns, "column", Letter(i+1))
			}
			if len(v) > longestCell {
				return nil, refuse("sheet.file.long-cell", "sheet", g.Name, "cell", Letter(i+1))
			}
			if err := in.add(len(v)); err != nil {
				return nil, err
			}
			line.Spots = append(line.Spots, Spot{i + 1, c})
		}
		if len(line.Spots) == 0 {
			continue
		}
		if len(g.Lines) >= limits.Rows {
			return nil, refuse("sheet.file.rows", "sheet", g.Name, "limit", limits.Rows, "count", len(g.Lines)+1)
		}
		g.Lines = append(g.Lines, line)
	}
	return &Book{Kind: "csv", Name: name, Grids: []Grid{g}}, nil
}

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

// ends makes line ends one: some programs part rows with CR alone.
func ends(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
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
		r := csv.NewReader(strings.NewReader(s))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = sep, -1, true
		found, parts := 0, 0
		for range deepestHeader {
			rec, err := r.Read()
			if err != nil {
				break
			}
			known := 0
			for _, v := range rec {
				if !strings.ContainsAny(strings.TrimSpace(v), ",;\t，") && headed(label(v)) {
					known++
				}
			}
			found = max(found, known)
			parts += len(rec) - 1
		}
		if n := found*(64<<10) + min(parts, 64<<10-1); n > most {
			best, most = sep, n
		}
	}
	return best
}

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
