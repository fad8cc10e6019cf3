package e2e

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// outline reads of the bytes of a page which parts it is made of: what shape.js asks of the page on the screen, asked
// before it is drawn. Words and the length of lists are no part of a shape.
type outline struct {
	fine    bool // by all that axe asks for, not only by what the stylesheet does
	ids     map[string]*html.Node
	twice   map[string]bool // identifiers that more than one element has
	labels  map[string]bool // identifiers that a label names
	parts   []string
	heading string // the last heading's level
}

// blocks are the elements that are parts by themselves.
var blocks = strings.Fields("main nav header footer section article aside form fieldset details dialog figure " +
	"ul ol dl table tr")

// mixed makes a part of a div or of an item of a list.
var mixed = strings.Fields("p div ul ol dl form details table h2 h3 h4")

// parts are the shapes of the parts of a page, each with what it stands in. Where axe looks at it, which heading
// follows which, its landmarks and what is asked for once are parts too.
func (b *unscripted) parts() []string {
	o := outline{fine: b.scripts, ids: map[string]*html.Node{}, twice: map[string]bool{}, labels: map[string]bool{}}
	marks := map[string]bool{}
	for n := range b.doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := get(n, "id"); id != "" {
			o.twice[id] = o.ids[id] != nil
			o.ids[id] = n
		}
		if n.Data == "label" {
			o.labels[get(n, "for")] = true
		}
	}
	for n := range b.doc.Descendants() {
		if n.Type == html.ElementNode && o.fine {
			o.page(n, marks)
		}
	}
	o.parts = append(o.parts, o.of(b.doc, "", false))
	return o.parts
}

// page adds what an element says of the page as a whole.
func (o *outline) page(n *html.Node, marks map[string]bool) {
	if level, is := strings.CutPrefix(n.Data, "h"); is && len(level) == 1 && level >= "1" && level <= "6" {
		o.parts = append(o.parts, "heading "+o.heading+level)
		o.heading = level
	}
	role := get(n, "role")
	if role == "" && !slices.Contains([]string{"header", "footer", "main", "nav", "aside", "section", "form"}, n.Data) {
		return
	}
	name := get(n, "aria-label")
	if by := o.ids[get(n, "aria-labelledby")]; by != nil {
		name = words(by)
	}
	mark := n.Data + " " + role + "=" + name
	if name != "" || !slices.Contains([]string{"section", "form"}, n.Data) {
		o.parts = append(o.parts, fmt.Sprint("landmark ", n.Data, " ", role, name != "", marks[mark]))
	}
	marks[mark] = true
}

// of is the shape of an element within its part; around is what stands above it.
func (o *outline) of(n *html.Node, around string, closed bool) string {
	if slices.Contains([]string{"script", "style", "link", "noscript", "template", "head"}, n.Data) {
		return ""
	}
	me := o.head(n)
	apart := !closed && (slices.Contains(blocks, n.Data) || (n.Data == "div" || n.Data == "li") && holds(n, mixed))
	shut := closed || slices.Contains(strings.Fields("p label a button summary thead select svg"), n.Data)
	var kids []string
	for c := range n.ChildNodes() {
		kind := ""
		switch {
		case c.Type == html.ElementNode:
			kind = o.of(c, around+">"+me, shut)
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			kind = "w"
		}
		if kind != "" && !slices.Contains(kids, kind) {
			kids = append(kids, kind)
		}
	}
	shape := me + "(" + strings.Join(kids, ",") + ")"
	if !apart {
		return shape
	}
	o.parts = append(o.parts, around+">>"+shape)
	return "<" + n.Data
}

func holds(n *html.Node, kinds []string) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && slices.Contains(kinds, c.Data) {
			return true
		}
	}
	return false
}

// Attributes by whose values a rule or the stylesheet judges; of others it counts whether they say something.
var (
	styled = strings.Fields("class type role open hidden colspan rows cols aria-current")
	judged = strings.Fields("style scope tabindex rowspan headers data-heat autocomplete aria-hidden aria-expanded " +
		"aria-sort aria-live aria-haspopup aria-selected aria-checked aria-pressed aria-modal aria-disabled " +
		"aria-invalid aria-required")
	refers = strings.Fields("for form list headers aria-labelledby aria-describedby aria-controls aria-owns " +
		"aria-details aria-errormessage aria-activedescendant")
)

// head is an element without what is in it.
func (o *outline) head(n *html.Node) string {
	var out strings.Builder
	out.WriteString(n.Data)
	for _, a := range n.Attr {
		switch {
		case slices.Contains(styled, a.Key), o.fine && slices.Contains(judged, a.Key):
			out.WriteString(" " + a.Key + "=" + a.Val)
		case !o.fine:
		case a.Key == "id":
			out.WriteString(fmt.Sprint(" id", o.twice[a.Val], o.labels[a.Val]))
		case slices.Contains(refers, a.Key):
			for _, id := range strings.Fields(a.Val) {
				to := "nothing"
				if at := o.ids[id]; at != nil {
					to = at.Data + fmt.Sprint(words(at) != "")
				}
				out.WriteString(" " + a.Key + "=" + to)
			}
		default:
			out.WriteString(fmt.Sprint(" ", a.Key, strings.TrimSpace(a.Val) != ""))
		}
	}
	return out.String()
}
