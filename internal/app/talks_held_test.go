package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/duty"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/ref"
)

// A member of a team is asked to talk with those in their charge: the duty opens the form of an integrity talk in their
// name, a talk that they held counts for it, one that another held does not, and nobody names the duty of another.
func TestTalksOfMembersDoTheirDuty(t *testing.T) {
	v := visit(t)
	town, today := v.unit("曙坪镇"), v.h.Clock().Day()
	all := v.h.dutiesOf(t)
	i := slices.IndexFunc(all, func(d *duty.Duty) bool {
		return d.Rule == "member-talk" && d.Unit == town && d.MayDischarge() == nil && d.BeginsOn <= today
	})
	if i < 0 {
		t.Fatal("no member of 曙坪镇 has such a duty open")
	}
	asked := all[i]
	count := func() int64 {
		x, _, err := v.h.DB.One(context.Background(), ref.Duty, asked.ID)
		if err != nil {
			t.Fatal(err)
		}
		return x.(*duty.Duty).Count
	}
	to := "/talks/new?duty=" + asked.ID.String() + "&amp;body=" + asked.Body.String() + "&amp;talker=" +
		asked.Person.String()
	v.sees(v.ask("shuping", "GET", "/scheduled/"+asked.ID.String()), 200, to)
	form := v.ask("shuping", "GET", strings.ReplaceAll(to, "&amp;", "&"))
	v.sees(form, 200, `value="integrity" selected`, asked.Person.String())
	if strings.Contains(form.Body.String(), "任前廉政谈话") {
		t.Error("the form takes them for a new leader")
	}
	talk := func(talker, named ref.ID, want string) {
		t.Helper()
		x := &talks.Talk{Kind: talks.Integrity, Body: asked.Body, Person: v.actor("shuping-lly").Person, Talker: talker,
			Day: today, Clock: "9:00", Place: "办公室", Reason: "分管范围廉政谈话", Content: "提醒经费报销。", Duty: named}
		if _, no := v.does("shuping", ref.Talk, "add", 0, x); no != want {
			t.Errorf("%q, not %q", no, want)
		}
	}
	head, before := v.actor("shuping").Person, count()
	if head == asked.Person {
		t.Fatal("it is asked of the head")
	}
	talk(head, asked.ID, "talker talk.duty.talker")
	if talk(head, 0, ""); count() != before {
		t.Error("a talk that the head held counts for a member")
	}
	if talk(asked.Person, asked.ID, ""); count() != before+1 {
		t.Errorf("a talk that names the duty: %d, before %d", count(), before)
	}
	if talk(asked.Person, 0, ""); asked.Times > before+1 && count() != before+2 {
		t.Errorf("a talk that names none: %d, before %d", count(), before)
	}
}
