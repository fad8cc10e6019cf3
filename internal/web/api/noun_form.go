package api

import (
	"net/http"
	"reflect"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/exchange"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
)

// joined is a name of several words, sign-in, as a part of an operation’s: SignIn.
func joined(name string) (out string) {
	for part := range strings.SplitSeq(name, "-") {
		out += exported(part)
	}
	return out
}

// formOperations send the papers that an object is printed as.
func formOperations(n *noun.Noun) (out []operation) {
	for _, f := range n.Forms {
		for _, as := range []paper.Kind{paper.PDF, paper.DOCX} {
			out = append(out, operation{id: "get" + exported(n.Word) + joined(f.Name) + strings.ToUpper(string(as)),
				method: http.MethodGet, path: "/" + n.Name + "/{id}/form/" + f.Name + "/as/" + string(as), may: n.See,
				tag: n.Name, media: as.Media(), summary: "The form “" + f.Name + "” of one of them, as " +
					strings.ToUpper(string(as)) + "; 404 while there is none",
				handle: func(c *call) error {
					if err := c.query(nil, reflect.Value{}); err != nil {
						return err
					}
					v, err := c.object(n)
					if err != nil {
						return err
					}
					form, ok := n.FormFor(c.actor, v, f.Name)
					if !ok {
						return c.see(n.See, false, access.Object{})
					}
					county, err := c.county(0)
					if err != nil {
						return err
					}
					zh := exchange.Speech{P: c.face.Words.In(lang.Chinese), Pack: c.face.Policy, Day: c.today()}
					doc, err := zh.Printed(c.r.Context(), c.actor, n, form, county, v)
					if err != nil {
						return err
					}
					return c.sendPaper(as, doc, exchange.FormMoment(v))
				}})
		}
	}
	return out
}
