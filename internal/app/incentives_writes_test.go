package app

import (
	"fmt"

	"shuangze/internal/incentives/honours"
	"shuangze/internal/ref"
)

// nominee is a person of a year of whom an honour may be nominated.
type nominee struct {
	person ref.ID
	year   int64
}

// eligible gives a person and a year anew at each call: nothing stands in their way, and no honour of that year is
// theirs.
func (p *programs) eligible() func() nominee {
	var all []nominee
	for _, name := range []string{"华坪镇", "上竹镇", "林业局"} {
		for _, a := range p.county.PostsIn(p.unit(name)) {
			x := &honours.Honour{Kind: honours.Model, Year: 2015, Person: a.Person, Deeds: "驻村"}
			if _, no := p.does("zhuti-jb", ref.Honour, "add", 0, x); no != "" {
				continue // what stands in the way is TestHonours’ matter
			}
			for year := int64(2016); year < 2025; year++ {
				all = append(all, nominee{a.Person, year})
			}
		}
	}
	return func() nominee {
		p.Helper()
		if len(all) == 0 {
			p.Fatal("too few people can be honoured")
		}
		one := all[0]
		all = all[1:]
		return one
	}
}

// nominates has an honour nominated, and made public when told so.
func (p *programs) nominates(one nominee, public bool) ref.ID {
	p.Helper()
	x := &honours.Honour{Kind: honours.Model, Year: one.year, Person: one.person, Deeds: "驻村督办饮水工程"}
	_, no := p.does("zhuti-jb", ref.Honour, "add", 0, x)
	if no == "" && public {
		_, no = p.does("zhuti-jb", ref.Honour, "notice", x.ID, nil)
	}
	if no != "" {
		p.Fatal(no)
	}
	return x.ID
}

// incentiveWrites are the writes of honours, objections and comparisons; what follows from decisions nobody enters.
func (p *programs) incentiveWrites(deeds map[string]func() write, next func() int) {
	var who func() nominee
	one := func() nominee {
		if who == nil {
			who = p.eligible()
		}
		return who()
	}
	body := func() string {
		x := one()
		return fmt.Sprintf(`{"kind":"model","year":%d,"person":%d,"deeds":"驻村督办饮水工程%d"}`, x.year, x.person, next())
	}
	at := func(id string, public bool, name, body string) {
		deeds[id] = func() write {
			return write{fmt.Sprintf("/honours/%d/%s", p.nominates(one(), public), name), body}
		}
	}
	deeds["addHonour"] = func() write { return write{"/honours", body()} }
	deeds["changeHonour"] = func() write {
		id := p.nominates(one(), false)
		return write{fmt.Sprintf("/honours/%d/change", id), `{"reason":"更正","version":1,` + body()[1:]}
	}
	at("noticeHonour", false, "notice", "")
	at("objectHonour", true, "object", `{"claim":"材料中一项数据不实"}`)
	at("declineHonour", true, "decline", `{"why":"本年度不授予"}`)
	at("withdrawHonour", false, "withdraw", `{"why":"本人放弃"}`)
	deeds["decideProtest"] = func() write {
		id := p.nominates(one(), true)
		if _, no := p.does("caizheng", ref.Honour, "object", id, &honours.Objecting{Claim: "一项数据不实"}); no != "" {
			p.Fatal(no)
		}
		for _, x := range every[*honours.Protest](p.visitors, ref.Protest) {
			if x.Honour == id {
				return write{fmt.Sprintf("/protests/%d/decide", x.ID), `{"answer":"rejected","reason":"核实无误"}`}
			}
		}
		p.Fatal("no objection is on record")
		return write{}
	}
	deeds["addComparison"] = func() write {
		return write{"/comparisons", fmt.Sprintf(`{"purpose":"优先推荐%d","subject":"units","use":"honour","years":3,`+
			`"names":"财政局\n曙坪镇"}`, next())}
	}
	// With proof, after the notice, to a successor: TestConsequences, TestHonourRefusals.
	for _, id := range []string{"carryConsequence", "assignConsequence", "approveHonour", "publishHonour",
		"revokeHonour"} {
		delete(deeds, id)
	}
}
