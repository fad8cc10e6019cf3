package talks

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Limits are the county's.
type Limits struct {
	Notice   func(given when.Day) when.Day // the first day on which the talk may be held
	ReportBy func(day when.Day) when.Day   // until when the report is due, from the talk or the sending back
	EffectTo func(held when.Day) when.Day  // the last day of a formal admonition's effect
	FollowBy func(held when.Day) when.Day  // when it is looked at again
}

// followAhead is how many days before its day a follow-up may be made [D].
const followAhead = 30

const yearLeast = 2000

// settle judges what was typed against the register of today and says what follows: whose
// the talk is, how it goes on, who knows of it. A head of a unit would find what is planned
// with them in their own lists: until they are told, it stands with the county.
func (t *Talk) settle(c *bodies.County, errs *text.InputErrors) {
	body, ok := c.Body(t.Body)
	switch {
	case t.Body != 0 && !ok:
		errs.Add("body", "input.choose")
	case ok && body.Kind.Side() == "":
		errs.Add("body", "talk.body.none", "body", body.Name)
	case ok && t.Person != 0 && !stood(c, body, t.Person):
		errs.Add("person", "talk.person.elsewhere", "body", body.Name)
	}
	if t.Person != 0 && t.Talker != 0 {
		if m := Superior(c, t.Talker, t.Person); m != nil {
			*errs = append(*errs, text.InputError{Field: "talker", Message: *m})
		}
	}
	if t.Recorder != 0 && (t.Recorder == t.Person || t.Recorder == t.Talker) {
		errs.Add("recorder", "talk.recorder.one")
	}
	needs := t.Needs()
	if t.Formal && t.Kind != Admonition {
		errs.Add("formal", "talk.formal.none")
	}
	if needs.Notice {
		if t.Ground == "" {
			errs.Add("ground", "talk.ground.needed")
		}
		if t.Discipline == "" {
			errs.Add("discipline", "talk.discipline.needed")
		}
		if t.Content+t.Response+t.Opinion != "" {
			errs.Add("content", "talk.content.early")
		}
	}
	t.clocked(errs)
	t.dated(c.Day(), needs, errs)
	t.Post, t.TalkerPost = titleOf(c, t.Person), titleOf(c, t.Talker)
	t.Unit, t.Side, t.Told, t.Due, t.State = body.Unit, actor.Side(body.Kind.Side()), t.Person, t.Day, Planned
	if needs.Notice {
		t.Told = 0
		first := func(g bodies.RoleGrant) bool { return g.Role == bodies.RoleFirst }
		if slices.ContainsFunc(c.Roles(t.Person), first) {
			t.Unit = 0
		}
	}
	switch {
	case needs.Approval:
		t.State = Asked
	case t.Content != "":
		t.record()
	}
}

// stood says whether somebody has a post in a body, its unit or a unit below that.
func stood(c *bodies.County, body bodies.Body, person ref.ID) bool {
	return c.Stands(body, person) || slices.ContainsFunc(c.PostsOf(person), func(a bodies.Appointment) bool {
		return body.Unit != 0 && c.Within(a.Unit, body.Unit)
	})
}

// clocked writes the time as 14:30.
func (t *Talk) clocked(errs *text.InputErrors) {
	if at, err := time.Parse("15:04", t.Clock); err == nil {
		t.Clock = at.Format("15:04")
	} else if t.Clock != "" {
		errs.Add("clock", "record.clock.form", "value", t.Clock)
	}
}

func (t *Talk) dated(today when.Day, needs Needs, errs *text.InputErrors) {
	switch {
	case t.Day == 0:
	case t.Day.Year() < yearLeast:
		errs.Add("day", "record.on.early", "year", strconv.Itoa(yearLeast))
	case t.Content != "" && t.Day > today:
		errs.Add("day", "talk.day.later", "today", today)
	case t.Content == "" && t.Day < today && !needs.Notice:
		errs.Add("content", "talk.content.needed")
	case t.Day < today && needs.Notice:
		errs.Add("day", "talk.day.past", "today", today)
	}
}

// record closes what was said, so that it can be signed.
func (t *Talk) record() { t.State, t.Due, t.Frozen = Held, 0, t.digest() }

// digest names what is signed: who spoke with whom, when, where, of what.
func (t *Talk) digest() string {
	said, _ := json.Marshal([]any{"talk.v1", t.Kind, t.Formal, t.Body, t.Person, t.Post, t.Talker, t.TalkerPost,
		t.Recorder, t.Day, t.Clock, t.Place, t.Reason, t.Ground, t.Discipline, t.Besides, t.Content, t.Response,
		t.Opinion, t.Note})
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:])
}

// in refuses what the state does not allow.
func (t *Talk) in(states ...string) error {
	if t.is(states...) {
		return nil
	}
	return text.Refuse(text.Conflict, "talk.state-forbids", "state", text.M("talk.state."+t.State))
}

// MayChange refuses to rewrite what was approved or goes on.
func (t *Talk) MayChange() error {
	if t.ApprovedOn != 0 {
		return text.Refuse(text.Conflict, "talk.approved")
	}
	return t.in(Asked, Planned)
}

// Leads says whether somebody acts for the talker's side: the talker, who proposed it, an
// office or the leading group; never the person.
func (t *Talk) Leads(who actor.Actor) bool {
	return who.Person != t.Person && who.OnBehalf != t.Person && (who.Hands().Has(t.Talker) ||
		who.Hands().Share(t.proposed()) || who.Is(actor.LeadingGroup) || who.Is(actor.PrincipalOffice) ||
		who.Is(actor.SupervisoryOffice))
}

// approver refuses who does not stand above the person; who proposed it access refuses.
func (t *Talk) approver(c *bodies.County, by ref.ID) error {
	if m := Superior(c, by, t.Person); m != nil {
		return &text.Refusal{Why: text.Forbidden, Message: text.M("talk.approver", "why", *m)}
	}
	return t.in(Asked)
}

// Notify gives notice of the day. Nobody is called in from one day to the next.
func (t *Talk) Notify(l Limits, unit ref.ID, today when.Day) error {
	if err := t.MayNotify(); err != nil {
		return err
	}
	var errs text.InputErrors
	t.clocked(&errs)
	if first := l.Notice(today); t.Day != 0 && t.Day < first {
		errs.Add("day", "talk.day.notice", "first", first)
	}
	t.State, t.NoticedOn, t.Due, t.Told, t.Unit = Notified, today, t.Day, t.Person, unit
	return errs.Err()
}

// MayNotify: a reminder needs notice too, an integrity talk is agreed without.
func (t *Talk) MayNotify() error {
	if !t.Needs().Notice {
		return text.Refuse(text.Conflict, "talk.no-notice")
	}
	return t.in(Planned)
}

// MayHold refuses a talk that was not approved, or of which no notice was given.
func (t *Talk) MayHold() error {
	if t.Needs().Notice {
		return t.in(Notified)
	}
	return t.in(Planned)
}

// Hold writes the record, on a day that is not before the notice allows.
func (t *Talk) Hold(l Limits, today when.Day) error {
	if err := t.MayHold(); err != nil {
		return err
	}
	var errs text.InputErrors
	t.clocked(&errs)
	switch {
	case t.Day == 0:
	case t.Day > today:
		errs.Add("day", "talk.day.later", "today", today)
	case t.NoticedOn != 0 && t.Day < l.Notice(t.NoticedOn):
		errs.Add("day", "talk.day.notice", "first", l.Notice(t.NoticedOn))
	}
	if t.Recorder != 0 && (t.Recorder == t.Person || t.Recorder == t.Talker) {
		errs.Add("recorder", "talk.recorder.one")
	}
	t.record()
	return errs.Err()
}

// MaySign says whether somebody's signature is still open.
func (t *Talk) MaySign(by ref.ID) error {
	switch {
	case by != t.Person && by != t.Talker:
		return text.Refuse(text.Forbidden, "talk.not-yours")
	case t.SignedBy(by):
		return text.Refuse(text.Conflict, "talk.signed")
	}
	return t.in(Held)
}

// SignedBy says whether somebody's signature is there.
func (t *Talk) SignedBy(by ref.ID) bool {
	return by == t.Talker && t.TalkerOn != 0 || by == t.Person && t.PersonOn != 0
}

// Sign gives a signature of one of the two; with both, what follows begins.
func (t *Talk) Sign(l Limits, by ref.ID, means string, today when.Day) error {
	if err := t.MaySign(by); err != nil {
		return err
	}
	if by == t.Talker {
		t.TalkerBy, t.TalkerOn = means, today
	} else {
		t.PersonBy, t.PersonOn = means, today
	}
	if t.TalkerOn == 0 || t.PersonOn == 0 {
		return nil
	}
	t.State = Signed
	if t.Needs().Report {
		t.Due = l.ReportBy(t.Day)
	}
	if t.Needs().Effect {
		t.Effect = l.EffectTo(t.Day)
	}
	return nil
}

// OnPaper notes that whoever did not sign here signed on paper, of which the scan is kept.
func (t *Talk) OnPaper(l Limits, today when.Day) error {
	if err := t.in(Held); err != nil {
		return err
	}
	for _, who := range []ref.ID{t.Talker, t.Person} {
		if !t.SignedBy(who) {
			if err := t.Sign(l, who, OnPaper, today); err != nil {
				return err
			}
		}
	}
	return nil
}

// MayDecline: what was signed was not refused.
func (t *Talk) MayDecline() error {
	if t.PersonOn != 0 {
		return text.Refuse(text.Conflict, "talk.signed")
	}
	return t.in(Held)
}

// MayReport: a report is asked of admonitions and accountability talks.
func (t *Talk) MayReport() error {
	if !t.Needs().Report {
		return text.Refuse(text.Conflict, "talk.no-report")
	}
	return t.in(Signed)
}

// Pass accepts the report: a formal admonition is looked at again later, another talk is
// closed and filed. Nobody accepts what they handed in.
func (t *Talk) Pass(l Limits, by ref.ID, finding string, today when.Day) error {
	if err := t.checks(by); err != nil {
		return err
	}
	t.Finding, t.Checker = finding, by
	if t.Needs().Effect {
		t.State, t.Due = Following, l.FollowBy(t.Day)
		return nil
	}
	t.close(today)
	return nil
}

// Again sends the report back; the limit runs anew from today.
func (t *Talk) Again(l Limits, by ref.ID, finding string, today when.Day) error {
	if err := t.checks(by); err != nil {
		return err
	}
	t.Finding, t.Checker, t.State, t.Due = finding, by, Signed, l.ReportBy(today)
	return nil
}

func (t *Talk) checks(by ref.ID) error {
	if by == t.Reporter {
		return text.Refuse(text.Forbidden, "talk.own-report")
	}
	return t.in(Reported)
}

// MayFollow: nobody can say after a week how somebody did in six months.
func (t *Talk) MayFollow(today when.Day) error {
	if err := t.in(Following); err != nil {
		return err
	}
	if first := t.Due - followAhead; today < first {
		return text.Refuse(text.Conflict, "talk.follow-early", "first", first)
	}
	return nil
}

// MayClose: what asks for a report is closed by its check.
func (t *Talk) MayClose() error {
	if t.Needs().Report {
		return text.Refuse(text.Conflict, "talk.close-by-check")
	}
	return t.in(Signed)
}

func (t *Talk) close(today when.Day) { t.State, t.Due, t.ClosedOn = Closed, 0, today }

// end is a refusal or a withdrawal, with its reason.
func (t *Talk) end(state, why string) { t.State, t.Due, t.Why = state, 0, why }
