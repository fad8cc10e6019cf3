// Package desk is the kernel of the officials' pages: it finds out who asks,
// checks the declared permission, and turns refusals and errors into pages.
// The pages themselves live in its subpackages, one file per page; a handler
// holds no rule: it parses, calls and chooses the page.
package desk

import (
	"context"
	"io"
	"log/slog"
	"net/url"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal"
	"shuangze/internal/blob"
	"shuangze/internal/bodies"
	"shuangze/internal/burden"
	"shuangze/internal/duty"
	"shuangze/internal/institutions"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/lang"
	"shuangze/internal/letter"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/view"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Reads is what the pages ask of the record. The store answers it; pages never
// know the store.
type Reads interface {
	County(ctx context.Context, jurisdiction int32, day when.Day) (*bodies.County, error)
	Rows(ctx context.Context, jurisdiction int32) (bodies.Rows, error)
	Order(ctx context.Context, id ref.ID) (order.Order, bool, error)
	Orders(ctx context.Context, s access.Scope, f order.Filter) (order.Page, error)
	Problem(ctx context.Context, id ref.ID) (problem.Problem, bool, error)
	Problems(ctx context.Context, s access.Scope, f problem.Filter) (problem.Page, error)
	First(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query) ([]noun.Value, error)
	Firsts(ctx context.Context, of ref.Kind, s access.Scope, list []noun.Query) ([][]noun.Value, error)
	noun.Reader
	ProblemsOf(ctx context.Context, ids []ref.ID) (map[ref.ID]problem.Problem, error)
	EachOrder(ctx context.Context, s access.Scope, f order.Filter, yield func(order.Order) error) error
	EachProblem(ctx context.Context, s access.Scope, f problem.Filter, yield func(problem.Problem) error) error
	WholeOrders(ctx context.Context, s access.Scope, f order.Filter, most int) (order.Whole, error)
	WholeProblems(ctx context.Context, s access.Scope, f problem.Filter, most int) (problem.Whole, error)
	Letter(ctx context.Context, id ref.ID) (order.Letter, bool, error)
	LetterNumbered(ctx context.Context, jurisdiction int32, typed string) (order.Letter, bool, error)
	LetterByCode(ctx context.Context, code string) (order.Letter, bool, error)
	IssuedByCode(ctx context.Context, code string) (letter.Value, bool, error)
	Letters(ctx context.Context, order ref.ID) ([]order.Letter, error)
	LettersAbout(ctx context.Context, orders []ref.ID) (map[ref.ID][]order.Letter, error)
	LettersWritten(ctx context.Context, s access.Scope) ([]order.LetterLine, error)
	LettersUnread(ctx context.Context, s access.Scope) ([]order.LetterLine, error)
	DayCode(ctx context.Context, jurisdiction int32) (code string, at when.Instant, err error)
	EvidenceOf(ctx context.Context, matter ref.ID) ([]evidence.Evidence, error)
	EvidenceFile(ctx context.Context, id ref.ID) (evidence.Evidence, bool, error)
	ErasedFile(ctx context.Context, digest []byte) (string, error)
	History(ctx context.Context, object ref.ID, before int64) (trail.Acts, error)
	ActsOf(ctx context.Context, object ref.ID, which trail.Which, kinds ...journal.Kind) ([]trail.Event, error)
	Entry(ctx context.Context, jurisdiction int32, seq int64) (trail.Entry, bool, error)
	Search(ctx context.Context, s access.Scope, text string, limit int) (trail.Found, error)
	Tallies(ctx context.Context, s access.Scope) ([]trail.Tally, error)
	PolicyEntries(ctx context.Context, ids []ref.ID) (map[ref.ID]int64, error)
	DutiesDue(ctx context.Context, s access.Scope, a duty.Asked) (list []*duty.Duty, more bool, err error)
	Dues(ctx context.Context, of agenda.Dated, s access.Scope, a agenda.Asked) ([]agenda.Due, error)
	DutyHeat(ctx context.Context, s access.Scope, year int, rule string, today when.Day) ([]duty.Heat, error)
	institutions.Reads
}

// Files keeps uploaded bytes under their digest.
type Files interface {
	Put(ctx context.Context, r io.Reader, name string, most int64) (evidence.Evidence, error)
	Keep(ctx context.Context, r io.Reader, most int64) (digest []byte, err error)
	Open(digest []byte) (blob.File, error)
	Temp() (*blob.Temp, error) // an empty file that is gone when it is closed
}

// Identify finds out who asks from the session's token; ok is false when
// nobody is signed in.
type Identify func(ctx context.Context, token string) (a actor.Actor, acc account.Account, ok bool, err error)

// Unread counts what somebody was told and has not read, and what of it they were told
// in other hands.
type Unread interface {
	Unread(ctx context.Context, who actor.Actor, ask kind.Asking) (n int, others map[ref.ID]int, err error)
}

// Desk is what every page may use.
type Desk struct {
	Read     Reads
	Orders   order.Commands
	Problems problem.Commands
	Bodies   bodies.Commands
	Duties   duty.Commands
	Views    view.Commands
	Nouns    []*noun.Noun     // those on the frame
	Versions version.Commands // of the policy pack
	Files    Files
	Kinds    kind.Registry // what every noun declares of itself
	Policy   *policy.Pack
	Gate     *gate.Gate // of heavy work; nil lets everything through
	Previews *blob.Previews
	Print    *paper.Maker // of documents as files
	Words    *lang.Catalogues
	Clock    when.Clock
	Who      Identify
	Confirms Confirms
	Log      *slog.Logger
	Base     string   // address of the pages as the world outside knows it; "" = as the visitor reached them
	Secure   bool     // cookies only over TLS
	Inbox    Unread   // what the visitor was told; nil = nothing is counted
	Waiting  *Waiting // what the menu says waits for each person; nil = it says nothing
	Demo     page.Demo
	// Cost is what the duty rules of another policy would ask of the county's units beside
	// those in force.
	Cost func(ctx context.Context, c *bodies.County, jurisdiction int32, f []version.File) (burden.Bill, error)
	// Simulate is what the schemes of another policy would change in the scores of a year, of the sides that are seen.
	Simulate func(ctx context.Context, c *bodies.County, jurisdiction int32, f []version.File, year int,
		sees func(actor.Side) bool) (appraisal.Simulation, error)
	// Beneath is what stands beneath the course of a matter, Above what stands over it where
	// these acts are offered, While what stands with the form of an act on it; nil = nothing.
	Beneath func(v *Visit, of ref.Ref, o access.Object) (templ.Component, error)
	Above   func(v *Visit, of ref.Ref, o access.Object, state string, offered []noun.Act) (templ.Component, error)
	// Talked is how many comments the visitor reads about each of these matters, for lists; nil = nothing is counted.
	Talked func(v *Visit, matters []access.Object) (map[ref.ID]int, error)
	// Taken is who took up what waits on the workbench, by matter and act.
	Taken func(v *Visit, of []ref.Ref, acts []string) (map[int]TakenUp, error)
	While func(v *Visit, of ref.Ref, o access.Object, state string, a noun.Act) (templ.Component, error)
	// Ended shows the sign-in page to somebody whose session ended while a form
	// was open. What was typed goes along and comes back after signing in, so
	// that nothing is lost (spec 6.10).
	Ended func(v *Visit, to string, typed url.Values) error
}

// Route is one address with its permission. A route without a verb of the
// policy does not start (see Handler).
type Route struct {
	Pattern string      // "GET /orders/{id}"
	May     access.Verb // what the policy must allow somewhere; the command decides on the object
	Public  bool        // before sign-in: May must be ""
	Files   bool        // takes files: a larger body is read
	Handle  func(*Visit) error
}
