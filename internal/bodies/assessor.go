package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// AssessorMost is for how many days an assessor from outside is appointed at most: the course of one
// assessment, from the call to the circular, with room [D].
const AssessorMost = 183

// assessor asks of the appointment of an assessor from outside for its last day, and leaves out the seat
// of the office: whoever comes from outside works in no unit here.
func (f *form) assessor(k *Appoint) {
	if k.Unit = 0; k.Body == 0 {
		f.Add("body", "appointment.assessor.body")
	}
	switch {
	case k.From == 0:
	case k.To == when.Open:
		f.Add("to", "appointment.assessor.to", "day", k.From+AssessorMost)
	case k.To > k.From+AssessorMost:
		f.Add("to", "appointment.assessor.long", "most", AssessorMost, "day", k.From+AssessorMost)
	}
}

// outside refuses an assessor from outside who holds a post here during that time: an assessment appoints
// them as they are.
func (r *Register) outside(a Appointment) error {
	if a.Post != Assessor {
		return nil
	}
	for _, o := range r.rows.Appointments {
		if o.Person == a.Person && o.Post != Assessor && share(o.Period, a.Period) {
			who, _ := r.Person(o.Person)
			return text.Refuse(text.Conflict, "appointment.assessor.inside", "person", who.Name, "title", o.Title)
		}
	}
	return nil
}

// Assessors are the appointments in force of assessors from outside. They are among nobody else: whoever
// asks who works in a unit or sits in a body is not told of them.
func (c *County) Assessors() (out []Appointment) {
	for _, a := range c.posts {
		if a.Post == Assessor {
			out = append(out, a)
		}
	}
	return out
}

// Dismissed is the day from which a person is nobody here any more who was an assessor from outside and
// never anything else; over is false while one of their posts is in force or is yet to begin.
func (c *County) Dismissed(person ref.ID) (on when.Day, over bool) {
	if on, over = c.LastPost(person); !over {
		return 0, false
	}
	for _, j := range c.everOf(person) {
		if a := c.ever[j]; a.Post != Assessor || a.Period.From < a.Period.To && a.Period.From > c.day {
			return 0, false
		}
	}
	return on, true
}
