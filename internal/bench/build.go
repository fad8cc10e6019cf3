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

// County founds the measured county, or finds it. A database with another
// county is refused.
func County(ctx context.Context, db *store.DB, d bodies.Desk, today when.Day) (actor.Actor, []ref.ID, error) {
	list, err := db.Counties(ctx)
	if err != nil {
		return actor.Actor{}, nil, err
	}
	var c store.County
	switch {
	case len(list) == 0:
		if c, err = db.Found(ctx, store.County{Code: Code, Name: "测量县", Demo: true}, "bench"); err != nil {
			return actor.Actor{}, nil, err
		}
	case list[0].Code == Code:
		c = list[0]
	default:
		return actor.Actor{}, nil, fmt.Errorf("the database holds %s: bench only writes into a database of its own", list[0].Name)
	}
	office := actor.Actor{Account: 1<<40 + 1, Person: 1<<40 + 2, Jurisdiction: c.No, Name: "测量员", Post: "主任",
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	k, err := db.County(ctx, c.No, today)
	if err != nil {
		return office, nil, err
	}
	if len(k.Units()) == 0 {
		if err := registers(ctx, d, c.No, today-400); err != nil {
			return office, nil, err
		}
		if k, err = db.County(ctx, c.No, today); err != nil {
			return office, nil, err
		}
	}
	return office, k.Units(), nil
}

// registers founds the units, each with its chief and a clerk.
func registers(ctx context.Context, d bodies.Desk, county int32, from when.Day) error {
	cmd := act.Command{Actor: actor.Machine(county, "bench"), Input: "units"}
	var acts []bodies.Act
	for i := range unitCount {
		acts = append(acts, bodies.Act{Verb: "unit.change", Kind: "unit.founded.v1", Command: bodies.FoundUnit{Code: fmt.Sprintf("B%03d", i+1),
			Name: "测量县" + unitNames[i%len(unitNames)] + fmt.Sprintf("%d", i/len(unitNames)+1), Category: bodies.Party, Order: int64(i), From: from, Document: "测量"}})
	}
	for i := range unitCount * 3 {
		acts = append(acts, bodies.Act{Verb: "person.change", Kind: "person.added.v1", Command: bodies.AddPerson{Namesake: true,
			PersonFacts: bodies.PersonFacts{Name: surnames[i%len(surnames)] + given[i/len(surnames)%len(given)] + given[i%len(given)]}}})
	}
	_, err := d.Do(ctx, cmd, acts...)
	return err
}

// Fill creates orders until there are n, spread over a year and a half of the
// clock: a third stays open, the others are withdrawn. set moves the clock.
func Fill(ctx context.Context, d order.Desk, office actor.Actor, units []ref.ID, have, n int64, today when.Day, set func(when.Day)) error {
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
			for ctx.Err() == nil {
				i := made.Add(1)
				if i > n {
					return
				}
				day := today - 400 + when.Day(i*400/n)
				mu.Lock()
				if day > last {
					last = day
					set(day)
				}
				day = last
				mu.Unlock()
				in := Input(rnd, units, day)
				in.Due += 3 // the clock may have gone on by a day
				r, err := d.Create(ctx, act.Command{Actor: office}, actor.Principal, in)
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

// Input is one order as an office writes it, of the usual length.
func Input(rnd *rand.Rand, units []ref.ID, day when.Day) order.DraftInput {
	topic, matter := topics[rnd.IntN(len(topics))], matters[rnd.IntN(len(matters))]
	if rnd.IntN(200) == 0 {
		topic = rareWord + "产业项目"
	}
	in := order.DraftInput{Subject: topic + matter,
		Content: "经核查," + topic + matter + ",群众反映较多。请你单位高度重视,查明原因,立行立改,举一反三,并按期书面反馈结果。",
		Quality: "问题全部" + frequentWord + "到位,制度健全,群众满意。",
		Source:  order.FromDecision, Urgency: order.Ordinary, Unit: units[rnd.IntN(len(units))], Leader: 1, Handler: 2,
		Measures: measure.List{{Text: "一周内核清底数,列出清单"}, {Text: "逐项" + frequentWord + "并公开结果"}}, Due: day + 1 + when.Day(rnd.IntN(90))}
	if rnd.IntN(10) == 0 {
		if other := units[rnd.IntN(len(units))]; other != in.Unit {
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
