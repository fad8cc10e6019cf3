package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// Code marks the county that is made to be measured. Nothing is built into any
// other one.
const Code = "000000"

// unitCount is how many units the county has (spec 6.9).
const unitCount = 66

// Two words to search for: one in a few orders of a thousand, one in most.
const (
	rareWord     = "茶叶"
	frequentWord = "整改"
)

// County founds the measured county, or finds it, and answers its number, its
// seats and the head of its office of principal responsibility. A database with
// another county is refused. people is how many each unit gets, at least 3.
func County(ctx context.Context, db *store.DB, d bodies.Commands, today when.Day, people int) (no int32,
	seats []Seat, head ref.ID, err error) {
	list, err := db.Counties(ctx)
	if err != nil {
		return 0, nil, 0, err
	}
	var c store.County
	switch {
	case len(list) == 0:
		if c, err = db.Found(ctx, store.County{Code: Code, Name: "测量县", Demo: true}, "bench"); err != nil {
			return 0, nil, 0, err
		}
	case list[0].Code == Code:
		c = list[0]
	default:
		return 0, nil, 0, fmt.Errorf("数据库里是%s:测速只写自己的库 / the database holds %s: bench only writes into a database of its own",
			list[0].Name, list[0].Name)
	}
	k, err := db.County(ctx, c.No, today)
	if err != nil {
		return 0, nil, 0, err
	}
	if len(k.Units()) == 0 {
		if err := registers(ctx, db, d, c.No, today-begun, people); err != nil {
			return 0, nil, 0, err
		}
		if k, err = db.County(ctx, c.No, today); err != nil {
			return 0, nil, 0, err
		}
	}
	office, ok := k.Single(bodies.PrincipalOffice)
	if !ok {
		return 0, nil, 0, fmt.Errorf("the measured county was left half built: use another database")
	}
	for _, a := range k.PostsAt(office.ID) {
		if a.Post == bodies.OfficeHead {
			head = a.Person
		}
	}
	for _, u := range k.Units() {
		s := Seat{Unit: u}
		for _, a := range k.PostsIn(u) {
			switch a.Post {
			case bodies.Chief:
				s.Leader = a.Person
			case bodies.Clerk:
				s.Handler = a.Person
			}
		}
		seats = append(seats, s)
	}
	return c.No, seats, head, nil
}

// Seat is a unit that gets orders, with those who answer them.
type Seat struct{ Unit, Leader, Handler ref.ID }

// begun is how many days before today the county and its first orders begin.
const begun = 400

// registers founds the units with their people, each with a chief, a clerk and
// staff, and the office that writes the orders.
func registers(ctx context.Context, db *store.DB, d bodies.Commands, county int32, from when.Day, people int) error {
	cmd := act.Command{Actor: actor.Machine(county, "bench"), Input: "units"}
	var acts []bodies.Act
	for i := range unitCount {
		acts = append(acts, bodies.Act{Verb: "unit.change", Kind: "unit.founded.v1",
			Command: bodies.FoundUnit{Code: fmt.Sprintf("B%03d", i+1),
				Name: "测量县" + unitNames[i%len(unitNames)] + fmt.Sprintf("%d", i/len(unitNames)+1), Category: bodies.Party,
				Order: int64(i), From: from, Document: "测量"}})
	}
	acts = append(acts, bodies.Act{Verb: "body.change", Kind: "body.founded.v1",
		Command: bodies.FoundBody{Kind: bodies.PrincipalOffice, Name: "测量县主体责任办公室", From: from, Document: "测量"}})
	for i := range unitCount * people {
		acts = append(acts, bodies.Act{Verb: "person.change", Kind: "person.added.v1",
			Command: bodies.AddPerson{Namesake: true,
				PersonFacts: bodies.PersonFacts{Name: surnames[i%len(surnames)] + given[i/len(surnames)%len(given)] +
					given[i%len(given)]}}})
	}
	if _, err := d.Do(ctx, cmd, acts...); err != nil {
		return err
	}
	rows, err := db.Rows(ctx, county)
	if err != nil {
		return err
	}
	appoint := func(person, unit, body ref.ID, post bodies.Post, title string, level bodies.Level) bodies.Act {
		return bodies.Act{Verb: "person.change", Kind: "person.appointed.v1", Command: bodies.Appoint{Person: person,
			Unit: unit, Body: body, Post: post, Title: title, Level: level, From: from, Document: "测量"}}
	}
	acts = nil
	for i, u := range rows.Units { // whose scores are reckoned
		acts = append(acts, bodies.Act{Verb: "body.change", Kind: "body.founded.v1",
			Command: bodies.FoundBody{Kind: bodies.PartyGroup, Unit: u.ID, Name: fmt.Sprintf("测量县第%d党组", i+1), From: from,
				Document: "测量"}})
	}
	for i, p := range rows.Persons {
		unit := rows.Units[i/people].ID
		switch {
		case i == 2:
			acts = append(acts, appoint(p.ID, 0, rows.Bodies[0].ID, bodies.OfficeHead, "主任", bodies.Lead))
		case i%people == 0:
			acts = append(acts, appoint(p.ID, unit, 0, bodies.Chief, "局长", bodies.Lead))
		case i%people == 1:
			acts = append(acts, appoint(p.ID, unit, 0, bodies.Clerk, "联络员", bodies.Staff))
		default:
			acts = append(acts, appoint(p.ID, unit, 0, bodies.StaffPost, "科员", bodies.Staff))
		}
	}
	cmd.Input = "posts"
	_, err = d.Do(ctx, cmd, acts...)
	return err
}

// Fill creates orders until there are n, spread over a year and a half of the
// clock: a third stays open, the others are withdrawn. set moves the clock.
func Fill(ctx context.Context, d order.Commands, office actor.Actor, seats []Seat, have, n int64, today when.Day,
	set func(when.Day)) error {
	// So few at once that the clock is never two days further than a lane thinks.
	lanes := int(max(1, min(64, n/200)))
	var mu sync.Mutex
	last := when.Day(0)
	var made atomic.Int64
	made.Store(have)
	var wg sync.WaitGroup
	errs := make(chan error, lanes)
	for lane := range lanes {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(610927, uint64(lane)+uint64(have)))
			head := office // somebody else of the office: whoever drafts does not issue
			head.Account, head.Person = office.Account+1, office.Person+1
			for ctx.Err() == nil {
				i := made.Add(1)
				if i > n {
					return
				}
				day := today - begun + when.Day(i*begun/n)
				mu.Lock()
				if day > last {
					last = day
					set(day)
				}
				day = last
				mu.Unlock()
				in := Input(rnd, seats, day, i)
				in.Due += 3 // the clock may have gone on by a day
				r, err := d.Create(ctx, act.Command{Actor: office}, actor.Principal, in)
				if err == nil {
					r, err = d.Issue(ctx, act.Command{Actor: head}, r.Object.ID)
				}
				if err == nil && rnd.IntN(3) > 0 {
					_, err = d.Withdraw(ctx, act.Command{Actor: office}, r.Object.ID, "情况已经查清,不再督办。")
				}
				if err != nil {
					errs <- fmt.Errorf("order %d: %w", i, err)
					return
				}
			}
		})
	}
	wg.Wait()
	select {
	case err := <-errs:
		return err
	default:
		return ctx.Err()
	}
}

// Input is the n-th order as an office writes it, of the usual length. One in
// 200 holds the rare word.
func Input(rnd *rand.Rand, seats []Seat, day when.Day, n int64) order.DraftInput {
	topic, matter := topics[rnd.IntN(len(topics))], matters[rnd.IntN(len(matters))]
	if n%200 == 0 {
		topic = rareWord + "产业项目"
	}
	seat := seats[rnd.IntN(len(seats))]
	in := order.DraftInput{Subject: topic + matter,
		Content: "经核查," + topic + matter + ",群众反映较多。请你单位高度重视,查明原因,立行立改,举一反三,并按期书面反馈结果。",
		Quality: "问题全部" + frequentWord + "到位,制度健全,群众满意。",
		Source:  order.FromDecision, Urgency: order.Ordinary, Unit: seat.Unit, Leader: seat.Leader, Handler: seat.Handler,
		Measures: measure.List{{Text: "一周内核清底数,列出清单"}, {Text: "逐项" + frequentWord + "并公开结果"}},
		Due:      day + 1 + when.Day(rnd.IntN(90))}
	if rnd.IntN(10) == 0 {
		if other := seats[rnd.IntN(len(seats))].Unit; other != in.Unit {
			in.Assist = []ref.ID{other}
		}
	}
	return in
}

var (
	unitNames = []string{"财政局", "教体科技局", "卫生健康局", "农业农村局", "水利局", "住建局", "民政局", "交通局", "司法局", "审计局", "统计局"}
	surnames  = []string{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐"}
	given     = []string{"建国", "晓明", "丽", "志强", "敏", "海波", "文静", "伟", "芳", "立新", "春梅", "国庆", "玉"}
	topics    = []string{"惠农补贴", "村级财务", "项目招投标", "公务接待", "低保评审", "教育收费", "医保基金", "饮水工程", "危房改造", "食堂管理",
		"公车使用", "津贴发放", "征地补偿", "扶贫资产", "工程质量", "信访办理", "值班值守", "档案管理"}
	matters = []string{"公示不及时", "手续不完备", "责任不落实", "台账不规范", "监督不到位", "进度缓慢", "资金沉淀", "违规审批", "弄虚作假", "群众不满意"}
)

// Count is how many orders the county has.
func Count(ctx context.Context, db *store.DB, office actor.Actor) (n int64, err error) {
	tallies, err := db.Tallies(ctx, access.ScopeOf(office, "order.see"))
	for _, t := range tallies {
		if t.Subject == "order" {
			n += t.N
		}
	}
	return n, err
}
