// Package page is the look of the house: the frame around every page and the
// parts pages are made of. Parts take phrased words, never keys; they know no
// subject and hold no rule. Everything works without script, in 360 pixels,
// on the keyboard alone and on paper.
package page

import (
	"net/url"

	"shuangze/internal/lang"
	"shuangze/internal/when"
)

// View is what the frame needs to know. A handler fills one per request.
type View struct {
	P      *lang.Phraser
	Title  string     // of the document, phrased
	County string     // 镇坪县
	Field  string     // what the whole matter is called in this county: 党风廉政建设
	Today  when.Day   // years other than this one are written out
	Path   string     // r.URL.Path
	Query  url.Values // r.URL.Query(); lists make their links from it
	Bare   string     // the query of a list without any, where the path alone may be somebody’s saved view: tab=open
	User   User       // the zero User is signed out
	Menu   []MenuItem
	Saved  string // address of the saved views; empty where there are none
	Search string // address of the search page; empty shows no search box
	Flash  Flash
	Demo   Demo
	Shells []string // addresses of forms that the browser puts aside, to open without a line
	Plain  bool     // for nobody in particular, without scripts and cookies: where ballots are cast
	Foot   []string // what stands at the foot when the page is printed: whose, by whom, the day code
}

// User is who is signed in, as the top of the page shows it.
type User struct {
	ID       string // of the account: what its browser keeps is shown to no other
	Name     string
	Post     string // 县委督查室 · 主体责任办公室
	Account  string // address of the own account page
	SignOut  string // address the sign-out form posts to
	OnBehalf string // phrased: 代 赵若溪 办理; shown in the accent colour
	Back     string // address that the form posts to by which one acts as oneself again
}

// SignedIn says whether anybody is.
func (u User) SignedIn() bool { return u.Name != "" }

// MenuItem is one line of the menu. Only what leads somewhere is handed in.
type MenuItem struct {
	Numeral string // 一 … 五 for the mechanisms, else empty
	Label   string
	Href    string
	Count   int  // shown when > 0
	Unread  bool // what is counted is unread, and no work
	Current bool
	Rule    bool       // a thin rule above
	Under   []MenuItem // shown when the item is current
}

// Tone is the weight of a word, a figure or a note. Each tone has a colour and
// a shape; the word is always there too.
type Tone string

const (
	Plain  Tone = ""
	Grey   Tone = "grey"
	Blue   Tone = "blue"  // due soon; information
	Amber  Tone = "amber" // yellow card; warning
	Red    Tone = "red"   // red card; overdue; error
	Green  Tone = "green" // done
	Accent Tone = "seal"  // where you are; rare
)

// Flash is what just happened, said once at the top of the next page.
type Flash struct {
	Tone    Tone   // Green when Plain
	Text    string // empty shows nothing
	Receipt string // the journal number, phrased: № 1024331
	Href    string // where the receipt leads
}

// Demo is the strip that says that nothing here is real.
type Demo struct {
	Text  string
	Key   string // of the catalogue: says it in the reader's language, instead of Text
	Links []Link
}

// Link is a word that leads somewhere.
type Link struct{ Label, Href string }

// With is the address of this page with some of its query changed: names and
// values by turns, an empty value takes the name away. Places in a list
// (after, before) are dropped, because another order makes them meaningless.
func (v View) With(kv ...string) string {
	q := make(url.Values, len(v.Query)+1)
	for k, vs := range v.Query {
		if k != "after" && k != "before" && k != "did" && k != "entry" {
			q[k] = vs
		}
	}
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i+1] == "" {
			q.Del(kv[i])
		} else {
			q.Set(kv[i], kv[i+1])
		}
	}
	switch {
	case len(q) > 0:
		return v.Path + "?" + q.Encode()
	case v.Bare != "":
		return v.Path + "?" + v.Bare
	}
	return v.Path
}

// Here is the address of this page as it is.
func (v View) Here() string {
	if len(v.Query) == 0 {
		return v.Path
	}
	return v.Path + "?" + v.Query.Encode()
}

// other is the language this page is not in.
func (v View) other() (code, label string) {
	if v.P.Chinese() {
		return string(lang.English), "English"
	}
	return string(lang.Chinese), "中文"
}

func (v View) documentTitle() string {
	name := v.P.T("page.name")
	if v.Title == "" {
		return name
	}
	return v.Title + " · " + name
}

func (v View) demoSays() string {
	if v.Demo.Key != "" {
		return v.P.T(v.Demo.Key)
	}
	return v.Demo.Text
}
