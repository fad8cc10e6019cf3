package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/lists/document"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// elsewhere are acts that bring no object where another act is for it.
var elsewhere = []string{"change", noun.AttachAct, noun.DetachAct, document.EnterAct, document.RewordAct,
	document.StrikeAct, "countersign", "break-down"}

// leads is by which act an object comes to stand where another act is for it.
var leads = map[string]map[string]string{
	"duty":   {"resume": "pause", "reopen": "waive"},
	"record": {"review": "confirm", "recall": "confirm"},
	"task":   {"accept": "deliver", "send-back": "deliver", "withdraw": "deliver", "resume": "end"},
}

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
			parts := strings.Split(a.Name+"-"+n.Word, "-")
			for i, s := range parts[1:] {
				parts[i+1] = strings.ToUpper(s[:1]) + s[1:]
			}
			return strings.Join(parts, "")
		}
		// like one of 曙坪镇's, where there is one: its people are among those who try
		like := slices.IndexFunc(all, func(v noun.Value) bool {
			return v.Head().Unit == p.unit("曙坪镇") && v.Head().Side == actor.Principal
		})
		add := func() write {
			return write{"/" + n.Name, sent(maker.Fields, all[max(like, 0)], n, 0, next())}
		}
		if makes && !maker.Screen {
			deeds[id(maker)] = add
		}
		one := func() ref.ID { return p.made(id(maker), add()) }
		if !makes {
			one = func() ref.ID { return p.owed(next()) }
		}
		for _, a := range n.Acts {
			if a.Makes || a.Screen || a.Name == noun.AttachAct || a.Name == noun.DetachAct { // by files: TestFilesByTheAPI
				continue
			}
			deeds[id(a)] = func() write {
				made := one()
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
					if to := leads[n.Word][a.Name]; to != "" && to != before.Name {
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

// someDay is what is sent as a day that must be filled.
var someDay = when.Date(2026, 11, 1)

// owed makes a duty of 曙坪镇's committee, as the rules do: nobody else makes any.
func (p *programs) owed(no int) ref.ID {
	ctx, like := context.Background(), duty.Duty{}
	for _, d := range p.h.dutiesOf(p.T) {
		if d.Unit == p.unit("曙坪镇") && d.Side == actor.Principal && d.Person == 0 && !d.InPerson && d.Times == 1 &&
			d.BeginsOn <= someDay {
			like = *d
		}
	}
	d := duty.Duty{Rule: like.Rule, What: like.What, Period: fmt.Sprint("T", no), Body: like.Body, Level: like.Level,
		BeginsOn: like.BeginsOn, EndsOn: like.EndsOn, FirstDue: like.FirstDue, Due: like.FirstDue, Times: 1}
	d.Unit, d.Side, d.State = like.Unit, like.Side, duty.Open
	if _, err := p.h.duties().Make(ctx, act.Command{Actor: actor.Machine(1, "rules")}, d.Rule,
		[]*duty.Duty{&d}); err != nil {
		p.Fatal(err)
	}
	all := p.h.dutiesOf(p.T)
	return all[len(all)-1].ID
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
		case f.Type == field.AObject: // what is done already cannot be done again
		case n.Word == "task" && f.Name == "proof": // it would want files at the delivery
		case f.Name == n.Code || f.Name == n.Title:
			out[f.Name] = fmt.Sprintf("%s%d", f.Name, no)
		case f.Type == field.ADay:
			d := when.Day(f.Num(of))
			if d == 0 && f.Must {
				d = someDay
				if f.Name == "to" { // a day to come
					d = when.Date(2027, 6, 30)
				}
			}
			if d != 0 {
				out[f.Name] = d.String()
			}
		case f.Name == "whom": // units by their names
			out[f.Name] = "曙坪镇"
		case f.IsText():
			s := f.Str(of)
			if s == "" && f.Must {
				s = fmt.Sprintf("写明原因和还缺的材料%d", no)
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
