package page

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/lang"
	"shuangze/internal/text"
)

// Option is one choice.
type Option struct {
	Value, Label string
	Hint         string // radios and checkboxes only
	Called       string // of a person: what follows the @ that means them
	Sound        string // of a person: what is typed to find them, pinyin and initials
	Disabled     bool
}

// Field is one question of a form: the label above, the hint below it, the
// error beside the input.
type Field struct {
	Name     string
	Label    string
	Hint     string
	Value    string
	Values   []string // checkboxes
	Error    string   // phrased; empty when nothing is wrong
	Heard    bool     // the label is only read out: what stands around says it to those who see
	Optional bool     // says so beside the label; fields are required otherwise
	Limit    int      // characters at most; counted for the reader
	Rows     int      // of a text area; 4 when 0
	Options  []Option
	Type     string // of an input: text (default), password, email, search, number, date
	Auto     string // autocomplete; "off" when empty
	Width    string // "s" for numbers and codes, "m", "l" (default, the whole column)
	Accept   string // of files: ".pdf,.jpg"
	Many     bool   // of files
	Prefix   string // of identifiers, where a page has several forms with the same names
	Differs  bool   // somebody else changed it meanwhile: what stands now is shown beside what was typed
	Now      []string
	Focus    bool // takes the focus when the page opens (one per page, never beside an error summary)
}

func (f Field) id() string { return f.Prefix + "f-" + f.Name }

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) auto() string {
	if f.Auto == "" {
		return "off"
	}
	return f.Auto
}

func (f Field) rows() string {
	if f.Rows == 0 {
		return "4"
	}
	return strconv.Itoa(f.Rows)
}

// described lists what assistive technology reads after the label.
func (f Field) described() string {
	s := ""
	if f.Hint != "" {
		s = f.id() + "-hint"
	}
	if f.Error != "" {
		s += " " + f.id() + "-error"
	}
	if f.Limit > 0 {
		s += " " + f.id() + "-left"
	}
	if f.Differs {
		s += " " + f.id() + "-now"
	}
	return s
}

// stands is what stands in a field now, in the words of its choices.
func (f Field) stands() string {
	var out []string
	for _, v := range f.Now {
		for _, o := range f.Options {
			if o.Value == v && v != "" {
				v = o.Label
				break
			}
		}
		out = append(out, v)
	}
	return strings.Join(out, "\n")
}

func (f Field) option(i int) string {
	// The first choice carries the field's own id, so that the error summary
	// leads to something that can take the focus.
	if i == 0 {
		return f.id()
	}
	return f.id() + "-" + strconv.Itoa(i)
}

func (f Field) chosen(v string) bool { return f.Value == v && v != "" || slices.Contains(f.Values, v) }

// Filled is what a form was sent with and what was wrong with it, so that the
// page comes back with nothing lost. The zero Values of a first visit may be
// filled with what is known already.
type Filled struct {
	P      *lang.Phraser
	Values url.Values
	Errors text.InputErrors
	Now    url.Values // how it stands now, when somebody else was first: nil otherwise
}

// Field starts a field with its value and its error; set the rest on it.
func (in Filled) Field(name, label string) Field {
	f := Field{Name: name, Label: label, Value: in.Values.Get(name), Values: in.Values[name], Error: in.Wrong(name)}
	if now, known := in.Now[name]; known && !same(now, f.Values) {
		f.Differs, f.Now = true, now
	}
	return f
}

// same says whether what was typed is what stands, however its lines end.
func same(a, b []string) bool {
	plain := func(list []string) string {
		return strings.TrimSpace(strings.ReplaceAll(strings.Join(list, "\x00"), "\r\n", "\n"))
	}
	return plain(a) == plain(b)
}

// Wrong is the first error of a field, phrased.
func (in Filled) Wrong(name string) string {
	for _, e := range in.Errors {
		if e.Field == name {
			return in.P.Message(e.Message)
		}
	}
	return ""
}

// Form is how a form is sent.
type Form struct {
	Action string
	Key    string                    // the hidden key that makes a second sending harmless; name "key"
	Files  bool                      // multipart
	Errors text.InputErrors          // listed above the fields, each leading to its field
	Given  string                    // what it holds when it is handed out (desk.Visit.Given)
	Names  map[string]string         // names of hidden fields to send along
	Prefix string                    // the Prefix of its fields
	Kept   bool                      // the browser keeps it until it is done: see Waits
	Owner  string                    // of what is kept: the account's ID
	Title  string                    // the field by which a list of what is kept calls it
	Narrow bool                      // reading width; most forms
	Call   func(field string) string // what a field is called, instead of Words
	Words  string                    // prefix of the names of the fields, for the summary of errors
}

// names is the field of an error in words, with the colon after it.
func (f Form) names(p *lang.Phraser, field string) string {
	if f.Call != nil {
		if name := f.Call(field); name != "" {
			return colon(p, name)
		}
		return ""
	}
	if key := f.Words + field; f.Words != "" && p.Has(key) {
		return colon(p, p.T(key))
	}
	return ""
}

// colon is the name of a field with the colon that stands before what is wrong; English has a space behind it.
func colon(p *lang.Phraser, name string) string {
	s := p.T("page.form.error-in", "field", name)
	if strings.HasSuffix(s, ":") {
		s += " "
	}
	return s
}

func (f Field) date() Field {
	f.Type = "date"
	if f.Width == "" {
		f.Width = "m"
	}
	return f
}
