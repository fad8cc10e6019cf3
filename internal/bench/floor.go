package bench

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx", as the store uses it
	_ "modernc.org/sqlite"             // driver "sqlite", as the store uses it
)

// floor is the least that any server on this driver must do: one insert with a
// flushed commit that waiting clients share, one indexed select of 50 rows with
// net/http and encoding/json, one select of one row. No checks, no journal, no
// search, no history.
type floor struct {
	read, write *sql.DB
	dir         string
	queue       chan chan error
	ended       chan struct{}
	next        atomic.Int64
	list, one   *sql.Stmt
}

const floorRows = 20000

// openFloor makes the floor's own table, 20,000 rows, indexed as a list needs.
func openFloor(ctx context.Context, scratch, url string) (*floor, error) {
	f := &floor{queue: make(chan chan error, 1024), ended: make(chan struct{})}
	var err error
	if url != "" {
		if f.write, err = sql.Open("pgx", url); err == nil {
			f.read, err = sql.Open("pgx", url)
		}
	} else {
		if f.dir, err = os.MkdirTemp(scratch, "floor"); err != nil {
			return nil, err
		}
		base := "file:" + filepath.Join(f.dir, "floor.db") +
			"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)"
		if f.write, err = sql.Open("sqlite", base+"&_txlock=immediate"); err == nil {
			f.read, err = sql.Open("sqlite", base+"&_pragma=mmap_size(268435456)&_pragma=query_only(1)")
		}
	}
	if err != nil {
		return nil, err
	}
	f.write.SetMaxOpenConns(1)
	f.read.SetMaxOpenConns(8)
	f.read.SetMaxIdleConns(8)
	words := []string{"shuangze_floor (id BIGINT PRIMARY KEY, state TEXT NOT NULL, due BIGINT NOT NULL, unit BIGINT NOT NULL, subject TEXT NOT NULL, content TEXT NOT NULL)"}
	if url == "" {
		words[0] = strings.ReplaceAll(words[0], "BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY")
	}
	for _, s := range []string{"DROP TABLE IF EXISTS shuangze_floor", "CREATE TABLE " + words[0],
		"CREATE INDEX shuangze_floor_state ON shuangze_floor(state, due, id)"} {
		if _, err := f.write.ExecContext(ctx, s); err != nil {
			return nil, err
		}
	}
	tx, err := f.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	for range floorRows {
		if _, err := tx.ExecContext(ctx, floorInsert, f.row()...); err != nil {
			return nil, errors.Join(err, tx.Rollback())
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	if f.list, err = f.read.PrepareContext(ctx,
		"SELECT id,state,due,unit,subject,content FROM shuangze_floor WHERE state=$1 ORDER BY due,id LIMIT 50"); err != nil {
		return nil, err
	}
	if f.one, err = f.read.PrepareContext(ctx,
		"SELECT id,state,due,unit,subject,content FROM shuangze_floor WHERE id=$1"); err != nil {
		return nil, err
	}
	go f.work()
	return f, nil
}

const floorInsert = "INSERT INTO shuangze_floor(id,state,due,unit,subject,content) VALUES($1,$2,$3,$4,$5,$6)"

func (f *floor) row() []any {
	n := f.next.Add(1)
	return []any{n, []string{"issued", "closed", "draft"}[n%3], 20000 + rand.Int64N(300), n % 66,
		"惠农补贴公示不及时 " + fmt.Sprint(n), "二季度惠农补贴未按时在村务公开栏公示,群众反映强烈,请立即核实并整改。"}
}

// work commits what waits together, as the store's writer does.
func (f *floor) work() {
	defer close(f.ended)
	ctx := context.Background()
	insert, err := f.write.Prepare(floorInsert)
	var waiting []chan error
	for first := range f.queue {
		waiting = append(waiting[:0], first)
	fill:
		for len(waiting) < 64 {
			select {
			case c, ok := <-f.queue:
				if !ok {
					break fill
				}
				waiting = append(waiting, c)
			default:
				break fill
			}
		}
		var tx *sql.Tx
		if err == nil {
			if tx, err = f.write.BeginTx(ctx, nil); err == nil {
				s := tx.Stmt(insert)
				for range waiting {
					if _, e := s.Exec(f.row()...); e != nil {
						err = e
					}
				}
				err = errors.Join(err, tx.Commit())
			}
		}
		for _, c := range waiting {
			c <- err
		}
	}
}

func (f *floor) insert() error {
	c := make(chan error, 1)
	f.queue <- c
	return <-c
}

type floorRow struct {
	ID      int64  `json:"id"`
	State   string `json:"state"`
	Due     int64  `json:"due"`
	Unit    int64  `json:"unit"`
	Subject string `json:"subject"`
	Content string `json:"content"`
}

func scanFloor(scan func(...any) error) (r floorRow, err error) {
	err = scan(&r.ID, &r.State, &r.Due, &r.Unit, &r.Subject, &r.Content)
	return r, err
}

// page writes the rows as a table, escaped. (html/template looks methods up by name, for which the linker keeps every
// exported method of the program.)
func page(w io.Writer, rows []floorRow) {
	var b strings.Builder
	b.WriteString("<!doctype html><table>")
	for _, r := range rows {
		fmt.Fprintf(&b, `<tr><td>%d<td><a href="/orders/%d">%s</a><td>%s<td>%d<td>%d</tr>`, r.ID, r.ID,
			html.EscapeString(r.Subject), html.EscapeString(r.State), r.Due, r.Unit)
	}
	b.WriteString("</table>")
	io.WriteString(w, b.String())
}

// handler serves the bare list and the bare item.
func (f *floor) handler() http.Handler {
	rows := func(w http.ResponseWriter, r *http.Request) (out []floorRow) {
		rows, err := f.list.QueryContext(r.Context(), "issued")
		if err != nil {
			http.Error(w, err.Error(), 500)
			return nil
		}
		defer rows.Close()
		for rows.Next() {
			x, err := scanFloor(rows.Scan)
			if err != nil {
				http.Error(w, err.Error(), 500)
				return nil
			}
			out = append(out, x)
		}
		return out
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /list", func(w http.ResponseWriter, r *http.Request) { json.NewEncoder(w).Encode(rows(w, r)) })
	mux.HandleFunc("GET /html", func(w http.ResponseWriter, r *http.Request) { page(w, rows(w, r)) })
	mux.HandleFunc("POST /insert", func(w http.ResponseWriter, r *http.Request) {
		if err := f.insert(); err != nil {
			http.Error(w, err.Error(), 500)
		}
	})
	mux.HandleFunc("GET /item", func(w http.ResponseWriter, r *http.Request) {
		x, err := scanFloor(f.one.QueryRowContext(r.Context(), 1+rand.Int64N(floorRows)).Scan)
		if err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		json.NewEncoder(w).Encode(x)
	})
	return mux
}

func (f *floor) close() {
	close(f.queue)
	<-f.ended
	if f.dir == "" {
		f.write.Exec("DROP TABLE shuangze_floor")
	}
	f.read.Close()
	f.write.Close()
	if f.dir != "" {
		os.RemoveAll(f.dir)
	}
}
