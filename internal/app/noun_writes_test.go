package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"shuangze/internal/field"
	"shuangze/internal/lists/document"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// elsewhere are acts that bring no object where another act is for it.
var elsewhere = []string{"change", noun.AttachAct, noun.DetachAct, document.EnterAct, document.RewordAct,
	document.StrikeAct, "countersign", "break-down"}

// leads is by which act what rules made comes to stand where another act is for it.
var leads = map[string]string{"resume": "pause", "reopen": "waive"}

// nounWrites are the writes of every noun on the frame, made of what it declares: a
// new object is like one of the demonstration's with other words.
func (p *programs) nounWrites(deeds map[string]func() write, next func() int) {
	for _, n := range p.h.Nouns {
		all, err := p.h.DB.AllOf(context.Background(), n.Of, 1)
		if err != nil || len(all) == 0 {
			p.Fatalf("the demonstration has no %s: %v", n.Name, err)
		}
		maker, makes := n.Maker()
		id := func(a noun.Act) string {
			if a.ID != "" {
				return a.ID
			}
			return a.Name + string(n.Word[0]-'a'+'A') + n.Word[1:]
		}
		add := func() write {
			return write{"/" + n.Name, sent(maker.Fields, all[0], n, 0, next())}
		}
		if makes {
			deeds[id(maker)] = add
		}
		left := slices.DeleteFunc(slices.Clone(all), func(v noun.Value) bool { return v.Head().Unit != p.unit("曙坪镇") })
		// one is an object for an act: made for it, or one of the demonstration's that
		// the rule makes and nobody else here has had.
		one := func(a noun.Act) ref.ID {
			if makes {
				return p.made(id(maker), add())
			}
			i := slices.IndexFunc(left, func(v noun.Value) bool {
				return (a.Rule == nil || a.Rule(v, p.h.Clock()) == nil) && !inPerson(n, v)
			})
			if i < 0 {
				i = slices.IndexFunc(left, func(v noun.Value) bool { return v.Head().State == n.States[0] && !inPerson(n, v) })
			}
			v := left[i]
			left = slices.Delete(left, i, i+1)
			return v.Head().ID
		}
		for _, a := range n.Acts {
			if a.Makes || a.Name == noun.AttachAct || a.Name == noun.DetachAct { // by files: TestFilesByTheAPI
				continue
			}
			deeds[id(a)] = func() write {
				made := one(a)
				at := func(a noun.Act) write {
					x, _, err := p.h.DB.One(context.Background(), n.Of, made)
					if err != nil {
						p.Fatal(err)
					}
					if a.New == nil {
						return write{fmt.Sprintf("/%s/%d/%s", n.Name, made, a.Name), ""}
					}
					var in any = a.New()
					if a.Fill != nil {
						in = a.Fill(x)
					}
					version := int64(0)
					if a.Guarded {
						version = x.Head().Version
					}
					return write{fmt.Sprintf("/%s/%d/%s", n.Name, made, a.Name), sent(a.Fields, in, n, version, next())}
				}
				for _, before := range n.Acts { // until the object stands where the act is for
					x, _, _ := p.h.DB.One(context.Background(), n.Of, made)
					if a.Rule == nil || a.Rule(x, p.h.Clock()) == nil {
						break
					}
					if to := leads[a.Name]; !makes && to != "" && to != before.Name {
						continue
					}
					if makes && a.Name == "resume" && before.Name != "end" {
						continue
					}
					if !before.Makes && before.Name != a.Name && !slices.Contains(elsewhere, before.Name) {
						p.made(id(before), at(before))
					}
				}
				return at(a)
			}
		}
	}
}

// inPerson says that only one person may do what there is to do about an object.
func inPerson(n *noun.Noun, v noun.Value) bool {
	f, ok := n.Fields.Of("inPerson")
	return ok && f.Num(v) != 0
}

// sent is the body of an act: what the object holds, with words of its own, and
// something in every field that must be filled.
func sent(fs field.Fields, of any, n *noun.Noun, version int64, no int) string {
	out := map[string]any{}
	if version != 0 {
		out["version"] = version
	}
	for _, f := range fs {
		switch {
		case f.Type == field.AFiles: // they come beside the body
		case f.Name == n.Code || f.Name == n.Title:
			out[f.Name] = fmt.Sprintf("%s%d", f.Name, no)
		case f.Type == field.ADay:
			d := when.Day(f.Num(of))
			if d == 0 && f.Must {
				d = when.Date(2026, 11, 1)
				if f.Name == "to" { // a day to come
					d = when.Date(2027, 6, 30)
				}
			}
			if d != 0 {
				out[f.Name] = d.String()
			}
		case f.IsText():
			s := f.Str(of)
			if s == "" && f.Must {
				s = fmt.Sprintf("写明原因和有关情况%d", no) // some ask for ten characters
			}
			if s != "" {
				out[f.Name] = s
			}
		case f.Type == field.AFlag:
			out[f.Name] = f.Num(of) != 0
		case f.Num(of) != 0 || f.Must:
			out[f.Name] = f.Num(of)
		}
	}
	body, err := json.Marshal(out)
	if err != nil {
		panic(err)
	}
	return string(body)
}
