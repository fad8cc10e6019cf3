package store

import (
	"slices"

	"shuangze/internal/lists/number"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// recounts says for every derived table how it is compared with what it is
// derived from. Every one of them can be rebuilt (Rebuild).
var recounts = map[string]func(*snapshot, *Findings) error{
	"tally":   recountTally,
	"counter": recountCounter,
	"assist":  recountAssist,
	"search":  recountSearch,
}

// countyTallies is how tallies are counted from the rows.
const countyTallies = tallyCount + " UNION ALL " + dutyCount

// What no day makes late is counted under when.Open; signatures that are awaited
// are counted once more by the day for them; what was done, by its month.
const tallyCount = `SELECT jurisdiction,'order',unit,side,state,level,
		` + boundDue + `,COUNT(*) FROM orders GROUP BY 1,2,3,4,5,6,7
	UNION ALL SELECT jurisdiction,'unsaid',unit,side,state,level,acknowledge_by,COUNT(*) FROM orders
		WHERE state='issued' AND acknowledge_by>0 GROUP BY 1,2,3,4,5,6,7
	UNION ALL SELECT jurisdiction,'problem',unit,side,state,level,` + problemDue + `,COUNT(*)
		FROM problem GROUP BY 1,2,3,4,5,6,7
	UNION ALL SELECT jurisdiction,'` + trail.Issued + `',unit,side,'','',{month:issued_at:month},COUNT(*) FROM orders
		WHERE issued_at>0 GROUP BY 1,2,3,4,5,6,7
	UNION ALL SELECT jurisdiction,'` + trail.Closed + `',unit,side,'','',{month:closed_at:month},COUNT(*) FROM orders
		WHERE closed_at>0 AND state='closed' GROUP BY 1,2,3,4,5,6,7
	UNION ALL SELECT jurisdiction,'` + trail.Registered + `',unit,side,'','',{month:registered_at:month},COUNT(*)
		FROM problem
		WHERE registered_at>0 GROUP BY 1,2,3,4,5,6,7
	UNION ALL SELECT jurisdiction,'` + trail.Ended + `',unit,side,'','',{month:closed_at:month},COUNT(*) FROM problem
		WHERE closed_at>0 AND state='closed' GROUP BY 1,2,3,4,5,6,7`

func recountTally(s *snapshot, found *Findings) error {
	left := map[tallyKey]int64{}
	for sign, q := range map[int64]string{
		1: `SELECT jurisdiction,subject,unit,side,state,level,due,n FROM tally WHERE n<>0`, -1: countyTallies} {
		var k tallyKey
		var unit, due, n int64
		if err := s.each(func() error {
			k.unit, k.due = ref.ID(unit), when.Day(due)
			left[k] += sign * n
			return nil
		}, []any{&k.jurisdiction, &k.subject, &unit, &k.side, &k.state, &k.level, &due, &n}, q); err != nil {
			return err
		}
	}
	differ("tally", left, found)
	return nil
}

type counterKey struct {
	jurisdiction int64
	series       string
	year         int64
}

// counterCount is the highest number given in each series and year. The series
// "registers" counts changes for caches and is no number of anything. An opinion keeps the number of its letter in
// words alone (镇纪廉〔2026〕1号): word, year and number are read out of it.
const counterCount = `SELECT jurisdiction,'` + string(number.Order) + `',year,MAX(no)
	FROM orders WHERE no>0 GROUP BY 1,2,3
	UNION ALL SELECT jurisdiction,'` + string(number.Problem) + `',year,MAX(no)
		FROM problem WHERE no>0 GROUP BY 1,2,3
	UNION ALL SELECT jurisdiction,series,year,MAX(no) FROM letter WHERE no>0 GROUP BY 1,2,3
	UNION ALL SELECT jurisdiction,'word/'||word,year,MAX(no) FROM (
		SELECT jurisdiction,word,year,document_no AS no FROM letter WHERE document_no>0
		UNION ALL SELECT jurisdiction,mark,year,no FROM dispatch WHERE no>0
		UNION ALL SELECT jurisdiction,mark,year,no FROM circular WHERE no>0
		UNION ALL SELECT jurisdiction,rtrim(head,'〔〕0123456789'),CAST(substr(head,length(head)-4,4) AS INTEGER),
			CAST(rtrim(substr(document,length(head)+1),'号') AS INTEGER) FROM (
			SELECT jurisdiction,document,rtrim(document,'0123456789号') AS head FROM opinion
				WHERE document LIKE '%〔____〕%号') AS opinions
		) AS documents GROUP BY 1,2,3`

func recountCounter(s *snapshot, found *Findings) error {
	return recountCounters(s, countyCounters, found)
}

// countyCounters are the counters of a county's house.
var countyCounters = counterCount + roomsCounted(rooms)

func recountCounters(s *snapshot, count string, found *Findings) error {
	left := map[counterKey]int64{}
	for sign, q := range map[int64]string{1: `SELECT jurisdiction,series,year,no FROM counter WHERE series<>'` +
		registersSeries + `'`, -1: count} {
		var k counterKey
		var n int64
		if err := s.each(func() error { left[k] += sign * n; return nil }, []any{&k.jurisdiction, &k.series, &k.year, &n},
			q); err != nil {
			return err
		}
	}
	differ("counter", left, found)
	return nil
}

type assistKey struct{ unit, order int64 }

func recountAssist(s *snapshot, found *Findings) error {
	left := map[assistKey]int64{}
	var k assistKey
	var list string
	if err := s.each(func() error { left[k]++; return nil }, []any{&k.unit, &k.order},
		`SELECT unit,order_id FROM assist`); err != nil {
		return err
	}
	if err := s.each(func() error {
		assisting := unpackIDs(list)
		slices.Sort(assisting)
		for _, u := range slices.Compact(assisting) {
			left[assistKey{int64(u), k.order}]--
		}
		return nil
	}, []any{&k.order, &list}, `SELECT id,assist FROM orders WHERE assist<>''`); err != nil {
		return err
	}
	differ("assist", left, found)
	return nil
}

// remakeCounty makes tallies and counters anew and empties what the rows of the
// search index are written into.
func remakeCounty(d dialect) []string { return remakeCounted(d, countyCounters) }

func remakeCounted(d dialect, counters string) []string {
	clearSearch := `INSERT INTO search(search) VALUES('delete-all')`
	if d.postgres {
		clearSearch = `DELETE FROM search`
	}
	return []string{
		`DELETE FROM tally`,
		`INSERT INTO tally(jurisdiction,subject,unit,side,state,level,due,n) ` + countyTallies,
		`DELETE FROM counter WHERE series<>'` + registersSeries + `'`,
		`INSERT INTO counter(jurisdiction,series,year,no) ` + counters,
		`UPDATE counter SET no=no+1 WHERE series='` + registersSeries + `'`,
		`DELETE FROM assist`,
		clearSearch,
	}
}
