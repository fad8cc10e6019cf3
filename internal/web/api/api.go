// Package api is the face of the house for programs: everything the screens
// do, as JSON under /api/v1, described by an OpenAPI 3.1 document made from the
// same tables that serve it (spec 6.7). A handler holds no rule: it reads,
// calls and writes.
package api

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/ballot"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/bodies"
	"shuangze/internal/bodies/registers"
	"shuangze/internal/burden"
	"shuangze/internal/charge"
	"shuangze/internal/comment"
	"shuangze/internal/duty"
	"shuangze/internal/evenness"
	"shuangze/internal/exchange"
	"shuangze/internal/handover"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/eligible"
	"shuangze/internal/institutions"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/lang"
	"shuangze/internal/letter"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/lists/document"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/ledger"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/sift"
	"shuangze/internal/lists/standing"
	"shuangze/internal/lists/view"
	"shuangze/internal/notify"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
	typeface "shuangze/internal/paper/face"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/rate"
	"shuangze/internal/when"
)

// Prefix is where the API lives.
const Prefix = "/api/v1"

// Reads is what the API asks of the record; the store answers it.
type Reads interface {
	County(ctx context.Context, jurisdiction int32, day when.Day) (*bodies.County, error)
	Order(ctx context.Context, id ref.ID) (order.Order, bool, error)
	Orders(ctx context.Context, s access.Scope, f order.Filter) (order.Page, error)
	Problem(ctx context.Context, id ref.ID) (problem.Problem, bool, error)
	Problems(ctx context.Context, s access.Scope, f problem.Filter) (problem.Page, error)
	Firsts(ctx context.Context, of ref.Kind, s access.Scope, list []noun.Query) ([][]noun.Value, error)
	EachOrder(ctx context.Context, s access.Scope, f order.Filter, yield func(order.Order) error) error
	EachProblem(ctx context.Context, s access.Scope, f problem.Filter, yield func(problem.Problem) error) error
	Letter(ctx context.Context, id ref.ID) (order.Letter, bool, error)
	LetterNumbered(ctx context.Context, jurisdiction int32, typed string) (order.Letter, bool, error)
	LetterByCode(ctx context.Context, code string) (order.Letter, bool, error)
	IssuedByCode(ctx context.Context, code string) (letter.Value, bool, error)
	Letters(ctx context.Context, order ref.ID) ([]order.Letter, error)
	ProblemsOf(ctx context.Context, ids []ref.ID) (map[ref.ID]problem.Problem, error)
	LettersAbout(ctx context.Context, orders []ref.ID) (map[ref.ID][]order.Letter, error)
	LettersWritten(ctx context.Context, s access.Scope) ([]order.LetterLine, error)
	LettersUnread(ctx context.Context, s access.Scope) ([]order.LetterLine, error)
	Each(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query, yield func(noun.Value) error) error
	LedgerPast(ctx context.Context, jurisdiction int32, b bodies.Body, entry int64) (ledger.Reads, when.Instant, bool,
		error)
	Clauses(ctx context.Context, of ...ref.ID) ([]document.Clause, error)
	CountRows(ctx context.Context, jurisdiction int32, list []sift.Count) ([]int64, error)
	HandoverRows(ctx context.Context, sheet ref.ID) ([]handover.Row, error)
	DrawUnits(ctx context.Context, draw ref.ID) ([]recheck.Unit, error)
	EvidenceOf(ctx context.Context, matter ref.ID) ([]evidence.Evidence, error)
	EvidenceFile(ctx context.Context, id ref.ID) (evidence.Evidence, bool, error)
	ErasedFile(ctx context.Context, digest []byte) (string, error)
	KeyUsed(ctx context.Context, by actor.Actor, key string) (bool, error)
	History(ctx context.Context, object ref.ID, before int64) (trail.Acts, error)
	ActsOf(ctx context.Context, object ref.ID, which trail.Which, kinds ...journal.Kind) ([]trail.Event, error)
	Search(ctx context.Context, s access.Scope, text string, limit int) (trail.Found, error)
	Tallies(ctx context.Context, s access.Scope) ([]trail.Tally, error)
	Journals(ctx context.Context, jurisdiction int32) ([]trail.Journal, error)
	Entry(ctx context.Context, jurisdiction int32, seq int64) (trail.Entry, bool, error)
	Rows(ctx context.Context, jurisdiction int32) (bodies.Rows, error)
	PolicyEntries(ctx context.Context, ids []ref.ID) (map[ref.ID]int64, error)
	DutiesDue(ctx context.Context, s access.Scope, a duty.Asked) (list []*duty.Duty, more bool, err error)
	DutyHeat(ctx context.Context, s access.Scope, year int, rule string, today when.Day) ([]duty.Heat, error)
	CircularSums(ctx context.Context, s access.Scope, year int) ([]circulars.Sum, error)
	institutions.Reads
	Dues(ctx context.Context, of agenda.Dated, s access.Scope, a agenda.Asked) ([]agenda.Due, error)
}

// Said reads what is said about matters.
type Said interface {
	ChargesOn(ctx context.Context, matters []ref.ID) ([]*charge.Charge, error)
	Comments(ctx context.Context, ids []ref.ID) ([]*comment.Comment, error)
	CommentsOn(ctx context.Context, object ref.ID, within bool, before ref.ID, limit int) ([]*comment.Comment, error)
	comment.Counts
}

// Boxes reads the slips and envelopes of votes by phone.
type Boxes interface {
	Box(ctx context.Context, vote ref.ID) (ballot.Issued, []ballot.Cast, error)
}

// Intake previews and writes the county's own tables.
type Intake interface {
	Read(ctx context.Context, who actor.Actor, book *sheet.Book, choices exchange.Choices) (exchange.Preview, error)
	Seen(ctx context.Context, c act.Command, kind string) (act.Receipt, bool, error)
	Commit(ctx context.Context, c act.Command, p exchange.Preview, choices exchange.Choices,
		skipBad bool) (exchange.Preview, act.Receipt, error)
	TakeOut(ctx context.Context, c act.Command, t exchange.Table, f exchange.Format) (*exchange.Taken, error)
}

// Files keeps uploaded bytes under their digest.
type Files interface {
	Put(ctx context.Context, r io.Reader, name string, most int64) (evidence.Evidence, error)
	Open(digest []byte) (blob.File, error)
	Temp() (*blob.Temp, error)
}

// Identify finds out who asks from an access token; ok is false when it opens
// nothing.
type Identify func(ctx context.Context, bearer string) (a actor.Actor, ok bool, err error)

// Deps is what the house hands to the API.
type Deps struct {
	Orders    order.Commands
	Problems  problem.Commands
	Bodies    bodies.Commands
	Duties    duty.Commands
	Views     view.Commands
	Inbox     notify.Box
	Comments  comment.Commands
	Charges   charge.Commands
	Affairs   affairs.Commands
	Votes     statements.Commands // by phone
	Boxes     Boxes               // of their slips
	Said      Said
	Accounts  account.Commands
	Board     *standing.Board    // how the lists stand
	Burden    *burden.Board      // what the system asks of units
	Running   *appraisal.Running // how bodies stand by the assessment
	Evenness  evenness.Board     // what followed like problems
	Suggest   circulars.Suggest  // whom a draft of a circular may name
	Eligible  eligible.Board     // who may be nominated for an honour
	Following consequences.Board // the year of what follows
	// Cost is what the duty rules of another policy would ask of the county's units.
	Cost func(ctx context.Context, c *bodies.County, jurisdiction int32, f []version.File) (burden.Bill, error)
	// Simulate is what the schemes of another policy would change in the scores of a year, of the sides that are seen.
	Simulate func(ctx context.Context, c *bodies.County, jurisdiction int32, f []version.File, year int,
		sees func(actor.Side) bool) (appraisal.Simulation, error)
	Versions version.Commands // of the policy pack
	Papers   Papers           // what is signed
	Read     Reads
	Files    Files
	Intake   Intake
	Own      exchange.OwnDossiers // what a holder takes along of their dossier
	Print    *paper.Maker         // of documents as files
	Base     string               // address of the pages as the world outside knows it; "" = not known
	Faces    *typeface.Folder     // typefaces of documents
	Nouns    []*noun.Noun         // those on the frame
	Objects  noun.Reader
	Receipt  func(ctx context.Context, journal string, seq int64) ([]byte, error) // the file that proves one entry offline
	Kinds    kind.Registry                                                        // what every noun declares of itself
	Policy   *policy.Pack
	Gate     *gate.Gate // of heavy work; nil lets everything through
	Words    *lang.Catalogues
	Clock    when.Clock
	Identify Identify
	Log      *slog.Logger
	Rate     rate.Rate // the zero Rate is the default one
}

// face is the API as it runs.
type face struct {
	Deps
	buckets *rate.Buckets // by token
	callers *rate.Buckets // by address, of operations that need no token
	codes   map[string][]string
	names   map[reflect.Type]string // of types that are made when the API starts
}

// Handler serves the API under Prefix. An operation without a known permission
// is a fault of the program and stops the start.
func Handler(d Deps) (http.Handler, error) {
	if d.Log == nil {
		d.Log = slog.Default()
	}
	f := &face{Deps: d, buckets: rate.New(d.Rate), callers: rate.New(rate.Public), codes: codesOf(d.Policy)}
	for _, k := range d.Kinds.All() {
		if k.Search != nil {
			f.codes["found"] = append(f.codes["found"], string(k.Of))
		}
	}
	mux := http.NewServeMux()
	f.codes["view-list"] = words(d.Views.Lists())
	f.codes["waiting"] = []string{"order", "problem"} // what stands on a workbench
	for _, n := range d.Nouns {
		if len(n.Waits) > 0 {
			f.codes["waiting"] = append(f.codes["waiting"], n.Word)
		}
	}
	for _, n := range d.Nouns {
		codesOfNoun(f.codes, n)
	}
	for _, n := range registers.Nouns(d.Bodies) {
		codesOfNoun(f.codes, n)
	}
	all := operations(d)
	f.names = namesOf(all)
	for _, op := range all {
		if op.open != (op.may == "") || op.public && !op.open || (!op.open && !access.Known(op.may)) {
			return nil, fmt.Errorf("operation %s declares no known permission (%q)", op.id, op.may)
		}
		mux.HandleFunc(op.method+" "+Prefix+op.path, f.serve(op))
	}
	// Most processes are never asked for it, and it takes as long as all the rest of a start.
	written := sync.OnceValues(func() ([]byte, error) { return f.document(all).MarshalJSON() })
	mux.HandleFunc("GET "+Prefix+"/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		headers(w)
		text, err := written()
		if err != nil {
			http.Error(w, "OpenAPI document: "+err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Write(text)
	})
	mux.HandleFunc("/", f.serve(operation{open: true, handle: f.other(mux)}))
	return mux, nil
}

// document describes the operations.
func (f *face) document(all []operation) *huma.OpenAPI {
	out := frame()
	out.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", f.name)
	for _, n := range f.Nouns {
		out.Tags = append(out.Tags, &huma.Tag{Name: n.Name})
	}
	for _, op := range all {
		out.AddOperation(f.describe(out.Components.Schemas, op))
	}
	return out
}

// namesOf are the names of the types that have none of their own.
func namesOf(ops []operation) map[reflect.Type]string {
	out := map[reflect.Type]string{}
	for _, op := range ops {
		switch {
		case op.named == "":
		case op.body != nil:
			out[op.body] = op.named
		default:
			out[op.answer] = op.named
			if items, ok := op.answer.FieldByName("Items"); ok {
				out[items.Type.Elem()] = op.named + "Line"
			}
		}
	}
	return out
}

// name is what the document calls a type.
func (f *face) name(t reflect.Type, hint string) string {
	of := t
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if s, ok := f.names[of]; ok && of == t {
		return s
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// missing is the answer for what is not there and for what may not be seen:
// the same bytes.
func missing() error { return text.Refuse(text.Missing, "access.missing") }

func headers(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
}
