package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The reader reads what encoding/csv reads, and counts lines as it does.
func TestCellsAreThoseOfCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("\"\",,\n\nab 字，"))).Draw(t, "s")
		sep := rapid.SampledFrom([]rune(",，")).Draw(t, "separator")
		r := csv.NewReader(strings.NewReader(s))
		r.FieldsPerRecord, r.LazyQuotes, r.Comma = -1, true, sep
		var want, got []string
		for {
			rec, err := r.Read()
			if err != nil {
				break
			}
			line, _ := r.FieldPos(0)
			want = append(want, fmt.Sprintf("%d%q", line, rec))
		}
		var row []string
		line := 0
		flush := func() {
			if row != nil {
				got = append(got, fmt.Sprintf("%d%q", line, row))
			}
		}
		for c := newValues(s, sep); c.read(); {
			if c.col == 0 {
				flush()
				row, line = nil, c.line
			}
			row = append(row, c.value)
		}
		flush()
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Fatalf("%q is read as\n%s\nand not as\n%s", s, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

// Whatever stands in 20 MB, reading them allocates a few times their size and is
// done in seconds.
func TestBadCSVCostsLittle(t *testing.T) {
	const size = 20 << 20
	head := "责任单位,问题来源,问题内容,等级,整改措施,整改时限,责任领导,具体责任人\n"
	for name, piece := range map[string]string{
		"commas": ",", "rows of commas": strings.Repeat(",", 150) + "\n", "empty quotes": `"",`, "quotes": `"`,
		"pairs of quotes": `""""""""` + ",",
		"line ends":       "\n", "carriage returns": "\r", "wide commas": "，", "short rows": ",\n", "one letter": "a\n",
		"a long word": "字",
		"half bytes":  "\xb0\xa1,", "formulas": "=1,", "apostrophes": "'=", "small cells": "a,b,c,d,e,f,g,h\n",
	} {
		t.Run(name, func(t *testing.T) {
			body := append([]byte(head), bytes.Repeat([]byte(piece), (size-len(head))/len(piece))...)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			book, err := Open(bytes.NewReader(body), int64(len(body)), "x.csv", Limits{})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			spent := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%v, %d MB, %v", took.Round(time.Millisecond), spent, err)
			if spent > 220 {
				t.Errorf("%d MB were allocated", spent)
			}
			if took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			runtime.KeepAlive(book)
		})
	}
}
