package letter

import (
	"slices"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Word is a 代字 as the policy has it.
type Word struct {
	Organ   bodies.BodyKind
	Text    string // 镇纪发
	Leaders bool   // all who lead the organ may sign, and not its first responsible person alone
}

// MaySign says whether somebody may sign for a body under the 代字 today.
func (w Word) MaySign(c *bodies.County, body, person ref.ID) bool {
	if person == 0 {
		return false
	}
	if c.FirstResponsible(body).Person == person {
		return true
	}
	return w.Leaders && slices.ContainsFunc(c.PostsAt(body), func(a bodies.Appointment) bool {
		return a.Person == person && (a.Level == bodies.Lead || a.Level == bodies.Deputy)
	})
}

// Signers are all who may.
func (w Word) Signers(c *bodies.County, body ref.ID) (out []ref.ID) {
	for _, a := range c.PostsAt(body) {
		if w.MaySign(c, body, a.Person) && !slices.Contains(out, a.Person) {
			out = append(out, a.Person)
		}
	}
	return out
}

// Names are the names in a text, by lines and 、.
func Names(s string) (out []string) {
	for _, name := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("\n\r、，,；;", r) }) {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// Units finds the units that a text names, each once; what names none is an error beside the field.
func Units(c *bodies.County, name, s string, errs *text.InputErrors) (out []ref.ID) {
	add := func(ids []ref.ID) {
		for _, id := range ids {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	for _, n := range Names(s) {
		if code, ok := bodies.GroupOf(n); ok {
			add(c.Group(code))
			continue
		}
		var found []ref.ID
		plain := bodies.PlainName(n)
		for _, u := range c.Units() {
			if bodies.PlainName(c.Name(u)) == plain {
				found = append(found, u)
			}
		}
		for _, b := range c.Bodies() {
			if len(found) == 0 && b.Unit != 0 && bodies.PlainName(b.Name) == plain {
				found = append(found, b.Unit)
			}
		}
		if len(found) == 0 {
			errs.Add(name, "dispatch.unit.unknown", "name", n)
		}
		add(found)
	}
	return out
}

// Bodies finds the bodies that a text names; a unit is its body with the principal responsibility.
func Bodies(c *bodies.County, name, s string, errs *text.InputErrors) (out []bodies.Body) {
	for _, n := range Names(s) {
		plain, found := bodies.PlainName(n), bodies.Body{}
		for _, b := range c.Bodies() {
			if bodies.PlainName(b.Name) == plain {
				found = b
			}
		}
		for _, u := range c.Units() {
			if found.ID == 0 && bodies.PlainName(c.Name(u)) == plain {
				half := c.Responsible(u).Principal
				found, _ = c.Body(half.Keeper())
			}
		}
		switch {
		case found.ID == 0:
			errs.Add(name, "dispatch.body.unknown", "name", n)
		case !slices.ContainsFunc(out, func(b bodies.Body) bool { return b.ID == found.ID }):
			out = append(out, found)
		}
	}
	return out
}
