package exchange

import (
	"bytes"
	"fmt"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	tables "shuangze/internal/exchange"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/gate"
)

// print makes the route of a list to print. Reading so much at once is taking
// it out: the page is made whole, recorded, and only then handed over.
func (p Pages) print(name string, verb access.Verb, roll func(*desk.Visit) (templ.Component, int, error)) func(
	*desk.Visit) error {
	return func(v *desk.Visit) error {
		if err := v.Enter(gate.List, tables.ListWeight); err != nil {
			return err
		}
		c, lines, err := roll(v)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := c.Render(v.R.Context(), &b); err != nil {
			return fmt.Errorf("render: %w", err)
		}
		if err := p.Intake.Printed(v.R.Context(), v.Command(), name, verb, lines, b.Bytes()); err != nil {
			return err
		}
		return v.Page(200, templ.Raw(b.String()))
	}
}
