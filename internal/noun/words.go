package noun

import (
	"shuangze/internal/field"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
)

// Kind declares what the journal, the search and the links need of the noun.
func (n *Noun) Kind(lines func(ref.Kind) kind.Loader) kind.Kind {
	at := "/" + n.Name + "/"
	return kind.Kind{Of: n.Of, Word: "journal.of." + string(n.Of), See: n.See, Page: at, API: at, Lines: lines(n.Of),
		Bears: n.Attach != nil, Search: &kind.Search{States: n.Word + ".state.", Unnumbered: n.Word + ".no-number"}}
}

// Words are the keys that the noun's pages ask the catalogue for; may are those
// that it may have besides, as hints. A test compares both with the catalogue.
func (n *Noun) Words(has func(key string) bool) (must, may []string) {
	w := n.Word
	must = []string{w + ".list", w + ".list.empty", w + ".list.empty.say", w + ".no-number", "view.list." + n.Name,
		"journal.of." + string(n.Of), "token.of." + w}
	for _, name := range []string{"unit", "side", "state"} {
		must = append(must, n.Label(name, has))
	}
	for _, s := range n.States {
		must = append(must, w+".state."+s)
	}
	for _, t := range n.Tabs {
		must = append(must, w+".tab."+t.Name)
	}
	label := func(fs field.Fields, act string) {
		for _, f := range fs {
			asked := w + ".field." + act + f.Key()
			may = append(may, asked, asked+".hint", w+".field."+f.Key()+".hint")
			if act == "" || !has(asked) {
				must = append(must, n.Label(f.Name, has))
			}
			if f.Type == field.ACode && f.Policy == "" {
				for _, c := range f.Codes {
					must = append(must, f.Words+c)
				}
			}
		}
	}
	label(n.Fields, "")
	for _, a := range n.Acts {
		must = append(must, w+".act."+a.Name, w+".act."+a.Name+".say", "did."+w+"."+a.Name)
		label(a.Fields, a.Name+".")
	}
	return must, may
}
