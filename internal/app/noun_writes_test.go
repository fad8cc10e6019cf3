package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"shuangze/internal/field"
	"shuangze/internal/lists/document"
	"shuangze/internal/noun"
	"shuangze/internal/when"
)

// elsewhere are acts that bring no object where another act is for it.
var elsewhere = []string{"change", noun.AttachAct, noun.DetachAct, document.EnterAct, document.RewordAct,
	document.StrikeAct}

// nounWrites are the writes of every noun on the frame, made of what it declares: a
// new object is like one of the demonstration's with other words.
func (p *programs) nounWrites(deeds map[string]func() write, next func() int) {
	for _, n := range p.h.Nouns {
		all, err := p.h.DB.AllOf(context.Background(), n.Of, 1)
		if err != nil || len(all) == 0 {
			p.Fatalf("the demonstration has no %s: %v", n.Name, err)
		}
		maker, _ := n.Maker()
		id := func(a noun.Act) string { return a.Name + string(n.Word[0]-'a'+'A') + n.Word[1:] }
		add := func() write {
			return write{"/" + n.Name, sent(maker.Fields, all[0], n, 0, next())}
		}
		deeds[id(maker)] = add
		for _, a := range n.Acts {
			if a.Makes || a.Name == noun.AttachAct || a.Name == noun.DetachAct { // by files: TestFilesByTheAPI
				continue
			}
			deeds[id(a)] = func() write {
				made := p.made(id(maker), add())
				at := func(a noun.Act) write {
					x, _, err := p.h.DB.One(context.Background(), n.Of, made)
					if err != nil {
						p.Fatal(err)
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
					if !before.Makes && before.Name != a.Name && !slices.Contains(elsewhere, before.Name) {
						p.made(id(before), at(before))
					}
				}
				return at(a)
			}
		}
	}
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
			}
			if d != 0 {
				out[f.Name] = d.String()
			}
		case f.IsText():
			s := f.Str(of)
			if s == "" && f.Must {
				s = fmt.Sprintf("写明原因%d", no)
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
