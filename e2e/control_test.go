package e2e

import (
	"fmt"
	"slices"
	"strings"

	"github.com/antchfx/htmlquery"
	"golang.org/x/net/html"
)

// chosen are the options of a list that are chosen; without a word, the first of a list of one.
func chosen(list *html.Node) (out []*html.Node) {
	options := htmlquery.Find(list, ".//option")
	for _, o := range options {
		if has(o, "selected") && !has(o, "disabled") {
			out = append(out, o)
		}
	}
	if has(list, "multiple") {
		return out
	}
	if len(out) > 0 {
		return out[len(out)-1:]
	}
	for _, o := range options {
		if !has(o, "disabled") {
			return []*html.Node{o}
		}
	}
	return nil
}

func choose(list, option *html.Node) error {
	if has(option, "disabled") {
		return fmt.Errorf("%s cannot be chosen", words(option))
	}
	for _, o := range htmlquery.Find(list, ".//option") {
		drop(o, "selected")
	}
	set(option, "selected", "")
	return nil
}

func value(option *html.Node) string {
	if has(option, "value") {
		return get(option, "value")
	}
	return shown(option)
}

// shown is what a list shows of an option: what HTML calls white space is made one, an ideographic space is a word’s.
func shown(option *html.Node) string {
	return strings.Join(strings.FieldsFunc(htmlquery.InnerText(option), func(r rune) bool {
		return strings.ContainsRune(" \t\r\n\f", r)
	}), " ")
}

func disabled(n *html.Node) bool {
	for at := n; at != nil; at = at.Parent {
		if has(at, "disabled") && (at == n || at.Data == "fieldset") {
			return true
		}
	}
	return false
}

func words(n *html.Node) string { return strings.Join(strings.Fields(htmlquery.InnerText(n)), " ") }

// describe is an element without what is in it.
func describe(n *html.Node) string {
	var out strings.Builder
	html.Render(&out, &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom, Attr: n.Attr})
	return out.String()
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func drop(n *html.Node, key string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func set(n *html.Node, key, to string) {
	drop(n, key)
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: to})
}

func toggle(n *html.Node, key string) {
	if has(n, key) {
		drop(n, key)
	} else {
		set(n, key, "")
	}
}
