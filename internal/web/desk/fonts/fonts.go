// Package fonts is the page of the typefaces that documents are printed in: which face stands for which role, what it
// lacks, and which files of the county's folder are not used and why.
package fonts

import (
	"shuangze/internal/paper/face"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// Pages are the pages of this room.
type Pages struct{ Folder *face.Folder }

// Routes are the pages of this room.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{{Pattern: "GET /fonts", May: "font.see", Handle: p.list}}
}

// shown is how many of the characters that a face lacks are not folded away.
const shown = 36

// line is the face of a role.
type line struct {
	Role   face.Role
	Face   *face.Face
	More   []string // files of the county that stand behind it
	Lacks  []rune
	Common int
}

// handful is what stands before the fold, rest what stands behind.
func (l line) handful() string { return string(l.Lacks[:min(shown, len(l.Lacks))]) }
func (l line) rest() string    { return string(l.Lacks[min(shown, len(l.Lacks)):]) }

// latin says of a face that it is none for Chinese at all.
func (l line) latin() bool { return len(l.Lacks) == l.Common }

type listData struct {
	page.View
	Lines   []line
	Refused []face.Refused
	Unread  bool
}

// lacking are the lines with characters to show.
func (d listData) lacking() (out []line) {
	for _, l := range d.Lines {
		if len(l.Lacks) > 0 && !l.latin() {
			out = append(out, l)
		}
	}
	return out
}

func (p Pages) list(v *desk.Visit) error {
	set, refused, err := p.Folder.Now()
	d := listData{View: v.View(v.P.T("menu.fonts")), Refused: refused, Unread: err != nil}
	if err != nil {
		v.Desk.Log.Warn("fonts", "error", err)
	}
	common := face.Common()
	for _, role := range face.Roles() {
		all := set.Of(role)
		l := line{Role: role, Face: all[0], Lacks: all[0].Missing(common), Common: len(common)}
		for _, f := range all[1:] {
			if f.Own {
				l.More = append(l.More, f.File)
			}
		}
		d.Lines = append(d.Lines, l)
	}
	return v.Page(200, listPage(d))
}
