package accounts

import (
	"strings"

	"shuangze/internal/account"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// The pages of the system administrator (accounts) and of the security
// administrator (grants and releases).

// accountsOnPage is how many accounts one page of the list shows.
const accountsOnPage = 50

type listData struct {
	page.View
	Visit    *desk.Visit
	County   *bodies.County
	Accounts []account.Account
	Key      string
	Grants   bool
	Q        string
	Pager    page.Pager
}

func (p Pages) listed(v *desk.Visit, title string) (listData, error) {
	d := listData{View: v.View(v.P.T(title)), Visit: v, Key: v.Key(), Q: strings.TrimSpace(v.R.URL.Query().Get("q"))}
	var err error
	if d.County, err = v.County(); err != nil {
		return d, err
	}
	ask := func(f account.Filter) error {
		some, err := p.Accounts.Accounts(v.R.Context(), v.Actor, f)
		for _, a := range some {
			if !contains(d.Accounts, a.ID) {
				d.Accounts = append(d.Accounts, a)
			}
		}
		return err
	}
	after := d.Query.Get("after")
	if err := ask(account.Filter{Prefix: d.Q, After: after, Limit: accountsOnPage + 1}); err != nil {
		return d, err
	}
	if len(d.Accounts) > accountsOnPage {
		d.Accounts = d.Accounts[:accountsOnPage]
		d.Pager.Older = d.With("after", d.Accounts[accountsOnPage-1].Login)
	}
	if after != "" {
		d.Pager.Newer = d.With("after", "")
	}
	if d.Q != "" && after == "" { // also by the person's name
		for _, x := range d.County.PeopleLike(d.Q, 20) {
			if err := ask(account.Filter{Person: x.ID}); err != nil {
				return d, err
			}
		}
	}
	return d, nil
}

func contains(list []account.Account, id ref.ID) bool {
	for _, a := range list {
		if a.ID == id {
			return true
		}
	}
	return false
}

// nameOf is who an account belongs to; postsOf what its roles follow from.
func nameOf(c *bodies.County, a account.Account) string {
	if x, ok := c.Person(a.Person); ok && a.Person != 0 {
		return x.Name
	}
	return a.Name
}

func postsOf(v *desk.Visit, c *bodies.County, a account.Account) string {
	var out []string
	if a.Person != 0 && a.Admin == "" {
		for _, x := range c.PostsOf(a.Person) {
			out = append(out, x.Title)
		}
	}
	return v.P.List(out)
}

// rolesOf are the roles that the posts give today.
func rolesOf(v *desk.Visit, c *bodies.County, a account.Account) string {
	var out []string
	if a.Person != 0 && a.Admin == "" {
		for _, g := range c.Roles(a.Person) {
			word := v.P.T("register.role." + string(g.Role))
			if len(out) == 0 || out[len(out)-1] != word {
				out = append(out, word)
			}
		}
	}
	return v.P.List(out)
}

func (p Pages) list(v *desk.Visit) error {
	d, err := p.listed(v, "menu.accounts")
	if err != nil {
		return err
	}
	return v.Page(200, listPage(d))
}

func (p Pages) grants(v *desk.Visit) error {
	d, err := p.listed(v, "menu.grants")
	if err != nil {
		return err
	}
	d.Grants = true
	return v.Page(200, listPage(d))
}

// oneData is one account for the system administrator.
type oneData struct {
	formData
	A      account.Account
	County *bodies.County
}

func (p Pages) account(v *desk.Visit) error {
	return p.showAccount(v, 200, formData{})
}

func (p Pages) showAccount(v *desk.Visit, status int, f formData) error {
	a, err := p.Accounts.Account(v.R.Context(), v.Actor, v.ID("id"))
	if err != nil {
		return err
	}
	if f.Visit == nil {
		f = form(v, "account.one", nil)
	}
	d := oneData{formData: f, A: a}
	d.Title = a.Login
	if d.County, err = v.County(); err != nil {
		return err
	}
	if d.Filled.Values["person"] == nil {
		d.Filled.Values["person"] = []string{a.Person.String()}
	}
	return v.Page(status, onePage(d))
}

// peopleOptions are the county's people with their first post.
func peopleOptions(v *desk.Visit, c *bodies.County) []page.Option {
	out := []page.Option{{Label: v.P.T("account.person.none")}}
	for _, x := range c.PeopleLike("", 1<<30) {
		label := x.Name
		for _, a := range c.PostsOf(x.ID) {
			label += "　" + a.Title
			break
		}
		out = append(out, page.Option{Value: x.ID.String(), Label: label})
	}
	return out
}

func (p Pages) newAccount(v *desk.Visit) error { return p.showNew(v, 200, form(v, "account.new", nil)) }

func (p Pages) showNew(v *desk.Visit, status int, d formData) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	return v.Page(status, newPage(d, peopleOptions(v, c)))
}

func (p Pages) create(v *desk.Visit) error {
	r, err := p.Accounts.Create(v.R.Context(), v.Command(), account.New{Login: v.Form("login"), Name: v.Form("name"),
		Person: v.FormID("person"), Password: v.R.PostFormValue("password")})
	if in, wrong := v.Inputs(err, nil); wrong {
		d := form(v, "account.new", in)
		d.Filled.Values = map[string][]string{"login": {v.Form("login")}, "name": {v.Form("name")},
			"person": {v.Form("person")}}
		return p.showNew(v, 422, d)
	}
	if err != nil {
		return err
	}
	return v.Said("/accounts/"+r.Object.ID.String(), "account.created")
}

// change does one act of the system administrator on an account.
func (p Pages) change(v *desk.Visit) error {
	id, what := v.ID("id"), v.R.PathValue("what")
	did := "account.changed"
	var err error
	switch what {
	case "close":
		_, err = p.Accounts.Close(v.R.Context(), v.Command(), id)
	case "reopen":
		_, err = p.Accounts.Reopen(v.R.Context(), v.Command(), id)
	case "password":
		did = "account.password-set"
		_, err = p.Accounts.SetPassword(v.R.Context(), v.Command(), id, v.R.PostFormValue("password"))
	case "second":
		_, err = p.Accounts.RemoveSecond(v.R.Context(), v.Command(), id)
	case "link":
		did = "account.linked"
		_, err = p.Accounts.Link(v.R.Context(), v.Command(), id, v.FormID("person"))
	default:
		return desk.Missing()
	}
	if in, wrong := v.Inputs(err, nil); wrong {
		f := form(v, "account.one", in)
		f.Which = what
		return p.showAccount(v, 422, f)
	}
	if err != nil {
		return err
	}
	return v.Said("/accounts/"+id.String(), did)
}

// applied says what was looked for, with the address of the whole list.
func (d listData) applied() []page.Applied {
	if d.Q == "" {
		return nil
	}
	return []page.Applied{{Label: d.P.T("list.words.applied", "words", d.Q), Remove: d.With("q", "")}}
}
