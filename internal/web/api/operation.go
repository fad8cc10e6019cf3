package api

import (
	"net/http"
	"reflect"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/bodies/registers"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/eligible"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/lists/ledger"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/sift"
	"shuangze/internal/lists/view"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
)

// operation is one row of the API: what serves it and what the OpenAPI
// document says of it come from the same row.
type operation struct {
	id, method, path string
	may              access.Verb // what the policy must allow somewhere; the command decides on the object
	open             bool        // any token, whatever its scopes: may must be ""
	public           bool        // no token at all: what a page shows before sign-in; limited by address
	tag, summary     string
	query, body      reflect.Type // nil: none
	answer           reflect.Type // nil: bytes
	media            string       // of the bytes; "" = any
	early            bool         // a read that the state may refuse: what is asked for is not there yet
	made             bool         // answers 201 when something was made
	file             bool         // takes a file instead of JSON
	files            bool         // takes its JSON as part of a form too, with files beside it
	named            string       // of types made of a noun’s fields, which have no name of their own
	unrecorded       bool         // writes nothing that the journal tells of: no receipt, and no key is needed
	handle           func(*call) error
}

func (o operation) write() bool { return o.method != http.MethodGet }

// none stands for no parameters or no fields.
type none struct{}

func typeOf[T any]() reflect.Type {
	if t := reflect.TypeFor[T](); t != reflect.TypeFor[none]() {
		return t
	}
	return nil
}

// get makes a reading operation: Q is its query, A its answer.
func get[Q, A any](id, path string, may access.Verb, tag, summary string, f func(*call, Q) (A, error)) operation {
	params := askedOf(reflect.TypeFor[Q]())
	return operation{id: id, method: http.MethodGet, path: path, may: may, open: may == "", tag: tag, summary: summary,
		query: typeOf[Q](), answer: typeOf[A](), handle: func(c *call) error {
			var q Q
			if err := c.query(params, reflect.ValueOf(&q).Elem()); err != nil {
				return err
			}
			a, err := f(c, q)
			if err != nil || c.wrote {
				return err
			}
			return c.answer(http.StatusOK, a)
		}}
}

// public opens an operation to whoever asks, without a token.
func public(o operation) operation {
	o.public = true
	return o
}

// do makes a writing operation: B is its body; the answer is a receipt.
func do[B any](id, method, path string, may access.Verb, tag, summary string,
	f func(*call, B) (act.Receipt, error)) operation {
	return operation{id: id, method: method, path: path, may: may, tag: tag, summary: summary,
		body: typeOf[B](), answer: reflect.TypeFor[Receipt](), handle: func(c *call) error {
			var b B
			if err := c.body(&b); err != nil {
				return err
			}
			r, err := f(c, b)
			if err != nil {
				return err
			}
			return c.receipt(r)
		}}
}

// keep makes an operation that writes what belongs to its asker alone and
// stands in no journal: A answers it, with 201 when something was made.
func keep[B, A any](id, method, path string, may access.Verb, tag, summary string,
	f func(*call, B) (A, bool, error)) operation {
	return operation{id: id, method: method, path: path, may: may, tag: tag, summary: summary,
		made: method == http.MethodPost, unrecorded: true,
		body: typeOf[B](), answer: reflect.TypeFor[A](), handle: func(c *call) error {
			var b B
			if typeOf[B]() != nil {
				if err := c.body(&b); err != nil {
					return err
				}
			}
			a, made, err := f(c, b)
			if err != nil {
				return err
			}
			status := http.StatusOK
			if made {
				status = http.StatusCreated
			}
			return c.answer(status, a)
		}}
}

// make is do for an operation that makes something new.
func made[B any](id, path string, may access.Verb, tag, summary string,
	f func(*call, B) (act.Receipt, error)) operation {
	op := do(id, http.MethodPost, path, may, tag, summary, f)
	op.made = true
	return op
}

// Receipt says what was recorded. Replayed is true when the same
// Idempotency-Key had done it before and nothing was written now.
type Receipt struct {
	Journal  string  `json:"journal"`
	Entry    int64   `json:"entry" doc:"Number of the entry in the journal."`
	At       instant `json:"at"`
	Kind     string  `json:"kind" doc:"Kind of the object: order, problem, unit …"`
	ID       int64   `json:"id" doc:"Identifier of the object."`
	Number   string  `json:"number,omitempty" doc:"Number of the matter, as DB2026-0001."`
	Replayed bool    `json:"replayed"`
}

func (c *call) receipt(r act.Receipt) error {
	status := http.StatusOK
	if c.op.made && !r.Replayed {
		status = http.StatusCreated
	}
	return c.answer(status, receiptOf(r))
}

func receiptOf(r act.Receipt) Receipt {
	return Receipt{r.Journal, r.Seq, instant(r.At), string(r.Object.Kind), int64(r.Object.ID), r.Number, r.Replayed}
}

// acting are the nouns that keep their rows by themselves and declare what can be
// done about them.
func (d Deps) acting() []*noun.Noun {
	return append(registers.Nouns(d.Bodies), d.Orders.Noun(), d.Problems.Noun())
}

// operations is the whole API.
func operations(d Deps) []operation {
	var more []operation
	for _, n := range d.Nouns {
		more = append(more, nounOperations(n)...)
	}
	for _, n := range d.acting() {
		more = append(more, actOperations(n)...)
	}
	return slices.Concat(more, clauseOperations(d.Nouns), paperOperations(d.Nouns), handoverOperations(d.Nouns),
		reportOperations(d.Nouns),
		screeningOperations(d.Nouns),
		liaisonOperations(), riskOperations(), affairOperations(), statementOperations(), voteOperations(d.Nouns),
		drawOperations(d.Nouns),
		ledgerOperations(), selfOperations(),
		viewOperations(), inboxOperations(), commentOperations(), chargeOperations(), countyOperations(),
		personOperations(), problemOperations(),
		orderOperations(), orderActs(), fileOperations(), importOperations(), exportOperations(), printOperations(),
		officeOperations(), yearOperations(), duesOperations(), educationOperations(), circularOperations(),
		scoreOperations(),
		evennessOperations(), incentiveOperations(), clearanceOperations(), dossierOperations(),
		burdenOperations(), listsOperations(),
		policyOperations(),
		policyVersionOperations(), proofOperations(), fontOperations())
}

// codesOf lists the words that fields tagged with codes may have.
func codesOf(p *policy.Pack) map[string][]string {
	c := map[string][]string{
		"order-state": words(order.States),
		"honour-kind": {honours.Team, honours.Model}, "eligible-what": eligible.Whats,
		"consequence-hand": {consequences.Reward, consequences.Sanction},
		"urgency":          words([]order.Urgency{order.Flash, order.Urgent, order.Ordinary}),
		"order-source": words([]order.Source{order.FromProblem, order.FromDecision, order.FromInstruction,
			order.FromInspection, order.FromTask}),
		"light":         words([]order.Light{order.Blue, order.Yellow, order.Red}),
		"order-sort":    words(order.Sorts),
		"score-state":   words(scoreStates),
		"score-step":    words(scoreSteps),
		"followed":      words(append([]problem.Sequel{problem.Watched}, problem.Sequels...)),
		"sequel":        words(problem.Sequels),
		"standing":      words(order.Standings),
		"met":           words([]sift.Met{sift.InTime, sift.Late, unmet}),
		"letter-state":  {"written", "sent", "dropped"},
		"ledger.kind":   words(ledger.Sorts),
		"ledger.state":  ledger.States,
		"side":          words([]actor.Side{actor.Principal, actor.Supervisory}),
		"problem-state": words(problem.States),
		"problem-level": words(problem.Levels),
		"letter": words([]number.Series{number.Notice, number.Reminder, number.Urging,
			number.Warning, number.Transfer}),
		"unit-category": words(bodies.Categories),
		"body-kind":     words(bodies.BodyKinds),
		"post":          words(bodies.Posts),
		"person-level":  words(bodies.Levels),
		"rule":          words(bodies.Rules),
		"gender":        {"m", "f"},
		"view-list":     words(view.Lists),
	}
	if p != nil {
		c["source"], c["category"] = p.Codes(policy.Source), p.Codes(policy.Category)
	}
	return c
}

func words[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = string(x)
	}
	return out
}
