package sheet

import (
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"
)

// openXLSX reads the workbook in this order: directory, list of sheets, styles,
// cells, and only then the shared strings that some cell really uses. So a file
// with too many rows is told so before its words cost memory.
func openXLSX(r io.ReaderAt, size int64, name string, limits Limits) (*Book, error) {
	a, err := openArchive(r, size, limits)
	if err != nil {
		return nil, err
	}
	switch {
	case a.has("xl/workbook.bin"):
		return nil, refuse("sheet.file.xlsb")
	case a.has("word/document.xml"):
		return nil, refuse("sheet.file.not-sheet", "kind", "Word")
	case a.has("ppt/presentation.xml"):
		return nil, refuse("sheet.file.not-sheet", "kind", "PowerPoint")
	case a.has("content.xml") && a.has("mimetype"):
		return nil, refuse("sheet.file.ods")
	}
	main, err := a.workbook()
	switch {
	case err != nil:
		return nil, err
	case main == "" || !a.has("[Content_Types].xml"):
		return nil, refuse("sheet.file.zip")
	case path.Ext(main) == ".bin":
		return nil, refuse("sheet.file.xlsb")
	}
	w, err := readWorkbook(a, main)
	if err != nil {
		return nil, err
	}
	if len(w.sheets) > limits.Sheets {
		return nil, refuse("sheet.file.sheets", "limit", limits.Sheets, "count", len(w.sheets))
	}
	b := &Book{Kind: "xlsx", Name: name}
	in := &intake{archive: a, workbook: w, limits: limits, wanted: map[int]*words{}}
	for _, s := range w.sheets {
		r := w.parts[s.rel]
		if r.kind != "worksheet" || !a.has(r.part) {
			continue // chart sheets and dialogs hold no table
		}
		g, err := in.grid(r.part, s.name)
		if err != nil {
			return nil, err
		}
		g.Name, g.Hidden = s.name, s.hidden
		b.Grids = append(b.Grids, g)
	}
	if err := in.look(b); err != nil {
		return nil, err
	}
	for i := range b.Grids {
		if err := b.Grids[i].spread(limits); err != nil {
			return nil, err
		}
	}
	return b, nil
}

type workbook struct {
	sheets []struct {
		name, rel string
		hidden    bool
	}
	parts    map[string]relation
	strings  string // the part with shared strings
	base1904 bool
	styles   []style
	shown    formats
}

// style is what a cell's format says about its value.
type style struct {
	date   bool
	places int
	format *format // how the value is shown; nil: as it is
}

// workbook is the part the package names as its document; "" if there is none.
func (a *archive) workbook() (string, error) {
	list, err := a.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range list {
		if r.kind == "officeDocument" && a.has(r.part) {
			return r.part, nil
		}
	}
	if a.has("xl/workbook.xml") { // some programs write no relations of the package
		return "xl/workbook.xml", nil
	}
	return "", nil
}

func readWorkbook(a *archive, main string) (*workbook, error) {
	w := &workbook{parts: map[string]relation{}, strings: "xl/sharedStrings.xml"}
	stylesPart := "xl/styles.xml"
	list, err := a.relations(main)
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		w.parts[r.id] = r
		switch r.kind {
		case "sharedStrings":
			w.strings = r.part
		case "styles":
			stylesPart = r.part
		}
	}
	if err := a.each(main, func(s xml.StartElement) {
		switch s.Name.Local {
		case "workbookPr":
			v := attr(s, "date1904")
			w.base1904 = v == "1" || v == "true"
		case "sheet":
			if len(w.sheets) > a.limits.Sheets {
				return
			}
			w.sheets = append(w.sheets, struct {
				name, rel string
				hidden    bool
			}{clean(attr(s, "name")), attr(s, "id"), strings.Contains(strings.ToLower(attr(s, "state")), "hidden")})
		}
	}); err != nil {
		return nil, err
	}
	return w, w.readStyles(a, stylesPart)
}

func (w *workbook) readStyles(a *archive, part string) error {
	formats := map[int]style{}
	t, err := a.tokens(part)
	if t == nil || err != nil {
		return err
	}
	defer t.close()
	inside := false
	for {
		tok, err := t.next()
		if tok == nil || err != nil {
			return err
		}
		switch s := tok.(type) {
		case xml.StartElement:
			id, _ := strconv.Atoi(attr(s, "numFmtId"))
			switch s.Name.Local {
			case "numFmt":
				if code := attr(s, "formatCode"); len(formats) < 10_000 {
					formats[id] = judge(code)
					if f := formats[id]; code != "" && !strings.EqualFold(code, "general") && len(code) < 256 {
						f.format = w.shown.custom(code)
						formats[id] = f
					}
				}
			case "cellXfs":
				inside = true
			case "xf":
				if inside && len(w.styles) < 70_000 {
					f, own := formats[id]
					if !own {
						f = builtin(id)
						f.format = w.shown.builtin(id)
					}
					w.styles = append(w.styles, f)
				}
			}
		case xml.EndElement:
			if s.Name.Local == "cellXfs" {
				inside = false
			}
		}
	}
}

// builtin: the formats every program knows by number, with the Chinese ones.
func builtin(id int) style {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return style{date: true}
	case id == 2 || id == 4:
		return style{places: 2}
	}
	return style{}
}

// judge reads a custom format: quoted words and [colours] aside, a year or a
// day makes a date; hours alone do not.
func judge(code string) style {
	code = strings.ToLower(code)
	var b strings.Builder
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case c == '\\' || c == '_' || c == '*':
			i++
		default:
			b.WriteByte(c)
		}
	}
	bare := b.String()
	if strings.Contains(bare, "general") {
		return style{}
	}
	if strings.ContainsAny(bare, "yd") || strings.Contains(bare, "m") && !strings.ContainsAny(bare, "hs0#") {
		return style{date: true}
	}
	if first, _, _ := strings.Cut(bare, ";"); strings.HasSuffix(strings.TrimSpace(first), "0.00") {
		return style{places: 2}
	}
	return style{}
}
