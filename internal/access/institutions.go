package access

import (
	"maps"

	"shuangze/internal/actor"
)

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
	"inquiry.see":       {any: append(append(rules(rule{anyRole, oneself}), registrars...), matterSeen...), agents: true},
	"inquiry.list":      {any: business, agents: true},
	"inquiry.strike":    {any: registrars, see: "inquiry.see", notOwn: true},
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
}

// with puts a part into the policy.
func with(part, whole map[Verb]verb) map[Verb]verb {
	maps.Copy(whole, part)
	return whole
}
