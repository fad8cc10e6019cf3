package app

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
)

// write is one write of the API in a state that allows it: where, and what is
// sent. Who may do it is found by asking everybody.
type write struct{ path, body string }

var aPDF = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// deed does a write as the first who may, and says who that was.
func (p *programs) deed(id string, w write, key string) (login string, answer *httptest.ResponseRecorder) {
	p.Helper()
	i := slices.IndexFunc(p.ops, func(o described) bool { return o.ID == id })
	var said []string
	for _, login := range []string{"zhuti-jb", "zhuti", "shuping-lly", "shuping", "shuping-jw",
		"lingdao", "jiandu-jb", "jiandu", "gongwei"} {
		answer = p.call(p.all[login], p.ops[i].Method, w.path, []byte(w.body), "Idempotency-Key", key+login, "Content-Type",
			w.media(), "Accept-Language", "en")
		if answer.Code < 300 {
			return login, answer
		}
		said = append(said, fmt.Sprintf("%s %d %.200s", login, answer.Code, answer.Body))
	}
	p.Fatalf("nobody can %s %s %s\n%s", id, w.path, w.body, strings.Join(said, "\n"))
	return "", nil
}

// media is how the body calls itself: JSON, or the bytes of a file.
func (w write) media() string {
	if w.body == "" || w.body[0] == '{' {
		return "application/json"
	}
	return "application/octet-stream"
}

// made does a write and gives the identifier of what it was about.
func (p *programs) made(id string, w write) ref.ID {
	p.Helper()
	p.keys++
	_, answer := p.deed(id, w, fmt.Sprint("prepared", p.keys))
	var r api.Receipt
	if err := json.Unmarshal(answer.Body.Bytes(), &r); err != nil {
		p.Fatal(err)
	}
	return ref.ID(r.ID)
}

// writes is every write of the API, each with what brings about the state it
// needs.
func (p *programs) writes() map[string]func() write {
	unit, other, today := p.unit("曙坪镇"), p.unit("财政局"), p.h.Clock().Day()
	posts := p.county.PostsIn(unit)
	n := 100
	next := func() int { n++; return n }
	at := func(kind string, id ref.ID, deed string) string { return fmt.Sprintf("/%s/%d%s", kind, id, deed) }
	day := func(k int) string { return (today + 0).Time().AddDate(0, 0, k).Format("2006-01-02") }
	const paper = `"document":"镇编〔2026〕9号"`
	order := func(more string) string {
		return fmt.Sprintf(`{"side":"principal","subject":"低保动态管理不及时%d","content":"三季度未按月核查","quality":"逐户核查并公示","source":"decision","urgency":"ordinary","unit":%d,"leader":%d,"handler":%d,"measures":[{"text":"逐户核查"}],"due":"%s"%s}`,
			next(), unit, posts[0].Person, posts[1].Person, day(30), more)
	}
	problem := func(level string) string {
		return fmt.Sprintf(`{"side":"principal","source":"daily-check","level":"%s","unit":%d,"facts":"第%d次抽查发现公示不及时","measures":[{"text":"公示"}],"leader":%d,"handler":%d,"due":"%s","found":"%s"}`,
			level, unit, next(), posts[0].Person, posts[1].Person, day(20), day(0))
	}
	draft := func() ref.ID { return p.made("draftOrder", write{"/orders/drafts", order("")}) }
	step := func(id ref.ID, op, deed, body string) ref.ID {
		p.made(op, write{at("orders", id, deed), body})
		return id
	}
	issued := func() ref.ID {
		return step(p.made("createOrder", write{"/orders", order("")}), "issueOrder", "/issue", "")
	}
	submitted := func() ref.ID { return step(draft(), "submitOrder", "/submit", "") }
	working := func() ref.ID {
		return step(step(issued(), "acknowledgeOrder", "/acknowledge", ""), "reportOrder", "/report", `{"progress":"已核查一半"}`)
	}
	letter := func() ref.ID { // written; its identifier stands on the order
		id := working()
		p.made("writeLetter", write{at("orders", id, "/letters"), `{"series":"TX","body":"请抓紧办理"}`})
		list, err := p.h.DB.Letters(p.Context(), id)
		if err != nil {
			p.Fatal(err)
		}
		return list[len(list)-1].ID
	}
	asked := func() ref.ID {
		return step(working(), "askExtension", "/ask-extension", `{"to":"`+day(40)+
			`","reason":"雨季道路中断,无法入户","progress":"已核查一半"}`)
	}
	wants := func() ref.ID {
		id := step(working(), "reportOrder", "/report", `{"progress":"全部核查完","done":[0]}`)
		p.deed("attachToOrder", write{at("orders", id, "/evidence?name=a.pdf"), aPDF}, fmt.Sprint("e", next()))
		return step(id, "requestClose", "/request-close", `{"done":"已逐户核查并公示"}`)
	}
	confirmed := func() ref.ID {
		return step(wants(), "confirmClose", "/confirm-close", `{"opinion":"情况属实,同意报请销号"}`)
	}
	closed := func() ref.ID {
		return step(confirmed(), "closeOrder", "/close", `{"opinion":"整改到位,同意销号"}`)
	}
	slight := func() ref.ID { return p.made("registerProblem", write{"/problems", problem("slight")}) }
	rectified := func() ref.ID {
		id := slight()
		p.deed("attachToProblem", write{at("problems", id, "/evidence?name=a.pdf"), aPDF}, fmt.Sprint("e", next()))
		p.made("rectifyProblem", write{at("problems", id, "/rectify"), `{"done":"已经公示并核对"}`})
		return id
	}
	person := func() ref.ID {
		return p.made("addPerson", write{"/people", fmt.Sprintf(`{"name":"钱多%c","birth":"1990-01"}`, '一'+rune(next()))})
	}
	appointment := func(who ref.ID, in ref.ID) string {
		return fmt.Sprintf(`{"person":%d,"unit":%d,"post":"staff","title":"科员","level":"staff","from":"%s"}`, who, in, day(0))
	}
	// Receipts of posts name the person; the row is looked up.
	appointed := func() ref.ID {
		who := person()
		p.made("appoint", write{"/appointments", appointment(who, unit)})
		rows, err := p.h.DB.Rows(p.Context(), 1)
		if err != nil {
			p.Fatal(err)
		}
		return rows.Appointments[slices.IndexFunc(rows.Appointments,
			func(a bodies.Appointment) bool { return a.Person == who })].ID
	}
	founded := func() ref.ID {
		return p.made("foundUnit", write{"/units",
			fmt.Sprintf(`{"code":"T%d","name":"试验单位%d","category":"subordinate","parent":%d,"from":"%s",%s}`,
				next(), n, unit, day(-9), paper)})
	}
	body := func(kind string) ref.ID {
		return p.made("foundBody", write{"/bodies", fmt.Sprintf(`{"kind":"%s","name":"试验组织%d","unit":%d,"from":"%s",%s}`,
			kind, next(), founded(), day(-8), paper)})
	}
	on := func(more string) string { return fmt.Sprintf(`{"on":"%s",%s%s}`, day(0), paper, more) }
	served := func() write {
		return write{at("bodies", body("discipline-group"), "/services"),
			fmt.Sprintf(`{"unit":%d,"from":"%s",%s}`, founded(), day(-2), paper)}
	}
	assigned := func() write {
		return write{at("units", founded(), "/assignments"), fmt.Sprintf(`{"body":%d,"side":"principal","from":"%s",%s}`,
			body("party-group"), day(-2), paper)}
	}
	spoken := func() write {
		return write{"/comments", fmt.Sprintf(`{"kind":"order","object":%d,"words":"请核对"}`, wants())}
	}
	charged := func() write {
		return write{"/charges", fmt.Sprintf(`{"kind":"order","object":%d,"act":"close"}`, wants())}
	}
	deeds := map[string]func() write{
		"draftOrder":  func() write { return write{"/orders/drafts", order("")} },
		"createOrder": func() write { return write{"/orders", order("")} },
		"reviseOrder": func() write {
			return write{at("orders", draft(), ""), strings.Replace(order(`,"version":1`), `"side":"principal",`, "", 1)}
		},
		"submitOrder":      func() write { return write{at("orders", draft(), "/submit"), ""} },
		"returnOrder":      func() write { return write{at("orders", submitted(), "/return"), `{"reason":"不具体,请补充"}`} },
		"issueOrder":       func() write { return write{at("orders", submitted(), "/issue"), ""} },
		"acknowledgeOrder": func() write { return write{at("orders", issued(), "/acknowledge"), ""} },
		"reportOrder":      func() write { return write{at("orders", working(), "/report"), `{"progress":"又核查了三户"}`} },
		"askExtension": func() write {
			return write{at("orders", working(), "/ask-extension"), `{"to":"` + day(40) +
				`","reason":"雨季道路中断,无法入户","progress":"已核查一半"}`}
		},
		"grantExtension": func() write {
			return write{at("orders", asked(), "/grant-extension"), `{"opinion":"情况属实,同意延期"}`}
		},
		"refuseExtension": func() write {
			return write{at("orders", asked(), "/refuse-extension"), `{"opinion":"理由不足,按原定时限办"}`}
		},
		"requestClose": func() write {
			id := step(working(), "reportOrder", "/report", `{"progress":"全部核查完","done":[0]}`)
			p.deed("attachToOrder", write{at("orders", id, "/evidence?name=a.pdf"), aPDF}, fmt.Sprint("e", next()))
			return write{at("orders", id, "/request-close"), `{"done":"已逐户核查并公示"}`}
		},
		"confirmClose": func() write {
			return write{at("orders", wants(), "/confirm-close"), `{"opinion":"情况属实,同意报请销号"}`}
		},
		"closeOrder": func() write {
			return write{at("orders", confirmed(), "/close"), `{"opinion":"整改到位,同意销号"}`}
		},
		"rejectOrder": func() write {
			return write{at("orders", confirmed(), "/reject"), `{"missing":"缺少公示照片,请补充后再报"}`}
		},
		"reassignOrder": func() write { // the leader takes it into their own hands
			leader := regexp.MustCompile(`"leader":([^,}]+)`).FindStringSubmatch(order(""))[1]
			return write{at("orders", issued(), "/reassign"), `{"version":2,"leader":` + leader + `,"handler":` +
				leader + `,"reason":"经办人外出学习"}`}
		},
		"correctProblem": func() write {
			who := regexp.MustCompile(`"leader":[^,}]+,"handler":[^,}]+`).FindString(problem("slight"))
			return write{at("problems", slight(), "/correct"), `{"version":1,"source":"studied","facts":"三季度补贴未公示",` +
				who + `,"reason":"写漏季度"}`}
		},
		"withdrawProblem": func() write {
			return write{at("problems", slight(), "/withdraw"), `{"reason":"重复登记"}`}
		},
		"reopenProblem": func() write {
			id := rectified()
			p.deed("closeProblem", write{at("problems", id, "/close"), `{"opinion":"属实"}`}, fmt.Sprint("c", next()))
			return write{at("problems", id, "/reopen"), `{"reason":"问题反弹","due":"` + day(10) + `"}`}
		},
		"withdrawOrder": func() write {
			return write{at("orders", issued(), "/withdraw"), `{"reason":"与另一件重复,撤回"}`}
		},
		"reopenOrder": func() write {
			return write{at("orders", closed(), "/reopen"), `{"reason":"回访发现问题反弹","due":"` + day(50) + `"}`}
		},
		"superviseOrder": func() write {
			return write{at("orders", working(), "/supervise"), `{"on":true,"reason":"群众反映强烈"}`}
		},
		"makeLongTerm": func() write {
			return write{at("orders", working(), "/long-term"), `{"on":true,"reason":"需要长期坚持"}`}
		},
		"writeLetter": func() write {
			return write{at("orders", working(), "/letters"), `{"series":"TX","body":"请抓紧办理"}`}
		},
		"sendLetter": func() write { return write{at("letters", letter(), "/send"), ""} },
		"dropLetter": func() write { return write{at("letters", letter(), "/drop"), `{"reason":"已电话提醒"}`} },
		"readLetter": func() write {
			id := letter()
			p.made("sendLetter", write{at("letters", id, "/send"), ""})
			return write{at("letters", id, "/read"), ""}
		},
		"addComment":      func() write { return spoken() },
		"withdrawComment": func() write { return write{at("comments", p.made("addComment", spoken()), "/withdraw"), ""} },
		"takeUp":          func() write { return charged() },
		"putBack":         func() write { return write{at("charges", p.made("takeUp", charged()), "/put-back"), ""} },
		"handCharge": func() write {
			return write{at("charges", p.made("takeUp", charged()), "/hand"), fmt.Sprintf(`{"to":%d}`, p.actor("zhuti").Person)}
		},
		"recallClose": func() write {
			return write{at("orders", wants(), "/recall-close"), `{"reason":"还有一个村没有核查"}`}
		},
		"recallExtension": func() write {
			return write{at("orders", asked(), "/recall-extension"), `{"reason":"道路已通，不再需要"}`}
		},
		"recallProblem": func() write {
			return write{at("problems", rectified(), "/recall"), `{"reason":"公示照片还没有补齐"}`}
		},
		"reviewOrder": func() write {
			id := step(working(), "makeLongTerm", "/long-term", `{"on":true,"reason":"需要长期坚持"}`)
			return write{at("orders", id, "/review"), `{"opinion":"仍在坚持，没有反弹"}`}
		},
		"attachToOrder": func() write { return write{at("orders", working(), "/evidence?name=a.pdf"), aPDF} },

		"registerProblem": func() write { return write{"/problems", problem("slight")} },
		"rectifyProblem": func() write {
			id := slight()
			p.deed("attachToProblem", write{at("problems", id, "/evidence?name=a.pdf"), aPDF}, fmt.Sprint("e", next()))
			return write{at("problems", id, "/rectify"), `{"done":"已经公示并核对"}`}
		},
		"closeProblem": func() write {
			return write{at("problems", rectified(), "/close"), `{"opinion":"整改到位,同意销号"}`}
		},
		"rejectProblem": func() write {
			return write{at("problems", rectified(), "/reject"), `{"missing":"缺少公示照片,请补充后再报"}`}
		},
		"keepProblemLevel": func() write { // the second of its kind
			kind := strings.Replace(problem("slight"), `{`, `{"category":"other",`, 1)
			p.made("registerProblem", write{"/problems", kind})
			return write{at("problems", p.made("registerProblem", write{"/problems", kind}), "/keep-level"),
				`{"reason":"与此前情形不同"}`}
		},
		"noteProblem": func() write {
			return write{at("problems", p.made("registerProblem", write{"/problems", problem("serious")}), "/note"),
				`{"instruction":"一周内报告进展"}`}
		},
		"markProblemMeasure": func() write {
			return write{at("problems", slight(), "/measure"), `{"measure":1,"done":true}`}
		},
		"markOrderMeasure": func() write {
			return write{at("orders", working(), "/measure"), `{"measure":1,"done":true}`}
		},
		"raiseProblem": func() write {
			return write{at("problems", slight(), "/raise"), `{"reason":"反复出现,性质加重"}`}
		},
		"matchProblem": func() write {
			id := p.made("registerProblem",
				write{"/problems", strings.Replace(problem("slight"), fmt.Sprintf(`"handler":%d`, posts[1].Person),
					`"handlerName":"某某某"`, 1)})
			return write{at("problems", id, "/match"), fmt.Sprintf(`{"handler":%d}`, posts[1].Person)}
		},
		"attachToProblem": func() write { return write{at("problems", slight(), "/evidence?name=a.pdf"), aPDF} },

		"addPerson": func() write {
			return write{"/people", fmt.Sprintf(`{"name":"孙多%c","birth":"1991-01"}`, '一'+rune(next()))}
		},
		"correctPerson": func() write {
			return write{at("people", person(), ""), fmt.Sprintf(`{"version":1,"name":"钱改%c","birth":"1990-02"}`,
				'一'+rune(next()))}
		},
		"appoint": func() write { return write{"/appointments", appointment(person(), unit)} },
		"transfer": func() write {
			rows, _ := p.h.DB.Rows(p.Context(), 1)
			id := appointed()
			after, _ := p.h.DB.Rows(p.Context(), 1)
			return write{at("appointments", id, "/transfer"), appointment(after.Persons[len(rows.Persons)].ID, other)}
		},
		"endAppointment": func() write {
			return write{at("appointments", appointed(), "/end"), fmt.Sprintf(`{"on":"%s",%s}`, day(1), paper)}
		},

		"foundUnit": func() write {
			return write{"/units", fmt.Sprintf(
				`{"code":"T%d","name":"新单位%d","category":"subordinate","parent":%d,"from":"%s",%s}`,
				next(), n, unit, day(0), paper)}
		},
		"renameUnit": func() write {
			return write{at("units", founded(), "/rename"), on(fmt.Sprintf(`,"name":"改名单位%d"`, next()))}
		},
		"moveUnit": func() write {
			return write{at("units", founded(), "/move"),
				on(fmt.Sprintf(`,"parent":%d`, other))}
		},
		"recategoriseUnit": func() write {
			return write{at("units", founded(), "/recategorise"),
				on(`,"category":"institution"`)}
		},
		"mergeUnit": func() write {
			return write{at("units", founded(), "/merge"),
				on(fmt.Sprintf(`,"into":%d`, founded()))}
		},
		"splitUnit": func() write {
			return write{at("units", founded(), "/split"), on(fmt.Sprintf(`,"code":"S%d","name":"分设单位%d"`, next(), n))}
		},
		"endUnit": func() write { return write{at("units", founded(), "/end"), on("")} },
		"foundBody": func() write {
			return write{"/bodies", fmt.Sprintf(`{"kind":"party-group","name":"新党组%d","unit":%d,"from":"%s",%s}`,
				next(), founded(), day(0), paper)}
		},
		"renameBody": func() write {
			return write{at("bodies", body("party-group"), "/rename"), on(fmt.Sprintf(`,"name":"改名党组%d"`, next()))}
		},
		"endBody":   func() write { return write{at("bodies", body("party-group"), "/end"), on("")} },
		"serveUnit": served,
		"endService": func() write {
			p.made("serveUnit", served())
			rows, _ := p.h.DB.Rows(p.Context(), 1)
			return write{at("services", rows.Services[len(rows.Services)-1].ID, "/end"), on("")}
		},
		"assignBody": assigned,
		"endAssignment": func() write {
			p.made("assignBody", assigned())
			rows, _ := p.h.DB.Rows(p.Context(), 1)
			return write{at("assignments", rows.Assignments[len(rows.Assignments)-1].ID, "/end"), on("")}
		},
		"proposePolicy": func() write { return write{"/policy/versions", p.proposal(next())} },
		"adoptPolicy": func() write {
			id := p.made("proposePolicy", write{"/policy/versions", p.proposal(next())})
			return write{at("policy/versions", id, "/adopt"), fmt.Sprintf(`{"from":"%s","reason":"县委会议"}`, day(30))}
		},
		"withdrawPolicy": func() write {
			id := p.made("proposePolicy", write{"/policy/versions", p.proposal(next())})
			return write{at("policy/versions", id, "/withdraw"), `{"reason":"暂缓"}`}
		},
		"importTable": func() write {
			return write{"/imports?name=a.csv", fmt.Sprintf("姓名,出生年月,工作单位,职务\n李多%c,1980-01,曙坪镇,科员\n", '一'+rune(next()))}
		},
	}
	p.nounWrites(deeds, next)
	p.clauseWrites(deeds, next)
	p.paperWrites(deeds, next)
	p.taskWrites(deeds)
	p.handoverWrites(deeds, next)
	p.recheckWrites(deeds, next)
	p.feedWrites(deeds)
	p.remarkWrites(deeds, next)
	p.dispatchWrites(deeds, next)
	p.caseWrites(deeds, next)
	p.measureWrites(deeds, next)
	p.matterWrites(deeds, next)
	p.incentiveWrites(deeds, next)
	p.opinionWrites(deeds, next)
	p.talkWrites(deeds, next)
	p.pledgeWrites(deeds, next)
	p.inspectionWrites(deeds, next)
	p.statementWrites(deeds, next)
	p.reportWrites(deeds, next)
	p.circularWrites(deeds, next)
	p.roundWrites(deeds, next)
	p.screeningWrites(deeds, next)
	p.courseWrites(deeds, next)
	p.riskWrites(deeds, next)
	p.educationWrites(deeds, next)
	p.affairWrites(deeds, next)
	p.liaisonWrites(deeds, next)
	p.dossierWrites(deeds, next)
	for _, id := range elsewhereTried {
		delete(deeds, id)
	}
	return deeds
}

// Every write of the API: the same Idempotency-Key twice is one act with the
// same receipt, with other input it is refused; a token for reading only does
// nothing; and every answer is as documented.
func TestEveryWriteOnce(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	p := programsOf(t)
	deeds := p.writes()
	for _, op := range p.ops {
		if op.Method == "GET" {
			continue
		}
		if slices.Contains([]string{"saveView", "changeView", "deleteView", "checkPolicy", "readPolicy", "markRead",
			"markAllRead", "chooseNotifications", "askForCode", "confirmAddress"}, op.ID) {
			continue // one's own or only judged, in no journal: TestSavedViews, TestPolicyByProgram, TestInboxByProgram
		}
		if strings.HasSuffix(op.Path, "/"+noun.AttachAct) || strings.HasSuffix(op.Path, "/"+noun.DetachAct) ||
			slices.Contains(elsewhereTried, op.ID) {
			continue // files: TestFilesByTheAPI
		}
		prepare := deeds[op.ID]
		if prepare == nil {
			t.Errorf("%s has no example here", op.ID)
			continue
		}
		delete(deeds, op.ID)
		t.Run(op.ID, func(t *testing.T) {
			outer := p.T
			p.T = t
			defer func() { p.T = outer }()
			w := prepare()
			before := entries(t, p.h)
			for login, token := range p.reads {
				if got := p.call(token, op.Method, w.path, []byte(w.body), "Idempotency-Key", "reads"+op.ID, "Content-Type",
					w.media()); got.Code != 403 && got.Code != 404 {
					t.Errorf("%s does it with a token for reading: %d", login, got.Code)
				} else if got.Code == 404 && p.call(p.all[login], "GET", w.path, nil).Code == 200 {
					t.Errorf("%s sees %s and is told that it is missing", login, w.path)
				}
			}
			login, first := p.deed(op.ID, w, "once"+op.ID)
			if code := p.call(p.reads[login], op.Method, w.path, []byte(w.body), "Content-Type", w.media()).Code; code != 403 {
				t.Errorf("%s, who may do it, with a token for reading only: %d", login, code)
			}
			after := entries(t, p.h)
			if after == before {
				t.Error("nothing was recorded")
			}
			key := []string{"Idempotency-Key", "once" + op.ID + login, "Content-Type", w.media()}
			again := p.call(p.all[login], op.Method, w.path, []byte(w.body), key...)
			if again.Code != 200 || entries(t, p.h) != after {
				t.Errorf("again: %d, %d entries more: %.300s", again.Code, entries(t, p.h)-after, again.Body)
			}
			a, b := receiptIn(t, first), receiptIn(t, again)
			if a.Entry == 0 || a.Entry != b.Entry || a.Journal != b.Journal || a.ID != b.ID || a.Number != b.Number ||
				a.Replayed || !b.Replayed {
				t.Errorf("%+v\nand again %+v", a, b)
			}
			other := strings.NewReplacer(`":"`, `":"另`, "%PDF-1.4", "%PDF-1.5", "科员", "二级科员").Replace(w.body)
			if other != w.body {
				if got := p.call(p.all[login], op.Method, w.path, []byte(other), key...); got.Code != 422 ||
					entries(t, p.h) != after {
					t.Errorf("other input with the same key: %d %.200s", got.Code, got.Body)
				}
			}
			p.fits(op, first)
			p.fits(op, again)
		})
	}
	for id := range deeds {
		t.Errorf("%s is no operation", id)
	}
}

// receiptIn is the receipt of an answer, which an import holds inside.
func receiptIn(t *testing.T, w *httptest.ResponseRecorder) api.Receipt {
	t.Helper()
	var x struct {
		api.Receipt
		Inside *api.Receipt `json:"receipt"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &x); err != nil {
		t.Fatalf("%v in %.300s", err, w.Body)
	}
	if x.Inside != nil {
		return *x.Inside
	}
	return x.Receipt
}
