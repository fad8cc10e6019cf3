package sheet

import (
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"
)

// A format is how a workbook shows a figure: 50%, 000123, 2026年3月. It is drawn only
// for figures in columns of words, where what a person sees is what is read.
type format struct {
	all  *formats
	code string // of its own; "": one of those known by number
	id   int
	made bool
	no   int // of the style in the book that draws
}

// formats draws the formats of one workbook with a book of their own.
type formats struct {
	sync.Mutex
	book *excelize.File
}

func (f *formats) custom(code string) *format { return &format{all: f, code: code} }

func (f *formats) builtin(id int) *format {
	if id == 0 || id == 49 {
		return nil
	}
	return &format{all: f, id: id}
}

// shown is a cell as its file shows it.
func (c Cell) shown() string {
	if c.format == nil || c.Kind != Number && c.Kind != Date {
		return c.Text
	}
	if s := clean(c.format.draw(c.Serial)); s != "" && strings.Trim(s, "#") != "" {
		return s
	}
	return c.Text
}

func (f *format) draw(value float64) string {
	f.all.Lock()
	defer f.all.Unlock()
	if f.all.book == nil {
		f.all.book = excelize.NewFile(excelize.Options{CultureInfo: excelize.CultureNameZhCN, ShortDatePattern: "yyyy/m/d",
			LongDatePattern: `yyyy"年"m"月"d"日"`})
	}
	book := f.all.book
	const sheet, cell = "Sheet1", "A1"
	if !f.made {
		style := excelize.Style{NumFmt: f.id}
		if f.code != "" {
			style.CustomNumFmt = &f.code
		}
		var err error
		if f.no, err = book.NewStyle(&style); err != nil {
			return ""
		}
		f.made = true
	}
	if book.SetCellStyle(sheet, cell, cell, f.no) != nil || book.SetCellFloat(sheet, cell, value, -1, 64) != nil {
		return ""
	}
	s, err := book.GetCellValue(sheet, cell)
	if err != nil {
		return ""
	}
	return s
}
