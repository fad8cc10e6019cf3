package honours

import (
	"slices"

	"shuangze/internal/appraisal/course"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/pledges"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Subject is whom figures are of: a person, or the team of a body.
type Subject struct {
	Person ref.ID `json:"person,omitempty"`
	Body   ref.ID `json:"body,omitempty"`
}

// Figures are what is on record of somebody in some years: results as they were approved, pledges that were judged,
// statements that were published, honours. They are never added up.
type Figures struct {
	Grades     []Graded  `json:"grades,omitempty"`
	Pledges    []Pledged `json:"pledges,omitempty"`
	Statements []Stated  `json:"statements,omitempty"`
	Honours    []Had     `json:"honours,omitempty"`
}

// Graded is the grade of a body in an approved assessment.
type Graded struct {
	Of    ref.ID `json:"of"`
	Year  int64  `json:"year"`
	Body  ref.ID `json:"body"`
	Title string `json:"title"`
	Grade string `json:"grade"` // a code of course.GradeTable
}

// Pledged is how many pledges of a year were judged, and how many of them as kept.
type Pledged struct {
	Year   int64 `json:"year"`
	Judged int64 `json:"judged"`
	Kept   int64 `json:"kept"`
}

// Stated is the result of a statement that was published, in hundredths of a point.
type Stated struct {
	Of    ref.ID `json:"of"`
	Year  int64  `json:"year"`
	Title string `json:"title"`
	Score int64  `json:"score"`
}

// Had is an honour that was given; Revoked, that it was taken away again.
type Had struct {
	Of      ref.ID `json:"of"`
	Year    int64  `json:"year"`
	Number  string `json:"number"`
	Kind    string `json:"kind"`
	Revoked bool   `json:"revoked,omitempty"`
}

// served is a body of somebody’s, and in which time they were of it.
type served struct {
	body ref.ID
	in   when.Period
}

// bodiesOf are the bodies of a subject: of a person those in which they held a post.
func bodiesOf(r *bodies.County, s Subject, from int) (out []served) {
	if s.Person == 0 {
		return []served{{s.Body, when.Period{To: when.Open}}}
	}
	all := r.PostsOf(s.Person)
	for _, a := range r.Leaders(when.Date(from, 1, 1)) {
		if a.Person == s.Person {
			all = append(all, a)
		}
	}
	for _, a := range all {
		if a.Body != 0 {
			out = append(out, served{a.Body, a.Period})
		}
	}
	return out
}

// Gather reads the figures of some subjects over some years, the first and the last included, in five statements.
func Gather(tx noun.Reads, r *bodies.County, of []Subject, from, to int) ([]Figures, error) {
	var bodyIDs, people []int64
	mine := make([][]served, len(of))
	for i, s := range of {
		mine[i] = bodiesOf(r, s, from)
		for _, m := range mine[i] {
			bodyIDs = append(bodyIDs, int64(m.body))
		}
		if s.Person != 0 {
			people = append(people, int64(s.Person))
		}
	}
	out := make([]Figures, len(of))
	years := noun.Cond{Column: "year", Least: int64(from), Below: int64(to) + 1}
	if len(bodyIDs) > 0 {
		sheets, err := tx.Those(ref.Scoresheet, noun.Cond{Column: "body", Num: bodyIDs}, years,
			noun.StateIs(course.Approved, course.Circulated))
		if err != nil {
			return nil, err
		}
		for _, v := range sheets {
			s := v.(*course.Scoresheet)
			in := when.Period{From: when.Date(int(s.Year), 1, 1), To: when.Date(int(s.Year)+1, 1, 1)}
			for i := range of {
				if slices.ContainsFunc(mine[i], func(m served) bool { return m.body == s.Body && m.in.Overlaps(in) }) {
					out[i].Grades = append(out[i].Grades, Graded{s.ID, s.Year, s.Body, s.Title, s.Grade})
				}
			}
		}
	}
	for _, by := range []struct {
		column string
		ids    []int64
	}{{"body", bodyIDs}, {"person", people}} {
		if len(by.ids) == 0 {
			continue
		}
		if err := gatherBy(tx, of, out, by.column == "person", noun.Cond{Column: by.column, Num: by.ids}, years); err != nil {
			return nil, err
		}
	}
	for i := range out {
		slices.SortStableFunc(out[i].Grades, func(a, b Graded) int { return int(b.Year - a.Year) })
		slices.SortStableFunc(out[i].Pledges, func(a, b Pledged) int { return int(b.Year - a.Year) })
		slices.SortStableFunc(out[i].Statements, func(a, b Stated) int { return int(b.Year - a.Year) })
		slices.SortStableFunc(out[i].Honours, func(a, b Had) int { return int(b.Year - a.Year) })
	}
	return out, nil
}

// gatherBy reads what names a subject itself: a person, or a body.
func gatherBy(tx noun.Reads, of []Subject, out []Figures, person bool, who, years noun.Cond) error {
	each := func(p, b ref.ID, take func(f *Figures)) {
		for i, s := range of {
			if person && s.Person != 0 && s.Person == p || !person && s.Person == 0 && s.Body == b {
				take(&out[i])
			}
		}
	}
	judged, err := tx.Those(ref.Pledge, who, years, noun.StateIs(pledges.Judged))
	if err != nil {
		return err
	}
	for _, v := range judged {
		p := v.(*pledges.Pledge)
		each(p.Person, p.Body, func(f *Figures) { f.pledged(p) })
	}
	stated, err := tx.Those(ref.Statement, who, years, noun.StateIs(statements.Published, statements.Closed))
	if err != nil {
		return err
	}
	for _, v := range stated {
		s := v.(*statements.Statement)
		each(s.Person, s.Body, func(f *Figures) {
			f.Statements = append(f.Statements, Stated{s.ID, s.Year, s.Title, s.Score})
		})
	}
	given, err := tx.Those(ref.Honour, who, years, noun.StateIs(Approved, Revoked))
	if err != nil {
		return err
	}
	for _, v := range given {
		h := v.(*Honour)
		if person != (h.Kind == Model) {
			continue
		}
		each(h.Person, h.Body, func(f *Figures) {
			f.Honours = append(f.Honours, Had{h.ID, h.Year, h.Number, h.Kind, h.State == Revoked})
		})
	}
	return nil
}

// kept is the grade of a pledge that was kept; the pack may call it as it likes.
const kept = "kept"

func (f *Figures) pledged(p *pledges.Pledge) {
	i := slices.IndexFunc(f.Pledges, func(x Pledged) bool { return x.Year == p.Year })
	if i < 0 {
		i = len(f.Pledges)
		f.Pledges = append(f.Pledges, Pledged{Year: p.Year})
	}
	f.Pledges[i].Judged++
	if p.Grade == kept {
		f.Pledges[i].Kept++
	}
}
