package letter

import (
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
)

// Begin puts a draft on record that another act makes, if who acts may draft one; v then has its identifier.
func (d Commands) Begin(tx noun.Tx, v Value) error {
	return d.keeper().Add(tx, act.Command{Actor: tx.Actor(), Verb: d.Kind.Verb("add")}, v)
}

// Words are the codes of 代字 under which an organ of a kind issues, in the order of the policy.
func (d Commands) Words(k bodies.BodyKind) (out []string) {
	for _, code := range d.Tables(WordTable) {
		if w, ok := d.Word(code); ok && w.Organ == k {
			out = append(out, code)
		}
	}
	return out
}
