package desk

import (
	"encoding/json"
	"net/http"

	"shuangze/internal/access"
	"shuangze/internal/web/page"
)

// A form may wait in the browser until there is a line and its account is signed in
// (decision 0019). The script of such forms (page/static/waits.js) sends them with a
// header and is answered in JSON; they are the same forms and go the same way.
const (
	waitsHeader = "Shuangze-Waits" // its value is the account that typed the form
	// ShellName is in the address of a form that the browser is to put aside.
	ShellName = "shell"
)

// Refused is one thing that is wrong with a form, in the reader's language.
type Refused struct {
	Field  string `json:"field,omitempty"`  // "" = the whole of it
	Called string `json:"called,omitempty"` // the field in words, with the colon after it
	Say    string `json:"say"`
}

// answered is what the script reads: where what was done is seen, or why it was not.
type answered struct {
	Done string    `json:"done,omitempty"`
	Say  []Refused `json:"say,omitempty"`
	Key  string    `json:"key,omitempty"` // of the form from now on
}

// Waits says that a form was sent by the script, which keeps it until it is done.
func (v *Visit) Waits() bool {
	return v.R.Method == http.MethodPost && v.R.Header.Get(waitsHeader) != ""
}

// owns says whether an account is the visitor's: nothing is done in the name of whoever
// signed in next at the same browser.
func (v *Visit) owns(account string) bool {
	return v.Actor.Account != 0 && account == v.Actor.Account.String()
}

// Refused answers the script: what is wrong and, where the form was done before with
// other words, what was done then and a new key.
func (v *Visit) Refused(status int, list ...Refused) error {
	a := answered{Say: list}
	if v.before != nil {
		a.Say, a.Key = append(list, Refused{Say: v.saidBefore(*v.before).Text}), v.R.PostFormValue("key")
	}
	return v.answer(status, a)
}

func (v *Visit) answer(status int, a answered) error {
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	v.Leave()
	v.W.Header().Set("Content-Type", "application/json")
	v.W.Header().Set("Cache-Control", "no-store")
	v.wrote = true
	v.W.WriteHeader(status)
	_, err = v.W.Write(b)
	return err
}

// shells are the forms that the visitor's browser is to put aside. Whoever acts for
// somebody else leaves none behind.
func (v *Visit) shells() (out []string) {
	if !v.Actor.InPerson() {
		return nil
	}
	for _, n := range v.Desk.Nouns {
		if a, ok := n.Maker(); ok && a.Kept && access.Could(v.Actor, a.Verb) &&
			access.Anywhere(v.Actor, n.List) { // whoever may only say something of oneself has nothing to say
			out = append(out, "/"+n.Name+"/new")
		}
	}
	return out
}

// Bare is the frame of a form to be put aside: nobody's name, no menu, nothing that
// waits. What the form offers for choosing is all that the browser keeps of the county.
func (v *Visit) Bare(of page.View) page.View {
	return page.View{P: of.P, Title: of.Title, County: of.County, Field: of.Field, Today: of.Today,
		Path: v.R.URL.Path, Demo: of.Demo}
}
