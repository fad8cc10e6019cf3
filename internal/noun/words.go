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
		Bears: n.Attach != nil, Talks: !n.Mute, Tells: n.tells(),
		Search: &kind.Search{States: n.Word + ".state.", Unnumbered: n.Word + ".no-number"}}
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
	if n.Parts != nil {
		must = append(must, w+".parts", w+".whole")
	}
	for _, w := range n.Waits {
		for _, a := range w.Acts {
			may = append(may, n.Word+".do."+a) // else the word of the act
		}
	}
	if n.Attach != nil {
		for _, made := range n.Attach.Made {
			must = append(must, w+".file."+made)
		}
	}
	for _, t := range n.Tabs {
		must = append(must, w+".tab."+t.Name)
	}
	m, more := n.labels(n.Fields, "", has)
	must, may = append(must, m...), append(may, more...)
	m, more = n.ActWords(has)
	return append(must, m...), append(may, more...)
}

// ActWords are those of what can be done: see Words.
func (n *Noun) ActWords(has func(key string) bool) (must, may []string) {
	for _, a := range n.Acts {
		key := n.Word + ".act." + a.Name
		must = append(must, key, key+".say", "did."+n.Word+"."+a.Name)
		m, more := n.labels(a.Fields, a.Name+".", has)
		must, may = append(must, m...), append(may, more...)
	}
	return must, may
}

// labels are the words of fields: of the noun's own, or of what an act asks.
func (n *Noun) labels(fs field.Fields, act string, has func(key string) bool) (must, may []string) {
	for _, f := range fs {
		own, all := n.Word+".field."+act+f.Key(), n.Word+".field."+f.Key()
		may = append(may, own, own+".hint", all+".hint")
		if act == "" || !has(own) {
			must = append(must, n.Label(f.Name, has))
		}
		if f.Line != "" && act == "" {
			must = append(must, n.Label(f.Line, has))
		}
		if f.Type == field.ACode && f.Policy == "" {
			for _, c := range f.Codes {
				must = append(must, f.Words+c)
				if f.Hints != "" {
					must = append(must, f.Hints+c)
				}
			}
		}
	}
	return must, may
}
