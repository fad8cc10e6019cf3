package lang

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// families are the keys put together at run time, each with its reason. Keep
// the list short: a literal key is found by grep, a family is not.
var families = []struct{ prefix, reason string }{
	{"affair.cell.", "how a period of an item stands"},
	{"appraisal.form.", "what the papers of an assessment say (course/forms.go)"},
	{"scoresheet.form.", "as above"},
	{"objection.form.", "as above"},
	{"appeal.form.said.", "how an appeal was decided, on its paper"},
	{"ruling.form.", "the papers of a ruling, each by its name"},
	{"hearing.view.", "what somebody says of the facts"},
	{"matter.kind.", "one word per kind of responsibility"},
	{"matter.proposal.", "whether it is proposed to open it"},
	{"matter.result.", "what is proposed in the end"},
	{"matter.target.", "whom it is about"},
	{"appraisal.step.", "how far one part of an assessment has come"},
	{"dossier.own.col.", "columns of a taken dossier"},
	{"dossier.own.sheet.", "its tables"},
	{"scoresheet.applies.", "whether a veto applies"},
	{"mark.given.", "who gave a mark: the first, the second, the third"},
	{"tally.way.", "how ballots were collected (course.Ways)"},
	{"field.", "what a field is called that a noun has no word of its own for (noun.Label)"},
	{"page.trouble.", "one title, one sentence and one next step per status"},
	{"page.waits.", "what the script of kept forms says (page/waits.go)"},
	{"bodies.why.", "one sentence per row of the rule, side and chain (bodies/reason.go)"},
	{"ledger.field.", "one heading per column of a ledger (exchange.LedgerColumns)"},
	{"ledger.filter.", "one per filter of its page"},
	{"ledger.kind.", "what stands in a ledger (ledger.Sorts)"},
	{"ledger.state.", "open and struck off (ledger.States)"},
	{"ledger.title.", "one per responsibility"},
	{"order.state.", "one word per state"},
	{"problem.state.", "one word per state"},
	{"person.", "person.<field>.month, one per field that holds a month"},
	{"order.stage.", "one word per station of an order's life"},
	{"view.list.", "one word per list that has saved views"},
	{"order.act.", "a title and a sentence per deed (order/acts.go)"},
	{"order.field.", "a label and a hint per field of a deed"},
	{"order.light.", "one word per colour"},
	{"evidence.hint.", "one per phase of a file"},
	{"evidence.phase.", "one per phase of a file"},
	{"order.source.", "one word per source"},
	{"order.body.", "one label per side"},
	{"problem.act.", "a title and a sentence per deed (problem/acts.go)"},
	{"problem.field.", "a label and a hint per field of a deed"},
	{"problem.stage.", "one word per station of a problem's life"},
	{"problem.tab.", "one word per view of the list"},
	{"did.", "one sentence per deed done"},
	{"notify.", "what is told of each entry that a noun declares, and why (kind.Tell)"},
	{"event.", "one verb per recorded kind"},
	{"letter.", "name, hint and body per series of letters"},
	{"side.", "one word per side"},
	{"charge.tab.", "charge.tab.<mine, others or free>"},
	{"workbench.", "workbench.do.<act>, .why.<reason>, .group.<colour>"},
	{"list.met.", "closed in time, closed late, overdue (lists/sift.Met)"},
	{"score.col.", "one heading per column of the standings"},
	{"score.step.", "what each step from 100 to a total is called (scheme.Reason)"},
	{"even.col.", "a column for each thing that followed a problem (problem.Sequels)"},
	{"eligible.", "a column, a condition and a reason for each thing asked (eligible.Whats)"},
	{"following.col.", "a column for each stand (consequences.Stands)"},
	{"even.did.", "the same, as a sentence says it"},
	{"problem.followed.", "the same, as a filter says it"},
	{"score.state.", "one word per state of an indicator (scheme.State)"},
	{"overview.col.", "one word per column of the heat map"},
	{"sheet.column.", "one heading per column of each kind of table, written and read"},
	{"sheet.state.", "one word per state of a ledger, written and read"},
	{"sheet.kind.", "one name per kind of table"},
	{"exchange.what.", "one word per outcome of a row"},
	{"exchange.field.", "one word per column that a row may change"},
	{"import.export.", "one name per table that goes out"},
	{"journal.kind.", "one name per sealed list"},
	{"role.", "one name per role of an account"},
	{"token.of.", "one word per subject of a token’s scopes"},
	{"token.may.", "to read, or to read and write"},
	{"journal.of.", "one word per kind of object"},
	{"lists.stand.", "how the list of a unit is signed (standing.Stands)"},
	{"lists.col.", "columns of the overview of lists"},
	{"lists.ledger.", "the ledgers and their columns there"},
	{"list.due.", "what ?due= of a list asks for"},
	{"year.mark.", "how a duty stands (duty.Marks)"},
	{"year.sum.", "the figures of a year"},
	{"institution.col.", "columns of the ten institutions"},
	{"risk.level.", "how grave a risk is, in whole and for short"},
	{"risk.likelihood.", "one word per grade"},
	{"risk.severity.", "one word per grade"},
	{"riskcheck.in-place.", "whether measures are in place"},
	{"heat.", "how duties of a unit stand in the heat map"},
	{"feed.event.", "how far something has come (agenda.Stand)"},
	{"order.quarter.", "what was done in it"},
	{"problem.quarter.", "as above"},
	{"ways.dropped.", "why nothing was sent (app/ways.go)"},
	{"ways.safe.", "one word per way of encrypting (mail.Server)"},
	{"ways.state.", "one word per state of a delivery"},
	{"ways.what.", "one word per kind of delivery"},
	{"outlet.do.", "what is done to a system that is called"},
	{"choose.confirm.", "one heading per way"},
	{"font.licence.", "one word per licence of a typeface (face.Licence)"},
	{"font.refused.", "one sentence per reason (face.Why)"},
	{"font.role.", "one word per role of a typeface (face.Role)"},
	{"grant.role.", "what each of the three administrators does"},
	{"burden.col.", "one heading per figure of the burden ledger"},
	{"burden.cost.col.", "one heading per figure of what a version costs"},
	{"burden.cost.from.", "one sentence per way of knowing what an act takes"},
	{"policy.mark.", "one word per kind of source of a rule"},
	{"policy.field.i-", "one label per field of a row of indicators (desk/versions rowFields)"},
	{"scheme.col.", "one heading per column of the tables of a scheme"},
	{"version.state.", "one word per state of a version of the pack"},
	{"policy.group.", "one heading per file of the pack"},
	{"register.act.", "a title per act of the registers (bodies/registers)"},
	{"register.field.", "a label per field of a deed"},
	{"register.gender.", "a word per code of it"},
	{"register.hint.", "a hint per field that needs one"},
	{"register.say.", "one sentence per deed recorded"},
	{"register.gap.", "one sentence per kind of gap"},
	{"register.post.", "one word per post"},
	{"register.role.", "one word per role in a body"},
	{"register.row.", "one label per row of the rule"},
	{"register.source.", "one word per source of a body's side"},
	{"appointment.", "<subject>.<field>.<fault>: what is wrong with a field (bodies/command.go)"},
	{"assign.", "as above"},
	{"body.", "as above"},
	{"service.", "as above"},
	{"unit.", "as above"},
	{"bodies.first.", "one sentence per way of being first responsible"},
	{"deadline.", "the reason of a step of a deadline"},
	{"task.origin.", "one word per body that assigns tasks"},
	{"task.every.", "one word per time that a task falls due again"},
	{"task.stage.", "how far the breakdown of a task is"},
	{"task.lateness.", "whether a task was delivered late"},
	{"task.countersign.", "whether a task was counter-signed"},
	{"duty.why.", "after what a rule asks for a duty (duty.Cadence)"},
	{"recheck.of.", "one word per kind of matter that is looked at again"},
	{"remark.kind.", "what is remarked of a record"},
	{"round.quarter.", "which quarter of a year"},
	{"nominee.because.", "one sentence per reason for attention (rounds.Because)"},
	{"circular.term.", "which part of a year it covers"},
	{"mention.verdict.", "commended or criticised"},
	{"dispatch.form.", "the layout of an office document"},
	{"dispatch.retention.", "for how long it is kept"},
	{"dispatch.urgency.", "how urgent it is"},
	{"dispatch.why.", "why one waits to be sealed or sent"},
	{"slip.role.", "what a unit is asked about it"},
	{"handover.means.", "by which means somebody signed"},
	{"talk.means.", "the same"},
	{"education.form.", "how people are taught"},
	{"education.whom.", "who is expected"},
	{"education.mark.", "how somebody came"},
	{"education.attended.", "the same of one person, on their page"},
	{"education.quiz.", "what is wrong with a quiz"},
	{"inspection.sort.", "what makes an inspection"},
	{"inspection.result.", "what a re-check finds"},
	{"inspection.why.", "why an inspection waits"},
	{"checkup.result.", "what a look at a checklist says"},
	{"disclosure.form.", "the papers that a disclosure is printed as"},
	{"talk.form.", "the papers that a talk is printed as"},
	{"talk.mode.", "how a talk is held"},
	{"talk.mended.", "what a later look found"},
	{"report.sort.", "whose report of a year it is"},
	{"report.stand.", "how a report stands with a superior"},
	{"report.figure.", "what is counted for a report"},
	{"clearance.by.", "what stands in somebody’s way"},
	{"declaration.part.", "who declares a part of a dossier"},
	{"declaration.why.", "what a declaration waits for"},
	{"dossier.half.", "a half of a dossier"},
	{"dossier.stats.", "by what dossiers are counted"},
	{"candidate.fact.", "what is on record of somebody"},
	{"candidate.answer.", "what is answered about somebody"},
	{"opinion.form.", "the letter that a request is printed as"},
	{"measure.note.", "how a decision on a person was undone"},
	{"comparison.subject.", "what is compared"},
	{"consequence.hand.", "the side of what follows"},
	{"honour.kind.", "a team or a model"},
	{"screening.figure.", "what is counted for a screening"},
	{"report.title.", "the side of the body"},
	{"case.found.", "how a case came to light"},
	{"case.team.", "whether its person was of the team"},
	{"order.letter-gone.", "the state of a letter"},
}

func inFamily(key string) bool {
	if nounKey(key) {
		return true
	}
	for _, f := range families {
		if strings.HasPrefix(key, f.prefix) {
			return true
		}
	}
	return false
}

// scan reads the Go sources (the generated templates among them, so templates
// need no reader of their own) for keys.
type scan struct {
	known   map[string]string
	found   map[string]bool
	missing map[string]string
}

func newScan(known map[string]string) *scan {
	return &scan{known: known, found: map[string]bool{}, missing: map[string]string{}}
}

// keyAt is which argument of a call is a key.
var keyAt = map[string]int{"T": 0, "M": 0, "Refuse": 1, "Add": 1}

var keyShape = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)

func (s *scan) tree(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch d.Name() {
			case ".git", "testdata", "vendor", "e2e", "gallery":
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("reading %s for keys: %w", path, err)
		}
		ast.Inspect(file, func(n ast.Node) bool { s.node(path, n); return true })
		return nil
	})
}

func (s *scan) node(path string, n ast.Node) {
	switch x := n.(type) {
	case *ast.BasicLit:
		if key := literal(x); s.known[key] != "" {
			s.found[key] = true
		}
	case *ast.KeyValueExpr:
		if id, ok := x.Key.(*ast.Ident); ok && id.Name == "Key" {
			s.wants(path, literal(x.Value), true)
		}
	case *ast.CallExpr:
		at, ok := keyAt[called(x.Fun)]
		if ok && at < len(x.Args) {
			// Add is also a method of url.Values and the like, M and T of
			// anything: only what is shaped like a key counts there.
			s.wants(path, literal(x.Args[at]), true)
		}
	}
}

func (s *scan) wants(path, key string, shaped bool) {
	if key == "" || shaped && !keyShape.MatchString(key) {
		return
	}
	if s.known[key] == "" {
		s.missing[key] = path
	}
}

func called(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.IndexExpr:
		return called(x.X)
	}
	return ""
}

func literal(e ast.Expr) string {
	if b, ok := e.(*ast.BasicLit); ok && b.Kind == token.STRING {
		s, _ := strconv.Unquote(b.Value) // the parser has read it already
		return s
	}
	return ""
}

// nounKey says that a key is of a noun on the frame, whose file of words says so in
// a line “# noun <word>”. What such a noun asks for is compared with the catalogue
// by TestNounsHaveTheirWords in package app.
func nounKey(key string) bool {
	for _, word := range MustLoad().nouns {
		for _, family := range []string{".field.", ".act.", ".tab.", ".state.", ".file.", ".list", ".no-number",
			".parts", ".whole", ".do."} {
			if strings.HasPrefix(key, word+family) {
				return true
			}
		}
	}
	return false
}
