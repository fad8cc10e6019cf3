package access

import "shuangze/internal/actor"

// verb is one row of the policy.
type verb struct {
	any          []rule
	see          Verb // who may see it but not do this is told so; others get "missing"
	notOwn       bool // nobody handles their own unit's matter
	notRequester bool // nobody decides what they asked for
	inPerson     bool // nobody does it for somebody else: signatures, credentials, delegations
	agents       bool // the tick and the console may
}

func rules(r ...rule) []rule { return r }

// public are the same roles, about what was made public.
func public(of []rule) (out []rule) {
	for _, r := range of {
		out = append(out, rule{r.role, isOpen})
	}
	return out
}

var (
	leading     = rule{actor.LeadingGroup, anywhere}
	principal   = rule{actor.PrincipalOffice, ownSide}
	supervisory = rule{actor.SupervisoryOffice, ownSide}
	offices     = rules(principal, supervisory)
	everyone    = rules(rule{anyRole, anywhere})
	// An assessor from outside has a workbench, lists of what they were sent to and nothing beside it.
	engaged    = rules(rule{actor.ExternalAssessor, isSent})
	bench      = rules(rule{actor.ExternalAssessor, anywhere})
	marking    = append(append(rules(rule{anyRole, isSent}), engaged...), offices...)
	owner      = rules(rule{anyRole, ownAccount})
	unitLeader = rules(rule{actor.FirstResponsible, ownUnits}, rule{actor.TeamMember, ownUnits})
	unitHands  = append(rules(rule{actor.Clerk, ownUnits}, rule{actor.Staff, ownUnits}), unitLeader...)
	// The county committee has no unit: its office does what is written in its name.
	countyHands = rules(rule{actor.PrincipalOffice, unseated}, rule{actor.SupervisoryOffice, unseated},
		rule{actor.FirstResponsible, ownSeat})
	unitSees = append(append(rules(rule{actor.DisciplineMember, answersFor}, rule{actor.FirstResponsible, answersFor},
		rule{actor.TeamMember, answersFor}), unitHands...),
		rule{actor.Clerk, takesPart}, rule{actor.Staff, takesPart}, rule{actor.FirstResponsible, takesPart},
		rule{actor.TeamMember, takesPart}, rule{actor.DisciplineMember, takesPart})
	partHands = rules(rule{actor.Clerk, takesPart}, rule{actor.Staff, takesPart},
		rule{actor.FirstResponsible, takesPart}, rule{actor.TeamMember, takesPart})
	matterSeen = append(append(rules(leading), offices...), unitSees...)
	assessing  = append(append(rules(rule{anyRole, isSent}), engaged...), matterSeen...)
	visitHands = append(append(rules(rule{anyRole, oneself}), registrars...), unitHands...)
	conversing = append(rules(rule{anyRole, oneself}, rule{anyRole, takesOver}), matterSeen...)
	// Whose document it is: the unit's people, the office's own, and what has no seat is the county's.
	drafting = append(append(rules(rule{actor.PrincipalOffice, ownUnits}, rule{actor.SupervisoryOffice, ownUnits}),
		unitHands...), countyHands...)
	// A talk is confidential: the person, who holds it, the county's leaders, the office of its side, that of
	// supervision, and who heads the unit or its discipline body; no clerk and no colleague.
	talkSide = rules(leading, rule{actor.SupervisoryOffice, anywhere}, principal,
		rule{actor.FirstResponsible, ownUnits}, rule{anyRole, takesOver})
	talkSeen = append(rules(rule{anyRole, oneself}), talkSide...)
	// Who may act for a superior that something is reported to; which one, the command finds out.
	superiors = rules(rule{actor.PrincipalOffice, anywhere}, rule{actor.SupervisoryOffice, anywhere},
		rule{actor.FirstResponsible, ownUnits}, rule{actor.TeamMember, ownUnits}, rule{actor.DisciplineMember, ownUnits})
	planning    = rules(principal, supervisory, rule{actor.DisciplineMember, here})
	inspecting  = rules(rule{anyRole, isSent}, principal, supervisory, rule{actor.DisciplineMember, answersFor})
	disciplined = rules(rule{actor.FirstResponsible, here}, rule{actor.DisciplineMember, here})
	seated      = rules(rule{actor.PrincipalOffice, ownUnits}, rule{actor.SupervisoryOffice, ownUnits})
	business    = rules(
		rule{actor.LeadingGroup, anywhere}, rule{actor.PrincipalOffice, anywhere}, rule{actor.SupervisoryOffice, anywhere},
		rule{actor.FirstResponsible, anywhere}, rule{actor.TeamMember, anywhere}, rule{actor.DisciplineMember, anywhere},
		rule{actor.Clerk, anywhere}, rule{actor.Staff, anywhere})
	registrars = rules(rule{actor.PrincipalOffice, anywhere}, rule{actor.SupervisoryOffice, anywhere})
	system     = rules(rule{actor.SystemAdmin, anywhere})
	security   = rules(rule{actor.SecurityAdmin, anywhere})
	audit      = rules(rule{actor.AuditAdmin, anywhere})
)

// policy is the whole of it. Sources: spec 6.1 (three separated
// administrators; offices see their side; a unit sees its own and its
// subordinates'; nobody handles their own matter), spec 2.5 (review by someone
// not of the lead unit who did not request it).
var policy = with(accountability, with(institutions, map[Verb]verb{
	"self.manage": {any: owner, inPerson: true},
	"self.use":    {any: owner}, // the workbench, one's language, whom one acts for
	// Secret addresses of one's own calendars: a program that makes one reads all that such
	// a calendar tells (see web/api).
	"inbox.see":     {any: business},
	"inbox.mark":    {any: business, see: "inbox.see"},
	"inbox.choose":  {any: business, see: "inbox.see", inPerson: true},
	"feed.list":     {any: business},
	"feed.make":     {any: business, see: "feed.list"},
	"feed.revoke":   {any: business, see: "feed.list"},
	"session.open":  {any: owner, agents: true},
	"workbench.see": {any: append(bench, business...)},
	"overview.see":  {any: business, agents: true},
	"lists.see":     {any: business},
	// Sums of units and months: offices see all, a unit its own.
	"burden.see": {any: append(append(append(rules(leading), registrars...), rule{actor.DisciplineMember, ownUnits}),
		unitHands...), agents: true},
	"burden.list":     {any: business, agents: true},
	"search.use":      {any: business},
	"county.see":      {any: business, agents: true},
	"person.see":      {any: business},
	"gap.see":         {any: business},
	"unit.change":     {any: registrars, see: "county.see", agents: true},
	"body.change":     {any: registrars, see: "county.see", agents: true},
	"person.change":   {any: registrars, see: "person.see", agents: true},
	"import.units":    {any: registrars, see: "county.see", agents: true},
	"import.people":   {any: registrars, see: "county.see", agents: true},
	"import.problems": {any: offices, see: "county.see", agents: true},
	"view.see":        {any: business},
	"view.keep":       {any: business, see: "view.see"},
	"policy.see":      {any: everyone},
	"policy.change":   {any: registrars, see: "policy.see", agents: true},
	"policy.keep":     {see: "policy.see", agents: true}, // the document of an adopted version is kept by no person
	"policy.adopt":    {any: registrars, see: "policy.see", notRequester: true, agents: true},
	"proof.see":       {any: append(audit, business...)}, // an entry is business content

	"problem.see":  {any: matterSeen, agents: true},
	"problem.list": {any: business, agents: true}, // the console takes the lists out
	"problem.register": {any: append(append(rules(rule{actor.DisciplineMember, answersFor}), unitHands...), offices...),
		see: "county.see", agents: true},
	"problem.rectify": {any: unitHands, see: "problem.see"},
	"problem.recall":  {any: unitHands, see: "problem.see"},
	"problem.attach": {any: append(append(rules(rule{actor.DisciplineMember, answersFor}), unitHands...), offices...),
		see: "problem.see"},
	"problem.close": {any: append(rules(rule{actor.DisciplineMember, answersFor}), offices...), see: "problem.see",
		notOwn: true, notRequester: true, agents: true},
	"problem.correct": {any: append(rules(rule{actor.DisciplineMember, answersFor}), offices...),
		see: "problem.see", notOwn: true},
	"problem.withdraw": {any: offices, see: "problem.see", notOwn: true},
	"problem.reopen": {any: append(rules(rule{actor.DisciplineMember, answersFor}), offices...),
		see: "problem.see", notOwn: true},
	"problem.match":      {any: offices, see: "problem.see"},
	"problem.raise":      {any: offices, see: "problem.see", notOwn: true},
	"problem.keep-level": {any: offices, see: "problem.see", notOwn: true},
	"problem.note":       {any: rules(leading), see: "problem.see", notOwn: true},
	"problem.recount":    {see: "problem.see", agents: true},
	"problem.do-measure": {any: unitHands, see: "problem.see"},

	// The power list is open to everybody who works here: who may do what is no secret
	// among those whom it binds (spec 2.1). A body’s own people write it, and the
	// offices of its side.
	"power.see":     {any: business, agents: true},
	"power.list":    {any: business, agents: true},
	"power.add":     {any: append(append(rules(), unitHands...), offices...), see: "power.see"},
	"power.change":  {any: append(append(rules(), unitHands...), offices...), see: "power.see"},
	"power.end":     {any: append(append(rules(), unitHands...), offices...), see: "power.see"},
	"power.resume":  {any: append(append(rules(), unitHands...), offices...), see: "power.see"},
	"power.attach":  {any: append(append(rules(), unitHands...), offices...), see: "power.see"},
	"import.powers": {any: offices, see: "county.see", agents: true},

	// The responsibility list is as open, and written by the same hands (spec 2.2).
	"responsibility.see":      {any: business, agents: true},
	"responsibility.list":     {any: business, agents: true},
	"responsibility.add":      {any: append(append(rules(), unitHands...), offices...), see: "responsibility.see"},
	"responsibility.change":   {any: append(append(rules(), unitHands...), offices...), see: "responsibility.see"},
	"responsibility.end":      {any: append(append(rules(), unitHands...), offices...), see: "responsibility.see"},
	"responsibility.resume":   {any: append(append(rules(), unitHands...), offices...), see: "responsibility.see"},
	"import.responsibilities": {any: offices, see: "county.see", agents: true},

	// Duties are created by the policy's rules: a unit says what it did, an office moves
	// days, stops clocks and takes off what does not apply (spec 3 head).
	"duty.see":   {any: append(append(rules(leading), offices...), unitSees...), agents: true},
	"duty.list":  {any: business, agents: true},
	"score.see":  {any: append(append(rules(leading), offices...), unitSees...), agents: true},
	"score.list": {any: business, agents: true},
	// What the facts propose for the leading group to decide is no business of the unit before it did.
	"veto.see": {any: append(rules(leading), offices...), agents: true},
	"fact.see": {any: business, agents: true},
	// What followed like problems: units see their own line beside what all have, and no other's.
	"evenness.see":  {any: append(append(rules(leading), offices...), unitSees...), agents: true},
	"evenness.list": {any: business, agents: true},
	// That a year is assessed, everybody may know; a sheet is its body's, its assessors' and the offices'. What assessors
	// gave is kept from each other until it is settled: mark.know is asked of what that leaves (course.inside). Nobody
	// marks or judges in their own unit's matter; what the leading group decides it decides in person.
	"appraisal.see":       {any: append(engaged, business...), agents: true},
	"appraisal.list":      {any: append(bench, business...), agents: true},
	"appraisal.add":       {any: offices, see: "appraisal.see"},
	"appraisal.verify":    {any: offices, see: "appraisal.see"},
	"appraisal.tell":      {any: offices, see: "appraisal.see"},
	"appraisal.notice":    {any: offices, see: "appraisal.see"},
	"appraisal.approve":   {any: rules(leading), see: "appraisal.see", inPerson: true},
	"appraisal.draft":     {any: offices, see: "appraisal.see"},
	"appraisal.circulate": {any: offices, see: "appraisal.see"},
	"appraisal.appoint":   {any: offices, see: "appraisal.see"},
	"appraisal.withdraw":  {any: offices, see: "appraisal.see"},
	"appraisal.attach":    {any: offices, see: "appraisal.see"},
	"scoresheet.see":      {any: assessing, agents: true},
	"scoresheet.list":     {any: append(bench, business...), agents: true},
	"scoresheet.hand":     {any: unitHands, see: "scoresheet.see"},
	"scoresheet.object":   {any: unitHands, see: "scoresheet.see"},
	"scoresheet.attach":   {any: unitHands, see: "scoresheet.see"},
	"scoresheet.raise":    {any: offices, see: "scoresheet.see", notOwn: true},
	"scoresheet.veto":     {any: rules(leading), see: "scoresheet.see", notOwn: true, inPerson: true},
	"scoresheet.lift":     {any: rules(leading), see: "scoresheet.see", notOwn: true, inPerson: true},
	"mark.see":            {any: assessing, agents: true},
	"mark.know":           {any: assessing, agents: true},
	"mark.list":           {any: append(bench, business...), agents: true},
	"mark.claim":          {any: unitHands, see: "mark.see"},
	"mark.attach":         {any: append(append(rules(), unitHands...), marking...), see: "mark.see"},
	"mark.mark":           {any: marking, see: "mark.see", notOwn: true, inPerson: true},
	"mark.recall":         {any: marking, see: "mark.see", inPerson: true},
	"mark.reopen":         {any: offices, see: "mark.see", notOwn: true, inPerson: true},
	"objection.see":       {any: matterSeen, agents: true},
	"objection.list":      {any: business, agents: true},
	"objection.decide":    {any: append(rules(leading), offices...), see: "objection.see", notOwn: true, inPerson: true},
	"objection.drop":      {any: unitHands, see: "objection.see"},
	"objection.attach":    {any: unitHands, see: "objection.see"},
	"duty.make":           {see: "duty.see", agents: true},
	"duty.raise":          {see: "duty.see", agents: true},
	"duty.lapse":          {see: "duty.see", agents: true},
	"duty.recount":        {see: "duty.see", agents: true},
	"duty.discharge":      {any: append(append(rules(), countyHands...), unitHands...), see: "duty.see"},
	"duty.attach":         {any: append(append(rules(), countyHands...), unitHands...), see: "duty.see"},
	"duty.extend":         {any: offices, see: "duty.see", notOwn: true},
	"duty.pause":          {any: offices, see: "duty.see", notOwn: true},
	"duty.resume":         {any: offices, see: "duty.see", notOwn: true},
	"duty.waive":          {any: offices, see: "duty.see", notOwn: true},
	"duty.reopen":         {any: offices, see: "duty.see", notOwn: true},
	// What was counted of ballots is entered by one of the office and confirmed by another; answers of few are nobody's to
	// read (course.answered).
	"tally.see":     {any: matterSeen, agents: true},
	"tally.know":    {any: matterSeen, agents: true},
	"tally.list":    {any: business, agents: true},
	"tally.count":   {any: offices, see: "tally.see", notOwn: true},
	"tally.attach":  {any: offices, see: "tally.see", notOwn: true},
	"tally.confirm": {any: offices, see: "tally.see", notOwn: true, inPerson: true},
	"tally.correct": {any: offices, see: "tally.see", notOwn: true},
	"tally.drop":    {any: offices, see: "tally.see", notOwn: true},
	// Registered documents are read by everybody who works here; the county’s are written
	// by the offices, a unit’s own papers by its people too (spec 2.2).
	"document.see":     {any: business, agents: true},
	"document.list":    {any: business, agents: true},
	"document.add":     {any: append(append(rules(), unitHands...), offices...), see: "document.see"},
	"document.change":  {any: append(append(rules(), unitHands...), offices...), see: "document.see"},
	"document.enter":   {any: append(append(rules(), unitHands...), offices...), see: "document.see"},
	"document.reword":  {any: append(append(rules(), unitHands...), offices...), see: "document.see"},
	"document.end":     {any: append(append(rules(), unitHands...), offices...), see: "document.see"},
	"document.resume":  {any: append(append(rules(), unitHands...), offices...), see: "document.see"},
	"document.attach":  {any: append(append(rules(), unitHands...), offices...), see: "document.see"},
	"import.documents": {any: offices, see: "county.see", agents: true},
	// Tasks are read by everybody. What the county gave is written and accepted by the
	// offices, and the unit takes part in it; they deliver what is the county’s as a whole.
	// What a unit set itself is its own (spec 2.3).
	"task.see":        {any: business, agents: true},
	"task.list":       {any: business, agents: true},
	"task.add":        {any: append(append(rules(), unitHands...), offices...), see: "task.see"},
	"task.change":     {any: append(append(rules(), unitHands...), offices...), see: "task.see"},
	"task.end":        {any: append(append(rules(), unitHands...), offices...), see: "task.see"},
	"task.resume":     {any: append(append(rules(), unitHands...), offices...), see: "task.see"},
	"task.break-down": {any: append(append(rules(), partHands...), offices...), see: "task.see"},
	"task.report":     {any: append(append(rules(), partHands...), offices...), see: "task.see"},
	"task.deliver":    {any: append(append(rules(), partHands...), offices...), see: "task.see"},
	"task.withdraw":   {any: append(append(rules(), partHands...), offices...), see: "task.see"},
	"task.attach":     {any: append(append(rules(), partHands...), offices...), see: "task.see"},
	"task.accept": {any: append(append(rules(), unitLeader...), offices...), see: "task.see",
		notRequester: true},
	"task.send-back": {any: append(append(rules(), unitLeader...), offices...), see: "task.see",
		notRequester: true},
	// The body that is responsible together with a unit's own counter-signs: those who
	// lead it, not its clerks.
	"task.countersign": {any: rules(rule{actor.FirstResponsible, cosigns}, rule{actor.TeamMember, cosigns}),
		see: "task.see", inPerson: true},
	"import.tasks": {any: offices, see: "county.see", agents: true},
	// What is signed is drafted by a body’s own people and the offices of its side; the
	// first responsible person signs, and which one that is, is the command’s to find out.
	// A verification code is for everybody who works here (spec 3.3).
	"signoff.see":    {any: matterSeen, agents: true},
	"signoff.list":   {any: business, agents: true},
	"signoff.check":  {any: business},
	"signoff.add":    {any: append(append(rules(), unitHands...), offices...), see: "signoff.see"},
	"signoff.change": {any: append(append(rules(), unitHands...), offices...), see: "signoff.see"},
	"signoff.freeze": {any: append(append(rules(), unitHands...), offices...), see: "signoff.see"},
	"signoff.recall": {any: append(rules(rule{actor.Clerk, ownUnits}, rule{actor.Staff, ownUnits},
		rule{actor.TeamMember, ownUnits}), offices...), see: "signoff.see"},
	"signoff.issue":  {any: append(append(rules(), unitHands...), offices...), see: "signoff.see"},
	"signoff.keep":   {see: "signoff.see", agents: true}, // the file of what was signed is kept by no person
	"signoff.sign":   {any: rules(rule{actor.FirstResponsible, anywhere}), see: "signoff.see", inPerson: true},
	"signoff.return": {any: rules(rule{actor.FirstResponsible, anywhere}), see: "signoff.see", inPerson: true},

	// Records are written by the people of a unit; the person a record is about confirms
	// it, an office of its side or who answers for the unit reviews it. Nobody changes one,
	// a superior least of all (spec 2.6).
	"ledger.list": {any: business, agents: true},
	"ledger.see":  {any: matterSeen, agents: true},

	"record.see":     {any: append(rules(rule{anyRole, oneself}), matterSeen...), agents: true},
	"record.list":    {any: business, agents: true},
	"record.add":     {any: unitHands, see: "record.list"},
	"record.correct": {any: unitHands, see: "record.see"},
	"record.attach":  {any: unitHands, see: "record.see"},
	"record.confirm": {any: rules(rule{anyRole, oneself}), see: "record.see", inPerson: true},
	"record.recall":  {any: rules(rule{anyRole, oneself}), see: "record.see", inPerson: true},
	"record.review": {any: append(append(rules(leading), offices...), rule{actor.FirstResponsible, answersFor},
		rule{actor.TeamMember, answersFor}, rule{actor.DisciplineMember, answersFor}), see: "record.see",
		notRequester: true},

	// Who was told of an inspection, everybody may know; an office registers it. Remarks on
	// records are made by the house; the unit answers, and who leads or an office decides,
	// never for their own unit or what they wrote down (spec 2.6, 8 #6).
	"announcement.see":      {any: business, agents: true},
	"announcement.list":     {any: business, agents: true},
	"announcement.add":      {any: append(rules(leading), offices...), see: "announcement.see"},
	"announcement.withdraw": {any: append(rules(leading), offices...), see: "announcement.see", notOwn: true},
	"remark.see":            {any: append(rules(rule{anyRole, oneself}), matterSeen...), agents: true},
	"remark.list":           {any: business, agents: true},
	"remark.make":           {see: "remark.see", agents: true},
	"remark.reply":          {any: append(rules(rule{anyRole, oneself}), unitHands...), see: "remark.see"},
	"remark.recall":         {any: append(rules(rule{anyRole, oneself}), unitHands...), see: "remark.see"},
	"remark.dismiss": {any: append(rules(leading), offices...), see: "remark.see", notOwn: true,
		notRequester: true},
	"remark.uphold": {any: append(rules(leading), offices...), see: "remark.see", notOwn: true,
		notRequester: true},

	// What office and unit say to each other about a matter is for its two sides, and for the
	// person it is about, not for all who may look the matter up. What the office says
	// within itself bears no unit (comment.Object), and is not for people of the matter's own.
	"comment.see":      {any: conversing, agents: true},
	"comment.add":      {any: conversing, see: "comment.see"},
	"comment.within":   {any: append(rules(leading), offices...), see: "comment.see", notOwn: true},
	"comment.withdraw": {any: conversing, see: "comment.see"},
	// Who of the office took a matter up is the office’s own affair.
	"charge.see":      {any: append(rules(leading), offices...), notOwn: true, agents: true},
	"charge.take":     {any: append(rules(leading), offices...), see: "charge.see", notOwn: true},
	"charge.put-back": {any: append(rules(leading), offices...), see: "charge.see", notOwn: true},
	"charge.hand":     {any: append(rules(leading), offices...), see: "charge.see", notOwn: true},

	// A handover is of the two whom it binds, their unit and the offices; the house makes
	// it by itself and nobody else does. An office signs for who left the county only.
	"handover.see": {any: append(append(rules(rule{anyRole, oneself}, rule{anyRole, takesOver}, leading), offices...),
		unitSees...), agents: true},
	"handover.list":     {any: business, agents: true},
	"handover.make":     {see: "handover.see", agents: true},
	"handover.sign-out": {any: append(rules(rule{anyRole, oneself}), offices...), see: "handover.see", inPerson: true},
	"handover.sign-in":  {any: rules(rule{anyRole, takesOver}), see: "handover.see", inPerson: true},
	"handover.reserve": {any: rules(rule{anyRole, oneself}, rule{anyRole, takesOver}), see: "handover.see",
		inPerson: true},

	// A delegation is made by whose posts it lends, and ended by either of the two or an
	// office of its side. A deputy makes none: nobody lends on what they only borrow.
	"delegation.see": {any: append(append(rules(rule{anyRole, oneself}, rule{anyRole, takesOver}, leading), offices...),
		unitSees...), agents: true},
	"delegation.list": {any: business, agents: true},
	"delegation.add":  {any: business, see: "delegation.list", inPerson: true},
	"delegation.revoke": {any: append(rules(rule{anyRole, oneself}, rule{anyRole, takesOver}), offices...),
		see: "delegation.see", inPerson: true},

	// What was drawn, and how, is shown to everybody who works here; the house draws. A drawn
	// matter is looked at by an office of its side, who is named, had no hand in the closing,
	// also through a deputy, and says in person what they saw; its unit sees that, and
	// replies (spec 8 #3).
	"draw.see":       {any: business, agents: true},
	"draw.list":      {any: business, agents: true},
	"draw.make":      {see: "draw.see", agents: true},
	"recheck.see":    {any: matterSeen, agents: true},
	"recheck.list":   {any: business, agents: true},
	"recheck.hold":   {any: offices, see: "recheck.see", notOwn: true, inPerson: true},
	"recheck.fail":   {any: offices, see: "recheck.see", notOwn: true, inPerson: true},
	"recheck.hand":   {any: offices, see: "recheck.see", notOwn: true},
	"recheck.attach": {any: offices, see: "recheck.see", notOwn: true},
	"recheck.reply":  {any: unitHands, see: "recheck.see"},

	// Office documents are written by an organ's own people and seen by who countersigns or receives them too. Checking
	// is nobody's who wrote, signing that of the one named, in person; two people cancel (spec 6.4).
	"dispatch.see": {any: append(append(rules(rule{anyRole, oneself}, rule{actor.PrincipalOffice, takesPart},
		rule{actor.SupervisoryOffice, takesPart}), matterSeen...), seated...), agents: true},
	"dispatch.list":   {any: business, agents: true},
	"dispatch.add":    {any: drafting, see: "dispatch.list"},
	"dispatch.change": {any: drafting, see: "dispatch.see"},
	"dispatch.attach": {any: drafting, see: "dispatch.see"},
	"dispatch.submit": {any: drafting, see: "dispatch.see"},
	"dispatch.pass":   {any: drafting, see: "dispatch.see", notRequester: true},
	"dispatch.return": {any: append(rules(rule{anyRole, oneself}), drafting...), see: "dispatch.see",
		notRequester: true},
	"dispatch.hand":       {any: drafting, see: "dispatch.see"},
	"dispatch.sign":       {any: rules(rule{anyRole, oneself}), see: "dispatch.see", inPerson: true},
	"dispatch.seal":       {any: drafting, see: "dispatch.see"},
	"dispatch.send":       {any: drafting, see: "dispatch.see"},
	"dispatch.issue":      {see: "dispatch.see", agents: true}, // the file of what was issued is kept by no person
	"dispatch.urge":       {any: drafting, see: "dispatch.see"},
	"dispatch.archive":    {any: drafting, see: "dispatch.see"},
	"dispatch.oa":         {any: drafting, see: "dispatch.see"},
	"dispatch.recall":     {any: drafting, see: "dispatch.see"},
	"dispatch.withdraw":   {any: drafting, see: "dispatch.see"},
	"dispatch.ask-cancel": {any: drafting, see: "dispatch.see"},
	"dispatch.cancel": {any: append(rules(rule{anyRole, oneself}), drafting...), see: "dispatch.see",
		notRequester: true},
	"dispatch.keep": {any: append(rules(rule{anyRole, oneself}), drafting...), see: "dispatch.see",
		notRequester: true},

	"slip.see":     {any: append(append(rules(), matterSeen...), seated...), agents: true},
	"slip.list":    {any: business, agents: true},
	"slip.receive": {any: append(append(rules(), unitHands...), seated...), see: "slip.see"},
	"slip.agree":   {any: append(append(rules(), unitLeader...), seated...), see: "slip.see"},
	"slip.object":  {any: append(append(rules(), unitLeader...), seated...), see: "slip.see"},

	"order.see":              {any: matterSeen, agents: true},
	"order.list":             {any: business, agents: true},
	"order.draft":            {any: offices, see: "order.see", notOwn: true, agents: true},
	"order.submit":           {any: offices, see: "order.see", notOwn: true},
	"order.issue":            {any: append(rules(leading), offices...), see: "order.see", notOwn: true},
	"order.return":           {any: append(rules(leading), offices...), see: "order.see", notOwn: true},
	"order.acknowledge":      {any: unitHands, see: "order.see"},
	"order.report":           {any: unitHands, see: "order.see"},
	"order.do-measure":       {any: unitHands, see: "order.see"},
	"order.ask-extension":    {any: unitHands, see: "order.see"},
	"order.grant-extension":  {any: offices, see: "order.see", notOwn: true, notRequester: true},
	"order.refuse-extension": {any: offices, see: "order.see", notOwn: true, notRequester: true},
	"order.request-close":    {any: unitHands, see: "order.see"},
	"order.recall-close":     {any: unitHands, see: "order.see"},
	"order.recall-extension": {any: unitHands, see: "order.see"},
	"order.confirm-close":    {any: unitLeader, see: "order.see"},
	"order.close":            {any: offices, see: "order.see", notOwn: true, notRequester: true, agents: true},
	"order.reject":           {any: offices, see: "order.see", notOwn: true, notRequester: true},
	"order.reassign": {any: append(append(rules(), offices...), rule{actor.FirstResponsible, ownUnits}),
		see: "order.see"},
	"order.withdraw":       {any: offices, see: "order.see", notOwn: true},
	"order.reopen":         {any: append(rules(leading), offices...), see: "order.see", notOwn: true},
	"order.supervise":      {any: append(rules(leading), offices...), see: "order.see", notOwn: true},
	"order.make-long-term": {any: offices, see: "order.see", notOwn: true},
	"order.review":         {any: offices, see: "order.see", notOwn: true},
	"order.write-letter":   {any: offices, see: "order.see", notOwn: true},
	"order.send-letter":    {any: offices, see: "order.see", notOwn: true},
	"order.drop-letter":    {any: offices, see: "order.see", notOwn: true},
	"order.read-letter":    {any: unitHands, see: "order.see"},
	"order.keep-letter":    {see: "order.see", agents: true}, // the file of what was sent is kept by no person
	"order.recount":        {see: "order.see", agents: true}, // the tick, when the calendar changed
	"order.attach":         {any: append(rules(), append(unitHands, offices...)...), see: "order.see"},

	"account.see":    {any: system, agents: true},
	"account.change": {any: system, agents: true},
	"grant.see":      {any: security},
	"grant.change":   {any: security, agents: true},
	"clock.see":      {any: system, agents: true},
	"clock.confirm":  {any: system, agents: true},
	"personal.erase": {agents: true}, // at the console, by an order: docs/decisions/0047
	"outlet.see":     {any: system},
	"outlet.change":  {any: system, agents: true}, // the tick turns off what does not answer
	// Administrators have no tokens: by the API the offices ask, which issue the documents.
	"font.see":       {any: append(rules(system...), registrars...)},
	"journal.see":    {any: audit},
	"access-log.see": {any: audit},
}))
