package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

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

// csvCell undoes the apostrophe with which WriteCSV disarms a text, and treats
// what a spreadsheet program would calculate as a formula.
func csvCell(v string) Cell {
	t := clean(v)
	switch {
	case t == "":
		return Cell{}
	case v[0] == '\'' && dangerous(strings.TrimLeft(v, "'")):
		return Cell{Kind: Text, Raw: v[1:], Text: clean(v[1:])}
	case t[0] == '=':
		return Cell{Kind: Formula}
	}
	return Cell{Kind: Text, Raw: v, Text: t}
}

// comma is the separator that the first lines use most.
func comma(s string) rune {
	if len(s) > 4096 {
		s = s[:4096]
	}
	best, most := ',', strings.Count(s, ",")
	for _, r := range "\t;" {
		if n := strings.Count(s, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}
