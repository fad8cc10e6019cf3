package api

import (
	typeface "shuangze/internal/paper/face"
)

// Fonts is which typefaces documents are printed in.
type Fonts struct {
	Roles   []Font        `json:"roles" doc:"One for each role: the face that stands for it."`
	Refused []RefusedFont `json:"refused" doc:"Files of the county's folder that are not used."`
	Unread  bool          `json:"unread" doc:"The folder cannot be read now; what was known of it before is used."`
}

// Font is a typeface and its role.
type Font struct {
	Role    string `json:"role" enum:"fang,title,kai,hei,song"`
	Family  string `json:"family"`
	File    string `json:"file"`
	Index   int    `json:"index" doc:"Which font of a collection, from 0."`
	Size    int64  `json:"size" doc:"Of the file, in bytes."`
	Own     bool   `json:"own" doc:"From the county's folder; otherwise bundled."`
	Licence string `json:"licence" enum:"ofl,installing,editing,printing"`
	Common  int    `json:"common" doc:"How many characters the national list of common characters has."`
	Lacks   int    `json:"lacks" doc:"How many of them the face has not; another face shows those."`
	Missing string `json:"missing" doc:"Those characters."`
}

// RefusedFont is a file that is not used, and why.
type RefusedFont struct {
	File   string `json:"file"`
	Why    string `json:"why" enum:"no-font,broken,too-large,restricted,uncut,no-role,too-many,unread"`
	Reason string `json:"reason" doc:"The same as a sentence."`
}

func getFonts(c *call, _ none) (Fonts, error) {
	set, refused, err := c.face.Faces.Now()
	out := Fonts{Refused: []RefusedFont{}, Unread: err != nil}
	if err != nil {
		c.face.Log.Warn("fonts", "error", err)
	}
	common := typeface.Common()
	for _, role := range typeface.Roles() {
		f := set.Of(role)[0]
		lost := f.Missing(common)
		out.Roles = append(out.Roles, Font{Role: string(role), Family: f.Family, File: f.File, Index: f.Index, Size: f.Size,
			Own: f.Own, Licence: string(f.Licence), Common: len(common), Lacks: len(lost), Missing: string(lost)})
	}
	for _, x := range refused {
		out.Refused = append(out.Refused, RefusedFont{x.File, string(x.Why), c.p.T("font.refused." + string(x.Why))})
	}
	return out, nil
}

func fontOperations() []operation {
	return []operation{get("getFonts", "/fonts", "font.see", "fonts",
		"The typefaces that documents are printed in, and what was refused", getFonts)}
}
