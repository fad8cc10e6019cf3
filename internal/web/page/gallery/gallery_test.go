package gallery

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"shuangze/internal/lang"
)

var words = lang.MustLoad()

func both(t *testing.T, check func(t *testing.T, name string, l lang.Lang, body string)) {
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		for name, c := range Pages(words.In(l)) {
			var b bytes.Buffer
			if err := c.Render(context.Background(), &b); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			t.Run(name+"/"+string(l), func(t *testing.T) { check(t, name, l, b.String()) })
		}
	}
}

// What a strict content policy, a screen reader and the style guide ask of
// every part is asked of the markup itself, so that no browser is needed.
func TestMarkup(t *testing.T) {
	both(t, func(t *testing.T, name string, l lang.Lang, body string) {
		doc, err := html.Parse(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		m := markup{t: t, ids: map[string]bool{}, labels: map[string]bool{}}
		m.walk(doc, false)
		m.finish()
		if m.lang != string(l) {
			t.Errorf("lang is %q", m.lang)
		}
		if m.h1 != 1 {
			t.Errorf("%d h1", m.h1)
		}
		if strings.Contains(body, "⟦") {
			t.Errorf("a phrase is missing: %s", body[strings.Index(body, "⟦"):][:60])
		}
	})
}

type markup struct {
	t           *testing.T
	ids, labels map[string]bool
	inputs      []string
	refs        []string
	lang        string
	h1          int
}

func (m *markup) walk(n *html.Node, inLabel bool) {
	if n.Type == html.ElementNode {
		a := map[string]string{}
		for _, x := range n.Attr {
			a[x.Key] = x.Val
			if x.Key == "style" || strings.HasPrefix(x.Key, "on") {
				m.t.Errorf("<%s> has %s=%q: the content policy forbids it", n.Data, x.Key, x.Val)
			}
		}
		if id, ok := a["id"]; ok {
			if m.ids[id] || id == "" {
				m.t.Errorf("id %q is not unique", id)
			}
			m.ids[id] = true
		}
		m.refs = append(m.refs, strings.Fields(a["aria-describedby"]+" "+a["aria-labelledby"])...)
		if h := a["href"]; len(h) > 1 && h[0] == '#' {
			m.refs = append(m.refs, h[1:])
		}
		switch n.Data {
		case "html":
			m.lang = a["lang"]
		case "h1":
			m.h1++
		case "style":
			m.t.Error("an inline style sheet")
		case "script":
			if a["src"] == "" || n.FirstChild != nil {
				m.t.Error("an inline script")
			}
		case "label":
			m.labels[a["for"]] = true
			inLabel = true
		case "input", "select", "textarea":
			if a["type"] != "hidden" && !inLabel && a["aria-label"] == "" {
				m.inputs = append(m.inputs, a["id"])
			}
		case "form":
			if a["method"] == "" || a["action"] == "" {
				m.t.Error("a form without method or action")
			}
		case "a":
			if a["href"] == "" {
				m.t.Error("a link that leads nowhere")
			}
		case "td", "th":
			if n.Data == "th" && a["scope"] == "" {
				m.t.Error("a th without scope")
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		m.walk(c, inLabel)
	}
}

func (m *markup) finish() {
	for _, id := range m.inputs {
		if !m.labels[id] {
			m.t.Errorf("input %q has no label", id)
		}
	}
	for _, id := range m.refs {
		if !m.ids[id] {
			m.t.Errorf("%q is referred to and not there", id)
		}
	}
}

// A list of fifty rows is what officials look at all day: at most 100 µs.
func BenchmarkList50(b *testing.B) {
	v := View(words.In(lang.Chinese))
	rows := Rows(50)
	c := ListTable(v, rows)
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Render(context.Background(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOrderPage(b *testing.B) {
	c := Order(View(words.In(lang.Chinese)))
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Render(context.Background(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
