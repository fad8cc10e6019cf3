package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/sift"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

const orderLine = `id,year,no,subject,side,state,level,urgency,unit,leader,handler,due,first_due,` +
	`acknowledge_by,asked_due,extensions,special,long_term,problem,drafter,requester,asked_by,review_by,` +
	`requested_at,closed_at,prefix,digits,since,asked_at,sent_back,issued_at,assist,` +
	`drafter_for,requester_for,asked_for`

const problemLine = `id,year,no,facts,side,state,level,source,unit,leader,handler,leader_name,handler_name,` +
	`due,order_id,requester,imported,history,note_by,proposals,requested_at,closed_at,prefix,digits,long_term,` +
	`sent_back,category,found,registered_at,rejections,requester_for`

// ordersBy is the order of a list: the column, which with the id behind it makes
// an index, and whether it goes down.
func ordersBy(f order.Filter) (key string, down bool) {
	switch f.Sort {
	case order.Newest:
		return "id", true
	case order.Oldest:
		return "id", false
	}
	if f.Light != order.Clear { // nothing that is kept up has one
		return "due", f.Sort == order.ByDueLast
	}
	return shownDue, f.Sort == order.ByDueLast
}

// shownDue is the day by which a list shows an order: of one that is kept up, that of
// its next look. As the indexes of 0046 have it.
const shownDue = `(CASE WHEN long_term=1 THEN review_by ELSE due END)`

func shownOrder(longTerm bool, due, review when.Day) int64 {
	if longTerm {
		return int64(review)
	}
	return int64(due)
}

// problemShownDue is the same of a problem: its own look is its order's, so that what is
// kept up stands behind everything that has a day.
const problemShownDue = `(CASE WHEN long_term=1 THEN 2147483647 ELSE due END)`

func shownProblem(longTerm bool, due when.Day) int64 {
	if longTerm {
		return math.MaxInt32
	}
	return int64(due)
}

// problemsBy: see ordersBy.
func problemsBy(f problem.Filter) (key string, down bool) {
	if f.Newest {
		return "id", !f.Turned
	}
	if f.Overdue != 0 { // nothing that is kept up is
		return "due", f.Turned
	}
	return problemShownDue, f.Turned
}

// sift adds the conditions that a list declares.
func (w *where) sift(table string, all sift.All) {
	for _, c := range all {
		if part := w.said(table, c); !slices.Contains(w.parts, part) {
			w.parts = append(w.parts, part)
		}
	}
}

// said writes one condition. What the rule itself names is written into the statement,
// so that small indexes serve; what somebody asks is an argument.
func (w *where) said(table string, c sift.Cond) string {
	value := func(text string) string {
		if c.Fixed && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz-") == "" {
			return "'" + text + "'"
		}
		return w.arg(text)
	}
	switch {
	case c.Op == sift.Either:
		ways := make([]string, len(c.Any))
		for i, all := range c.Any {
			parts := make([]string, len(all))
			for j, x := range all {
				parts[j] = w.said(table, x)
			}
			if ways[i] = "(" + strings.Join(parts, " AND ") + ")"; c.Apart {
				ways[i] = "SELECT id FROM " + table + " WHERE " + strings.Join(parts, " AND ")
			}
		}
		if c.Apart { // each index is asked for its few, and not the list for all of its rows
			return "id IN (" + strings.Join(ways, " UNION ") + ")"
		}
		return "(" + strings.Join(ways, " OR ") + ")"
	case c.Op == sift.Within, c.Op == sift.Without:
		parts := []string{"jurisdiction=$1"} // every list begins with its county
		for _, x := range c.Of.Where {
			parts = append(parts, w.said(c.Of.Table, x))
		}
		not := map[sift.Op]string{sift.Without: " NOT"}[c.Op]
		return c.Column + not + " IN (SELECT " + c.Of.Column + " FROM " + c.Of.Table + " WHERE " +
			strings.Join(parts, " AND ") + ")"
	case c.Op == sift.Behind: // instants are microseconds, days the county’s
		op := map[int64]string{0: ">=", 1: "<"}[c.Num]
		return fmt.Sprintf("%s%s((%s+1)*86400-28800)*1000000", c.Column, op, c.Than)
	case c.Op == sift.Among && len(c.Text) == 0:
		return "1=0"
	case c.Op == sift.Among:
		marks := make([]string, len(c.Text))
		for i, text := range c.Text {
			marks[i] = value(text)
		}
		return c.Column + " IN (" + strings.Join(marks, ",") + ")"
	case c.Text != nil:
		return c.Column + string(c.Op) + value(c.Text[0])
	case c.Fixed:
		return fmt.Sprintf("%s%s%d", c.Column, c.Op, c.Num)
	}
	return c.Column + string(c.Op) + w.arg(c.Num)
}

func orderWhere(s access.Scope, f order.Filter) *where {
	w := &where{}
	w.within(s, true)
	w.sift("orders", f.Rows())
	if len(f.IDs) > 0 {
		w.parts = append(w.parts, w.in("id", f.IDs))
	}
	return w
}

// Orders lists a page of orders. It costs two statements whatever the size.
func (db *DB) Orders(ctx context.Context, s access.Scope, f order.Filter) (p order.Page, err error) {
	if s.Nothing() {
		return p, nil
	}
	limit := clampLimit(f.Limit)
	w := orderWhere(s, f)
	worded, err := db.worded(ctx, s, f.Words)
	if err != nil {
		return p, err
	}
	worded(w)
	if f.Left != 0 || f.Person != 0 || len(f.IDs) > 0 {
		db.walk(w) // from the few orders of those who left or of one person, not past all that are open
	}
	countText, countArgs := w.String(), slices.Clone(w.args)
	key, down := ordersBy(f)
	if key == "id" && w.whole(s) {
		db.walk(w)
	}
	tail := w.keyset(key, down, f.After.ID != 0, f.After.Key, int64(f.After.ID), f.After.Back, limit)
	rows, err := db.query(ctx, `SELECT `+orderLine+` FROM orders WHERE `+w.String()+tail, w.args...)
	if err != nil {
		return p, fmt.Errorf("list orders: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var l order.Line
		var assist string
		l.Number.Series = number.Order
		if err := rows.Scan(&l.ID, &l.Number.Year, &l.Number.No, &l.Subject, &l.Side, &l.State, &l.Level, &l.Urgency,
			&l.Unit, &l.Leader, &l.Handler,
			&l.Due, &l.FirstDue, &l.AckBy, &l.AskedDue, &l.Extensions, (*intBool)(&l.Special), (*intBool)(&l.LongTerm),
			&l.Problem, &l.Drafter, &l.Requester, &l.AskedBy,
			&l.ReviewBy, &l.RequestedAt, &l.ClosedAt, &l.Number.Style.Prefix, &l.Number.Style.Digits,
			&l.Since, &l.AskedAt, &l.SentBack,
			&l.IssuedAt, &assist, &l.DrafterFor, &l.RequesterFor, &l.AskedFor); err != nil {
			return p, fmt.Errorf("list orders: %w", err)
		}
		l.Assist = unpackIDs(assist)
		p.Lines = append(p.Lines, l)
	}
	if err := rows.Err(); err != nil {
		return p, err
	}
	rows.Close()
	cursor := func(l order.Line, back bool) order.Cursor {
		return order.Cursor{Key: shownOrder(l.LongTerm, l.Due, l.ReviewBy), ID: l.ID, Back: back}
	}
	p.Lines, p.Newer, p.Older = turn(p.Lines, limit, f.After.ID != 0, f.After.Back, cursor)
	if f.Uncounted {
		return p, nil
	}
	lists := make([]tallied, 0, 1+len(f.Tabs))
	for _, x := range append([]order.Filter{f}, f.Tabs...) {
		if x.Light != order.Clear {
			f.Bounds = x.Bounds
		}
		holds, told := x.Sums()
		lists = append(lists, tallied{x.Unit, holds, !told})
	}
	counts, err := db.lengths(ctx, s, "order", f.Bounds, lists, "orders", countText, countArgs)
	if err != nil {
		return p, err
	}
	p.Count, p.More, p.Tabs = counts[0].N, counts[0].More, counts[1:]
	return p, nil
}

// clampLimit keeps a page between one line and the most.
func clampLimit(n int) int {
	if n <= 0 {
		return 50
	}
	return min(n, order.PageMost)
}

// turn puts a page read in either direction into list order and says where its
// neighbours begin.
func turn[L, C any](lines []L, limit int, continued, back bool, cursor func(L, bool) C) (out []L, newer, older C) {
	more := len(lines) > limit
	if more {
		lines = lines[:limit]
	}
	if back {
		slices.Reverse(lines)
	}
	if len(lines) == 0 {
		return lines, newer, older
	}
	if (back && more) || (!back && continued) {
		newer = cursor(lines[0], true)
	}
	if (!back && more) || back {
		older = cursor(lines[len(lines)-1], false)
	}
	return lines, newer, older
}

// countUpTo counts exactly up to order.CountMost and then says "more".
func (db *DB) countUpTo(ctx context.Context, table, where string, args []any) (n int, more bool, err error) {
	q := fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT %d) AS t`, table, where, order.CountMost+1)
	if err = db.queryRow(ctx, q, args...).Scan(&n); err != nil {
		return 0, false, fmt.Errorf("count: %w", err)
	}
	if n > order.CountMost {
		return order.CountMost, true, nil
	}
	return n, false, nil
}

func problemWhere(s access.Scope, f problem.Filter) *where {
	w := &where{}
	w.within(s, false)
	w.sift("problem", f.Rows())
	if len(f.IDs) > 0 {
		w.parts = append(w.parts, w.in("id", f.IDs))
	}
	if f.Undrafted {
		w.sift("problem", sift.All{order.NoDraft})
	}
	return w
}

// Problems lists a page of problems.
func (db *DB) Problems(ctx context.Context, s access.Scope, f problem.Filter) (p problem.Page, err error) {
	if s.Nothing() {
		return p, nil
	}
	limit := clampLimit(f.Limit)
	w := problemWhere(s, f)
	worded, err := db.worded(ctx, s, f.Words)
	if err != nil {
		return p, err
	}
	worded(w)
	if f.Person != 0 || len(f.IDs) > 0 {
		db.walk(w) // from the person's few, not past all of the county
	}
	countText, countArgs := w.String(), slices.Clone(w.args)
	key, down := problemsBy(f)
	if key == "id" && w.whole(s) {
		db.walk(w)
	}
	tail := w.keyset(key, down, f.After.ID != 0, f.After.Key, int64(f.After.ID), f.After.Back, limit)
	rows, err := db.query(ctx, `SELECT `+problemLine+` FROM problem WHERE `+w.String()+tail, w.args...)
	if err != nil {
		return p, fmt.Errorf("list problems: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var l problem.Line
		var proposals string
		l.Number.Series = number.Problem
		if err := rows.Scan(&l.ID, &l.Number.Year, &l.Number.No, &l.Facts, &l.Side, &l.State, &l.Level, &l.Source,
			&l.Unit, &l.Leader, &l.Handler,
			&l.LeaderName, &l.HandlerName, &l.Due, &l.Order, &l.Requester, (*intBool)(&l.Imported), (*intBool)(&l.History),
			&l.NoteBy, &proposals, &l.ReportedAt, &l.ClosedAt,
			&l.Number.Style.Prefix, &l.Number.Style.Digits, (*intBool)(&l.LongTerm), &l.SentBack,
			&l.Category, &l.Found, &l.RegisteredAt, &l.Rejections, &l.RequesterFor); err != nil {
			return p, fmt.Errorf("list problems: %w", err)
		}
		l.Proposals = problem.UnpackProposals(proposals)
		p.Lines = append(p.Lines, l)
	}
	if err := rows.Err(); err != nil {
		return p, err
	}
	rows.Close()
	cursor := func(l problem.Line, back bool) problem.Cursor {
		return problem.Cursor{Key: shownProblem(l.LongTerm, l.Due), ID: l.ID, Back: back}
	}
	p.Lines, p.Newer, p.Older = turn(p.Lines, limit, f.After.ID != 0, f.After.Back, cursor)
	if f.Uncounted {
		return p, nil
	}
	var bounds order.Bounds
	lists := make([]tallied, 0, 1+len(f.Tabs))
	for _, x := range append([]problem.Filter{f}, f.Tabs...) {
		if x.Overdue != 0 {
			bounds = order.Bounds{RedBefore: x.Overdue, Today: x.Overdue, ClearFrom: x.Overdue}
		}
		holds, told := x.Sums()
		lists = append(lists, tallied{x.Unit, holds, !told})
	}
	counts, err := db.lengths(ctx, s, "problem", bounds, lists, "problem", countText, countArgs)
	if err != nil {
		return p, err
	}
	p.Count, p.More, p.Tabs = counts[0].N, counts[0].More, counts[1:]
	return p, nil
}

// lengths counts a list, which is the first, and its tabs. What the tallies do
// not tell is counted row by row for the list and not at all for a tab.
func (db *DB) lengths(ctx context.Context, s access.Scope, subject string, bounds order.Bounds, lists []tallied, table,
	where string, args []any) (out []trail.Count, err error) {
	if slices.ContainsFunc(lists, func(l tallied) bool { return !l.beyond }) {
		out, err = db.countTallied(ctx, s, subject, bounds, lists)
		if err != nil {
			return nil, err
		}
	}
	if out == nil {
		out = make([]trail.Count, len(lists))
	}
	if first := &out[0]; !first.Known {
		first.N, first.More, err = db.countUpTo(ctx, table, where, args)
		first.Known = true
	}
	return out, err
}

// intBool reads 0 and 1, which both engines store alike.
type intBool bool

func (b *intBool) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("not a flag: %v", v)
	}
	*b = n != 0
	return nil
}
