package sheet

import "shuangze/internal/when"

// Limit reads a task's time as county papers write it (when.ParseWindow), or any
// date.
func Limit(c Cell, year int) (when.Window, Fault) {
	if f := sound(c); f != nil {
		return when.Window{}, f
	}
	if c.Kind == Date || c.Kind == Number && c.Serial > firstSerial {
		d, f := Day(c)
		return when.Opening(d), f
	}
	if w, ok := when.ParseWindow(dayWords(c.Text), year); ok {
		return w, nil
	}
	if d, f := Day(c); f == nil {
		return when.Opening(d), nil
	}
	return when.Window{}, fault("sheet.limit.form", "value", c.Text)
}
