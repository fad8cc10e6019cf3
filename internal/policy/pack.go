// Package policy holds the policy pack: every rule a county may change, as text
// files that officials can read. A pack is loaded whole or not at all; whatever
// is wrong with it is said with file, line and a sentence. How the files are
// written stands at the head of policy/zhenping/county.txt.
package policy

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io/fs"
	"maps"
	"slices"
	"sort"
	"strings"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/burden"
	"shuangze/internal/comment"
	"shuangze/internal/dossiers"
	"shuangze/internal/duty"
	"shuangze/internal/evenness"
	"shuangze/internal/formula"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/institutions/risks"
	"shuangze/internal/institutions/rounds"
	"shuangze/internal/lists/power"
	"shuangze/internal/lists/remark"
	"shuangze/internal/opinions"
	"shuangze/internal/signoff"
	"shuangze/internal/when"
)

// Mark says what a rule rests on.
type Mark string

const (
	// Text: fixed by the county's own text of the five mechanisms.
	Text Mark = "T"
	// Regulation: found in a regulation, another county's paper or a running
	// system; a default that may be changed.
	Regulation Mark = "R"
	// Default: ours, where the text is silent; it may be changed.
	Default Mark = "D"
	// ToVerify: recalled, not read in full; never printed as a quotation.
	ToVerify Mark = "V"
)

// Rule is where a row of the pack stands and what it rests on. Verified says
// that what it cites has been compared with the cited text.
type Rule struct {
	File     string
	Line     int
	Mark     Mark
	Cites    string
	Verified bool
	Note     string
}

// Word is a code with its words on screen and the rule that set it.
type Word struct {
	Code   string
	Zh, En string
	Rule
}

// Pack is one version of a county's policy. It never changes once loaded, so
// everybody may share it. Maps are by code; Codes gives the order of the file.
type Pack struct {
	// Digest names this version in records: SHA-256 over the files, sorted by
	// name, each with its length.
	Digest string

	County    County
	Documents map[string]DocumentCode // 代字

	Calendar *when.Calendar
	Years    []CalendarYear

	Sources    map[string]Word // the six sources [T]
	Details    map[string]Detail
	Categories map[string]Word
	Levels     map[string]Level
	Escalation map[string]Escalation
	NoteIn     Limit // the leading group notes what is reported to it [D]
	DecideIn   Limit // an office decides about a proposed level [D]

	Order   Order
	Numbers map[string]Numbering

	UnitCategories map[string]Word
	Bodies         map[string]Word
	PersonLevels   map[string]Word
	Seats          map[string]Seat
	Duties         map[string]Duty

	Statutes []power.Statute // laws and rules that powers rest on

	Task     Task
	Handover Handover
	Talk     Talk
	Recheck  Recheck
	Evenness evenness.Rule // from when on unlike consequences of like problems are asked about [D]
	Traces   remark.Rules  // from which thresholds on records are remarked on [D]
	Notify   Notify        // when people are told
	Comments comment.Rules

	Burden burden.Settings // what the system may cost a unit

	Rules         []duty.Rule       // that create duties
	TalkGround    map[string]string // legal ground of a talk about a case, by its kind
	PledgeSilence Limit             // after how long a silence a card falls on a pledge [D]
	Circular      Circular          // what a circular may add and deduct
	Risk          risks.Grading     // from which value on a risk point is high or middle [D]
	Backfill      Limit             // for how long what was done may be said without a mark [D]
	Statement     Statement         // what binds the three statements
	Rounds        rounds.Weights    // of what calls for an inspection [D]
	InspectionDue Limit             // from the feedback of an inspection until all is put right [D]
	Affairs       []affairs.Preset  // what a unit may take on its list of what is open
	Facts         []FactNamed       // of the assessment, as this county calls them
	FactNames     *formula.Names    // what its formulas may name: facts, and what is known of cases

	Accountability Accountability // what binds matters of accountability

	Consequences Consequences // what follows from results and decisions, and what binds honours

	Course  Course          // what binds an assessment
	Schemes []*scheme.Sound // by which bodies are assessed: see Scheme

	// Frequencies are how often a year each frequency of the responsibility list asks; one
	// that is not counted is not among them [D].
	Frequencies map[string]int

	Effects effect.Rules // for how long decisions on a person stand in the way of what
	// Dossiers are whose dossier is kept, what stands in it, and for what it is looked into.
	Dossiers dossiers.Rules

	Opinions  signoff.Opinions // of those who sign
	Integrity opinions.Rules   // of integrity opinions

	Receipts Limit               // after it is sent, by when a unit says that it received an office document [D]
	Signers  map[string][]string // who may sign under a 代字, by its code: see Signing [D]

	codes   map[Kind][]string
	labels  map[Kind]map[string]Word
	renames map[Kind]map[string][]rename
}

// Load reads every *.txt at the root of fsys. It returns the pack, or Faults
// with everything that is wrong, sorted by file and line.
func Load(fsys fs.FS) (*Pack, error) {
	p := &parser{sections: map[string]*section{}}
	return load(p, p.read(fsys))
}

// LoadTexts is Load for texts that stand in no folder, by their files' names.
func LoadTexts(texts map[string]string) (*Pack, error) {
	p := &parser{sections: map[string]*section{}}
	var sources []source
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		sources = append(sources, source{name, []byte(texts[name])})
	}
	if len(sources) == 0 {
		p.fault(".", 0, "policy.no-files")
	}
	return load(p, sources)
}

// Texts are the texts of a pack's files by their names, as Load reads them.
func Texts(fsys fs.FS) (map[string]string, error) {
	p := &parser{}
	out := map[string]string{}
	for _, src := range p.read(fsys) {
		out[src.name] = string(src.data)
	}
	if len(p.faults) > 0 {
		return nil, p.faults
	}
	return out, nil
}

func load(p *parser, sources []source) (*Pack, error) {
	for _, src := range sources {
		p.parse(src)
	}
	if len(sources) == 0 {
		return nil, p.faults
	}
	pack := &Pack{
		Digest:  digest(sources),
		codes:   map[Kind][]string{},
		labels:  map[Kind]map[string]Word{},
		renames: map[Kind]map[string][]rename{},
	}
	// What others refer to comes first.
	pack.readBodies(p)
	pack.readCounty(p)
	pack.readCalendar(p)
	pack.readProblems(p)
	pack.readOrders(p)
	pack.readDuties(p)
	pack.readPowers(p)
	pack.readResponsibilities(p)
	pack.readRules(p)
	pack.readDocuments(p)
	pack.readTasks(p)
	pack.readSignoff(p)
	pack.readRecords(p)
	pack.readPledges(p)
	pack.readCases(p)
	pack.readEffects(p)
	pack.readDossiers(p)
	pack.readAccountability(p)
	pack.readOpinions(p)
	pack.readFacts(p)
	pack.readSchemes(p)
	pack.readConsequences(p)
	pack.readInspections(p)
	pack.readAffairs(p)
	pack.readCirculars(p)
	pack.readRisks(p)
	pack.readHandovers(p)
	pack.readTalks(p)
	pack.readStatements(p)
	pack.readRounds(p)
	pack.readRecheck(p)
	pack.readEvenness(p)
	pack.readTraces(p)
	pack.readNotify(p)
	pack.readLetters(p)
	pack.readBurden(p)
	pack.readComments(p)
	for _, name := range slices.Sorted(maps.Keys(p.sections)) {
		if s := p.sections[name]; !s.claimed {
			p.fault(s.file, s.line, "policy.section-unknown", "section", name)
		}
	}
	if len(p.faults) > 0 {
		sort.SliceStable(p.faults, func(i, j int) bool {
			a, b := p.faults[i], p.faults[j]
			return a.File < b.File || a.File == b.File && a.Line < b.Line
		})
		return nil, p.faults
	}
	return pack, nil
}

func digest(sources []source) string {
	h := sha256.New()
	field := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	for _, src := range sources {
		field([]byte(src.name))
		field(src.data)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// words reads a table of codes with their words and hands each on.
func (p *Pack) words(t *table, kind Kind, f func(c cursor, w Word)) {
	t.each(func(c cursor) {
		code, ok := c.code("代码")
		w := Word{Code: code, Zh: c.text("中文"), En: c.text("英文"), Rule: c.rule()}
		if ok {
			p.name(kind, w)
		}
		if f != nil {
			f(c, w)
		}
	})
}

// plain reads a table that holds nothing but words.
func (p *Pack) plain(r *parser, file string, kind Kind, need ...string) map[string]Word {
	t := r.table(file, kind.section(), "代码", "中文", "英文")
	p.words(t, kind, nil)
	t.need(p.known(kind), need...)
	if p.labels[kind] == nil {
		return map[string]Word{}
	}
	return maps.Clone(p.labels[kind])
}

func (p *Pack) known(kind Kind) func(string) bool {
	return func(code string) bool { _, ok := p.labels[kind][code]; return ok }
}

func (p *Pack) name(kind Kind, w Word) {
	if p.labels[kind] == nil {
		p.labels[kind] = map[string]Word{}
	}
	p.labels[kind][w.Code] = w
	p.codes[kind] = append(p.codes[kind], w.Code)
}

// items reads a table of named values (项目, 值) that must hold just these.
func (r *parser) items(file, name string, want ...string) map[string]cursor {
	t, got := r.table(file, name, "项目", "值"), map[string]cursor{}
	t.each(func(c cursor) {
		switch item := c.text("项目"); {
		case item == "":
		case !slices.Contains(want, item):
			c.fault("policy.item-unknown", "section", name, "value", item)
		case c.once("项目", item, "policy.code-repeated"):
			c.text("值")
			got[item] = c
		}
	})
	t.need(func(item string) bool { _, ok := got[item]; return ok }, want...)
	return got
}

// value is an item's value, or nothing when the item is missing.
func value(items map[string]cursor, item string) string {
	if c, ok := items[item]; ok {
		return strings.TrimSpace(c.may("值"))
	}
	return ""
}
