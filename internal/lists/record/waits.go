package record

import (
	"shuangze/internal/actor"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// waits: a record that somebody else wrote waits for its person's confirmation.
var waits = []noun.Wait{{Acts: []string{"confirm"},
	Of: func(who actor.Actor, today when.Day) []noun.Cond {
		if who.Person == 0 {
			return nil
		}
		return append(mine(who, today), noun.Cond{Column: "state", Text: []string{Registered}})
	},
	Act: func(actor.Actor, noun.Value) (string, []text.Message) {
		return "confirm", []text.Message{text.M("record.why.confirm")}
	},
	Due: func(noun.Value) when.Day { return 0 },
}}

// mine are the records of what somebody did.
func mine(who actor.Actor, _ when.Day) []noun.Cond {
	return []noun.Cond{{Column: "person", Num: []int64{int64(who.Person)}}}
}
