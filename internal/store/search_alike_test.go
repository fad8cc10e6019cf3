package store

import (
	"context"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
)

// Look-alikes, widths, case and the marks between words do not keep a matter from
// being found: neither those of the query nor those of rows kept before texts
// were normalised. Rare characters are found as themselves.
func TestSearchTakesLookAlikesForOne(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, a := county(t, db)
		all := access.ScopeOf(actor.Actor{Jurisdiction: office.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.LeadingGroup}}}, "order.see")
		for _, subject := range []string{"⼯程款⽀付⽂件缺失", "工程款支付文件缺失", "ＷＡＮＧ Ming 的借条", "𠮷镇茶园", "吉镇茶园", "\U000323af村"} {
			in := input(a)
			in.Subject = subject
			if _, err := desk(db).Draft(ctx, act.Command{Actor: office}, actor.Principal, in); err != nil {
				t.Fatal(err)
			}
		}
		for words, want := range map[string]int{
			"支付文件": 2, "⽀付⽂件": 2, "工程款，文件": 2, "工程款、缺失": 2, "wang": 1, "ｗａｎｇ": 1, "WANG，ming": 1, "𠮷镇": 1, "吉镇": 1,
			"𠮷\ufe00镇": 1, "\U000323af村": 1, "茶园": 2,
		} {
			h, err := db.Search(ctx, all, words, 50)
			if err != nil {
				t.Fatal(err)
			}
			if h.Count != want {
				t.Errorf("%q finds %d, want %d", words, h.Count, want)
			}
		}
	})
}
