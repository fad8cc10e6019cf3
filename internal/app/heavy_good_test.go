package app

import (
	"fmt"
	"net/http/httptest"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
)

// goodTable is a table of problems that has nothing wrong in it: as many rows as
// are taken, in the words of a ledger.
func goodTable(rows int) []byte {
	var b strings.Builder
	b.WriteString("责任单位,来源,问题等级,问题事实,整改措施,责任领导,具体责任人,整改时限\n")
	for i := range rows {
		fmt.Fprintf(&b, "曙坪镇,日常检查,一般,第%d项：台账登记不及时，有关记录不完整，现场查看时未能提供,补齐台账并每月核对一次,李思琪,马春燕,2026年12月20日\n", i+1)
	}
	return []byte(b.String())
}

// Four good tables of 49,000 rows at once take little beside what the process has. The
// short run sends a quarter of each, and demands as much less.
func TestHeavyGoodTables(t *testing.T) {
	v := visit(t)
	s := httptest.NewServer(v.desk)
	defer s.Close()
	h := heavy{v, s.URL}
	rows, bound := 12_000, uint64(130)
	if long() {
		rows, bound = 49_000, 350
	}
	table := goodTable(rows)
	debug.FreeOSMemory()
	now := make(chan struct{})
	close(now)
	before := peakMemory(now) >> 20
	most := make(chan uint64)
	done := make(chan struct{})
	go func() { most <- peakMemory(done) }()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			code, body := h.form("zhuti-jb", "/import", "问题.csv", table)
			if code != 200 && code != 503 { // who waited too long is told to come again
				t.Errorf("%d", code)
			}
			t.Logf("%d MB of table, a page of %d KB", len(table)>>20, len(body)>>10)
		})
	}
	all.Wait()
	close(done)
	mb := <-most >> 20
	t.Logf("at most %d MB, before it %d MB", mb, before)
	if mb-before > bound {
		t.Errorf("the process took %d MB beside its %d", mb-before, before)
	}
}
