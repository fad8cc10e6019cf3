package exchange

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/lists/ledger"
	"shuangze/internal/lists/record"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// BenchmarkStoredLedger reads a ledger of 50,000 records from the store, or rebuilds it from
// the journal as it was known at an entry, and writes it as Excel: to be done in less than
// 10 seconds and 200 MB.
func BenchmarkStoredLedger(b *testing.B) {
	const records, each = 50_000, 100
	ctx, today := context.Background(), when.Date(2026, 11, 24)
	db, err := store.Open(ctx, store.Options{Dir: b.TempDir(), Clock: today.Start})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		b.Fatal(err)
	}
	county, err := db.Found(ctx, store.County{Code: "610927", Name: "镇坪县"}, "test")
	if err != nil {
		b.Fatal(err)
	}
	office := actor.Actor{Account: 7, Person: 8, Jurisdiction: county.No,
		Grants: []actor.Grant{{Role: actor.LeadingGroup}}}
	body := bodies.Body{ID: 77, Unit: 7, Kind: bodies.PartyCommittee, Name: "曙坪镇党委"}
	o := ledger.Object(county.No, body)
	for n := 0; n < records; n += each {
		_, err := db.Perform(ctx, act.Command{Actor: office, Verb: "ledger.see"}, func(t act.Tx) error {
			tx := t.(*store.Tx)
			if err := tx.Allow("ledger.see", o); err != nil {
				return err
			}
			for i := range each {
				r := &record.Record{Body: body.ID, Person: 3, Form: "meeting", DoneOn: today - 3, Year: 2026, Quarter: 4,
					RegisteredOn: today - 2, Subject: "召开专题会，听取上季度情况，研究下一步分工。", Place: "三楼会议室",
					Participants: "班子成员，党政办、财务负责人列席", Content: "逐项研究三个方面的风险，明确责任科室和完成时限。"}
				r.ID, r.Jurisdiction, r.Unit, r.Side, r.State = tx.NewID(), county.No, body.Unit, "principal", record.Confirmed
				r.Number, r.Serial = fmt.Sprintf("ZT-2026-U03-%05d", n+i+1), int64(n+i+1)
				if err := tx.Keep(ref.Record, r); err != nil {
					return err
				}
			}
			return tx.Record("record.added.v1", ref.Ref{Kind: ref.Body, ID: body.ID})
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	name, err := db.JournalName(ctx, county.No, act.Acts)
	if err != nil {
		b.Fatal(err)
	}
	size, err := db.Size(ctx, name)
	if err != nil {
		b.Fatal(err)
	}
	pack, err := policy.Load(zhenping.Files)
	if err != nil {
		b.Fatal(err)
	}
	c := bodies.Snapshot(today, bodies.Rows{})
	s := Speech{P: lang.MustLoad().In(lang.Chinese), Pack: pack, Day: today}
	head := func() (int64, error) { return db.Size(ctx, name) }
	for what, at := range map[string]int64{"as it stands": 0, "as known at an entry": size} {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				_, lines, _, err := ledger.Exactly(ctx, county.No, db, db.LedgerPast, head, func(v access.Verb) access.Scope {
					return access.ScopeOf(office, v)
				}, ledger.Asked{Body: body, Year: 2026, At: at}, 0)
				if err != nil || len(lines) != records {
					b.Fatal(len(lines), err)
				}
				t := LedgerTable(c, s, "台账", func(_ context.Context, yield func(ledger.Line) error) error {
					for _, l := range lines {
						if err := yield(l); err != nil {
							return err
						}
					}
					return nil
				})
				if err := t.Write(ctx, io.Discard, XLSX); err != nil {
					b.Fatal(err)
				}
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.Sys)/(1<<20), "MB-sys")
		})
	}
}
