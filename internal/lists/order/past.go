package order

import "shuangze/internal/when"

// Past is what an order tells the problem it is for, so that the system can
// propose a higher level: the dates to be kept and the close-outs sent back.
type Past struct {
	Dates    []when.Day
	Rejected int64
	Times    map[string]int // after how many times of each cause one level up is proposed
	LongTerm bool           // no day of the order makes it late
}

// past is that of an order with the letters sent about it.
func (d Commands) past(o Order, list []Letter) Past {
	p := Past{Dates: []when.Day{o.Due}, Rejected: o.Rejections, Times: d.Rules.RaiseAfter, LongTerm: o.LongTerm}
	for _, l := range list {
		if l.Final != 0 && l.State == Sent {
			p.Dates = append(p.Dates, l.Final)
		}
	}
	return p
}

// weigh tells the order's problem, if it has one, that a date was set or a
// close-out sent back; sending are letters that this command sends.
func (d Commands) weigh(tx Tx, o Order, sending ...Letter) error {
	if o.Problem == 0 || !o.State.Open() {
		return nil
	}
	list, err := tx.LettersOf(o.ID)
	if err != nil {
		return err
	}
	return tx.WeighProblem(o.Problem, d.past(o, append(list, sending...)))
}
