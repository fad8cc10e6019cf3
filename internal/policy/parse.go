package policy

import (
	"io/fs"
	"sort"
	"strings"
	"unicode/utf8"

	"shuangze/internal/text"
)

// section is one table of a file as written: its header and its rows.
type section struct {
	file    string
	line    int
	name    string
	columns []string
	rows    []row
	claimed bool
}

// row is one line of a table. cells are as many as the table's columns.
type row struct {
	line  int
	cells []string
}

// source is the raw text of one file.
type source struct {
	name string
	data []byte
}

// parser turns files into sections and gathers what is wrong.
type parser struct {
	sections map[string]*section
	faults   Faults
}

// read gives the text files of the pack, sorted by name.
func (p *parser) read(fsys fs.FS) []source {
	names, err := fs.Glob(fsys, "*.txt")
	if err != nil || len(names) == 0 {
		p.fault(".", 0, "policy.no-files")
		return nil
	}
	sort.Strings(names)
	var all []source
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			p.fault(name, 0, "policy.unreadable", "reason", err.Error())
			continue
		}
		all = append(all, source{name, data})
	}
	return all
}

// parse takes one file apart. Officials type with Chinese keyboards and save
// with Notepad, so a full-width | and 【】 are read as their plain forms, and a
// byte-order mark and CRLF are dropped.
func (p *parser) parse(src source) {
	var at *section
	lines := strings.Split(strings.TrimPrefix(string(src.data), "\ufeff"), "\n")
	for i, line := range lines {
		n := i + 1
		if !utf8.ValidString(line) {
			p.fault(src.name, n, "policy.not-utf8")
			return // the rest is noise
		}
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "\uff03"):
		case strings.HasPrefix(line, "[") || strings.HasPrefix(line, "【"):
			at = p.open(src.name, n, line)
		case at == nil:
			p.fault(src.name, n, "policy.outside-section")
		case at.columns == nil:
			at.columns = p.header(src.name, n, line)
		default:
			cells := split(line)
			if len(cells) != len(at.columns) {
				p.fault(src.name, n, "policy.cells", "want", len(at.columns), "got", len(cells))
				continue
			}
			at.rows = append(at.rows, row{n, cells})
		}
	}
}

// open begins a table. A table that is named wrongly or twice is still read, so
// that its own lines are judged, but under no name.
func (p *parser) open(file string, n int, line string) *section {
	s := &section{file: file, line: n}
	name := strings.NewReplacer("【", "[", "】", "]").Replace(line)
	if !strings.HasSuffix(name, "]") || strings.TrimSpace(name[1:len(name)-1]) == "" {
		p.fault(file, n, "policy.section-malformed", "value", line)
		return s
	}
	s.name = strings.TrimSpace(name[1 : len(name)-1])
	if first := p.sections[s.name]; first != nil {
		p.fault(file, n, "policy.section-repeated", "section", s.name, "first",
			Fault{File: first.file, Line: first.line}.Place())
		return s
	}
	p.sections[s.name] = s
	return s
}

func (p *parser) header(file string, n int, line string) []string {
	columns, seen := split(line), map[string]bool{}
	for _, c := range columns {
		if seen[c] {
			p.fault(file, n, "policy.column-repeated", "column", c)
		}
		seen[c] = true
	}
	return columns
}

// fault notes one thing wrong; every fault's data name its place.
func (p *parser) fault(file string, line int, key string, kv ...any) {
	p.faults = append(p.faults, Fault{file, line, text.M(key, append(kv, "file", file, "line", line)...)})
}

func split(line string) []string {
	cells := strings.Split(strings.ReplaceAll(line, "\uff5c", "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}
