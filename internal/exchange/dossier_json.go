package exchange

import (
	"encoding/hex"
	"encoding/json"
	"io"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// The file dossier.json: the same as the tables, with codes beside the words. Days are written 2026-03-02.
type (
	jsonDossier struct {
		Dossier ref.ID     `json:"dossier"`
		Number  string     `json:"number"`
		Person  ref.ID     `json:"person"`
		Name    string     `json:"name"`
		Taken   string     `json:"taken"`
		At      string     `json:"takenAt"` // RFC 3339
		Parts   []jsonPart `json:"parts"`
		Looks   []jsonLook `json:"looks"`
		Files   []jsonFile `json:"files"`
	}
	jsonPart struct {
		Code     string         `json:"code"`
		Name     string         `json:"name"`
		Half     string         `json:"half"`
		Basis    string         `json:"basis,omitempty"`
		Posts    []string       `json:"posts"`
		Lists    []jsonList     `json:"lists"`
		Declared []jsonDeclared `json:"declared"`
		More     bool           `json:"more"`
	}
	jsonList struct {
		Kind  string     `json:"kind"`
		Tab   string     `json:"tab"`
		Name  string     `json:"name"`
		More  bool       `json:"more"`
		Items []jsonItem `json:"items"`
	}
	jsonItem struct {
		ID    ref.ID     `json:"id"`
		Title string     `json:"title"`
		State string     `json:"state"`
		Says  string     `json:"stateName"`
		Facts []jsonFact `json:"facts"`
	}
	jsonFact struct {
		Field string `json:"field"`
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	jsonDeclared struct {
		ID       ref.ID `json:"id"`
		On       string `json:"matterOn,omitempty"`
		Content  string `json:"content"`
		Relative string `json:"relative,omitempty"`
		FiledOn  string `json:"filedOn,omitempty"`
	}
	jsonLook struct {
		Day     string `json:"day"`
		Purpose string `json:"purpose"`
		Name    string `json:"purposeName"`
	}
	jsonFile struct {
		Name   string `json:"name"`
		Of     ref.ID `json:"of"`
		Bytes  int64  `json:"bytes"`
		SHA256 string `json:"sha256"`
		Path   string `json:"path,omitempty"` // in the file; "" = it was left out
	}
)

func dayOrNone(d when.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func (t ownFile) json(w io.Writer) error {
	out := jsonDossier{Dossier: t.x.ID, Number: t.x.Number, Person: t.x.Person, Name: t.x.Name, Taken: t.mark,
		At: t.now.Time().Format("2006-01-02T15:04:05Z07:00"), Parts: []jsonPart{}, Looks: []jsonLook{}, Files: []jsonFile{}}
	for _, p := range t.pieces {
		part := jsonPart{Code: p.Code, Name: p.Name, Half: p.Half, Basis: p.Basis, Posts: append([]string{}, p.Posts...),
			Lists: []jsonList{}, Declared: []jsonDeclared{}, More: p.More}
		for _, f := range p.Figures {
			list := jsonList{Kind: f.Kind, Tab: f.Tab, Name: f.Name, More: f.More, Items: []jsonItem{}}
			for _, l := range f.Lines {
				item := jsonItem{ID: l.ID, Title: l.Title, State: l.Code, Says: l.State, Facts: []jsonFact{}}
				for _, x := range l.Says {
					item.Facts = append(item.Facts, jsonFact{x.Field, x.Name, x.Says})
				}
				list.Items = append(list.Items, item)
			}
			part.Lists = append(part.Lists, list)
		}
		for _, d := range p.Declared {
			part.Declared = append(part.Declared, jsonDeclared{d.ID, dayOrNone(d.Day), d.Content, d.Kin,
				dayOrNone(d.FiledOn)})
		}
		out.Parts = append(out.Parts, part)
	}
	for _, l := range t.looks {
		out.Looks = append(out.Looks, jsonLook{l.Day.String(), l.Purpose, t.purpose(l)})
	}
	for _, f := range t.files {
		one := jsonFile{Name: f.Evidence.Name, Of: f.Matter.ID, Bytes: f.Size, SHA256: hex.EncodeToString(f.Digest)}
		if f.path != "" {
			one.Path = t.folder() + f.path
		}
		out.Files = append(out.Files, one)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
