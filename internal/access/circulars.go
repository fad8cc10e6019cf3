package access

import (
	"maps"

	"shuangze/internal/actor"
)

// circulars is what may be done with circulars and whom they name: a part of the policy.
var circulars = map[Verb]verb{
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
}

// with puts a part into the policy.
func with(part, whole map[Verb]verb) map[Verb]verb {
	maps.Copy(whole, part)
	return whole
}
