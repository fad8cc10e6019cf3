package e2e

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"github.com/antchfx/htmlquery"
	"golang.org/x/net/html"
)

// unscripted is what is left of a browser without scripts, styles and a screen: it follows links, fills forms and
// sends them as HTML says, and reads what a page says. Journeys without JavaScript are made with it, a tenth of what
// a browser costs; each part of a page that no journey has shown before is drawn by the browser as well (Look).
type unscripted struct {
	client   http.Client
	language string
	width    int
	scripts  bool // what is drawn is drawn with scripts
	at       *url.URL
	status   int
	header   http.Header
	body     []byte
	doc      *html.Node
	files    map[*html.Node][]string // what is chosen in fields for files
	wrong    []string                // what no page may do
}

func newUnscripted(width int, scripts bool) *unscripted {
	jar, _ := cookiejar.New(nil) // fails never
	return &unscripted{client: http.Client{Jar: jar, Timeout: patience}, width: width, scripts: scripts,
		language: "zh-CN,zh", doc: &html.Node{Type: html.DocumentNode}}
}

// load sends a request as a browser does and shows what comes, unless it is a file to be kept.
func (b *unscripted) load(request *http.Request) error {
	request.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	request.Header.Set("Accept-Language", b.language)
	request.Header.Set("Sec-Fetch-Mode", "navigate")
	request.Header.Set("Sec-Fetch-Dest", "document")
	from := "none"
	if b.at != nil && b.at.Host == request.URL.Host {
		from = "same-origin"
		if request.Method == http.MethodPost {
			request.Header.Set("Origin", b.at.Scheme+"://"+b.at.Host)
		}
	}
	request.Header.Set("Sec-Fetch-Site", from)
	answer, err := b.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	kept, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Disposition"))
	body, err := io.ReadAll(answer.Body)
	if err != nil || kept == "attachment" || answer.StatusCode == http.StatusNoContent {
		return err
	}
	if kind != "text/html" {
		body = fmt.Appendf(nil, "<pre>%s</pre>", html.EscapeString(string(body)))
	}
	b.doc, err = html.ParseWithOptions(bytes.NewReader(body), html.ParseOptionEnableScripting(false))
	if err != nil {
		return err
	}
	at := *answer.Request.URL
	if at.Fragment == "" { // a redirect keeps what the address pointed at
		at.Fragment = request.URL.Fragment
	}
	b.at, b.status, b.header, b.body, b.files = &at, answer.StatusCode, answer.Header, body, map[*html.Node][]string{}
	b.look()
	return nil
}

// look keeps in mind what offends against the page's own security policy or leaves this machine.
func (b *unscripted) look() {
	policy := b.header.Get("Content-Security-Policy") != ""
	for n := range b.doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			if policy && (a.Key == "style" || strings.HasPrefix(a.Key, "on")) {
				b.wrong = append(b.wrong, fmt.Sprintf("%s: %s=%q is refused by the security policy", b.at, a.Key, a.Val))
			}
			if a.Key == "src" || a.Key == "href" && n.Data == "link" || a.Key == "data" && n.Data == "object" {
				if to, err := b.at.Parse(a.Val); err != nil || leaves(to.String()) {
					b.wrong = append(b.wrong, fmt.Sprintf("%s asks for %s, outside this machine", b.at, a.Val))
				}
			}
		}
	}
}

func (b *unscripted) open(address string) error {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	return b.load(request)
}

// query is the first element at the first path that finds one.
func (b *unscripted) query(paths []string) (*html.Node, error) {
	for _, path := range paths {
		n, err := htmlquery.Query(b.doc, path)
		if n != nil || err != nil {
			return n, err
		}
	}
	return nil, fmt.Errorf("nothing on the page answers to it: %s", paths[len(paths)-1])
}

// visible is query for what is to be pressed.
func (b *unscripted) visible(paths []string) (*html.Node, error) {
	n, err := b.query(paths)
	for at := n; at != nil && err == nil; at = at.Parent {
		if b.hidden(at) {
			err = fmt.Errorf("%s cannot be seen, since %s is not shown", words(n), describe(at))
		}
	}
	return n, err
}

// notOnPhones is what the stylesheet does not show on a phone, as far as journeys meet it.
var notOnPhones = cascadia.MustCompile(
	`.bar .search, .bar .tongue, .print-foot, .brand-name small, .who summary small, .fold:not([open]) + .filters`)

// hidden says that an element is not shown, with all that is in it.
func (b *unscripted) hidden(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.Data {
	case "head", "script", "style", "template", "datalist", "title":
		return true
	}
	if has(n, "hidden") || n.Data == "input" && get(n, "type") == "hidden" || b.width == Phone && notOnPhones.Match(n) {
		return true
	}
	if in := n.Parent; in != nil && in.Data == "details" && !has(in, "open") && n.Data != "summary" {
		return true
	}
	return b.width == Phone && slices.Contains(strings.Fields(get(n, "class")), "menu") && b.at.Fragment != get(n, "id")
}

// press does what a click does without scripts.
func (b *unscripted) press(paths []string) error {
	n, err := b.visible(paths)
	if err != nil {
		return err
	}
	if n.Data == "label" {
		to := `.//input`
		if has(n, "for") {
			to = `//*[@id=` + quote(get(n, "for")) + `]`
		}
		if n = htmlquery.FindOne(n, to); n == nil {
			return fmt.Errorf("a label of nothing was pressed")
		}
	}
	switch {
	case n.Data == "a":
		to, err := b.at.Parse(get(n, "href"))
		if err != nil || !has(n, "href") || get(n, "target") == "_blank" {
			return err
		}
		if same := *to; to.Fragment != "" {
			same.Fragment = b.at.Fragment
			if same == *b.at {
				b.at = to
				return nil
			}
		}
		return b.open(to.String())
	case n.Data == "summary" && n.Parent.Data == "details":
		toggle(n.Parent, "open")
		return nil
	case n.Data == "input" && get(n, "type") == "checkbox":
		toggle(n, "checked")
		return nil
	case n.Data == "input" && get(n, "type") == "radio":
		for other := range b.doc.Descendants() {
			if get(other, "type") == "radio" && get(other, "name") == get(n, "name") && b.form(other) == b.form(n) {
				drop(other, "checked")
			}
		}
		set(n, "checked", "")
		return nil
	case n.Data == "button" && (get(n, "type") == "" || get(n, "type") == "submit"),
		n.Data == "input" && get(n, "type") == "submit":
		if has(n, "disabled") {
			return nil
		}
		form := b.form(n)
		if form == nil {
			return nil
		}
		return b.submit(form, n)
	}
	return fmt.Errorf("pressing %s does nothing without JavaScript", describe(n))
}

// form is the form that a control belongs to.
func (b *unscripted) form(n *html.Node) *html.Node {
	if id := get(n, "form"); id != "" {
		return htmlquery.FindOne(b.doc, `//form[@id=`+quote(id)+`]`)
	}
	for at := n.Parent; at != nil; at = at.Parent {
		if at.Data == "form" {
			return at
		}
	}
	return nil
}

// submit sends a form by one of its buttons.
func (b *unscripted) submit(form, by *html.Node) error {
	said := func(name, otherwise string) string {
		if has(by, "form"+name) {
			return get(by, "form"+name)
		}
		if has(form, name) {
			return get(form, name)
		}
		return otherwise
	}
	if !has(form, "novalidate") && !has(by, "formnovalidate") {
		for n := range b.doc.Descendants() {
			if has(n, "required") && b.form(n) == form && b.value(n) == "" && !has(n, "disabled") {
				return nil // the browser says so and sends nothing
			}
		}
	}
	to, err := b.at.Parse(said("action", b.at.String()))
	if err != nil {
		return err
	}
	query, fields := b.fields(form, by)
	if strings.ToLower(said("method", "get")) != "post" {
		to.RawQuery = query.Encode()
		return b.open(to.String())
	}
	body, kind := io.Reader(strings.NewReader(query.Encode())), "application/x-www-form-urlencoded"
	if said("enctype", "") == "multipart/form-data" {
		if body, kind, err = fields(); err != nil {
			return err
		}
	}
	request, err := http.NewRequest(http.MethodPost, to.String(), body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", kind)
	return b.load(request)
}

// fields are what a form sends, as a query and, when asked for, in parts with the files.
func (b *unscripted) fields(form, by *html.Node) (url.Values, func() (io.Reader, string, error)) {
	query := url.Values{}
	var parts []func(*multipart.Writer) error
	add := func(name, value string) {
		value = strings.ReplaceAll(strings.ReplaceAll(value, "\r\n", "\n"), "\n", "\r\n")
		query.Add(name, value)
		parts = append(parts, func(w *multipart.Writer) error { return w.WriteField(name, value) })
	}
	for n := range b.doc.Descendants() {
		name := get(n, "name")
		if n.Type != html.ElementNode || name == "" || disabled(n) || b.form(n) != form {
			continue
		}
		switch kind := get(n, "type"); {
		case n == by:
			add(name, get(n, "value"))
		case n.Data == "button", n.Data == "input" && slices.Contains([]string{"submit", "button", "reset", "image"}, kind):
		case n.Data == "input" && (kind == "checkbox" || kind == "radio"):
			if has(n, "checked") {
				if !has(n, "value") {
					set(n, "value", "on")
				}
				add(name, get(n, "value"))
			}
		case n.Data == "input" && kind == "file":
			query.Add(name, "")
			parts = append(parts, b.upload(name, b.files[n]))
		case n.Data == "select":
			for _, o := range chosen(n) {
				add(name, value(o))
			}
		case n.Data == "input", n.Data == "textarea":
			add(name, b.value(n))
		}
	}
	return query, func() (io.Reader, string, error) {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for _, part := range parts {
			if err := part(w); err != nil {
				return nil, "", err
			}
		}
		return &body, w.FormDataContentType(), w.Close()
	}
}

func (b *unscripted) upload(name string, files []string) func(*multipart.Writer) error {
	return func(w *multipart.Writer) error {
		if len(files) == 0 {
			_, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {"application/octet-stream"},
				"Content-Disposition": {`form-data; name="` + name + `"; filename=""`}})
			return err
		}
		for _, path := range files {
			part, err := w.CreateFormFile(name, filepath.Base(path))
			if err != nil {
				return err
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if _, err := part.Write(content); err != nil {
				return err
			}
		}
		return nil
	}
}

// fill puts a value into a field; lists choose by the words shown or by value.
func (b *unscripted) fill(paths []string, to string) error {
	n, err := b.query(paths)
	if err != nil {
		return err
	}
	switch {
	case disabled(n) || has(n, "readonly"):
		return fmt.Errorf("%s takes nothing", describe(n))
	case n.Data == "select":
		options := htmlquery.Find(n, ".//option")
		for _, o := range options {
			if shown(o) == to || value(o) == to {
				return choose(n, o)
			}
		}
		return fmt.Errorf("the list has no %s, only %s", to, words(n))
	case n.Data == "textarea":
		for n.FirstChild != nil {
			n.RemoveChild(n.FirstChild)
		}
		n.AppendChild(&html.Node{Type: html.TextNode, Data: to})
	default:
		set(n, "value", to)
	}
	return nil
}

// nth chooses the n-th option of a list after the empty one.
func (b *unscripted) nth(paths []string, at int) error {
	n, err := b.query(paths)
	if err != nil {
		return err
	}
	options := slices.DeleteFunc(htmlquery.Find(n, ".//option"), func(o *html.Node) bool { return value(o) == "" })
	if len(options) < at {
		return fmt.Errorf("only %d choices", len(options))
	}
	return choose(n, options[at-1])
}

// value is what stands in a field.
func (b *unscripted) value(n *html.Node) string {
	switch {
	case n.Data == "textarea":
		return htmlquery.InnerText(n)
	case n.Data == "select":
		for _, o := range chosen(n) {
			return value(o)
		}
		return ""
	case n.Data == "input" && get(n, "type") == "file":
		return strings.Join(b.files[n], " ")
	}
	return get(n, "value")
}

// text is what a person reads in an element, spaces made one.
func (b *unscripted) text(n *html.Node) string {
	var out strings.Builder
	var read func(*html.Node)
	read = func(n *html.Node) {
		if b.hidden(n) || n.Data == "textarea" && n.Type == html.ElementNode {
			return
		}
		if n.Type == html.TextNode {
			out.WriteString(n.Data)
			return
		}
		apart := n.Type == html.ElementNode && !inline[n.Data]
		if apart {
			out.WriteByte('\n')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			read(c)
		}
		if apart {
			out.WriteByte('\n')
		}
	}
	read(n)
	return strings.Join(strings.Fields(out.String()), " ")
}

// inline elements stand in a line with what is around them.
var inline = func() map[string]bool {
	is := map[string]bool{}
	for _, name := range strings.Fields(`a abbr b bdi bdo cite code del dfn em i ins kbd mark q s small span strong sub sup
		time u var label button`) {
		is[name] = true
	}
	return is
}()
