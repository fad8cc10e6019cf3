package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/comment"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/journal"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// comments are the first open comment about a matter of each of these units.
func (v *visitors) comments(units ...ref.ID) (out []*comment.Comment) {
	v.Helper()
	all := v.all(ref.Comment)
	for _, u := range units {
		for _, x := range all {
			if c := x.(*comment.Comment); c.Unit == u && !c.Within && c.State == comment.Said {
				out = append(out, c)
				break
			}
		}
	}
	if len(out) != len(units) {
		v.Fatal("the demonstration has no comment on a matter of each unit")
	}
	return out
}

// talkPlaces adds the addresses of what is said, and of what is taken up, by an example each.
func (v *visitors) talkPlaces(out map[string][]string) {
	shown := v.disclosure(func(x *affairs.Disclosure) bool { return x.State == affairs.Public })
	out["GET /disclosures/{id}/form/{form}/as/{kind}"] = []string{"/disclosures/" + shown.ID.String() +
		"/form/notice/as/docx"}
	out["GET /talks/{id}/form/{form}/as/{kind}"] = []string{"/talks/" + v.exampleSigned() + "/form/record/as/docx"}
	out["GET /educations/{id}/form/{form}/as/{kind}"] = []string{"/educations/" + v.exampleHeld() + "/form/roll/as/docx"}
	v.Helper()
	for _, x := range v.all(ref.Risk) {
		if x.Head().Unit == v.unit("曙坪镇") {
			out["GET /risks/{id}/form/{form}/as/{kind}"] = []string{"/risks/" + x.Head().ID.String() + "/form/register/as/docx"}
		}
	}
	for _, c := range v.comments(v.unit("曙坪镇"), v.unit("财政局")) {
		at := "/comments/" + c.ID.String()
		out["GET /comments/{id}"] = append(out["GET /comments/{id}"], at)
		out["POST /comments/{id}/withdraw"] = append(out["POST /comments/{id}/withdraw"], at+"/withdraw")
	}
	out["POST /charges/{id}/put-back"] = []string{"/charges/999999/put-back"}
	out["POST /charges/{id}/hand"] = []string{"/charges/999999/hand"}
}

// comment puts a comment on a matter as somebody.
func (v *visitors) comment(who actor.Actor, of ref.Ref, in comment.Input) (*comment.Comment, error) {
	v.Helper()
	r, err := v.h.comments().With(v.kinds()).Add(context.Background(), act.Command{Actor: who}, of, in)
	if err != nil {
		return nil, err
	}
	list, err := v.h.DB.Comments(context.Background(), []ref.ID{r.Object.ID})
	if err != nil || len(list) != 1 {
		v.Fatal("the comment is not there", err)
	}
	return list[0], nil
}

// Both sides of a matter read what is open on its page and by the API, the office alone
// what it says within itself, nobody else either; and the words stand in no entry.
func TestCommentsOnAMatter(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		o, _ := v.sentTo("曙坪镇")
		side := map[actor.Side]string{actor.Principal: "zhuti", actor.Supervisory: "jiandu"}
		office, head := side[o.Side]+"-jb", side[o.Side]
		at := "/orders/" + o.ID.String()
		say := func(login, words, within string, more ...string) int {
			t.Helper()
			form := url.Values{"of": {"order"}, "object": {o.ID.String()}, "words": {words}, "within": {within}}
			for i := 0; i < len(more); i += 2 {
				form.Set(more[i], more[i+1])
			}
			return v.send(login, http.MethodPost, "/comments", form).Code
		}
		if code := say(office, "请补一张照片\n要看得清日期", "no"); code != 303 {
			t.Fatalf("the office commented: %d", code)
		}
		if code := say(office, "照片不清的从严看", "yes"); code != 303 {
			t.Fatalf("the office commented within: %d", code)
		}
		if code := say("shuping-lly", "已经重新拍摄", "no"); code != 303 {
			t.Fatalf("the clerk commented: %d", code)
		}
		if code := say("shuping-lly", "只给办公室看", "yes"); code != 403 {
			t.Errorf("a clerk spoke within the office: %d", code)
		}
		for _, login := range []string{"caizheng-jb", "xitong", "anquan", "shenji", ""} {
			if code := say(login, "别的单位也来说一句", "no"); code == 303 && login != "" || code == 200 {
				t.Errorf("%s commented: %d", login, code)
			}
		}
		for login, reads := range map[string]string{office: "both", head: "both", "lingdao": "both", "shuping": "open",
			"shuping-lly": "open", "shuping-jw": "open", "caizheng": "", "caizheng-jb": ""} {
			page := v.ask(login, "GET", at).Body.String()
			for words, want := range map[string]bool{"要看得清日期": reads != "", "已经重新拍摄": reads != "",
				"照片不清的从严看": reads == "both"} {
				if strings.Contains(page, words) != want {
					t.Errorf("%s reads %q: %v", login, words, !want)
				}
			}
		}
		if page := v.ask("shuping-lly", "GET", at).Body.String(); !strings.Contains(page, "回复在这里，办理用上面的按钮") ||
			strings.Contains(page, `name="within"`) {
			t.Error("the unit’s form says where acts are, and offers nothing within the office")
		}
		all := v.on(o)
		within := all[1]
		if !within.Within {
			within = all[0]
		}
		for _, w := range []string{fmt.Sprintf("/comments/%d", within.ID), "/journal/entries/" + v.entryOf(within)} {
			if got := v.ask("shuping-lly", "GET", w).Code; got != 404 {
				t.Errorf("the unit opens %s: %d", w, got)
			}
			if got := v.ask(head, "GET", w).Code; got != 303 && got != 200 {
				t.Errorf("the office opens %s: %d", w, got)
			}
		}
		back := "/comments/" + within.ID.String() + "/withdraw"
		if got := v.send("shuping-lly", "POST", back, url.Values{}).Code; got != 404 {
			t.Errorf("the unit takes back what it may not see: %d", got)
		}
		for _, words := range []string{"要看得清日期", "照片不清的从严看", "已经重新拍摄"} {
			if n := v.frozen(words); n != 0 {
				t.Errorf("%d entries hold %q in clear", n, words)
			}
		}
		if found := v.ask("shuping-lly", "GET", "/search?q="+url.QueryEscape("照片不清的从严看")).Body.String(); strings.Contains(
			found, at) {
			t.Error("the search finds a matter by what the office says within itself")
		}
	})
}

// on are the comments on an order, the latest first.
func (v *visitors) on(o order.Order) []*comment.Comment {
	v.Helper()
	list, err := v.h.DB.CommentsOn(context.Background(), o.ID, true, 0, 100)
	if err != nil {
		v.Fatal(err)
	}
	return list
}

// entryOf is the number of the entry that put a comment on record.
func (v *visitors) entryOf(c *comment.Comment) (n string) {
	v.Helper()
	acts, err := v.h.DB.History(context.Background(), c.ID, 0)
	if err != nil || len(acts.Events) == 0 {
		v.Fatal("no entry about a comment", err)
	}
	return fmt.Sprint(acts.Events[len(acts.Events)-1].Entry)
}

// frozen is how many of the last entries hold words as they are.
func (v *visitors) frozen(words string) (n int) {
	v.Helper()
	ctx := context.Background()
	list, err := v.h.DB.Entries(ctx, v.journal(), max(v.size()-200, 0), 300)
	if err != nil {
		v.Fatal(err)
	}
	for _, e := range list {
		if bytes.Contains(journal.Freeze(nil, e), []byte(words)) {
			n++
		}
	}
	if len(list) == 0 {
		v.Fatal("no entries")
	}
	return n
}

// Who is mentioned must be able to read the comment: by the list, by @ and by the API.
func TestMentions(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		o, _ := v.sentTo("曙坪镇")
		office := v.office(o.Side).Actor
		login := map[actor.Side]string{actor.Principal: "zhuti-jb", actor.Supervisory: "jiandu-jb"}[o.Side]
		before := len(v.on(o))
		person := func(login string) ref.ID { return v.actor(login).Person }
		stranger, clerk := []ref.ID{person("caizheng-jb")}, []ref.ID{person("shuping-lly")}
		for name, c := range map[string]struct {
			in   comment.Input
			says string
		}{
			"another unit": {comment.Input{Words: "请看", Mentions: stranger}, "comment.mention-unseen"},
			"nobody":       {comment.Input{Words: "请看", Mentions: []ref.ID{999_999}}, "comment.mention-unseen"},
			"six":          {comment.Input{Words: "请看", Mentions: []ref.ID{1, 2, 3, 4, 5, 6}}, "comment.mention-many"},
			"no words":     {comment.Input{Words: ""}, "input.required"},
			"too long":     {comment.Input{Words: strings.Repeat("长", 1001)}, "input.too-long"},
			"the unit, within": {comment.Input{Words: "请看", Within: true, Mentions: clerk},
				"comment.mention-unseen-within"},
		} {
			_, err := v.comment(office, o.Ref(), c.in)
			var errs text.InputErrors
			if !errors.As(err, &errs) || errs[0].Key != c.says {
				t.Errorf("%s: %v", name, err)
			}
		}
		form := url.Values{"of": {"order"}, "object": {o.ID.String()}, "within": {"no"},
			"words": {"@" + v.personName(person("caizheng-jb")) + " 请看这里"}}
		w := v.send(login, "POST", "/comments", form)
		if body := w.Body.String(); w.Code != 422 || !strings.Contains(body, "看不到这条意见") || !strings.Contains(body, "请看这里") {
			t.Errorf("somebody who may not see it is called by name: %d", w.Code)
		}
		if got := len(v.on(o)); got != before {
			t.Errorf("%d comments were kept", got-before)
		}
		form.Set("words", "@"+v.personName(person("shuping-lly"))+" 请看这里")
		if w := v.send(login, "POST", "/comments", form); w.Code != 303 {
			t.Fatalf("the clerk is called by name: %d", w.Code)
		}
		if c := v.on(o)[0]; len(c.Mentioned()) != 1 || c.Mentioned()[0] != person("shuping-lly") {
			t.Errorf("mentioned %v", c.Mentioned())
		}
		if page := v.ask(login, "GET", "/orders/"+o.ID.String()).Body.String(); !strings.Contains(page,
			fmt.Sprintf(`<option value="%d"`, person("shuping-lly"))) ||
			strings.Contains(page, fmt.Sprintf(`<option value="%d"`, person("caizheng-jb"))) {
			t.Error("the list offers who may see the matter and nobody else")
		}
		ctx := context.Background()
		if err := v.h.TellEntries(ctx, v.takes("notify")); err != nil {
			t.Fatal(err)
		}
		told := 0
		for _, m := range v.inbox("shuping-lly") {
			if m.Of == o.Ref() && m.Topic == "comments" && m.Read == 0 {
				told++
				if m.Why != "mentioned" {
					t.Errorf("told since %s", m.Why)
				}
			}
		}
		if told != 1 {
			t.Errorf("the clerk has %d unread messages of one comment", told)
		}
		if _, err := v.comment(office, o.Ref(), comment.Input{Words: "内部先议", Within: true}); err != nil {
			t.Fatal(err)
		}
		if err := v.h.TellEntries(ctx, v.takes("notify")); err != nil {
			t.Fatal(err)
		}
		for _, login := range []string{"shuping", "shuping-lly", "shuping-jw", "caizheng"} {
			for _, m := range v.inbox(login) {
				if m.Said == "comment.said-within" {
					t.Errorf("%s was told of what the office says within itself", login)
				}
			}
		}
	})
}

// A comment is answered where it was said, and taken back by its author for some minutes.
func TestCommentsAreAnsweredAndTakenBack(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		o, _ := v.sentTo("曙坪镇")
		office, clerk := v.office(o.Side).Actor, v.actor("shuping-lly")
		must := func(c *comment.Comment, err error) *comment.Comment {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		refused := func(err error, key string) {
			t.Helper()
			var r *text.Refusal
			var in text.InputErrors
			if !(errors.As(err, &r) && r.Key == key || errors.As(err, &in) && in[0].Key == key) {
				t.Errorf("%v, want %s", err, key)
			}
		}
		asked := must(v.comment(office, o.Ref(), comment.Input{Words: "请补材料"}))
		inside := must(v.comment(office, o.Ref(), comment.Input{Words: "先不急", Within: true}))
		must(v.comment(clerk, o.Ref(), comment.Input{Words: "好的", ReplyTo: asked.ID}))
		_, err := v.comment(clerk, o.Ref(), comment.Input{Words: "偷看", ReplyTo: inside.ID})
		refused(err, "access.missing")
		_, err = v.comment(office, o.Ref(), comment.Input{Words: "说漏嘴", ReplyTo: inside.ID})
		refused(err, "comment.answer-within")
		other, _ := v.sentTo("财政局")
		_, err = v.comment(v.office(other.Side).Actor, other.Ref(), comment.Input{Words: "别处的", ReplyTo: asked.ID})
		refused(err, "access.missing")
		quoting := "/orders/" + o.ID.String() + "?answer=" + inside.ID.String()
		if strings.Contains(v.ask("shuping-lly", "GET", quoting).Body.String(), "先不急") {
			t.Error("the form quotes what may not be read")
		}

		d, ctx := v.h.comments().With(v.kinds()), context.Background()
		_, err = d.Withdraw(ctx, act.Command{Actor: clerk}, asked.ID)
		refused(err, "comment.not-own")
		var done, gone int
		var wg sync.WaitGroup
		var mu sync.Mutex
		for range 2 {
			wg.Go(func() {
				_, err := d.Withdraw(ctx, act.Command{Actor: office}, asked.ID)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					done++
				} else {
					gone++
					refused(err, "comment.gone")
				}
			})
		}
		wg.Wait()
		if done != 1 || gone != 1 {
			t.Errorf("taken back %d times by two at once", done)
		}
		page := v.ask("shuping-lly", "GET", "/orders/"+o.ID.String()).Body.String()
		if strings.Contains(page, "请补材料") || !strings.Contains(page, "这条意见已由作者撤回") {
			t.Error("its words are gone and that there was one stays")
		}
		if got := v.ask("shuping-lly", "GET", fmt.Sprintf("/journal/entries/%s", v.entryOf(asked))).Code; got != 404 {
			t.Errorf("the entry of what was taken back opens: %d", got)
		}
		_, err = v.comment(clerk, o.Ref(), comment.Input{Words: "晚了", ReplyTo: asked.ID})
		refused(err, "comment.answered-gone")
		clock := v.h.Clock
		v.h.Clock = func() when.Instant { return clock().Add(time.Hour) }
		defer func() { v.h.Clock = clock }()
		late := *inside
		if err := v.h.Policy.Comments.MayWithdraw(&late, office, clock().Add(time.Hour)); err == nil {
			t.Error("it can be taken back after an hour")
		}
	})
}

// Every kind that its declaration lets people talk about takes a comment, and reading it
// never goes beyond seeing the matter.
func TestEveryKindIsTalkedAbout(t *testing.T) {
	t.Parallel()
	v := visit(t)
	kinds := v.kinds()
	talked := 0
	for _, k := range kinds.All() {
		if !k.Talks {
			continue
		}
		talked++
		for _, login := range v.logins[1:] {
			who := v.actor(login)
			for _, unit := range []ref.ID{0, v.unit("曙坪镇"), v.unit("财政局")} {
				for _, side := range []actor.Side{"", actor.Principal, actor.Supervisory} {
					o := access.Object{Jurisdiction: 1, Kind: k.Of, ID: 7, Unit: unit, Side: side}
					if comment.Sees(who, o, false) && !access.Can(who, k.See, o) || comment.Sees(who, o, true) && !comment.Sees(
						who, o, false) {
						t.Errorf("%s reads what is said about a %s that they may not see", login, k.Of)
					}
				}
			}
		}
	}
	if talked < 12 || kinds.Of(ref.Comment).Talks || kinds.Of(ref.Draw).Talks {
		t.Errorf("%d kinds are talked about", talked)
	}
	for _, n := range v.h.Nouns {
		if n.Mute {
			continue
		}
		for _, x := range v.all(n.Of)[:1] {
			o := n.Object(x)
			who := v.office(o.Side).Actor
			if o.Side == "" {
				who = v.office(actor.Principal).Actor
			}
			c, err := v.comment(who, n.Ref(x), comment.Input{Words: "请核对"})
			if err != nil {
				t.Errorf("%s: %v", n.Of, err)
				continue
			}
			page := v.ask("zhuti-jb", "GET", kinds.Of(n.Of).At(x.Head().ID))
			if o.Side != actor.Supervisory && !strings.Contains(page.Body.String(), "comment-"+c.ID.String()) {
				t.Errorf("%s: the page does not show it (%d)", n.Of, page.Code)
			}
		}
	}
	drawn := v.all(ref.Draw)[0].Head().ID
	for _, of := range []ref.Ref{{Kind: ref.Person, ID: 1}, {Kind: ref.Draw, ID: drawn}, {Kind: "never", ID: 1},
		{Kind: ref.Order, ID: 999_999_999}} {
		if _, err := v.comment(v.office(actor.Principal).Actor, of, comment.Input{Words: "试试"}); err == nil {
			t.Errorf("%v is talked about", of)
		}
	}
}
