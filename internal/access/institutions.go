package access

import (
	"maps"

	"shuangze/internal/actor"
)

// screened is who reads what a body's screening found.
var screened = append(append(append(rules(rule{actor.DisciplineMember, ownUnits}), registrars...), matterSeen...),
	seated...)

// checking is who checks what guards against risks: the discipline line above, and the unit itself.
var checking = append(rules(rule{actor.SupervisoryOffice, anywhere}, rule{actor.DisciplineMember, answersFor},
	rule{actor.FirstResponsible, answersFor}), unitHands...)

// organising is who holds activities of a unit and keeps their rolls; covering who may know how often its people were
// reached.
var (
	organising = append(append(rules(rule{actor.Clerk, ownUnits}, rule{actor.FirstResponsible, ownUnits}), seated...),
		countyHands...)
	covering = append(append(rules(leading, rule{actor.TeamMember, ownUnits}, rule{actor.DisciplineMember, answersFor}),
		registrars...), organising...)
)

// caseKeepers register what was decided of cases; caseHands read it.
var (
	caseKeepers = rules(rule{actor.SupervisoryOffice, anywhere}, rule{actor.DisciplineMember, answersFor})
	weighing    = rules(rule{actor.SupervisoryOffice, anywhere})
	caseHands   = append(rules(leading), caseKeepers...)
)

// dossierKeepers keep dossiers; dossierAsks may ask to look into one; dossierLists see whose there are.
var (
	dossierKeepers = rules(rule{actor.SupervisoryOffice, anywhere})
	dossierAsks    = append(rules(rule{actor.PrincipalOffice, anywhere}, rule{actor.FirstResponsible, ownUnits},
		rule{actor.DisciplineMember, ownUnits}), dossierKeepers...)
	dossierSeen  = append(rules(rule{anyRole, oneself}), dossierAsks...)
	dossierLists = business
)

// openSeen is who sees what units make known, before the public does.
var openSeen = append(append(rules(), registrars...), matterSeen...)

// opening is who says what a unit makes known: its people, and the offices.
var opening = append(append(rules(), unitHands...), registrars...)

// institutions is what may be done in the ten institutions: a part of the policy.
var institutions = map[Verb]verb{
	// Circulars are office documents. Whom they name answers once.
	"circular.see": {any: append(append(rules(rule{anyRole, oneself}, rule{actor.PrincipalOffice, takesPart},
		rule{actor.SupervisoryOffice, takesPart}), matterSeen...), seated...), agents: true},
	"circular.list":   {any: business, agents: true},
	"circular.add":    {any: drafting, see: "circular.list"},
	"circular.change": {any: drafting, see: "circular.see"},
	"circular.attach": {any: drafting, see: "circular.see"},
	"circular.submit": {any: drafting, see: "circular.see"},
	"circular.pass":   {any: drafting, see: "circular.see", notRequester: true},
	"circular.return": {any: append(rules(rule{anyRole, oneself}), drafting...), see: "circular.see",
		notRequester: true},
	"circular.hand":       {any: drafting, see: "circular.see"},
	"circular.sign":       {any: rules(rule{anyRole, oneself}), see: "circular.see", inPerson: true},
	"circular.seal":       {any: drafting, see: "circular.see"},
	"circular.send":       {any: drafting, see: "circular.see"},
	"circular.issue":      {see: "circular.see", agents: true},
	"circular.urge":       {any: drafting, see: "circular.see"},
	"circular.archive":    {any: drafting, see: "circular.see"},
	"circular.oa":         {any: drafting, see: "circular.see"},
	"circular.recall":     {any: drafting, see: "circular.see"},
	"circular.withdraw":   {any: drafting, see: "circular.see"},
	"circular.ask-cancel": {any: drafting, see: "circular.see"},
	"circular.cancel": {any: append(rules(rule{anyRole, oneself}), drafting...), see: "circular.see",
		notRequester: true},
	"circular.keep": {any: append(rules(rule{anyRole, oneself}), drafting...), see: "circular.see",
		notRequester: true},
	"mention.see":    {any: append(append(append(rules(), matterSeen...), seated...), countyHands...), agents: true},
	"mention.list":   {any: business, agents: true},
	"mention.add":    {any: drafting, see: "mention.list"},
	"mention.change": {any: drafting, see: "mention.see"},
	"mention.drop":   {any: drafting, see: "mention.see"},
	"mention.reply":  {any: append(append(rules(), unitHands...), seated...), see: "mention.see"},

	// A screening is its body's own; both offices and the county's leaders see all.
	"screening.see":      {any: screened, agents: true},
	"screening.list":     {any: business, agents: true},
	"screening.add":      {any: drafting, see: "screening.list"},
	"screening.change":   {any: drafting, see: "screening.see"},
	"screening.prepare":  {any: drafting, see: "screening.see"},
	"screening.find":     {any: drafting, see: "screening.see"},
	"screening.hold":     {any: drafting, see: "screening.see"},
	"screening.close":    {any: drafting, see: "screening.see"},
	"screening.withdraw": {any: drafting, see: "screening.see"},
	"screening.attach":   {any: drafting, see: "screening.see"},
	"concern.see":        {any: screened, agents: true},
	"concern.list":       {any: business, agents: true},
	"concern.strike":     {any: drafting, see: "concern.see"},
	// A unit's risk points are its own and its discipline line's; whoever leads it confirms them. The discipline side
	// checks them, and the unit itself.
	"risk.see":           {any: screened, agents: true},
	"risk.list":          {any: business, agents: true},
	"risk.add":           {any: drafting, see: "risk.list"},
	"risk.change":        {any: drafting, see: "risk.see"},
	"risk.attach":        {any: drafting, see: "risk.see"},
	"risk.confirm":       {any: rules(rule{actor.FirstResponsible, here}), see: "risk.see", inPerson: true},
	"risk.regrade":       {any: drafting, see: "risk.see"},
	"risk.review":        {any: drafting, see: "risk.see"},
	"risk.end":           {any: drafting, see: "risk.see"},
	"risk.withdraw":      {any: drafting, see: "risk.see"},
	"import.risks":       {any: drafting, see: "county.see", agents: true},
	"riskcheck.see":      {any: screened, agents: true},
	"riskcheck.list":     {any: business, agents: true},
	"riskcheck.add":      {any: checking, see: "riskcheck.list"},
	"riskcheck.attach":   {any: checking, see: "riskcheck.see"},
	"riskcheck.correct":  {any: checking, see: "riskcheck.see"},
	"riskcheck.withdraw": {any: checking, see: "riskcheck.see"},
	// Who is expected sees an activity and answers its quiz; its organisers alone keep the roll and see marks.
	"education.see":      {any: append(rules(rule{anyRole, isSent}), screened...), agents: true},
	"education.list":     {any: business, agents: true},
	"education.add":      {any: organising, see: "education.list"},
	"education.change":   {any: organising, see: "education.see"},
	"education.hold":     {any: organising, see: "education.see"},
	"education.make-up":  {any: organising, see: "education.see"},
	"education.mark":     {any: organising, see: "education.see"},
	"education.answer":   {any: rules(rule{anyRole, isSent}), see: "education.see", inPerson: true},
	"education.close":    {any: organising, see: "education.see"},
	"education.withdraw": {any: organising, see: "education.see"},
	"education.attach":   {any: organising, see: "education.see"},
	"import.educations":  {any: organising, see: "county.see", agents: true},
	"coverage.see":       {any: covering, agents: true},
	"attempt.see":        {any: append(rules(rule{anyRole, oneself}), organising...), agents: true},
	"attempt.list":       {any: business, agents: true},
	// What is not approved may hold personal data: its unit, both offices and the county's leaders see it.
	// The unit's people prepare it, or those of the unit above a village; a leader of theirs who did not hand it in
	// approves it. An office may take anything down.
	"affair.see":           {any: openSeen, agents: true},
	"affair.list":          {any: business, agents: true},
	"affair.add":           {any: opening, see: "affair.list"},
	"affair.change":        {any: opening, see: "affair.see"},
	"affair.end":           {any: opening, see: "affair.see"},
	"affair.resume":        {any: opening, see: "affair.see"},
	"affair.recount":       {see: "affair.see", agents: true}, // the tick, when the calendar changed
	"affair.prepare":       {any: unitHands, see: "affair.see"},
	"import.affairs":       {any: registrars, see: "county.see", agents: true},
	"disclosure.see":       {any: openSeen, agents: true},
	"disclosure.list":      {any: business, agents: true},
	"disclosure.change":    {any: unitHands, see: "disclosure.see"},
	"disclosure.attach":    {any: unitHands, see: "disclosure.see"},
	"disclosure.submit":    {any: unitHands, see: "disclosure.see"},
	"disclosure.recall":    {any: unitHands, see: "disclosure.see"},
	"disclosure.approve":   {any: unitLeader, see: "disclosure.see", notRequester: true},
	"disclosure.return":    {any: unitLeader, see: "disclosure.see", notRequester: true},
	"disclosure.publish":   {any: unitHands, see: "disclosure.see"},
	"disclosure.take-down": {any: opening, see: "disclosure.see"},
	"disclosure.recount":   {see: "disclosure.see", agents: true}, // the same
	"disclosure.withdraw":  {any: unitHands, see: "disclosure.see"},
	// That there is a round, and how it was drawn, everybody may see; which units the record calls for, and why, the
	// leaders and the office of the side alone (spec 3.7).
	"round.see":      {any: business, agents: true},
	"round.list":     {any: business, agents: true},
	"round.add":      {any: offices, see: "round.see"},
	"round.change":   {any: offices, see: "round.see"},
	"round.rank":     {any: offices, see: "round.see"},
	"round.fix":      {any: offices, see: "round.see"},
	"round.draw":     {any: offices, see: "round.see"},
	"round.withdraw": {any: offices, see: "round.see"},
	"nominee.see":    {any: rules(leading, principal, supervisory), agents: true},
	"nominee.list":   {any: rules(leading, principal, supervisory), agents: true},
	"nominee.choose": {any: offices, see: "nominee.see"},
	"nominee.leave":  {any: offices, see: "nominee.see"},
	// Both offices see to who links which unit. A visit is written down by the member, the unit or an office, and
	// confirmed by the member alone.
	"link.see":       {any: append(append(rules(rule{anyRole, oneself}), registrars...), matterSeen...), agents: true},
	"link.list":      {any: business, agents: true},
	"link.add":       {any: registrars, see: "link.list"},
	"import.links":   {any: registrars, see: "county.see", agents: true},
	"link.change":    {any: registrars, see: "link.see"},
	"link.end":       {any: registrars, see: "link.see"},
	"link.resume":    {any: registrars, see: "link.see"},
	"visit.see":      {any: append(append(rules(rule{anyRole, oneself}), registrars...), matterSeen...), agents: true},
	"visit.list":     {any: business, agents: true},
	"visit.add":      {any: visitHands, see: "visit.list"},
	"visit.change":   {any: visitHands, see: "visit.see"},
	"visit.attach":   {any: visitHands, see: "visit.see"},
	"visit.withdraw": {any: visitHands, see: "visit.see"},
	"visit.correct":  {any: visitHands, see: "visit.see"},
	"visit.confirm":  {any: rules(rule{anyRole, oneself}), see: "visit.see", inPerson: true},
	// What a head pledges is public; the unit keeps it, its office has it rated and judges it.
	"pledge.see":      {any: business, agents: true},
	"pledge.list":     {any: business, agents: true},
	"pledge.add":      {any: append(append(rules(), unitHands...), offices...), see: "pledge.see"},
	"pledge.change":   {any: append(append(rules(), unitHands...), offices...), see: "pledge.see"},
	"pledge.attach":   {any: append(append(rules(), unitHands...), offices...), see: "pledge.see"},
	"pledge.make":     {any: append(append(rules(), unitHands...), offices...), see: "pledge.see"},
	"pledge.withdraw": {any: append(append(rules(), unitHands...), offices...), see: "pledge.see"},
	"pledge.tell":     {any: unitHands, see: "pledge.see"},
	"pledge.review":   {any: unitHands, see: "pledge.see"},
	"pledge.rate":     {any: offices, see: "pledge.see", notOwn: true},
	"pledge.judge":    {any: offices, see: "pledge.see", notOwn: true},
	"pledge.release":  {any: offices, see: "pledge.see", notOwn: true},
	"pledge.card":     {see: "pledge.see", agents: true},
	"import.pledges":  {any: offices, see: "county.see", agents: true},
	"pledge.recall":   {any: unitHands, see: "pledge.see"},
	// Whose statement it is writes and answers in person; the offices do the rest, never for their own unit. Who counts
	// the ballots is of either office, and the second is not the first.
	"statement.see":     {any: append(append(rules(rule{anyRole, oneself}), registrars...), matterSeen...), agents: true},
	"statement.list":    {any: business, agents: true},
	"statement.add":     {any: offices, see: "statement.list"},
	"statement.change":  {any: offices, see: "statement.see"},
	"statement.move":    {any: offices, see: "statement.see"},
	"statement.cancel":  {any: offices, see: "statement.see"},
	"statement.write":   {any: rules(rule{anyRole, oneself}), see: "statement.see", inPerson: true},
	"statement.recall":  {any: append(rules(rule{anyRole, oneself}), registrars...), see: "statement.see", inPerson: true},
	"statement.attach":  {any: append(rules(rule{anyRole, oneself}), registrars...), see: "statement.see"},
	"statement.ask":     {any: registrars, see: "statement.see", notOwn: true},
	"statement.hold":    {any: registrars, see: "statement.see", notOwn: true},
	"statement.remark":  {any: append(rules(leading), registrars...), see: "statement.see", notOwn: true},
	"statement.count":   {any: registrars, see: "statement.see", notOwn: true, inPerson: true},
	"statement.confirm": {any: registrars, see: "statement.see", notOwn: true, notRequester: true},
	"statement.dispute": {any: registrars, see: "statement.see", notOwn: true, notRequester: true},
	"statement.publish": {any: registrars, see: "statement.see", notOwn: true},
	"statement.reply":   {any: rules(rule{anyRole, oneself}), see: "statement.see", inPerson: true},
	"statement.close":   {any: registrars, see: "statement.see", notOwn: true},
	// A vote by phone is an office's; the tellers are whoever it names, each for themselves, and what is on record of it
	// holds no ballot.
	"statement.vote": {any: registrars, see: "statement.see", notOwn: true},
	"vote.see":       {any: business, agents: true},
	"vote.list":      {any: business, agents: true},
	"vote.bring":     {any: business, see: "vote.see", inPerson: true},
	"vote.try":       {any: business, see: "vote.see", inPerson: true},
	"vote.print":     {any: registrars, see: "vote.see"},
	"vote.open":      {any: registrars, see: "vote.see"},
	"vote.end":       {any: registrars, see: "vote.see"},
	"vote.publish":   {any: registrars, see: "vote.see", inPerson: true},
	"vote.void":      {any: registrars, see: "vote.see", agents: true}, // a restore too
	"inquiry.see":    {any: append(append(rules(rule{anyRole, oneself}), registrars...), matterSeen...), agents: true},
	"inquiry.list":   {any: business, agents: true},
	"inquiry.strike": {any: registrars, see: "inquiry.see", notOwn: true},
	// A report of a year is its unit's, both offices' (one of them acts for each superior) and
	// the leading group's. A special one is the discipline line's and its committee's, in the
	// very unit: neither clerks nor the principal office see it (spec 3.6).
	"report.see": {any: append(append(rules(leading, rule{actor.PrincipalOffice, anywhere},
		rule{actor.SupervisoryOffice, anywhere}, rule{actor.DisciplineMember, ownUnits}), unitHands...), countyHands...),
		agents: true},
	"report.list":     {any: business, agents: true},
	"report.add":      {any: drafting, see: "report.list"},
	"report.compose":  {any: drafting, see: "report.see"},
	"report.write":    {any: drafting, see: "report.see"},
	"report.withdraw": {any: drafting, see: "report.see"},
	"report.close":    {any: drafting, see: "report.see"},
	"report.sign":     {any: rules(rule{actor.FirstResponsible, anywhere}), see: "report.see", inPerson: true},
	"report.receive":  {any: superiors, see: "report.see"},
	"report.comment":  {any: superiors, see: "report.see"},
	"report.return":   {any: superiors, see: "report.see"},
	"special.see": {any: append(rules(rule{actor.SupervisoryOffice, anywhere}, rule{actor.TeamMember, here}),
		disciplined...), agents: true},
	"special.list":     {any: business, agents: true},
	"special.add":      {any: disciplined, see: "special.list"},
	"special.write":    {any: disciplined, see: "special.see"},
	"special.withdraw": {any: disciplined, see: "special.see"},
	"special.close":    {any: disciplined, see: "special.see"},
	"special.sign":     {any: rules(rule{actor.FirstResponsible, here}), see: "special.see", inPerson: true},
	"special.receive":  {any: superiors, see: "special.see"},
	"special.comment":  {any: superiors, see: "special.see"},
	"special.return":   {any: superiors, see: "special.see"},
	// What was decided of a case is the discipline side's and the leading group's; the unit's head sees it once told.
	"case.see":      {any: append(rules(rule{anyRole, oneself}, rule{anyRole, takesOver}), caseHands...), agents: true},
	"case.list":     {any: append(rules(rule{actor.FirstResponsible, anywhere}), caseHands...), agents: true},
	"case.add":      {any: caseKeepers, see: "case.list"},
	"case.change":   {any: caseKeepers, see: "case.see"},
	"case.inform":   {any: caseKeepers, see: "case.see"},
	"case.withdraw": {any: caseKeepers, see: "case.see"},
	"case.weigh":    {any: weighing, see: "case.see", notOwn: true},
	"case.know":     {any: weighing, agents: true},
	"import.cases":  {any: caseKeepers, see: "county.see", agents: true},
	// A decision on a person is the discipline side's and the leading group's; the unit's head sees it once told, the
	// person once it was served on them. Who registered one does not confirm it.
	"measure.see":      {any: append(rules(rule{anyRole, oneself}, rule{anyRole, takesOver}), caseHands...), agents: true},
	"measure.list":     {any: append(rules(rule{actor.FirstResponsible, anywhere}), caseHands...), agents: true},
	"measure.add":      {any: caseKeepers, see: "measure.list"},
	"measure.change":   {any: caseKeepers, see: "measure.see"},
	"measure.confirm":  {any: caseKeepers, see: "measure.see", notRequester: true},
	"measure.notify":   {any: caseKeepers, see: "measure.see"},
	"measure.inform":   {any: caseKeepers, see: "measure.see"},
	"measure.restore":  {any: caseKeepers, see: "measure.see"},
	"measure.again":    {any: caseKeepers, see: "measure.see"},
	"measure.revoke":   {any: caseKeepers, see: "measure.see"},
	"measure.vary":     {any: caseKeepers, see: "measure.see"},
	"measure.withdraw": {any: caseKeepers, see: "measure.see"},
	"measure.end":      {agents: true},
	"import.measures":  {any: caseKeepers, see: "county.see", agents: true},
	// Whether people are clear is asked by the supervisory office, of whoever it is.
	"clearance.see":  {any: rules(rule{actor.SupervisoryOffice, anywhere}), agents: true},
	"clearance.list": {any: rules(rule{actor.SupervisoryOffice, anywhere}), agents: true},
	"clearance.add":  {any: rules(rule{actor.SupervisoryOffice, anywhere}), see: "clearance.list"},
	// Who has a dossier, and whose it is to keep, those see who may have to ask for one; what stands in it nobody sees but
	// its holder and, for some parts and until a day, who was given access by another. Who asked opens it in person.
	"dossier.see":     {any: dossierSeen, agents: true},
	"dossier.list":    {any: dossierLists, agents: true},
	"dossier.add":     {any: dossierKeepers, see: "dossier.list"},
	"import.dossiers": {any: dossierKeepers, see: "county.see", agents: true},
	"dossier.open":    {any: dossierKeepers, see: "dossier.see"},
	"dossier.change":  {any: dossierKeepers, see: "dossier.see"},
	"dossier.review":  {any: dossierKeepers, see: "dossier.see"},
	"dossier.close":   {any: dossierKeepers, see: "dossier.see"},
	"dossier.record":  {any: dossierKeepers, see: "dossier.see"},
	"dossier.expect":  {agents: true},
	// How many there are, by rank, age and unit: small groups are merged for who sees no persons.
	"dossierstats.list": {any: append(append(rules(leading), registrars...), rule{actor.DisciplineMember, ownUnits})},
	"dossier.declare":   {any: rules(rule{anyRole, oneself}), see: "dossier.see", inPerson: true},
	// All of it as one file is its holder's alone to take, in person; programs read it by a token of the holder's.
	"dossier.use": {any: rules(rule{anyRole, oneself}), see: "dossier.see", inPerson: true},
	"dossier.ask": {any: dossierAsks, see: "dossier.see", inPerson: true},
	"declaration.see": {any: append(rules(rule{anyRole, oneself}, rule{anyRole, takesOver}), dossierKeepers...),
		agents: true},
	"declaration.list": {any: business, agents: true},
	// Its words are the person's, and for whom it waits: see dossiers.inside.
	"declaration.read":     {any: rules(rule{anyRole, oneself}, rule{anyRole, takesOver}, supervisory)},
	"declaration.write":    {any: rules(rule{anyRole, oneself}), see: "declaration.see", inPerson: true},
	"declaration.sign":     {any: rules(rule{anyRole, oneself}), see: "declaration.see", inPerson: true},
	"declaration.correct":  {any: rules(rule{anyRole, oneself}), see: "declaration.see", inPerson: true},
	"declaration.withdraw": {any: rules(rule{anyRole, oneself}), see: "declaration.see", inPerson: true},
	"declaration.pass":     {any: rules(rule{anyRole, takesOver}), see: "declaration.see", inPerson: true},
	"declaration.file":     {any: dossierKeepers, see: "declaration.see", notRequester: true},
	"declaration.return": {any: append(rules(rule{anyRole, takesOver}), dossierKeepers...), see: "declaration.see",
		notRequester: true},
	"dossieraccess.see":      {any: append(rules(rule{anyRole, oneself}), dossierKeepers...), agents: true},
	"dossieraccess.list":     {any: dossierLists, agents: true},
	"dossieraccess.approve":  {any: dossierKeepers, see: "dossieraccess.see", notRequester: true},
	"dossieraccess.refuse":   {any: dossierKeepers, see: "dossieraccess.see", notRequester: true},
	"dossieraccess.open":     {any: rules(rule{anyRole, oneself}), see: "dossieraccess.see", inPerson: true},
	"dossieraccess.withdraw": {any: rules(rule{anyRole, oneself}), see: "dossieraccess.see", inPerson: true},
	// Who proposed a talk does not approve it, and who approves stands above the person: the command looks. The two
	// sign in person; what follows is the talker's side's, of whom the command knows more.
	"talk.see":  {any: talkSeen, agents: true},
	"talk.list": {any: business, agents: true},
	"talk.add": {any: rules(leading, rule{actor.SupervisoryOffice, anywhere}, principal,
		rule{actor.FirstResponsible, ownUnits}, rule{actor.TeamMember, ownUnits}), see: "talk.list"},
	"talk.change":   {any: talkSide, see: "talk.see"},
	"talk.approve":  {any: rules(leading, rule{actor.FirstResponsible, ownUnits}), see: "talk.see", notRequester: true},
	"talk.refuse":   {any: rules(leading, rule{actor.FirstResponsible, ownUnits}), see: "talk.see", notRequester: true},
	"talk.notify":   {any: talkSide, see: "talk.see"},
	"talk.hold":     {any: talkSide, see: "talk.see"},
	"talk.sign":     {any: rules(rule{anyRole, oneself}, rule{anyRole, takesOver}), see: "talk.see", inPerson: true},
	"talk.paper":    {any: talkSide, see: "talk.see"},
	"talk.decline":  {any: talkSide, see: "talk.see"},
	"talk.report":   {any: rules(rule{anyRole, oneself}, rule{actor.FirstResponsible, ownUnits}), see: "talk.see"},
	"talk.pass":     {any: talkSide, see: "talk.see"},
	"talk.again":    {any: talkSide, see: "talk.see"},
	"talk.follow":   {any: talkSide, see: "talk.see"},
	"talk.close":    {any: talkSide, see: "talk.see"},
	"talk.withdraw": {any: talkSide, see: "talk.see"},
	"talk.attach":   {any: talkSeen, see: "talk.see"},
	// The team and the office of its side inspect, of a discipline body its own people; the unit sees it from the day
	// it begins and reports. Who inspects for whom, the command knows more of.
	"import.inspections":  {any: offices, see: "county.see", agents: true},
	"inspection.see":      {any: append(rules(rule{anyRole, isSent}), matterSeen...), agents: true},
	"inspection.list":     {any: business, agents: true},
	"inspection.add":      {any: planning, see: "inspection.list"},
	"inspection.change":   {any: planning, see: "inspection.see"},
	"inspection.withdraw": {any: planning, see: "inspection.see"},
	"inspection.start":    {any: inspecting, see: "inspection.see"},
	"inspection.note":     {any: inspecting, see: "inspection.see"},
	"inspection.find":     {any: inspecting, see: "inspection.see"},
	"inspection.tell":     {any: inspecting, see: "inspection.see"},
	"inspection.report":   {any: unitHands, see: "inspection.see"},
	"inspection.recall":   {any: unitHands, see: "inspection.see"},
	"inspection.recheck":  {any: inspecting, see: "inspection.see", notRequester: true},
	"inspection.clear":    {any: inspecting, see: "inspection.see"}, // and, for each of them, problem.close
	"inspection.close":    {any: inspecting, see: "inspection.see"},
	"inspection.attach":   {any: append(append(rules(), inspecting...), unitHands...), see: "inspection.see"},
	"finding.see":         {any: append(rules(rule{anyRole, isSent}), matterSeen...), agents: true},
	"finding.list":        {any: business, agents: true},
	"finding.strike":      {any: inspecting, see: "finding.see"},
	"checkup.see":         {any: append(rules(rule{anyRole, isSent}, leading), planning...), agents: true},
	"checkup.list":        {any: business, agents: true},
	"checkup.look":        {any: inspecting, see: "checkup.see"},
}

// with puts a part into the policy.
func with(part, whole map[Verb]verb) map[Verb]verb {
	maps.Copy(whole, part)
	return whole
}
