package order

import "shuangze/internal/when"

// Past is what an order tells the problem it is for, so that the system can
// propose a higher level: the dates to be kept and the close-outs sent back.
type Past struct {
	Dates    []when.Day
	Rejected int64
	Times    map[string]int // after how many times of each cause one level up is proposed
}

// past is that of an order with the letters sent about it.
func (d Desk) past(o Order, sent []Letter) Past {
	p := Past{Dates: []when.Day{o.Due}, Rejected: o.Rejections, Times: d.Rules.RaiseAfter}
	for _, l := range sent {
		if l.Final != 0 {
			p.Dates = append(p.Dates, l.Final)
		}
	}
	return p
}

// weigh tells the order's problem, if it has one, that a date was set or a
// close-out sent back.
func (d Desk) weigh(tx Tx, o Order) error {
	if o.Problem == 0 || !o.State.Open() {
		return nil
	}
	sent, err := tx.LettersOf(o.ID)
	if err != nil {
		return err
	}
	return tx.WeighProblem(o.Problem, d.past(o, sent))
}
