package noun

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/official"
	"shuangze/internal/when"
)

// Form is a paper that an object is printed as: a file of each kind, by page and API. It is Chinese, whoever takes it;
// its word is <noun>.form.<name>. Who may see all of the object may take it.
type Form struct {
	Name string
	Has  func(v Value) bool // whether there is one by now
	// May is asked of the object besides, where the paper says more than its page; "" = nothing is.
	May access.Verb
	// Beside reads what of other objects stands on the paper (Printer.Beside), as far as who takes it may see them; nil =
	// the object says it all.
	Beside func(ctx context.Context, who actor.Actor, v Value) (any, error)
	Paper  func(v Value, x Printer) official.Document
}

// Read is the printer with what else stands on the paper.
func (f Form) Read(ctx context.Context, who actor.Actor, v Value, x Printer) (Printer, error) {
	if f.Beside == nil {
		return x, nil
	}
	var err error
	x.Beside, err = f.Beside(ctx, who, v)
	return x, err
}

// Printer gives a form its words.
type Printer struct {
	County *bodies.County
	T      func(key string, kv ...any) string
	Day    func(when.Day) string           // 2026年3月2日; "" of no day
	Said   func(field string) string       // what a field of the object holds, in words
	Name   func(field string) string       // what a field is called
	Label  func(table, code string) string // what the policy calls a code
	Beside any                             // see Form.Beside
}

// FormsFor are the forms that somebody may take of an object by now.
func (n *Noun) FormsFor(who actor.Actor, v Value) []Form {
	if !n.Insider(who, v) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(n.Forms), func(f Form) bool {
		return !f.Has(v) || f.May != "" && !access.Can(who, f.May, n.Object(v))
	})
}

// FormFor is the form of that name that somebody may take of an object; ok is false where there is none.
func (n *Noun) FormFor(who actor.Actor, v Value, name string) (f Form, ok bool) {
	all := n.FormsFor(who, v)
	if i := slices.IndexFunc(all, func(f Form) bool { return f.Name == name }); i >= 0 {
		return all[i], true
	}
	return f, false
}
