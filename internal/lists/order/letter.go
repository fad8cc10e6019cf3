package order

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/issued"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Letter is one numbered paper of the graduated letters (spec 2.5 [R]).
type Letter struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Order        ref.ID
	Number       number.Number
	Unit         ref.ID
	Body         string   // what the office adds in its own words
	Final        when.Day // the final limit a 告诫书 sets; 0 = none
	Due          when.Day // the order's due day when it was sent
	By           ref.ID
	At           when.Instant
	Word         string // 代字 it went out under; "" = the office has none for this kind
	DocumentNo   int64  // number under the 代字 and year, without gaps
	Code         string // verification code, see official.NewCode; "" = sent before codes were given
	Paper        Paper  // the words as sent; zero for letters sent before they were kept
	State        LetterState
	Writer       ref.ID // who wrote it; 0 = sent before a second person was asked for
	WriterFor    ref.ID // for whom, where a deputy wrote it
	WrittenAt    when.Instant
	Reader       ref.ID // who of the unit read it first
	ReadAt       when.Instant
	issued.File  // of the file that is kept of it, once it was sent
}

// Document is the letter's 文号, 镇督〔2026〕3号; "" when it has none.
func (l Letter) Document() string { return number.Document(l.Word, l.Number.Year, l.DocumentNo) }

// LetterState is where a letter is on its way out.
type LetterState string

const (
	Sent    LetterState = ""        // gone out: numbered, and never changed again
	Written LetterState = "written" // waits for somebody else to send it; no number yet
	Dropped LetterState = "dropped" // not sent after all
)

// Wrote is who wrote it.
func (l Letter) Wrote() actor.Hands { return actor.Hands{By: l.Writer, For: l.WriterFor} }

// Unread says whether a letter still waits to be read by its unit. Signing for
// the order is reading the notice; what went out before this was kept waits for
// nobody.
func (l Letter) Unread() bool {
	return l.State == Sent && l.Writer != 0 && l.ReadAt == 0 && l.Number.Series != number.Notice &&
		l.Number.Series != number.Transfer
}

// sent are those of a list that went out.
func sent(list []Letter) []Letter {
	return slices.DeleteFunc(slices.Clone(list), func(l Letter) bool { return l.State != Sent })
}

// waits says whether one of a list waits to be sent.
func waits(list []Letter) bool {
	return slices.ContainsFunc(list, func(l Letter) bool { return l.State == Written })
}

// WriteLetter writes a letter about an open order down, to be sent by somebody
// else (spec 2.5: released by a second person). Which one fits follows from the
// day: a reminder before the due day, urging and warning only after it, the
// proposal to hand the matter over only after a limit that was set and missed.
func (d Commands) WriteLetter(ctx context.Context, c act.Command, id ref.ID, series number.Series, body string,
	final when.Day) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{series, body, final}, step{verb: "order.write-letter", kind: "order.letter-written.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			list, err := tx.LettersOf(o.ID)
			if err != nil {
				return o, nil, err
			}
			if err := o.MayWrite(series, list, tx.Now()); err != nil {
				return o, nil, err
			}
			l, err := o.letter(series, body, final, list, tx.Now())
			if err != nil {
				return o, nil, err
			}
			l.ID, l.Number.Series, l.State = tx.NewID(), series, Written
			l.Writer, l.WriterFor, l.WrittenAt, l.At = tx.Actor().Person, tx.Actor().OnBehalf, tx.Now(), 0
			return o, []act.Fact{act.Id("letter", l.ID), act.Code("series", string(series))}, tx.SaveLetter(l)
		}})
}

// SendLetter sends what somebody else wrote: with its number, its 文号, its code
// and the words as they are now. What no longer fits the day is refused.
func (d Commands) SendLetter(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.onLetter(ctx, c, id, "order.send-letter", "order.letter-sent.v1",
		func(tx Tx, o Order, l Letter) (Letter, []act.Fact, error) {
			if l.Wrote().Share(tx.Actor().Hands()) {
				return l, nil, text.Refuse(text.Forbidden, "order.letter-own")
			}
			list, err := tx.LettersOf(o.ID)
			if err != nil {
				return l, nil, err
			}
			if err := o.MaySend(l, list, tx.Now()); err != nil {
				return l, nil, err
			}
			l.Due, l.At = o.Due, tx.Now()
			if l, err = d.send(tx, o, l); err == nil && l.Final != 0 {
				err = d.weigh(tx, o, l)
			}
			return l, []act.Fact{act.Id("letter", l.ID), act.Code("number", l.Number.String())}, err
		})
}

// DropLetter keeps a letter that was written from going out, with a reason.
func (d Commands) DropLetter(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	c.Input = reason
	return d.onLetter(ctx, c, id, "order.drop-letter", "order.letter-dropped.v1",
		func(tx Tx, o Order, l Letter) (Letter, []act.Fact, error) {
			var errs text.InputErrors
			text.Limits(&errs, "reason", reason, 1, ReasonMost)
			l.State = Dropped
			return l, []act.Fact{act.Id("letter", l.ID), act.Words("reason", reason)}, errs.Err()
		})
}

// ReadLetter says that the unit has read a letter that it received.
func (d Commands) ReadLetter(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.onLetter(ctx, c, id, "order.read-letter", "order.letter-read.v1",
		func(tx Tx, o Order, l Letter) (Letter, []act.Fact, error) {
			l.Reader, l.ReadAt = tx.Actor().Person, tx.Now()
			return l, []act.Fact{act.Id("letter", l.ID)}, nil
		})
}

// Sheet is the document whose file is kept of a letter: its words as they were sent, at the moment of it. base is the
// address of the pages. ok is false of what was not sent, and of what was sent before words were kept.
func (l Letter) Sheet(base string) (s issued.Sheet, ok bool) {
	if l.State != Sent || !l.Paper.Kept() {
		return s, false
	}
	s = issued.Sheet{Document: l.Official(), At: l.At, Kept: l.Kept()}
	s.Document.Address = issued.Address(base, "/verify", s.Code)
	return s, true
}

// KeepLetter puts on record the file of a letter that was sent, and by which certificate it is signed; its bytes are
// stored already. It is done once: again it is refused.
func (d Commands) KeepLetter(ctx context.Context, c act.Command, id ref.ID, e evidence.Evidence,
	by string) (act.Receipt, error) {
	c.Verb, c.Input = "order.keep-letter", evidence.Input([]evidence.Evidence{e}, id, by)
	return d.Door.Do(ctx, c, func(tx Tx) error {
		l, err := tx.Letter(id)
		if err != nil {
			return err
		}
		o, err := tx.Order(l.Order)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, o.Object(Nobody)); err != nil {
			return err
		}
		if _, ok := l.Sheet(""); !ok || l.Kept() != nil {
			return text.Refuse(text.Conflict, "order.letter-kept-already")
		}
		facts, err := l.Put(tx, ref.Ref{Kind: ref.Letter, ID: l.ID}, e, by)
		if err != nil {
			return err
		}
		if err := tx.SaveLetter(l); err != nil {
			return err
		}
		tx.Answer(l.Number.String())
		return tx.Record("order.letter-kept.v1", o.Ref(), append(facts, act.Id("letter", l.ID))...)
	})
}

// Waiting is a letter that was sent, with how its file is kept.
func (d Commands) Waiting(l Letter, base string) issued.Waiting {
	s, _ := l.Sheet(base)
	return issued.Waiting{Of: ref.Ref{Kind: ref.Letter, ID: l.ID}, Sheet: s,
		Keep: func(ctx context.Context, c act.Command, e evidence.Evidence, by string) (act.Receipt, error) {
			return d.KeepLetter(ctx, c, l.ID, e, by)
		}}
}

// onLetter is the common path of the commands on one letter. Each has its state:
// only what waits is sent or dropped, only what was sent and is unread is read.
func (d Commands) onLetter(ctx context.Context, c act.Command, id ref.ID, verb access.Verb, kind journal.Kind,
	decide func(Tx, Order, Letter) (Letter, []act.Fact, error)) (act.Receipt, error) {
	c.Verb, c.Input = verb, []any{id, c.Input}
	return d.Door.Do(ctx, c, func(tx Tx) error {
		l, err := tx.Letter(id)
		if err != nil {
			return err
		}
		o, err := tx.Order(l.Order)
		if err != nil {
			return err
		}
		if err := tx.Allow(verb, o.Object(Nobody)); err != nil {
			return err
		}
		switch {
		case verb == "order.read-letter":
			if !l.Unread() {
				return text.Refuse(text.Conflict, "order.letter-read-already")
			}
		case l.State != Written:
			return text.Refuse(text.Conflict, "order.letter-gone."+string(cmp.Or(l.State, "sent")))
		}
		next, facts, err := decide(tx, o, l)
		if err != nil {
			return err
		}
		if err := tx.SaveLetter(next); err != nil {
			return err
		}
		tx.Answer(cmp.Or(next.Number.String(), o.Number.String()))
		return tx.Record(kind, o.Ref(), facts...)
	})
}

// send gives a letter what it goes out with; whoever sends it answers for it.
func (d Commands) send(tx Tx, o Order, l Letter) (Letter, error) {
	year := tx.Now().Day().Year()
	n, err := tx.NextNumber(l.Number.Series, year)
	if err != nil {
		return l, err
	}
	l.Number = d.Rules.Styles.Of(n)
	if l.Word = d.Rules.word(o.Side, n.Series); l.Word != "" {
		doc, err := tx.NextNumber(number.Word(l.Word), year)
		if err != nil {
			return l, err
		}
		l.DocumentNo = doc.No
	}
	c, err := tx.CountyToday()
	if err != nil {
		return l, err
	}
	l.State, l.By, l.At, l.Code = Sent, tx.Actor().Person, tx.Now(), official.NewCode(d.Codes)
	l.Paper = d.Rules.Paper(o, l, NamesOf(c, o))
	return l, nil
}

// sendNotice sends the 督办通知书 along with the order: approving the one is
// releasing the other (spec 2.5 [D]).
func (d Commands) sendNotice(tx Tx, o Order) (Letter, error) {
	l := Letter{ID: tx.NewID(), Jurisdiction: o.Jurisdiction, Order: o.ID, Unit: o.Unit, Due: o.Due, Writer: o.Drafter,
		WriterFor: o.DrafterFor,
		WrittenAt: o.DraftedAt,
		Number:    number.Number{Series: number.Notice}}
	l, err := d.send(tx, o, l)
	if err != nil {
		return l, err
	}
	return l, tx.SaveLetter(l)
}

// limitMissed says whether the office set a final limit that is over, about the
// day that binds now and not answered yet by a proposal to hand the matter over.
func limitMissed(list []Letter, due, today when.Day) bool {
	missed := false
	for _, l := range list {
		switch {
		case l.State != Sent || l.Due != due:
		case l.Number.Series == number.Warning:
			missed = l.Final < today
		case l.Number.Series == number.Transfer:
			missed = false
		}
	}
	return missed
}

// MayWrite refuses a letter that would not fit the day, or that would be the
// second to wait to be sent; list are those about the order.
func (o Order) MayWrite(series number.Series, list []Letter, now when.Instant) error {
	if waits(list) {
		return text.Refuse(text.Conflict, "order.letter-waits", "number", o.Number.String())
	}
	return o.fits(series, list, now)
}

// MaySend refuses what no longer fits the day: see SendLetter.
func (o Order) MaySend(l Letter, list []Letter, now when.Instant) error {
	_, err := o.letter(l.Number.Series, l.Body, l.Final, list, now)
	var wrong text.InputErrors
	if errors.As(err, &wrong) { // its limit has come meanwhile: it is written anew
		return text.Refuse(text.Conflict, wrong[0].Key)
	}
	return err
}

func (o Order) fits(series number.Series, list []Letter, now when.Instant) error {
	_, err := o.letter(series, "", now.Day()+1, list, now)
	return err
}

func (o Order) letter(series number.Series, body string, final when.Day, list []Letter,
	now when.Instant) (Letter, error) {
	switch {
	case !o.State.Open():
		return Letter{}, o.Forbids()
	case o.LongTerm:
		return Letter{}, text.Refuse(text.Conflict, "order.letter-long-term")
	}
	overdue := now.Day() > o.Due
	var errs text.InputErrors
	text.Limits(&errs, "body", body, 0, BodyMost)
	switch series {
	case number.Notice: // goes out with the issue; orders of before that may lack one
		if slices.ContainsFunc(list, func(l Letter) bool { return l.State == Sent && l.Number.Series == number.Notice }) {
			return Letter{}, text.Refuse(text.Conflict, "order.letter-notice-sent")
		}
	case number.Reminder:
		if overdue {
			return Letter{}, text.Refuse(text.Conflict, "order.letter-reminder-late")
		}
	case number.Transfer:
		if !limitMissed(list, o.Due, now.Day()) {
			return Letter{}, text.Refuse(text.Conflict, "order.letter-transfer-early")
		}
	case number.Urging, number.Warning:
		if !overdue {
			return Letter{}, text.Refuse(text.Conflict, "order.letter-not-overdue")
		}
		if series == number.Warning && final <= now.Day() {
			errs.Add("final", "order.letter-final-required")
		}
	default:
		errs.Add("series", "input.choose")
	}
	return Letter{Jurisdiction: o.Jurisdiction, Order: o.ID, Unit: o.Unit, Body: body, Final: final, Due: o.Due, At: now},
		errs.Err()
}

// NextLetter is the letter that is due about an order today, "" for none: a
// reminder near the limit, then urging, then a warning with a final limit, then
// the proposal to hand the matter over (spec 2.5 [R]: graduated). Each is
// proposed once for a due day; while the unit has asked for close-out there is
// nothing to urge.
func (r Rules) NextLetter(s State, due, today when.Day, list []Letter) number.Series {
	switch s {
	case Issued, Acknowledged, InProgress:
	default:
		return ""
	}
	if waits(list) {
		return ""
	}
	last := map[number.Series]Letter{}
	for _, l := range sent(list) {
		if l.Due == due { // what was sent about an earlier due day is settled
			last[l.Number.Series] = l
		}
	}
	urged, isUrged := last[number.Urging]
	warned, isWarned := last[number.Warning]
	_, handed := last[number.Transfer]
	_, reminded := last[number.Reminder]
	switch light := r.Light(s, due, today); {
	case handed:
	case isWarned:
		if today > warned.Final {
			return number.Transfer
		}
	case isUrged:
		if light == Red && r.Calendar.WorkingBetween(urged.At.Day(), today) >= r.Bands.Red {
			return number.Warning
		}
	case light == Red, light == Yellow:
		return number.Urging
	case light == Blue && !reminded:
		return number.Reminder
	}
	return ""
}
