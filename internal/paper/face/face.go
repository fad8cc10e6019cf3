// Package face has the typefaces of official documents: five that are bundled and may be passed on (OFL), and over
// them what a county put into a folder. It says which face stands for which role, character by character.
package face

import "slices"

// Role is what a typeface is for in a document (GB/T 9704).
type Role string

const (
	Fang  Role = "fang"  // 仿宋: the body
	Title Role = "title" // 小标宋: titles and the red mark
	Kai   Role = "kai"   // 楷体: headings of the second level, signers
	Hei   Role = "hei"   // 黑体: headings of the first level
	Song  Role = "song"  // 宋体: page numbers; what is Latin
)

// Roles are all, in the order in which they are shown.
func Roles() []Role { return []Role{Fang, Title, Kai, Hei, Song} }

// at is the place of a role in a Set; what is none stands as Fang.
func (r Role) at() int { return max(slices.Index(roles[:], r), 0) }

var roles = [...]Role{Fang, Title, Kai, Hei, Song}

// Licence is by what right a face is here.
type Licence string

const (
	OFL        Licence = "ofl"        // SIL Open Font License 1.1, its text beside the file
	Installing Licence = "installing" // the county's own, with what its maker lets be done with a document that holds it
	Editing    Licence = "editing"
	Printing   Licence = "printing"
)

// Licences are all of them.
func Licences() []Licence { return []Licence{OFL, Installing, Editing, Printing} }

// Face is one typeface. It is safe for use by several at once.
type Face struct {
	Family  string // as its name table says; of several names the one that gave it its role
	File    string // the name of its file, without a folder
	Index   int    // which of a collection (.ttc) it is; 0 elsewhere. Bytes has cut it out already
	Size    int64  // of the file, bytes
	Own     bool   // the county's
	Licence Licence

	has  *cover
	poor bool // its Latin and its quotation marks are not for documents: Song has them
	data Idle[[]byte]
}

// Bytes is the face as one sfnt file (TrueType or CFF), not to be changed. It is read and unpacked when first asked
// for, shared by all, and dropped when nobody asked for a minute; who still holds it keeps it.
func (f *Face) Bytes() ([]byte, error) { return f.data.Get() }

// Has says whether the face has a character, without reading its file.
func (f *Face) Has(r rune) bool { return f.has.has(r) }

// Missing is what a face lacks of some characters, in their order.
func (f *Face) Missing(list []rune) []rune {
	var out []rune
	for _, r := range list {
		if !f.Has(r) {
			out = append(out, r)
		}
	}
	return out
}

// Set says which faces stand for which roles. It never changes.
type Set struct {
	faces [len(roles)][]*Face // by role in order of fallback
}

// Of are the faces of a role in order of fallback: its own face (the county's before the bundled one) first, the
// bundled Fang, which has every Han character, last.
func (s *Set) Of(role Role) []*Face { return s.faces[role.at()] }

// For is the face that shows a character in a role. What no face has is shown by the role's own, as an empty box.
func (s *Set) For(role Role, r rune) *Face {
	list := s.faces[role.at()]
	if latin(r) {
		for _, both := range [...][]*Face{list, s.faces[Song.at()]} {
			for _, f := range both {
				if !f.poor && f.Has(r) {
					return f
				}
			}
		}
	}
	for _, f := range list {
		if f.Has(r) {
			return f
		}
	}
	return list[0]
}

// Missing are the characters of a list that a role has in none of its faces.
func (s *Set) Missing(role Role, list []rune) []rune {
	var out []rune
	for _, r := range list {
		if !s.For(role, r).Has(r) {
			out = append(out, r)
		}
	}
	return out
}

// latin says what Song lends to faces that are drawn by hand: Latin, digits, and the marks that such faces make narrow,
// so that a reader of the PDF would find blanks beside them.
func latin(r rune) bool {
	switch {
	case r < 0x250:
		return true
	case r == '“', r == '”', r == '‘', r == '’', r == '…', r == '—':
		return true
	}
	return false
}

// Common are the 8,105 characters of the national list (通用规范汉字表), which every name in use should be of.
func Common() []rune { return slices.Clone(common()) }
