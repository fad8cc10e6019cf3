package api

import (
	"cmp"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/exchange"
	"shuangze/internal/issued"
	"shuangze/internal/lang"
	"shuangze/internal/paper"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/gate"
	"shuangze/internal/when"
)

// PolicyFile is one text file of a policy pack.
type PolicyFile struct {
	Name string `json:"name" maxLength:"60" doc:"Letters, digits, - and _, ending with .txt."`
	Text string `json:"text" maxLength:"10000" doc:"Tables as in the files of the shipped pack."`
}

// PolicyVersion is one version of the pack. The ground, with the identifier 0, is
// the pack that the program came with or was started with.
type PolicyVersion struct {
	ID          ref.ID  `json:"id"`
	No          int64   `json:"no"`
	State       string  `json:"state" enum:"ground,proposed,adopted,withdrawn"`
	InForce     bool    `json:"inForce" doc:"Today."`
	From        day     `json:"from,omitzero" doc:"The first day on which it is in force."`
	To          day     `json:"to,omitzero" doc:"The first day on which another has taken its place."`
	Digest      string  `json:"digest,omitempty" doc:"SHA-256 of the whole text, as in getPolicy."`
	Note        string  `json:"note,omitempty" doc:"What it changes, as its author says."`
	Reason      string  `json:"reason,omitempty" doc:"Why it was adopted, or withdrawn."`
	ProposedBy  ref.ID  `json:"proposedBy,omitempty" doc:"0: the console."`
	ProposedAt  instant `json:"proposedAt,omitzero"`
	AdoptedBy   ref.ID  `json:"adoptedBy,omitempty"`
	AdoptedAt   instant `json:"adoptedAt,omitzero"`
	WithdrawnBy ref.ID  `json:"withdrawnBy,omitempty"`
	WithdrawnAt instant `json:"withdrawnAt,omitzero"`
	Entry       int64   `json:"entry,omitempty" doc:"The journal entry by which it was adopted."`
}

// PolicyVersions are all versions, the latest first and the ground last.
type PolicyVersions struct {
	Items []PolicyVersion `json:"items"`
}

// PolicyVersionWhole is a version with its text.
type PolicyVersionWhole struct {
	PolicyVersion
	Files []PolicyFile `json:"files"`
	Cost  *PolicyCost  `json:"cost,omitempty" doc:"Of a version that is not in force yet."`
}

// PolicyText is a whole pack: files that are left out are not in it.
type PolicyText struct {
	Files []PolicyFile `json:"files"`
}

// PolicyProposal is a version to propose.
type PolicyProposal struct {
	PolicyText
	Note string `json:"note" maxLength:"500" doc:"What it changes, and why."`
}

// PolicySound says that a text is a pack.
type PolicySound struct {
	Digest string     `json:"digest"`
	Cost   PolicyCost `json:"cost"`
}

// PolicyAdoption decides about a version.
type PolicyAdoption struct {
	From   day    `json:"from" doc:"The first day on which it is in force: today or later."`
	Reason string `json:"reason" maxLength:"500"`
	Beside ref.ID `json:"beside" doc:"The version in force with which it was compared; 0: the ground."`
}

// PolicyWithdrawal takes back what is not in force yet.
type PolicyWithdrawal struct {
	Reason string `json:"reason" maxLength:"500"`
}

func (t PolicyText) files() []version.File {
	out := make([]version.File, len(t.Files))
	for i, f := range t.Files {
		out[i] = version.File(f)
	}
	return out
}

// pastOf is every version of the county and the one in force, the zero Version
// for the ground.
func (c *call) pastOf() (all []version.Version, now version.Version, err error) {
	all, err = c.face.Versions.Versions(c.r.Context(), c.actor.Jurisdiction)
	now, _ = version.InForce(all, c.today())
	return all, now, err
}

func versionOf(v version.Version, all []version.Version, now version.Version, entry int64) PolicyVersion {
	out := PolicyVersion{ID: v.ID, No: v.No, State: string(v.State), InForce: v.ID == now.ID, From: day(v.From),
		Digest: v.Digest, Note: v.Note, Reason: v.Reason, ProposedBy: v.ProposedBy, ProposedAt: instant(v.ProposedAt),
		AdoptedBy: v.AdoptedBy, AdoptedAt: instant(v.AdoptedAt),
		WithdrawnBy: v.WithdrawnBy, WithdrawnAt: instant(v.WithdrawnAt), Entry: entry}
	if v.ID == 0 {
		out.State = "ground"
	}
	if end := v.Until(all); v.State == version.Adopted && end != when.Open {
		out.To = day(end)
	}
	return out
}

func listPolicyVersions(c *call, _ none) (out PolicyVersions, err error) {
	all, now, err := c.pastOf()
	if err != nil {
		return out, err
	}
	entries, err := c.face.Read.PolicyEntries(c.r.Context(), version.IDs(all))
	if err != nil {
		return out, err
	}
	for _, v := range append(all, version.Version{}) {
		out.Items = append(out.Items, versionOf(v, all, now, entries[v.ID]))
	}
	return out, nil
}

func getPolicyVersion(c *call, _ none) (out PolicyVersionWhole, err error) {
	all, now, err := c.pastOf()
	if err != nil {
		return out, err
	}
	v, ok := version.Find(all, c.id())
	if !ok || c.id() == 0 && c.r.PathValue("id") != "0" {
		return out, missing()
	}
	entries, err := c.face.Read.PolicyEntries(c.r.Context(), []ref.ID{v.ID})
	if err != nil {
		return out, err
	}
	files, err := c.face.Versions.Text(c.r.Context(), v)
	if err != nil {
		return out, err
	}
	out = PolicyVersionWhole{versionOf(v, all, now, entries[v.ID]), []PolicyFile{}, nil}
	if v.State == version.Proposed || v.Ahead(c.today()) {
		cost, err := c.costOf(files)
		if err != nil {
			return out, err
		}
		out.Cost = &cost
	}
	for _, f := range files {
		out.Files = append(out.Files, PolicyFile(f))
	}
	return out, nil
}

// checkPolicy judges a text and writes nothing.
func checkPolicy(c *call, b PolicyText) (PolicySound, bool, error) {
	if err := access.May(c.actor, "policy.change", access.Object{Jurisdiction: c.actor.Jurisdiction}); err != nil {
		return PolicySound{}, false, err
	}
	tidy, digest, err := c.face.Versions.Sound(b.files())
	if err != nil {
		return PolicySound{}, false, err
	}
	cost, err := c.costOf(tidy)
	return PolicySound{digest, cost}, false, err
}

// PolicyDraft is some files of a pack that is being written.
type PolicyDraft struct {
	Files []PolicyFile `json:"files" doc:"Laid over the text of the version; an empty one is left out of it."`
}

// PolicyReading says how a text stands: every fault with its place, and what its schemes come to so far.
type PolicyReading struct {
	Sound   bool          `json:"sound"`
	Digest  string        `json:"digest,omitempty" doc:"Of a sound text."`
	Faults  []PolicyFault `json:"faults"`
	Schemes []SchemeDraft `json:"schemes"`
}

// PolicyFault is one thing wrong with a text. Lines and characters count from 1; 0 is the whole.
type PolicyFault struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column" doc:"The first character of the line that is meant."`
	End     int    `json:"end" doc:"The first character behind it."`
	Cell    string `json:"cell,omitempty" doc:"The column of the table."`
	Key     string `json:"key"`
	Message string `json:"message"`
}

// SchemeDraft is a scheme as far as it is written. Points are hundredths.
type SchemeDraft struct {
	Code       string           `json:"code"`
	Name       string           `json:"name"`
	Sum        int64            `json:"sum" doc:"Of the indicators of the first level: 10000 when it is whole."`
	Indicators []IndicatorDraft `json:"indicators"`
}

// IndicatorDraft is a line of the tree, with the line of the file in which it stands.
type IndicatorDraft struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	No     string `json:"no"`
	Name   string `json:"name"`
	Points int64  `json:"points"`
	Source string `json:"source,omitempty" doc:"facts, mark or survey; none of one with others below it."`
	Rule   string `json:"rule,omitempty" doc:"In words."`
}

// readPolicy reads a text that is being written, laid over that of a version, and writes nothing.
func readPolicy(c *call, b PolicyDraft) (out PolicyReading, made bool, err error) {
	if err := access.May(c.actor, "policy.change", access.Object{Jurisdiction: c.actor.Jurisdiction}); err != nil {
		return out, false, err
	}
	if len(b.Files) == 0 {
		return out, false, text.InputErrors{{Field: "files", Message: text.M("input.required")}}
	}
	v, err := c.version()
	if err != nil {
		return out, false, err
	}
	files, err := c.face.Versions.Text(c.r.Context(), v)
	if err != nil {
		return out, false, err
	}
	files = version.Laid(PolicyText(b).files(), files)
	if err := version.Bounded(files); err != nil {
		return out, false, err
	}
	texts, size := map[string]string{}, 0
	for _, f := range version.Tidy(files) {
		texts[f.Name] = f.Text
		size += len(f.Text)
	}
	if err := c.enter(gate.Rules, int64(size)*policy.ReadWeight); err != nil {
		return out, false, err
	}
	r := policy.Review(texts)
	c.leave()
	out = PolicyReading{Sound: r.Pack != nil, Faults: []PolicyFault{}, Schemes: []SchemeDraft{}}
	if r.Pack != nil {
		out.Digest = r.Pack.Digest
	}
	for _, f := range r.Faults {
		out.Faults = append(out.Faults, PolicyFault{f.File, f.Line, f.Column, f.End, f.Cell, f.Message.Key,
			f.Sentence(c.p.Lang())})
	}
	zh := c.p.Chinese()
	for _, s := range r.Schemes {
		x := SchemeDraft{s.Code, either(zh, s.Zh, s.En), s.Sum, []IndicatorDraft{}}
		for _, i := range s.Lines {
			x.Indicators = append(x.Indicators, IndicatorDraft{i.File, i.Line, i.No, either(zh, i.Zh, i.En), i.Points,
				string(i.Source), either(zh, i.Rule, i.RuleEn)})
		}
		out.Schemes = append(out.Schemes, x)
	}
	return out, false, nil
}

// either is one of two names; the Chinese one where there is no English.
func either(chinese bool, zh, en string) string {
	if chinese {
		return zh
	}
	return cmp.Or(en, zh)
}

// version is that of the address; only a written 0 is the ground.
func (c *call) version() (version.Version, error) {
	all, _, err := c.pastOf()
	if err != nil {
		return version.Version{}, err
	}
	v, ok := version.Find(all, c.id())
	if !ok || c.id() == 0 && c.r.PathValue("id") != "0" {
		return v, missing()
	}
	return v, nil
}

type schemesQuery struct {
	Scheme string `query:"scheme" doc:"The code of one; all when left out."`
}

// schemesPaper are the schemes of a version as a file.
func schemesPaper(as paper.Kind) operation {
	params := askedOf(reflect.TypeFor[schemesQuery]())
	return operation{id: "getPolicySchemes" + strings.ToUpper(string(as)), method: http.MethodGet,
		path: "/policy/versions/{id}/schemes/as/" + string(as), may: "policy.see", tag: "policy", media: as.Media(),
		query:   reflect.TypeFor[schemesQuery](),
		summary: "The assessment schemes of a version as a document, as " + strings.ToUpper(string(as)),
		handle: func(c *call) error {
			var q schemesQuery
			if err := c.query(params, reflect.ValueOf(&q).Elem()); err != nil {
				return err
			}
			v, err := c.version()
			if err != nil {
				return err
			}
			files, err := c.face.Versions.Text(c.r.Context(), v)
			if err != nil {
				return err
			}
			texts := map[string]string{}
			for _, f := range files {
				texts[f.Name] = f.Text
			}
			pack, err := policy.LoadTexts(texts)
			if err != nil {
				return text.Refuse(text.Conflict, "policy.schemes.outgrown")
			}
			if q.Scheme != "" && !slices.ContainsFunc(pack.Schemes, func(s *scheme.Sound) bool { return s.Code == q.Scheme }) {
				return missing()
			}
			name := c.p.T("policy.version.ground")
			if v.ID != 0 {
				name = c.p.T("policy.version.no", "no", v.No)
			}
			return c.sendPaper(as, exchange.Speech{P: c.p, Pack: pack, Day: c.today()}.SchemesDocument(name, q.Scheme), c.now)
		}}
}

// adoptedDocument sends the document that is kept of the schemes of an adopted version.
func adoptedDocument() operation {
	return operation{id: "getPolicyDocument", method: http.MethodGet, path: "/policy/versions/{id}/document",
		may: "policy.see", tag: "policy", media: paper.PDF.Media(),
		summary: "The schemes of an adopted version as they are kept, with who proposed and who adopted it; in Chinese",
		handle: func(c *call) error {
			if err := c.query(nil, reflect.Value{}); err != nil {
				return err
			}
			v, err := c.version()
			if err != nil {
				return err
			}
			if !issued.Adopted(v) {
				return missing()
			}
			files, err := c.face.Versions.Text(c.r.Context(), v)
			if err != nil {
				return err
			}
			texts := map[string]string{}
			for _, f := range files {
				texts[f.Name] = f.Text
			}
			pack, err := policy.LoadTexts(texts)
			if err != nil {
				return text.Refuse(text.Conflict, "policy.schemes.outgrown")
			}
			county, err := c.face.Read.County(c.r.Context(), c.actor.Jurisdiction, v.AdoptedAt.Day())
			if err != nil {
				return err
			}
			said := exchange.Speech{P: c.face.Words.In(lang.Chinese), Pack: pack, Day: v.From}
			return c.sendIssued(said.AdoptedSchemes(v, county))
		}}
}

func policyVersionOperations() []operation {
	const one = "/policy/versions/{id}"
	check := keep("checkPolicy", http.MethodPost, "/policy/check", "policy.change", "policy",
		"Whether a text is a policy pack; every fault with its file and line", checkPolicy)
	check.made = false
	reading := keep("readPolicy", http.MethodPost, one+"/check", "policy.change", "policy",
		"Read some files of a pack that is being written: faults with their places, sums and trees so far", readPolicy)
	reading.made = false
	return []operation{
		adoptedDocument(),
		get("listPolicyVersions", "/policy/versions", "policy.see", "policy", "The versions of the rules in time",
			listPolicyVersions),
		get("getPolicyVersion", one, "policy.see", "policy", "One version with its whole text", getPolicyVersion),
		simulateOperation(),
		check, reading, schemesPaper(paper.PDF), schemesPaper(paper.DOCX),
		made("proposePolicy", "/policy/versions", "policy.change", "policy", "Propose a version; somebody else adopts it",
			func(c *call, b PolicyProposal) (act.Receipt, error) {
				return c.face.Versions.Propose(c.r.Context(), c.command(), b.files(), b.Note)
			}),
		do("adoptPolicy", http.MethodPost, one+"/adopt", "policy.adopt", "policy", "Adopt a version from a day on",
			func(c *call, b PolicyAdoption) (act.Receipt, error) {
				a := version.Adoption{From: when.Day(b.From), Reason: b.Reason, Beside: b.Beside}
				return c.face.Versions.Adopt(c.r.Context(), c.command(), c.id(), a)
			}),
		do("withdrawPolicy", http.MethodPost, one+"/withdraw", "policy.change", "policy",
			"Take back a version that is not in force yet", func(c *call, b PolicyWithdrawal) (act.Receipt, error) {
				return c.face.Versions.Withdraw(c.r.Context(), c.command(), c.id(), b.Reason)
			}),
	}
}
