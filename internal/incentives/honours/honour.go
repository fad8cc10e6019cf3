// Package honours is 勤廉兼优 (spec 5.2): teams and models that an office nominates with reasons, with the figures
// on which that rests, checked for what stands in the way, made public, objected to, approved by the leading
// group, with a plaque number and a certificate; for models only a reward by the standard of excellent civil
// servants [T].
package honours

import (
	"encoding/json"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The two honours.
const (
	Team  = "team"  // “勤廉兼优”班子
	Model = "model" // “勤廉兼优”标兵
)

// The states of an honour.
const (
	Nominated = "nominated"
	Noticed   = "noticed" // public, and may be objected to
	Approved  = "approved"
	Declined  = "declined" // an objection was upheld, or the leading group did not approve it
	Revoked   = "revoked"
	Withdrawn = "withdrawn"
)

const (
	yearLeast  = 2015
	lineMost   = 120
	titleMost  = 200
	textMost   = 3000
	reasonMost = 500
	packedMost = 60_000
	rewardMost = 100_000 // yuan
	back       = 3       // years whose figures are shown [D]
)

// Honour is one, of one year.
type Honour struct {
	noun.Base
	Title   string
	Kind    string // Team or Model
	Year    int64
	Body    ref.ID // of a model that in which the person serves
	Person  ref.ID // of a model
	Post    string
	Deeds   string // 主要事迹, and why it is nominated
	Packed  string // the figures as they were when it was nominated
	MadeFor ref.ID // for whom it was nominated by a deputy
	Checked when.Day

	NoticeOn, NoticeUntil when.Day
	Due                   when.Day
	ApprovedOn            when.Day
	Meeting               string
	Reward                int64 // hundredths of a yuan
	Media                 string
	PublicOn              when.Day
	RevokeNo              string // the number of the decision
	RevokedOn             when.Day
	Why                   string
}

// Fields are what is known of one, in the order of the form.
var Fields = field.Fields{
	noun.NumberField[Honour](),
	field.Line("title", 0, titleMost, func(h *Honour) *string { return &h.Title }).Silent(),
	field.Code("kind", true, []string{Team, Model}, "honour.kind.", func(h *Honour) *string { return &h.Kind }),
	field.Year("year", true, yearLeast, func(h *Honour) *int64 { return &h.Year }),
	field.Body("body", false, func(h *Honour) *ref.ID { return &h.Body }),
	field.Person("person", false, func(h *Honour) *ref.ID { return &h.Person }),
	field.Line("post", 0, titleMost, func(h *Honour) *string { return &h.Post }).Silent(),
	field.Text("deeds", 1, textMost, func(h *Honour) *string { return &h.Deeds }),
	field.Text("packed", 0, packedMost, func(h *Honour) *string { return &h.Packed }).Silent().Within().Unfound(),
	field.Person("madeFor", false, func(h *Honour) *ref.ID { return &h.MadeFor }).Silent(),
	field.Day("checked", false, func(h *Honour) *when.Day { return &h.Checked }).Silent(),
	field.Day("noticeOn", false, func(h *Honour) *when.Day { return &h.NoticeOn }).Silent(),
	field.Day("noticeUntil", false, func(h *Honour) *when.Day { return &h.NoticeUntil }).Silent(),
	field.Day("due", false, func(h *Honour) *when.Day { return &h.Due }).Silent(),
	field.Day("approvedOn", false, func(h *Honour) *when.Day { return &h.ApprovedOn }).Silent(),
	field.Line("meeting", 0, lineMost, func(h *Honour) *string { return &h.Meeting }).Silent(),
	field.Points("reward", rewardMost, func(h *Honour) *int64 { return &h.Reward }).Silent(),
	field.Line("media", 0, lineMost, func(h *Honour) *string { return &h.Media }).Silent(),
	field.Day("publicOn", false, func(h *Honour) *when.Day { return &h.PublicOn }).Silent(),
	field.Line("revokeNo", 0, lineMost, func(h *Honour) *string { return &h.RevokeNo }).Silent(),
	field.Day("revokedOn", false, func(h *Honour) *when.Day { return &h.RevokedOn }).Silent(),
	field.Text("why", 0, reasonMost, func(h *Honour) *string { return &h.Why }).Silent().Inside(),
}

// Shape is what one is made of. It has its plaque number from the approval on.
var Shape = noun.Shape{Of: ref.Honour, Name: "honours", Word: "honour", Table: "honour", Mute: true,
	New: func() noun.Value { return &Honour{} }, Fields: Fields, Code: "number", Title: "title", Person: "person",
	Public: "noticeOn",
	States: []string{Nominated, Noticed, Approved, Declined, Revoked, Withdrawn},
	Series: &noun.Series{Code: "honour", At: "honour.approve"},
	Attach: &noun.Attachments{Verb: "honour.attach", Of: []string{"proof", "notice", "other"}, Most: 20,
		States: []string{Nominated, Noticed, Approved}}}

func (h *Honour) in(states ...string) error { return Shape.In(h, states...) }

// Object is what access asks of one. Who nominated it decides about no objection to it.
func (h *Honour) Object() access.Object {
	return access.Object{Jurisdiction: h.Jurisdiction, Kind: ref.Honour, ID: h.ID, Unit: h.Unit, Side: h.Side,
		Person: h.Person, Open: h.NoticeOn != 0}
}

// Called is its plaque number, and what it is.
func (h *Honour) Called() (number, title string) { return h.Number, h.Title }

func (h *Honour) by() actor.Hands { return actor.Hands{By: h.MadeBy, For: h.MadeFor} }

// Subject is whose it is.
func (h *Honour) Subject() Subject {
	if h.Kind == Model {
		return Subject{Person: h.Person}
	}
	return Subject{Body: h.Body}
}

// People are those who are checked: of a model the person, of a team all who sit in the body; of a unit's party body
// its discipline members too, who are of the team (党委委员、纪委书记).
func (h *Honour) People(r *bodies.County) []ref.ID {
	if h.Kind == Model {
		return []ref.ID{h.Person}
	}
	out := r.Sitting(h.Body)
	b, ok := r.Body(h.Body)
	if !ok || b.Unit == 0 || b.Kind.Side() != bodies.Principal {
		return out
	}
	for _, beside := range r.Seated(b.Unit) {
		for _, id := range r.Sitting(beside.ID) {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// Figures are what its nomination rests on.
func (h *Honour) Figures() (f Figures) {
	if json.Unmarshal([]byte(h.Packed), &f) != nil {
		return Figures{}
	}
	return f
}

// settle checks whom it is for, and puts what it is called.
func (h *Honour) settle(r *bodies.County, errs *text.InputErrors) {
	h.Side = actor.Principal
	if int(h.Year) > r.Day().Year() {
		errs.Add("year", "honour.year.later", "year", strconv.Itoa(r.Day().Year()))
	}
	switch h.Kind {
	case Team:
		if h.Person != 0 {
			errs.Add("person", "honour.person.team")
		}
		b, ok := r.Body(h.Body)
		if !ok {
			if h.Body == 0 {
				errs.Add("body", "honour.body.none")
			}
			return
		}
		h.Unit, h.Post = b.Unit, ""
		h.Title = yearly(h.Year) + "“勤廉兼优”班子：" + b.Name
	case Model:
		who, ok := r.Person(h.Person)
		if !ok {
			if h.Person == 0 {
				errs.Add("person", "honour.person.none")
			}
			return
		}
		posts := r.PostsOf(h.Person)
		if len(posts) == 0 {
			errs.Add("person", "honour.person.post")
			return
		}
		h.Unit, h.Body, h.Post = posts[0].Unit, posts[0].Body, posts[0].Title
		h.Title = yearly(h.Year) + "“勤廉兼优”标兵：" + who.Name
	}
}

// alike are the honours of the same subject and year that stand.
func alike(h *Honour) []noun.Cond {
	who := noun.Cond{Column: "body", Num: []int64{int64(h.Body)}}
	if h.Kind == Model {
		who = noun.Cond{Column: "person", Num: []int64{int64(h.Person)}}
	}
	if h.Kind == "" || who.Num[0] == 0 {
		return nil
	}
	return []noun.Cond{who, {Column: "kind", Text: []string{h.Kind}}, {Column: "year", Num: []int64{h.Year}},
		noun.StateIs(Nominated, Noticed, Approved)}
}

// Notice makes it public.
func (h *Honour) Notice(until, today when.Day) error {
	if err := h.in(Nominated); err != nil {
		return err
	}
	h.State, h.NoticeOn, h.NoticeUntil, h.Due = Noticed, today, until, until
	return nil
}

// MayObject: as long as it is public.
func (h *Honour) MayObject(today when.Day) error {
	if err := h.in(Noticed); err != nil {
		return err
	}
	if today > h.NoticeUntil {
		return text.Refuse(text.Conflict, "honour.object.late", "until", h.NoticeUntil)
	}
	return nil
}

// MayApprove: it was public for its days.
func (h *Honour) MayApprove(today when.Day) error {
	if err := h.in(Noticed); err != nil {
		return err
	}
	if today <= h.NoticeUntil {
		return text.Refuse(text.Conflict, "honour.approve.early", "on", h.NoticeUntil+1)
	}
	return nil
}

// Approve is the leading group's. A model gets the reward of the pack, a team its plaque alone [T].
func (h *Honour) Approve(meeting string, reward int64, today when.Day) error {
	if err := h.MayApprove(today); err != nil {
		return err
	}
	h.State, h.ApprovedOn, h.Meeting, h.Due = Approved, today, meeting, 0
	if h.Kind == Model {
		h.Reward = reward
	}
	return nil
}

// Decline says that it is not given after all.
func (h *Honour) Decline(why string) error {
	if err := h.in(Nominated, Noticed); err != nil {
		return err
	}
	h.State, h.Why, h.Due = Declined, why, 0
	return nil
}

// Revoking is the decision by which an honour is taken away.
type Revoking struct {
	No  string
	On  when.Day
	Why string
}

// Revoke takes it away, by a decision: plaque and certificate with it. Its number stays.
func (h *Honour) Revoke(in Revoking, today when.Day) error {
	if err := h.in(Approved); err != nil {
		return err
	}
	var errs text.InputErrors
	switch {
	case in.On > today:
		errs.Add("revokedOn", "honour.revoke.later", "today", today)
	case in.On < h.ApprovedOn:
		errs.Add("revokedOn", "honour.revoke.early", "on", h.ApprovedOn)
	}
	if err := errs.Err(); err != nil {
		return err
	}
	h.State, h.RevokeNo, h.RevokedOn, h.Why = Revoked, in.No, in.On, in.Why
	return nil
}

// Publishing is where and when it was made known.
type Publishing struct {
	Media string
	On    when.Day
}

// Publish notes that it was made known.
func (h *Honour) Publish(in Publishing, today when.Day) error {
	if err := h.in(Approved); err != nil {
		return err
	}
	switch {
	case in.On > today:
		return text.InputErrors{{Field: "publicOn", Message: text.M("honour.public.later", "today", today)}}
	case in.On < h.ApprovedOn:
		return text.InputErrors{{Field: "publicOn", Message: text.M("honour.public.early", "on", h.ApprovedOn)}}
	}
	h.Media, h.PublicOn = in.Media, in.On
	return nil
}
