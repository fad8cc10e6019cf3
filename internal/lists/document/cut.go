package document

import (
	"regexp"
	"strconv"
	"strings"
)

const figures = `[〇零一二三四五六七八九十百千两0-9０-９]+`

var (
	// clauseForm is the number of a clause: 第三条, 第三条之一, 第三条第二款第（一）项.
	clauseForm = regexp.MustCompile(`第` + figures + `条(?:之` + figures + `)?(?:第` + figures + `款)?(?:第[（(]?` + figures +
		`[）)]?项)?`)
	// The ways in which a document is numbered: by 第X条, else by 一、, else by 1.
	cutForms = []*regexp.Regexp{
		regexp.MustCompile(`^` + clauseForm.String()),
		regexp.MustCompile(`^[〇零一二三四五六七八九十百]+(?:、|[\t ])`),
		regexp.MustCompile(`^[0-9０-９]{1,4}(?:[.．、]|[\t ])`),
	}
	headingForm = regexp.MustCompile(`^第` + figures + `[编章节](?:[\s　]|$)`)
)

// Cut cuts a pasted text at its clauses: at 第X条 where any line begins so, else at
// 一、, else at 1. A line that begins none belongs to the clause above it; headings
// of chapters to none.
func Cut(pasted string) (out Cuts) {
	var lines []string
	for line := range strings.Lines(pasted) {
		if line = strings.Trim(line, " \t\r\n　"); line != "" {
			lines = append(lines, line)
		}
	}
	form := cutForms[0]
	for _, f := range cutForms {
		found := false
		for _, line := range lines {
			found = found || f.MatchString(line)
		}
		if found {
			form = f
			break
		}
	}
	open := false
	for _, line := range lines {
		number := form.FindString(line)
		switch {
		case number != "":
			rest := strings.TrimLeft(line[len(number):], " \t　：:")
			out.Clauses = append(out.Clauses, Clause{Number: strings.TrimRight(number, "、.．\t "), Text: rest})
			open = true
		case headingForm.MatchString(line) || !open:
			out.Left, open = append(out.Left, line), false
		default:
			c := &out.Clauses[len(out.Clauses)-1]
			c.Text = strings.TrimLeft(c.Text+"\n"+line, "\n")
		}
	}
	return out
}

// same says that two numbers of clauses are one: 第5条 is 第五条.
func same(a, b string) bool { return plain(a) == plain(b) }

var figuresForm = regexp.MustCompile(figures)

// plain writes the figures of a clause's number one way, and nothing else of it.
func plain(number string) string {
	number = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t　（）()、.．", r) {
			return -1
		}
		return r
	}, number)
	return figuresForm.ReplaceAllStringFunc(number, func(s string) string { return strconv.Itoa(count(s)) })
}

// count reads 十二, 一百零三, 12; without 十, 百 and 千 each figure stands for itself.
func count(s string) int {
	sum, last, runs := 0, 0, 0
	for _, r := range s {
		if unit := units[r]; unit != 0 {
			sum, last, runs = sum+max(last, 1)*unit, 0, 0
			continue
		}
		d := digit(r)
		if runs++; runs > 1 && last < countMost {
			d += last * 10
		}
		last = d
	}
	return sum + last
}

// countMost keeps a number of clauses a number.
const countMost = 1 << 30

var units = map[rune]int{'十': 10, '百': 100, '千': 1000}

func digit(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	case r == '两':
		return 2
	}
	return max(strings.IndexRune("零一二三四五六七八九", r)/len("零"), 0)
}
