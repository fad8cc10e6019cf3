package order

import (
	"shuangze/internal/access"
	"shuangze/internal/text"
)

// hastens refuses an order about a task that is not of its side, not open any more, or
// hastened by another order.
func hastens(tx Tx, o Order) error {
	if o.Task == 0 {
		return nil
	}
	m, err := tx.TaskOf(o.Task)
	if err == nil {
		err = access.May(tx.Actor(), "task.see", m.Object)
	}
	switch {
	case err != nil:
		return err
	case m.Object.Side != o.Side:
		return text.InputErrors{{Field: "task", Message: text.M("order.task-other-side")}}
	case !m.Open || m.Order != 0 && m.Order != o.ID:
		return text.Refuse(text.Conflict, "order.task-has-order")
	}
	return nil
}
