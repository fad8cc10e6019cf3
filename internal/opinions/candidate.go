package opinions

import (
	"encoding/json"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The six answers (spec 5.4 [R]), what weighs least first. Their words stand in letters and do not change.
const (
	None    = "none"    // 未收到问题线索
	Closed  = "settled" // 有线索，已了结，不持异议
	Expired = "expired" // 已处理且影响期满，不持异议
	Pending = "pending" // 尚在处置中，暂缓提出意见
	Defer   = "defer"   // 建议暂缓使用
	Unfit   = "unfit"   // 建议不宜使用
)

// Answers are all six, in the order in which letters list them.
var Answers = []string{None, Closed, Expired, Pending, Defer, Unfit}

// The states of a person in a request.
const (
	Listed    = "listed"
	Differing = "differing" // a section does not agree with what is proposed: the case office settles it
	Settled   = "settled"
	Answered  = "answered" // the letter is out
	Undone    = "void"     // the letter was cancelled: the answer does not stand
	Dropped   = "dropped"  // taken off the list
)

const (
	voicesMost = 20_000
	basisMost  = 40_000
	rowsMost   = 10_000
)

// Candidate is one person in a request.
type Candidate struct {
	noun.Base
	Opinion  ref.ID
	Row      int64 // in the list as it came
	Name     string
	Place    string // the unit as the list names it
	Post     string
	Person   ref.ID // of the register; 0 = the name stands as it was typed
	Proposed string // of Answers: what the record says, and leads by hand
	Basis    string // packed: see Facts
	LeadAs   string // the answer that rests on leads; "" = none does
	LeadNo   string // of the letter about it; nothing else is kept of a lead
	Voices   string // packed: see Voice
	Ruled    string // the answer that was settled, where a section differed
	Reason   string // for it, as the letter says
	Answer   string // that stands
	Document string // number of the letter
	GivenOn  when.Day
}

// Candidates are what is known of one; nobody types any of it by itself.
var Candidates = field.Fields{
	field.Object("opinion", func(c *Candidate) *ref.ID { return &c.Opinion }).Silent(),
	field.Count("line", 0, rowsMost, func(c *Candidate) *int64 { return &c.Row }).Silent(),
	field.Line("name", 1, lineMost, func(c *Candidate) *string { return &c.Name }).Silent(),
	field.Line("place", 0, lineMost, func(c *Candidate) *string { return &c.Place }).Silent(),
	field.Line("post", 0, lineMost, func(c *Candidate) *string { return &c.Post }).Silent(),
	field.Person("person", false, func(c *Candidate) *ref.ID { return &c.Person }).Silent(),
	answer("proposed", func(c *Candidate) *string { return &c.Proposed }).Silent(),
	field.Text("basis", 0, basisMost, func(c *Candidate) *string { return &c.Basis }).Silent().Within().Unfound(),
	answer("leadAs", func(c *Candidate) *string { return &c.LeadAs }).Silent(),
	field.Line("leadNo", 0, lineMost, func(c *Candidate) *string { return &c.LeadNo }).Silent().Unfound(),
	field.Text("voices", 0, voicesMost, func(c *Candidate) *string { return &c.Voices }).Silent().Within().Unfound(),
	answer("ruled", func(c *Candidate) *string { return &c.Ruled }).Silent(),
	field.Text("reason", 0, reasonMost, func(c *Candidate) *string { return &c.Reason }).Silent().Unfound(),
	answer("answer", func(c *Candidate) *string { return &c.Answer }).Silent(),
	field.Line("document", 0, lineMost, func(c *Candidate) *string { return &c.Document }).Open().Silent(),
	field.Day("givenOn", false, func(c *Candidate) *when.Day { return &c.GivenOn }).Silent(),
}

// answer is a field that holds one of the six.
func answer[T any](name string, at func(*T) *string) field.Field {
	return field.Code(name, false, Answers, "candidate.answer.", at)
}

// CandidateShape is what one is made of: the discipline body's offices know of it and nobody else.
var CandidateShape = noun.Shape{Of: ref.Candidate, Name: "candidates", Word: "candidate", Table: "candidate",
	Mute: true, Unsung: true, New: func() noun.Value { return &Candidate{} }, Fields: Candidates, Title: "name",
	States: []string{Listed, Differing, Settled, Answered, Undone, Dropped}}

// Object is what access asks of one: the discipline side's, whatever unit the person is of.
func (c *Candidate) Object() access.Object {
	return access.Object{Jurisdiction: c.Jurisdiction, Kind: ref.Candidate, ID: c.ID, Unit: c.Unit,
		Side: actor.Supervisory}
}

// Called is the number of the letter and the name.
func (c *Candidate) Called() (number, title string) { return c.Document, c.Name }

// What a fact about somebody is.
const (
	Running  = "running"  // a decision whose period is not over
	Lasting  = "lasting"  // a decision that bars for good
	Over     = "over"     // a decision whose period is over, or that has none
	OfCase   = "case"     // the outcome of a case, its decision not on record
	Closing  = "settled"  // a case or a matter that was settled
	OfMatter = "matter"   // an open matter of accountability
	OfVeto   = "veto"     // on the body that the person heads
	OfLead   = "lead"     // entered by hand; only in what is said, never in what is kept of facts
	notFound = "unlisted" // the person is not in the register: nothing on record was looked at
)

// FactKinds are those that the pack gives an answer.
var FactKinds = []string{Lasting, Running, OfVeto, OfMatter, OfCase, Over, Closing}

// Fact is one record about somebody.
type Fact struct {
	By     string   `json:"by"`
	Of     ref.Ref  `json:"of,omitzero"`
	Number string   `json:"number,omitempty"`
	Kind   string   `json:"kind,omitempty"` // of a decision
	Clause string   `json:"clause,omitempty"`
	Until  when.Day `json:"until,omitempty"`
	Open   bool     `json:"open,omitempty"` // not confirmed by another yet
}

// Facts are the records behind what is proposed, what weighs most first.
func (c *Candidate) Facts() (out []Fact) {
	if c.Basis != "" && json.Unmarshal([]byte(c.Basis), &out) != nil {
		return nil
	}
	return out
}

// Voice is what one section says of one person: another answer than the one proposed, and why.
type Voice struct {
	Section string   `json:"section"`
	Answer  string   `json:"answer"`
	Reason  string   `json:"reason"`
	By      ref.ID   `json:"by"`
	On      when.Day `json:"on"`
}

// Said are the sections that do not agree.
func (c *Candidate) Said() (out []Voice) {
	if c.Voices != "" && json.Unmarshal([]byte(c.Voices), &out) != nil {
		return nil
	}
	return out
}

// weight is the place of an answer among the six.
func weight(answer string) int { return slices.Index(Answers, answer) }

// graver is the one of two answers that weighs more; "" weighs nothing.
func graver(a, b string) string {
	if weight(b) > weight(a) {
		return b
	}
	return a
}

// propose puts what the record says. What was settled by hand of another proposal does not stand any more.
func (c *Candidate) propose(facts []Fact, of map[string]string) (changed bool) {
	answer := None
	for _, f := range facts {
		answer = graver(answer, of[f.By])
	}
	slices.SortStableFunc(facts, func(a, b Fact) int { return weight(of[b.By]) - weight(of[a.By]) })
	basis := ""
	if len(facts) > 0 {
		b, _ := json.Marshal(facts) // words and numbers only: it cannot fail
		basis = string(b)
	}
	if c.Proposed == answer && c.Basis == basis {
		return false
	}
	again := c.Proposed != "" && c.Proposed != answer
	c.Proposed, c.Basis = answer, basis
	if again && c.Ruled != "" {
		c.Ruled, c.Reason, c.State = "", "", Differing
	}
	c.stand()
	return true
}

// stand puts the answer that stands: what was settled, else what weighs more of the record and of leads.
func (c *Candidate) stand() {
	c.Answer = c.Ruled
	if c.Ruled == "" {
		c.Answer = graver(c.Proposed, c.LeadAs)
	}
}

// lead takes what rests on leads: an answer and the number of a letter, or neither.
func (c *Candidate) lead(as, no string) error {
	var errs text.InputErrors
	switch {
	case as == None:
		errs.Add("leadAs", "candidate.lead.none")
	case as != "" && no == "":
		errs.Add("leadNo", "candidate.lead.number")
	case as == "" && no != "":
		errs.Add("leadAs", "input.choose")
	}
	if err := errs.Err(); err != nil {
		return err
	}
	was := c.Answer
	c.LeadAs, c.LeadNo = as, no
	if c.Ruled != "" && graver(c.Proposed, as) != was {
		c.Ruled, c.Reason, c.State = "", "", Differing
	}
	c.stand()
	return nil
}

// differ takes another answer of a section; its last word counts.
func (c *Candidate) differ(v Voice) error {
	if v.Answer == graver(c.Proposed, c.LeadAs) {
		return text.InputErrors{{Field: "answer", Message: text.M("candidate.differ.same")}}
	}
	all := slices.DeleteFunc(c.Said(), func(o Voice) bool { return o.Section == v.Section })
	b, _ := json.Marshal(append(all, v)) // words and numbers only: it cannot fail
	c.Voices, c.State, c.Ruled, c.Reason = string(b), Differing, "", ""
	c.stand()
	return nil
}

// rule settles which answer stands, with the reason that the letter gives.
func (c *Candidate) rule(answer, reason string) {
	c.Ruled, c.Reason, c.State = answer, reason, Settled
	c.stand()
}

// factOf is what stands in the way, as a fact; the program knows no others.
func factOf(h effect.Hindrance) Fact {
	f := Fact{Number: h.Number, Kind: h.Kind, Clause: h.Clause, Until: h.Until, Open: h.Open}
	switch h.By {
	case effect.ByDecision:
		f.By, f.Of = Running, ref.Ref{Kind: ref.Measure, ID: h.Of}
		if h.Until == effect.Forever {
			f.By, f.Until = Lasting, 0
		}
	case effect.ByCase:
		f.By, f.Of = OfCase, ref.Ref{Kind: ref.Case, ID: h.Of}
	case effect.ByVeto:
		f.By, f.Of = OfVeto, ref.Ref{Kind: ref.Scoresheet, ID: h.Of}
	case effect.ByMatter:
		f.By, f.Of = OfMatter, ref.Ref{Kind: ref.Matter, ID: h.Of}
	}
	return f
}

// Says are the sentences of why an answer is as it is.
func (c *Candidate) Says(label func(table, code string) string) (out []text.Message) {
	for _, f := range c.Facts() {
		out = append(out, f.says(label))
	}
	if c.LeadAs != "" {
		out = append(out, text.M("candidate.fact.lead", "number", c.LeadNo, "answer", text.M("candidate.answer."+c.LeadAs)))
	}
	if c.Person == 0 {
		out = append(out, text.M("candidate.fact.unlisted"))
	}
	return out
}

func (f Fact) says(label func(table, code string) string) text.Message {
	key := "candidate.fact." + f.By
	if f.By == Running && f.Until == 0 {
		key = "candidate.fact.undated"
	}
	return text.M(key, "number", f.Number, "kind", label(effect.KindTable, f.Kind), "clause", f.Clause, "until", f.Until)
}
