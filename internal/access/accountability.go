package access

import "shuangze/internal/actor"

// Who knows of a matter of accountability (spec 4.3): the office of its side, its panel, who approves, and who was
// named to decide about an appeal.
// Whom it is about knows what was shown to them: the facts, the ruling, their own appeal.
var (
	matterKnown = rules(rule{anyRole, isSent}, rule{anyRole, takesOver}, principal, supervisory)
	matterParty = append(rules(rule{anyRole, oneself}), matterKnown...)
	matterPanel = rules(rule{anyRole, isSent})
	approving   = rules(rule{anyRole, takesOver})
	itsOwn      = rules(rule{anyRole, oneself})

	answering     = rules(rule{actor.SupervisoryOffice, anywhere})
	opinionHands  = append(rules(rule{anyRole, isSent}), answering...)
	opinionAskers = rules(rule{actor.Clerk, here})
	opinionLists  = append(rules(rule{actor.FirstResponsible, anywhere}, rule{actor.Clerk, anywhere}), answering...)
	followed      = append(append(rules(rule{anyRole, oneself}, rule{anyRole, takesOver}, leading,
		rule{actor.SupervisoryOffice, anywhere}), offices...), unitSees...)
	insiders   = append(rules(rule{anyRole, oneself}, leading), registrars...)
	nominating = append(rules(rule{anyRole, oneself}, leading, rule{actor.FirstResponsible, ownUnits},
		rule{actor.Clerk, ownUnits}), registrars...)
	carrying = append(rules(rule{anyRole, takesOver}), offices...)
)

// accountability is what may be done in matters of accountability: a part of the policy. What an approver, a judge, a
// member of the panel or whom it is about decides or signs is theirs in person; who of them it is, the command knows.
var accountability = map[Verb]verb{
	"matter.see":       {any: matterKnown, agents: true},
	"matter.list":      {any: business, agents: true},
	"matter.add":       {any: offices, see: "matter.list"},
	"matter.change":    {any: offices, see: "matter.see"},
	"matter.open":      {any: approving, see: "matter.see", inPerson: true},
	"matter.refuse":    {any: approving, see: "matter.see", inPerson: true},
	"matter.readdress": {any: offices, see: "matter.see"},
	"matter.appoint":   {any: offices, see: "matter.see"},
	"matter.dismiss":   {any: offices, see: "matter.see"},
	"matter.show":      {any: matterPanel, see: "matter.see", inPerson: true},
	"matter.report":    {any: matterPanel, see: "matter.see", inPerson: true},
	"matter.sign":      {any: matterPanel, see: "matter.see", inPerson: true},
	"matter.propose":   {any: append(append(rules(), offices...), matterPanel...), see: "matter.see"},
	"matter.approve":   {any: approving, see: "matter.see", inPerson: true},
	"matter.send-back": {any: approving, see: "matter.see", inPerson: true},
	"matter.decide":    {any: offices, see: "matter.see"},
	"matter.close":     {any: offices, see: "matter.see"},
	"matter.cite":      {any: offices, see: "matter.see"},
	"matter.withdraw":  {any: offices, see: "matter.see"},
	"hearing.see":      {any: matterParty, agents: true},
	"hearing.list":     {any: business, agents: true},
	"hearing.answer":   {any: itsOwn, see: "hearing.see", inPerson: true},
	"hearing.refuse":   {any: matterPanel, see: "hearing.see", inPerson: true},
	"ruling.see":       {any: matterParty, agents: true},
	"ruling.list":      {any: business, agents: true},
	"ruling.serve":     {any: offices, see: "ruling.see", notOwn: true},
	"ruling.inform":    {any: offices, see: "ruling.see", notOwn: true},
	"ruling.execute":   {any: append(append(rules(), offices...), matterPanel...), see: "ruling.see"},
	"ruling.attach":    {any: append(append(rules(), offices...), matterPanel...), see: "ruling.see"},
	"ruling.appeal":    {any: itsOwn, see: "ruling.see", inPerson: true},
	"appeal.see": {any: append(rules(rule{anyRole, oneself}, rule{anyRole, takesOver}), offices...),
		agents: true},
	"appeal.list":    {any: business, agents: true},
	"appeal.assign":  {any: offices, see: "appeal.see", notOwn: true},
	"appeal.decide":  {any: approving, see: "appeal.see", inPerson: true},
	"appeal.retract": {any: itsOwn, see: "appeal.see", inPerson: true},
	// Integrity opinions are the discipline body's offices' and of those who sign; the clerks of the office
	// that asks see that it asked, and the letter that it got. The people asked about are nobody's but those offices'.
	"opinion.see":      {any: append(append(rules(), opinionHands...), opinionAskers...), agents: true},
	"opinion.know":     {any: opinionHands},
	"opinion.list":     {any: opinionLists, agents: true},
	"opinion.add":      {any: answering, see: "opinion.list"},
	"opinion.change":   {any: answering, see: "opinion.see"},
	"opinion.attach":   {any: answering, see: "opinion.see"},
	"opinion.name":     {any: answering, see: "opinion.see"},
	"opinion.propose":  {any: answering, see: "opinion.see"},
	"opinion.answer":   {any: answering, see: "opinion.see"},
	"opinion.submit":   {any: answering, see: "opinion.see"},
	"opinion.pass":     {any: answering, see: "opinion.see", notRequester: true},
	"opinion.return":   {any: opinionHands, see: "opinion.see"},
	"opinion.sign":     {any: rules(rule{anyRole, isSent}), see: "opinion.see", inPerson: true},
	"opinion.issue":    {see: "opinion.see", agents: true}, // the file of a letter is kept by no person
	"opinion.withdraw": {any: answering, see: "opinion.see"},
	// Two people cancel a letter that is out: who answers asks, another of them or who signed agrees.
	"opinion.ask-cancel": {any: answering, see: "opinion.see"},
	"opinion.cancel":     {any: opinionHands, see: "opinion.see", notRequester: true},
	"opinion.keep":       {any: opinionHands, see: "opinion.see", notRequester: true},
	"candidate.see":      {any: answering, agents: true},
	"candidate.list":     {any: answering, agents: true},
	"candidate.lead":     {any: answering, see: "candidate.see"},
	"candidate.differ":   {any: answering, see: "candidate.see"},
	"candidate.settle":   {any: answering, see: "candidate.see"},
	"candidate.drop":     {any: answering, see: "candidate.see"},
	// What follows from a decision on a person is known to who carries it out, the discipline side, the leading group and
	// the person once told; of what follows for a body its unit knows too. The command refuses who is the person.
	"consequence.see":    {any: followed, agents: true},
	"consequence.list":   {any: business, agents: true},
	"consequence.carry":  {any: carrying, see: "consequence.see"},
	"consequence.attach": {any: carrying, see: "consequence.see"},
	"consequence.assign": {any: offices, see: "consequence.see"},
	"consequence.end":    {agents: true},
	// An honour is public from its notice on; before that it is read by who handles it: the offices, the leading group, and
	// who speaks for the unit that is nominated. Why one was not given is known inside. Who nominated one decides about no
	// objection to it.
	"honour.see":      {any: append(append(rules(), nominating...), public(business)...), agents: true},
	"honour.list":     {any: business, agents: true},
	"honour.know":     {any: insiders, see: "honour.see", agents: true},
	"honour.add":      {any: registrars, see: "honour.list"},
	"honour.change":   {any: registrars, see: "honour.see"},
	"honour.attach":   {any: registrars, see: "honour.see"},
	"honour.notice":   {any: registrars, see: "honour.see"},
	"honour.object":   {any: public(business), see: "honour.see", inPerson: true},
	"honour.approve":  {any: rules(leading), see: "honour.see", inPerson: true},
	"honour.decline":  {any: rules(leading), see: "honour.see", inPerson: true},
	"honour.publish":  {any: registrars, see: "honour.see"},
	"honour.revoke":   {any: registrars, see: "honour.see"},
	"honour.withdraw": {any: registrars, see: "honour.see"},
	"protest.see":     {any: append(rules(rule{anyRole, oneself}, leading), registrars...), agents: true},
	"protest.list":    {any: business, agents: true},
	"protest.decide":  {any: registrars, see: "protest.see", notRequester: true},
	"protest.attach":  {any: itsOwn, see: "protest.see", inPerson: true},
	// A comparison shows what stands in the way of people: as the check before use.
	"comparison.see":  {any: rules(leading, rule{actor.SupervisoryOffice, anywhere}), agents: true},
	"comparison.list": {any: rules(leading, rule{actor.SupervisoryOffice, anywhere}), agents: true},
	"comparison.add":  {any: rules(leading, rule{actor.SupervisoryOffice, anywhere}), see: "comparison.list"},
}
