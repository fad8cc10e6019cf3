package bodies

import (
	"slices"

	"shuangze/internal/ref"
)

// Group is a code for every unit of a kind, with the words that mean it.
type Group struct {
	Code  string
	Words []string
}

// Groups are words that mean every unit of a kind.
var Groups = []Group{
	{"towns", []string{"各镇", "各乡镇", "各镇街", "各镇人民政府", "各镇党委", "各乡镇街道", "全县各镇"}},
	{"departments", []string{"县直各部门", "县直部门", "各部门", "县级各部门", "县直各单位", "县直单位", "县级部门", "各县直部门",
		"各县直单位", "县直机关各部门", "县直有关部门"}},
	{"all", []string{"各单位", "全县各单位", "各镇各部门", "各级各部门", "各镇县直各部门", "各责任单位", "所有单位", "全县各镇各部门",
		"各党委党组", "全体单位"}},
}

// GroupOf is the code of words that mean every unit of a kind.
func GroupOf(words string) (code string, ok bool) {
	for _, g := range Groups {
		if slices.Contains(g.Words, words) {
			return g.Code, true
		}
	}
	return "", false
}

// Group are the units that a code means today. Departments are those of the county
// itself: neither below another unit nor answering to an upper system of their own.
func (c *County) Group(code string) (out []ref.ID) {
	for _, id := range c.Units() {
		_, f, ok := c.Unit(id)
		if !ok {
			continue
		}
		town := f.Category == Town
		department := f.Parent == 0 && slices.Contains([]UnitCategory{Party, NPC, Government, Mass, Institution}, f.Category)
		if town && code != "departments" || department && code != "towns" {
			out = append(out, id)
		}
	}
	return out
}

// Stands says that a person has a post in the unit of a body today, or in the body
// itself: the county's own committee has no seat.
func (c *County) Stands(body Body, person ref.ID) bool {
	posts := append(c.PostsIn(body.Unit), c.PostsAt(body.ID)...)
	return slices.ContainsFunc(posts, func(a Appointment) bool { return a.Person == person })
}
