package sheet

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"shuangze/internal/when"
)

// Term is the limit of a problem as its ledger says it.
type Term struct {
	Due      when.Day
	Long     bool   // kept up for good
	Floating bool   // counted from the day of the import, for no other day is known
	Kept     string // what the limit says besides, to be kept in words
}

var (
	weekdayIn = regexp.MustCompile(`[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?`)
	pointIn   = regexp.MustCompile(`(\d)\s*。\s*(\d)`)
	atOnce    = regexp.MustCompile(
		`^(?:立行立改|即知即改|立知立改|立查立改|边查边改|立整立改|立即整改|立即改正|立即完成|马上整改|即行即改|即查即改|立改立行|立即)(?:到位|完成)?[,;]?(?:并)?`)
	forGood = regexp.MustCompile(
		`^(?:并|且|需|应)?(?:长期坚持|长期整改|长期推进|长期抓好|长期|常年坚持|常年|持续坚持|持续整改|持续推进|常态化坚持|常态化推进|常态化|常抓不懈|长效坚持)(?:整改|落实)?$`)
	within = regexp.MustCompile(
		`^(?:自?(?:发现|交办|反馈|通报|检查|下达|印发)?(?:之日|之时|后|起|之日起|日起)?起?)?(半年|[一二两三四五六七八九十\d]{1,3}个?(?:半月|工作日|自然日|日|天|周|星期|月|年))(?:之内|以内|内)(?:整改)?(?:完成|办结|到位)?$`)
	shortYear = regexp.MustCompile(`^(\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:之前|以前|前)?$`)
	thisYear  = regexp.MustCompile(`^(?:今年|本年度|本年|当年)`)
	someYear  = regexp.MustCompile(`^\d{4}\s*[-/.年]`)
	yearWords = regexp.MustCompile(`(20\d\d)\s*年?`)
)

// monthsOn is the same day some months later, or the last of that month.
func monthsOn(d when.Day, n int) when.Day {
	y, m, dom := d.Date()
	last := when.Date(y, m+time.Month(n)+1, 1) - 1
	return min(when.Date(y, m+time.Month(n), 1)+when.Day(dom-1), last)
}

// figures reads 三, 十五, 两 and 15.
func figures(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	n := 0
	for _, r := range s {
		switch i := strings.IndexRune("一二三四五六七八九", r); {
		case r == '两':
			n += 2
		case r == '十':
			n = max(1, n) * 10
		case i < 0:
			return 0
		default:
			n += i/len("一") + 1
		}
	}
	return n
}

// listYear is the year of a list. Stated says that its title, sheet or file names
// it; otherwise it is the one that most of its limits have.
type listYear struct {
	year   int
	stated bool
}

func (t Table) year(look Look) listYear {
	if y := t.Year(); y != 0 {
		return listYear{y, true}
	}
	for _, s := range []string{t.Sheet, look.File} {
		if m := yearWords.FindStringSubmatch(fold(s)); m != nil {
			y, _ := strconv.Atoi(m[1])
			return listYear{y, true}
		}
	}
	count, best := map[int]int{}, 0
	for _, r := range t.Rows {
		for _, key := range []string{"due", "found"} {
			if d, f := Deadline(r.Cells[key]); f == nil {
				if y := d.Year(); y > 1900 {
					if count[y]++; count[y] > count[best] || count[y] == count[best] && y > best {
						best = y
					}
				}
			}
		}
	}
	if best == 0 && look.Today != 0 {
		best = look.Today.Year()
	}
	return listYear{year: best}
}

// term reads the limit of a row of a list of that year: literally, or as counties
// write it, and then tells how it was read.
func (r *reader) term(key string, list listYear, found, closed when.Day, shut bool, look Look) (t Term) {
	c, year := r.row.Cells[key], list.year
	if c.None() || sound(c) != nil {
		return Term{Due: must1(r, key, Deadline)}
	}
	said := tight(strings.Join(strings.Fields(c.Text), " "))
	d, f := Deadline(c)
	if f == nil {
		literal := c.Kind == Date
		if c.Kind == Text {
			_, no := Day(Cell{Kind: Text, Text: byDay.ReplaceAllString(strings.TrimSuffix(strings.TrimSpace(c.Text), "完成"), "")})
			literal = no == nil
		}
		if !literal {
			r.tell(key, "sheet.read.day", "value", said, "day", d)
		}
		return Term{Due: d}
	}
	s := strings.ReplaceAll(strings.ReplaceAll(fold(c.Text), " ", ""), "\n", "")
	s = strings.Trim(pointIn.ReplaceAllString(weekdayIn.ReplaceAllString(s, ""), "$1.$2"), "。;,")
	if s == "" {
		r.say(key, *f)
		return t
	}
	from, floating := found, false
	if from == 0 {
		from, floating = look.Today, true
	}
	count := func(d when.Day) Term {
		if floating {
			r.tell(key, "sheet.read.today", "value", said, "from", from, "day", d)
		} else {
			r.tell(key, "sheet.read.found", "value", said, "from", from, "day", d)
		}
		return Term{Due: d, Floating: floating}
	}
	if code, no := Choice(Cell{Kind: Text, Text: s}, look.Says(LedgerState)); no == nil && code == "closed" {
		switch {
		case shut && closed != 0:
			r.tell(key, "sheet.read.day", "value", said, "day", closed)
			return Term{Due: closed}
		case shut:
			r.fail(key, "sheet.term.done-when", "value", said)
		default:
			r.fail(key, "sheet.term.done", "value", said)
		}
		return t
	}
	if once := atOnce.FindString(s); once != "" {
		rest := strings.TrimPrefix(s, once)
		if rest == "" && from != 0 {
			return count(from)
		}
		if forGood.MatchString(rest) && from != 0 {
			t = count(from)
			t.Kept = said
			return t
		}
		s = rest
	}
	if forGood.MatchString(s) && year > 0 {
		t = Term{Due: when.Date(year, time.December, 31), Long: true, Kept: said}
		r.tell(key, "sheet.read.long", "value", said, "day", t.Due)
		return t
	}
	// …底前完成，并长期坚持: the day binds, the rest is kept in words.
	if i := strings.LastIndexAny(s, ",;、"); i > 0 && forGood.MatchString(strings.TrimLeft(s[i:], ",;、")) {
		t.Kept, s = said, s[:i]
	}
	if m := within.FindStringSubmatch(s); m != nil && from != 0 {
		if d, ok := later(from, m[1], look); ok {
			t = count(d)
			return t
		}
	}
	s = thisYear.ReplaceAllString(s, "")
	if rest, ok := strings.CutPrefix(s, "明年"); ok && year > 0 {
		s = strconv.Itoa(year+1) + "年" + rest
	}
	if m := shortYear.FindStringSubmatch(s); m != nil {
		y, _ := strconv.Atoi(m[1])
		if year == 0 || 2000+y != year {
			r.say(key, *fault("sheet.day.two-digit-year", "value", said))
			return Term{}
		}
		d, ok := day(strconv.Itoa(year), m[2], m[3])
		if !ok {
			r.say(key, *fault("sheet.day.none", "value", said))
			return Term{}
		}
		r.tell(key, "sheet.read.year", "value", said, "day", d, "year", year)
		return Term{Due: d, Kept: t.Kept}
	}
	if d, no := Deadline(Cell{Kind: Text, Text: s}); no == nil {
		r.tell(key, "sheet.read.day", "value", said, "day", d)
		return Term{Due: d, Kept: t.Kept}
	}
	if f.Key == "sheet.day.none" || f.Key == "sheet.month.none" {
		r.say(key, *f)
		return Term{}
	}
	// 6月30日 or 2025年6月 lack what only the paper can say; 6月底 and 四季度 do not.
	if f.Key == "sheet.day.no-day" || f.Key == "sheet.day.no-year" && !list.stated && !strings.ContainsAny(s, "底末旬") {
		r.say(key, *f)
		return Term{}
	}
	if w, no := Limit(Cell{Kind: Text, Text: strings.TrimSuffix(s, "完成")}, year); no == nil && w.Every == "" &&
		w.Due().Year() > 1900 {
		if someYear.MatchString(s) {
			r.tell(key, "sheet.read.day", "value", said, "day", w.Due())
		} else {
			r.tell(key, "sheet.read.year", "value", said, "day", w.Due(), "year", year)
		}
		return Term{Due: w.Due(), Kept: t.Kept}
	}
	r.say(key, *f)
	return Term{}
}

// later is a span of days, weeks, months or years from a day on.
func later(from when.Day, span string, look Look) (when.Day, bool) {
	if span == "半年" {
		return monthsOn(from, 6), true
	}
	word := strings.TrimLeft(span, "一二两三四五六七八九十0123456789")
	n := figures(strings.TrimSuffix(span, word))
	if n == 0 {
		return 0, false
	}
	switch strings.TrimPrefix(word, "个") {
	case "日", "天", "自然日":
		return from + when.Day(n), true
	case "周", "星期":
		return from + when.Day(7*n), true
	case "月":
		return monthsOn(from, n), true
	case "半月":
		return monthsOn(from, n) + 15, true
	case "年":
		return monthsOn(from, 12*n), true
	case "工作日":
		if look.Working != nil {
			return look.Working(from, n), true
		}
	}
	return 0, false
}
